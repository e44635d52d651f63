//! Terms of leading posts that end, and are over.

use base::{Date, Say};
use db::{Error, Read, Result};
use tenure::{Filter, Sort, Wanted};

use crate::Due;

/// Terms within reach that end by a day, or are over already. Nothing for whoever may not look at appointments.
///
/// # Errors
/// The database.
pub fn terms(tx: &mut Read<'_>, until: Date) -> Result<Vec<Due>> {
    let today = tx.today();
    let may = match tx.may::<tenure::See>() {
        Ok(may) => may,
        Err(Error::Denied(_)) => return Ok(Vec::new()),
        Err(why) => return Err(why),
    };
    if may.ranges().is_empty() && !may.whole() {
        return Ok(Vec::new());
    }
    let months = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
    let months = months(until) - months(today) + 1;
    let filter = Filter { ending: Some(months.max(0)), ..Filter::default() };
    let wanted = Wanted { sort: Sort::Term, descending: false, edge: None, most: usize::MAX };
    let (rows, _) = tenure::list(tx, today, &filter, &wanted)?;
    let one = |row: tenure::Row| {
        let by = row.term_ends.filter(|by| *by <= until)?;
        let (post, unit) = (&row.frame.name, &row.unit_name);
        let plain = Say::new(
            format!("{unit}{post}任期届满，需办理续任、换届或免职"),
            format!("The term of “{post}” ({unit}) ends: renew, elect or remove"),
        );
        let what = Say::new(format!("{}：{}", row.name, plain.zh), format!("{}: {}", row.name, plain.en));
        let kind = Say::new("任期届满", "End of a term");
        let href = format!("/appointments/{}", row.tenure);
        Some(Due { by, key: format!("term/{}/{by}", row.tenure), kind, what, plain, href })
    };
    Ok(rows.into_iter().filter_map(one).collect())
}
