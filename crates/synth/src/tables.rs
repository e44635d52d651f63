//! The sheets that an import takes: 人员 and what belongs to a person by 人员编号, 机构 and 岗位.

use std::borrow::{Borrow, Cow};

use base::PartialDate;
use formats::sheet::{Table, Value};

use crate::{
    organisation::{Organisation, people},
    person::{Education, Person, Schooling},
    plan::{Plan, Post, Unit},
};

/// The headers of each sheet.
pub mod header {
    /// 人员
    pub const PEOPLE: [&str; 35] = [
        "人员编号",
        "姓名",
        "性别",
        "出生日期",
        "身份证号",
        "民族",
        "籍贯",
        "政治面貌",
        "入党时间",
        "参加工作时间",
        "人员类别",
        "健康状况",
        "全日制学历",
        "全日制学位",
        "全日制毕业院校",
        "全日制专业",
        "全日制专业代码",
        "全日制毕业时间",
        "在职学历",
        "在职学位",
        "在职毕业院校",
        "在职专业",
        "在职专业代码",
        "在职毕业时间",
        "现任单位编码",
        "现任单位",
        "现任岗位编码",
        "现任职务",
        "职务层次",
        "任现职时间",
        "基层工作起始",
        "基层工作年限",
        "最近年度考核结果",
        "证书",
        "兴趣特长",
    ];
    /// 学历
    pub const EDUCATION: [&str; 10] =
        ["人员编号", "姓名", "教育类别", "学历", "学位", "毕业院校", "专业", "专业代码", "入学时间", "毕业时间"];
    /// 简历
    pub const RESUME: [&str; 6] = ["人员编号", "姓名", "起始时间", "终止时间", "经历", "是否基层工作"];
    /// 年度考核
    pub const ANNUAL: [&str; 4] = ["人员编号", "姓名", "年度", "考核结果"];
    /// 奖惩
    pub const HONOURS: [&str; 6] = ["人员编号", "姓名", "奖惩类别", "奖惩名称", "批准时间", "批准单位"];
    /// 证书
    pub const CERTIFICATES: [&str; 5] = ["人员编号", "姓名", "证书名称", "发证机关", "取得时间"];
    /// 能力
    pub const COMPETENCES: [&str; 6] = ["人员编号", "姓名", "能力", "等级", "评定日期", "评定来源"];
    /// 亲属
    pub const KIN: [&str; 5] = ["人员编号", "姓名", "关系", "亲属人员编号", "亲属姓名"];
    /// 任职
    pub const TENURE: [&str; 6] = ["人员编号", "姓名", "岗位编码", "任职方式", "任职时间", "免职时间"];
    /// 机构
    pub const UNITS: [&str; 15] = [
        "机构编码",
        "机构名称",
        "机构简称",
        "上级机构编码",
        "机构类别",
        "机构级别",
        "编制类型",
        "核定编制数",
        "正职职数",
        "副职职数",
        "统一社会信用代码",
        "党组织任期起始",
        "党组织任期年限",
        "设立日期",
        "撤销日期",
    ];
    /// 岗位
    pub const POSTS: [&str; 12] = [
        "岗位编码",
        "机构编码",
        "岗位名称",
        "职务层次",
        "是否领导职务",
        "岗位类别",
        "专职兼职",
        "职数",
        "任期年限",
        "岗位职责",
        "任职条件",
        "设立日期",
    ];
}

fn text(t: &str) -> Value {
    Value::text(t.to_owned())
}
fn yes(b: bool) -> Value {
    Value::text(if b { "是" } else { "否" })
}

