//! A whole ballot in a test's hands: two officers, scrutineers and voters, played with the kernel.
#![allow(dead_code, reason = "each test takes what it needs")]

use auth::Role;
use ballot::{Slip, printed};
use ballots::belenios::{
    Ballot as Sent, Credential, Decryption, Election, Roll, Tally, TrusteeSecret, Trustees, Verifier, Voter,
};
use base::Id;
use org::{Founding, Kind, Name, Unit};
use serde_json::Value;
use testkit::{
    Bench,
    client::{Answer, Client, Site},
};

/// Chance of the system.
pub fn chance(bytes: &mut [u8]) {
    getrandom::fill(bytes).unwrap();
}
/// The values as bits: `"010"`.
pub fn bits(text: &str) -> Vec<bool> {
    text.chars().map(|c| c == '1').collect()
}

pub fn unit(t: &Bench) -> Id<Unit> {
    let name = Name {
        code: "HY".into(),
        name: "海晏局".into(),
        short: String::new(),
        kind: Kind::Other,
        rank: None,
        credit_code: None,
    };
    let f = Founding {
        on: "2010-01-01".parse().unwrap(),
        name,
        parent: None,
        position: 0,
        establishments: vec![],
        quotas: vec![],
        party: None,
    };
    t.db.write(&t.officer(), |tx| org::found(tx, &f)).unwrap()
}
pub fn site(t: &Bench) -> Site {
    unit(t);
    Site::of(t, vec![org::slice(), ballot::slice(), public_log::slice()])
}

/// What is set up differently from the usual.
pub struct Setting<'a> {
    pub kind: &'a str,
    pub classes: &'a str,
    pub questions: &'a [[&'a str; 6]],
    pub quorum: &'a str,
    pub majority: &'a str,
    pub revote: bool,
    pub complaint: &'a str,
    /// Slips printed beyond the voters.
    pub spare: u32,
}
pub const USUAL: Setting<'static> = Setting {
    kind: "other",
    classes: "职工 10 1",
    questions: &[["choose", "谁为先进？", "", "甲\n乙\n丙", "0", "1"]],
    quorum: "",
    majority: "",
    revote: true,
    complaint: "60",
    spare: 2,
};

/// A ballot on its way.
pub struct Meeting {
    /// Who keeps the urn.
    pub actor: auth::Actor,
    pub officer: Client,
    pub keeper: Client,
    pub voter: Client,
    pub at: String,
    pub urns: Vec<String>,
    pub slips: Vec<Vec<Slip>>,
    pub links: Vec<String>,
    pub keys: Vec<TrusteeSecret>,
}

/// Sends a text without any name or token.
pub fn sends(client: &Client, path: &str, body: &str) -> Answer {
    let json = ("content-type", "application/json");
    client.send(axum::http::Method::POST, path, &[json, ("accept", "application/json")], body.to_owned())
}

