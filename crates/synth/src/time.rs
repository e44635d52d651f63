//! Dates of a life.

use base::{Date, PartialDate};

use crate::AS_OF;

/// [`AS_OF`] as a date.
pub(crate) fn today() -> Date {
    let (year, month, day) = AS_OF;
    Date::new(year, month, day).expect("AS_OF is a day of the calendar")
}
/// The first day of a month.
pub(crate) fn first(year: i16, month: i8) -> Date {
    let month = month.clamp(1, 12);
    Date::new(year.clamp(1, 9999), month, 1).unwrap_or_else(today)
}
/// The month of a day, as files usually have it.
pub(crate) fn month(d: Date) -> PartialDate {
    PartialDate::of_month(d.year(), d.month()).unwrap_or_else(|| d.into())
}
/// The whole day.
pub(crate) fn day(d: Date) -> PartialDate {
    d.into()
}
/// Months from one to the other, days left aside.
pub(crate) fn months_between(from: Date, to: Date) -> i32 {
    (i32::from(to.year()) - i32::from(from.year())) * 12 + i32::from(to.month()) - i32::from(from.month())
}
