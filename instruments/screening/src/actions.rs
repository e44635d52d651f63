//! Taking a published table in, and back.

use base::{Date, Id, Say};
use db::{Event, LedgerEntry, Recorded, Result, Write};
use eligibility::majors::Catalogue;

use crate::{Call, CallRow, Import, Opening, OpeningRow, store};

/// One row on its way in.
#[derive(Clone, Debug)]
pub struct NewOpening {
    /// The row as published.
    pub post: eligibility::pack::Post,
    /// Its requirement, as understood.
    pub built: eligibility::pack::Built,
}

/// What is to be recorded of a call.
#[derive(Clone, Debug)]
pub struct NewCall {
    /// Its name.
    pub name: String,
    /// The rule pack that holds for it.
    pub pack: String,
    /// The day on which conditions are judged.
    pub day: Date,
    /// The catalogue of majors.
    pub catalogue: Catalogue,
    /// Its openings.
    pub openings: Vec<NewOpening>,
}

/// Records a call with all its openings under one ledger entry. `report` goes into the entry.
///
/// # Errors
/// A call of that name is there already; the policy and the database.
pub fn record<T: serde::Serialize>(tx: &mut Write<'_>, new: NewCall, report: T) -> Result<Recorded<(Id<Call>, T)>> {
    let may = tx.may::<Import>()?;
    whole(&may)?;
    if store::all_calls(tx.with(&may), &may)?.iter().any(|c| c.name == new.name) {
        return Err(db::Error::Refused(already(&new.name)));
    }
    let json = |e: serde_json::Error| db::Error::Internal(e.to_string());
    let (id, made) = (Id::<Call>::new(), tx.entry());
    let row = CallRow { id, name: new.name, pack: new.pack, day: new.day, made };
    let catalogue = serde_json::to_string(&new.catalogue).map_err(json)?;
    store::insert_call(tx.with(&may), &may, &row, &catalogue)?;
    for NewOpening { post, built } in new.openings {
        let open: Vec<String> = people_words(&built.requirement);
        let row = OpeningRow {
            id: Id::<Opening>::new(),
            call: id,
            code: post.code.clone(),
            title: post.title.clone(),
            unit_code: post.unit_code.clone(),
            unit_name: post.unit.clone(),
            places: i64::from(post.openings),
            sheet: post.sheet.clone(),
            line: i64::from(post.row),
            cells: serde_json::to_string(&post).map_err(json)?,
            requirement: serde_json::to_string(&built.requirement).map_err(json)?,
            needs_person: (!open.is_empty()).then(|| open.join("；")),
        };
        store::insert_opening(tx.with(&may), &may, &row, made)?;
    }
    let event = Event::new("screening.imported").about(id).facts(&["call", "opening"]).with(&report)?;
    tx.record(event, (id, report))
}

/// A call is everybody's: only who keeps the whole organisation's records may take one in or back.
fn whole(may: &auth::Permit<Import>) -> Result<()> {
    if may.whole() {
        return Ok(());
    }
    Err(db::Error::refused(
        "职位表面向全单位，只有管理范围为整个组织的人员可以导入或撤销。",
        "A published table is for everybody: only an officer over the whole organisation may take it in or back.",
    ))
}

/// That such a call is there.
pub(crate) fn already(name: &str) -> Say {
    Say::new(
        format!("“{name}”已经导入过。要换成更正后的表，请先撤销原来的导入；另一年的表，请在标题或文件名中写明年份。"),
        format!(
            "“{name}” is here already. To put a corrected table in its place, undo that import first; a table of another \
             year needs the year in its title or file name (2027年)."
        ),
    )
}

/// The words of a requirement that a person has to judge.
fn people_words(r: &eligibility::Requirement) -> Vec<String> {
    let mut words = Vec::new();
    r.walk(&mut |node| {
        if let eligibility::Rule::NeedsPerson { words: w } = &node.rule
            && !words.contains(w)
        {
            words.push(w.clone());
        }
    });
    words
}

/// Takes back the call that `entry` recorded.
///
/// # Errors
/// No such call.
pub fn take_back(tx: &mut Write<'_>, entry: Id<LedgerEntry>) -> Result<Recorded<usize>> {
    let may = tx.may::<Import>()?;
    whole(&may)?;
    let by = tx.entry();
    let openings = store::take_back(tx.with(&may), &may, entry, by)?;
    if openings == 0 {
        return Err(db::Error::NotFound);
    }
    tx.record(Event::new("screening.import-undone").about(entry).facts(&["call", "opening"]), openings)
}