impl Person {
    /// The row of the sheet 人员.
    pub fn to_row(&self) -> Vec<Value> {
        let last = |s: Schooling| self.educations.iter().filter(|e| e.schooling == s).max_by_key(|e| e.reached);
        let mut row = vec![
            text(&self.number),
            text(&self.name),
            Value::text(self.sex.word()),
            self.birth.into(),
            self.id_number.as_deref().map_or(Value::Empty, text),
            Value::text(self.ethnic),
            self.native_place.as_deref().map_or(Value::Empty, text),
            Value::text(self.political),
            self.joined.into(),
            self.work_start.into(),
            Value::text(self.category),
            Value::text(self.health),
        ];
        row.extend(education_cells(last(Schooling::FullTime)));
        row.extend(education_cells(last(Schooling::InService)));
        let names = self.certificates.iter().map(|c| c.name).collect::<Vec<_>>().join("、");
        row.extend([
            text(&self.unit_code),
            text(&self.unit),
            text(&self.post_code),
            Value::text(self.post),
            Value::text(self.level),
            self.since.into(),
            self.grassroots_from.into(),
            if self.grassroots_from.is_some() { Value::Count(self.grassroots_years) } else { Value::Empty },
            self.annual.last().map(|a| a.result).into(),
            names.into(),
            self.interests.join("、").into(),
        ]);
        row
    }
    fn rows(&self, of: Part) -> Vec<Vec<Value>> {
        let with = |cells: Vec<Value>| {
            let mut row = vec![text(&self.number), text(&self.name)];
            row.extend(cells);
            row
        };
        match of {
            Part::Education => self.educations.iter().map(|e| with(education_row(e))).collect(),
            Part::Resume => self
                .periods
                .iter()
                .map(|p| with(vec![p.from.into(), p.to.into(), text(&p.what), yes(p.grassroots)]))
                .collect(),
            Part::Annual => {
                self.annual.iter().map(|a| with(vec![Value::Count(a.year.into()), a.result.into()])).collect()
            }
            Part::Honours => self
                .honours
                .iter()
                .map(|h| with(vec![h.kind.into(), h.name.into(), h.date.into(), text(&h.by)]))
                .collect(),
            Part::Certificates => {
                self.certificates.iter().map(|c| with(vec![c.name.into(), c.issuer.into(), c.date.into()])).collect()
            }
            Part::Competences => self
                .competences
                .iter()
                .map(|c| with(vec![c.ability.into(), Value::Count(c.grade), c.date.into(), c.source.into()]))
                .collect(),
            Part::Kin => {
                self.kin.iter().map(|k| with(vec![k.relation.into(), text(&k.number), text(&k.name)])).collect()
            }
            Part::Tenure => {
                let row = |code: &str, how: &'static str, from: PartialDate, to: Option<PartialDate>| {
                    with(vec![text(code), how.into(), from.into(), to.into()])
                };
                let chief = row(&self.post_code, "专任", self.since, self.leaves.map(PartialDate::from));
                let beside = self.concurrent.iter().map(|(code, from)| row(code, "兼任", *from, None));
                let before = self.former.iter().map(|(code, from, to)| row(code, "专任", *from, Some(*to)));
                [chief].into_iter().chain(beside).chain(before).collect()
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Part {
    Education,
    Resume,
    Annual,
    Honours,
    Certificates,
    Competences,
    Kin,
    Tenure,
}

fn degree(e: &Education) -> Value {
    e.reached.degree().filter(|_| e.conferred).into()
}

fn education_cells(e: Option<&Education>) -> Vec<Value> {
    let Some(e) = e else { return vec![Value::Empty; 6] };
    vec![e.reached.level().into(), degree(e), e.school.into(), e.major.into(), e.major_code.into(), e.graduated.into()]
}

fn education_row(e: &Education) -> Vec<Value> {
    let code = e.major_code.into();
    let words =
        vec![e.schooling.word().into(), e.reached.level().into(), degree(e), e.school.into(), e.major.into(), code];
    words.into_iter().chain([e.entered.into(), e.graduated.into()]).collect()
}

/// The sheets about people, the first of them 人员. The iterator is run once for each sheet, so that a hundred thousand
/// people need no room.
pub fn people_tables<'a, P>(people: impl Iterator<Item = P> + Clone + 'a) -> Vec<Table<'a>>
where
    P: std::borrow::Borrow<Person> + 'a,
{
    let parts: [(&str, &[&'static str], Part); 8] = [
        ("学历", &header::EDUCATION, Part::Education),
        ("简历", &header::RESUME, Part::Resume),
        ("年度考核", &header::ANNUAL, Part::Annual),
        ("奖惩", &header::HONOURS, Part::Honours),
        ("证书", &header::CERTIFICATES, Part::Certificates),
        ("能力", &header::COMPETENCES, Part::Competences),
        ("亲属", &header::KIN, Part::Kin),
        ("任职", &header::TENURE, Part::Tenure),
    ];
    let first = Table::new("人员", header::PEOPLE, people.clone().map(|p| p.borrow().to_row()));
    let rest = parts.into_iter().map(|(name, heads, part)| {
        let rows = people.clone().flat_map(move |p| p.borrow().rows(part));
        Table::new(name, heads.iter().map(|h| Cow::Borrowed(*h)), rows)
    });
    [first].into_iter().chain(rest).collect()
}

/// The sheet 机构.
fn units_table<'a, U: Borrow<Unit> + 'a>(units: impl Iterator<Item = U> + 'a) -> Table<'a> {
    let rows = units.map(|unit| {
        let u: &Unit = unit.borrow();
        let quota = |n: usize| u.quotas.get(n).map(|(_, n)| *n).into();
        vec![
            text(&u.code),
            text(&u.name),
            text(&u.short),
            u.parent.as_deref().map_or(Value::Empty, text),
            u.kind.into(),
            u.rank.map(|r| r.word()).into(),
            u.establishment.map(|e| e.0).into(),
            u.establishment.map(|e| e.1).into(),
            quota(0),
            quota(1),
            u.credit_code.as_deref().map_or(Value::Empty, text),
            u.party.map(|p| p.term_from).into(),
            u.party.map(|p| p.term_years).into(),
            u.founded.into(),
            Value::Empty,
        ]
    });
    Table::new("机构", header::UNITS, rows)
}

/// The sheet 岗位.
fn posts_table<'a, P: Borrow<Post> + 'a>(posts: impl Iterator<Item = P> + 'a) -> Table<'a> {
    let rows = posts.map(|post| {
        let p: &Post = post.borrow();
        vec![
            text(&p.code),
            text(&p.unit),
            p.title.into(),
            p.level.word().into(),
            yes(p.leading),
            p.class.into(),
            Value::text(if p.full_time { "专职" } else { "兼职" }),
            p.quota.into(),
            p.term_years.into(),
            p.duties.into(),
            p.requirements.into(),
            Value::Empty,
        ]
    });
    Table::new("岗位", header::POSTS, rows)
}

impl Organisation {
    /// The sheets 机构 and 岗位, and those of [`people_tables`].
    pub fn to_tables(&self) -> Vec<Table<'_>> {
        let mut all = vec![units_table(self.units.iter()), posts_table(self.posts.iter())];
        all.extend(people_tables(self.people.iter()));
        all
    }
}

/// The sheet 人员 alone, for so many people.
pub fn people_table(count: usize, seed: u64) -> Table<'static> {
    Table::new("人员", header::PEOPLE, people(count, seed).map(|p| p.to_row()))
}

/// Everything about so many people and the units and posts that they are in, as [`Organisation::to_tables`] but made row by
/// row: a hundred thousand people need no room.
pub fn workbook(count: usize, seed: u64) -> Vec<Table<'static>> {
    let plan = Plan::new(seed, count);
    let mut all = vec![units_table(plan.units.into_iter()), posts_table(plan.posts.into_iter())];
    all.extend(people_tables(people(count, seed)));
    all
}

/// The sheets 机构 and 人员 of [`workbook`] alone.
pub fn brief_workbook(count: usize, seed: u64) -> Vec<Table<'static>> {
    vec![units_table(Plan::new(seed, count).units.into_iter()), people_table(count, seed)]
}
