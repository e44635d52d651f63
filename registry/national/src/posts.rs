//! From the rows of A02 to posts and appointments: who holds which post of which unit. A post that is not there yet is made.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use base::{Date, Id, Say};
use db::{Read, Result};
use formats::sheet::Place;
use intake::Report;
use org::{Kept, Unit, UnitsPlan, timeline::Span};
use people::actions::Brought;
use post::{Class, Frame, Post, Time};
use tenure::{Appointment, Holding};

use crate::held::Held;

/// What A02 comes to.
#[derive(Default)]
pub(crate) struct Planned {
    /// Posts to be made, each from its first day on.
    pub(crate) posts: Vec<(Id<Post>, Span<Frame>)>,
    /// Appointments in the order of the rows.
    pub(crate) appointments: Vec<Appointment>,
    /// The cell of the post of each.
    pub(crate) places: Vec<Place>,
}

/// A unit that a row may mean.
#[derive(Clone)]
struct There {
    unit: Id<Unit>,
    code: String,
    rank: Option<String>,
    from: Date,
}

/// Units by code, and by name where one alone bears it.
#[derive(Default)]
struct Units {
    by_code: HashMap<String, There>,
    by_name: HashMap<String, Vec<There>>,
}

impl Units {
    fn add(&mut self, name: &org::Name, there: There) {
        self.by_name.entry(name.name.clone()).or_default().push(there.clone());
        self.by_code.insert(there.code.clone(), there);
    }
    /// The units within reach, and those that the file founds.
    fn within(tx: &mut Read<'_>, founded: &UnitsPlan) -> Result<Self> {
        let may = tx.may::<post::Change>()?;
        let (root, today) = (tx.root(), tx.today());
        let lives: HashMap<Id<Unit>, Date> =
            org::Life::all(tx.with(&may), root)?.into_iter().map(|(id, s)| (id, s.from)).collect();
        let names = org::Name::all(tx.with(&may), root)?;
        let ids: Vec<Id<Unit>> = names.iter().map(|(id, _)| *id).collect();
        let paths = org::paths(tx.with(&may), root, &ids, today)?;
        let mut units = Self::default();
        for (unit, span) in names {
            let reached = paths.get(&unit).is_some_and(|p| may.reaches(p));
            if let Some(from) = lives.get(&unit).filter(|_| reached && span.to.is_none_or(|to| to > today)) {
                let there = There { unit, code: span.value.code.clone(), rank: span.value.rank.clone(), from: *from };
                units.add(&span.value, there);
            }
        }
        for (unit, name, from) in founded.founded() {
            units.add(name, There { unit, code: name.code.clone(), rank: name.rank.clone(), from });
        }
        Ok(units)
    }
    fn find(&self, row: &Held) -> std::result::Result<&There, Say> {
        // one column, whatever it is called, holds the code in one office and the name in another
        let by_code = |written: &Option<String>| written.as_ref().and_then(|code| self.by_code.get(code));
        if let Some(there) = by_code(&row.unit_code).or_else(|| by_code(&row.unit_name)) {
            return Ok(there);
        }
        let written = row.unit_name.as_ref().or(row.unit_code.as_ref());
        match written.and_then(|name| self.by_name.get(name)).map(Vec::as_slice) {
            Some([one]) => Ok(one),
            Some([_, ..]) => Err(Say::new(
                "有几个机构同名，请填写任职机构编码。",
                "Several units bear this name; give the unit's code.",
            )),
            _ if written.is_none() => Err(Say::new("请填写任职机构。", "Say in which unit.")),
            _ => Err(Say::new(
                "表中和系统中都没有这个任职机构，或不在管理范围内。请在 B01 中补上，或先导入机构。",
                "This unit is neither in the sheet B01 nor recorded within your reach. Add it to B01, or import units first.",
            )),
        }
    }
}

