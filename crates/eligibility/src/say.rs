//! Reasons as sentences, in both languages.

mod study;
mod words;

use base::Lang;
use codes::{AREA, CERTIFICATE, ETHNIC, POLITICAL, Table};

pub use words::Word;

use crate::{
    Cite, Field, Found, Reason, Rule, Test, Truth, Value, Verified, What,
    facts::{Education, Standing},
    test::ProgrammeState,
};

fn choose(lang: Lang, zh: impl Into<String>, en: impl Into<String>) -> String {
    match lang {
        Lang::Zh => zh.into(),
        Lang::En => en.into(),
    }
}
fn list(lang: Lang, of: impl IntoIterator<Item = String>) -> String {
    let all: Vec<String> = of.into_iter().collect();
    all.join(choose(lang, "、", ", ").as_str())
}
/// The first few of a long list, and how many there are.
fn some(lang: Lang, of: &[String], most: usize) -> String {
    let head = list(lang, of.iter().take(most).cloned());
    if of.len() <= most {
        return head;
    }
    choose(lang, format!("{head}等 {} 项", of.len()), format!("{head} and {} more", of.len() - most))
}

/// What a node of a reason asks for.
pub fn asks(what: &What, lang: Lang) -> String {
    match what {
        What::All => choose(lang, "同时符合下列各项", "All of these"),
        What::Any => choose(lang, "符合下列任一项", "Any of these"),
        What::None => choose(lang, "不属于下列任何一项", "None of these"),
        What::AtLeast(n) => choose(lang, format!("至少符合下列 {n} 项"), format!("At least {n} of these")),
        What::Test(t) => test(t, lang),
        What::NeedsPerson(w) => choose(lang, format!("需人工认定：{w}"), format!("A person has to judge: {w}")),
        What::Notice(w) => choose(lang, format!("告知事项：{w}"), format!("To note: {w}")),
    }
}

/// What a test asks for.
pub fn test(test: &Test, lang: Lang) -> String {
    let labels = |table: Table, of: &[String]| list(lang, of.iter().map(|c| table.label(c, lang).to_owned()));
    match test {
        Test::Sex(crate::Sex::Male) => choose(lang, "男性", "Male"),
        Test::Sex(crate::Sex::Female) => choose(lang, "女性", "Female"),
        Test::Ethnic(of) => {
            let of = labels(ETHNIC, of);
            choose(lang, format!("民族为{of}"), format!("Ethnic group: {of}"))
        }
        Test::Political(of) => {
            let of = labels(POLITICAL, of);
            choose(lang, format!("政治面貌为{of}"), format!("Political standing: {of}"))
        }
        Test::Age { min, max, on } => {
            let zh = match (min, max) {
                (Some(a), Some(b)) => format!("{a} 周岁以上、{b} 周岁以下"),
                (Some(a), None) => format!("{a} 周岁以上"),
                (None, Some(b)) => format!("{b} 周岁以下"),
                (None, None) => "年龄不限".to_owned(),
            };
            let en = match (min, max) {
                (Some(a), Some(b)) => format!("Aged {a} to {b}"),
                (Some(a), None) => format!("Aged {a} or more"),
                (None, Some(b)) => format!("Aged {b} or less"),
                (None, None) => "Any age".to_owned(),
            };
            choose(lang, format!("{zh}（截至 {on}）"), format!("{en} (on {on})"))
        }
        Test::Education(t) => study::asks(t, lang),
        Test::Service(t) => {
            let kinds = list(lang, t.counts.keys().map(|k| k.to(lang).to_owned()));
            choose(
                lang,
                format!("截至 {} 基层工作经历满 {} 个月（计入：{kinds}）", t.until, t.months),
                format!("{} months of grass-roots work by {} (counting: {kinds})", t.months, t.until),
            )
        }
        Test::Certificate(t) => {
            let of = list(lang, t.any_of.iter().map(|w| grade(&w.kind, w.grade, lang)));
            let by = t.by.map(|d| choose(lang, format!("（{d} 前取得）"), format!(" (by {d})"))).unwrap_or_default();
            choose(lang, format!("持有{of}{by}"), format!("Holds {of}{by}"))
        }
        Test::Programme(t) => {
            let of = list(lang, t.kinds.iter().map(|k| k.to(lang).to_owned()));
            let of = if of.is_empty() { choose(lang, "服务基层项目", "a grass-roots programme") } else { of };
            match t.state {
                ProgrammeState::ServingOn(day) => {
                    choose(lang, format!("{day} 正在参加{of}"), format!("Serving in {of} on {day}"))
                }
                ProgrammeState::Completed { to, .. } => choose(
                    lang,
                    format!("{to} 前参加{of}服务期满且考核合格"),
                    format!("Completed {of} by {to}, assessed as qualified"),
                ),
            }
        }
        Test::Military(t) => {
            choose(lang, format!("服役满 {} 个月", t.months), format!("{} months of military service", t.months))
        }
        Test::Household { area, by } => {
            let by =
                by.map(|d| choose(lang, format!("，{d} 前入户"), format!(", registered by {d}"))).unwrap_or_default();
            let area = place(area, lang);
            choose(lang, format!("户籍在{area}{by}"), format!("Household in {area}{by}"))
        }
        Test::Origin(area) => {
            let area = place(area, lang);
            choose(lang, format!("生源地为{area}"), format!("From {area}"))
        }
        Test::Flag(flag) => flag.to(lang).to_owned(),
        Test::Kin(t) => choose(
            lang,
            format!("在该单位（代码 {}）有须回避的亲属", t.unit),
            format!("A relative in that unit (code {}) from whom recusal is due", t.unit),
        ),
    }
}

