//! The units and posts of a prefecture, and who is to sit where.

use base::{CreditCode, Date};

use crate::{rng::Rng, words as w};

/// The level of a post.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Level {
    /// 科员 and other staff without a leading post.
    Staff,
    /// 副科级
    DeputySection,
    /// 正科级
    Section,
    /// 副处级
    DeputyDivision,
    /// 正处级
    Division,
    /// 副厅级
    DeputyBureau,
}
impl Level {
    /// The level in Chinese.
    pub fn word(self) -> &'static str {
        match self {
            Self::Staff => "科员级",
            Self::DeputySection => "副科级",
            Self::Section => "正科级",
            Self::DeputyDivision => "副处级",
            Self::Division => "正处级",
            Self::DeputyBureau => "副厅级",
        }
    }
}

/// A unit of the organisation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unit {
    /// 机构编码, unique.
    pub code: String,
    /// 机构名称, in full.
    pub name: String,
    /// 机构简称
    pub short: String,
    /// Code of the unit above; nothing for the root.
    pub parent: Option<String>,
    /// 机构类别: 地方, 党委工作机关, 政府工作部门, 学校, 内设机构, 院系, 乡镇, 机关党委, 党总支, 党支部.
    pub kind: &'static str,
    /// 机构级别
    pub rank: Option<Level>,
    /// 编制类型 and 核定编制数.
    pub establishment: Option<(&'static str, i64)>,
    /// 领导职数 by level.
    pub quotas: Vec<(Level, i64)>,
    /// 统一社会信用代码: its area is 990000, which is nowhere; its check digit is right.
    pub credit_code: Option<String>,
    /// For a Party organisation: its term.
    pub party: Option<PartyOrgan>,
    /// 设立日期
    pub founded: Date,
}

/// The term of a Party organisation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PartyOrgan {
    /// When the present term began.
    pub term_from: Date,
    /// How many years it lasts; a term that ended before [`AS_OF`](crate::AS_OF) is overdue.
    pub term_years: i64,
}

/// A post.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Post {
    /// 岗位编码, unique.
    pub code: String,
    /// Code of its unit.
    pub unit: String,
    /// 岗位名称
    pub title: &'static str,
    /// 职务层次
    pub level: Level,
    /// Whether it is a leading post that counts against the quota.
    pub leading: bool,
    /// 岗位类别: 党务 or 业务.
    pub class: &'static str,
    /// 专职 (true) or 兼职.
    pub full_time: bool,
    /// How many may hold it.
    pub quota: i64,
    /// 任期 in years, where it has one.
    pub term_years: Option<i64>,
    /// 岗位职责
    pub duties: &'static str,
    /// 任职条件
    pub requirements: &'static str,
}

/// A place that someone fills: a post, perhaps with another held beside it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seat {
    pub(crate) post: u32,
    pub(crate) also: Option<u32>,
    pub(crate) teaching: bool,
}

/// Units, posts and seats, complete block by block: the city first, then county after county.
pub(crate) struct Plan {
    pub(crate) units: Vec<Unit>,
    pub(crate) posts: Vec<Post>,
    pub(crate) seats: Vec<Seat>,
    unit_of_post: Vec<u32>,
    rng: Rng,
}

/// Title, level, leading, class, quota, duties, requirements.
type Role = (&'static str, Level, bool, &'static str, i64, &'static str, &'static str);

impl Plan {
    /// A plan with at least so many filled seats; the city alone has about 1,200.
    pub(crate) fn new(seed: u64, seats: usize) -> Self {
        let mut plan =
            Self { units: vec![], posts: vec![], seats: vec![], unit_of_post: vec![], rng: Rng::new(seed, 1, 0) };
        let root = plan.unit(None, w::CITY.into(), w::CITY.into(), "地方", None);
        plan.place(root, w::CITY, "市", Level::Division);
        plan.college(root);
        let mut n = 0;
        while plan.seats.len() < seats {
            let name = w::county(n);
            let county =
                plan.unit(Some(root), format!("{}{name}", w::CITY), name.clone(), "地方", Some(Level::Division));
            plan.place(county, &name, &name[name.len() - 3..], Level::Section);
            plan.towns(county, &name);
            n += 1;
        }
        plan
    }
    pub(crate) fn unit_of(&self, post: u32) -> &Unit {
        &self.units[self.unit_of_post[post as usize] as usize]
    }

    fn unit(
        &mut self,
        parent: Option<usize>,
        name: String,
        short: String,
        kind: &'static str,
        rank: Option<Level>,
    ) -> usize {
        let number = self.units.len() + 1;
        // before anybody's career began, and never before the unit above
        let own = Date::new(1950 + self.rng.below(30) as i16, 1 + self.rng.below(12) as i8, 1);
        let above = parent.map(|p| self.units[p].founded);
        let founded = if above.is_none() { Date::new(1949, 12, 1) } else { own.max(above) };
        let legal = matches!(kind, "党委工作机关" | "政府工作部门" | "学校" | "乡镇");
        self.units.push(Unit {
            code: format!("U{number:05}"),
            name,
            short,
            parent: parent.map(|p| self.units[p].code.clone()),
            kind,
            rank,
            establishment: None,
            quotas: vec![],
            credit_code: legal.then(|| credit_code(kind, number)).flatten(),
            party: None,
            founded: founded.unwrap_or_else(crate::time::today),
        });
        self.units.len() - 1
    }

