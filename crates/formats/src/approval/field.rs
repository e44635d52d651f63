//! The fields of the form, in the order of the editor's template.

use base::Lang;

macro_rules! fields {
    ($($(#[$doc:meta])* $field:ident $element:literal $lrm:expr, $zh:literal, $en:literal;)+) => {
        /// A field of the form that holds one text.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Field {
            $($(#[$doc])* $field,)+
        }
        impl Field {
            /// Every field, in the order of the template.
            pub const ALL: &'static [Self] = &[$(Self::$field),+];
            /// The element that holds it in `.lrmx`.
            pub fn element(self) -> &'static str {
                match self { $(Self::$field => $element),+ }
            }
            /// What the printed form calls it.
            pub fn label(self, lang: Lang) -> &'static str {
                let (zh, en) = match self { $(Self::$field => ($zh, $en)),+ };
                if lang == Lang::Zh { zh } else { en }
            }
            /// Its place among the 33 fields of `.lrm`, where it has one of its own.
            pub(super) fn lrm(self) -> Option<usize> {
                match self { $(Self::$field => $lrm),+ }
            }
        }
    };
}

fields! {
    /// 姓名; may hold blanks between the characters of a short name.
    Name "XingMing" Some(0), "姓名", "Name";
    /// 性别, as a word.
    Sex "XingBie" Some(1), "性别", "Sex";
    /// 出生年月.
    Birth "ChuShengNianYue" Some(2), "出生年月", "Born";
    /// 民族, as a word.
    Ethnic "MinZu" Some(3), "民族", "Ethnic group";
    /// 籍贯.
    NativePlace "JiGuan" Some(4), "籍贯", "Native place";
    /// 出生地.
    Birthplace "ChuShengDi" Some(7), "出生地", "Place of birth";
    /// 入党时间: a month, another party's name, or both; see [`Joined`](super::Joined).
    Joined "RuDangShiJian" Some(5), "入党时间", "Joined the Party";
    /// 参加工作时间.
    WorkStart "CanJiaGongZuoShiJian" Some(8), "参加工作时间", "Began work";
    /// 健康状况.
    Health "JianKangZhuangKuang" Some(6), "健康状况", "Health";
    /// 专业技术职务.
    Title "ZhuanYeJiShuZhiWu" Some(11), "专业技术职务", "Professional title";
    /// 熟悉专业有何专长.
    Expertise "ShuXiZhuanYeYouHeZhuanChang" Some(16), "熟悉专业有何专长", "Fields of expertise";
    /// 全日制教育学历.
    FullLevel "QuanRiZhiJiaoYu_XueLi" None, "全日制教育学历", "Full-time education";
    /// 全日制教育学位.
    FullDegree "QuanRiZhiJiaoYu_XueWei" None, "全日制教育学位", "Full-time degree";
    /// 全日制学历毕业院校系及专业.
    FullSchool "QuanRiZhiJiaoYu_XueLi_BiYeYuanXiaoXi" None, "全日制学历毕业院校系及专业", "School and major of the full-time education";
    /// 全日制学位毕业院校系及专业; empty where it is that of the level.
    FullDegreeSchool "QuanRiZhiJiaoYu_XueWei_BiYeYuanXiaoXi" None, "全日制学位毕业院校系及专业", "School and major of the full-time degree";
    /// 在职教育学历.
    ServiceLevel "ZaiZhiJiaoYu_XueLi" None, "在职教育学历", "In-service education";
    /// 在职教育学位.
    ServiceDegree "ZaiZhiJiaoYu_XueWei" None, "在职教育学位", "In-service degree";
    /// 在职学历毕业院校系及专业.
    ServiceSchool "ZaiZhiJiaoYu_XueLi_BiYeYuanXiaoXi" None, "在职学历毕业院校系及专业", "School and major of the in-service education";
    /// 在职学位毕业院校系及专业; empty where it is that of the level.
    ServiceDegreeSchool "ZaiZhiJiaoYu_XueWei_BiYeYuanXiaoXi" None, "在职学位毕业院校系及专业", "School and major of the in-service degree";
    /// 现任职务.
    Post "XianRenZhiWu" Some(25), "现任职务", "Present post";
    /// 拟任职务.
    ToHold "NiRenZhiWu" Some(26), "拟任职务", "Post to be held";
    /// 拟免职务.
    ToLeave "NiMianZhiWu" Some(27), "拟免职务", "Post to be left";
    /// 简历; see [`Resume`](super::Resume).
    Resume "JianLi" Some(17), "简历", "Résumé";
    /// 奖惩情况.
    Awards "JiangChengQingKuang" Some(18), "奖惩情况", "Rewards and sanctions";
    /// 年度考核结果.
    Annual "NianDuKaoHeJieGuo" Some(19), "年度考核结果", "Annual results";
    /// 任免理由.
    Reason "RenMianLiYou" Some(28), "任免理由", "Reason";
    /// 呈报单位.
    Submitter "ChengBaoDanWei" Some(29), "呈报单位", "Submitted by";
    /// 计算年龄时间: the day of which the ages on the form are.
    AgeOn "JiSuanNianLingShiJian" Some(30), "计算年龄时间", "Ages as of";
    /// 填表时间.
    FilledOn "TianBiaoShiJian" Some(32), "填表时间", "Filled in on";
    /// 填表人.
    FilledBy "TianBiaoRen" Some(31), "填表人", "Filled in by";
    /// 身份证号.
    Identity "ShenFenZheng" None, "身份证号", "Identity number";
    /// The version of the editor that wrote the file.
    Version "Version" None, "编辑器版本", "Editor version";
}

/// The element of the family.
pub(super) const FAMILY: &str = "JiaTingChengYuan";
/// The element of one member of the family.
pub(super) const MEMBER: &str = "Item";
/// The element of the photograph.
pub(super) const PHOTO: &str = "ZhaoPian";
/// The elements of a member of the family, in their order.
pub(super) const MEMBER_PARTS: [&str; 5] =
    ["ChengWei", "XingMing", "ChuShengRiQi", "ZhengZhiMianMao", "GongZuoDanWeiJiZhiWu"];

impl Field {
    pub(super) fn of(element: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|f| f.element() == element)
    }
    /// Level, degree, school of the level, school of the degree: of full-time and of in-service education.
    pub(super) const STUDIES: [[Self; 4]; 2] = [
        [Self::FullLevel, Self::FullDegree, Self::FullSchool, Self::FullDegreeSchool],
        [Self::ServiceLevel, Self::ServiceDegree, Self::ServiceSchool, Self::ServiceDegreeSchool],
    ];
}
