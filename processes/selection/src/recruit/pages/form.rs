//! The form of an application, filled in by the applicant and read by the office.

use maud::{Markup, html};
use people::question;
use ui::{Fact, Field};
use web::Lang;

use crate::recruit::rules::{self, Answers, FORM, Part};

fn ask(part: &Part, place: usize, field: &str, answers: &Answers, lang: Lang) -> Option<Field> {
    let piece = part.section.fields().iter().find(|f| f.key == field)?;
    let key = rules::key(part.section, place, field);
    let value = answers.get(&key).map(String::as_str).unwrap_or_default();
    let mut field = question(piece, lang, value);
    // a draft may be saved half done; what is missing is said when it is handed in
    field.required = false;
    if let ui::Control::Select(choices) = &mut field.control
        && !value.is_empty()
    {
        match choices.iter().find(|(v, label)| v == value || label == value) {
            Some((code, _)) => field.values = vec![code.clone()],
            // what was told in other words stays as it was told until the applicant chooses another answer
            None => choices.push((value.to_owned(), piece.shown(value, lang))),
        }
    }
    field.name = key;
    Some(field)
}

/// The questions of the form: as many entries of each part as are filled in, and an empty one more.
pub(super) fn questions(mut form: ui::Form, answers: &Answers, lang: Lang) -> ui::Form {
    for part in FORM {
        let places = (rules::filled(answers, part) + 1).min(part.most);
        for place in 0..places {
            let title = part.section.title(lang);
            let legend = if part.most > 1 { format!("{title} {}", place + 1) } else { title.to_owned() };
            form = form.group(legend, part.fields.iter().filter_map(|f| ask(part, place, f, answers, lang)));
        }
    }
    form
}

/// What was told, to be read.
pub(super) fn told(answers: &Answers, lang: Lang) -> Markup {
    html! {
        @for part in FORM {
            @for place in 0..rules::filled(answers, part) {
                @let title = part.section.title(lang);
                h3 { (title) @if part.most > 1 { " " (place + 1) } }
                @let facts = part.section.fields().iter().filter(|f| part.fields.contains(&f.key)).filter_map(|f| {
                    let value = answers.get(&rules::key(part.section, place, f.key))?;
                    Some(Fact::new(f.label(lang), f.shown(value, lang)))
                });
                (ui::facts(lang, facts))
            }
        }
    }
}