/// The name of an area, which rules give by the beginning of its code; the code itself for a county.
fn place(area: &str, lang: Lang) -> &str {
    AREA.label(AREA.find(area).unwrap_or(area), lang)
}

fn grade(kind: &str, grade: Option<u8>, lang: Lang) -> String {
    let kind = CERTIFICATE.label(kind, lang);
    match grade {
        Some(g) => choose(lang, format!("{kind}（{g} 级以上）"), format!("{kind} (grade {g} or above)")),
        None => kind.to_owned(),
    }
}

/// Where a rule stands: sheet, row and column of the table, or regulation and article.
pub fn cite(cite: &Cite, lang: Lang) -> String {
    match cite {
        Cite::Cell { sheet, row, column, words } => choose(
            lang,
            format!("{sheet} 第 {row} 行“{column}”：{words}"),
            format!("{sheet}, row {row}, “{column}”: {words}"),
        ),
        Cite::Rule { article, verified, .. } => {
            let mark = match verified {
                Verified::V => "",
                Verified::V2 => " [V2]",
                Verified::M => &choose(lang, "（设定值，待核实）", " (a setting to be confirmed)"),
            };
            format!("{}{mark}", article.to(lang))
        }
    }
}

/// A fact as it was used, and where it falls short.
pub fn found(f: &Found, lang: Lang) -> String {
    let mut text = value(f, lang);
    if !f.lacks.is_empty() {
        let lacks = list(
            lang,
            f.lacks.iter().map(|(aspect, truth)| {
                let word = aspect.to(lang);
                match truth {
                    Truth::Unknown => choose(lang, format!("{word}未记载"), format!("{word} not recorded")),
                    _ => choose(lang, format!("{word}不符"), format!("{word} does not fit")),
                }
            }),
        );
        text += &choose(lang, format!("（{lacks}）"), format!(" ({lacks})"));
    }
    text
}

fn value(f: &Found, lang: Lang) -> String {
    let field = f.field.to(lang);
    let of_table = |table: Table, code: &str| table.label(code, lang).to_owned();
    match &f.value {
        Value::Missing => choose(lang, format!("{field}未记载"), format!("{field}: not recorded")),
        Value::Nothing => choose(lang, format!("{field}：无"), format!("{field}: none")),
        Value::Code(code) => match f.field {
            Field::Sex if code == "male" => choose(lang, "男", "male"),
            Field::Sex => choose(lang, "女", "female"),
            Field::Ethnic => of_table(ETHNIC, code),
            Field::Political => of_table(POLITICAL, code),
            Field::Household | Field::Origin => place(code, lang).to_owned(),
            _ => code.clone(),
        },
        Value::Date(d) => d.to_string(),
        Value::Age(low, high) if low == high => choose(lang, format!("{low} 周岁"), format!("aged {low}")),
        Value::Age(low, high) => choose(lang, format!("{low} 至 {high} 周岁"), format!("aged {low} to {high}")),
        Value::Bool(true) => choose(lang, "是", "yes"),
        Value::Bool(false) => choose(lang, "否", "no"),
        Value::Education(e) => education(e, lang),
        Value::Certificate(kind, _) if kind.is_empty() => {
            let name = f.source.as_deref().unwrap_or(field);
            choose(
                lang,
                format!("{name}（未对应证书目录）"),
                format!("{name} (not placed in the list of certificates)"),
            )
        }
        Value::Certificate(kind, g) => grade(kind, *g, lang),
        Value::Programme(kind) => kind.map_or(field, |k| k.to(lang)).to_owned(),
        Value::Period(kind, from, to) => {
            let what = kind.map_or(field, |k| k.to(lang));
            let day = |d: &Option<base::PartialDate>, open: String| d.map_or(open, |d| d.to_string());
            format!("{what} {}–{}", day(from, "?".into()), day(to, choose(lang, "至今", "now")))
        }
        Value::Days { certain, possible, wanted } if certain == possible => {
            choose(lang, format!("共 {certain} 天，要求 {wanted} 天"), format!("{certain} days of {wanted}"))
        }
        Value::Days { certain, possible, wanted } => choose(
            lang,
            format!("{certain} 至 {possible} 天，要求 {wanted} 天"),
            format!("{certain} to {possible} days of {wanted}"),
        ),
    }
}

