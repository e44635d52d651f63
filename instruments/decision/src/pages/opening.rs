//! Opening a case.

use base::{Id, Say};
use db::{Error, Read, Result};
use maud::Markup;
use serde::{Deserialize, Serialize};
use ui::{Field, Notice, Tone};
use web::{Cx, Form, Lang, Page, Reply, View};

use crate::{Opening, Text, actions};

/// What the form sends.
#[derive(Clone, Default, Debug, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Sent {
    title: String,
    unit: String,
    procedure: String,
    posts: String,
}

#[derive(Serialize)]
struct New {
    sent: Sent,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

pub(super) async fn form(cx: Cx) -> Reply {
    cx.show(New { sent: Sent::default(), errors: vec![] })
}

/// The posts by their codes, apart by blanks, commas or lines.
fn posts(tx: &mut Read<'_>, written: &str) -> Result<Vec<Id<post::Post>>> {
    let today = tx.today();
    let mut all = Vec::new();
    for code in written.split([' ', ',', '，', '、', ';', '；', '\n', '\r', '\t']).filter(|c| !c.is_empty()) {
        let post = match post::by_code(tx, code, today) {
            Err(Error::NotFound) => {
                let code: String = code.chars().take(40).collect();
                return Err(Error::field(
                    "posts",
                    Say::new(
                        format!("没有代码为“{code}”的岗位，或不在管理范围内。"),
                        format!("No post within reach has the code “{code}”."),
                    ),
                ));
            }
            other => other?,
        };
        if !all.contains(&post) {
            all.push(post);
        }
    }
    Ok(all)
}

pub(super) async fn open(cx: Cx, Form(sent): Form<Sent>) -> Reply {
    let asked = sent.clone();
    let done = cx
        .write(move |tx| {
            let today = tx.today();
            let unit = org::pick(tx, "unit", &asked.unit, today)?;
            let unit = unit.ok_or_else(|| Error::field("unit", Say::new("请填写机构。", "Name the unit.")))?;
            let posts = posts(tx, &asked.posts)?;
            actions::open(tx, &Opening { title: asked.title, unit, procedure: asked.procedure, posts })
        })
        .await;
    match done {
        Ok(case) => {
            cx.done(format!("/cases/{case}"), Notice::new(Tone::Yes, Text::of(cx.lang()).done_opened().to_string()))
        }
        Err(why) => cx.again(why, |errors| New { sent, errors }),
    }
}

impl Page for New {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).open_case().to_string()
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t, s) = (view.lang, Text::of(view.lang), &self.sent);
        let procedures = procedure::all().iter().map(|p| (p.id.clone(), p.title.to(lang).to_owned()));
        ui::Form::post("/cases/new", &view.csrf)
            .field(Field::text("title", t.case_name().to_string()).value(&s.title).required().limit(100))
            .field(Field::select("procedure", t.procedure().to_string(), procedures).value(&s.procedure).required())
            .field(org::unit_field("unit", t.unit().to_string(), lang).value(&s.unit).required())
            .field(
                Field::text("posts", t.posts().to_string())
                    .value(&s.posts)
                    .required()
                    .limit(400)
                    .hint(t.posts_hint().to_string()),
            )
            .errors(self.errors.clone())
            .submit(t.open_case().to_string())
            .cancel("/cases")
            .html(lang)
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        shell.breadcrumbs = vec![(Text::of(view.lang).cases().to_string(), "/cases".to_owned())];
        shell
    }
}
