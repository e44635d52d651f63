//! What a step's ballot asks about the candidates. No I/O, no clock.

use ballot::rules::{Ask, Grade};
use base::{Lang, Say};
use procedure::{Asking, Form, Polled};

fn grades(of: &Asking, lang: Lang) -> Vec<Grade> {
    of.grades.iter().map(|g| Grade { name: g.to(lang).to_owned(), value: None }).collect()
}

/// The questions of a ballot about these candidates; none where nobody is named yet and nothing is asked beside.
///
/// # Errors
/// Two candidates of one name.
pub(super) fn of(polled: &Polled, names: &[String], places: usize, lang: Lang) -> Result<Vec<Ask>, Say> {
    if let Some(twice) = names.iter().enumerate().find_map(|(i, n)| names[..i].contains(n).then_some(n)) {
        return Err(Say::new(
            format!("人选中有两位“{twice}”，选票上无法区分。请用纸票，并登记清点的票数。"),
            format!(
                "Two candidates are called “{twice}” and a ballot cannot tell them apart. Vote on paper and record the counts."
            ),
        ));
    }
    let text = polled.asks.text.to(lang);
    let about = |name: &String| format!("{text}：{name}");
    let mut all: Vec<Ask> = match polled.asks.form {
        Form::Choose if names.is_empty() => Vec::new(),
        Form::Choose => {
            let max = u32::try_from(places.clamp(1, names.len())).unwrap_or(1);
            vec![Ask::Choose { text: text.to_owned(), options: names.to_vec(), min: 0, max }]
        }
        Form::Vote => names.iter().map(|n| Ask::Vote { text: about(n), others: Vec::new() }).collect(),
        Form::Grade => {
            let grades = grades(&polled.asks, lang);
            names.iter().map(|n| Ask::Grade { text: about(n), grades: grades.clone() }).collect()
        }
    };
    if let Some(beside) = &polled.beside {
        let grades = grades(&beside.asks, lang);
        all.insert(0, Ask::Grade { text: beside.asks.text.to(lang).to_owned(), grades });
    }
    Ok(all)
}
