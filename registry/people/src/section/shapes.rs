//! What each section of a file holds, field by field.

use auth::ColumnGroup;

use super::{
    Field,
    Kind::{self, Choice, Code, Long, Text, When},
    Shape,
    words::{
        BASIS, CERTIFICATES, DIMENSIONS, ENTERED, EVIDENCE, NONE_OF, PROGRAMMES, RECUSAL as RECUSAL_WORDS,
        SERVICE as SERVICE_WORDS, STUDY_FORMS,
    },
};

const fn f(key: &'static str, zh: &'static str, en: &'static str, kind: Kind) -> Field {
    Field { key, zh, en, kind, required: false }
}
const fn must(key: &'static str, zh: &'static str, en: &'static str, kind: Kind) -> Field {
    Field { key, zh, en, kind, required: true }
}

pub(super) static BASIC: Shape = Shape {
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
pub(super) static IDENTITY: Shape = Shape {
    zh: "身份证件",
    en: "Identity papers",
    group: Some(ColumnGroup::Identity),
    single: true,
    dated: None,
    fields: &[must("id_number", "公民身份号码", "Identity number", Kind::Identity)],
};
pub(super) static STUDY: Shape = Shape {
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
        f("form", "学习形式", "Form of study", Choice(STUDY_FORMS)),
        f("school_area", "院校所在地", "Place of the school", Code(codes::AREA)),
        f("certified", "国（境）外学历是否已认证", "Foreign diploma certified", Code(codes::YES_NO)),
        f("directed", "是否定向、委培", "Bound to an employer", Code(codes::YES_NO)),
    ],
};
pub(super) static CAREER: Shape = Shape {
    zh: "简历",
    en: "Résumé",
    group: None,
    single: false,
    dated: Some("began"),
    fields: &[
        must("began", "起始时间", "From", When),
        f("ended", "终止时间", "To", When),
        must("work", "所在单位及职务", "Unit and post", Text(300)),
        f("service", "经历类别", "Kind of service", Choice(SERVICE_WORDS)),
        f("grassroots", "是否基层工作经历", "Grass-roots service", Code(codes::YES_NO)),
        f("level", "职务层次", "Level of post", Code(codes::LEVEL)),
        f("basis", "起始时间依据", "Beginning taken from", Choice(BASIS)),
        f("evidence", "证明材料", "Evidence", Choice(EVIDENCE)),
        f("at_school", "是否在校期间", "While at school", Code(codes::YES_NO)),
    ],
};
pub(super) static AWARD: Shape = Shape {
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
        f("authority_level", "批准机关级别", "Level of the approving body", Code(codes::UNIT_RANK)),
        f("authority_kind", "批准机关性质", "Kind of the approving body", Code(codes::AUTHORITY)),
    ],
};
pub(super) static ANNUAL: Shape = Shape {
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
pub(super) static CERTIFICATE: Shape = Shape {
    zh: "任职资格与证书",
    en: "Titles and certificates",
    group: None,
    single: false,
    dated: Some("on"),
    fields: &[
        f("kind", "类别", "Kind", Choice(CERTIFICATES)),
        must("name", "名称", "Name", Text(100)),
        f("listed", "对应证书目录", "In the list of certificates", Code(codes::CERTIFICATE)),
        f("grade", "等级", "Grade", Text(40)),
        f("on", "取得时间", "Obtained", When),
        f("until", "有效期至", "Valid until", When),
        f("issuer", "评审（发证）单位", "Issued by", Text(120)),
        f("way", "取得途径", "How obtained", Code(codes::TITLE_WAY)),
        f("printed", "输出", "Printed on forms", Code(codes::OUTPUT)),
    ],
};
pub(super) static ABILITY: Shape = Shape {
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
pub(super) static INTEREST: Shape = Shape {
    zh: "志趣特长",
    en: "Interests",
    group: None,
    single: false,
    dated: None,
    fields: &[must("interest", "志趣特长", "Interest", Text(100)), f("note", "说明", "Remarks", Text(200))],
};
pub(super) static HEALTH: Shape = Shape {
    zh: "健康状况",
    en: "Health",
    group: Some(ColumnGroup::Health),
    single: true,
    dated: None,
    fields: &[must("condition", "健康状况", "Health", Text(60)), f("note", "说明", "Remarks", Long(500))],
};
pub(super) static FITNESS: Shape = Shape {
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
pub(super) static KIN: Shape = Shape {
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
pub(super) static RESIDENCE: Shape = Shape {
    zh: "户籍与报考信息",
    en: "Residence and application",
    group: None,
    single: true,
    dated: None,
    fields: &[
        f("household", "户籍所在地", "Household registered in", Code(codes::AREA)),
        f("household_since", "入户时间", "Registered there since", When),
        f("origin", "生源地", "Place of origin as a student", Code(codes::AREA)),
        f("unit_settled", "毕业后是否落实过工作单位", "Working unit settled since graduation", Code(codes::YES_NO)),
        f(
            "hong_kong_macao",
            "是否港澳居民中的中国公民",
            "Chinese citizen resident in Hong Kong or Macao",
            Code(codes::YES_NO),
        ),
    ],
};
pub(super) static SERVICE: Shape = Shape {
    zh: "公务员管理信息",
    en: "Civil-service record",
    group: None,
    single: true,
    dated: None,
    fields: &[
        f("registered", "公务员登记时间", "Registered as a civil servant", When),
        f("pay_level", "级别", "Pay level", Code(codes::PAY_LEVEL)),
        f("grade_since", "任现职级时间", "At this grade since", When),
        f(
            "technical_rank",
            "专业技术类公务员任职资格",
            "Qualification as technical civil servant",
            Code(codes::TECHNICAL_RANK),
        ),
        f("third_party", "第三党派", "Third party", Code(codes::POLITICAL)),
        f("two_years_below", "具有两年以上基层工作经历", "Two years at the grass roots", Code(codes::YES_NO)),
        f("short_title", "现工作单位及职务简称", "Unit and post in short", Text(100)),
        f("remarks", "备注", "Remarks", Text(500)),
    ],
};
pub(super) static ENTRY: Shape = Shape {
    zh: "录用与选调",
    en: "Entry into the service",
    group: None,
    single: true,
    dated: None,
    fields: &[
        f("examined", "是否考录", "Recruited by examination", Code(codes::YES_NO)),
        f("entered", "录用时间", "Recruited on", When),
        f("selected", "是否选调生", "Selected graduate", Code(codes::YES_NO)),
        f("selected_on", "进入选调生时间", "Selected on", When),
    ],
};
pub(super) static RANK: Shape = Shape {
    zh: "职务层次与职级",
    en: "Levels and grades",
    group: None,
    single: false,
    dated: Some("on"),
    fields: &[
        f("kind", "类别", "Level of post or grade", Code(codes::RANK_KIND)),
        must("rank", "职务层次（职级）", "Level or grade", Kind::Rank),
        must("on", "批准日期", "Approved on", When),
        f("authority", "批准单位", "Approved by", Text(120)),
        f("document", "批准文号", "Document", Text(100)),
        f("ended", "终止日期", "Until", When),
        f("present", "是否现任", "Present", Code(codes::YES_NO)),
    ],
};
pub(super) static PROGRAMME: Shape = Shape {
    zh: "服务基层项目",
    en: "Grass-roots programmes",
    group: None,
    single: false,
    dated: Some("began"),
    fields: &[
        must("kind", "项目", "Programme", Choice(PROGRAMMES)),
        must("began", "服务起始时间", "From", When),
        f("ended", "服务期满时间", "Completed", When),
        f("recruited_by", "招募省份", "Recruited by", Code(codes::AREA)),
        f("area", "服务地", "Served in", Code(codes::AREA)),
        f("passed", "期满考核是否合格", "Final assessment passed", Code(codes::YES_NO)),
        f("note", "备注", "Remarks", Text(200)),
    ],
};
pub(super) static MILITARY: Shape = Shape {
    zh: "服役经历",
    en: "Military service",
    group: None,
    single: false,
    dated: Some("began"),
    fields: &[
        must("began", "入伍时间", "Enlisted", When),
        f("ended", "退役时间", "Discharged", When),
        f("enlisted_in", "征集地（入伍地）", "Enlisted in", Code(codes::AREA)),
        f("entered", "入伍方式", "How one entered", Choice(ENTERED)),
        f("arranged", "是否由政府安排工作", "Work arranged by the government", Code(codes::YES_NO)),
        f("resettled_in", "安置地", "Place of resettlement", Code(codes::AREA)),
        f("note", "部队、军衔及职务", "Unit, rank and post", Text(200)),
    ],
};
pub(super) static RECUSAL: Shape = Shape {
    zh: "回避申报",
    en: "Recusal",
    group: None,
    single: false,
    dated: Some("on"),
    fields: &[
        must("unit", "亲属任职单位代码", "Code of the unit where a relative serves", Text(40)),
        f("unit_name", "单位名称", "Name of the unit", Text(120)),
        must("finding", "认定", "Finding", Choice(RECUSAL_WORDS)),
        must("on", "申报日期", "Declared on", When),
    ],
};
pub(super) static ABSENT: Shape = Shape {
    zh: "经核实没有的事项",
    en: "Confirmed as none",
    group: None,
    single: false,
    dated: Some("on"),
    fields: &[
        must("what", "事项", "Matter", Choice(NONE_OF)),
        must("on", "核实日期", "Confirmed on", When),
        must("source", "核实依据", "Evidence", Text(120)),
    ],
};
