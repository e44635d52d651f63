//! The current view: one line per person and the keys that people are found by, computed from the facts of a file.

use std::collections::HashSet;

use auth::{Action, Permit, Root};
use base::{Date, Id};
use db::{Conn, Write};
use diesel::{BoolExpressionMethods, ExpressionMethods, Insertable, QueryDsl, Queryable, RunQueryDsl, Selectable};
use serde::Serialize;

use crate::{
    Unit, checks,
    file::{File, Person},
    name,
    pack::Pack,
    section::Section,
};

diesel::table! {
    people_now (root, person) {
        root -> Binary,
        person -> Binary,
        unit -> Nullable<Binary>,
        sort -> Text,
        name -> Text,
        number -> Nullable<Text>,
        sex -> Text,
        birth -> Text,
        ethnic -> Text,
        political -> Text,
        education -> BigInt,
        study -> Text,
        degree -> Text,
        level -> Text,
        post_title -> Text,
        work_start -> Text,
        category -> Text,
        state -> Text,
        complete -> BigInt,
        findings -> Text,
        found -> BigInt,
        due -> Text,
    }
}
diesel::table! {
    people_key (root, key, kind, text) {
        root -> Binary,
        key -> Text,
        kind -> Text,
        text -> Text,
    }
}
diesel::allow_tables_to_appear_in_same_query!(people_now, people_key);

/// A person on one line, as of the day it was computed. Unknown texts are empty.
#[derive(Queryable, Selectable, Insertable, Clone, Debug, Serialize)]
#[diesel(table_name = people_now, treat_none_as_default_value = false)]
pub struct Line {
    #[serde(skip)]
    pub(crate) root: Id<Root>,
    /// Who.
    pub person: Id<Person>,
    /// The unit that keeps the file.
    pub unit: Option<Id<Unit>>,
    /// What lists are ordered by: reading and characters of the name.
    #[serde(skip)]
    pub sort: String,
    /// The name.
    pub name: String,
    /// The staff number.
    pub number: Option<String>,
    /// Code of sex.
    pub sex: String,
    /// Born, as precisely as known.
    pub birth: String,
    /// Code of the ethnic group.
    pub ethnic: String,
    /// Code of the political standing.
    pub political: String,
    /// How high the highest level of education is: 5 postgraduate … 1 school, 0 unknown.
    pub education: i64,
    /// Code of the highest level of education.
    pub study: String,
    /// Code of its degree.
    pub degree: String,
    /// Code of the level of post.
    pub level: String,
    /// Unit and post in words.
    pub post_title: String,
    /// Began work.
    pub work_start: String,
    /// Code of the category.
    pub category: String,
    /// Code of the standing in the service.
    pub state: String,
    /// Completeness of the file, 0 to 100.
    pub complete: i64,
    /// The kinds of findings, each between bars: `|resume_gap|annual_years|`.
    pub findings: String,
    /// How many findings there are.
    pub found: i64,
    /// The day on which this line must be computed anew.
    #[serde(skip)]
    pub due: Date,
}

