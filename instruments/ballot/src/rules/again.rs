//! What an election left open, and on whom it is voted again.

use super::{Ask, Elected};

/// Another vote.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Again {
    /// What is asked.
    pub ask: Ask,
    /// Whether it is among those with equal votes: then whoever has more of them is elected, and no majority is asked for again.
    pub tied: bool,
}

/// The vote that follows a question of an election: among those with equal votes, for the places that these left open; else for the
/// places that nobody got, among those who are not elected. Nothing where all places are filled.
pub fn again(ask: &Ask, of: &Elected) -> Option<Again> {
    let Ask::Choose { text, options, .. } = ask else { return None };
    let tied = !of.tied.is_empty();
    let places = if tied { of.places } else { of.unfilled };
    let stands = |i: &usize| if tied { of.tied.contains(i) } else { !of.elected.contains(i) };
    let options: Vec<String> = (0..options.len()).filter(stands).map(|i| options[i].clone()).collect();
    if places == 0 || options.is_empty() {
        return None;
    }
    let max = u32::try_from(places.min(options.len())).ok()?;
    Some(Again { ask: Ask::Choose { text: text.clone(), options, min: 0, max }, tied })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn voted(of: &Elected) -> Option<(Vec<String>, u32, bool)> {
        let options = ["甲", "乙", "丙", "丁"].map(str::to_owned).to_vec();
        let ask = Ask::Choose { text: "选出二人".into(), options, min: 0, max: 2 };
        again(&ask, of).map(|a| match a.ask {
            Ask::Choose { options, max, .. } => (options, max, a.tied),
            _ => unreachable!(),
        })
    }
    #[test]
    fn those_with_equal_votes_are_voted_on_again_for_the_places_they_left_open() {
        let tie = Elected { elected: vec![0], tied: vec![1, 2], places: 1, unfilled: 0 };
        assert_eq!(voted(&tie), Some((vec!["乙".into(), "丙".into()], 1, true)));
    }
    #[test]
    fn places_that_nobody_got_are_voted_on_among_the_others() {
        let open = Elected { elected: vec![3], unfilled: 1, ..Elected::default() };
        assert_eq!(voted(&open), Some((vec!["甲".into(), "乙".into(), "丙".into()], 1, false)));
        assert_eq!(voted(&Elected { elected: vec![0, 1], ..Elected::default() }), None);
    }
}
