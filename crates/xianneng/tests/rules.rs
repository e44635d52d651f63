//! A figure or a refusal leads to the rule that it comes from: on the pages that print them the link is there, and it opens.

use std::collections::BTreeSet;

use intake::{File, Intake, Source};
use testkit::client::{Client, Site};

const PEOPLE: usize = 120;

/// The city of the demonstration.
fn filled(t: &testkit::Bench) -> Site {
    let bytes = formats::sheet::xlsx(synth::workbook(PEOPLE, 1)).unwrap();
    let file = File { name: "city.xlsx".into(), bytes: bytes.into() };
    for kind in [&org::Units as &dyn Intake, &post::Posts, &people::People, &tenure::Appointments] {
        let mut source = Source { files: vec![file.clone()], ..Source::default() };
        intake::record(&t.db, &t.officer(), kind, &mut source, &|_, _| {}).map_err(|e| format!("{e:?}")).unwrap();
    }
    Site::with(t, xianneng::slices(), |app| app.with_parts(&xianneng::parts()))
}

/// The rules that a page leads to, each opened.
fn rules_of(who: &Client, page: &str) -> BTreeSet<String> {
    let text = who.get(page).ok().text.clone();
    let links = text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let rules: BTreeSet<String> = links.filter(|to| to.contains("/rule/")).map(str::to_owned).collect();
    for rule in &rules {
        let (pack, id) = rule.trim_start_matches("/rules/").split_once("/rule/").unwrap();
        let packs = rulebook::shipped();
        let said = packs.iter().find(|e| e.pack.id == pack).and_then(|e| e.pack.rules.iter().rfind(|r| r.id == id));
        who.get(rule).ok().shows(&said.unwrap_or_else(|| panic!("{page} leads to {rule}")).text.zh);
    }
    rules
}

testkit::on_both_engines! {
    fn the_register_leads_to_its_rules(t: testkit::Bench) {
        let site = filled(t);
        let officer = site.as_actor(t.officer());
        let leads = |page: &str, rule: &str| {
            let rules = rules_of(&officer, page);
            assert!(rules.contains(rule), "{page} leads to {rules:?}");
        };
        leads("/appointments?ending=0", "/rules/cn/terms/rule/term-years");
        leads("/quotas", "/rules/cn/appointing/rule/beyond-quota");
        leads("/quotas", "/rules/cn/selection/rule/quota-review");
        leads("/recusal", "/rules/cn/appointing/rule/recusal");
        let list = officer.json("/people");
        let person = list["people"]["rows"][0]["person"].as_str().unwrap().to_owned();
        leads(&format!("/people/{person}"), "/rules/cn/completeness/rule/complete-file");
    }
}
