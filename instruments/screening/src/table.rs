//! Taking a published post table in: files → requirements.

use base::{Id, Say};
use db::{LedgerEntry, Read, Recorded, Result, Write};
use eligibility::pack::Settings;
use formats::{
    posts,
    sheet::{self, Limits},
};
use intake::{Intake, Part, Progress, Question, Report, Source};

use crate::{
    Import, Text,
    actions::{self, NewCall, NewOpening},
    store,
};

/// The import of published post tables.
pub struct Calls;

/// The fields of a published row with the headings they stood under.
pub(crate) const HEADINGS: &[(&str, &str)] = &[
    ("unit", "招考单位"),
    ("unit_code", "单位代码"),
    ("title", "招考职位"),
    ("code", "职位代码"),
    ("intro", "职位简介"),
    ("kind", "职位类型"),
    ("openings", "录用人数"),
    ("level", "学历"),
    ("degree", "学位"),
    ("majors_postgraduate", "研究生专业名称及代码"),
    ("majors_bachelor", "本科专业名称及代码"),
    ("majors_college", "大专专业名称及代码"),
    ("grass_roots", "是否要求2年以上基层工作经历"),
    ("fresh", "是否限应届毕业生报考"),
    ("other", "其他要求"),
    ("district", "考区"),
    ("psychological", "是否开展心理素质测评"),
];

/// What the files say, and what is understood of it.
struct Understood {
    call: NewCall,
    report: Report,
}

/// Says which file is which: a book whose sheets have the columns of posts, and one that lists majors.
fn understand(source: &Source) -> Result<Understood> {
    let opened = source.open(&Limits::default())?;
    let (mut table, mut catalogue) = (None, None);
    for book in opened.books() {
        let is_table = book.visible().any(|s| sheet::map(s, &posts::LAYOUT).problems(&posts::LAYOUT).is_empty());
        if is_table {
            table = Some(posts::read(book));
        } else if let Ok(majors) = posts::read_majors(book) {
            catalogue = Some(majors.catalogue);
        }
    }
    let refuse = |f: fn(&Text) -> String| db::Error::Refused(Say::each(|l| f(&Text::of(l))));
    let table = table.ok_or_else(|| refuse(|t| t.unknown_file().to_string()))?;
    let catalogue = catalogue.ok_or_else(|| refuse(|t| t.no_catalogue().to_string()))?;
    let pack = rulepacks::gd_2026();
    let mut built = Vec::with_capacity(table.posts.len());
    let figures = posts::Report::make(&table, &pack, &catalogue, |_, one| built.push(one));
    let mut report = Report::default();
    report.count("posts", "职位", "Posts", figures.posts as u64);
    report.count("openings", "招录人数", "Openings", figures.openings);
    report.count("understood", "已理解的其他要求", "Further clauses understood", figures.clauses.understood as u64);
    let unknown = figures.clauses.unknown.len() as u64;
    report.count("unknown", "留给人工的其他要求", "Further clauses left to a person", unknown);
    report.count("majors", "已对应的专业代码", "Major codes resolved", figures.majors.resolved as u64);
    for r in &figures.rejected {
        let at = r.cell.clone().or_else(|| r.row.map(|row| row.to_string())).unwrap_or_default();
        report.wrong_at(format!("{}!{at}", r.sheet), r.why.clone());
    }
    for u in &figures.clauses.unknown {
        let say = Say::new(
            format!("“{}”没有对应的规则，相关职位标为需人工认定（{} 个）。", u.words, u.posts),
            format!("No rule understands “{}”; its posts ({}) are marked as needing a person.", u.words, u.posts),
        );
        report.odd_at(format!("{}!{}", u.sheet, u.row), say);
    }
    for u in &figures.majors.unresolved {
        let say = Say::new(
            format!("{}“{}”没有对应的专业，相关职位标为需人工认定。", u.column, u.words),
            format!(
                "{} “{}” is no major of the catalogue; its posts are marked as needing a person.",
                u.column, u.words
            ),
        );
        report.odd_at(format!("{}!{}", u.sheet, u.row), say);
    }
    if let Ok(serde_json::Value::Object(map)) = serde_json::to_value(&figures) {
        report.more = map;
    }
    let name = named(&table, source, &pack.settings, &mut report);
    let openings = table.posts.into_iter().zip(built).map(|(post, built)| NewOpening { post, built }).collect();
    let day = pack.registration();
    let call = NewCall { name, pack: pack.settings.id.clone(), day, catalogue, openings };
    Ok(Understood { call, report })
}