    fn post(&mut self, unit: usize, role: Role, part_time: bool) -> u32 {
        let (title, level, leading, class, quota, duties, requirements) = role;
        let number = self.posts.len() + 1;
        self.posts.push(Post {
            code: format!("P{number:06}"),
            unit: self.units[unit].code.clone(),
            title,
            level,
            leading,
            class,
            full_time: !part_time,
            quota,
            term_years: if part_time { Some(3) } else { leading.then_some(5) },
            duties,
            requirements,
        });
        self.unit_of_post.push(unit as u32);
        number as u32 - 1
    }

    /// Seats for a post: some stay vacant, and now and then there is one too many.
    fn fill(&mut self, post: u32, teaching: bool, also: Option<u32>) {
        let Post { quota, leading, .. } = self.posts[post as usize];
        let extra = leading && quota > 1 && self.rng.permille(150);
        for n in 0..quota + i64::from(extra) {
            if !self.rng.permille(if leading { 35 } else { 45 }) {
                self.seats.push(Seat { post, also: also.filter(|_| n == 0), teaching });
            }
        }
    }

    /// The Party organisation of a unit and its secretary's post, which somebody holds beside another.
    fn party(&mut self, of: usize, kind: &'static str) -> u32 {
        let (name, short) = (self.units[of].name.clone(), self.units[of].short.clone());
        // a numbered branch (第一党支部) is a branch all the same
        let sort = if kind.ends_with("党支部") { "党支部" } else { kind };
        let branch = self.unit(Some(of), format!("{name}{kind}"), format!("{short}{kind}"), sort, None);
        let years = if kind == "机关党委" { 5 } else { 3 };
        // in one of six the term is over and no election was held
        let late = self.rng.permille(160);
        let months = if late { years * 12 + self.rng.range(1, 20) } else { self.rng.range(2, years * 12 - 3) };
        let term_from = crate::time::today().plus_months(-months);
        self.units[branch].party = Some(PartyOrgan { term_from, term_years: years.into() });
        self.post(
            branch,
            (
                "党支部书记",
                Level::Staff,
                false,
                "党务",
                1,
                "主持支部工作，落实组织生活制度，做好党员教育管理监督",
                "中共党员，党龄 3 年以上",
            ),
            true,
        )
    }

    fn place(&mut self, parent: usize, name: &str, word: &str, chief: Level) {
        let (deputy, head, head_title) = match chief {
            Level::Division => (Level::DeputyDivision, Level::Section, "科长"),
            _ => (Level::DeputySection, Level::Staff, "股长"),
        };
        let organs = w::PARTY_ORGANS.iter().map(|d| (d, "党委工作机关"));
        for (i, (d, kind)) in organs.chain(w::DEPARTMENTS.iter().map(|d| (d, "政府工作部门"))).enumerate() {
            let dept = self.unit(Some(parent), format!("{name}{d}"), format!("{word}{d}"), kind, Some(chief));
            let (chief_title, deputy_title) = match () {
                () if d.ends_with('部') => ("部长", "副部长"),
                () if d.ends_with("委员会") => ("书记", "副书记"),
                () if d.ends_with('室') => ("主任", "副主任"),
                () => ("局长", "副局长"),
            };
            let a = self.post(
                dept,
                (chief_title, chief, true, "业务", 1, "主持全面工作", "大学以上学历，5 年以上工龄"),
                false,
            );
            let b = self.post(
                dept,
                (deputy_title, deputy, true, "业务", 3, "分管业务工作", "大学以上学历，5 年以上工龄"),
                false,
            );
            let c = self.post(
                dept,
                ("机关党委专职副书记", head, true, "党务", 1, "负责机关党委日常工作", "中共党员，党龄 5 年以上"),
                false,
            );
            let branch = self.party(dept, "党支部");
            self.fill(a, false, None);
            self.fill(b, false, None);
            self.fill(c, false, Some(branch));
            let mut staff = 0;
            for s in 0..2 {
                let section = w::SECTIONS[(i + 3 * s) % w::SECTIONS.len()];
                let (full, short) = (self.units[dept].name.clone(), section.to_owned());
                let sub = self.unit(Some(dept), format!("{full}{section}"), short, "内设机构", Some(head));
                let h = self.post(
                    sub,
                    (head_title, head, head > Level::Staff, "业务", 1, "主持科室工作", "2 年以上工龄"),
                    false,
                );
                let many = i64::from(self.rng.range(8, 12));
                let m =
                    self.post(sub, ("科员", Level::Staff, false, "业务", many, "承办科室业务", "大专以上学历"), false);
                self.fill(h, false, None);
                self.fill(m, false, None);
                staff += many + 1;
            }
            self.units[dept].establishment = Some(("行政编制", staff + 5 + i64::from(self.rng.range(-1, 3))));
            self.units[dept].quotas = vec![(chief, 1), (deputy, 3)];
        }
    }

