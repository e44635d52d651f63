//! What A01 tells in words: the résumé, rewards and sanctions, annual results, the title, the date of joining the Party. They
//! are the words of the approval form and are read and written as there. Pure.

use std::collections::HashMap;

use base::{Date, Say};
use formats::{approval::Form, sheet::Place};
use intake::{Report, Table};
use people::{File, Section, actions::Brought};

use crate::sheets::SUMMARIES;

/// The columns of summaries and what they say of a file.
pub(crate) fn told(file: &File, today: Date) -> HashMap<&'static str, String> {
    let form = approval::told(file, &[], None, None, &[], today);
    SUMMARIES.iter().map(|(column, field)| (column.key, form.text(*field).to_owned())).collect()
}

/// Adds what the summaries of A01 say of people of whom no sheet says it in rows.
pub(crate) fn fill(tables: &[Table<'_>], people: &mut [(Place, Brought)], today: Date, report: &mut Report) {
    let mut at: HashMap<Place, usize> = HashMap::new();
    for (i, (place, _)) in people.iter().enumerate() {
        at.insert(place.clone(), i);
    }
    for record in tables.iter().filter(|t| t.part.key == "people").flat_map(|t| t.records.iter()) {
        let place = record.place("name");
        let Some(i) = at.get(&place) else { continue };
        let person = &mut people[*i].1;
        let mut form = Form::default();
        let mut written = Vec::new();
        for (column, field) in &SUMMARIES {
            match record.text(column.key) {
                Ok(Some(text)) => {
                    form.set(*field, text.replace("\r\n", "\n"));
                    written.push(column.key);
                }
                Ok(None) => {}
                Err(e) => report.unreadable(&e),
            }
        }
        if written.is_empty() {
            continue;
        }
        // what is said of the other fields of a form that is not one is no concern here
        form.set(formats::approval::Field::Name, person.basic.get("name").unwrap_or_default());
        let heard = approval::heard(&form, today);
        for say in heard.odd {
            report.odd(&place, say);
        }
        let told = heard.basic.iter().flat_map(|b| b.iter());
        for (field, value) in told.filter(|(f, _)| matches!(f.key, "political" | "joined" | "second_party")) {
            match (person.basic.get(field.key), value) {
                (None, Some(value)) => person.basic.set(field.key, Some(value.to_owned())),
                // joining the Party says that one is a member, which a probationary member is not yet
                (Some(said), Some(value)) if said != value && field.key == "joined" => report.odd(
                    &record.place("told_joined"),
                    Say::new(
                        "入党时间文字与入党时间不一致，按入党时间录入。",
                        "The words on joining the Party differ from its date; the date is recorded.",
                    ),
                ),
                _ => {}
            }
        }
        let rows: Vec<Section> = person.entries.iter().map(|e| e.section()).collect();
        let told = heard.entries.into_iter().filter(|values| {
            // that there are no awards goes with awards
            let of = if values.section() == Section::Absent { Section::Award } else { values.section() };
            !rows.contains(&of)
        });
        person.entries.extend(told);
    }
}
