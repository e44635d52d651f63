//! The form on paper: the rows of the official form on two sides of A4. Pure.

use base::{Date, Lang, PartialDate};
use formats::approval::{self, Field, Form, Period, Relative, Resume};
use paper::{Cell, HEADING, HEIGHT, Line, Page, Paper, Picture, Row, lines};

/// The columns of the first side in millimetres. Labels of the later rows are as wide as the first two or three.
const FRONT: [f32; 9] = [11.0, 9.0, 10.0, 15.0, 20.0, 23.0, 22.0, 25.0, 33.0];
/// The columns of the second side.
const BACK: [f32; 7] = [11.0, 9.0, 9.0, 22.0, 24.0, 22.0, 71.0];
/// How many members of the family have a row at least.
const ROWS: usize = 7;
/// How many have one at most; the rest is on an attached page.
const MOST: usize = 13;

/// What was too long for its cell: what it is, and the whole.
type Rest = (&'static str, Vec<Line>);

/// The form as it is printed, ages as of the day that it names, else of `today`.
pub fn sheet(form: &Form, lang: Lang, today: Date) -> Paper {
    let mut sheet = Sheet { form, lang, on: approval::reference(form, today), rest: Vec::new() };
    let pages = vec![sheet.front(), sheet.back()];
    let title = sheet.say("干部任免审批表", "Appointment and removal approval form").to_owned();
    let mut paper = Paper { title, lang, pages };
    let heading = sheet.say("附页", "Attached page");
    paper.attach(heading, &sheet.rest);
    paper
}

struct Sheet<'f> {
    form: &'f Form,
    lang: Lang,
    on: Date,
    rest: Vec<Rest>,
}

