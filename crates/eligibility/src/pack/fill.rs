//! A named requirement as it is for one post: `$unit` and `$city` filled in.

use crate::{Requirement, Rule, Test};

const UNIT: &str = "$unit";
const CITY: &str = "$city";

/// The requirement with the post's unit code and the area of its city; nothing where it asks for the city, or the unit,
/// and that is not known.
pub(super) fn filled(named: &Requirement, unit: &str, city: Option<&str>) -> Option<Requirement> {
    let mut requirement = named.clone();
    fill(&mut requirement, Some(unit).filter(|u| !u.is_empty()), city).then_some(requirement)
}

fn fill(requirement: &mut Requirement, unit: Option<&str>, city: Option<&str>) -> bool {
    match &mut requirement.rule {
        Rule::All(of) | Rule::Any(of) | Rule::None(of) | Rule::AtLeast { of, .. } => {
            of.iter_mut().all(|r| fill(r, unit, city))
        }
        Rule::Test(test) => places(test).into_iter().all(|place| {
            let known = match place.as_str() {
                UNIT => unit,
                CITY => city,
                _ => return true,
            };
            known.map(|known| known.clone_into(place)).is_some()
        }),
        Rule::NeedsPerson { .. } | Rule::Notice { .. } => true,
    }
}

/// The texts of a test in which a place or a unit may stand.
fn places(test: &mut Test) -> Vec<&mut String> {
    match test {
        Test::Household { area, .. } | Test::Origin(area) => vec![area],
        Test::Programme(t) => t.recruited_by.iter_mut().chain(&mut t.area).collect(),
        Test::Military(t) => t.enlisted_in.iter_mut().chain(&mut t.resettled_in).collect(),
        Test::Kin(t) => vec![&mut t.unit],
        Test::Education(t) => t.school_area.iter_mut().collect(),
        Test::Sex(_)
        | Test::Ethnic(_)
        | Test::Political(_)
        | Test::Age { .. }
        | Test::Service(_)
        | Test::Certificate(_)
        | Test::Flag(_) => Vec::new(),
    }
}
