//! What kinds of unit there are.

use base::Lang;

base::words! {
    /// The kind of a unit.
    pub enum Kind {
        /// 地方: a place with a government of its own.
        Locality = "locality",
        /// 党委
        PartyCommittee = "party_committee",
        /// 党总支
        GeneralBranch = "general_branch",
        /// 党支部
        Branch = "branch",
        /// 党委工作机关
        PartyOffice = "party_office",
        /// 政府工作部门
        GovernmentOrgan = "government_organ",
        /// 机关: of a people's congress, a consultative conference, a court, a procuratorate, a people's organisation.
        Organ = "organ",
        /// 内设机构: within another unit.
        Department = "department",
        /// 学校
        School = "school",
        /// 院系
        Faculty = "faculty",
        /// 事业单位
        Institution = "institution",
        /// 乡镇
        Township = "township",
        /// 企业
        Enterprise = "enterprise",
        /// 其他
        Other = "other",
    }
}

base::words! {
    /// The kind of a Party organisation.
    pub enum PartyKind {
        /// 党委
        Committee = "committee",
        /// 党总支
        GeneralBranch = "general_branch",
        /// 党支部
        Branch = "branch",
    }
}

base::words! {
    /// What funds are for.
    pub enum Purpose {
        /// 党建经费: the Party's own work and activities.
        Party = "party",
        /// 教育培训经费
        Training = "training",
        /// 人员经费
        Personnel = "personnel",
        /// 公用经费
        Operating = "operating",
        /// 项目经费
        Project = "project",
    }
}

impl Purpose {
    /// What people call it.
    pub fn label(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Self::Party => ("党建经费", "Party-building funds"),
            Self::Training => ("教育培训经费", "Training funds"),
            Self::Personnel => ("人员经费", "Personnel funds"),
            Self::Operating => ("公用经费", "Operating funds"),
            Self::Project => ("项目经费", "Project funds"),
        };
        if lang == Lang::Zh { zh } else { en }
    }
}

/// Kinds and the nature that the national workbook (ZB04) has for them.
const NATURES: [(Kind, &str); 7] = [
    (Kind::PartyCommittee, "党委"),
    (Kind::PartyOffice, "党委工作部门、办事机构、派出机构"),
    (Kind::GovernmentOrgan, "政府工作部门、办事机构、派出机构"),
    (Kind::Organ, "其他机关"),
    (Kind::Institution, "事业单位"),
    (Kind::School, "事业单位"),
    (Kind::Enterprise, "企业"),
];

impl Kind {
    /// Its nature in the national workbook, where that has one.
    pub fn nature(self) -> Option<&'static str> {
        NATURES.iter().find(|(kind, _)| *kind == self).map(|(_, nature)| *nature)
    }
    /// The kind of a nature of the national workbook, where one of ours is it.
    pub fn of_nature(written: &str) -> Option<Self> {
        NATURES.iter().find(|(_, nature)| *nature == written.trim()).map(|(kind, _)| *kind)
    }
    /// What people call it.
    pub fn label(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Self::Locality => ("地方", "Locality"),
            Self::PartyCommittee => ("党委", "Party committee"),
            Self::GeneralBranch => ("党总支", "General Party branch"),
            Self::Branch => ("党支部", "Party branch"),
            Self::PartyOffice => ("党委工作机关", "Party office"),
            Self::GovernmentOrgan => ("政府工作部门", "Government department"),
            Self::Organ => ("机关", "Organ"),
            Self::Department => ("内设机构", "Internal department"),
            Self::School => ("学校", "School"),
            Self::Faculty => ("院系", "Faculty"),
            Self::Institution => ("事业单位", "Public institution"),
            Self::Township => ("乡镇", "Township"),
            Self::Enterprise => ("企业", "Enterprise"),
            Self::Other => ("其他", "Other"),
        };
        if lang == Lang::Zh { zh } else { en }
    }
    /// The kind that was written: its word, its label, or a common variant.
    pub fn find(written: &str) -> Option<Self> {
        let text = written.trim();
        let variant = match text {
            "机关党委" | "基层党委" | "党的基层委员会" | "党组" => Some(Self::PartyCommittee),
            "党的总支部" | "总支" => Some(Self::GeneralBranch),
            "党的支部" | "支部" => Some(Self::Branch),
            "党委部门" | "党委工作部门" | "党群部门" => Some(Self::PartyOffice),
            "政府部门" | "行政机关" | "政府机关" => Some(Self::GovernmentOrgan),
            "人大机关" | "政协机关" | "法院机关" | "检察院机关" | "人民团体" | "群团组织" | "群团机关" => {
                Some(Self::Organ)
            }
            "科室" | "处室" | "内设科室" | "部门" => Some(Self::Department),
            "高等学校" | "高校" | "学院" | "职业学院" => Some(Self::School),
            "系" | "二级学院" | "教学单位" => Some(Self::Faculty),
            "乡" | "镇" | "街道" | "乡镇街道" | "乡镇（街道）" => Some(Self::Township),
            "国有企业" | "国企" => Some(Self::Enterprise),
            _ => None,
        };
        let named = |k: &Self| [k.word(), k.label(Lang::Zh), k.label(Lang::En)].contains(&text);
        variant.or_else(|| Self::ALL.iter().copied().find(named))
    }
    /// The Party organisation that a unit of this kind is.
    pub fn party(self) -> Option<PartyKind> {
        match self {
            Self::PartyCommittee => Some(PartyKind::Committee),
            Self::GeneralBranch => Some(PartyKind::GeneralBranch),
            Self::Branch => Some(PartyKind::Branch),
            _ => None,
        }
    }
}

impl PartyKind {
    /// What people call it.
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Committee => Kind::PartyCommittee,
            Self::GeneralBranch => Kind::GeneralBranch,
            Self::Branch => Kind::Branch,
        }
        .label(lang)
    }
}