impl Sheet<'_> {
    fn say<'s>(&self, zh: &'s str, en: &'s str) -> &'s str {
        if self.lang == Lang::En { en } else { zh }
    }
    fn text(&self, field: Field) -> &str {
        self.form.text(field).trim()
    }
    /// A cell that names what is beside it; English words are longer and set smaller.
    fn label(&self, zh: &'static str, en: &'static str, width: f32, height: f32) -> Cell {
        Cell::label(self.say(zh, en)).fitted(width, height, "").0
    }
    /// A text as large as fits; what does not fit at all is kept for an attached page.
    fn fit(&mut self, what: (&'static str, &'static str), cell: Cell, width: f32, height: f32) -> Cell {
        let more = self.say("（全文见附页）", "(in full on the attached page)");
        let (cell, rest) = cell.fitted(width, height, more);
        let what = self.say(what.0, what.1);
        self.rest.extend(rest.map(|whole| (what, whole)));
        cell
    }
    fn field(&mut self, field: Field, width: f32, height: f32) -> Cell {
        let what = (field.label(Lang::Zh), field.label(Lang::En));
        let cell = Cell::text(self.text(field));
        self.fit(what, cell, width, height)
    }

    fn front(&mut self) -> Page {
        let wide = |from: usize, to: usize| FRONT[from..to].iter().sum::<f32>();
        let (low, study, post) = (10.5, 13.5, 10.5);
        let photo = match self.form.photo.as_ref().and_then(|p| Picture::new(p.bytes(), self.say("照片", "Photograph")))
        {
            Some(picture) => Cell::picture(picture),
            None => Cell::text(self.say("照片", "Photograph")),
        };
        let mut rows = Vec::new();
        // three pairs to a row: labels over two columns, over one, over one
        let triple = |sheet: &mut Self, fields: [(Field, &'static str, &'static str); 3], born: bool| {
            let mut cells = Vec::new();
            for ((field, zh, en), (at, over, value)) in fields.into_iter().zip([(0, 2, 2), (4, 1, 1), (6, 1, 1)]) {
                cells.push(sheet.label(zh, en, wide(at, at + over), low).over(over));
                let at = at + over;
                let text = match field {
                    Field::Birth if born => sheet.born(sheet.text(Field::Birth), "\n"),
                    Field::Joined => joined(sheet.text(Field::Joined)),
                    Field::WorkStart => dotted(sheet.text(Field::WorkStart)),
                    _ => sheet.text(field).to_owned(),
                };
                let what = (field.label(Lang::Zh), field.label(Lang::En));
                cells.push(sheet.fit(what, Cell::text(&text), wide(at, at + value), low).over(value));
            }
            cells
        };
        let mut first = triple(
            self,
            [
                (Field::Name, "姓 名", "Name"),
                (Field::Sex, "性 别", "Sex"),
                (Field::Birth, "出生年月\n（岁）", "Born\n(age)"),
            ],
            true,
        );
        first.push(photo.down(4));
        rows.push(Row { height: low, cells: first });
        rows.push(Row {
            height: low,
            cells: triple(
                self,
                [
                    (Field::Ethnic, "民 族", "Ethnic group"),
                    (Field::NativePlace, "籍 贯", "Native place"),
                    (Field::Birthplace, "出 生 地", "Place of birth"),
                ],
                false,
            ),
        });
        rows.push(Row {
            height: low,
            cells: triple(
                self,
                [
                    (Field::Joined, "入 党\n时 间", "Joined the Party"),
                    (Field::WorkStart, "参加工\n作时间", "Began work"),
                    (Field::Health, "健康状况", "Health"),
                ],
                false,
            ),
        });
        rows.push(Row {
            height: low,
            cells: vec![
                self.label("专业技\n术职务", "Title", wide(0, 2), low).over(2),
                self.field(Field::Title, wide(2, 4), low).over(2),
                self.label("熟悉专业\n有何专长", "Expertise", wide(4, 5), low),
                self.field(Field::Expertise, wide(5, 8), low).over(3),
            ],
        });
        for (i, full_time) in [true, false].into_iter().enumerate() {
            let mut cells = Vec::new();
            if i == 0 {
                cells
                    .push(self.label("学 历\n学 位", "Education and degrees", wide(0, 2), 2.0 * study).over(2).down(2));
            }
            let (zh, en) =
                if full_time { ("全日制\n教 育", "Full-time") } else { ("在 职\n教 育", "In service") };
            cells.push(self.label(zh, en, wide(2, 4), study).over(2));
            let (level, school) = self.study(full_time);
            let what = ("学历学位", "Education and degrees");
            cells.push(self.fit(what, Cell::text(&level), wide(4, 6), study).over(2));
            cells.push(self.label("毕业院校\n系及专业", "School and major", wide(6, 7), study));
            cells.push(self.fit(what, Cell::text(&school), wide(7, 9), study).over(2));
            rows.push(Row { height: study, cells });
        }
        for (field, zh, en) in [
            (Field::Post, "现任职务", "Present post"),
            (Field::ToHold, "拟任职务", "Post to be held"),
            (Field::ToLeave, "拟免职务", "Post to be left"),
        ] {
            let label = self.label(zh, en, wide(0, 3), post).over(3);
            let value = self.field(field, wide(3, 9), post).start().over(6);
            rows.push(Row { height: post, cells: vec![label, value] });
        }
        let used: f32 = rows.iter().map(|r| r.height).sum();
        let height = HEIGHT - HEADING - used - 1.0;
        let resume = Cell::lines(resume(self.text(Field::Resume))).start().at_top();
        let resume = self.fit(("简历", "Résumé"), resume, wide(1, 9), height).over(8);
        let label = self.label("简\n\n历", "CV", FRONT[0], height);
        rows.push(Row { height, cells: vec![label, resume] });
        let heading = self.say("干部任免审批表", "Appointment and removal approval form").to_owned();
        Page { heading, columns: FRONT.to_vec(), rows, foot: String::new() }
    }

    /// What was reached, and where: a degree from the same school has no line of its own.
    fn study(&self, full_time: bool) -> (String, String) {
        let [level, degree, school, other] = match full_time {
            true => [Field::FullLevel, Field::FullDegree, Field::FullSchool, Field::FullDegreeSchool],
            false => [Field::ServiceLevel, Field::ServiceDegree, Field::ServiceSchool, Field::ServiceDegreeSchool],
        };
        let both =
            |a, b| [self.text(a), self.text(b)].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join("\n");
        let (first, second) = (self.text(school), self.text(other));
        let schools = if first == second { first.to_owned() } else { both(school, other) };
        (both(level, degree), schools)
    }

    /// `1980.03（45岁）`, the age on a line of its own where the cell is narrow.
    fn born(&self, text: &str, between: &str) -> String {
        let age = approval::date(text).and_then(|d| approval::age(d, self.on));
        let month = dotted(text);
        match age {
            Some(age) if self.lang == Lang::En => format!("{month}{between}({age})"),
            Some(age) => format!("{month}{between}（{age}岁）"),
            None => month,
        }
    }

    fn back(&mut self) -> Page {
        let wide = |from: usize, to: usize| BACK[from..to].iter().sum::<f32>();
        let mut rows = Vec::new();
        for (field, height, zh, en) in [
            (Field::Awards, 44.0, "奖 惩\n情 况", "Rewards and sanctions"),
            (Field::Annual, 26.0, "年度考\n核结果", "Annual results"),
            (Field::Reason, 26.0, "任 免\n理 由", "Reason"),
        ] {
            let label = self.label(zh, en, wide(0, 2), height).over(2);
            let value = self.field(field, wide(2, 7), height).start().over(5);
            rows.push(Row { height, cells: vec![label, value] });
        }
        let family: Vec<&Relative> = self.form.family.iter().filter(|r| !r.is_empty()).collect();
        let shown = family.len().clamp(ROWS, MOST);
        let (head, all) = (10.0, 94.0);
        let each = (all - head) / shown as f32;
        let label = self.label("家庭\n主要\n成员\n及重\n要社\n会关\n系", "Kin", BACK[0], all);
        let mut cells = vec![label.down(shown + 1)];
        for (zh, en, at, over) in [
            ("称 谓", "Relation", 1, 2),
            ("姓 名", "Name", 3, 1),
            ("出生年月\n（年龄）", "Born (age)", 4, 1),
            ("政治面貌", "Standing", 5, 1),
            ("工作单位及职务", "Unit and post", 6, 1),
        ] {
            cells.push(self.label(zh, en, wide(at, at + over), head).over(over));
        }
        rows.push(Row { height: head, cells });
        let more = self.say("（见附页）", "(attached)");
        let nobody = Relative::default();
        // of the dead no age is told
        let born = |sheet: &Self, r: &Relative, between: &str| {
            if r.has_died() { dotted(&r.birth) } else { sheet.born(&r.birth, between) }
        };
        // whose row has no room for all, and who has no row
        let mut in_full: Vec<&Relative> = Vec::new();
        for i in 0..shown {
            let r = family.get(i).copied().unwrap_or(&nobody);
            let born = born(self, r, "\n");
            let mut told_short = false;
            let cells = [(&r.relation, 1, 3), (&r.name, 3, 4), (&born, 4, 5), (&r.political, 5, 6), (&r.work, 6, 7)]
                .map(|(text, from, to)| {
                    let cell = Cell::text(&text.replace('\n', " ")).over(to - from);
                    let cell = if from == 6 { cell.start() } else { cell };
                    let cell =
                        if from == 4 { Cell { content: paper::Content::Lines(lines(text)), ..cell } } else { cell };
                    let (cell, rest) = cell.fitted(wide(from, to), each, more);
                    told_short |= rest.is_some();
                    cell
                });
            rows.push(Row { height: each, cells: cells.into() });
            if told_short {
                in_full.push(r);
            }
        }
        in_full.extend(family.iter().skip(MOST));
        if !in_full.is_empty() {
            let told = in_full.iter().map(|r| {
                let parts =
                    [r.relation.clone(), r.name.clone(), born(self, r, ""), r.political.clone(), r.work.clone()];
                Line { lead: String::new(), text: parts.join("  ") }
            });
            let told: Vec<Line> = told.collect();
            self.rest.push((self.say("家庭成员", "Family"), told));
        }
        let day = match approval::date(self.text(Field::FilledOn)).filter(|d| d.precision() == base::Precision::Day) {
            Some(d) => written(d.earliest(), self.lang),
            None => self.say("年    月    日", "Date:            ").to_owned(),
        };
        let submit = 20.0;
        let who = Cell::text(&format!("{}\n{day}", self.text(Field::Submitter)));
        let who = self.fit(("呈报单位", "Submitted by"), who, wide(2, 7), submit).end().over(5);
        rows.push(Row {
            height: submit,
            cells: vec![self.label("呈 报\n单 位", "Submitted by", wide(0, 2), submit).over(2), who],
        });
        let opinion = 52.0;
        let seal = self.say("\n\n\n\n（盖章）        \n年    月    日  ", "\n\n\n\n(seal)        \nDate:            ");
        let cells = vec![
            self.label("审\n批\n机\n关\n意\n见", "Ap-\nproval", BACK[0], opinion),
            Cell::text(seal).end().over(4),
            self.label("行政机关\n任免意见", "Administrative body", BACK[5], opinion),
            Cell::text(seal).end(),
        ];
        rows.push(Row { height: opinion, cells });
        let foot = format!("{}{}", self.say("填表人：", "Filled in by: "), self.text(Field::FilledBy));
        Page { heading: String::new(), columns: BACK.to_vec(), rows, foot }
    }
}

