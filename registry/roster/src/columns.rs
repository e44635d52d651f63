//! The columns that a roster may have, and what they say of a person. Pure.

use base::{Date, Lang, PartialDate};
use formats::sheet::Value;
use people::{File, Section, Values};

base::words! {
    /// A column of a roster.
    pub enum Column {
        /// 序号.
        Ordinal = "ordinal",
        /// 姓名.
        Name = "name",
        /// 工作单位及职务.
        Post = "post_title",
        /// 性别.
        Sex = "sex",
        /// 民族.
        Ethnic = "ethnic",
        /// 出生年月.
        Birth = "birth",
        /// 年龄.
        Age = "age",
        /// 籍贯.
        Native = "native_place",
        /// 出生地.
        Birthplace = "birthplace",
        /// 参加工作时间.
        WorkStart = "work_start",
        /// 政治面貌.
        Political = "political",
        /// 入党时间.
        Joined = "joined",
        /// 全日制学历学位.
        FullTime = "full_time",
        /// 全日制毕业院校系及专业.
        FullSchool = "full_school",
        /// 在职学历学位.
        InService = "in_service",
        /// 在职毕业院校系及专业.
        ServiceSchool = "service_school",
        /// 专业技术职务.
        Title = "title",
        /// 职务层次.
        Level = "level",
        /// 任现职务层次时间.
        LevelSince = "level_since",
        /// 职级.
        Grade = "grade",
        /// 人员类别.
        Category = "category",
        /// 管理类别.
        Management = "management",
        /// 编制类型.
        Establishment = "establishment",
        /// 熟悉专业有何专长.
        Specialty = "specialty",
        /// 近三年年度考核.
        Annual = "annual",
        /// 奖惩情况.
        Awards = "awards",
        /// 简历.
        Career = "career",
        /// 人员编号.
        Number = "number",
        /// 管理单位.
        Unit = "unit",
        /// 备注, to write in.
        Remarks = "remarks",
    }
}

impl Column {
    /// The columns of the usual roster.
    pub const USUAL: [Self; 16] = [
        Self::Ordinal,
        Self::Name,
        Self::Post,
        Self::Sex,
        Self::Ethnic,
        Self::Birth,
        Self::Native,
        Self::WorkStart,
        Self::Joined,
        Self::FullTime,
        Self::FullSchool,
        Self::InService,
        Self::ServiceSchool,
        Self::Level,
        Self::LevelSince,
        Self::Remarks,
    ];
    /// Its head.
    pub fn label(self, lang: Lang) -> String {
        let (zh, en) = match self {
            Self::Ordinal => ("序号", "No."),
            Self::Age => ("年龄", "Age"),
            Self::FullTime => ("全日制学历学位", "Full-time education"),
            Self::FullSchool => ("全日制毕业院校系及专业", "School and major"),
            Self::InService => ("在职学历学位", "In-service education"),
            Self::ServiceSchool => ("在职毕业院校系及专业", "School and major, in service"),
            Self::Title => ("专业技术职务", "Professional title"),
            Self::Annual => ("近三年年度考核", "Annual results of three years"),
            Self::Awards => ("奖惩情况", "Rewards and sanctions"),
            Self::Career => ("简历", "Résumé"),
            Self::Unit => ("管理单位", "Kept by"),
            Self::Remarks => ("备注", "Remarks"),
            own => {
                let field = Section::Basic.fields().iter().find(|f| f.key == own.word());
                return field.map_or(own.word(), |f| f.label(lang)).to_owned();
            }
        };
        if lang == Lang::En { en } else { zh }.to_owned()
    }
    /// Its width in digits on paper.
    pub fn width(self) -> u8 {
        match self {
            Self::Ordinal | Self::Age | Self::Sex => 5,
            Self::Ethnic => 7,
            Self::Name | Self::Birth | Self::WorkStart | Self::Joined | Self::LevelSince | Self::Number => 9,
            Self::Native | Self::Birthplace | Self::Political | Self::Level | Self::Grade | Self::Remarks => 11,
            Self::FullTime
            | Self::InService
            | Self::Category
            | Self::Management
            | Self::Establishment
            | Self::Title => 13,
            Self::FullSchool | Self::ServiceSchool | Self::Specialty | Self::Annual | Self::Unit => 20,
            Self::Post | Self::Awards => 28,
            Self::Career => 44,
        }
    }
    /// What it says of a person as of a day. `unit` is the name of the unit that keeps the file.
    pub fn value(self, file: &File, unit: &str, ordinal: i64, lang: Lang, on: Date) -> Value {
        let study = |full: bool| approval::study(file, full);
        let text = |t: String| Value::text(t);
        match self {
            Self::Ordinal => Value::Count(ordinal),
            Self::Remarks => Value::Empty,
            Self::Unit => text(unit.to_owned()),
            Self::Age => {
                let born: Option<PartialDate> = file.basic().and_then(|b| b.date("birth"));
                let age = born.and_then(|b| formats::approval::age(b, on));
                age.map_or(Value::Empty, |a| Value::Count(a.into()))
            }
            Self::FullTime | Self::InService => {
                let [level, degree, ..] = study(self == Self::FullTime);
                text([level, degree].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join("\n"))
            }
            Self::FullSchool | Self::ServiceSchool => {
                let [.., school, other] = study(self == Self::FullSchool);
                text([school, other].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join("\n"))
            }
            Self::Title => {
                let titles =
                    file.of(Section::Certificate).into_iter().filter(|e| e.values.get("kind") == Some("title"));
                text(titles.filter_map(|e| e.values.get("name")).collect::<Vec<_>>().join("、"))
            }
            Self::Annual => {
                let year = |v: &Values| v.get("year").and_then(|y| y.parse::<i16>().ok()).unwrap_or_default();
                let recent = file.of(Section::Annual).into_iter().filter(|e| year(&e.values) >= on.year() - 3);
                let told = recent.map(|e| format!("{}{}", year(&e.values), shown(&e.values, "result", lang)));
                text(told.collect::<Vec<_>>().join("\n"))
            }
            Self::Awards => {
                let told = file.of(Section::Award).into_iter().map(|e| {
                    let what = e.values.get("honour").map_or_else(|| shown(&e.values, "name", lang), str::to_owned);
                    format!("{} {what}", shown(&e.values, "on", lang))
                });
                text(told.collect::<Vec<_>>().join("\n"))
            }
            Self::Career => {
                let told = file.of(Section::Career).into_iter().map(|e| {
                    let [from, to, work] = ["began", "ended", "work"].map(|k| shown(&e.values, k, lang));
                    format!("{from}--{to}  {work}")
                });
                text(told.collect::<Vec<_>>().join("\n"))
            }
            own => text(file.basic().map(|b| shown(b, own.word(), lang)).unwrap_or_default()),
        }
    }
}

fn shown(values: &Values, key: &str, lang: Lang) -> String {
    let field = values.section().fields().iter().find(|f| f.key == key);
    match (field, values.get(key)) {
        (Some(field), Some(value)) => field.shown(value, lang),
        _ => String::new(),
    }
}
