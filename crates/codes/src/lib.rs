//! Code tables of the national standards and of the V2018.11 exchange template, as data.
//!
//! A value is kept by its code and shown by its label. What people write in sheets (`男`, `汉`, `党员`, `本科`) is
//! found by [`Table::find`], which knows the labels, their English, and the variants in `data/aliases.tsv`. Where the
//! template publishes labels without codes, the label is the code. Pure: the data is part of the program.
//!
//! ```
//! use base::Lang;
//! assert_eq!(codes::POLITICAL.find("党员"), Some("01"));
//! assert_eq!(codes::POLITICAL.label("01", Lang::Zh), "中共党员");
//! assert_eq!(codes::ETHNIC.find("汉").and_then(|c| codes::ETHNIC.get(c)).map(|c| c.en), Some("Han"));
//! ```

mod data;
mod find;
mod ladder;
mod rank;

pub use data::{Code, Table};
pub use ladder::{degree_rank, education_grade, education_rank, level_rank};
pub use rank::{find_rank, rank_label};

macro_rules! tables {
    ($($(#[$meta:meta])* $name:ident = $slug:literal;)+) => {
        $($(#[$meta])* pub const $name: Table = Table::of($slug);)+
        /// Every table, in the order of their declaration.
        pub const ALL: &[Table] = &[$($name),+];
    };
}

tables! {
    /// Sex, GB/T 2261.1-2003.
    SEX = "sex";
    /// Ethnic group, GB/T 3304-1991; English names are the standard's own roman spellings.
    ETHNIC = "ethnic";
    /// Level of education, GB/T 4658-2006.
    EDUCATION = "education";
    /// Level of education in the words of cadre files, with the Party schools' levels.
    EDUCATION_SHOWN = "education_shown";
    /// Degree, GB/T 6864-2003.
    DEGREE = "degree";
    /// Political standing, GB/T 4762.
    POLITICAL = "political";
    /// Level of post, general administration.
    LEVEL = "level";
    /// Level of post, all categories.
    POST_LEVEL = "post_level";
    /// Grade.
    GRADE = "grade";
    /// Grade of civil servants of general administration.
    SERVICE_GRADE = "service_grade";
    /// Level 1 to 27.
    PAY_LEVEL = "pay_level";
    /// Full-time or in-service study.
    STUDY_KIND = "study_kind";
    /// Category of staff.
    CATEGORY = "category";
    /// Standing in the service: in post, retired, transferred out and the like.
    STATE = "state";
    /// Which Party committee manages the cadre.
    MANAGEMENT = "management";
    /// Kind of establishment that the person counts against.
    ESTABLISHMENT = "establishment";
    /// Professional title, GB/T 8561.
    TITLE = "title";
    /// How a title was obtained.
    TITLE_WAY = "title_way";
    /// Qualification of technical civil servants.
    TECHNICAL_RANK = "technical_rank";
    /// Reward or sanction.
    AWARD = "award";
    /// The body that approved it.
    AUTHORITY = "authority";
    /// Result of an evaluation.
    RESULT = "result";
    /// Family relation.
    KIN = "kin";
    /// Yes or no.
    YES_NO = "yes_no";
    /// Rank of a unit.
    UNIT_RANK = "unit_rank";
    /// Nature of a unit.
    UNIT_KIND = "unit_kind";
    /// Legal standing of a body.
    BODY = "body";
    /// Subordination of a unit.
    SUBORDINATION = "subordination";
    /// Kind of member of a leadership team.
    TEAM_MEMBER = "team_member";
    /// Way of selection for a post.
    SELECTION = "selection";
    /// State of an appointment.
    TENURE_STATE = "tenure_state";
    /// Post level or grade enjoyed.
    RANK_KIND = "rank_kind";
    /// Printed in the title line or not.
    OUTPUT = "output";
    /// Provinces and cities, GB/T 2260.
    AREA = "area";
    /// Certificates and examinations that post tables ask for, under the keys that rule packs use.
    CERTIFICATE = "certificate";
    /// Grade of a professional title.
    CERTIFICATE_GRADE = "certificate_grade";
    /// How high an education goes, in the words of the regulations; the code is its rank.
    EDUCATION_GRADE = "education_grade";
}