/// Who is meant by the rows: people of the same file, else people who are recorded.
fn whose(
    tx: &mut Read<'_>,
    rows: &[Held],
    people: &[(Place, Brought)],
    report: &mut Report,
) -> Result<Vec<Option<Id<people::Person>>>> {
    let mut by_id: HashMap<&str, usize> = HashMap::new();
    let mut by_number: HashMap<&str, usize> = HashMap::new();
    let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
    for (i, (_, person)) in people.iter().enumerate() {
        by_id.extend(person.entries.iter().find_map(|e| e.get("id_number")).map(|id| (id, i)));
        by_number.extend(person.basic.get("number").map(|n| (n, i)));
        by_name.entry(person.basic.get("name").unwrap_or_default()).or_default().push(i);
    }
    let mut found = Vec::with_capacity(rows.len());
    let mut outside = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let tidy: String = row.clue.name.as_deref().unwrap_or_default().split_whitespace().collect();
        let number = row.clue.number.as_deref().and_then(|n| by_number.get(n)).copied();
        let id = row.clue.id_number.as_deref().and_then(|n| by_id.get(n)).copied();
        let alone = row.clue.number.is_none() && row.clue.id_number.is_none();
        let named = by_name.get(&*tidy).filter(|_| alone).map(Vec::as_slice);
        let one = match (number.or(id), named) {
            (Some(one), _) => Some(one),
            (None, Some([one])) => Some(*one),
            (None, Some([_, ..])) => {
                let say = Say::new(
                    "表中有多人同名，请填写身份证号或人员编号。",
                    "Several people in the file have this name; give the identity number or the staff number.",
                );
                report.wrong(&row.at.person, say);
                found.push(None);
                continue;
            }
            _ => None,
        };
        if one.is_none() {
            outside.push(at);
        }
        found.push(one.map(|i| people[i].1.id));
    }
    let clues: Vec<people::Clue> = outside.iter().map(|at| rows[*at].clue.clone()).collect();
    for (at, whom) in outside.into_iter().zip(people::whom(tx, &clues)?) {
        match whom.one() {
            Ok(person) => found[at] = Some(person),
            Err(say) => report.wrong(&rows[at].at.person, say),
        }
    }
    Ok(found)
}

/// Settles the rows against units, people and posts, recorded or of the same file.
pub(crate) fn plan(
    tx: &mut Read<'_>,
    rows: Vec<Held>,
    units: &UnitsPlan,
    people: &[(Place, Brought)],
    report: &mut Report,
) -> Result<Planned> {
    if rows.is_empty() {
        return Ok(Planned::default());
    }
    let units = Units::within(tx, units)?;
    let whose = whose(tx, &rows, people, report)?;
    let mut posts = Posts::recorded(tx)?;
    let mut planned = Planned::default();
    for (row, person) in rows.into_iter().zip(whose) {
        let there = match units.find(&row) {
            Ok(there) => there,
            Err(say) => {
                report.wrong(&row.at.unit, say);
                continue;
            }
        };
        let Some(person) = person else { continue };
        if row.from < there.from {
            let say = Say::new(
                format!("任职时间早于机构设立日期{}，请更正其中之一。", there.from),
                format!("It begins before the unit was founded on {}; correct one of them.", there.from),
            );
            report.wrong(&row.at.from, say);
            continue;
        }
        let brought = people.iter().map(|(_, p)| p).find(|p| p.id == person);
        let level = level(&row, there, brought);
        if row.leading && level.is_none() {
            let say = Say::new(
                "领导职务没有职务层次，岗位暂按非领导职务录入，请以后在岗位页上补充。",
                "A leading post without a level: the post is recorded as not leading; say its level later on the post's page.",
            );
            report.odd(&row.at.leading, say);
        }
        let post = posts.find(&row, there, level, report);
        let holding = Holding {
            person: person.cast(),
            post,
            way: row.way,
            chosen: row.chosen,
            appointed_by: row.appointed_by,
            removed_by: row.removed_by,
            reason: row.reason,
            ordinal: row.ordinal,
            in_team: row.in_team,
            exceptional: row.exceptional,
            printed: row.printed,
        };
        planned.appointments.push(Appointment { from: row.from, to: row.to, holding });
        planned.places.push(row.at.post);
    }
    planned.posts = posts.made(&planned.appointments);
    Ok(planned)
}

