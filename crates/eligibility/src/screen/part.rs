//! The parts into which facts fall for the tests: what a test says of somebody is the best that it says of a part.

use base::PartialDate;

use crate::{
    Facts, Field, Flag, Known, Sex,
    facts::{Certificate, Kin, Military, Programme, Service},
};

/// One fact, or one record of a list. Periods of work are one part: they are added up.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Part<'a> {
    /// Nobody recorded it. An empty list has no part at all.
    Unrecorded,
    Sex(Sex),
    Birth(PartialDate),
    Code(&'a str),
    Household(&'a str, Option<PartialDate>),
    Service(&'a [Service]),
    Certificate(&'a Certificate),
    Programme(&'a Programme),
    Military(&'a Military),
    Kin(&'a Kin),
    Flag(bool),
}

impl<'a> Part<'a> {
    /// Each part of a field.
    pub fn each(facts: &'a Facts, field: Field, mut see: impl FnMut(Self)) {
        fn list<'a, T>(of: &'a Option<Vec<T>>, part: fn(&'a T) -> Part<'a>, mut see: impl FnMut(Part<'a>)) {
            match of {
                None => see(Part::Unrecorded),
                Some(list) => list.iter().for_each(|one| see(part(one))),
            }
        }
        let known = match field {
            Field::Certificates => return list(&facts.certificates, Part::Certificate, see),
            Field::Programmes => return list(&facts.programmes, Part::Programme, see),
            Field::Military => return list(&facts.military, Part::Military, see),
            Field::Kin => return list(&facts.kin, Part::Kin, see),
            // studies have columns of their own
            Field::Educations => return,
            Field::Service => facts.service.as_deref().map(Part::Service),
            Field::Sex => facts.sex.as_ref().map(|k| Part::Sex(k.value)),
            Field::Birth => facts.birth.as_ref().map(|k| Part::Birth(k.value)),
            Field::Ethnic => facts.ethnic.as_ref().map(|k| Part::Code(&k.value)),
            Field::Political => facts.political.as_ref().map(|k| Part::Code(&k.value)),
            Field::Origin => facts.origin.as_ref().map(|k| Part::Code(&k.value)),
            Field::Household => facts.household.as_ref().map(|k| Part::Household(&k.value, k.on)),
            Field::Flag(flag) => facts.flags.get(&flag).map(|k| Part::Flag(k.value)),
        };
        see(known.unwrap_or(Part::Unrecorded));
    }
    /// Facts that are this part and nothing else.
    pub fn alone(self, field: Field) -> Facts {
        let none = Facts::default;
        let text = |s: &str| Some(Known::from(s.to_owned()));
        match (self, field) {
            (Self::Sex(sex), _) => Facts { sex: Some(sex.into()), ..none() },
            (Self::Birth(day), _) => Facts { birth: Some(day.into()), ..none() },
            (Self::Code(code), Field::Ethnic) => Facts { ethnic: text(code), ..none() },
            (Self::Code(code), Field::Political) => Facts { political: text(code), ..none() },
            (Self::Code(code), _) => Facts { origin: text(code), ..none() },
            (Self::Household(code, on), _) => {
                Facts { household: text(code).map(|known| Known { on, ..known }), ..none() }
            }
            (Self::Service(list), _) => Facts { service: Some(list.to_vec()), ..none() },
            (Self::Certificate(one), _) => Facts { certificates: Some(vec![one.clone()]), ..none() },
            (Self::Programme(one), _) => Facts { programmes: Some(vec![one.clone()]), ..none() },
            (Self::Military(one), _) => Facts { military: Some(vec![one.clone()]), ..none() },
            (Self::Kin(one), _) => Facts { kin: Some(vec![one.clone()]), ..none() },
            (Self::Flag(is), Field::Flag(flag)) => flagged(flag, is),
            (Self::Unrecorded | Self::Flag(_), _) => none(),
        }
    }
}

fn flagged(flag: Flag, is: bool) -> Facts {
    Facts { flags: [(flag, is.into())].into(), ..Facts::default() }
}