    fn towns(&mut self, county: usize, name: &str) {
        for town in w::TOWNS {
            let unit = self.unit(Some(county), format!("{name}{town}"), town.into(), "乡镇", Some(Level::Section));
            let branch = self.party(unit, "党总支");
            let roles: [Role; 4] = [
                ("镇党委书记", Level::Section, true, "党务", 1, "主持镇党委全面工作", "中共党员，有基层工作经历"),
                ("镇长", Level::Section, true, "业务", 1, "主持镇政府全面工作", "有基层工作经历"),
                ("副镇长", Level::DeputySection, true, "业务", 3, "分管业务工作", "2 年以上工龄"),
                (
                    "镇科员",
                    Level::Staff,
                    false,
                    "业务",
                    i64::from(self.rng.range(16, 28)),
                    "联系村居，承办业务",
                    "大专以上学历",
                ),
            ];
            self.units[unit].establishment = Some(("行政编制", 5 + roles[3].4));
            self.units[unit].quotas = vec![(Level::Section, 2), (Level::DeputySection, 3)];
            for (i, role) in roles.into_iter().enumerate() {
                let post = self.post(unit, role, false);
                self.fill(post, false, (i == 2).then_some(branch));
            }
        }
    }

    fn college(&mut self, root: usize) {
        let name = "清樾职业技术学院";
        let college = self.unit(Some(root), name.into(), "清樾职院".into(), "学校", Some(Level::DeputyBureau));
        let roles: [Role; 5] = [
            ("党委书记", Level::DeputyBureau, true, "党务", 1, "主持学院党委全面工作", "中共党员，大学以上学历"),
            ("院长", Level::DeputyBureau, true, "业务", 1, "主持学院行政全面工作", "大学以上学历，有教学管理经历"),
            ("党委副书记", Level::Division, true, "党务", 1, "协助书记抓党建和学生工作", "中共党员"),
            ("纪委书记", Level::Division, true, "党务", 1, "主持纪委工作", "中共党员"),
            ("副院长", Level::Division, true, "业务", 3, "分管教学、科研或后勤", "大学以上学历"),
        ];
        for role in roles {
            let post = self.post(college, role, false);
            self.fill(post, false, None);
        }
        for office in w::OFFICES {
            let unit =
                self.unit(Some(college), format!("{name}{office}"), office.into(), "内设机构", Some(Level::Section));
            let class = if office.contains("党") { "党务" } else { "业务" };
            let roles: [Role; 3] = [
                ("处长", Level::Section, true, class, 1, "主持部门工作", "大学以上学历"),
                ("副处长", Level::DeputySection, true, class, 1, "协助处长工作", "大学以上学历"),
                ("干事", Level::Staff, false, class, i64::from(self.rng.range(2, 5)), "承办部门业务", "大学学历"),
            ];
            for role in roles {
                let post = self.post(unit, role, false);
                self.fill(post, false, None);
            }
        }
        let mut teachers = 0;
        for school in w::SCHOOLS {
            let unit = self.unit(Some(college), format!("{name}{school}"), school.into(), "院系", Some(Level::Section));
            let general =
                self.unit(Some(unit), format!("{name}{school}党总支"), format!("{school}党总支"), "党总支", None);
            self.units[general].party =
                Some(PartyOrgan { term_from: crate::time::today().plus_months(-20), term_years: 3 });
            let branches = [self.party(general, "第一党支部"), self.party(general, "第二党支部")];
            let many = i64::from(self.rng.range(22, 36));
            teachers += many;
            let roles: [Role; 5] = [
                ("院系主任", Level::Section, true, "业务", 1, "主持院系行政工作", "硕士以上学位，高校教师资格"),
                ("党总支书记", Level::Section, true, "党务", 1, "主持党总支工作", "中共党员"),
                ("院系副主任", Level::DeputySection, true, "业务", 2, "分管教学或实训", "大学以上学历"),
                ("专任教师", Level::Staff, false, "业务", many, "承担教学任务", "硕士以上学位，高校教师资格"),
                ("辅导员", Level::Staff, false, "党务", 4, "负责学生思想政治教育", "中共党员，大学以上学历"),
            ];
            for (i, role) in roles.into_iter().enumerate() {
                let post = self.post(unit, role, false);
                let also = match i {
                    3 => Some(branches[0]),
                    4 => Some(branches[1]),
                    _ => None,
                };
                self.fill(post, i == 3, also);
            }
        }
        self.units[college].establishment = Some(("事业编制", teachers + 100));
        self.units[college].quotas = vec![(Level::DeputyBureau, 2), (Level::Division, 5)];
    }
}

/// 11 for organs, 12 for institutions; area 990000 is nowhere.
fn credit_code(kind: &str, number: usize) -> Option<String> {
    let first = format!("{}990000{number:09}", if kind == "学校" { "12" } else { "11" });
    let check = CreditCode::check_digit(first.as_bytes().try_into().ok()?).ok()?;
    Some(format!("{first}{check}"))
}
