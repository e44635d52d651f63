//! Where recruitments and applications are kept.

use auth::{Action, Permit};
use base::{Date, Id};
use db::{Error, Read, Result, Write};
use diesel::prelude::*;
use org::Unit;
use people::Person;
use screening::Call;
use serde::Serialize;

use super::{Application, Recruitment, rules::Clause};
use crate::Interview;

mod drafts;
mod tables;

pub(crate) use drafts::*;
use tables::{
    recruit_announcement, recruit_application, recruit_interview, recruit_mark, recruit_number, recruit_person,
    recruit_review,
};

/// The fact tables, for the ledger.
pub(crate) const FACTS: &[&str] = &[
    "recruit_announcement",
    "recruit_application",
    "recruit_review",
    "recruit_number",
    "recruit_mark",
    "recruit_interview",
    "recruit_person",
    "interview_head",
    "interview_member",
    "interview_candidate",
];

base::words! {
    /// Where a recruitment stands.
    pub enum Standing {
        /// It is being written.
        Draft = "draft",
        /// It is published.
        Published = "published",
        /// It was called off.
        Cancelled = "cancelled",
    }
}
base::words! {
    /// Whether an application stands.
    pub enum Handed {
        /// It was handed in.
        Submitted = "submitted",
        /// It was taken back.
        Withdrawn = "withdrawn",
    }
}
base::words! {
    /// What a review found.
    pub enum Verdict {
        /// The applicant qualifies.
        Qualified = "qualified",
        /// The applicant does not.
        Unqualified = "unqualified",
        /// Something is to be supplemented.
        Supplement = "supplement",
    }
}

/// A recruitment as announced.
#[derive(Queryable, Selectable, Clone, Debug, Serialize)]
#[diesel(table_name = recruit_announcement)]
pub struct Announced {
    /// Which.
    pub recruitment: Id<Recruitment>,
    /// The unit that recruits.
    pub unit: Id<Unit>,
    /// The published table of its posts.
    pub call_id: Id<Call>,
    /// Its title.
    pub title: String,
    /// Its text.
    pub text: String,
    /// The first day on which applications are taken.
    pub opens: Date,
    /// The last.
    pub closes: Date,
    /// Where it stands.
    pub state: Standing,
    /// Why it was changed or called off.
    pub reason: Option<String>,
    /// On which day this edition was made.
    pub day: Date,
}
impl Announced {
    /// Whether applications are taken on a day.
    pub fn takes(&self, on: Date) -> bool {
        self.state == Standing::Published && (self.opens..=self.closes).contains(&on)
    }
}

/// An application as handed in.
#[derive(Queryable, Selectable, Clone, Debug, Serialize)]
#[diesel(table_name = recruit_application)]
pub struct Filed {
    /// Which.
    pub application: Id<Application>,
    /// To which recruitment.
    pub recruitment: Id<Recruitment>,
    /// For which opening.
    pub opening: String,
    /// Whether it stands.
    pub state: Handed,
    /// On which day.
    pub day: Date,
}

/// What the office found.
#[derive(Queryable, Selectable, Clone, Debug, Serialize)]
#[diesel(table_name = recruit_review)]
pub struct Review {
    /// Of which application.
    pub application: Id<Application>,
    /// What.
    pub verdict: Verdict,
    /// What the requirement said by itself.
    pub computed: String,
    #[serde(skip)]
    reasons: String,
    /// What the office says to it.
    pub says: String,
    /// Until when it may be supplemented.
    pub until: Option<Date>,
    /// On which day.
    pub day: Date,
}
impl Review {
    /// The clauses as they were then.
    ///
    /// # Errors
    /// What is kept cannot be read.
    pub fn clauses(&self) -> Result<Vec<Clause>> {
        serde_json::from_str(&self.reasons).map_err(|e| Error::Corrupt(format!("the reasons of a review: {e}")))
    }
}

/// The mark of a written test, or why there is none.
pub type Mark = (Option<i64>, Option<String>);

