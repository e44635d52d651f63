//! People as spreadsheets: the roster, or whole files on the sheets that an import reads.

use std::collections::BTreeMap;

use auth::ColumnGroup;
use base::{Id, Lang};
use formats::sheet::{Column, Heads, Table, Value};
use intake::Part;

use crate::{
    Kind, Person, Section, Values,
    actions::Taken,
    intake::PARTS,
    pages,
    section::{Field, education_label},
};

/// What stands for a value that the reader's roles do not show.
fn masked(lang: Lang) -> Value {
    Value::text(if lang == Lang::En { "hidden" } else { "已隐藏" }.to_owned())
}

/// The roster as the list shows it, with a column for each restricted group that was asked for.
pub(crate) fn roster<'a>(taken: &'a Taken, groups: &'a [ColumnGroup], lang: Lang) -> Table<'a> {
    let keys = [
        "number",
        "name",
        "sex",
        "birth",
        "ethnic",
        "political",
        "work_start",
        "post_title",
        "level",
        "category",
        "state",
    ];
    let say = |zh: &str, en: &str| if lang == Lang::En { en.to_owned() } else { zh.to_owned() };
    let mut heads: Vec<String> = keys.iter().map(|k| pages::label(k, lang).to_owned()).collect();
    heads.extend([say("学历", "Education"), say("学位", "Degree"), say("完整度", "Complete")]);
    let sections: Vec<Section> =
        Section::ALL.iter().copied().filter(|s| s.group().is_some_and(|g| groups.contains(&g))).collect();
    heads.extend(sections.iter().map(|s| s.title(lang).to_owned()));
    let rows = taken.lines.iter().map(move |l| {
        let shown = |key: &str, value: &str| Value::text(pages::shown(key, value, lang));
        let date = |value: &str| value.parse().map_or_else(|_| Value::text(value.to_owned()), Value::Date);
        let mut row = vec![
            Value::text(l.number.clone().unwrap_or_default()),
            Value::text(l.name.clone()),
            shown("sex", &l.sex),
            date(&l.birth),
            shown("ethnic", &l.ethnic),
            shown("political", &l.political),
            date(&l.work_start),
            Value::text(l.post_title.clone()),
            shown("level", &l.level),
            shown("category", &l.category),
            shown("state", &l.state),
            Value::text(education_label(&l.study, lang).to_owned()),
            Value::text(codes::DEGREE.label(&l.degree, lang).to_owned()),
            Value::Count(l.complete),
        ];
        row.extend(sections.iter().map(|s| restricted(taken, l.person, *s, lang)));
        row
    });
    Table::new(say("人员", "People"), heads, rows)
}

/// All entries of a restricted section in one cell.
fn restricted(taken: &Taken, person: Id<Person>, section: Section, lang: Lang) -> Value {
    if taken.masked.contains(&(person, section)) {
        return masked(lang);
    }
    let entries = taken.opened.get(&person).into_iter().flatten().filter(|e| e.section() == section);
    let each = entries.map(|e| {
        let values = e.values.iter().filter(|(f, _)| !matches!(f.kind, Kind::Person));
        values.filter_map(|(f, v)| Some(f.shown(v?, lang))).collect::<Vec<_>>().join(" ")
    });
    Value::text(each.collect::<Vec<_>>().join(if lang == Lang::En { "; " } else { "；" }))
}

/// Whole files: the sheets and columns that an import reads, so that what was taken out can be taken in again.
pub(crate) fn book<'a>(taken: &Taken, groups: &[ColumnGroup]) -> Vec<Table<'a>> {
    sheets(taken, groups, &PARTS, Heads::Names, &|_, _| None)
}

