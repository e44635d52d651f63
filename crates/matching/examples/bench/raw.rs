//! A made corps as flat files, for the peers.

use std::fs;

use matching::{Model, PersonId, PostId, Rule, UnitId};

/// Writes arcs, quotas and what else a peer needs to state the same problem.
pub fn write(model: &Model, folder: &str) {
    fs::create_dir_all(folder).expect("a folder for the files");
    let put = |name: &str, numbers: Vec<i64>| {
        let bytes: Vec<u8> = numbers.iter().flat_map(|x| x.to_le_bytes()).collect();
        fs::write(format!("{folder}/{name}.i64"), bytes).expect("a file can be written");
    };
    let (mut starts, mut posts, mut costs) = (vec![0], Vec::new(), Vec::new());
    for i in 0..model.people() {
        for (post, cost) in model.arcs_of(PersonId(i as u32)) {
            posts.push(i64::from(post.0));
            costs.push(cost);
        }
        starts.push(posts.len() as i64);
    }
    put("starts", starts);
    put("posts", posts);
    put("costs", costs);
    put("bench", (0..model.people()).map(|i| model.person(PersonId(i as u32)).bench.unwrap_or(-1)).collect());
    let all = (0..model.posts()).map(|j| model.post(matching::PostId(j as u32)));
    put("quota", all.map(|p| i64::from(p.quota)).collect());
}

/// Writes the rules as rows over arcs and, behind them, each person's place without a post.
pub fn write_rules(model: &Model, folder: &str) {
    let put = |name: &str, numbers: Vec<i64>| {
        let bytes: Vec<u8> = numbers.iter().flat_map(|x| x.to_le_bytes()).collect();
        fs::write(format!("{folder}/side_{name}.i64"), bytes).expect("a file can be written");
    };
    let people: Vec<PersonId> = (0..model.people()).map(|i| PersonId(i as u32)).collect();
    let mut arcs = Vec::new();
    for person in &people {
        arcs.extend(model.arcs_of(*person).map(|(post, _)| (*person, post)));
    }
    let bench = |person: PersonId| (arcs.len() + person.at()) as i64;
    // arcs by the unit of the person and of the post, so that no rule looks at all of them
    let (mut from, mut to) = (vec![vec![]; model.units()], vec![vec![]; model.units()]);
    for (a, (person, post)) in arcs.iter().enumerate() {
        if let Some(unit) = model.home(*person) {
            from[unit.at()].push(a);
        }
        to[model.post(*post).unit.at()].push(a);
    }
    let mut of_kin: std::collections::HashMap<(PersonId, UnitId), Vec<i64>> = std::collections::HashMap::new();
    for (a, (person, post)) in arcs.iter().enumerate() {
        of_kin.entry((*person, model.post(*post).unit)).or_default().push(a as i64);
    }
    let own = |person: PersonId| model.person(person).post;
    let (mut starts, mut choices) = (vec![0], Vec::new());
    let (mut sense, mut figure, mut price) = (Vec::new(), Vec::new(), Vec::new());
    let mut row = |found: Vec<i64>, s: i64, f: u32, p: i64| {
        choices.extend(found);
        starts.push(choices.len() as i64);
        sense.push(s);
        figure.push(i64::from(f));
        price.push(p);
    };
    let pick = |among: &[usize], keep: &dyn Fn(PersonId, PostId) -> bool| -> Vec<i64> {
        among.iter().filter(|a| keep(arcs[**a].0, arcs[**a].1)).map(|a| *a as i64).collect()
    };
    for rule in model.rules() {
        match rule {
            Rule::MovesOut { unit, at_most } => {
                let mut found = pick(&from[unit.at()], &|i, j| own(i).is_some() && own(i) != Some(j));
                let leave = people.iter().filter(|i| model.home(**i) == Some(*unit) && own(**i).is_some());
                found.extend(leave.map(|i| bench(*i)));
                row(found, 1, *at_most, -1);
            }
            Rule::Backbone { unit, at_least } => {
                let stays = |i: PersonId, _| model.person(i).backbone && model.home(i) == Some(*unit);
                row(pick(&to[unit.at()], &stays), -1, *at_least, -1);
            }
            Rule::Exchange { within, from: a, to: b, at_least } => {
                let below = (0..model.units()).filter(|u| model.within(UnitId(*u as u32), *within));
                let moved = |i: PersonId, j: PostId| {
                    own(i) != Some(j) && model.person(i).track == *a && model.post(j).track == *b
                };
                row(below.flat_map(|u| pick(&from[u], &moved)).collect(), -1, *at_least, -1);
            }
            Rule::Team { unit, of, at_least, price, .. } => {
                let counts = |i: PersonId, j: PostId| model.post(j).leading && model.person(i).traits >> of.0 & 1 == 1;
                row(pick(&to[unit.at()], &counts), -1, *at_least, price.unwrap_or(-1));
            }
            Rule::Kin { people } => {
                for unit in (0..model.units()).map(|u| UnitId(u as u32)) {
                    let all: Vec<&Vec<i64>> = people.iter().filter_map(|i| of_kin.get(&(*i, unit))).collect();
                    if all.len() > 1 {
                        row(all.into_iter().flatten().copied().collect(), 1, 1, -1);
                    }
                }
            }
            other => panic!("the bench has no {}", other.word()),
        }
    }
    put("starts", starts);
    put("choices", choices);
    put("sense", sense);
    put("figure", figure);
    put("price", price);
}
