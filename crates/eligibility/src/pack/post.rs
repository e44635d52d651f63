//! A row of a post table, and what it became.

use serde::{Deserialize, Serialize};

use crate::{Requirement, majors::Unresolved};

/// A row of a post table, cell by cell as published, with where it stands.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Post {
    /// Sheet.
    pub sheet: String,
    /// Row, counted from 1.
    pub row: u32,
    /// 招考单位
    pub unit: String,
    /// 单位代码
    pub unit_code: String,
    /// 招考职位
    pub title: String,
    /// 职位代码
    pub code: String,
    /// 职位简介
    pub intro: String,
    /// 职位类型
    pub kind: String,
    /// 录用人数
    pub openings: u32,
    /// 学历
    pub level: String,
    /// 学位
    pub degree: String,
    /// 研究生专业名称及代码
    pub majors_postgraduate: String,
    /// 本科专业名称及代码
    pub majors_bachelor: String,
    /// 大专专业名称及代码
    pub majors_college: String,
    /// 是否要求2年以上基层工作经历
    pub grass_roots: String,
    /// 是否限应届毕业生报考
    pub fresh: String,
    /// 其他要求
    pub other: String,
    /// 考区
    pub district: String,
    /// 是否开展心理素质测评
    pub psychological: String,
    /// What the sheet says above its table of every post in it (配套措施).
    pub terms: String,
}

/// Headings of the columns, as citations name them.
pub(super) mod column {
    pub const UNIT_CODE: &str = "单位代码";
    pub const LEVEL: &str = "学历";
    pub const DEGREE: &str = "学位";
    pub const MAJORS: [&str; 3] = ["研究生专业名称及代码", "本科专业名称及代码", "大专专业名称及代码"];
    pub const GRASS_ROOTS: &str = "是否要求2年以上基层工作经历";
    pub const FRESH: &str = "是否限应届毕业生报考";
    pub const OTHER: &str = "其他要求";
    pub const PSYCHOLOGICAL: &str = "是否开展心理素质测评";
    pub const KIND: &str = "职位类型";
    pub const TERMS: &str = "配套措施";
}

/// A clause of 其他要求 as it was read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ClauseRead {
    /// Its words.
    pub words: String,
    /// Whether the pack understands it.
    pub understood: bool,
}

/// What a row became.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Built {
    /// The requirement.
    pub requirement: Requirement,
    /// The clauses of 其他要求.
    pub clauses: Vec<ClauseRead>,
    /// Parts of the major cells that could not be resolved, with the column.
    pub unresolved: Vec<(String, Unresolved)>,
    /// How many codes and groups were resolved.
    pub resolved: usize,
}
