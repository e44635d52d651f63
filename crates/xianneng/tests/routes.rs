//! Every route of every slice, asked for by everyone.

use std::fmt::Write;

use auth::{Actor, Role};
use axum::http::Method;
use testkit::{
    Bench,
    client::{Answer, Client, Site},
};
use web::{Access, Route};

const SOME_ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

/// The route's address with something in place of each name.
fn address(route: &Route) -> String {
    let part = |p: &str| if p.starts_with('{') { SOME_ID.to_owned() } else { p.to_owned() };
    route.path.split('/').map(part).collect::<Vec<_>>().join("/")
}
fn ask(client: &Client, route: &Route, json: bool) -> Answer {
    let path = address(route);
    let accept = ("accept", if json { "application/json" } else { "text/html" });
    match route.method {
        Method::GET => client.send(Method::GET, &path, &[accept], ""),
        Method::POST if json => client.post_json(&path, &serde_json::json!({})),
        Method::POST => client.post(&path, &[]),
        ref other => panic!("the tests do not know how to ask for {other} {path}"),
    }
}
/// The whole binary's slices with what their handlers are given.
fn site(t: &Bench) -> Site {
    Site::with(t, xianneng::slices(), |app| app.with_parts(&xianneng::parts()))
}
fn roles() -> impl Iterator<Item = Role> {
    Role::ALL.iter().copied().filter(|r| *r != Role::Visitor)
}

testkit::on_both_engines! {
    fn a_stranger_is_shown_nothing(t: testkit::Bench) {
        let site = site(t);
        let stranger = site.stranger();
        for route in site.app.routes() {
            for json in [false, true] {
                let answer = ask(&stranger, route, json);
                let what = format!("{} {}: {}\n{}", route.method, route.path, answer.status, answer.text);
                assert!(!answer.status.is_server_error(), "{what}");
                if matches!(route.access, Access::Public) {
                    continue;
                }
                if json {
                    assert_eq!(answer.status, 401, "{what}");
                    assert_eq!(answer.header("content-type"), "application/problem+json", "{what}");
                } else {
                    assert!(answer.location().is_some_and(|to| to.starts_with("/sign-in")), "{what}");
                }
            }
        }
    }
    fn a_role_gets_what_the_policy_says(t: testkit::Bench) {
        let site = site(t);
        for role in roles() {
            let client = site.as_actor(t.actor(role));
            let actor = t.actor(role);
            for route in site.app.routes() {
                if ["/sign-out", "/account/sessions/end"].contains(&route.path) {
                    continue; // the others would be asked for without a session
                }
                for json in [false, true] {
                    let answer = ask(&client, route, json);
                    let what = format!("{role}: {} {}: {}\n{}", route.method, route.path, answer.status, answer.text);
                    assert!(!answer.status.is_server_error(), "{what}");
                    if !route.access.allows(&actor) {
                        let refused = if route.method == Method::GET { 404 } else { 403 };
                        assert_eq!(answer.status, refused, "{what}");
                    } else if !matches!(route.access, Access::Public) {
                        assert!(![401, 403].contains(&answer.status.as_u16()), "{what}");
                    }
                }
            }
        }
    }
}

/// Who may ask for what, as a table. Changed on purpose with `INSTA_UPDATE=always`.
#[test]
fn the_matrix_of_roles_and_routes() {
    let t = Bench::sqlite();
    let site = Site::of(&t, xianneng::slices());
    let actors: Vec<Actor> = roles().map(|r| t.actor(r)).collect();
    let names: Vec<&str> = roles().map(Role::word).collect();
    let mut lines = Vec::new();
    for route in site.app.routes() {
        let marks: Vec<String> = actors
            .iter()
            .zip(&names)
            .map(|(actor, name)| format!("{:<w$}", if route.access.allows(actor) { "x" } else { "·" }, w = name.len()))
            .collect();
        lines.push(format!(
            "{:<5} {:<44} {:<20} {}",
            route.method.as_str(),
            route.path,
            route.access.name(),
            marks.join(" ")
        ));
    }
    lines.sort_by(|a, b| a[6..].cmp(&b[6..]).then(a.cmp(b)));
    let mut table = String::new();
    writeln!(table, "{:<5} {:<44} {:<20} {}", "", "", "", names.join(" ")).unwrap();
    for line in lines {
        writeln!(table, "{}", line.trim_end()).unwrap();
    }
    insta::assert_snapshot!("matrix", table);
}

/// What can be done, and by whom.
#[test]
fn the_policy() {
    let mut actions: Vec<_> = xianneng::slices().iter().flat_map(|s| s.actions.iter()).copied().collect();
    actions.sort_by_key(|a| a.name);
    let mut table = String::new();
    for a in &actions {
        let roles: Vec<&str> = a.roles.iter().map(|r| r.word()).collect();
        writeln!(table, "{:<28} {:<8} {}", a.name, format!("{:?}", a.kind), roles.join(" ")).unwrap();
    }
    for pair in actions.windows(2) {
        assert_ne!(pair[0].name, pair[1].name, "two actions of one name");
    }
    insta::assert_snapshot!("policy", table);
}

#[test]
fn the_api_description() {
    let t = Bench::sqlite();
    let site = Site::of(&t, xianneng::slices());
    let mut document = site.stranger().json("/api/openapi.json?lang=en");
    let operations: usize = document["paths"].as_object().unwrap().values().map(|p| p.as_object().unwrap().len()).sum();
    assert_eq!(operations, site.app.routes().count(), "each route once");
    document["info"]["version"] = "[version]".into();
    // the order of keys depends on which crates are built together
    insta::with_settings!({ sort_maps => true }, { insta::assert_json_snapshot!("openapi", document) });
}

/// A form that the description does not describe cannot be used by a program.
#[test]
fn every_form_is_described() {
    let t = Bench::sqlite();
    let site = Site::of(&t, xianneng::slices());
    let bare: Vec<String> = site
        .app
        .routes()
        .filter(|r| r.method == Method::POST && r.takes.is_none() && r.text.is_none() && r.files.is_empty() && !r.bare)
        .map(|r| r.path.to_owned())
        .collect();
    assert!(bare.is_empty(), "say .takes::<Form>(), .takes_text(…), .files(&[…]) or .takes_nothing() of: {bare:?}");
}

#[test]
fn every_sentence_is_in_both_languages() {
    let chinese = |s: &str| s.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    for slice in xianneng::slices() {
        let routes = slice.routes.iter().map(|r| &r.summary);
        for say in routes.chain(slice.menu.iter().map(|m| &m.label)).chain(slice.commands.iter().map(|c| &c.about)) {
            assert!(chinese(&say.zh) && !chinese(&say.en) && !say.en.trim().is_empty(), "{}: {say}", slice.name);
        }
    }
}