impl Line {
    /// The line of a file. Nothing for a file without basic information.
    pub(crate) fn of(
        root: Id<Root>,
        file: &File,
        unit: Option<Id<Unit>>,
        on: Date,
        changes: Option<Date>,
    ) -> db::Result<Option<Self>> {
        let Some(basic) = file.basic() else { return Ok(None) };
        let pack = Pack::current()?;
        let get = |key: &str| basic.get(key).unwrap_or_default().to_owned();
        let study = file.highest_study(None);
        let studied = |key: &str| study.and_then(|s| s.get(key)).unwrap_or_default().to_owned();
        let found = checks::findings(file, pack, on);
        let mut kinds: Vec<&str> = found.iter().map(|f| f.check.word()).collect();
        kinds.dedup();
        let name = get("name");
        let new_year = Date::new(on.year() + 1, 1, 1).unwrap_or(on.plus_days(365));
        Ok(Some(Self {
            root,
            person: file.person,
            unit,
            sort: name::sort_key(&name),
            number: basic.get("number").map(str::to_owned),
            sex: get("sex"),
            birth: get("birth"),
            ethnic: get("ethnic"),
            political: get("political"),
            education: i64::from(codes::education_rank(&studied("level"))),
            study: studied("level"),
            degree: studied("degree"),
            level: get("level"),
            post_title: get("post_title"),
            work_start: get("work_start"),
            category: get("category"),
            state: get("state"),
            complete: i64::from(checks::completeness(file, pack).score),
            findings: if kinds.is_empty() { String::new() } else { format!("|{}|", kinds.join("|")) },
            found: found.len() as i64,
            due: changes.map_or(new_year, |d| d.min(new_year)),
            name,
        }))
    }
    /// The kinds of findings.
    pub fn checks(&self) -> impl Iterator<Item = checks::Check> {
        self.findings.split('|').filter_map(|w| w.parse().ok())
    }
}

#[derive(Insertable, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[diesel(table_name = people_key, treat_none_as_default_value = false)]
pub(crate) struct Key {
    root: Id<Root>,
    key: String,
    kind: &'static str,
    text: String,
}

const NAME: &str = "name";
const TITLE: &str = "title";

/// Texts longer than this are found by their beginnings and by every character up to here.
const LONGEST: usize = 60;

fn keys_of(root: Id<Root>, kind: &'static str, text: &str) -> Vec<Key> {
    let mut keys: Vec<String> = name::suffixes(text).into_iter().take(LONGEST).collect();
    if kind == NAME {
        keys.extend(name::Reading::of(text).keys());
    }
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter().filter(|k| !k.is_empty()).map(|key| Key { root, key, kind, text: text.to_owned() }).collect()
}

