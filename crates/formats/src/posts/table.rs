//! The post table.

use std::collections::HashMap;

use base::{Lang, Say};
use eligibility::pack::Post;
use serde::Serialize;

use crate::sheet::{Book, CellError, Column, Layout, Place, Record, Sheet, Skip, map, records};

/// The columns of a recruitment's post table, by the names that the published tables use.
pub const LAYOUT: Layout = Layout {
    columns: &[
        Column::required("unit", &["招考单位", "招录机关", "用人单位", "招考单位名称", "Recruiting unit"]),
        Column::optional("unit_code", &["单位代码", "招考单位代码", "Unit code"]),
        Column::required("title", &["招考职位", "职位名称", "招考职位名称", "Post"]),
        Column::required("code", &["职位代码", "招考职位代码", "Post code"]),
        Column::optional("intro", &["职位简介", "Duties"]),
        Column::optional("kind", &["职位类型", "职位类别", "Kind of post"]),
        Column::required("openings", &["录用人数", "招考人数", "招录人数", "Openings"]),
        Column::required("level", &["学历", "学历要求", "Level of study"]),
        Column::required("degree", &["学位", "学位要求", "Degree"]),
        Column::optional("majors_postgraduate", &["研究生专业名称及代码", "研究生专业", "Postgraduate majors"]),
        Column::optional("majors_bachelor", &["本科专业名称及代码", "本科专业", "Bachelor majors"]),
        Column::optional("majors_college", &["大专专业名称及代码", "大专专业", "College majors"]),
        Column::optional(
            "grass_roots",
            &["是否要求2年以上基层工作经历", "是否要求两年以上基层工作经历", "Two years at the grass roots"],
        ),
        Column::required("fresh", &["是否限应届毕业生报考", "Fresh graduates only"]),
        Column::required("other", &["其他要求", "其它要求", "Other requirements"]),
        Column::optional("district", &["考区", "Examination district"]),
        Column::optional("psychological", &["是否开展心理素质测评", "Psychological test"]),
    ],
};

/// The most openings that one post is believed to have.
const MOST_OPENINGS: u32 = 9_999;

/// A row, or a whole sheet, that was not taken, and why.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Rejected {
    /// Sheet.
    pub sheet: String,
    /// Row, counted from 1; nothing for a whole sheet.
    pub row: Option<u32>,
    /// The cell, as spreadsheet programs name it.
    pub cell: Option<String>,
    /// Why, and what to do.
    pub why: Say,
}

/// Something on a sheet that is no post, and is kept in sight.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Note {
    /// Sheet.
    pub sheet: String,
    /// Row, counted from 1.
    pub row: u32,
    /// What it is.
    pub what: Say,
    /// Its words.
    pub words: String,
}

/// What a book of posts holds.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct PostTable {
    /// The posts, in the order of the book.
    pub posts: Vec<Post>,
    /// What was not taken.
    pub rejected: Vec<Rejected>,
    /// What is no post.
    pub notes: Vec<Note>,
}

/// Reads the posts of every visible sheet.
///
/// A post needs a code that no other row of the book has, a title, a unit and a number of openings; a row without them
/// is rejected. The words of all other cells are taken as they are: what they mean is for the rule pack.
pub fn read(book: &Book) -> PostTable {
    let mut table = PostTable::default();
    let mut seen: HashMap<String, String> = HashMap::new();
    for sheet in book.visible() {
        read_sheet(sheet, &mut seen, &mut table);
    }
    if table.posts.is_empty() && table.rejected.is_empty() {
        let why = Say::new(
            "表中没有职位。请确认上传的是职位表。",
            "There is no post in it. Make sure that it is the post table.",
        );
        table.rejected.push(Rejected { sheet: String::new(), row: None, cell: None, why });
    }
    table
}

fn read_sheet(sheet: &Sheet, seen: &mut HashMap<String, String>, table: &mut PostTable) {
    let mapping = map(sheet, &LAYOUT);
    let problems = mapping.problems(&LAYOUT);
    if !problems.is_empty() {
        for problem in problems {
            let why = Say::each(|lang| problem.say(&LAYOUT, lang));
            table.rejected.push(Rejected { sheet: sheet.name.to_string(), row: None, cell: None, why });
        }
        return;
    }
    let terms = above(sheet, mapping.header_row, table);
    let records = records(sheet, &mapping);
    for (row, skip) in &records.skipped {
        let what = match skip {
            Skip::HeaderAgain => continue,
            Skip::Note => Say::new("表中的说明", "A note within the table"),
            Skip::NothingUsed => Say::new("没有用到的行", "A row of which nothing is used"),
        };
        note(table, sheet, *row, what, words(sheet, *row));
    }
    for heading in mapping.unmatched() {
        let filled = records.iter().find(|r| !sheet.cell(r.row, heading.col).is_blank());
        if let Some(first) = filled {
            let what = Say::new(
                format!("不认识的列“{}”，其内容没有进入资格条件", heading.text),
                format!("The column “{}” is not known; what it says is not part of the requirements", heading.text),
            );
            note(table, sheet, first.row, what, sheet.cell(first.row, heading.col).text().into_owned());
        }
    }
    for record in records.iter() {
        match post(&record, sheet) {
            Ok(mut post) => {
                let place = record.place("code").to_string();
                if let Some(first) = seen.get(&post.code) {
                    table.rejected.push(twice(&record.place("code"), &post.code, first));
                } else {
                    seen.insert(post.code.clone(), place);
                    post.terms.clone_from(&terms);
                    table.posts.push(post);
                }
            }
            Err(rejected) => table.rejected.push(rejected),
        }
    }
}

