//! Packs of other forms told as rules: what screening, assessment and the calendar read stands in the rulebook with the rest,
//! taken from the very data that they compute with.

mod assessment;
mod calendar;
mod recruitment;

use eligibility::Verified;

use crate::{
    FILES,
    rules::{Pack, Refused, Status},
};

/// The packs of other forms, each with the text that it was read from: the file, or its files in the order of their paths
/// one after another, so that whoever has them computes the same hash.
pub(crate) fn all() -> Result<Vec<(Pack, String)>, Refused> {
    let text = |under: &str| FILES.iter().filter(|(name, _)| name.starts_with(under)).map(|(_, text)| *text).collect();
    let fault = |e: String| Refused { at: String::new(), why: base::Say::new(e.clone(), e) };
    let mut all = Vec::new();
    let gd = crate::read_gd_2026().map_err(|e| fault(e.to_string()))?;
    all.push((recruitment::told(&gd), text("cn/gd-2026/")));
    let assessment = crate::read_assessment().map_err(|e| fault(format!("{e:?}")))?;
    for pack in &assessment {
        let told = assessment::told(pack).ok_or_else(|| fault(format!("{}: “from” is no day", pack.id)))?;
        all.push((told, text("cn/assessment.json")));
    }
    let days: String = text("cn/workdays.json");
    all.push((calendar::told(&days).map_err(|e| fault(e.to_string()))?, days));
    for (pack, _) in &all {
        pack.check()?;
    }
    Ok(all)
}

fn status(of: Verified) -> Status {
    match of {
        Verified::V => Status::Verified,
        Verified::V2 => Status::Secondary,
        Verified::M => Status::Setting,
    }
}
