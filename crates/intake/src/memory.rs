//! What the columns of earlier files meant to whoever brought them. A bookmark of one account, not a fact: it holds
//! headings and no values.

use std::collections::BTreeMap;

use auth::{Account, Root};
use base::Id;
use db::{Books, Read, Result};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, Insertable, QueryDsl, Queryable, RunQueryDsl, Selectable,
    SelectableHelper,
};
use formats::sheet::{Heading, Mapping};

use crate::pages::Remember;

diesel::table! {
    import_heading (root, account, kind, part, heading) {
        root -> Binary,
        account -> Binary,
        kind -> Text,
        part -> Text,
        heading -> Text,
        key -> Nullable<Text>,
    }
}

#[derive(Queryable, Selectable, Insertable, Clone, Debug)]
#[diesel(table_name = import_heading, treat_none_as_default_value = false)]
struct Row {
    root: Id<Root>,
    account: Id<Account>,
    kind: String,
    part: String,
    heading: String,
    key: Option<String>,
}

/// Headings by part, each with the key that it was given; none where the column was left out.
pub(crate) type Remembered = BTreeMap<String, BTreeMap<String, Option<String>>>;

/// At most so many headings of one kind are remembered; a workbook of an office has some two hundred columns.
const MOST: usize = 500;
/// A longer heading is a sentence, and is not remembered.
const LONGEST: usize = 100;

/// What the actor decided for files of this kind. Nothing for whoever has no account.
pub(crate) fn remembered(tx: &mut Read<'_>, kind: &str) -> Result<Remembered> {
    let may = tx.may::<Remember>()?;
    let Some(account) = tx.actor().account_id() else { return Ok(Remembered::new()) };
    let rows: Vec<Row> = import_heading::table
        .filter(import_heading::root.eq(may.root()).and(import_heading::account.eq(account)))
        .filter(import_heading::kind.eq(kind))
        .select(Row::as_select())
        .load(tx.with(&may))?;
    let mut all = Remembered::new();
    for row in rows {
        all.entry(row.part).or_default().insert(row.heading, row.key);
    }
    Ok(all)
}

/// Remembers what was decided in place of all that was remembered of this kind.
pub(crate) fn remember(tx: &mut Books<'_>, kind: &str, all: &Remembered) -> Result<()> {
    let may = tx.may::<Remember>()?;
    let Some(account) = tx.actor().account_id() else { return Ok(()) };
    let mine = import_heading::table
        .filter(import_heading::root.eq(may.root()).and(import_heading::account.eq(account)))
        .filter(import_heading::kind.eq(kind));
    diesel::delete(mine).execute(tx.with(&may))?;
    let each = all.iter().flat_map(|(part, headings)| headings.iter().map(move |(h, k)| (part, h, k))).take(MOST);
    for (part, heading, key) in each {
        let (part, heading, key) = (part.clone(), heading.clone(), key.clone());
        let row = Row { root: may.root(), account, kind: kind.to_owned(), part, heading, key };
        diesel::insert_into(import_heading::table).values(row).execute(tx.with(&may))?;
    }
    Ok(())
}

/// Remembered headings as the mappings that recognising a sheet goes by.
pub(crate) fn mappings(all: &Remembered) -> BTreeMap<String, Mapping> {
    let one = |headings: &BTreeMap<String, Option<String>>| Mapping {
        sheet: String::new(),
        header_row: 0,
        header_rows: 0,
        headings: headings
            .iter()
            .map(|(text, key)| Heading { col: 0, text: text.clone(), key: key.clone(), perhaps: vec![] })
            .collect(),
    };
    all.iter().map(|(part, headings)| (part.clone(), one(headings))).collect()
}

/// Takes note of what a person decided for a sheet of `part`: whatever differs from what the names alone say. What agrees
/// with them again is forgotten.
pub(crate) fn note(all: &mut Remembered, part: &str, by_names: &Mapping, decided: &Mapping) {
    let mine = all.entry(part.to_owned()).or_default();
    for h in decided.headings.iter().filter(|h| !h.text.is_empty() && h.text.chars().count() <= LONGEST) {
        let same = by_names.headings.iter().any(|n| n.text == h.text && n.key == h.key && n.perhaps.is_empty());
        // a heading that stands over two columns means a different thing over each
        let twice = decided.headings.iter().filter(|o| o.text == h.text).count() > 1;
        if same || twice {
            mine.remove(&h.text);
        } else {
            mine.insert(h.text.clone(), h.key.clone());
        }
    }
    all.retain(|_, headings| !headings.is_empty());
}