/// What stands above the header: titles are noted, terms (a label with a text beside it) hold for every post below.
fn above(sheet: &Sheet, header_row: u32, table: &mut PostTable) -> String {
    let mut terms = Vec::new();
    for row in 0..header_row {
        let cells: Vec<String> = distinct(sheet, row);
        match cells.as_slice() {
            [] => {}
            [title] => note(table, sheet, row, Say::new("表头上方的标题", "A title above the header"), title.clone()),
            [label, rest @ ..] => {
                let what =
                    Say::new("表头上方的说明，适用于本表各职位", "Terms above the header, for every post of the sheet");
                note(table, sheet, row, what, cells.join(" "));
                terms.push(format!("{}：{}", label.split_whitespace().collect::<String>(), rest.join(" ")));
            }
        }
    }
    terms.join("\n")
}

fn distinct(sheet: &Sheet, row: u32) -> Vec<String> {
    let mut cells: Vec<String> = Vec::new();
    for cell in sheet.rows.get(row as usize).into_iter().flatten().filter(|c| !c.is_blank()) {
        let text = cell.text().trim().to_owned();
        if cells.last() != Some(&text) {
            cells.push(text);
        }
    }
    cells
}

fn words(sheet: &Sheet, row: u32) -> String {
    distinct(sheet, row).join(" ")
}

fn note(table: &mut PostTable, sheet: &Sheet, row: u32, what: Say, words: String) {
    table.notes.push(Note { sheet: sheet.name.to_string(), row: row + 1, what, words });
}

fn reject(place: &Place, why: Say) -> Rejected {
    let (sheet, row, cell) = (place.sheet.to_string(), Some(place.at.row + 1), Some(place.at.to_string()));
    Rejected { sheet, row, cell, why }
}

fn twice(place: &Place, code: &str, first: &str) -> Rejected {
    reject(
        place,
        Say::new(
            format!("{place} 的职位代码 {code} 与 {first} 重复，本行没有录入。请核对两行，改正其中一个代码。"),
            format!(
                "The post code {code} at {place} already stands at {first}; this row was not taken. Correct one of the two."
            ),
        ),
    )
}

fn post(record: &Record<'_, '_>, sheet: &Sheet) -> Result<Post, Rejected> {
    let unreadable = |e: CellError| reject(&e.place, Say::each(|lang| e.say(lang)));
    let text = |key: &str| record.text(key).map(|t| t.unwrap_or_default().into_owned()).map_err(unreadable);
    let needed = |key: &str| {
        let text = text(key)?;
        if !text.is_empty() {
            return Ok(text);
        }
        let label = |lang| LAYOUT.column(key).map_or(key, |c| c.label(lang));
        let place = record.place(key);
        let why = Say::new(
            format!("{place} 缺少“{}”，本行没有录入。请补上。", label(Lang::Zh)),
            format!("{place}: “{}” is missing; this row was not taken. Fill it in.", label(Lang::En)),
        );
        Err(reject(&place, why))
    };
    let code = needed("code")?;
    let openings = needed("openings")?;
    let count = openings.parse::<u32>().ok().filter(|n| (1..=MOST_OPENINGS).contains(n));
    let Some(openings) = count else {
        let place = record.place("openings");
        let shown: String = openings.chars().take(20).collect();
        let why = Say::new(
            format!("{place} 的录用人数“{shown}”不是 1 至 {MOST_OPENINGS} 的整数，本行没有录入。请改正。"),
            format!(
                "{place}: the openings “{shown}” are no whole number from 1 to {MOST_OPENINGS}; this row was not taken. Correct it."
            ),
        );
        return Err(reject(&place, why));
    };
    Ok(Post {
        sheet: sheet.name.to_string(),
        row: record.row + 1,
        unit: needed("unit")?,
        unit_code: text("unit_code")?,
        title: needed("title")?,
        code,
        intro: text("intro")?,
        kind: text("kind")?,
        openings,
        level: text("level")?,
        degree: text("degree")?,
        majors_postgraduate: text("majors_postgraduate")?,
        majors_bachelor: text("majors_bachelor")?,
        majors_college: text("majors_college")?,
        grass_roots: text("grass_roots")?,
        fresh: text("fresh")?,
        other: text("other")?,
        district: text("district")?,
        psychological: text("psychological")?,
        terms: String::new(),
    })
}
