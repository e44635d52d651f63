//! The sections of a file: what is kept in each, as data. Forms, imports, exports, masks and tables all read it, so that
//! a field is declared once.

mod shapes;
mod words;

use auth::ColumnGroup;
use base::{Lang, Say};
use codes::Table;

use shapes::{
    ABILITY, ABSENT, ANNUAL, AWARD, BASIC, CAREER, CERTIFICATE, ENTRY, FITNESS, HEALTH, IDENTITY, INTEREST, KIN,
    MILITARY, PROGRAMME, RANK, RECUSAL, RESIDENCE, SERVICE, STUDY,
};
pub use words::Words;

base::words! {
    /// A section of the file.
    pub enum Section {
        /// Name, birth, political standing, category and the like: one state at a time.
        Basic = "basic",
        /// Identity number; restricted.
        Identity = "identity",
        /// What is kept of a civil servant beside the basic information: one state at a time.
        Service = "service",
        /// How somebody came into the service: one state at a time.
        Entry = "entry",
        /// Levels of post and grades, as long as they were held.
        Rank = "rank",
        /// Household registration, and what else recruitments ask for: one state at a time.
        Residence = "residence",
        /// Studies and degrees.
        Study = "study",
        /// Periods of the résumé.
        Career = "career",
        /// Programmes of service at the grass roots.
        Programme = "programme",
        /// Military service.
        Military = "military",
        /// Rewards and sanctions.
        Award = "award",
        /// Annual results.
        Annual = "annual",
        /// Professional titles, certificates, languages.
        Certificate = "certificate",
        /// Measured competences.
        Ability = "ability",
        /// Interests and strengths.
        Interest = "interest",
        /// Health; restricted.
        Health = "health",
        /// Whether physically suited to what a post demands; restricted.
        Fitness = "fitness",
        /// Family members and important social relations; restricted.
        Kin = "kin",
        /// Units where a relative serves, as far as recusal is concerned: no relative is named.
        Recusal = "recusal",
        /// What was looked into and is not there, so that a rule can answer no.
        Absent = "absent",
    }
}

/// What a field takes.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A line of at most so many characters.
    Text(usize),
    /// Several lines of at most so many characters.
    Long(usize),
    /// A value of a code table.
    Code(Table),
    /// A level of post of any category, or a grade.
    Rank,
    /// A level of education: GB/T 4658, or a Party school's level.
    Education,
    /// A date known to the year, month or day.
    When,
    /// A calendar year.
    Year,
    /// A whole number from 1 to this.
    Upto(i64),
    /// One of a few words of ours: word, Chinese, English.
    Choice(Words),
    /// A citizen identity number.
    Identity,
    /// Another person of this system, by id.
    Person,
}

/// A field of a section.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name in forms, JSON and the table.
    pub key: &'static str,
    /// Its label in Chinese, as the official forms have it.
    pub zh: &'static str,
    /// Its label in English.
    pub en: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// Whether an entry without it says nothing.
    pub required: bool,
}

/// What a section is.
#[derive(Debug)]
pub struct Shape {
    /// Its heading.
    pub zh: &'static str,
    /// Its heading in English.
    pub en: &'static str,
    /// The restricted group it belongs to: its values are sealed at rest and masked.
    pub group: Option<ColumnGroup>,
    /// Whether a person has one state of it at a time, which changes from a date; otherwise it is a list of entries.
    pub single: bool,
    /// The field whose date an entry holds from, where it has one.
    pub dated: Option<&'static str>,
    /// Its fields, in the order of the official form.
    pub fields: &'static [Field],
}

impl Section {
    /// What it is.
    pub fn shape(self) -> &'static Shape {
        match self {
            Self::Basic => &BASIC,
            Self::Identity => &IDENTITY,
            Self::Service => &SERVICE,
            Self::Entry => &ENTRY,
            Self::Rank => &RANK,
            Self::Residence => &RESIDENCE,
            Self::Study => &STUDY,
            Self::Career => &CAREER,
            Self::Programme => &PROGRAMME,
            Self::Military => &MILITARY,
            Self::Award => &AWARD,
            Self::Annual => &ANNUAL,
            Self::Certificate => &CERTIFICATE,
            Self::Ability => &ABILITY,
            Self::Interest => &INTEREST,
            Self::Health => &HEALTH,
            Self::Fitness => &FITNESS,
            Self::Kin => &KIN,
            Self::Recusal => &RECUSAL,
            Self::Absent => &ABSENT,
        }
    }
    /// Its heading.
    pub fn title(self, lang: Lang) -> &'static str {
        let shape = self.shape();
        if lang == Lang::En { shape.en } else { shape.zh }
    }
    /// Its fields.
    pub fn fields(self) -> &'static [Field] {
        self.shape().fields
    }
    /// The place of a field among the section's values.
    pub fn place(self, key: &str) -> Option<usize> {
        self.fields().iter().position(|f| f.key == key)
    }
    /// Whether its entries last until they end: a relation does, a reward was given once.
    pub fn lasts(self) -> bool {
        matches!(self, Self::Interest | Self::Fitness | Self::Kin | Self::Recusal | Self::Absent)
    }
    /// The restricted group it belongs to.
    pub fn group(self) -> Option<ColumnGroup> {
        self.shape().group
    }
}

impl Field {
    /// Its label.
    pub fn label(&self, lang: Lang) -> &'static str {
        if lang == Lang::En { self.en } else { self.zh }
    }
    /// Its label in both languages.
    pub fn say(&self) -> Say {
        Say::new(self.zh, self.en)
    }
    /// How a stored value is shown.
    pub fn shown(&self, value: &str, lang: Lang) -> String {
        match self.kind {
            // the official forms write 男 and 女, not the standard's 男性 and 女性
            Kind::Code(codes::SEX) if lang == Lang::Zh && matches!(value, "1" | "2") => {
                codes::SEX.label(value, lang).trim_end_matches('性').to_owned()
            }
            Kind::Code(table) => table.label(value, lang).to_owned(),
            Kind::Rank => codes::rank_label(value, lang).to_owned(),
            Kind::Education => education_label(value, lang).to_owned(),
            Kind::Choice(words) => match words.iter().find(|w| w.0 == value) {
                Some((_, zh, en)) => if lang == Lang::En { *en } else { *zh }.to_owned(),
                None => value.to_owned(),
            },
            // the official forms write 1980.05
            Kind::When if lang == Lang::Zh => value.replace('-', "."),
            _ => value.to_owned(),
        }
    }
}

/// The label of a level of education: as cadre files write it in Chinese (大学, 研究生), in full in English.
pub fn education_label(code: &str, lang: Lang) -> &str {
    match (code, lang) {
        ("10" | "11" | "14", Lang::Zh) => "研究生",
        ("17", Lang::Zh) => "研究生班",
        ("20" | "21", Lang::Zh) => "大学",
        ("30" | "31", Lang::Zh) => "大专",
        ("41", Lang::Zh) => "中专",
        ("47", Lang::Zh) => "中技",
        ("61", Lang::Zh) => "高中",
        ("71", Lang::Zh) => "初中",
        ("81", Lang::Zh) => "小学",
        _ if codes::EDUCATION.get(code).is_some() => codes::EDUCATION.label(code, lang),
        _ => codes::EDUCATION_SHOWN.label(code, lang),
    }
}
