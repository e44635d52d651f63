//! The catalogue of majors as published: broad groups on one sheet, disciplines and majors on another.

use base::Say;
use eligibility::majors::{Catalogue, Discipline, Group, Listed, code, normal};
use serde::Serialize;

use super::bands::{Band, blocks, find, text};
use crate::sheet::{At, Book, Place, Sheet};

/// What is out of the ordinary about a line of the catalogue.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// The code stands a second time with the same name (the list goes on after a page break): former names are joined.
    Continued,
    /// The code stands a second time with another name: the first is kept.
    OtherName,
    /// The code's cell holds no code, and the codes around it leave only one: it was taken.
    Inferred,
    /// The code's cell holds no code, and nothing says which it is: the major was not taken.
    NoCode,
    /// A former name without a major: not taken.
    NoMajor,
    /// The code is not below the discipline that it stands in.
    OtherDiscipline,
    /// A broad group names a code that the catalogue does not have.
    UnknownMember,
    /// Words that are neither a major nor a code: a note, or a cell of the broad groups without a code.
    Words,
}

/// A line of the catalogue that a person should know of.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct MajorNote {
    /// What it is.
    pub kind: NoteKind,
    /// Where.
    pub place: Place,
    /// The code, as far as there is one.
    pub code: String,
    /// The name or words.
    pub name: String,
    /// The sentence for a person.
    pub say: Say,
}

/// The catalogue with what was out of the ordinary.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Majors {
    /// The catalogue.
    pub catalogue: Catalogue,
    /// In the order of the sheets.
    pub notes: Vec<MajorNote>,
}

/// Reads the catalogue from a book. Its two sheets are known by their headers, not by their names or order.
///
/// # Errors
/// Where no sheet lists majors by level; a sentence that says what is looked for.
pub fn read_majors(book: &Book) -> Result<Majors, Say> {
    let mut majors = Majors::default();
    let sheets: Vec<(&Sheet, u32, Vec<Band>)> =
        book.visible().filter_map(|s| find(s).map(|(header, bands)| (s, header, bands))).collect();
    if sheets.is_empty() {
        return Err(Say::new(
            "没有找到专业目录。需要一张有“学科门类代码及名称、学科代码、学科名称、专业代码、专业名称、旧专业名称”各列的工作表。",
            "No catalogue of majors was found. A sheet with the columns 学科门类代码及名称, 学科代码, 学科名称, 专业代码, \
             专业名称 and 旧专业名称 is needed.",
        ));
    }
    for (sheet, header, bands) in &sheets {
        for band in bands {
            majors.band(sheet, *header, *band);
        }
    }
    for sheet in book.visible().filter(|s| find(s).is_none()) {
        majors.groups(sheet);
    }
    Ok(majors)
}

/// A code at the beginning of a text: `A01` of `A01哲学`, with what follows.
fn head_code(text: &str) -> Option<(&str, &str)> {
    let digits = text.get(1..)?.bytes().take_while(u8::is_ascii_digit).count();
    let code = text.get(..1 + digits)?;
    is_code(code).then(|| (code, &text[code.len()..]))
}

fn is_code(text: &str) -> bool {
    code(&format!("x({text})")).is_some()
}

