//! What lies ahead: deadlines for the inbox, and which running cases a change of rules would touch.

use std::collections::HashMap;

use auth::{Action, Permit};
use base::{Date, Id, Lang, Say};
use db::{Error, Read, Result};
use inbox::Due;
use org::Unit;
use procedure::{Fact, Facts, Leads, Reason, Setting, Truth, Value};
use rulebook::Touched;
use rulepacks::rules::Pack;

use crate::{
    Act, Matter, See, actions, facts, rules,
    store::{self, Head},
};

/// At most so many cases are looked at.
const MOST: i64 = 5_000;

/// Says of each case until when its present step is to be done, where that can be told: the days on which deadlines hang are read for all
/// of them together.
pub(crate) fn dues<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, of: &mut [Head], on: Date) -> Result<()> {
    let wait: Vec<usize> = (0..of.len()).filter(|i| of[*i].now().is_some_and(|step| step.deadline.is_some())).collect();
    let notices: Vec<Id<notice::Notice>> = wait.iter().filter_map(|i| of[*i].notice).collect();
    let ends = notice::ends(tx, may, &notices)?;
    let cases: Vec<Id<Matter>> = wait.iter().map(|i| of[*i].case).collect();
    let appointed = store::days(tx, may, &cases, "appointment.on")?;
    let mut packs: HashMap<(String, Id<Unit>), Pack> = HashMap::new();
    for i in wait {
        let head = &of[i];
        let Some(step) = head.now() else { continue };
        let mut known = Facts::default();
        if let Some(until) = head.notice.and_then(|n| ends.get(&n)) {
            known.put("notice.until", Fact::on(Value::Day(*until), *until));
        }
        if let Some(day) = appointed.get(&head.case) {
            known.put("probation.began", Fact::on(Value::Day(*day), *day));
        }
        let key = (head.procedure.pack.clone(), head.unit);
        if !packs.contains_key(&key) {
            let in_force = actions::rules_of(tx, may, &head.procedure, head.unit, on)?;
            packs.insert(key.clone(), in_force.pack);
        }
        let Some(pack) = packs.get(&key) else { continue };
        let (procedure, calendar) = (&*head.procedure, rulepacks::workdays());
        let due = Setting { procedure, pack, calendar, on, facts: &known }.due(step);
        of[i].due = due;
    }
    Ok(())
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
    let mut heads = store::heads(tx, &may, &store::Wanted::running(MOST))?;
    dues(tx, &may, &mut heads, today)?;
    heads.retain(|case| case.due.is_some_and(|by| by <= until));
    let cases: Vec<Id<Matter>> = heads.iter().map(|case| case.case).collect();
    let posts = store::posts(tx, &may, &cases)?;
    let named: Vec<Id<post::Post>> = posts.values().flatten().copied().collect();
    let names = facts::post_names(tx, &may, &named, today)?;
    let mut all = Vec::new();
    for case in &heads {
        let (Some(step), Some(by)) = (case.now(), case.due) else { continue };
        // a case's title may name somebody; its posts and its procedure do not
        let posts = posts.get(&case.case).into_iter().flatten().filter_map(|p| names.get(p).cloned());
        let (posts, of) = (rules::titled(&posts.collect::<Vec<_>>()), &case.procedure.title);
        let plain = Say::new(
            format!("{}{}：{}", posts.zh, of.zh, step.title.zh),
            format!("{} ({}): {}", of.en, posts.en, step.title.en),
        );
        let what = Say::each(|lang| lang.pair(&case.title, step.title.to(lang)));
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
