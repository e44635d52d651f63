//! The sections of a file: what is kept in each, as data. Forms, imports, exports, masks and tables all read it, so that
//! a field is declared once.

use auth::ColumnGroup;
use base::{Lang, Say};
use codes::Table;

base::words! {
    /// A section of the file.
    pub enum Section {
        /// Name, birth, political standing, category and the like: one state at a time.
        Basic = "basic",
        /// Identity number; restricted.
        Identity = "identity",
        /// Studies and degrees.
        Study = "study",
        /// Periods of the résumé.
        Career = "career",
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
    /// A level of education: GB/T 4658, or a Party school's level.
    Education,
    /// A date known to the year, month or day.
    When,
    /// A calendar year.
    Year,
    /// A whole number from 1 to this.
    Upto(i64),
    /// One of a few words of ours: word, Chinese, English.
    Choice(&'static [(&'static str, &'static str, &'static str)]),
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

const fn f(key: &'static str, zh: &'static str, en: &'static str, kind: Kind) -> Field {
    Field { key, zh, en, kind, required: false }
}
const fn must(key: &'static str, zh: &'static str, en: &'static str, kind: Kind) -> Field {
    Field { key, zh, en, kind, required: true }
}

use Kind::{Choice, Code, Long, Text, When};

/// The four dimensions in which competence is measured.
pub const DIMENSIONS: &[(&str, &str, &str)] = &[
    ("ideology", "思想政治", "Ideology and politics"),
    ("knowledge", "知识结构", "Knowledge"),
    ("business", "业务能力", "Professional ability"),
    ("management", "管理水平", "Management"),
];
const CERTIFICATES: &[(&str, &str, &str)] = &[
    ("title", "专业技术任职资格", "Professional title"),
    ("vocational", "职业资格", "Vocational qualification"),
    ("language", "外语水平", "Foreign language"),
    ("other", "其他", "Other"),
];
/// Kinds of service that requirements on grass-roots experience ask for.
pub const SERVICE: &[(&str, &str, &str)] = &[
    ("local_organ", "县乡党政机关", "Party or government organ of a county or township"),
    ("higher_organ", "县级以上党政机关", "Party or government organ above the county"),
    ("village", "村（社区）组织", "Village or community organisation"),
    ("institution", "事业单位", "Public institution"),
    ("institution_as_organ", "参公事业单位", "Institution administered by reference"),
    ("state_enterprise", "国有企业", "State-owned enterprise"),
    ("enterprise", "其他企业、社会组织", "Other enterprise or social organisation"),
    ("forces", "部队", "Armed forces"),
    ("study", "学习", "Study"),
];

