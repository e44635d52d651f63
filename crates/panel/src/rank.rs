//! Places, and who goes on to the next step.

use std::cmp::Reverse;

use scoring::Fixed;
use serde::{Deserialize, Serialize};

/// What a candidate is placed by: the total, then what the announcement names for equals, one after the other.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    /// The total.
    pub total: Fixed,
    /// What decides between equals, the higher first: the written score, an extra test.
    pub then: Vec<Fixed>,
}

/// A candidate's place.
#[derive(Serialize, Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// Which candidate, by the order in which they were given.
    pub who: usize,
    /// The place, from 1; equals share one, and the next is counted on: 1, 2, 2, 4.
    pub place: u32,
    /// How far down the list of deciding scores one had to go to tell this candidate from a neighbour of the same total: 0
    /// where the total told.
    pub decided_by: u32,
    /// Whether somebody else is equal in everything: the announcement's last means, an extra test, must decide.
    pub tied: bool,
}

/// Places the candidates, the best first. Equals in everything share a place, in the order in which they were given: a
/// place is never drawn from a name or an id.
pub fn rank(standings: &[Standing]) -> Vec<Place> {
    let key =
        |i: usize| (Reverse(standings[i].total), standings[i].then.iter().map(|t| Reverse(*t)).collect::<Vec<_>>());
    let mut order: Vec<usize> = (0..standings.len()).collect();
    order.sort_by_key(|i| key(*i));
    let mut places: Vec<Place> = Vec::with_capacity(order.len());
    let told_by = |a: usize, b: usize| {
        if standings[a].total != standings[b].total {
            return 0;
        }
        let first = standings[a].then.iter().zip(&standings[b].then).position(|(x, y)| x != y);
        first.map_or(0, |at| u32::try_from(at + 1).unwrap_or(u32::MAX))
    };
    for (at, who) in order.iter().copied().enumerate() {
        let before = at.checked_sub(1).map(|b| order[b]);
        let after = order.get(at + 1).copied();
        let same = |other: &usize| key(*other) == key(who);
        let place = match (before.filter(same), places.last()) {
            (Some(_), Some(last)) => last.place,
            _ => u32::try_from(at + 1).unwrap_or(u32::MAX),
        };
        let decided_by = [before, after].into_iter().flatten().map(|o| told_by(o, who)).max().unwrap_or(0);
        let tied = [before, after].iter().flatten().any(same);
        places.push(Place { who, place, decided_by, tied });
    }
    places
}

/// Who goes on: the best `seats × ratio`, and everybody equal to the last of these, for nobody is left behind by a draw.
/// Those below the pass mark never go on. Candidates in the order of their scores, equals in the order in which they were given.
pub fn shortlist(scores: &[Fixed], seats: u32, ratio: u32, pass: Option<Fixed>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..scores.len()).filter(|i| pass.is_none_or(|p| scores[*i] >= p)).collect();
    order.sort_by_key(|i| Reverse(scores[*i]));
    let wanted = usize::try_from(u64::from(seats) * u64::from(ratio)).unwrap_or(usize::MAX);
    if let Some(last) = wanted.checked_sub(1).and_then(|at| order.get(at)).map(|i| scores[*i]) {
        order.retain(|i| scores[*i] >= last);
    } else if wanted == 0 {
        order.clear();
    }
    order
}