impl Meeting {
    /// Drawn up and settled: urns are formed.
    pub fn settled(site: &Site, t: &Bench, set: &Setting<'_>) -> Self {
        let actor = t.officer();
        let (officer, keeper) = (site.as_actor(actor.clone()), site.as_actor(t.actor(Role::Officer)));
        let at = officer
            .post("/ballots", &[("title", "年度表决"), ("unit", "HY"), ("kind", set.kind)])
            .is(303)
            .location()
            .unwrap();
        let settings = [
            ("title", "年度表决"),
            ("when", "十二月一日"),
            ("classes", set.classes),
            ("scrutineers", "监一\n监二\n监三"),
            ("quorum", set.quorum),
            ("majority", set.majority),
            ("complaint", set.complaint),
            ("least", "5"),
            ("revote", if set.revote { "true" } else { "" }),
        ];
        officer.post(&format!("{at}/settings"), &settings).is(303);
        for [form, text, people, options, min, max] in set.questions {
            let question =
                [("form", *form), ("text", text), ("people", people), ("options", options), ("min", min), ("max", max)];
            officer.post(&format!("{at}/questions"), &question).is(303);
        }
        officer.post(&format!("{at}/lay-down"), &[]).is(303);
        let urns = officer.json(&at)["urns"].as_array().unwrap().clone();
        let urns = urns.iter().map(|u| u["urn"].as_str().unwrap().to_owned()).collect();
        let voter = site.stranger();
        Self { actor, officer, keeper, voter, at, urns, slips: vec![], links: vec![], keys: vec![] }
    }
    /// The scrutineers get their links and make their keys.
    pub fn make_keys(&mut self) {
        let page = self.officer.post(&format!("{}/links", self.at), &[]).ok().shows("<svg").text;
        let links = page.split("href=\"/scrutineer/").skip(1).map(|s| s.split('"').next().unwrap().to_owned());
        self.links = links.collect();
        for link in &self.links {
            let (secret, public) = TrusteeSecret::new(&mut chance);
            let key = serde_json::to_string(&public).unwrap();
            sends(&self.voter, &format!("/scrutineer/{link}/key"), &key).ok();
            self.keys.push(secret);
        }
    }
    /// Slips are made and their public parts brought in.
    pub fn make_slips(&mut self, spare: u32) {
        let urns = self.officer.json(&self.at)["urns"].as_array().unwrap().clone();
        for urn in &urns {
            let (id, size) = (urn["urn"].as_str().unwrap(), urn["size"].as_u64().unwrap() as u32);
            let (slips, file) = printed(id, size + spare, "https://xn.test", &mut chance);
            self.bring_in(&file).is(303);
            self.slips.push(slips);
        }
    }
    pub fn bring_in(&self, file: &str) -> Answer {
        self.keeper.upload(&format!("{}/slips", self.at), "file", "slips.json", file.as_bytes(), &[])
    }
    /// The last slips of each urn are left over.
    pub fn void_rest(&self, spare: u32) {
        for (urn, slips) in self.urns.iter().zip(&self.slips) {
            let rest = &slips[slips.len() - spare as usize..];
            let codes: Vec<&str> = rest.iter().map(|s| s.code.as_str()).collect();
            self.keeper.post(&format!("{}/void/{urn}", self.at), &[("codes", &codes.join("\n"))]).is(303);
        }
    }
    pub fn turn(&self, verb: &str) -> Answer {
        self.officer.post(&format!("{}/{verb}", self.at), &[])
    }
    /// Everything up to the opening.
    pub fn opened(site: &Site, t: &Bench, set: &Setting<'_>) -> Self {
        let mut all = Self::settled(site, t, set);
        all.make_keys();
        all.make_slips(set.spare);
        if set.spare > 0 {
            all.void_rest(set.spare);
        }
        all.turn("fix").is(303);
        all.turn("open").is(303);
        all
    }
    pub fn election(&self, urn: usize) -> Election {
        Election::read(&self.voter.get(&format!("/vote/{}/election", self.urns[urn])).ok().text).unwrap()
    }
    /// A ballot as a voter's browser makes it.
    pub fn ballot(&self, urn: usize, slip: usize, choices: &[&str]) -> String {
        let election = self.election(urn);
        let code = Credential::read(&self.slips[urn][slip].code).unwrap();
        let choices: Vec<Vec<bool>> = choices.iter().map(|c| bits(c)).collect();
        Voter::new(&election, &code).cast(&choices, &mut chance).unwrap().raw()
    }
    pub fn send(&self, urn: usize, raw: &str) -> Answer {
        sends(&self.voter, &format!("/vote/{}/ballots", self.urns[urn]), raw)
    }
    pub fn cast(&self, urn: usize, slip: usize, choices: &[&str]) -> Value {
        self.send(urn, &self.ballot(urn, slip, choices)).ok().as_json()
    }
    /// The archive as it is published now.
    pub fn archive(&self, urn: usize) -> Vec<u8> {
        self.voter.get(&format!("/vote/{}/archive", self.urns[urn])).ok().bytes
    }
    /// A scrutineer's part, as a browser makes it from the archive alone.
    pub fn part(&self, scrutineer: usize, urn: usize) -> String {
        let path = format!("/scrutineer/{}/board/{}", self.links[scrutineer], self.urns[urn]);
        let board = ballots::belenios::Board::read(&self.voter.get(&path).ok().bytes).unwrap();
        let election = Election::read(&board.election).unwrap();
        let trustees = Trustees::read(&board.trustees).unwrap();
        let roll = Roll::read(&board.credentials).unwrap();
        let verifier = Verifier::new(election, &trustees, roll).unwrap();
        let mut last = std::collections::BTreeMap::new();
        for raw in &board.ballots {
            let ballot: Sent = verifier.check(raw).unwrap();
            last.insert(ballot.credential.text().to_owned(), ballot);
        }
        let tally = Tally::of(verifier.election(), last.values().map(|b| (b, 1))).unwrap();
        assert_eq!(board.tally.unwrap().0, tally.raw(), "the sums on the board are those of its ballots");
        let part = Decryption::new(verifier.election(), &tally, &self.keys[scrutineer], &mut chance);
        serde_json::to_string(&part).unwrap()
    }
    pub fn give(&self, scrutineer: usize, urn: usize, part: &str) -> Answer {
        let path = format!("/scrutineer/{}/decryption/{}", self.links[scrutineer], self.urns[urn]);
        sends(&self.voter, &path, part)
    }
    /// All scrutineers open the sums of these urns.
    pub fn open_sums(&self, urns: &[usize]) {
        for urn in urns {
            for scrutineer in 0..self.keys.len() {
                self.give(scrutineer, *urn, &self.part(scrutineer, *urn)).ok();
            }
        }
    }
    pub fn result(&self) -> Value {
        self.officer.json(&format!("{}/result", self.at))["outcome"].clone()
    }
}

/// The clock goes on by so many minutes.
pub fn later(t: &Bench, minutes: i64) {
    let now = t.db.now();
    t.clock.set(base::Timestamp(now.0 + minutes * 60_000_000));
}

#[derive(diesel::QueryableByName)]
struct Row {
    #[diesel(sql_type = diesel::sql_types::Text)]
    text: String,
}
/// What a query finds, as texts.
pub fn logged(t: &Bench, sql: &str) -> Vec<String> {
    use diesel::RunQueryDsl;
    let rows: Vec<Row> =
        t.db.read(&t.officer(), |tx| {
            let may = tx.may::<ballot::See>()?;
            Ok(diesel::sql_query(sql).load(tx.with(&may))?)
        })
        .unwrap();
    rows.into_iter().map(|r| r.text).collect()
}
