//! The words for levels, kinds and sides of a record, in both languages.

use base::Lang;

use crate::{
    Field, Flag,
    facts::{DegreeLevel, EnteredAs, Level, ProgrammeKind, ServiceKind, Standing, Status, StudyKind},
    test::Aspect,
};

/// Something with a word in each language.
pub trait Word {
    /// Chinese and English.
    fn both(&self) -> (&'static str, &'static str);
    /// In that language.
    fn to(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.both().0,
            Lang::En => self.both().1,
        }
    }
}

macro_rules! words {
    ($($of:ty { $($what:pat => $zh:literal, $en:literal;)+ })+) => {$(
        impl Word for $of {
            fn both(&self) -> (&'static str, &'static str) {
                #[allow(unused_imports, reason = "not every set is one of variants")]
                use $of::*;
                match self { $($what => ($zh, $en),)+ }
            }
        }
    )+};
}

words! {
    Level {
        School => "中小学", "school";
        Vocational => "中专", "secondary vocational";
        College => "大专", "junior college";
        Bachelor => "本科", "bachelor's";
        Postgraduate => "研究生", "postgraduate";
    }
    DegreeLevel {
        None => "无学位", "no degree";
        Bachelor => "学士", "bachelor";
        Master => "硕士", "master";
        Doctor => "博士", "doctor";
    }
    StudyKind {
        Ordinary => "普通全日制", "ordinary full-time";
        PartTimePostgraduate => "非全日制研究生", "part-time postgraduate under the state plan";
        SelfStudy => "自学考试", "self-study examination";
        Adult => "成人教育", "adult education";
        Network => "网络教育", "network education";
        Evening => "夜大", "evening university";
        Open => "开放教育", "open university";
        InService => "在职教育", "in-service study";
        Technical => "技工院校", "technical school";
        Overseas => "国（境）外", "abroad";
    }
    Status {
        Graduated => "已毕业", "graduated";
        Expected => "应届", "expected";
        Studying => "在读", "studying";
        Incomplete => "未毕业", "left without a diploma";
    }
    Standing {
        Listed => "目录内专业", "listed major";
        Partly => "目录注明“部分”", "listed with the remark “partly”";
        Discipline => "学科或大类名称", "name of a discipline";
        Unlisted => "未列入目录", "not in the catalogue";
    }
    ServiceKind {
        LocalOrgan => "县乡机关", "organ of a county or township";
        HigherOrgan => "县以上机关", "organ above the county";
        Village => "村（社区）组织", "village or community body";
        Institution => "事业单位", "public institution";
        InstitutionAsOrgan => "参公单位", "institution run as an organ";
        StateEnterprise => "国有企业", "state-owned enterprise";
        Enterprise => "其他企业或社会组织", "other enterprise or organisation";
        OwnBusiness => "自主创业", "own business";
        Flexible => "灵活就业", "flexible employment";
        PublicWelfare => "基层公益岗位", "public-welfare job";
        Programme => "服务基层项目", "grass-roots programme";
        Practice => "就业见习", "practice placement";
        Forces => "军队服役", "armed forces";
    }
    ProgrammeKind {
        VillageOfficial => "大学生村官", "graduate village official";
        ThreeSupports => "“三支一扶”", "Three Supports";
        West => "西部计划", "Go West volunteers";
        Mountains => "山区计划", "mountain-area volunteers";
        RuralTeachers => "特岗教师", "rural special-post teachers";
    }
    EnteredAs {
        Graduate => "毕业后入伍", "enlisted after graduating";
        Student => "在读或录取后入伍", "enlisted as a student";
        StudiedLater => "退役后入学", "admitted after discharge";
        Other => "其他", "other";
    }
    Flag {
        UnitSettled => "已落实工作单位", "a working unit is settled";
        StudyingAbroad => "国（境）外在读", "enrolled abroad";
        HiredElsewhere => "已被其他机关录用", "already taken on elsewhere";
        HongKongMacao => "港澳居民中的中国公民", "Chinese citizen resident in Hong Kong or Macao";
    }
    Field {
        Sex => "性别", "sex";
        Birth => "出生日期", "date of birth";
        Ethnic => "民族", "ethnic group";
        Political => "政治面貌", "political standing";
        Household => "户籍", "household registration";
        Origin => "生源地", "place of origin";
        Educations => "学历学位", "education";
        Service => "工作经历", "work";
        Certificates => "证书", "certificates";
        Programmes => "服务基层项目", "grass-roots programmes";
        Military => "服役经历", "military service";
        Kin => "亲属任职情况", "relatives in office";
        Flag(crate::Flag::UnitSettled) => "落实工作单位情况", "whether a working unit is settled";
        Flag(crate::Flag::StudyingAbroad) => "国（境）外在读情况", "whether enrolled abroad";
        Flag(crate::Flag::HiredElsewhere) => "其他机关录用情况", "whether taken on elsewhere";
        Flag(crate::Flag::HongKongMacao) => "是否港澳居民", "whether resident in Hong Kong or Macao";
    }
    Aspect {
        Level => "学历层次", "level";
        Kind => "类别", "kind";
        InService => "是否在职", "whether in service";
        Finished => "取得证书时间", "when finished";
        Graduated => "毕业时间", "when graduated";
        Degree => "学位", "degree";
        Major => "专业", "major";
        School => "在校期间", "whether at school then";
        SchoolArea => "学校所在地", "place of the school";
        Certified => "学历认证", "certification of a foreign diploma";
        Directed => "定向委培", "bound to an employer";
        Highest => "最高学历", "whether the highest";
        NotAuxiliary => "主修", "whether the main subject";
        Area => "地区", "area";
        Since => "起始时间", "beginning";
        Grade => "等级", "grade";
        Date => "时间", "date";
        RecruitedBy => "招募省份", "recruiting province";
        State => "服务状态", "state";
        Length => "时长", "length";
        EnteredAs => "入伍方式", "way of enlisting";
        Discharged => "退役时间", "discharge";
        Resettled => "安置地", "place of resettlement";
        Unit => "单位", "unit";
        Conflict => "回避情形", "conflict";
        Evidence => "证明材料", "evidence";
    }
}