/// What the call is called. A table of another year than the rules at hand is a call of its own, beside the one that these
/// rules were made for; that it is judged by them is for a person to decide.
fn named(table: &posts::PostTable, source: &Source, rules: &Settings, report: &mut Report) -> String {
    let title = &rules.title.zh;
    let titles = table.notes.iter().map(|n| (format!("{}!{}", n.sheet, n.row), n.words.as_str()));
    let files = source.files.iter().map(|f| (f.name.clone(), f.name.as_str()));
    let stated = titles.chain(files).find_map(|(place, words)| Some((place, year(words)?)));
    let (Some((place, stated)), Some(of)) = (stated, year(title)) else { return title.clone() };
    if stated == of {
        return title.clone();
    }
    if source.choices.get(RULES) != Some(&rules.id) {
        let say = Say::new(
            format!(
                "这是{stated}年的表，系统里只有“{title}”的规则。是否按{of}年的规则和日期比对？结论只能作初步参考。"
            ),
            format!(
                "This is a table of {stated}; there are only the rules of “{}”. Judge it by the rules and dates of {of}? Verdicts are a first idea only.",
                rules.title.en
            ),
        );
        let yes = Say::new(format!("按{of}年的规则和日期"), format!("By the rules and dates of {of}"));
        let answers = vec![(rules.id.clone(), yes)];
        report.questions.push(Question { key: RULES.to_owned(), place, say, answers, suggest: None });
    }
    format!("{}（按{of}年规则）", title.replace(of, stated))
}

/// The question by which rules a table is judged.
const RULES: &str = "rules";

/// The year that words speak of: the four digits of `2027年`.
fn year(words: &str) -> Option<&str> {
    let (before, _) = words.split_once('年')?;
    let begin = before.len().checked_sub(4)?;
    let digits = before.get(begin..).filter(|d| d.starts_with("20") && d.bytes().all(|b| b.is_ascii_digit()));
    digits.or_else(|| year(words.split_once('年')?.1))
}

impl Intake for Calls {
    fn kind(&self) -> &'static str {
        "calls"
    }
    fn title(&self) -> Say {
        Say::each(|l| Text::of(l).calls_title().to_string())
    }
    fn hint(&self) -> Say {
        Say::each(|l| Text::of(l).calls_hint().to_string())
    }
    fn allows(&self, actor: &auth::Actor) -> bool {
        actor.may::<Import>().is_ok()
    }
    fn events(&self) -> (&'static str, &'static str) {
        ("screening.imported", "screening.import-undone")
    }
    fn parts(&self) -> &'static [Part] {
        &[]
    }
    fn check(&self, tx: &mut Read<'_>, source: &Source) -> Result<Report> {
        let may = tx.may::<Import>()?;
        let Understood { call, mut report } = understand(source)?;
        if store::all_calls(tx.with(&may), &may)?.iter().any(|c| c.name == call.name) {
            report.wrong_at(String::new(), actions::already(&call.name));
        }
        Ok(report)
    }
    fn apply(&self, tx: &mut Write<'_>, source: &Source, progress: Progress<'_>) -> Result<Recorded<Report>> {
        let may = tx.may::<Import>()?;
        let Understood { call, mut report } = understand(source)?;
        report.or_refuse()?;
        report.recorded(tx.entry(), &may);
        let all = call.openings.len() as u64;
        progress(0, all);
        let recorded = actions::record(tx, call, report)?;
        progress(all, all);
        Ok(recorded.map(|(_, report)| report))
    }
    fn undo(&self, tx: &mut Write<'_>, entry: Id<LedgerEntry>) -> Result<Recorded<Report>> {
        Ok(actions::take_back(tx, entry)?.map(|openings| {
            let mut report = Report::default();
            report.count("posts", "已收回职位", "Posts taken back", openings as u64);
            report
        }))
    }
}