fn one_announced<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, id: Id<Recruitment>) -> Result<Announced> {
    recruit_announcement::table
        .filter(recruit_announcement::root.eq(may.root()).and(recruit_announcement::recruitment.eq(id)))
        .filter(recruit_announcement::unmade.is_null())
        .select(Announced::as_select())
        .first(tx.with(may))
        .optional()?
        .ok_or(Error::NotFound)
}
/// A recruitment whose unit is within reach.
pub(crate) fn of_office<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, id: Id<Recruitment>) -> Result<Announced> {
    let one = one_announced(tx, may, id)?;
    org::reach(tx, may, one.unit)?;
    Ok(one)
}
/// A recruitment as everybody may see it: once it is published.
pub(crate) fn open<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, id: Id<Recruitment>) -> Result<Announced> {
    one_announced(tx, may, id).and_then(|a| if a.state == Standing::Draft { Err(Error::NotFound) } else { Ok(a) })
}
/// Earlier editions, the latest first.
pub(crate) fn earlier<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, id: Id<Recruitment>) -> Result<Vec<Announced>> {
    Ok(recruit_announcement::table
        .filter(recruit_announcement::root.eq(may.root()).and(recruit_announcement::recruitment.eq(id)))
        .filter(recruit_announcement::unmade.is_not_null().and(recruit_announcement::state.ne(Standing::Draft)))
        .order(recruit_announcement::id.desc())
        .select(Announced::as_select())
        .load(tx.with(may))?)
}
/// All published, the latest first.
pub(crate) fn all_open<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, most: i64) -> Result<Vec<Announced>> {
    Ok(recruit_announcement::table
        .filter(recruit_announcement::root.eq(may.root()).and(recruit_announcement::unmade.is_null()))
        .filter(recruit_announcement::state.ne(Standing::Draft))
        .order((recruit_announcement::opens.desc(), recruit_announcement::recruitment.desc()))
        .limit(most)
        .select(Announced::as_select())
        .load(tx.with(may))?)
}
/// All within reach, the latest first.
pub(crate) fn within_reach<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, most: i64) -> Result<Vec<Announced>> {
    let today = tx.today();
    Ok(recruit_announcement::table
        .select(Announced::as_select())
        .into_boxed::<db::Engine>()
        .filter(recruit_announcement::root.eq(may.root()).and(recruit_announcement::unmade.is_null()))
        .filter(org::within(may, today, "recruit_announcement.unit"))
        .order((recruit_announcement::opens.desc(), recruit_announcement::recruitment.desc()))
        .limit(most)
        .load(tx.with(may))?)
}
/// Puts an edition in the place of the one that stands.
pub(crate) fn announce<A: Action>(tx: &mut Write<'_>, may: &Permit<A>, new: &Announced) -> Result<()> {
    let by = tx.entry();
    let old = recruit_announcement::table
        .filter(recruit_announcement::root.eq(may.root()).and(recruit_announcement::recruitment.eq(new.recruitment)))
        .filter(recruit_announcement::unmade.is_null());
    diesel::update(old).set(recruit_announcement::unmade.eq(Some(by))).execute(tx.with(may))?;
    diesel::insert_into(recruit_announcement::table)
        .values((
            recruit_announcement::root.eq(may.root()),
            recruit_announcement::id.eq(Id::<Announced>::new()),
            recruit_announcement::recruitment.eq(new.recruitment),
            recruit_announcement::unit.eq(new.unit),
            recruit_announcement::call_id.eq(new.call_id),
            recruit_announcement::title.eq(&new.title),
            recruit_announcement::text.eq(&new.text),
            recruit_announcement::opens.eq(new.opens),
            recruit_announcement::closes.eq(new.closes),
            recruit_announcement::state.eq(new.state),
            recruit_announcement::reason.eq(&new.reason),
            recruit_announcement::day.eq(new.day),
            recruit_announcement::made.eq(by),
        ))
        .execute(tx.with(may))?;
    Ok(())
}

/// Loads the rows of a recruitment that stand; with an application, those of it alone.
macro_rules! standing {
    ($tx:ident, $may:ident, $table:ident, $of:expr, $one:expr, $select:expr) => {{
        let mut query = $table::table
            .filter($table::root.eq($may.root()).and($table::recruitment.eq($of)))
            .filter($table::unmade.is_null())
            .order($table::id)
            .select($select)
            .into_boxed();
        if let Some(one) = $one {
            query = query.filter($table::application.eq(one));
        }
        query.load($tx.with($may))?
    }};
}

/// What stands of the applications to a recruitment, or of one of them.
pub(crate) struct Stood {
    pub(crate) filed: Vec<Filed>,
    pub(crate) reviews: Vec<Review>,
    pub(crate) numbers: Vec<(Id<Application>, String)>,
    pub(crate) marks: Vec<(Id<Application>, Option<i64>, Option<String>)>,
    pub(crate) persons: Vec<(Id<Application>, Id<Person>)>,
}
pub(crate) fn stood<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    of: Id<Recruitment>,
    one: Option<Id<Application>>,
) -> Result<Stood> {
    use {recruit_mark as m, recruit_number as n, recruit_person as p};
    Ok(Stood {
        filed: standing!(tx, may, recruit_application, of, one, Filed::as_select()),
        reviews: standing!(tx, may, recruit_review, of, one, Review::as_select()),
        numbers: standing!(tx, may, recruit_number, of, one, (n::application, n::number)),
        marks: standing!(tx, may, recruit_mark, of, one, (m::application, m::mark, m::away)),
        persons: standing!(tx, may, recruit_person, of, one, (p::application, p::person)),
    })
}

