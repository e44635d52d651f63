//! Papers: safe kinds by their first bytes, stored once by hash, sealed, opened with a reason.

use auth::{Action, ColumnGroup, Path, Permit};
use base::{Id, Say};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use db::{Cell, Error, Event, Recorded, Result, Whose, Write};
use procedure::Step;
use sha2::{Digest, Sha256};

use crate::{
    Act, Attached, Case, FACTS, Fetch, Matter, actions, rules,
    store::{self, Paper},
};

fn cell(content: Id<Attached>) -> Cell {
    Cell::new("decision_content", "sealed", content)
}

/// The most papers of one case.
const MOST: usize = 300;

/// Attaches a paper to the step that is being carried out.
///
/// # Errors
/// A file that is not taken, with the kinds that are; a step that is closed; a paper that the step does not name.
pub fn attach(
    tx: &mut Write<'_>,
    case: Id<Matter>,
    step: &str,
    kind: &str,
    name: &str,
    bytes: &[u8],
) -> Result<Recorded<Id<Attached>>> {
    let may = tx.may::<Act>()?;
    let (of, step) = actions::acting(tx, &may, case, step)?;
    put(tx, &may, &of, &step, kind, name, bytes)
}

/// Puts a paper of that kind into the step.
pub(crate) fn put<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    of: &Case,
    step: &Step,
    kind: &str,
    name: &str,
    bytes: &[u8],
) -> Result<Recorded<Id<Attached>>> {
    let case = of.case;
    if !step.papers.iter().any(|p| p.id == kind) {
        return Err(Error::field("kind", Say::new("请选择材料种类。", "Choose which paper it is.")));
    }
    if of.papers.len() >= MOST {
        return Err(Error::refused(
            format!("一个事项最多{MOST}份材料。"),
            format!("A case has at most {MOST} papers."),
        ));
    }
    let media = rules::media(bytes).map_err(|say| Error::field("file", say))?;
    let hash = Sha256::digest(bytes).to_vec();
    if store::content(tx, may, &hash)?.is_none() {
        let content = Id::<Attached>::new();
        let sealed = tx.sealer(may).seal(cell(content), &STANDARD.encode(bytes))?;
        store::insert_content(tx, may, &hash, content, &sealed)?;
    }
    let name: String = name.chars().filter(|c| !c.is_control()).take(120).collect();
    let paper = Paper {
        paper: Id::new(),
        step: step.id.clone(),
        kind: kind.to_owned(),
        name: if name.trim().is_empty() { kind.to_owned() } else { name },
        media: media.to_owned(),
        size: bytes.len() as i64,
        hash,
    };
    store::insert_paper(tx, may, case, &paper)?;
    let note = serde_json::json!({ "step": step.id, "kind": kind, "sha256": store::shown(&paper.hash) });
    tx.record(Event::new("decision.attached").about(case).facts(FACTS).with(note)?, paper.paper)
}

/// Opens a paper: its name, kind and content. The reason is kept in the ledger.
///
/// # Errors
/// No reason; a paper out of reach; a missing key; content that is not what its hash says.
pub fn fetch(
    tx: &mut Write<'_>,
    case: Id<Matter>,
    paper: Id<Attached>,
    reason: &str,
) -> Result<Recorded<(String, String, Vec<u8>)>> {
    let may = tx.may::<Fetch>()?;
    let of = store::case(tx, &may, case)?;
    let paper = of.papers.iter().find(|p| p.paper == paper).ok_or(Error::NotFound)?;
    let reason = notice::rules::line("reason", reason, 4, 200).map_err(|wrong| Error::Invalid(vec![wrong]))?;
    let (root, today) = (tx.root(), tx.today());
    let place = org::path_of(tx.with(&may), root, of.unit, today)?.unwrap_or_else(Path::whole);
    let (content, sealed) = store::content(tx, &may, &paper.hash)?.ok_or(Error::NotFound)?;
    // nobody's own: a paper is the case's
    let whose = Whose { group: ColumnGroup::Identity, place: &place, person: Id::new() };
    let text = tx.unseal(&may, whose, cell(content), &sealed)?;
    let damaged = || Error::Corrupt("the content of a paper is not what its hash says".to_owned());
    let bytes = STANDARD.decode(text).map_err(|_| damaged())?;
    if Sha256::digest(&bytes).to_vec() != paper.hash {
        return Err(damaged());
    }
    let note = serde_json::json!({ "paper": paper.paper, "reason": reason });
    let answer = (paper.name.clone(), paper.media.clone(), bytes);
    tx.record(Event::new("decision.fetched").about(case).with(note)?, answer)
}
