//! Working days as they really were: weekends, holidays, and the days worked to make up for them. Pure.
//!
//! The days come from the yearly notices on public holidays, as data (`rulepacks/cn/workdays.json`); nothing of them stands
//! in code. A year whose notice is not out is counted by weekends alone, and every answer that touches it says so.

use std::collections::{BTreeMap, BTreeSet};

use base::{Date, Say};
use serde::{Deserialize, Serialize};

/// The working days of a country.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Calendar {
    days: BTreeMap<Date, (bool, String)>,
    years: BTreeSet<i16>,
}

/// What kind of day it is.
#[derive(Serialize, Clone, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// A day of the week on which people work.
    Weekday,
    /// A Saturday or a Sunday.
    Weekend,
    /// A day off by the yearly notice, with the holiday's name.
    Holiday(String),
    /// A Saturday or Sunday that is worked to make up for a holiday, with its name.
    MakeUp(String),
}

/// One day.
#[derive(Serialize, Clone, PartialEq, Eq, Debug)]
pub struct Day {
    /// Which day.
    pub date: Date,
    /// Whether people work on it.
    pub works: bool,
    /// Why.
    pub why: Why,
    /// Whether the notice of its year is known. Where it is not, weekends alone decided.
    pub settled: bool,
}

/// A number of working days with the days that it was counted over.
#[derive(Serialize, Clone, PartialEq, Eq, Debug)]
pub struct Period {
    /// Every day from the first that may count to the last, in order.
    pub days: Vec<Day>,
    /// The last day.
    pub last: Date,
    /// Whether the notices of all its years are known.
    pub settled: bool,
}

impl Period {
    /// How many of its days are worked.
    pub fn working(&self) -> u32 {
        self.days.iter().filter(|d| d.works).count() as u32
    }
    /// What lay in between and did not count.
    pub fn skipped(&self) -> impl Iterator<Item = &Day> {
        self.days.iter().filter(|d| !d.works)
    }
}

/// The longest period that is counted: two years and a half of working days.
pub const LONGEST: u32 = 650;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(rename = "pack")]
    _pack: String,
    #[serde(rename = "title")]
    _title: Say,
    years: Vec<Year>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Year {
    year: i16,
    #[serde(rename = "source")]
    _source: String,
    days: Vec<Holiday>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Holiday {
    name: String,
    #[serde(default)]
    off: Vec<String>,
    #[serde(default)]
    work: Vec<String>,
}

impl Calendar {
    /// Reads a pack of yearly notices, given as JSON already taken apart by `serde`.
    ///
    /// # Errors
    /// What does not read, a day named twice with different meanings, a day far from its year.
    pub fn read<'d, D: serde::Deserializer<'d>>(pack: D) -> Result<Self, String> {
        let written = Written::deserialize(pack).map_err(|e| e.to_string())?;
        let (mut days, mut years) = (BTreeMap::new(), BTreeSet::new());
        for Year { year, days: holidays, .. } in written.years {
            if !years.insert(year) {
                return Err(format!("{year} stands there twice"));
            }
            for Holiday { name, off, work } in holidays {
                for (texts, works) in [(off, false), (work, true)] {
                    for date in texts.iter().map(|t| range(t)).collect::<Result<Vec<_>, _>>()?.into_iter().flatten() {
                        if (date.year() - year).abs() > 1 {
                            return Err(format!("{date} is far from {year}"));
                        }
                        let day = (works, name.clone());
                        // two notices may name one day at the turn of the year, as long as they say the same
                        if days.insert(date, day).is_some_and(|(before, _)| before != works) {
                            return Err(format!("{date} is both worked and off"));
                        }
                    }
                }
            }
        }
        Ok(Self { days, years })
    }

    /// The years whose notices are known.
    pub fn years(&self) -> impl Iterator<Item = i16> {
        self.years.iter().copied()
    }

    /// What kind of day it is.
    pub fn day(&self, date: Date) -> Day {
        let weekend = date.civil().weekday().to_monday_zero_offset() >= 5;
        let settled = self.years.contains(&date.year());
        let (works, why) = match self.days.get(&date) {
            Some((true, name)) => (true, if weekend { Why::MakeUp(name.clone()) } else { Why::Weekday }),
            Some((false, name)) => (false, Why::Holiday(name.clone())),
            None if weekend => (false, Why::Weekend),
            None => (true, Why::Weekday),
        };
        Day { date, works, why, settled }
    }

    /// The period of `n` working days whose first day may be `first` itself. Of none, `first` alone; at most [`LONGEST`].
    pub fn from(&self, first: Date, n: u32) -> Period {
        let n = n.min(LONGEST);
        let (mut days, mut left, mut date) = (Vec::new(), n, first);
        loop {
            let day = self.day(date);
            left = left.saturating_sub(u32::from(day.works));
            days.push(day);
            if left == 0 {
                break;
            }
            date = date.plus_days(1);
        }
        let settled = days.iter().all(|d| d.settled);
        Period { days, last: date, settled }
    }

    /// The period of `n` working days that begins on the day after `day`: the day on which something happens does not count.
    pub fn after(&self, day: Date, n: u32) -> Period {
        self.from(day.plus_days(1), n)
    }

    /// How many working days there are from `first` to `last`, both counted, and whether the notices of all years are
    /// known. None where `last` lies before `first`.
    pub fn between(&self, first: Date, last: Date) -> (u32, bool) {
        let (mut n, mut settled, mut date) = (0, true, first);
        while date <= last {
            let day = self.day(date);
            n += u32::from(day.works);
            settled &= day.settled;
            let next = date.plus_days(1);
            if next <= date {
                break;
            }
            date = next;
        }
        (n, settled)
    }
}

/// `2026-02-15` or `2026-02-15/2026-02-23`.
fn range(text: &str) -> Result<Vec<Date>, String> {
    let (first, last) = text.split_once('/').unwrap_or((text, text));
    let read = |t: &str| t.parse::<Date>().map_err(|_| format!("“{t}” is no date"));
    let (first, last) = (read(first)?, read(last)?);
    let days: Vec<Date> = (0..40).map(|n| first.plus_days(n)).take_while(|d| *d <= last).collect();
    if days.last() == Some(&last) { Ok(days) } else { Err(format!("“{text}” is no span of days")) }
}
