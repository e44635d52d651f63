//! How a roster looks. Pure.

use base::Say;
use db::FieldError;
use serde::{Deserialize, Serialize};

use crate::Column;

base::words! {
    /// What a roster is divided by.
    pub enum Group {
        /// By nothing.
        None = "none",
        /// By the unit that keeps the file.
        Unit = "unit",
        /// By level of post.
        Level = "level",
    }
}

/// How a roster looks.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Design {
    /// The title over it.
    pub title: String,
    /// Its columns in their order.
    pub columns: Vec<Column>,
    /// What it is divided by.
    pub group: Group,
    /// A3 instead of A4.
    pub a3: bool,
    /// Upright instead of across.
    pub portrait: bool,
}

impl Default for Design {
    fn default() -> Self {
        let (title, columns) = ("干部名册".to_owned(), Column::USUAL.to_vec());
        Self { title, columns, group: Group::None, a3: true, portrait: false }
    }
}

impl Design {
    /// Reads the places that were given to columns: a number, or nothing for a column that is left out. Of equal numbers the
    /// usual order decides.
    ///
    /// # Errors
    /// A place that is no number, no column at all, a title that is too long.
    pub fn read(title: &str, places: &[(Column, String)], group: &str, paper: &str) -> Result<Self, Vec<FieldError>> {
        let mut wrong = Vec::new();
        let mut fail =
            |field: &str, zh: &str, en: &str| wrong.push(FieldError { field: field.to_owned(), say: Say::new(zh, en) });
        let mut chosen: Vec<(u32, Column)> = Vec::new();
        let mut unread = false;
        for (column, text) in places.iter().filter(|(_, t)| !t.trim().is_empty()) {
            match text.trim().parse() {
                Ok(0) => {}
                Ok(place) => chosen.push((place, *column)),
                Err(_) => {
                    unread = true;
                    let (zh, en) =
                        ("请填写整数，留空表示不要这一栏。", "Write a whole number, or nothing to leave it out.");
                    fail(&format!("at_{column}"), zh, en);
                }
            }
        }
        chosen.sort_by_key(|(place, _)| *place);
        // who wrote something that is no number has chosen
        if chosen.is_empty() && !unread {
            fail("at_name", "请至少选择一栏。", "Choose one column at least.");
        }
        let title = title.trim();
        if title.chars().count() > 60 || title.chars().any(char::is_control) {
            fail("title", "标题最多60个字。", "The title has at most 60 characters.");
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let (a3, portrait) = (paper.starts_with("a3"), paper.ends_with("upright"));
        let columns = chosen.into_iter().map(|c| c.1).collect();
        Ok(Self { title: title.to_owned(), columns, group: group.parse().unwrap_or(Group::None), a3, portrait })
    }
    /// The word of its paper: `a3`, `a4-upright`.
    pub fn paper(&self) -> &'static str {
        match (self.a3, self.portrait) {
            (true, false) => "a3",
            (true, true) => "a3-upright",
            (false, false) => "a4",
            (false, true) => "a4-upright",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_in_the_order_of_their_places() {
        let places = |all: &[(Column, &str)]| all.iter().map(|(c, t)| (*c, (*t).to_owned())).collect::<Vec<_>>();
        let read = |all: &[(Column, &str)]| Design::read("名册", &places(all), "unit", "a4-upright");
        let design =
            read(&[(Column::Name, "2"), (Column::Sex, "10"), (Column::Ordinal, "1"), (Column::Birth, "0")]).unwrap();
        assert_eq!(design.columns, [Column::Ordinal, Column::Name, Column::Sex]);
        assert_eq!((design.group, design.paper()), (Group::Unit, "a4-upright"));
        let wrong: Vec<String> = read(&[(Column::Sex, "x")]).unwrap_err().into_iter().map(|w| w.field).collect();
        assert_eq!(wrong, ["at_sex"]);
        let json = serde_json::to_string(&design).unwrap();
        assert_eq!(serde_json::from_str::<Design>(&json).unwrap(), design);
    }
}
