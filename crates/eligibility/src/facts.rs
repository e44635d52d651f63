//! What is known of one person.
//!
//! Every fact is optional, and *not recorded* (`None`) is never the same as *no*: an empty list of certificates says
//! that there are none, an absent list says that nobody asked. A fact carries the date from which it holds and the
//! label of its source, so that a reason can name both.

mod career;
mod education;

use std::collections::BTreeMap;

use base::PartialDate;
use serde::{Deserialize, Serialize};

pub use career::{
    Certificate, EnteredAs, Evidence, Kin, Military, Programme, ProgrammeKind, Service, ServiceKind, StartBasis,
};
pub use education::{Degree, DegreeLevel, Education, Level, Major, Standing, Status, StudyKind};

/// A fact with the date from which it holds and where it was read.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Known<T> {
    /// The fact.
    pub value: T,
    /// Since when it holds (joining the Party, household registration), or when it was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<PartialDate>,
    /// Where it was read: the label of a document or of an import.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}
impl<T> From<T> for Known<T> {
    fn from(value: T) -> Self {
        Self { value, on: None, source: None }
    }
}

/// Sex, GB/T 2261.1-2003.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// 男
    Male,
    /// 女
    Female,
}

/// A plain yes/no fact that a rule asks for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// A working unit has been settled since graduation (落实工作单位).
    UnitSettled,
    /// Enrolled for a foreign degree that is not yet awarded (国（境）外学历学位在读).
    StudyingAbroad,
    /// Taken on as a civil servant by another organ meanwhile.
    HiredElsewhere,
    /// A Chinese citizen who is a resident of Hong Kong or Macao (港澳人士).
    HongKongMacao,
}
impl Flag {
    /// Every flag.
    pub const ALL: [Self; 4] = [Self::UnitSettled, Self::StudyingAbroad, Self::HiredElsewhere, Self::HongKongMacao];

    /// Whether it is an event that the person has to report: until it is, it has not happened.
    pub fn is_reported(self) -> bool {
        self == Self::HiredElsewhere
    }
}

/// What is known of one person, as far as requirements ask for it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Facts {
    /// Sex.
    pub sex: Option<Known<Sex>>,
    /// Date of birth, as precise as it is known.
    pub birth: Option<Known<PartialDate>>,
    /// Ethnic group, code of GB/T 3304-1991.
    pub ethnic: Option<Known<String>>,
    /// Political standing, code of GB/T 4762; `on` is the day of joining.
    pub political: Option<Known<String>>,
    /// Place of household registration, code of GB/T 2260 (six digits, or a prefix); `on` is the day of registration.
    pub household: Option<Known<String>>,
    /// Place from which the person went to study (生源地), code of GB/T 2260.
    pub origin: Option<Known<String>>,
    /// Studies.
    pub educations: Option<Vec<Education>>,
    /// Periods of work.
    pub service: Option<Vec<Service>>,
    /// Certificates and examinations passed or sat.
    pub certificates: Option<Vec<Certificate>>,
    /// Grass-roots service programmes (服务基层项目).
    pub programmes: Option<Vec<Programme>>,
    /// Military service.
    pub military: Option<Vec<Military>>,
    /// Relatives within the degrees of Civil Servants Law art. 74, where they serve.
    pub kin: Option<Vec<Kin>>,
    /// Plain yes/no facts.
    pub flags: BTreeMap<Flag, Known<bool>>,
}
impl Facts {
    /// Whether a flag holds: what is recorded, or *no* for an event that would have been reported.
    pub fn flag(&self, flag: Flag) -> Option<bool> {
        self.flags.get(&flag).map(|k| k.value).or(flag.is_reported().then_some(false))
    }
}
