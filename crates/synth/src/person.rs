//! What is known about a person.

use base::{Date, PartialDate};

/// Sex.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Sex {
    /// 男
    Man,
    /// 女
    Woman,
}
impl Sex {
    /// 男 or 女.
    pub fn word(self) -> &'static str {
        match self {
            Self::Man => "男",
            Self::Woman => "女",
        }
    }
}

/// A fictional person. What is `None` is missing from the file: files are never complete.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Person {
    /// 人员编号: `R000001` for the first.
    pub number: String,
    /// 姓名
    pub name: String,
    /// 性别
    pub sex: Sex,
    /// 出生日期
    pub birth: Date,
    /// 身份证号: begins with 99, which is nobody's; its birth, sex and check digit are right.
    pub id_number: Option<String>,
    /// 民族
    pub ethnic: &'static str,
    /// 籍贯: a province and county that do not exist.
    pub native_place: Option<String>,
    /// 政治面貌
    pub political: &'static str,
    /// 入党时间; for members of other parties the day on which they joined theirs.
    pub joined: Option<PartialDate>,
    /// 参加工作时间
    pub work_start: Option<PartialDate>,
    /// 人员类别: 公务员 or 事业单位专业技术人员.
    pub category: &'static str,
    /// 健康状况
    pub health: &'static str,
    /// Full-time and in-service, in order of time.
    pub educations: Vec<Education>,
    /// 简历: schools and posts in order of time; in a few files a post is missing.
    pub periods: Vec<Period>,
    /// 年度考核
    pub annual: Vec<Annual>,
    /// 奖惩
    pub honours: Vec<Honour>,
    /// 能力
    pub competences: Vec<Competence>,
    /// 证书
    pub certificates: Vec<Certificate>,
    /// 兴趣特长
    pub interests: Vec<&'static str>,
    /// 亲属: only those who are in the same organisation, for recusal.
    pub kin: Vec<Kin>,
    /// Code of the present unit.
    pub unit_code: String,
    /// Full name of the present unit.
    pub unit: String,
    /// Code of the present post.
    pub post_code: String,
    /// 现任职务
    pub post: &'static str,
    /// 职务层次
    pub level: &'static str,
    /// 任现职时间
    pub since: PartialDate,
    /// Codes of posts held beside it, part-time, each with its beginning.
    pub concurrent: Vec<(String, PartialDate)>,
    /// 拟免: the day on which the present post is planned to be left, for a few.
    pub leaves: Option<Date>,
    /// Codes of posts of this organisation held before, each with its beginning and end.
    pub former: Vec<(String, PartialDate, PartialDate)>,
    /// 基层工作起始
    pub grassroots_from: Option<PartialDate>,
    /// 基层工作年限, whole years.
    pub grassroots_years: i64,
}

/// Whether one studied full time or beside one's work.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Schooling {
    /// 全日制教育
    FullTime,
    /// 在职教育
    InService,
}
impl Schooling {
    /// 全日制 or 在职.
    pub fn word(self) -> &'static str {
        match self {
            Self::FullTime => "全日制",
            Self::InService => "在职",
        }
    }
}

/// How far an education went.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Degree {
    /// 中专
    Secondary,
    /// 大专
    Diploma,
    /// 大学 with 学士学位
    Bachelor,
    /// 研究生 with 硕士学位
    Master,
    /// 研究生 with 博士学位
    Doctor,
}
impl Degree {
    /// 学历: 中专, 大专, 大学, 研究生.
    pub fn level(self) -> &'static str {
        match self {
            Self::Secondary => "中专",
            Self::Diploma => "大专",
            Self::Bachelor => "大学",
            Self::Master | Self::Doctor => "研究生",
        }
    }
    /// 学位, where it brings one.
    pub fn degree(self) -> Option<&'static str> {
        match self {
            Self::Secondary | Self::Diploma => None,
            Self::Bachelor => Some("学士"),
            Self::Master => Some("硕士"),
            Self::Doctor => Some("博士"),
        }
    }
}

/// One education.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Education {
    /// Full time or in service.
    pub schooling: Schooling,
    /// How far it went.
    pub reached: Degree,
    /// Whether the degree was conferred: in-service students often finish without one.
    pub conferred: bool,
    /// A school that does not exist.
    pub school: &'static str,
    /// Subject as the catalogue names it.
    pub major: &'static str,
    /// The subject's code in the 2026 Guangdong catalogue; missing from some files.
    pub major_code: Option<&'static str>,
    /// Month of entry.
    pub entered: PartialDate,
    /// Month of graduation.
    pub graduated: PartialDate,
}

/// One line of the résumé.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Period {
    /// First month.
    pub from: PartialDate,
    /// Last month; nothing for the present one.
    pub to: Option<PartialDate>,
    /// Where and as what.
    pub what: String,
    /// Whether it counts as work at the grass roots (a town).
    pub grassroots: bool,
}

/// The result of a year.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Annual {
    /// The year.
    pub year: i16,
    /// 优秀, 称职 …, for institutions 优秀, 合格 ….
    pub result: &'static str,
}

/// A reward or a sanction.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Honour {
    /// When.
    pub date: PartialDate,
    /// 奖励 or 惩处.
    pub kind: &'static str,
    /// What.
    pub name: &'static str,
    /// By whom.
    pub by: String,
}

/// A measured ability.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Competence {
    /// Which.
    pub ability: &'static str,
    /// 1 (weak) to 5 (strong).
    pub grade: i64,
    /// When it was measured.
    pub date: Date,
    /// How.
    pub source: &'static str,
}

/// A certificate.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Certificate {
    /// Which.
    pub name: &'static str,
    /// Who gave it.
    pub issuer: &'static str,
    /// When.
    pub date: PartialDate,
}

/// A relative in the same organisation.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Kin {
    /// What the other is: 丈夫, 妻子, 哥哥, 弟弟, 姐姐, 妹妹.
    pub relation: &'static str,
    /// The other's 人员编号.
    pub number: String,
    /// The other's name.
    pub name: String,
}
