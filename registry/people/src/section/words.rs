//! The closed sets of words that fields of a file take: word, Chinese, English.

/// A closed set of words.
pub type Words = &'static [(&'static str, &'static str, &'static str)];

/// The four dimensions in which competence is measured.
pub const DIMENSIONS: Words = &[
    ("ideology", "思想政治", "Ideology and politics"),
    ("knowledge", "知识结构", "Knowledge"),
    ("business", "业务能力", "Professional ability"),
    ("management", "管理水平", "Management"),
];
/// Kinds of certificate.
pub const CERTIFICATES: Words = &[
    ("title", "专业技术任职资格", "Professional title"),
    ("vocational", "职业资格", "Vocational qualification"),
    ("language", "外语水平", "Foreign language"),
    ("other", "其他", "Other"),
];
/// Forms of study that requirements tell apart.
pub const STUDY_FORMS: Words = &[
    ("ordinary", "普通高等教育（全日制）", "Ordinary, full-time"),
    ("part_time_postgraduate", "非全日制研究生（国家计划内）", "Part-time postgraduate under the state plan"),
    ("self_study", "自学考试", "Self-study examination"),
    ("adult", "成人教育", "Adult education"),
    ("network", "网络教育", "Network education"),
    ("evening", "夜大", "Evening university"),
    ("open", "开放教育、电大", "Open university"),
    ("technical", "技工院校", "Technical school"),
    ("overseas", "国（境）外", "Abroad"),
];
/// Kinds of service that requirements on grass-roots experience ask for.
pub const SERVICE: Words = &[
    ("local_organ", "县乡党政机关", "Party or government organ of a county or township"),
    ("higher_organ", "县级以上党政机关", "Party or government organ above the county"),
    ("village", "村（社区）组织", "Village or community organisation"),
    ("institution", "事业单位", "Public institution"),
    ("institution_as_organ", "参公事业单位", "Institution administered by reference"),
    ("state_enterprise", "国有企业", "State-owned enterprise"),
    ("enterprise", "其他企业、社会组织", "Other enterprise or social organisation"),
    ("own_business", "自主创业", "Own business"),
    ("flexible", "灵活就业", "Flexible employment"),
    ("public_welfare", "基层公益岗位", "Public-welfare job at the grass roots"),
    ("programme", "服务基层项目", "Grass-roots programme"),
    ("practice", "就业见习、科研助理", "Practice placement or research assistantship"),
    ("forces", "部队", "Armed forces"),
    ("study", "学习", "Study"),
];
/// What the beginning of a period of work is taken from.
pub const BASIS: Words = &[
    ("reported", "报到之日", "Day of reporting for duty"),
    ("contract", "劳动合同", "Labour contract"),
    ("agreement", "工作协议", "Work agreement"),
    ("licence", "营业执照", "Business licence"),
    ("registered", "登记确认", "Registration"),
];
/// How a period of work is evidenced.
pub const EVIDENCE: Words = &[
    ("proven", "档案、合同、社保或工资记录", "Personnel file, contract, social insurance or wage record"),
    ("statement_only", "仅单位证明", "Statement of the unit only"),
    ("other", "其他材料", "Other papers"),
];
/// Programmes of service at the grass roots.
pub const PROGRAMMES: Words = &[
    ("village_official", "大学生村官", "Graduate village official"),
    ("three_supports", "三支一扶", "Three Supports and One Assistance"),
    ("west", "西部计划", "Go West volunteers"),
    ("mountains", "山区计划", "Mountain-area volunteers"),
    ("rural_teachers", "特岗教师", "Rural special-post teachers"),
    ("other", "其他项目", "Another programme"),
];
/// How somebody came to the forces, as far as study is concerned.
pub const ENTERED: Words = &[
    ("graduate", "高校毕业后入伍", "After graduating from college"),
    ("student", "高校在读（含新生）入伍", "While at college or newly admitted"),
    ("studied_later", "退役后入学", "Admitted to college after discharge"),
    ("other", "其他", "Otherwise"),
];
/// What a relative in a unit means for a post there.
pub const RECUSAL: Words = &[
    (
        "conflict",
        "应回避（担任领导成员或有直接上下级关系）",
        "Recusal is due (a leading member, or direct superior or subordinate)",
    ),
    ("no_conflict", "不属应回避情形", "No recusal is due"),
];
/// The sections of which it can be said that there is nothing to record.
pub const NONE_OF: Words = &[
    ("career", "工作经历", "Work"),
    ("programme", "服务基层项目", "Grass-roots programmes"),
    ("military", "服役经历", "Military service"),
    ("award", "奖惩", "Rewards and sanctions"),
    ("certificate", "任职资格与证书", "Titles and certificates"),
    ("kin", "家庭成员及社会关系", "Family and social relations"),
    ("recusal", "应回避的亲属关系", "Relatives from whom recusal is due"),
];
