//! The sheets and columns that an import of people knows.

use formats::sheet::{Column, Layout};
use intake::Part;

use crate::section::Section;

const fn c(key: &'static str, names: &'static [&'static str]) -> Column {
    Column::optional(key, names)
}

const NUMBER: Column = c("number", &["人员编号", "工号", "编号", "职工号", "Staff number"]);
const NAME: Column = c("name", &["姓名", "Name", "A0101", "A01001"]);
const ID: Column =
    c("id_number", &["身份证号", "公民身份号码", "身份号码", "身份证号码", "ID number", "A0184", "A01085"]);

// Names such as A0104 and A01004 are those of the national information standard: the older and the newer family.
static PEOPLE: Layout = Layout {
    columns: &[
        NUMBER,
        Column::required("name", &["姓名", "Name", "A0101", "A01001"]),
        ID,
        c("former_names", &["曾用名", "Former names", "A39001"]),
        c("sex", &["性别", "Sex", "A0104", "A01004"]),
        c("birth", &["出生日期", "出生年月", "出生时间", "Born", "A0107", "A01007"]),
        c("ethnic", &["民族", "Ethnic group", "A0117", "A01017"]),
        c("native_place", &["籍贯", "Native place", "A0111A", "A0111", "A01011A"]),
        c("birthplace", &["出生地", "Place of birth", "A0114A", "A0114", "A01014A"]),
        c("growing_place", &["成长地", "Place of growing up", "A0115A"]),
        c("political", &["政治面貌", "Political standing", "A0141"]),
        c("joined", &["入党时间", "入党日期", "入党（团）时间", "Joined the Party", "A0144"]),
        c("second_party", &["第二党派", "Second party", "A3921", "A39021"]),
        c("work_start", &["参加工作时间", "参加工作日期", "工作时间", "Began work", "A0134", "A01034"]),
        c("category", &["人员类别", "Category", "A0160", "A01060"]),
        c("state", &["人员管理状态", "人员状态", "Standing in the service", "A0163", "A01063"]),
        c("management", &["管理类别", "Managed by", "A0165", "A01065"]),
        c("establishment", &["编制类型", "Establishment", "A0121"]),
        c("level", &["职务层次", "现职务层次", "Level of post", "A0221"]),
        c("level_since", &["任现职务层次时间", "现职务层次时间", "任同级时间", "At this level since", "A0288"]),
        c("grade", &["职级", "现职级", "Grade", "A0192E"]),
        c(
            "post_title",
            &["工作单位及职务", "现工作单位及职务全称", "现工作单位及职务", "单位及职务", "Unit and post", "A0192A"],
        ),
        c("unit_name", &["现任单位", "工作单位", "单位", "单位名称", "Unit"]),
        c("post", &["现任职务", "职务", "Post"]),
        c("specialty", &["熟悉专业有何专长", "专长", "Fields of expertise", "A0187A", "A01087"]),
        c(
            "unit",
            &[
                "现任单位编码",
                "单位编码",
                "机构编码",
                "管理单位编码",
                "统计关系所在单位代码",
                "统计关系所在单位",
                "Unit code",
                "A0195",
                "A01057B",
            ],
        ),
        c("since", &["任现职时间", "现任职务时间", "In post since"]),
        c("condition", &["健康状况", "Health", "A0128", "A01027"]),
        c("ft_level", &["全日制学历", "全日制教育学历"]),
        c("ft_degree", &["全日制学位", "全日制教育学位"]),
        c("ft_school", &["全日制毕业院校", "全日制教育毕业院校系及专业", "全日制毕业院校系"]),
        c("ft_major", &["全日制专业"]),
        c("ft_major_code", &["全日制专业代码"]),
        c("ft_ended", &["全日制毕业时间"]),
        c("is_level", &["在职学历", "在职教育学历"]),
        c("is_degree", &["在职学位", "在职教育学位"]),
        c("is_school", &["在职毕业院校", "在职教育毕业院校系及专业", "在职毕业院校系"]),
        c("is_major", &["在职专业"]),
        c("is_major_code", &["在职专业代码"]),
        c("is_ended", &["在职毕业时间"]),
        c("interests", &["兴趣特长", "志趣特长", "爱好", "Interests"]),
        c("household", &["户籍所在地", "户口所在地", "Household registered in"]),
        c("household_since", &["入户时间", "Registered there since"]),
        c("origin", &["生源地", "Place of origin as a student"]),
        c("unit_settled", &["毕业后是否落实过工作单位", "是否落实工作单位", "Working unit settled since graduation"]),
        c("registered", &["公务员登记时间", "Registered as a civil servant", "A2949", "A61049"]),
        c("pay_level", &["级别", "Pay level", "A0120"]),
        c(
            "technical_rank",
            &["专业技术类公务员任职资格", "专技任职资格", "Qualification as technical civil servant", "A0122"],
        ),
        c("grade_since", &["任现职级时间", "现职级时间", "At this grade since", "A0192C"]),
        c("third_party", &["第三党派", "Third party", "A3927"]),
        c(
            "two_years_below",
            &[
                "具有两年以上基层工作经历",
                "两年以上基层经历",
                "是否具有两年以上基层工作经历",
                "Two years at the grass roots",
                "A0197",
            ],
        ),
        c("short_title", &["现工作单位及职务简称", "Unit and post in short", "A0192"]),
        c("remarks", &["备注", "Remarks", "A0180"]),
        c(
            "hong_kong_macao",
            &["是否港澳居民中的中国公民", "是否港澳居民", "Chinese citizen resident in Hong Kong or Macao"],
        ),
    ],
};
static STUDY: Layout = Layout {
    columns: &[
        NUMBER,
        NAME,
        ID,
        c("kind", &["教育类别", "Full-time or in-service", "A0837", "A08020"]),
        c("level", &["学历", "学历名称", "Level of education", "A0801A", "A08002A"]),
        c("degree", &["学位", "学位名称", "Degree", "A0901A", "A09001A"]),
        c("school", &["毕业院校", "毕业院校系", "学校（单位）名称", "学校名称", "School", "A0814", "A08014"]),
        c("major", &["专业", "所学专业", "所学专业名称", "Major", "A0824", "A08024"]),
        c("major_code", &["专业代码", "所学专业类别", "Code of the major", "A0827", "A08027"]),
        c("began", &["入学时间", "入学日期", "Began", "A0804", "A08004"]),
        c(
            "ended",
            &[
                "毕业时间",
                "毕（肄、结）业时间",
                "毕（肄、结）业日期",
                "毕业日期",
                "Graduated",
                "Ended",
                "A0807",
                "A08007",
            ],
        ),
        c("form", &["学习形式", "Form of study"]),
        c("school_area", &["院校所在地", "学校所在地", "Place of the school", "A08017"]),
        c("certified", &["国（境）外学历是否已认证", "学历是否认证", "Foreign diploma certified"]),
        c("directed", &["是否定向、委培", "是否定向委培", "Bound to an employer"]),
    ],
};
static CAREER: Layout = Layout {
    columns: &[
        NUMBER,
        NAME,
        ID,
        Column::required("began", &["起始时间", "开始时间", "起始日期", "曾在单位起始日期", "From", "A17005"]),
        c("ended", &["终止时间", "结束时间", "终止日期", "曾在单位终止日期", "To", "A17010"]),
        Column::required("work", &["经历", "所在单位及职务", "工作单位及职务", "简历", "Unit and post", "A17020"]),
        c("service", &["经历类别", "Kind of service"]),
        c("grassroots", &["是否基层工作", "是否基层工作经历", "基层工作经历", "Grass-roots service"]),
        c("level", &["职务层次", "Level of post"]),
        c("basis", &["起始时间依据", "Beginning taken from"]),
        c("evidence", &["证明材料", "Evidence"]),
        c("at_school", &["是否在校期间", "While at school"]),
    ],
};
static ANNUAL: Layout = Layout {
    columns: &[
        NUMBER,
        NAME,
        ID,
        Column::required("year", &["年度", "考核年度", "Year", "A1521", "A15021"]),
        Column::required("result", &["考核结果", "考核结论", "考核等次", "考核结论类别", "Result", "A1517", "A15017"]),
        c("note", &["备注", "Remarks"]),
    ],
};
static AWARD: Layout = Layout {
    columns: &[
        NUMBER,
        NAME,
        ID,
        c("kind", &["奖惩类别", "Kind", "A14201"]),
        Column::required("name_of", &["奖惩名称", "奖励名称", "Reward or sanction", "A1404A", "A14205A"]),
        Column::required("on", &["批准时间", "批准日期", "奖惩时间", "Approved on", "A1407", "A14225"]),
        c("honour", &["荣誉称号", "Honorary title", "A14220"]),
        c("authority", &["批准单位", "批准机关", "Approved by", "A1411A", "A14214A"]),
        c("document", &["文号", "Document", "A14202"]),
        c("reason", &["说明", "备注", "Remarks", "A14224"]),
        c("effect_to", &["影响期至", "影响期", "In effect until"]),
        c("lifted", &["解除日期", "撤销日期", "Lifted on", "A1424", "A14227"]),
        c("authority_level", &["批准机关级别", "Level of the approving body", "A1414"]),
        c("authority_kind", &["批准机关性质", "Kind of the approving body", "A1428"]),
    ],
};
static CERTIFICATE: Layout = Layout {
    columns: &[
        NUMBER,
        NAME,
        ID,
        c("kind", &["类别", "证书类别", "Kind"]),
        Column::required("name_of", &["证书名称", "资格名称", "专业技术任职资格", "Certificate", "A0602", "A06001A"]),
        c("listed", &["对应证书目录", "证书目录", "In the list of certificates"]),
        c("grade", &["等级", "级别", "Grade", "A06002"]),
        c("on", &["取得时间", "取得日期", "Obtained", "A0604", "A06004"]),
        c("until", &["有效期至", "Valid until"]),
        c("issuer", &["发证机关", "发证单位", "评审单位", "Issued by", "A0611", "A06013"]),
        c("way", &["取得途径", "How obtained", "A0607", "A06007"]),
        c("printed", &["输出", "Printed on forms", "A0699"]),
    ],
};
// one row a level of post or grade, as long as it was held
static RANK: Layout = Layout {
    columns: &[
        NUMBER,
        NAME,
        ID,
        c("kind", &["职务职级类别", "类别", "Level of post or grade", "A0531"]),
        Column::required(
            "rank",
            &["职务层次（职级）", "职务层次", "职级", "职级名称", "Level or grade", "A0501B", "A05002A"],
        ),
        Column::required("on", &["批准日期", "批准时间", "职级批准日期", "Approved on", "A0504", "A05004"]),
        c("authority", &["批准单位", "职级批准单位名称", "Approved by", "A05007A"]),
        c("document", &["批准文号", "文号", "Document", "A0511", "A05011"]),
        c("ended", &["终止日期", "终止时间", "Until", "A0517", "A05017"]),
        c("present", &["是否现任", "状态", "现行职级标识", "Present", "A0524", "A05024"]),
    ],
};
static ENTRY: Layout = Layout {
    columns: &[
        NUMBER,
        NAME,
        ID,
        c("examined", &["是否考录", "Recruited by examination", "A99Z101"]),
        c("entered", &["录用时间", "录用审批（或备案）时间", "批准录用日期", "Recruited on", "A99Z102", "A03033"]),
        c("selected", &["是否选调生", "Selected graduate", "A99Z103"]),
        c("selected_on", &["进入选调生时间", "Selected on", "A99Z104"]),
    ],
};
static ABILITY: Layout = Layout {
    columns: &[
        NUMBER,
        NAME,
        ID,
        c("dimension", &["维度", "Dimension"]),
        Column::required("name_of", &["能力", "能力项", "Competence"]),
        Column::required("level", &["等级", "水平", "Level"]),
        Column::required("on", &["评定日期", "评定时间", "Assessed on"]),
        Column::required("source", &["评定来源", "来源", "Source"]),
    ],
};
static KIN: Layout = Layout {
    columns: &[
        NUMBER,
        NAME,
        ID,
        Column::required("relation", &["关系", "称谓", "Relation", "A3604A", "A36005A"]),
        Column::required("name_of", &["亲属姓名", "家庭成员姓名", "成员姓名", "Relative", "A3601", "A36001"]),
        c("birth", &["亲属出生日期", "亲属出生年月", "Relative born", "A3607", "A36007"]),
        c("political", &["亲属政治面貌", "Political standing of the relative", "A3627", "A36027A"]),
        c("work", &["亲属工作单位及职务", "工作单位及职务", "Unit and post of the relative", "A3611", "A36011"]),
        c("abroad", &["是否移居国（境）外", "Emigrated"]),
        c("other_number", &["亲属人员编号", "Staff number of the relative"]),
    ],
};

static PROGRAMME: Layout = Layout {
    columns: &[
        NUMBER,
        NAME,
        ID,
        Column::required("kind", &["项目", "服务项目", "项目名称", "Programme"]),
        Column::required("began", &["服务起始时间", "起始时间", "From"]),
        c("ended", &["服务期满时间", "期满时间", "终止时间", "Completed"]),
        c("recruited_by", &["招募省份", "Recruited by"]),
        c("area", &["服务地", "服务地区", "Served in"]),
        c("passed", &["期满考核是否合格", "考核是否合格", "Final assessment passed"]),
        c("note", &["备注", "Remarks"]),
    ],
};
static MILITARY: Layout = Layout {
    columns: &[
        NUMBER,
        NAME,
        ID,
        Column::required("began", &["入伍时间", "Enlisted"]),
        c("ended", &["退役时间", "退伍时间", "Discharged"]),
        c("enlisted_in", &["征集地（入伍地）", "征集地", "入伍地", "Enlisted in"]),
        c("entered", &["入伍方式", "How one entered"]),
        c("arranged", &["是否由政府安排工作", "是否安排工作", "Work arranged by the government"]),
        c("resettled_in", &["安置地", "Place of resettlement"]),
        c("note", &["部队、军衔及职务", "备注", "Unit, rank and post", "Remarks"]),
    ],
};
static INTEREST: Layout = Layout {
    columns: &[
        NUMBER,
        NAME,
        ID,
        Column::required("interest", &["志趣特长", "兴趣特长", "Interest"]),
        c("note", &["说明", "备注", "Remarks"]),
    ],
};
static FITNESS: Layout = Layout {
    columns: &[
        NUMBER,
        NAME,
        ID,
        Column::required("demand", &["岗位要求", "身体条件要求", "Demand of the post"]),
        Column::required("fits", &["是否符合", "Suited"]),
        c("on", &["认定日期", "认定时间", "Established on"]),
    ],
};
static RECUSAL: Layout = Layout {
    columns: &[
        NUMBER,
        NAME,
        ID,
        Column::required("unit", &["亲属任职单位代码", "Code of the unit where a relative serves"]),
        c("unit_name", &["亲属任职单位名称", "单位名称", "Name of the unit"]),
        Column::required("finding", &["认定", "回避认定", "Finding"]),
        Column::required("on", &["申报日期", "申报时间", "Declared on"]),
    ],
};
static ABSENT: Layout = Layout {
    columns: &[
        NUMBER,
        NAME,
        ID,
        Column::required("what", &["事项", "Matter"]),
        Column::required("on", &["核实日期", "核实时间", "Confirmed on"]),
        Column::required("source", &["核实依据", "Evidence"]),
    ],
};

/// The sheets. The first is the one of people; the others belong to it by staff number, identity number or name.
pub static PARTS: [Part; 16] = [
    Part {
        key: "people",
        names: &["人员", "人员信息", "基本信息", "A01", "干部名册", "花名册", "People"],
        layout: &PEOPLE,
    },
    Part { key: "study", names: &["学历", "学历学位", "A08", "Education"], layout: &STUDY },
    Part { key: "career", names: &["简历", "工作经历", "A17", "Résumé"], layout: &CAREER },
    Part { key: "annual", names: &["年度考核", "考核", "A15", "Annual results"], layout: &ANNUAL },
    Part { key: "award", names: &["奖惩", "奖惩情况", "A14", "Rewards and sanctions"], layout: &AWARD },
    Part { key: "certificate", names: &["证书", "任职资格", "A06", "Certificates"], layout: &CERTIFICATE },
    Part { key: "rank", names: &["职务层次与职级", "职级", "A05", "Levels and grades"], layout: &RANK },
    Part { key: "entry", names: &["录用与选调", "A99Z1", "Entry into the service"], layout: &ENTRY },
    Part { key: "ability", names: &["能力", "能力测评", "Competences"], layout: &ABILITY },
    Part { key: "programme", names: &["服务基层项目", "基层项目", "Programmes"], layout: &PROGRAMME },
    Part { key: "military", names: &["服役经历", "兵役", "Military service"], layout: &MILITARY },
    Part { key: "interest", names: &["志趣特长", "兴趣特长", "Interests"], layout: &INTEREST },
    Part { key: "fitness", names: &["岗位身体条件", "身体条件", "Physical suitability"], layout: &FITNESS },
    Part { key: "recusal", names: &["回避申报", "回避", "Recusal"], layout: &RECUSAL },
    Part { key: "absent", names: &["经核实没有的事项", "核实为无", "Confirmed as none"], layout: &ABSENT },
    Part { key: "kin", names: &["亲属", "家庭成员", "A36", "Family"], layout: &KIN },
];

/// The section that a sheet fills.
pub(super) fn section(part: &str) -> Option<Section> {
    part.parse().ok()
}
