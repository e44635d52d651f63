//! The rule packs that come with the program. Their texts are the data files under `rulepacks/`; nothing of them stands
//! in code. What a pack says about a number, and how well it is established, is in the pack.

pub mod rules;
mod told;

use eligibility::pack::{Pack, PackError};

/// Guangdong's recruitment of civil servants 2026 (广东省2026年考试录用公务员), `cn/gd-2026`.
///
/// # Errors
/// When the text of the pack does not read: a fault of the program, which the tests of this crate rule out.
pub fn read_gd_2026() -> Result<Pack, PackError> {
    Pack::read(
        include_str!("../../../rulepacks/cn/gd-2026/settings.json"),
        include_str!("../../../rulepacks/cn/gd-2026/words.json"),
        include_str!("../../../rulepacks/cn/gd-2026/clauses.json"),
    )
}

/// The same, for programs that carry it.
///
/// # Panics
/// Never: the text is part of the program, and a test reads it.
pub fn gd_2026() -> Pack {
    match read_gd_2026() {
        Ok(pack) => pack,
        Err(e) => panic!("{e}"),
    }
}

/// The rules of assessment: one pack per regulation.
///
/// # Errors
/// When the text of a pack does not read: a fault of the program, which the tests of this crate rule out.
pub fn read_assessment() -> Result<Vec<scoring::RulePack>, Vec<scoring::SchemeError>> {
    Ok(vec![scoring::RulePack::read(include_str!("../../../rulepacks/cn/assessment.json"))?])
}

/// The working days of China by the yearly notices on public holidays, `cn/workdays`.
///
/// # Errors
/// When the text of the pack does not read: a fault of the program, which the tests of this crate rule out.
pub fn read_workdays() -> Result<workdays::Calendar, String> {
    workdays::Calendar::read(&mut serde_json::Deserializer::from_str(include_str!(
        "../../../rulepacks/cn/workdays.json"
    )))
}

/// The same, read once.
///
/// # Panics
/// Never: the text is part of the program, and a test reads it.
pub fn workdays() -> &'static workdays::Calendar {
    static CALENDAR: std::sync::LazyLock<workdays::Calendar> = std::sync::LazyLock::new(|| match read_workdays() {
        Ok(calendar) => calendar,
        Err(e) => panic!("{e}"),
    });
    &CALENDAR
}

/// Every file of every pack: its path below `rulepacks/` and its text, by path. Whoever has the file computes the same hash.
pub const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/files.rs"));

#[cfg(test)]
mod tests {
    #[test]
    fn the_working_days_read() {
        assert!(super::read_workdays().unwrap().years().count() > 10);
    }
    #[test]
    fn every_file_of_every_pack_is_there() {
        let names: Vec<&str> = super::FILES.iter().map(|(name, _)| *name).collect();
        assert!(names.contains(&"cn/assessment.json") && names.contains(&"cn/gd-2026/words.json"), "{names:?}");
        assert!(names.is_sorted() && super::FILES.iter().all(|(_, text)| text.trim_start().starts_with(['{', '['])));
    }
    #[test]
    fn the_rules_of_assessment_read() {
        assert_eq!(super::read_assessment().unwrap()[0].id, "cn/civil-servants-2020");
    }
    #[test]
    fn the_packs_read() {
        let pack = super::read_gd_2026().unwrap();
        assert_eq!(pack.settings.id, "cn/gd-2026");
        assert_eq!(pack.registration(), "2025-10-20".parse().unwrap());
    }
}
