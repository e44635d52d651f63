//! Facts of one kind about one subject, side by side in time.
//!
//! A subject has at most one value of a kind on any day. Nothing here touches a row: a change is worked out as the
//! spans to take back and the spans to make, and whoever keeps them does both under one ledger entry.

use base::{Date, Id};

/// A fact, as the target of an [`Id`].
pub struct Fact;

/// A value and the days on which it holds.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Span<T> {
    /// The fact that says so; nothing while it is not recorded.
    pub id: Option<Id<Fact>>,
    /// The first day.
    pub from: Date,
    /// The day after the last; open where there is none.
    pub to: Option<Date>,
    /// What holds.
    pub value: T,
}

/// What a change does: facts taken back, and facts made in their place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Turn<T> {
    /// Facts that no longer stand.
    pub back: Vec<Id<Fact>>,
    /// Facts that stand from now on.
    pub make: Vec<Span<T>>,
}

impl<T> Span<T> {
    /// Whether it holds on that day.
    pub fn holds(&self, on: Date) -> bool {
        self.from <= on && self.to.is_none_or(|to| on < to)
    }
    /// Whether it holds on any day from `from` until the day before `to`.
    pub fn meets(&self, from: Date, to: Option<Date>) -> bool {
        self.to.is_none_or(|end| end > from) && to.is_none_or(|end| self.from < end)
    }
}

impl<T> Turn<T> {
    /// Nothing to do.
    pub fn is_empty(&self) -> bool {
        self.back.is_empty() && self.make.is_empty()
    }
}

/// The span that holds on a day.
pub fn on<T>(spans: &[Span<T>], day: Date) -> Option<&Span<T>> {
    spans.iter().find(|s| s.holds(day))
}

/// From `day` on it is `value`, until the next change that is already recorded. On a day on which a span begins, that
/// span is corrected; on any other day the span that holds is ended and a new one begins.
pub fn state<T: Clone + PartialEq>(spans: &[Span<T>], day: Date, value: T) -> Turn<T> {
    let Some(now) = on(spans, day) else {
        let to = spans.iter().map(|s| s.from).filter(|from| *from > day).min();
        return Turn { back: vec![], make: vec![Span { id: None, from: day, to, value }] };
    };
    if now.value == value {
        return Turn { back: vec![], make: vec![] };
    }
    let mut make = Vec::with_capacity(2);
    if now.from < day {
        make.push(Span { id: None, from: now.from, to: Some(day), value: now.value.clone() });
    }
    make.push(Span { id: None, from: day, to: now.to, value });
    Turn { back: now.id.into_iter().collect(), make }
}

/// From `day` on nothing holds any more: the span of that day ends, those planned for later are taken back.
pub fn end<T: Clone>(spans: &[Span<T>], day: Date) -> Turn<T> {
    let ending = || spans.iter().filter(|s| s.to.is_none_or(|to| to > day));
    let cut = |s: &Span<T>| Span { id: None, from: s.from, to: Some(day), value: s.value.clone() };
    Turn { back: ending().filter_map(|s| s.id).collect(), make: ending().filter(|s| s.from < day).map(cut).collect() }
}

/// From `day` on every value that `change` gives another one for is that one; the days on which values change stay.
pub fn remap<T: Clone>(spans: &[Span<T>], day: Date, change: impl Fn(&T) -> Option<T>) -> Turn<T> {
    let mut turn = Turn { back: vec![], make: vec![] };
    for span in spans.iter().filter(|s| s.meets(day, None)) {
        let Some(value) = change(&span.value) else { continue };
        turn.back.extend(span.id);
        if span.from < day {
            turn.make.push(Span { id: None, from: span.from, to: Some(day), value: span.value.clone() });
        }
        turn.make.push(Span { id: None, from: span.from.max(day), to: span.to, value });
    }
    turn
}

/// The spans as they are after a turn, in order of time.
pub fn turned<T: Clone>(spans: &[Span<T>], turn: &Turn<T>) -> Vec<Span<T>> {
    let kept = spans.iter().filter(|s| s.id.is_none_or(|id| !turn.back.contains(&id)));
    let mut all: Vec<Span<T>> = kept.chain(&turn.make).cloned().collect();
    all.sort_by_key(|s| s.from);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(n: i32) -> Date {
        Date::new(2020, 1, 1).unwrap().plus_days(n)
    }
    /// What a store does: taken-back facts go, made facts get an id.
    fn keep(spans: &mut Vec<Span<u8>>, turn: &Turn<u8>) {
        *spans = turned(spans, turn);
        spans.iter_mut().for_each(|s| s.id = Some(s.id.unwrap_or_else(Id::new)));
    }

    #[test]
    fn a_change_on_the_first_day_corrects_and_on_a_later_day_follows() {
        let mut spans = vec![];
        for (n, value) in [(0, 1), (10, 2), (0, 3)] {
            let turn = state(&spans, day(n), value);
            keep(&mut spans, &turn);
        }
        let seen: Vec<_> = spans.iter().map(|s| (s.from, s.to, s.value)).collect();
        assert_eq!(seen, [(day(0), Some(day(10)), 3), (day(10), None, 2)]);
        assert!(state(&spans, day(4), 3).is_empty());
    }

    proptest! {
        #[test]
        fn on_every_day_there_is_at_most_one_value_and_the_last_word_counts(
            steps in prop::collection::vec((0i32..40, 0u8..5, prop::bool::weighted(0.1)), 1..30)
        ) {
            let mut spans: Vec<Span<u8>> = vec![];
            for (n, value, ends) in steps {
                let before = spans.clone();
                let turn = if ends { end(&spans, day(n)) } else { state(&spans, day(n), value) };
                keep(&mut spans, &turn);
                for d in -1..45 {
                    let holding: Vec<_> = spans.iter().filter(|s| s.holds(day(d))).collect();
                    prop_assert!(holding.len() <= 1);
                    if d < n {
                        prop_assert_eq!(on(&before, day(d)).map(|s| s.value), on(&spans, day(d)).map(|s| s.value));
                    }
                }
                prop_assert!(spans.iter().all(|s| s.to.is_none_or(|to| s.from < to)));
                prop_assert_eq!(on(&spans, day(n)).map(|s| s.value), if ends { None } else { Some(value) });
            }
        }
    }
}