/// `1980.03`, where the text is a date; the text itself where it is none.
fn dotted(text: &str) -> String {
    approval::date(text).map_or_else(|| text.to_owned(), month)
}
fn month(date: PartialDate) -> String {
    date.as_str().chars().take(7).collect::<String>().replace('-', ".")
}
fn written(day: Date, lang: Lang) -> String {
    if lang == Lang::En { day.to_string() } else { format!("{}年{}月{}日", day.year(), day.month(), day.day()) }
}

/// When the Party was joined, and which others.
fn joined(text: &str) -> String {
    let joined = approval::Joined::read(text);
    let party = joined.party.map(month);
    party.into_iter().chain(joined.others).collect::<Vec<_>>().join("\n")
}

/// The résumé: the periods in a column of their own, periods within on lines of theirs.
fn resume(text: &str) -> Vec<Line> {
    let span = |p: &Period| match p.from {
        Some(from) => format!("{}--{}", month(from), p.to.map(month).unwrap_or_default()),
        None => String::new(),
    };
    let mut out = Vec::new();
    for period in Resume::read(text).periods {
        out.push(Line { lead: span(&period), text: period.text.clone() });
        for within in &period.within {
            out.push(Line { lead: " ".to_owned(), text: format!("（其间：{}  {}）", span(within), within.text) });
        }
    }
    out
}
