//! Ages on the form.

use base::{Date, PartialDate};

use super::{Field, Form, date};

/// The age that the form prints: by year and month alone, as the editor counts. Nothing where the month of birth is not known.
pub fn age(born: PartialDate, on: Date) -> Option<i16> {
    if born.precision() == base::Precision::Year {
        return None;
    }
    let (first, year) = (born.earliest(), on.year());
    let years = year - first.year() - i16::from(on.month() < first.month());
    (years >= 0).then_some(years)
}

/// The day of which the ages on the form are: the one that it names, else the day of filling in, else `today`.
pub fn reference(form: &Form, today: Date) -> Date {
    let named = [Field::AgeOn, Field::FilledOn].into_iter().find_map(|f| date(form.text(f)));
    named.map_or(today, PartialDate::earliest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_counts_as_soon_as_it_has_begun() {
        let born = "1980-03".parse().unwrap();
        assert_eq!(age(born, Date::new(2026, 2, 28).unwrap()), Some(45));
        assert_eq!(age(born, Date::new(2026, 3, 1).unwrap()), Some(46));
        assert_eq!(age("1980".parse().unwrap(), Date::new(2026, 3, 1).unwrap()), None);
        assert_eq!(age(born, Date::new(1979, 3, 1).unwrap()), None);
    }
}