/// Names and posts, each once, with all that they are found by, in the order of the index.
struct Keyed {
    texts: Vec<(&'static str, String)>,
    keys: Vec<Key>,
}

impl Keyed {
    /// What these lines are found by. Takes a while for many: needs no connection.
    fn of(root: Id<Root>, lines: &[Line]) -> Self {
        let both = lines.iter().flat_map(|l| [(NAME, &l.name), (TITLE, &l.post_title)]);
        let texts: HashSet<(&'static str, &String)> = both.filter(|t| !t.1.is_empty()).collect();
        let texts: Vec<(&'static str, String)> = texts.into_iter().map(|(kind, text)| (kind, text.clone())).collect();
        let mut keys: Vec<Key> = texts.iter().flat_map(|(kind, text)| keys_of(root, kind, text)).collect();
        keys.sort_unstable();
        Self { texts, keys }
    }
}

/// Puts the lines of these persons in the place of those that were there, and keeps the keys in step. Both go in in the
/// order of their largest index: a hundred thousand at random places would have SQLite read and write each page many times.
pub(crate) fn put<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    persons: &[Id<Person>],
    mut lines: Vec<Line>,
) -> db::Result<()> {
    let root = may.root();
    let mut old: Vec<(String, String)> = Vec::new();
    for part in persons.chunks(500) {
        let these = people_now::table.filter(people_now::root.eq(root).and(people_now::person.eq_any(part.to_vec())));
        old.extend(these.select((people_now::name, people_now::post_title)).load::<(String, String)>(tx.with(may))?);
        let these = people_now::table.filter(people_now::root.eq(root).and(people_now::person.eq_any(part.to_vec())));
        diesel::delete(these).execute(tx.with(may))?;
    }
    lines.sort_unstable_by(|a, b| a.sort.cmp(&b.sort));
    let keyed = if lines.len() >= MANY {
        // what they are found by takes as long to work out as they take to go in
        std::thread::scope(|scope| {
            let keyed = scope.spawn(|| Keyed::of(root, &lines));
            put_lines(tx, may, &lines)?;
            keyed.join().map_err(|_| db::Error::Internal("working out the search keys broke off".to_owned()))
        })?
    } else {
        put_lines(tx, may, &lines)?;
        Keyed::of(root, &lines)
    };
    let known = known(tx.with(may), root, &keyed.texts)?;
    let new = keyed.keys.into_iter().filter(|k| known.is_empty() || !known.contains(&(k.kind, k.text.clone())));
    db::bulk!(tx, may, people_key::table, new)?;
    forget(tx.with(may), root, old)
}

fn put_lines<A: Action>(tx: &mut Write<'_>, may: &Permit<A>, lines: &[Line]) -> db::Result<()> {
    let root = may.root();
    if lines.len() >= MANY && fewer(tx.with(may), root, lines.len() / 2)? {
        tx.indexed_afterwards(may, "people_now", |tx| db::bulk!(tx, may, people_now::table, lines.iter().cloned()))?;
    } else {
        db::bulk!(tx, may, people_now::table, lines.iter().cloned())?;
    }
    Ok(())
}

/// So many lines may be worth making the indexes afresh.
const MANY: usize = 5000;

/// Whether there are fewer lines than so many.
pub(crate) fn fewer(conn: &mut Conn, root: Id<Root>, than: usize) -> db::Result<bool> {
    let some = people_now::table.filter(people_now::root.eq(root)).select(people_now::person).limit(than as i64);
    Ok(some.load::<Id<Person>>(conn)?.len() < than)
}

/// Which of these texts have their keys already.
fn known(
    conn: &mut Conn,
    root: Id<Root>,
    texts: &[(&'static str, String)],
) -> db::Result<HashSet<(&'static str, String)>> {
    let mut found = HashSet::new();
    let any = people_key::table.filter(people_key::root.eq(root)).select(people_key::kind).limit(1);
    if any.load::<String>(conn)?.is_empty() {
        return Ok(found);
    }
    for kind in [NAME, TITLE] {
        let all: Vec<&String> = texts.iter().filter(|t| t.0 == kind).map(|t| &t.1).collect();
        for part in all.chunks(1000) {
            let keys: Vec<String> = part.iter().map(|t| name::fold(t)).collect();
            let rows: Vec<String> = people_key::table
                .filter(people_key::root.eq(root).and(people_key::key.eq_any(keys)).and(people_key::kind.eq(kind)))
                .select(people_key::text)
                .load(conn)?;
            found.extend(rows.into_iter().map(|t| (kind, t)));
        }
    }
    Ok(found)
}

/// Takes out the keys of names and posts that nobody has any more: a removed person is not found by the name.
fn forget(conn: &mut Conn, root: Id<Root>, mut old: Vec<(String, String)>) -> db::Result<()> {
    old.sort_unstable();
    old.dedup();
    for (name, title) in old {
        let named: i64 = people_now::table
            .filter(people_now::root.eq(root).and(people_now::name.eq(&name)))
            .count()
            .get_result(conn)?;
        let titled: i64 = people_now::table
            .filter(people_now::root.eq(root).and(people_now::post_title.eq(&title)))
            .count()
            .get_result(conn)?;
        for (kind, text, still) in [(NAME, name, named), (TITLE, title, titled)] {
            if still > 0 || text.is_empty() {
                continue;
            }
            let keys: Vec<String> = keys_of(root, kind, &text).into_iter().map(|k| k.key).collect();
            let rows = people_key::table
                .filter(people_key::root.eq(root).and(people_key::key.eq_any(keys)))
                .filter(people_key::kind.eq(kind).and(people_key::text.eq(&text)));
            diesel::delete(rows).execute(conn)?;
        }
    }
    Ok(())
}

/// The sections whose entries decide the line.
pub(crate) const DECIDING: &[Section] =
    &[Section::Basic, Section::Study, Section::Career, Section::Annual, Section::Absent];