/// Takes back what stands of an application in one table.
macro_rules! take {
    ($tx:ident, $may:ident, $table:ident, $application:expr) => {{
        let by = $tx.entry();
        let old = $table::table
            .filter($table::root.eq($may.root()).and($table::application.eq($application)))
            .filter($table::unmade.is_null());
        diesel::update(old).set($table::unmade.eq(Some(by))).execute($tx.with($may))?
    }};
}

/// Hands an application in, or takes it back; what the office found of an earlier one no longer stands.
pub(crate) fn file<A: Action>(tx: &mut Write<'_>, may: &Permit<A>, new: &Filed, content: &[u8]) -> Result<()> {
    take!(tx, may, recruit_application, new.application);
    take!(tx, may, recruit_review, new.application);
    let made = tx.entry();
    diesel::insert_into(recruit_application::table)
        .values((
            recruit_application::root.eq(may.root()),
            recruit_application::id.eq(Id::<Filed>::new()),
            recruit_application::application.eq(new.application),
            recruit_application::recruitment.eq(new.recruitment),
            recruit_application::opening.eq(&new.opening),
            recruit_application::state.eq(new.state),
            recruit_application::day.eq(new.day),
            recruit_application::content.eq(content.to_vec()),
            recruit_application::made.eq(made),
        ))
        .execute(tx.with(may))?;
    Ok(())
}
/// Records what the office found, in the place of what it found before.
pub(crate) fn review<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    of: &Filed,
    new: &Review,
    clauses: &[Clause],
) -> Result<()> {
    take!(tx, may, recruit_review, of.application);
    let (made, today) = (tx.entry(), tx.today());
    let reasons = serde_json::to_string(clauses).map_err(|e| Error::Internal(e.to_string()))?;
    diesel::insert_into(recruit_review::table)
        .values((
            recruit_review::root.eq(may.root()),
            recruit_review::id.eq(Id::<Review>::new()),
            recruit_review::application.eq(of.application),
            recruit_review::recruitment.eq(of.recruitment),
            recruit_review::verdict.eq(new.verdict),
            recruit_review::computed.eq(&new.computed),
            recruit_review::reasons.eq(reasons),
            recruit_review::says.eq(&new.says),
            recruit_review::until.eq(new.until),
            recruit_review::day.eq(today),
            recruit_review::made.eq(made),
        ))
        .execute(tx.with(may))?;
    Ok(())
}
impl Review {
    pub(crate) fn new(verdict: Verdict, computed: &str, says: &str, until: Option<Date>, day: Date) -> Self {
        Self {
            application: Id::new(),
            verdict,
            computed: computed.to_owned(),
            reasons: String::new(),
            says: says.to_owned(),
            until,
            day,
        }
    }
}

/// The number of the written test, and whose it is.
pub(crate) type Numbered = (String, Id<Application>, Id<Recruitment>);