/// The level of a post: as the row says; else by the rank of its unit for a chief or deputy; else that of whoever holds it.
fn level(row: &Held, there: &There, holder: Option<&Brought>) -> Option<String> {
    let of_rank = || {
        let (chief, deputy) = org::rules::levels_of_rank(there.rank.as_deref()?)?;
        match row.member? {
            "正职" => Some(chief.to_owned()),
            "副职" => Some(deputy.to_owned()),
            _ => None,
        }
    };
    let of_holder = || {
        let own = row.way == tenure::Way::Main && row.to.is_none();
        holder.filter(|_| own)?.basic.get("level").map(str::to_owned)
    };
    row.level.clone().or_else(|| of_rank().filter(|_| row.leading)).or_else(|| of_holder().filter(|_| row.leading))
}

/// The posts of each unit by their name, with their levels.
type Known = HashMap<(Id<Unit>, String), Vec<(Id<Post>, Option<String>)>>;

/// Posts by unit and name.
struct Posts {
    known: Known,
    codes: BTreeSet<String>,
    new: BTreeMap<Id<Post>, Span<Frame>>,
    order: Vec<Id<Post>>,
}

impl Posts {
    fn recorded(tx: &mut Read<'_>) -> Result<Self> {
        let may = tx.may::<post::Change>()?;
        let (root, today) = (tx.root(), tx.today());
        let mut frames: BTreeMap<Id<Post>, Vec<Span<Frame>>> = BTreeMap::new();
        let mut codes = BTreeSet::new();
        for (post, span) in Frame::all(tx.with(&may), root)? {
            codes.insert(span.value.code.clone());
            frames.entry(post).or_default().push(span);
        }
        let mut known = Known::new();
        for (post, spans) in frames {
            if let (Some(unit), Some(last)) = (post::store::unit_of(&spans, today), spans.last()) {
                let same = known.entry((unit, last.value.name.clone())).or_default();
                same.push((post, last.value.level.clone()));
            }
        }
        Ok(Self { known, codes, new: BTreeMap::new(), order: Vec::new() })
    }

    /// The post that a row means, made where there is none.
    fn find(&mut self, row: &Held, there: &There, level: Option<String>, report: &mut Report) -> Id<Post> {
        let same = self.known.entry((there.unit, row.post.clone())).or_default();
        let fits = |(_, of): &&(Id<Post>, Option<String>)| level.is_none() || *of == level;
        if let Some((post, _)) = same.iter().find(fits) {
            if let Some(span) = self.new.get_mut(post) {
                span.from = span.from.min(row.from);
            }
            return *post;
        }
        let post = Id::new();
        same.push((post, level.clone()));
        let code = (1..).map(|n| format!("{}-{n}", there.code)).find(|c| !self.codes.contains(c)).unwrap_or_default();
        self.codes.insert(code.clone());
        let leading = row.leading && level.as_deref().is_some_and(|l| codes::LEVEL.get(l).is_some());
        let frame = Frame {
            unit: there.unit,
            code,
            name: row.post.clone(),
            level,
            leading,
            class: Class::Professional,
            time: Time::Full,
            managed_by: None,
            openings: 1,
            term_years: None,
            position: self.order.len() as i64,
        };
        frame.problems().into_iter().for_each(|e| report.wrong(&row.at.post, e.say));
        self.new.insert(post, Span { id: None, from: row.from, to: None, value: frame });
        self.order.push(post);
        post
    }

    /// The posts that were made, each for as many as hold it at once.
    fn made(mut self, appointments: &[Appointment]) -> Vec<(Id<Post>, Span<Frame>)> {
        let mut days: HashMap<Id<Post>, Vec<(Date, i64)>> = HashMap::new();
        for a in appointments.iter().filter(|a| self.new.contains_key(&a.holding.post)) {
            let days = days.entry(a.holding.post).or_default();
            days.push((a.from, 1));
            days.extend(a.to.map(|to| (to, -1)));
        }
        for (post, mut days) in days {
            // who leaves on the day on which another comes makes room
            days.sort();
            let (mut now, mut most) = (0, 1);
            for (_, step) in days {
                now += step;
                most = most.max(now);
            }
            if let Some(span) = self.new.get_mut(&post) {
                span.value.openings = most;
            }
        }
        let mut new = self.new;
        self.order.into_iter().filter_map(|post| Some((post, new.remove(&post)?))).collect()
    }
}
