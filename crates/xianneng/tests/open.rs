//! The Sunshine site by itself, over an organisation's whole data.

use std::collections::BTreeSet;

use intake::{File, Intake, Source};
use testkit::client::Site;
use web::Access;

const PEOPLE: usize = 40;

/// The city of the demonstration behind the site that knows no sign-in.
fn filled(t: &testkit::Bench) -> Site {
    let bytes = formats::sheet::xlsx(synth::workbook(PEOPLE, 1)).unwrap();
    let file = File { name: "city.xlsx".into(), bytes: bytes.into() };
    for kind in [&org::Units as &dyn Intake, &post::Posts, &people::People, &tenure::Appointments] {
        let mut source = Source { files: vec![file.clone()], ..Source::default() };
        intake::record(&t.db, &t.officer(), kind, &mut source, &|_, _| {}).map_err(|e| format!("{e:?}")).unwrap();
    }
    Site::with(t, xianneng::open_slices(), |app| app.with_parts(&xianneng::parts()))
}

/// The addresses of this site that a page leads to.
fn leads_to(page: &str) -> impl Iterator<Item = String> {
    let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links.filter(|to| to.starts_with('/') && !to.starts_with("/assets/")).map(|to| to.replace("&amp;", "&"))
}

testkit::on_both_engines! {
    fn every_route_of_the_open_site_is_public(t: testkit::Bench) {
        let site = Site::with(t, xianneng::open_slices(), |app| app.with_parts(&xianneng::parts()));
        assert!(site.app.routes().count() > 10);
        for route in site.app.routes() {
            assert!(matches!(route.access, Access::Public), "{} {}", route.method, route.path);
            assert!(!route.path.starts_with("/sign-in") && !route.path.starts_with("/set-up"), "{}", route.path);
        }
        for gone in ["/people", "/accounts", "/inbox", "/sign-in", "/units", "/search?q=a"] {
            site.as_actor(t.officer()).get(gone).is(404);
        }
    }

    fn nothing_of_anybodys_file_is_on_the_open_site(t: testkit::Bench) {
        let site = filled(t);
        let secrets: Vec<String> = synth::people(PEOPLE, 1).flat_map(|p| [Some(p.name), p.id_number]).flatten().collect();
        assert!(secrets.iter().all(|s| s.len() >= 6));
        let (stranger, officer) = (site.stranger(), site.as_actor(t.officer()));
        let (mut seen, mut wait) = (BTreeSet::new(), vec!["/open".to_owned()]);
        while let Some(path) = wait.pop() {
            if !seen.insert(path.clone()) {
                continue;
            }
            for who in [&stranger, &officer] {
                for accept in ["text/html", "application/json"] {
                    let answer = who.send(axum::http::Method::GET, &path, &[("accept", accept)], "");
                    assert!(!answer.status.is_server_error(), "{path}: {}", answer.text);
                    let found: Vec<&String> = secrets.iter().filter(|s| answer.text.contains(s.as_str())).collect();
                    assert_eq!(found, [""; 0], "{path}");
                    wait.extend(leads_to(&answer.text));
                }
            }
        }
        assert!(seen.len() > 30 && seen.contains("/rules/cn/selection"), "{seen:?}");
    }
}