fn education(e: &Education, lang: Lang) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(e.level.map(|l| l.to(lang).to_owned()));
    parts.extend(e.degree.as_ref().map(|d| d.level.to(lang).to_owned()));
    if let Some(m) = &e.major {
        let codes = list(lang, m.codes.iter().cloned());
        let standing = if m.standing == Standing::Listed { codes } else { m.standing.to(lang).to_owned() };
        parts.push(if standing.is_empty() { m.name.clone() } else { format!("{}（{standing}）", m.name) });
    }
    parts.extend(e.graduated.map(|d| d.to_string()));
    if parts.is_empty() {
        choose(lang, "一段学历", "a course of study")
    } else {
        parts.join(choose(lang, "，", ", ").as_str())
    }
}

/// One sentence for a whole reason: who qualifies, on which clauses it fails, which facts are missing.
pub fn sentence(reason: &Reason, lang: Lang) -> String {
    let fails = || list(lang, reason.failing().into_iter().map(|r| clause(r, lang)));
    let open = || list(lang, reason.open().into_iter().map(|r| clause(r, lang) + &lacking(r, lang)));
    match reason.verdict {
        Truth::Yes => choose(lang, "符合全部条件。", "Meets every requirement."),
        Truth::No if reason.open().is_empty() => {
            choose(lang, format!("不符合：{}。", fails()), format!("Does not meet: {}.", fails()))
        }
        // what is failed decides; what cannot be told besides would come up next
        Truth::No => choose(
            lang,
            format!("不符合：{}。另外无法判定：{}。", fails(), open()),
            format!("Does not meet: {}. Besides, cannot be told: {}.", fails(), open()),
        ),
        Truth::Unknown => choose(lang, format!("无法判定：{}。", open()), format!("Cannot be told: {}.", open())),
    }
}

/// Which facts are missing for a clause that cannot be told, in brackets; nothing where a person has to judge.
fn lacking(reason: &Reason, lang: Lang) -> String {
    fn collect(reason: &Reason, lang: Lang, into: &mut Vec<String>) {
        if reason.verdict != Truth::Unknown {
            return;
        }
        for found in reason.found.iter().filter(|f| f.verdict == Truth::Unknown) {
            let sides = found.lacks.iter().filter(|(_, truth)| *truth == Truth::Unknown);
            into.extend(sides.map(|(aspect, _)| aspect.to(lang).to_owned()));
            into.extend((found.value == Value::Missing).then(|| found.field.to(lang).to_owned()));
        }
        reason.children.iter().for_each(|child| collect(child, lang, into));
    }
    let mut missing = Vec::new();
    collect(reason, lang, &mut missing);
    missing.sort();
    missing.dedup();
    if missing.is_empty() {
        return String::new();
    }
    let missing = list(lang, missing);
    choose(lang, format!("（{missing}未记载）"), format!(" ({missing} not recorded)"))
}

/// A short name of a clause: the cells or the article that ask for it. One cell is quoted; several are named by their
/// columns, because the words of a list of majors are long.
pub fn clause(reason: &Reason, lang: Lang) -> String {
    let cells: Vec<(&String, &String)> = reason
        .cite
        .iter()
        .filter_map(|c| match c {
            Cite::Cell { column, words, .. } => Some((column, words)),
            Cite::Rule { .. } => None,
        })
        .collect();
    match cells.as_slice() {
        [(column, words)] if !words.is_empty() => format!("{column}“{words}”"),
        [] => reason.cite.first().map_or_else(|| asks(&reason.what, lang), |c| cite(c, lang)),
        several => list(lang, several.iter().map(|(column, _)| (*column).clone())),
    }
}

/// What a requirement's part asks for, without anybody's facts.
pub fn requirement(rule: &Rule, lang: Lang) -> String {
    let what = match rule {
        Rule::All(_) => What::All,
        Rule::Any(_) => What::Any,
        Rule::None(_) => What::None,
        Rule::AtLeast { n, .. } => What::AtLeast(*n),
        Rule::Test(t) => What::Test(t.clone()),
        Rule::NeedsPerson { words } => What::NeedsPerson(words.clone()),
        Rule::Notice { words } => What::Notice(words.clone()),
    };
    asks(&what, lang)
}