/// The applications to any recruitment that sit the written test under these numbers.
pub(crate) fn numbered<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, numbers: &[String]) -> Result<Vec<Numbered>> {
    use recruit_number as n;
    let mut all = Vec::new();
    for some in numbers.chunks(500) {
        let rows: Vec<Numbered> = n::table
            .filter(n::root.eq(may.root()).and(n::unmade.is_null()))
            .filter(n::number.eq_any(some.to_vec()))
            .select((n::number, n::application, n::recruitment))
            .load(tx.with(may))?;
        all.extend(rows);
    }
    Ok(all)
}
/// The last number that begins so, of all that were ever given.
pub(crate) fn last_number<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, begins: &str) -> Result<Option<String>> {
    use recruit_number as n;
    Ok(n::table
        .filter(n::root.eq(may.root()).and(n::number.like(format!("{begins}%"))))
        .order(n::number.desc())
        .select(n::number)
        .first(tx.with(may))
        .optional()?)
}
pub(crate) fn number<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    (of, recruitment): (Id<Application>, Id<Recruitment>),
    number: &str,
) -> Result<()> {
    let made = tx.entry();
    diesel::insert_into(recruit_number::table)
        .values((
            recruit_number::root.eq(may.root()),
            recruit_number::id.eq(Id::<()>::new()),
            recruit_number::application.eq(of),
            recruit_number::recruitment.eq(recruitment),
            recruit_number::number.eq(number),
            recruit_number::made.eq(made),
        ))
        .execute(tx.with(may))?;
    Ok(())
}
/// Records a mark in the place of the one that stands.
pub(crate) fn mark<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    (of, recruitment): (Id<Application>, Id<Recruitment>),
    (mark, away): Mark,
) -> Result<()> {
    take!(tx, may, recruit_mark, of);
    let made = tx.entry();
    diesel::insert_into(recruit_mark::table)
        .values((
            recruit_mark::root.eq(may.root()),
            recruit_mark::id.eq(Id::<()>::new()),
            recruit_mark::application.eq(of),
            recruit_mark::recruitment.eq(recruitment),
            recruit_mark::mark.eq(mark),
            recruit_mark::away.eq(away),
            recruit_mark::made.eq(made),
        ))
        .execute(tx.with(may))?;
    Ok(())
}
/// Takes back the marks that an entry made; gives how many.
pub(crate) fn take_marks<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    entry: Id<db::LedgerEntry>,
) -> Result<(usize, Vec<Id<Recruitment>>)> {
    let by = tx.entry();
    let of: Vec<Id<Recruitment>> = recruit_mark::table
        .filter(recruit_mark::root.eq(may.root()).and(recruit_mark::made.eq(entry)))
        .filter(recruit_mark::unmade.is_null())
        .select(recruit_mark::recruitment)
        .distinct()
        .load(tx.with(may))?;
    let old = recruit_mark::table
        .filter(recruit_mark::root.eq(may.root()).and(recruit_mark::made.eq(entry)))
        .filter(recruit_mark::unmade.is_null());
    let n = diesel::update(old).set(recruit_mark::unmade.eq(Some(by))).execute(tx.with(may))?;
    // the marks that it replaced stand again
    type Before = (Id<Application>, Id<Recruitment>, Option<i64>, Option<String>);
    let before: Vec<Before> = recruit_mark::table
        .filter(recruit_mark::root.eq(may.root()).and(recruit_mark::unmade.eq(Some(entry))))
        .select((recruit_mark::application, recruit_mark::recruitment, recruit_mark::mark, recruit_mark::away))
        .load(tx.with(may))?;
    for (application, recruitment, one, away) in before {
        mark(tx, may, (application, recruitment), (one, away))?;
    }
    Ok((n, of))
}
pub(crate) fn interviews<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    of: Id<Recruitment>,
) -> Result<Vec<(String, Id<Interview>)>> {
    use recruit_interview as i;
    Ok(i::table
        .filter(i::root.eq(may.root()).and(i::recruitment.eq(of)).and(i::unmade.is_null()))
        .order(i::id)
        .select((i::opening, i::interview))
        .load(tx.with(may))?)
}
/// The recruitment to which an interview belongs, if it does.
pub(crate) fn of_interview<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    of: Id<Interview>,
) -> Result<Option<Id<Recruitment>>> {
    use recruit_interview as i;
    let own = i::root.eq(may.root()).and(i::interview.eq(of)).and(i::unmade.is_null());
    Ok(i::table.filter(own).select(i::recruitment).first(tx.with(may)).optional()?)
}
pub(crate) fn interview<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    of: Id<Recruitment>,
    opening: &str,
    interview: Id<Interview>,
) -> Result<()> {
    let made = tx.entry();
    diesel::insert_into(recruit_interview::table)
        .values((
            recruit_interview::root.eq(may.root()),
            recruit_interview::id.eq(Id::<()>::new()),
            recruit_interview::recruitment.eq(of),
            recruit_interview::opening.eq(opening),
            recruit_interview::interview.eq(interview),
            recruit_interview::made.eq(made),
        ))
        .execute(tx.with(may))?;
    Ok(())
}
pub(crate) fn person<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    (of, recruitment): (Id<Application>, Id<Recruitment>),
    person: Id<Person>,
) -> Result<()> {
    let made = tx.entry();
    diesel::insert_into(recruit_person::table)
        .values((
            recruit_person::root.eq(may.root()),
            recruit_person::id.eq(Id::<()>::new()),
            recruit_person::application.eq(of),
            recruit_person::recruitment.eq(recruitment),
            recruit_person::person.eq(person),
            recruit_person::made.eq(made),
        ))
        .execute(tx.with(may))?;
    Ok(())
}
