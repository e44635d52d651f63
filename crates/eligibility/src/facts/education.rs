//! Studies: level, kind, degree, major.

use base::PartialDate;
use serde::{Deserialize, Serialize};

/// Level of study, by the families of GB/T 4658-2006. Ordered from low to high.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Primary and secondary schools (6x, 7x, 8x, 9x).
    School,
    /// 中等职业教育 (4x), technical schools included.
    Vocational,
    /// 大学专科 (3x)
    College,
    /// 大学本科 (2x)
    Bachelor,
    /// 研究生 (1x): master's and doctor's studies.
    Postgraduate,
}
impl Level {
    /// Every level, from low to high.
    pub const ALL: [Self; 5] = [Self::School, Self::Vocational, Self::College, Self::Bachelor, Self::Postgraduate];

    /// Level and outcome that a code of GB/T 4658-2006 stands for; nothing for a code that is not in it.
    pub fn of_code(code: &str) -> Option<(Self, Status)> {
        let (level, outcome) = match code.as_bytes() {
            [family, outcome] if family.is_ascii_digit() && outcome.is_ascii_digit() => (*family, *outcome),
            _ => return None,
        };
        let level = match level {
            b'1' => Self::Postgraduate,
            b'2' => Self::Bachelor,
            b'3' => Self::College,
            b'4' => Self::Vocational,
            b'6'..=b'9' => Self::School,
            _ => return None,
        };
        let status = match (level, outcome) {
            (_, b'1') | (Self::Postgraduate | Self::Vocational, b'4' | b'7') | (Self::Bachelor, b'8') => {
                Status::Graduated
            }
            _ => Status::Incomplete,
        };
        Some((level, status))
    }
    /// The letter that begins this level's codes in the Guangdong major catalogue.
    pub fn letter(self) -> Option<char> {
        match self {
            Self::Postgraduate => Some('A'),
            Self::Bachelor => Some('B'),
            Self::College => Some('C'),
            Self::School | Self::Vocational => None,
        }
    }
}

/// How one studied.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StudyKind {
    /// 普通高等学历教育, full time.
    Ordinary,
    /// 非全日制研究生 enrolled under the state plan: equal to the full-time kind (教研厅函〔2019〕1号).
    PartTimePostgraduate,
    /// 自学考试
    SelfStudy,
    /// 成人教育
    Adult,
    /// 网络教育
    Network,
    /// 夜大
    Evening,
    /// 电大, 开放教育
    Open,
    /// In-service study of a kind not recorded further (在职教育).
    InService,
    /// 技工院校
    Technical,
    /// Abroad, or in Hong Kong, Macao or Taiwan (国（境）外).
    Overseas,
}

/// Where a study stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The diploma is there.
    Graduated,
    /// The diploma is expected at the date recorded.
    Expected,
    /// Studying, no diploma in sight.
    Studying,
    /// Left without a diploma (结业, 肄业).
    Incomplete,
}

/// Level of a degree, GB/T 6864-2003. Ordered from low to high.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DegreeLevel {
    /// No degree.
    None,
    /// 学士 (4xx)
    Bachelor,
    /// 硕士 (3xx)
    Master,
    /// 博士 (2xx)
    Doctor,
}

/// A degree.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Degree {
    /// Its level.
    pub level: DegreeLevel,
    /// Its code in GB/T 6864-2003, where it is known (`403` 法学学士).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// How a major on a certificate stands to the catalogue in use.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The catalogue has this very name, or this former name, without reserve.
    Listed,
    /// It has it with the remark 部分: the recruiting organ must be asked.
    Partly,
    /// It is the name of a discipline or class: the direction studied decides.
    Discipline,
    /// It is not there: a near major may be chosen, its courses compared by a person.
    Unlisted,
}

/// A major as the certificate names it, and what it is in the catalogue.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Major {
    /// The words of the certificate.
    pub name: String,
    /// The direction, where the catalogue lists directions for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<String>,
    /// How it stands to the catalogue.
    pub standing: Standing,
    /// Its codes there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
}

/// One course of study.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Education {
    /// Level.
    pub level: Option<Level>,
    /// Kind.
    pub kind: Option<StudyKind>,
    /// Whether the person held a job while studying (在职).
    pub in_service: Option<bool>,
    /// Where it stands.
    pub status: Option<Status>,
    /// When the diploma was given, or is expected.
    pub graduated: Option<PartialDate>,
    /// The degree given or expected with it.
    pub degree: Option<Degree>,
    /// The major.
    pub major: Option<Major>,
    /// The school's name.
    pub school: Option<String>,
    /// Where the school lies, code of GB/T 2260.
    pub school_area: Option<String>,
    /// For a foreign diploma: whether the Ministry's centre has certified it.
    pub certified: Option<bool>,
    /// Whether the student is bound to an employer (定向生, 委培生).
    pub directed: Option<bool>,
    /// A minor or second subject (辅修), which is never a ground for applying.
    pub auxiliary: bool,
    /// Where this was read.
    pub source: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_the_standard_say_level_and_outcome() {
        for (code, level, status) in [
            ("11", Level::Postgraduate, Status::Graduated),
            ("14", Level::Postgraduate, Status::Graduated),
            ("15", Level::Postgraduate, Status::Incomplete),
            ("17", Level::Postgraduate, Status::Graduated),
            ("21", Level::Bachelor, Status::Graduated),
            ("22", Level::Bachelor, Status::Incomplete),
            ("28", Level::Bachelor, Status::Graduated),
            ("31", Level::College, Status::Graduated),
            ("33", Level::College, Status::Incomplete),
            ("41", Level::Vocational, Status::Graduated),
            ("44", Level::Vocational, Status::Graduated),
            ("47", Level::Vocational, Status::Graduated),
            ("49", Level::Vocational, Status::Incomplete),
            ("61", Level::School, Status::Graduated),
        ] {
            assert_eq!(Level::of_code(code), Some((level, status)), "{code}");
        }
        for code in ["", "1", "51", "x1", "111", "０１"] {
            assert_eq!(Level::of_code(code), None, "{code}");
        }
    }
}
