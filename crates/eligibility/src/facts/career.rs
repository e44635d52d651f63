//! Work, certificates, programmes, military service, relatives.

use std::collections::BTreeMap;

use base::PartialDate;
use serde::{Deserialize, Serialize};

/// Where one worked, as far as grass-roots experience (基层工作经历) is concerned.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceKind {
    /// Party or government organ of a county or township.
    LocalOrgan,
    /// Party or government organ above the county.
    HigherOrgan,
    /// Party organisation of a village or community, villagers' or residents' committee.
    Village,
    /// Public institution.
    Institution,
    /// Public institution managed by reference to the Civil Servants Law (参公).
    InstitutionAsOrgan,
    /// State-owned enterprise.
    StateEnterprise,
    /// Another enterprise or social organisation.
    Enterprise,
    /// A business of one's own, registered.
    OwnBusiness,
    /// Flexible employment, registered.
    Flexible,
    /// A public-welfare job at the grass roots (基层公益岗位).
    PublicWelfare,
    /// A grass-roots programme.
    Programme,
    /// Practice at a grass-roots base, or research in a unit, after leaving school (见习).
    Practice,
    /// The armed forces at regiment or below, or conscript's service.
    Forces,
}

/// What the beginning of a period is taken from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StartBasis {
    /// The day of reporting for duty (报到).
    Reported,
    /// The beginning agreed in the labour contract.
    Contract,
    /// The beginning agreed in the work agreement.
    Agreement,
    /// The day of the business licence.
    Licence,
    /// The beginning confirmed on registration.
    Registered,
}

/// How a period is evidenced.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// Contract, wage record or social insurance, or the personnel file.
    Proven,
    /// Nothing but a statement of the enterprise.
    StatementOnly,
    /// Other papers: a person must judge them.
    Other,
}

/// A period of work.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Where.
    pub kind: Option<ServiceKind>,
    /// Its beginning by each basis that is recorded.
    pub starts: BTreeMap<StartBasis, PartialDate>,
    /// Its end; open when it goes on.
    #[serde(default)]
    pub end: Option<PartialDate>,
    /// Whether it was while at school, contract or not.
    #[serde(default)]
    pub at_school: Option<bool>,
    /// How it is evidenced.
    #[serde(default)]
    pub evidence: Option<Evidence>,
    /// Where this was read.
    #[serde(default)]
    pub source: Option<String>,
}

/// A certificate held, or an examination sat or passed.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// Its kind, by the key that the rule packs use (`law_a`, `accounting`, `physician` …); empty where nobody said which
    /// one it is.
    pub kind: String,
    /// Its grade where there are grades: 1 junior, 2 middle, 3 deputy senior, 4 senior; or the level of a language.
    #[serde(default)]
    pub grade: Option<u8>,
    /// When it was given.
    #[serde(default)]
    pub on: Option<PartialDate>,
    /// Where this was read.
    #[serde(default)]
    pub source: Option<String>,
}

/// A programme of service at the grass roots.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProgrammeKind {
    /// 大学生村官
    VillageOfficial,
    /// “三支一扶”
    ThreeSupports,
    /// 大学生志愿服务西部计划
    West,
    /// 广东大学生志愿服务山区计划
    Mountains,
    /// 农村义务教育阶段学校教师特设岗位计划
    RuralTeachers,
}

/// Taking part in such a programme.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    /// Which.
    pub kind: Option<ProgrammeKind>,
    /// The province that recruited for it, code of GB/T 2260.
    #[serde(default)]
    pub recruited_by: Option<String>,
    /// Where one served, code of GB/T 2260.
    #[serde(default)]
    pub area: Option<String>,
    /// Its beginning.
    #[serde(default)]
    pub start: Option<PartialDate>,
    /// When it was completed; open while serving.
    #[serde(default)]
    pub end: Option<PartialDate>,
    /// Whether the final assessment was passed.
    #[serde(default)]
    pub passed: Option<bool>,
    /// Where this was read.
    #[serde(default)]
    pub source: Option<String>,
}

/// How somebody came to the forces, as far as study is concerned.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnteredAs {
    /// After graduating from an ordinary college.
    Graduate,
    /// While studying there, or admitted and not yet begun.
    Student,
    /// Before any admission; admitted after discharge.
    StudiedLater,
    /// Without such study.
    Other,
}

/// Military service.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Military {
    /// Where one was enlisted, code of GB/T 2260.
    #[serde(default)]
    pub enlisted_in: Option<String>,
    /// When.
    #[serde(default)]
    pub start: Option<PartialDate>,
    /// When discharged; open while serving.
    #[serde(default)]
    pub end: Option<PartialDate>,
    /// How one entered.
    #[serde(default)]
    pub entered_as: Option<EnteredAs>,
    /// The place that arranges work for the discharged (安置地), code of GB/T 2260; empty when none does.
    #[serde(default)]
    pub resettled_in: Option<String>,
    /// Where this was read.
    #[serde(default)]
    pub source: Option<String>,
}

/// A relative within the degrees of Civil Servants Law art. 74 who serves in a unit.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kin {
    /// The unit's code in the post table.
    pub unit: String,
    /// Whether the relative is a leading member of that unit, or would be the direct superior or subordinate.
    /// Elsewhere in the same unit is no conflict by itself.
    #[serde(default)]
    pub conflicting: Option<bool>,
}