impl Majors {
    fn note(&mut self, kind: NoteKind, place: Place, code: &str, name: &str, zh: &str, en: &str) {
        let say = Say::new(
            format!("{place}：{code}{}{name}：{zh}", if code.is_empty() { "" } else { " " }),
            format!("{place}: {code}{}{name}: {en}", if code.is_empty() { "" } else { " " }),
        );
        self.notes.push(MajorNote { kind, place, code: code.into(), name: name.into(), say });
    }
    fn band(&mut self, sheet: &Sheet, header: u32, band: Band) {
        let blocks = blocks(sheet, band, header);
        let code_of = |block: &(u32, u32)| Some(text(sheet.cell(block.0, band.code))).filter(|c| is_code(c));
        for (i, block) in blocks.iter().enumerate() {
            let rows = || block.0..=block.1;
            let column = |col: u32| -> Vec<(u32, String)> {
                let mut texts: Vec<(u32, String)> = rows().map(|r| (r, text(sheet.cell(r, col)))).collect();
                texts.retain(|t| !t.1.is_empty());
                texts.dedup_by(|a, b| a.1 == b.1);
                texts
            };
            for row in rows() {
                self.heads(sheet, row, band);
            }
            // A note over several columns is neither a name nor a former name; it is told once.
            if let Some(wide) = sheet.area_of(At { row: block.0, col: band.name }).filter(|a| a.first.col < a.last.col)
            {
                if wide.contains(At { row: block.0, col: band.category }) && wide.first.col >= band.category {
                    let words = text(sheet.cell(block.0, band.name));
                    let place = sheet.place(block.0, wide.first.col);
                    self.note(NoteKind::Words, place, "", &words, "目录中的说明。", "a note in the catalogue.");
                }
                continue;
            }
            let (names, former) = (column(band.name), column(band.former));
            if text(sheet.cell(block.0, band.code)) == "专业代码" {
                continue;
            }
            let Some((row, name)) = names.first().cloned() else {
                for (row, name) in former {
                    let place = sheet.place(row, band.former);
                    self.note(
                        NoteKind::NoMajor,
                        place,
                        "",
                        &name,
                        "旧专业名称没有对应的专业，未录入。",
                        "a former name without its major; not taken.",
                    );
                }
                continue;
            };
            let place = sheet.place(row, band.code);
            let discipline = text(sheet.cell(row, band.discipline_code));
            let code = code_of(block).or_else(|| {
                let next = blocks[i + 1..].iter().find_map(code_of);
                let before = blocks[..i].iter().rev().find_map(code_of);
                let code = between(&discipline, before.as_deref(), next.as_deref())?;
                Some(code).filter(|c| !self.catalogue.majors.contains_key(c)).inspect(|c| {
                    let found = text(sheet.cell(block.0, band.code));
                    self.note(
                        NoteKind::Inferred,
                        place.clone(),
                        c,
                        &name,
                        &format!("代码单元格写的是“{found}”，按前后代码推定。"),
                        &format!("the code's cell says “{found}”; taken from the codes before and after."),
                    );
                })
            });
            let former: Vec<String> = former.into_iter().map(|f| f.1).collect();
            match code {
                Some(code) => self.major(place, code, name, former, &discipline),
                None => self.note(
                    NoteKind::NoCode,
                    place,
                    "",
                    &name,
                    "没有专业代码，也无法推定，未录入。请补上代码。",
                    "it has no code and none can be inferred; not taken. Fill the code in.",
                ),
            }
            for (row, other) in names.into_iter().skip(1) {
                let place = sheet.place(row, band.name);
                self.note(
                    NoteKind::OtherName,
                    place,
                    "",
                    &other,
                    "同一代码下的另一名称，未录入。",
                    "another name under the same code; not taken.",
                );
            }
        }
    }
    fn heads(&mut self, sheet: &Sheet, row: u32, band: Band) {
        let category = text(sheet.cell(row, band.category));
        if let Some((code, name)) = head_code(&category).filter(|h| !h.1.is_empty()) {
            self.catalogue.disciplines.entry(code.into()).or_insert_with(|| Discipline { name: name.into() });
        }
        let (code, name) = (text(sheet.cell(row, band.discipline_code)), text(sheet.cell(row, band.discipline)));
        if is_code(&code) && !name.is_empty() {
            self.catalogue.disciplines.entry(code).or_insert(Discipline { name });
        }
    }
    fn major(&mut self, place: Place, code: String, name: String, former: Vec<String>, discipline: &str) {
        if is_code(discipline) && !code.starts_with(discipline) {
            self.note(
                NoteKind::OtherDiscipline,
                place.clone(),
                &code,
                &name,
                &format!("代码不在学科 {discipline} 之下。"),
                &format!("the code is not below the discipline {discipline}."),
            );
        }
        let known = self.catalogue.majors.get(&code).map(|m| m.name.clone());
        match known {
            Some(first) if normal(&first) != normal(&name) => {
                self.note(
                    NoteKind::OtherName,
                    place,
                    &code,
                    &name,
                    &format!("代码已用于“{first}”，保留前者。"),
                    &format!("the code already stands for “{first}”, which is kept."),
                );
                return;
            }
            Some(_) => self.note(
                NoteKind::Continued,
                place,
                &code,
                &name,
                "代码重复（换页续表），旧专业名称已合并。",
                "the code stands again (the list goes on after a page break); its former names were joined.",
            ),
            None => {}
        }
        let listed = self.catalogue.majors.entry(code).or_insert_with(|| Listed { name, former: Vec::new() });
        for name in former {
            if !listed.former.contains(&name) {
                listed.former.push(name);
            }
        }
    }
    /// The broad groups: `规划建设类（01）` in the first column, codes in brackets beside it.
    fn groups(&mut self, sheet: &Sheet) {
        let mut group: Option<String> = None;
        for row in 0..sheet.rows.len() as u32 {
            let first = normal(&sheet.cell(row, 0).text());
            if let Some((name, digits)) = group_head(&first) {
                group = Some(digits.to_owned());
                self.catalogue
                    .groups
                    .entry(digits.into())
                    .or_insert_with(|| Group { name: name.into(), codes: Vec::new() });
            } else if !first.is_empty() {
                group = None;
            }
            let Some(digits) = group.clone() else { continue };
            for col in 1..sheet.width() {
                let cell = normal(&sheet.cell(row, col).text());
                if cell.is_empty() || cell == "另包括具体专业" {
                    continue;
                }
                match code(&cell) {
                    Some(code) => self.member(sheet.place(row, col), &digits, code, &cell),
                    None => self.note(
                        NoteKind::Words,
                        sheet.place(row, col),
                        "",
                        &cell,
                        "没有代码，未录入。",
                        "no code; not taken.",
                    ),
                }
            }
        }
    }
    fn member(&mut self, place: Place, digits: &str, code: &str, cell: &str) {
        if !self.catalogue.has(code) {
            self.note(
                NoteKind::UnknownMember,
                place,
                code,
                cell,
                "目录中没有这个代码。",
                "the catalogue has no such code.",
            );
        }
        let group = self.catalogue.groups.entry(digits.into()).or_default();
        if !group.codes.iter().any(|c| c == code) {
            group.codes.push(code.into());
        }
    }
}

/// `规划建设类(01)` as its name and its digits.
fn group_head(text: &str) -> Option<(&str, &str)> {
    let (name, digits) = text.strip_suffix(')')?.rsplit_once('(')?;
    (digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit()) && name.ends_with('类')).then_some((name, digits))
}

/// The one code between its neighbours in a discipline, where there is only one.
fn between(discipline: &str, before: Option<&str>, next: Option<&str>) -> Option<String> {
    if !is_code(discipline) {
        return None;
    }
    let number = |c: &str| c.strip_prefix(discipline).filter(|n| n.len() == 2)?.parse::<u32>().ok();
    let before = before.and_then(number).unwrap_or(0);
    let next = next.and_then(number)?;
    (next == before + 2).then(|| format!("{discipline}{:02}", before + 1))
}
