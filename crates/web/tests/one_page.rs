//! A slice of one list and one form, through every face.

use auth::Role::*;
use base::Lang;
use maud::{Markup, html};
use testkit::client::Site;
use ui::{Cell, Column, Notice, Table, Tone};
use web::{Cx, Form, Page, Public, Reply, Routes, Slice, View};

auth::actions! {
    /// Look.
    See: See "plum.see" [Officer, Inspector];
    /// Change.
    Change: Change "plum.change" [Officer];
}

#[derive(serde::Serialize)]
struct Plums {
    names: Vec<&'static str>,
}
impl Page for Plums {
    fn title(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => "李子",
            Lang::En => "Plums",
        }
        .to_owned()
    }
    fn body(&self, view: &View) -> Markup {
        html! { p { "as of " (view.on) } (self.table(view.lang).unwrap_or_default().html(view.lang)) }
    }
    fn table(&self, _: Lang) -> Option<Table> {
        Some(Table::new("李子", vec![Column::text("name", "名")]).rows(self.names.iter().map(|n| vec![Cell::new(*n)])))
    }
}

#[derive(serde::Serialize, serde::Deserialize, Clone)]
struct Plant {
    name: String,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}
impl Page for Plant {
    fn title(&self, _: Lang) -> String {
        "Plant".to_owned()
    }
    fn body(&self, view: &View) -> Markup {
        ui::Form::post("/plums", &view.csrf)
            .field(ui::Field::text("name", "Name").value(&self.name))
            .errors(self.errors.clone())
            .html(view.lang)
    }
}

async fn list(cx: Cx) -> Reply {
    let names = cx.read(|tx| tx.may::<See>().map(|_| vec!["mirabelle", "damson"])).await?;
    cx.show(Plums { names })
}
async fn blank(cx: Cx) -> Reply {
    cx.show(Plant { name: String::new(), errors: vec![] })
}
async fn plant(cx: Cx, Form(form): Form<Plant>) -> Reply {
    let named = form.name.clone();
    let done = cx.write(move |tx| {
        if named.is_empty() {
            return Err(db::Error::field("name", base::Say::new("请填写名称", "Write a name")));
        }
        tx.may::<Change>()?;
        tx.record(db::Event::new("plum.planted").about(&named), ())
    });
    match done.await {
        Ok(()) => cx.done("/plums", Notice::new(Tone::Yes, format!("planted {}", form.name))),
        Err(why) => cx.again(why, |errors| Plant { errors, ..form }),
    }
}
async fn broken(_: Cx) -> Reply {
    panic!("secret words")
}

fn slice() -> Slice {
    Slice::new("plum", ACTIONS)
        .routes(
            Routes::new()
                .get(See, "/plums", ("李子", "Plums"), list)
                .get(Change, "/plums/new", ("种植", "Plant"), blank)
                .post(Change, "/plums", ("种植", "Plant"), plant)
                .get(Public, "/broken", ("坏", "Broken"), broken),
        )
        .menu(See, "/plums", ("李子", "Plums"), ui::Icon::List, 10)
}

testkit::on_both_engines! {
    fn one_page_has_every_face(t: testkit::Bench) {
        let site = Site::of(t, vec![slice()]);
        let officer = site.as_actor(t.officer());
        officer.get("/plums").ok().shows("<h1>李子</h1>").shows("mirabelle").shows("as of 2026-06-01").shows("aria-current");
        officer.get("/plums?lang=en&on=2025-12-31").ok().shows("<h1>Plums</h1>").shows("as of 2025-12-31");
        officer.get("/plums").ok().shows("<h1>Plums</h1>"); // the language is remembered
        officer.part("/plums").ok().hides("<html").shows("mirabelle");
        assert_eq!(officer.json("/plums")["names"][1], "damson");
        officer.get("/plums?format=csv").ok().shows("damson\r\n");
        assert!(officer.get("/plums?format=xlsx").ok().bytes.starts_with(b"PK"));
        officer.get("/plums?format=exe").is(406);
        officer.get("/plums/new?format=csv").is(406);
        officer.get("/plums?on=2025-13-45").is(422).shows("2025-13-45");
        officer.get("/nothing").is(404).shows("There is nothing here");
    }
    fn a_form_is_sent_and_comes_back_when_wrong(t: testkit::Bench) {
        let site = Site::of(t, vec![slice()]);
        let officer = site.as_actor(t.officer());
        officer.submit("/plums/new", &[("name", "greengage")]).ok().shows("planted greengage");
        officer.get("/plums").ok().hides("planted greengage"); // once
        officer.post("/plums", &[("name", "quetsche")]).is(303);
        officer.json("/plums"); // shows no notice, and does not use it up
        officer.part("/plums").ok().shows("planted quetsche");
        officer.get("/plums").ok().hides("planted quetsche");
        officer.submit("/plums/new", &[("name", "")]).is(422).shows("请填写名称");
        let program = site.as_program(t.officer());
        let answer = program.post_json("/plums", &serde_json::json!({"name": ""})).is(422);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(answer.as_json()["errors"][0]["field"], "name");
        assert_eq!(program.post_json("/plums", &serde_json::json!({"name": "x"})).ok().as_json()["href"], "/plums");
    }
    fn who_may_not_is_told_what_to_do(t: testkit::Bench) {
        let site = Site::of(t, vec![slice()]);
        site.stranger().get("/plums?on=2026-01-01").is(303).leads_to("/sign-in?to=%2Fplums%3Fon%3D2026-01-01");
        site.stranger().post("/plums", &[("name", "x")]).asks_to_sign_in();
        let inspector = site.as_actor(t.actor(Inspector));
        inspector.get("/plums").ok();
        inspector.get("/plums/new").is(404);
        inspector.post("/plums", &[("name", "x")]).is(403).shows("plum.change");
        let broken = site.stranger().get("/broken").is(500).hides("secret words");
        assert!(broken.text.contains("编号"), "{}", broken.text);
    }
}