static BASIC: Shape = Shape {
    zh: "基本信息",
    en: "Basic information",
    group: None,
    single: true,
    dated: None,
    fields: &[
        must("name", "姓名", "Name", Text(50)),
        f("former_names", "曾用名", "Former names", Text(100)),
        f("number", "人员编号", "Staff number", Text(40)),
        f("sex", "性别", "Sex", Code(codes::SEX)),
        f("birth", "出生年月", "Born", When),
        f("ethnic", "民族", "Ethnic group", Code(codes::ETHNIC)),
        f("native_place", "籍贯", "Native place", Text(80)),
        f("birthplace", "出生地", "Place of birth", Text(80)),
        f("growing_place", "成长地", "Place of growing up", Text(80)),
        f("political", "政治面貌", "Political standing", Code(codes::POLITICAL)),
        f("joined", "入党时间", "Joined the Party", When),
        f("second_party", "第二党派", "Second party", Code(codes::POLITICAL)),
        f("work_start", "参加工作时间", "Began work", When),
        f("category", "人员类别", "Category", Code(codes::CATEGORY)),
        f("state", "人员管理状态", "Standing in the service", Code(codes::STATE)),
        f("management", "管理类别", "Managed by", Code(codes::MANAGEMENT)),
        f("establishment", "编制类型", "Establishment", Code(codes::ESTABLISHMENT)),
        f("level", "职务层次", "Level of post", Code(codes::LEVEL)),
        f("level_since", "任现职务层次时间", "At this level since", When),
        f("grade", "职级", "Grade", Text(40)),
        f("post_title", "工作单位及职务", "Unit and post", Text(200)),
        f("specialty", "熟悉专业有何专长", "Fields of expertise", Text(200)),
    ],
};
static IDENTITY: Shape = Shape {
    zh: "身份证件",
    en: "Identity papers",
    group: Some(ColumnGroup::Identity),
    single: true,
    dated: None,
    fields: &[must("id_number", "公民身份号码", "Identity number", Kind::Identity)],
};
static STUDY: Shape = Shape {
    zh: "学历学位",
    en: "Education and degrees",
    group: None,
    single: false,
    dated: Some("ended"),
    fields: &[
        must("kind", "教育类别", "Full-time or in-service", Code(codes::STUDY_KIND)),
        f("level", "学历", "Level", Kind::Education),
        f("degree", "学位", "Degree", Code(codes::DEGREE)),
        f("school", "毕业院校系", "School and department", Text(120)),
        f("major", "所学专业", "Major", Text(100)),
        f("major_code", "专业代码", "Code of the major", Text(20)),
        f("began", "入学时间", "Began", When),
        f("ended", "毕（肄、结）业时间", "Ended", When),
    ],
};
static CAREER: Shape = Shape {
    zh: "简历",
    en: "Résumé",
    group: None,
    single: false,
    dated: Some("began"),
    fields: &[
        must("began", "起始时间", "From", When),
        f("ended", "终止时间", "To", When),
        must("work", "所在单位及职务", "Unit and post", Text(300)),
        f("service", "经历类别", "Kind of service", Choice(SERVICE)),
        f("grassroots", "是否基层工作经历", "Grass-roots service", Code(codes::YES_NO)),
        f("level", "职务层次", "Level of post", Code(codes::LEVEL)),
    ],
};
static AWARD: Shape = Shape {
    zh: "奖惩情况",
    en: "Rewards and sanctions",
    group: None,
    single: false,
    dated: Some("on"),
    fields: &[
        must("name", "奖惩名称", "Reward or sanction", Code(codes::AWARD)),
        must("on", "批准日期", "Approved on", When),
        f("honour", "荣誉称号", "Honorary title", Text(80)),
        f("authority", "批准机关", "Approved by", Text(120)),
        f("document", "文号", "Document", Text(60)),
        f("reason", "说明", "Remarks", Text(300)),
        f("effect_to", "影响期至", "In effect until", When),
        f("lifted", "解除（撤销）日期", "Lifted on", When),
    ],
};
static ANNUAL: Shape = Shape {
    zh: "年度考核",
    en: "Annual evaluation",
    group: None,
    single: false,
    dated: Some("year"),
    fields: &[
        must("year", "考核年度", "Year", Kind::Year),
        must("result", "考核结论", "Result", Code(codes::RESULT)),
        f("note", "备注", "Remarks", Text(200)),
    ],
};
static CERTIFICATE: Shape = Shape {
    zh: "任职资格与证书",
    en: "Titles and certificates",
    group: None,
    single: false,
    dated: Some("on"),
    fields: &[
        f("kind", "类别", "Kind", Choice(CERTIFICATES)),
        must("name", "名称", "Name", Text(100)),
        f("grade", "等级", "Grade", Text(40)),
        f("on", "取得时间", "Obtained", When),
        f("until", "有效期至", "Valid until", When),
        f("issuer", "评审（发证）单位", "Issued by", Text(120)),
        f("way", "取得途径", "How obtained", Code(codes::TITLE_WAY)),
    ],
};
static ABILITY: Shape = Shape {
    zh: "能力测评",
    en: "Competences",
    group: None,
    single: false,
    dated: Some("on"),
    fields: &[
        f("dimension", "维度", "Dimension", Choice(DIMENSIONS)),
        must("name", "能力项", "Competence", Text(60)),
        must("level", "水平（1–5）", "Level (1–5)", Kind::Upto(5)),
        must("on", "评定日期", "Assessed on", When),
        must("source", "来源", "Source", Text(120)),
    ],
};
static INTEREST: Shape = Shape {
    zh: "志趣特长",
    en: "Interests",
    group: None,
    single: false,
    dated: None,
    fields: &[must("interest", "志趣特长", "Interest", Text(100)), f("note", "说明", "Remarks", Text(200))],
};
static HEALTH: Shape = Shape {
    zh: "健康状况",
    en: "Health",
    group: Some(ColumnGroup::Health),
    single: true,
    dated: None,
    fields: &[must("condition", "健康状况", "Health", Text(60)), f("note", "说明", "Remarks", Long(500))],
};
static FITNESS: Shape = Shape {
    zh: "岗位身体条件",
    en: "Physical suitability",
    group: Some(ColumnGroup::Health),
    single: false,
    dated: Some("on"),
    fields: &[
        must("demand", "岗位要求", "Demand of the post", Text(100)),
        must("fits", "是否符合", "Suited", Code(codes::YES_NO)),
        f("on", "认定日期", "Established on", When),
    ],
};
static KIN: Shape = Shape {
    zh: "家庭成员及社会关系",
    en: "Family and social relations",
    group: Some(ColumnGroup::Family),
    single: false,
    dated: None,
    fields: &[
        must("relation", "称谓", "Relation", Code(codes::KIN)),
        must("name", "姓名", "Name", Text(50)),
        f("birth", "出生年月", "Born", When),
        f("political", "政治面貌", "Political standing", Code(codes::POLITICAL)),
        f("work", "工作单位及职务", "Unit and post", Text(200)),
        f("abroad", "是否移居国（境）外", "Emigrated", Code(codes::YES_NO)),
        f("other", "本系统内人员", "Person in this system", Kind::Person),
    ],
};

impl Section {
    /// What it is.
    pub fn shape(self) -> &'static Shape {
        match self {
            Self::Basic => &BASIC,
            Self::Identity => &IDENTITY,
            Self::Study => &STUDY,
            Self::Career => &CAREER,
            Self::Award => &AWARD,
            Self::Annual => &ANNUAL,
            Self::Certificate => &CERTIFICATE,
            Self::Ability => &ABILITY,
            Self::Interest => &INTEREST,
            Self::Health => &HEALTH,
            Self::Fitness => &FITNESS,
            Self::Kin => &KIN,
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
