//! The one search box, over everything that the binary keeps.

use auth::Role;
use intake::{File, Intake, Source};
use testkit::client::Site;

/// The city of the demonstration, taken in as an office takes it in.
fn filled(t: &testkit::Bench) -> Site {
    let bytes = formats::sheet::xlsx(synth::workbook(40, 1)).unwrap();
    let file = File { name: "city.xlsx".into(), bytes: bytes.into() };
    for kind in [&org::Units as &dyn Intake, &post::Posts, &people::People] {
        let mut source = Source { files: vec![file.clone()], ..Source::default() };
        intake::record(&t.db, &t.officer(), kind, &mut source, &|_, _| {}).map_err(|e| format!("{e:?}")).unwrap();
    }
    Site::with(t, xianneng::slices(), |app| app.with_parts(&xianneng::parts()))
}

testkit::on_both_engines! {
    fn people_posts_and_units_are_found_in_one_box(t: testkit::Bench) {
        let site = filled(t);
        let officer = site.as_actor(t.officer());
        let found = |q: &str| -> Vec<(String, Vec<String>)> {
            let json = officer.json(&format!("/search?q={}", ui::link::encode(q)));
            let kinds = json["kinds"].as_array().unwrap().iter();
            kinds.map(|k| {
                let texts = k["found"].as_array().unwrap().iter().map(|f| f["text"].as_str().unwrap().to_owned());
                (k["slice"].as_str().unwrap().to_owned(), texts.collect())
            }).collect()
        };
        let person = synth::people(1, 1).next().unwrap();
        for q in [person.name.as_str(), &people::Reading::of(&person.name).syllables.concat(), &people::Reading::of(&person.name).initials()] {
            let kinds = found(q);
            assert_eq!(kinds[0].0, "people", "{q}");
            assert!(kinds[0].1.contains(&person.name), "{q}: {kinds:?}");
        }
        let kinds = found("财政局");
        assert!(kinds.iter().any(|k| k.0 == "org" && k.1.contains(&"清樾市财政局".to_owned())), "{kinds:?}");
        let kinds = found("党委书记");
        assert!(kinds.iter().any(|k| k.0 == "post" && k.1.contains(&"党委书记".to_owned())), "{kinds:?}");
        assert_eq!(found("  "), []);
        assert_eq!(found("没有这样的东西"), []);

        // as a page without scripts, as suggestions, and every page has the box with its key
        officer.get(&format!("/search?q={}", ui::link::encode("财政局"))).ok().shows("清樾市财政局").shows("机构");
        officer.get("/search?q=nowhere").ok().shows("没有找到与“nowhere”有关的人员、岗位或机构。");
        officer.part(&format!("/search/suggest?q={}", ui::link::encode("财政局"))).ok().shows("role=\"option\"").shows("清樾市财政局");
        officer.get("/units").ok().shows("action=\"/search\"").shows("aria-keyshortcuts=\"/\"");
        officer.get("/search?q=%25").ok().hides("清樾市财政局");
    }

    fn nothing_is_found_beyond_the_readers_reach(t: testkit::Bench) {
        let site = filled(t);
        let q = format!("/search?q={}", ui::link::encode("财政局"));
        site.as_actor(t.actor(Role::Cadre)).get(&q).ok().hides("清樾市财政局");
        let elsewhere = t.actor_over(Role::Officer, "0001/7fff/".parse().unwrap());
        site.as_actor(elsewhere).get(&q).ok().hides("清樾市财政局");
        site.stranger().get(&q).asks_to_sign_in();
    }
}