/// Whole files on these sheets under these heads. `more` says what stands in columns that no section fills, by the place of the
/// person and the column's key.
pub fn sheets<'a>(
    taken: &Taken,
    groups: &[ColumnGroup],
    parts: &[Part],
    heads: Heads,
    more: &dyn Fn(usize, &str) -> Option<String>,
) -> Vec<Table<'a>> {
    let lang = Lang::Zh;
    let numbers: BTreeMap<String, String> =
        taken.lines.iter().filter_map(|l| Some((l.person.to_string(), l.number.clone()?))).collect();
    let mut tables = Vec::new();
    for part in parts {
        let Some(name) = heads.sheet(part.names) else { continue };
        let section: Option<Section> = part.key.parse().ok();
        // the sheet of people holds every section that has one state at a time
        let fills = |s: Section| match section {
            Some(own) => s == own,
            None => s.shape().single,
        };
        let asked = |s: Section| s.group().is_none_or(|g| groups.contains(&g));
        // what the national workbook has no field for and would be missed goes along under its name; other systems pass over a
        // column that they do not know
        let own = |c: &Column| c.key == "number" || (section == Some(Section::Certificate) && c.key == "kind");
        let head = |c: &Column| heads.of(c, lang).or_else(|| own(c).then(|| c.label(lang)));
        let columns: Vec<_> = part
            .layout
            .columns
            .iter()
            .filter(|c| {
                let key = column(c.key, section);
                let of_person = matches!(c.key, "number" | "name" | "unit");
                let of_relative = c.key == "other_number";
                let field = |s: &Section| fills(*s) && asked(*s) && s.place(key).is_some();
                // the national workbook tells people by name and identity number on every sheet
                let id = c.key == "id_number" && section.is_some();
                if id {
                    return heads != Heads::Names && groups.contains(&ColumnGroup::Identity);
                }
                let told = section.is_none() && more(0, c.key).is_some();
                head(c).is_some() && (of_person || of_relative || told || Section::ALL.iter().any(field))
            })
            .collect();
        let mut rows: Vec<Vec<Value>> = Vec::new();
        for (i, (line, file)) in taken.lines.iter().zip(&taken.files).enumerate() {
            let opened = taken.opened.get(&line.person).into_iter().flatten();
            let id = opened.clone().find_map(|e| e.values.get("id_number"));
            let entries: Vec<&Values> =
                file.entries.iter().chain(opened).map(|e| &e.values).filter(|v| fills(v.section())).collect();
            let cell = |key: &'static str, of: &[&Values]| match key {
                "number" => Value::text(line.number.clone().unwrap_or_default()),
                "name" => Value::text(line.name.clone()),
                "id_number" if section.is_some() => Value::text(id.unwrap_or_default().to_owned()),
                "unit" if section.is_none() => {
                    Value::text(line.unit.and_then(|u| taken.units.get(&u).cloned()).unwrap_or_default())
                }
                "other_number" => {
                    let other = of.iter().find_map(|v| v.get("other"));
                    Value::text(other.and_then(|o| numbers.get(o).cloned()).unwrap_or_default())
                }
                key => {
                    let field = of.iter().find_map(|v| written(v, column(key, section), lang));
                    let told = || more(i, key).filter(|_| section.is_none()).map(Value::text);
                    field.or_else(told).unwrap_or(Value::Empty)
                }
            };
            if section.is_none() {
                rows.push(columns.iter().map(|c| cell(c.key, &entries)).collect());
            } else {
                rows.extend(entries.iter().map(|e| columns.iter().map(|c| cell(c.key, &[*e])).collect()));
            }
        }
        if section.is_none() || !rows.is_empty() {
            let heads: Vec<&'static str> = columns.iter().filter_map(|c| head(c)).collect();
            tables.push(Table::new(name, heads, rows));
        }
    }
    tables
}

/// The field that a column fills: 姓名 is the person's own in every sheet, what an entry is called has another column.
fn column(key: &'static str, section: Option<Section>) -> &'static str {
    if key == "name_of" && section.is_some() { "name" } else { key }
}

/// A value as an import reads it back.
fn written(values: &Values, key: &str, lang: Lang) -> Option<Value> {
    let field: &Field = values.section().fields().iter().find(|f| f.key == key)?;
    let value = values.get(key)?;
    Some(match field.kind {
        Kind::When => value.parse().map_or_else(|_| Value::text(value.to_owned()), Value::Date),
        // the short names of the official forms do not tell one outcome from another
        Kind::Education => Value::text(codes::EDUCATION.get(value).map_or(value, |c| c.label(lang)).to_owned()),
        // sheets have 男 and 女
        Kind::Code(codes::SEX) => Value::text(field.shown(value, lang)),
        Kind::Code(table) => Value::text(table.label(value, lang).to_owned()),
        _ => Value::text(field.shown(value, lang)),
    })
}
