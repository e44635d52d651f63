//! From sheets to people: what each row says, with the cell of everything that is wrong. Knows nothing of what is recorded.

use std::collections::HashMap;

use base::{Date, Say};
use formats::sheet::{Place, Record};
use intake::{Report, Table};

use super::layout;
use crate::{
    section::Section,
    values::{Values, Written, parse},
};

/// One person of the file.
#[derive(Clone, Debug)]
pub struct Row {
    /// Where the row begins, for questions.
    pub place: Place,
    /// Where the identity number stands.
    pub id_place: Place,
    /// Where the unit stands.
    pub unit_place: Place,
    /// Basic information.
    pub basic: Values,
    /// The identity number, checked.
    pub id_number: Option<String>,
    /// The code of the unit, or its name where no code is given.
    pub unit: Option<String>,
    /// In the present post since.
    pub since: Option<Date>,
    /// Everything else.
    pub entries: Vec<Values>,
    /// Relatives by their staff number, by the place of their entry.
    pub relatives: Vec<(usize, String)>,
}

/// Everything the sheets say of people. What is wrong goes into the report.
pub fn read(tables: &[Table<'_>], report: &mut Report) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut by = Keys::default();
    for table in tables.iter().filter(|t| t.part.key == "people") {
        let read = intake::each(&table.records, report, person);
        for (record, row) in table.records.iter().zip(read) {
            if let Some(row) = row {
                by.add(&row, rows.len(), &record, report);
                rows.push(row);
            }
        }
    }
    if rows.is_empty() && report.wrong_in_all == 0 {
        let place = tables.first().map(|t| t.sheet.place(0, 0));
        if let Some(place) = place {
            report.wrong(
                &place,
                Say::new("没有找到人员行。请检查“人员”工作表。", "No people were found. Check the sheet 人员."),
            );
        }
    }
    for table in tables {
        let Some(section) = layout::section(table.part.key) else { continue };
        // whose each is, and what it says, on all processors; then in order
        let read = intake::each(&table.records, report, |record, report| {
            let whose = by.find(record, report)?;
            let written = written(record, section, &[("name", "name_of")], report)?;
            Some((whose, entry(section, written, record, report)?))
        });
        for (record, read) in table.records.iter().zip(read) {
            let Some((whose, values)) = read else { continue };
            if section.shape().single && rows[whose].entries.iter().any(|e| e.section() == section) {
                let say = Say::new("此人在本工作表中出现两次。", "This person stands twice in this sheet.");
                report.wrong(&record.place("name"), say);
                continue;
            }
            if section == Section::Kin
                && let Ok(Some(number)) = record.text("other_number")
            {
                let at = rows[whose].entries.len();
                rows[whose].relatives.push((at, number.into_owned()));
            }
            rows[whose].entries.push(values);
        }
    }
    rows
}

/// Finds the person that a row of another sheet belongs to.
#[derive(Default)]
struct Keys {
    number: HashMap<String, usize>,
    id: HashMap<String, usize>,
    name: HashMap<String, Vec<usize>>,
}

impl Keys {
    fn add(&mut self, row: &Row, at: usize, record: &Record<'_, '_>, report: &mut Report) {
        if let Some(number) = row.basic.get("number")
            && self.number.insert(number.to_owned(), at).is_some()
        {
            let say = Say::new("这个人员编号在文件中出现两次。", "This staff number stands twice in the file.");
            report.wrong(&record.place("number"), say);
        }
        if let Some(id) = &row.id_number
            && self.id.insert(id.clone(), at).is_some()
        {
            let say = Say::new("这个身份号码在文件中出现两次。", "This identity number stands twice in the file.");
            report.wrong(&row.id_place, say);
        }
        let name = row.basic.get("name").unwrap_or_default().to_owned();
        self.name.entry(name).or_default().push(at);
    }
    fn find(&self, record: &Record<'_, '_>, report: &mut Report) -> Option<usize> {
        let text = |key| record.text(key).ok().flatten();
        let found = match (text("number"), text("id_number"), text("name")) {
            (Some(number), ..) => self.number.get(&*number).copied(),
            (None, Some(id), _) => self.id.get(&id.to_ascii_uppercase()).copied(),
            (None, None, Some(name)) => match self.name.get(&crate::name::tidy(&name)).map(Vec::as_slice) {
                Some([one]) => Some(*one),
                Some([_, ..]) => {
                    let say = Say::new(
                        "有多人同名，请填写人员编号或身份证号。",
                        "Several people have this name; give the staff number or the identity number.",
                    );
                    report.wrong(&record.place("name"), say);
                    return None;
                }
                _ => None,
            },
            (None, None, None) => None,
        };
        if found.is_none() {
            let say = Say::new("“人员”工作表中没有这个人。", "This person is not in the sheet of people.");
            report.wrong(&record.place("number"), say);
        }
        found
    }
}

/// The cells of a row as a form would send them. `renamed` are fields whose column has another key.
fn written(
    record: &Record<'_, '_>,
    section: Section,
    renamed: &[(&str, &str)],
    report: &mut Report,
) -> Option<Written> {
    let mut written = Written::new();
    let mut good = true;
    for field in section.fields() {
        let key = column(field.key, section, renamed);
        match cell(record, key, matches!(field.kind, crate::section::Kind::When)) {
            Ok(Some(text)) => drop(written.insert(field.key.to_owned(), text)),
            Ok(None) => {}
            Err(e) => {
                report.unreadable(&e);
                good = false;
            }
        }
    }
    good.then_some(written)
}

fn column<'k>(field: &'k str, section: Section, renamed: &[(&str, &'k str)]) -> &'k str {
    // “姓名” is the person's own in every sheet; what an entry is called has another column
    match renamed.iter().find(|(f, _)| *f == field) {
        Some((_, key)) if section != Section::Basic => key,
        _ => field,
    }
}

fn cell(record: &Record<'_, '_>, key: &str, date: bool) -> Result<Option<String>, formats::sheet::CellError> {
    if date {
        // an open end is written 至今
        if let Ok(Some(text)) = record.text(key)
            && matches!(&*text, "至今" | "今" | "现在" | "无" | "-" | "—")
        {
            return Ok(None);
        }
        return Ok(record.date(key)?.map(|d| d.to_string()));
    }
    Ok(record.text(key)?.map(|t| t.into_owned()))
}

fn entry(section: Section, mut written: Written, record: &Record<'_, '_>, report: &mut Report) -> Option<Values> {
    if section == Section::Award
        && let Some(name) = written.get("name").cloned()
        && codes::AWARD.find(&name).is_none()
    {
        // an award of a name of its own is an honorary title; a measure of its own (诫勉) is a sanction in general, named
        // in the remarks
        let sanction = record.text("kind").ok().flatten().is_some_and(|k| k.contains('惩') || k.contains("处"));
        let measure = sanction || ["诫勉", "通报", "函询", "处分", "处理"].iter().any(|w| name.contains(w));
        let (into, general) = if measure { ("reason", "惩戒") } else { ("honour", "授予荣誉称号") };
        written.entry(into.into()).or_insert(name);
        written.insert("name".into(), general.into());
    }
    if section == Section::Study && !written.contains_key("kind") {
        written.insert("kind".into(), "全日制".into());
    }
    match parse(section, &written) {
        Ok(values) => Some(values),
        Err(wrong) => {
            for w in wrong {
                report.wrong(&record.place(column(&w.field, section, &[("name", "name_of")])), w.say);
            }
            None
        }
    }
}

fn person(record: &Record<'_, '_>, report: &mut Report) -> Option<Row> {
    let mut written = written(record, Section::Basic, &[], report)?;
    let text = |key: &str| record.text(key).ok().flatten().map(|t| t.into_owned());
    if !written.contains_key("post_title") {
        let (unit, post) = (text("unit_name"), text("post"));
        let title = format!("{}{}", unit.as_deref().unwrap_or_default(), post.as_deref().unwrap_or_default());
        if !title.is_empty() {
            written.insert("post_title".into(), title);
        }
    }
    // sheets write 民盟 where the date of joining the Party goes
    if let Some(level) = written.get("level").filter(|l| codes::LEVEL.find(l).is_none()).cloned() {
        report.odd(
            &record.place("level"),
            Say::new(
                format!("“{level}”不是职务层次，按职级记录。"),
                format!("“{level}” is no level of post; it is kept as the grade."),
            ),
        );
        written.remove("level");
        written.entry("grade".into()).or_insert(level);
    }
    // general words such as 事业单位工作人员 name no category of the table: what is not told is not guessed
    if let Some(category) = written.get("category").filter(|c| codes::CATEGORY.find(c).is_none()).cloned() {
        let say = Say::new(
            format!("“{category}”不是人员类别代码表中的值，人员类别留空。"),
            format!("“{category}” is no value of the table of categories; the category is left open."),
        );
        report.odd(&record.place("category"), say);
        written.remove("category");
    }
    let basic = entry(Section::Basic, written, record, report)?;
    let mut entries = Vec::new();
    let mut id_number = None;
    if let Some(id) = text("id_number") {
        let values = entry(Section::Identity, [("id_number".to_owned(), id)].into(), record, report)?;
        id_number = values.get("id_number").map(str::to_owned);
        entries.push(values);
    }
    if let Some(condition) = text("condition") {
        entries.extend(entry(Section::Health, [("condition".to_owned(), condition)].into(), record, report));
    }
    for interest in text("interests").iter().flat_map(|t| t.split(['、', '，', ',', ';', '；'])) {
        let interest = interest.trim();
        if !interest.is_empty() {
            entries.extend(entry(
                Section::Interest,
                [("interest".to_owned(), interest.to_owned())].into(),
                record,
                report,
            ));
        }
    }
    for section in [Section::Residence, Section::Service] {
        match self::written(record, section, &[], report) {
            Some(written) if !written.is_empty() => entries.extend(entry(section, written, record, report)),
            _ => {}
        }
    }
    let mut since = None;
    match record.date("since") {
        Ok(date) => since = date.map(|d| d.earliest()),
        Err(e) => report.unreadable(&e),
    }
    let place = record.place("name");
    let (id_place, unit_place) = (record.place("id_number"), record.place("unit"));
    let unit = text("unit");
    Some(Row { place, id_place, unit_place, basic, id_number, unit, since, entries, relatives: Vec::new() })
}

/// The studies that stand in the sheet of people itself, for persons of whom the sheet of studies says nothing.
pub fn studies_in_line(tables: &[Table<'_>], rows: &mut [Row], report: &mut Report) {
    let says_nothing = |row: &Row| !row.entries.iter().any(|e| e.section() == Section::Study);
    let untold: HashMap<u32, usize> =
        rows.iter().enumerate().filter(|(_, r)| says_nothing(r)).map(|(i, r)| (r.place.at.row, i)).collect();
    for table in tables.iter().filter(|t| t.part.key == "people") {
        let read = intake::each(&table.records, report, |record, report| {
            let whose = *untold.get(&record.row)?;
            Some((whose, ["ft", "is"].map(|prefix| study_in_line(record, prefix, report))))
        });
        for (whose, studies) in read.into_iter().flatten() {
            rows[whose].entries.extend(studies.into_iter().flatten());
        }
    }
}

/// The full-time (`ft`) or in-service (`is`) study in a person's own row.
fn study_in_line(record: &Record<'_, '_>, prefix: &str, report: &mut Report) -> Option<Values> {
    let mut written = Written::new();
    for field in ["level", "degree", "school", "major", "major_code", "ended"] {
        match cell(record, &format!("{prefix}_{field}"), field == "ended") {
            Ok(Some(text)) => drop(written.insert(field.to_owned(), text)),
            Ok(None) => {}
            Err(e) => report.unreadable(&e),
        }
    }
    if written.is_empty() {
        return None;
    }
    written.insert("kind".into(), if prefix == "ft" { "全日制" } else { "在职" }.into());
    let wrong = match parse(Section::Study, &written) {
        Ok(values) => return Some(values),
        Err(wrong) => wrong,
    };
    for w in wrong {
        report.wrong(&record.place(&format!("{prefix}_{}", w.field)), w.say);
    }
    None
}
