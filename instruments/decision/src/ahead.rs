//! What lies ahead: deadlines for the inbox, and which running cases a change of rules would touch.

use auth::{Action, Permit};
use base::{Date, Lang, Say};
use db::{Error, Read, Result};
use inbox::Due;
use procedure::{Leads, Reason, Setting, Step, Truth};
use rulebook::Touched;
use rulepacks::rules::Pack;

use crate::{Act, Case, See, actions, facts, store};

/// At most so many cases are looked at.
const MOST: i64 = 500;

/// The day until which a step is to be done, where it has one.
pub(crate) fn due_of<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    case: &Case,
    step: &Step,
    on: Date,
) -> Result<Option<Date>> {
    if step.deadline.is_none() {
        return Ok(None);
    }
    let known = facts::days(tx, may, case)?;
    let in_force = actions::rules_of(tx, may, &case.procedure, case.unit, on)?;
    let (procedure, calendar) = (&case.procedure, rulepacks::workdays());
    Ok(Setting { procedure, pack: &in_force.pack, calendar, on, facts: &known }.due(step))
}

/// The permit, or nothing for whoever has none.
fn permit<A: Action>(tx: &Read<'_>) -> Result<Option<Permit<A>>> {
    match tx.may::<A>() {
        Ok(may) => Ok(Some(may)),
        Err(Error::Denied(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

/// Steps within reach that are due by a day: the end of a notice, the end of a probation.
///
/// # Errors
/// The database.
pub fn due(tx: &mut Read<'_>, until: Date) -> Result<Vec<Due>> {
    let Some(may) = permit::<Act>(tx)? else { return Ok(Vec::new()) };
    let today = tx.today();
    let mut all = Vec::new();
    for case in store::list(tx, &may, MOST)? {
        let state = case.state()?;
        let Some(step) = state.now(&case.procedure) else { continue };
        let Some(by) = due_of(tx, &may, &case, step, today)?.filter(|by| *by <= until) else { continue };
        let of = &case.procedure.title;
        let plain = Say::new(format!("{}：{}", of.zh, step.title.zh), format!("{}: {}", of.en, step.title.en));
        let what = Say::new(format!("{}：{}", case.title, step.title.zh), format!("{}: {}", case.title, step.title.en));
        let (key, href) = (format!("case/{}/{}", case.case, step.id), format!("/cases/{}", case.case));
        all.push(Due { by, key, kind: step.title.clone(), what, plain, href });
    }
    Ok(all)
}

/// Running cases within reach whose present step would stand otherwise under the new rules.
///
/// # Errors
/// The database.
pub fn touched(tx: &mut Read<'_>, old: &Pack, new: &Pack, from: Date) -> Result<Vec<Touched>> {
    let Some(may) = permit::<See>(tx)? else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for case in store::list(tx, &may, MOST)?.into_iter().filter(|c| c.procedure.pack == old.id) {
        let state = case.state()?;
        let Some(step) = state.now(&case.procedure) else { continue };
        let Some(outcome) = step.outcomes.iter().find(|o| o.leads == Leads::On) else { continue };
        let known = facts::facts(tx, &may, &case)?;
        let under = |pack: &Pack| {
            let (procedure, calendar) = (&case.procedure, rulepacks::workdays());
            Setting { procedure, pack, calendar, on: from, facts: &known }.gates(step, outcome)
        };
        for (was, becomes) in under(old).iter().zip(&under(new)) {
            if (was.verdict, &was.says) != (becomes.verdict, &becomes.says) {
                all.push(Touched {
                    kind: Say::new("事项", "Case"),
                    name: case.title.clone(),
                    href: Some(format!("/cases/{}", case.case)),
                    was: worded(was),
                    becomes: worded(becomes),
                });
            }
        }
    }
    Ok(all)
}

fn worded(reason: &Reason) -> Say {
    Say::each(|lang| {
        let word = match (reason.verdict, lang) {
            (Truth::Yes, Lang::Zh) => "符合",
            (Truth::No, Lang::Zh) => "不符合",
            (Truth::Unknown, Lang::Zh) => "无法判定",
            (Truth::Yes, Lang::En) => "met",
            (Truth::No, Lang::En) => "not met",
            (Truth::Unknown, Lang::En) => "cannot tell",
        };
        format!("{word} · {}", reason.says.to(lang))
    })
}
