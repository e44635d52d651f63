//! What stands at the head of columns and sheets that are written: names, or the fields of the national workbook.

use base::Lang;

use super::Column;

/// What stands at the head of a column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Heads {
    /// Its name, on sheets with names: a file of our own.
    Names,
    /// Its Chinese name, on the sheets of the national workbook.
    Workbook,
    /// The older field of the national civil-servant system: `A0104`.
    Older,
    /// The data element of GB/T 14946.1-2019: `A01004`.
    Newer,
}

/// Whether a name is a field of the older family (`A0104`, `B0127`, `A99Z101`).
fn older(name: &str) -> bool {
    let rest = || name.strip_prefix(['A', 'B']).unwrap_or_default();
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    match rest().split_once('Z') {
        Some((set, field)) => set.len() == 2 && field.len() == 3 && digits(set) && digits(field),
        None => {
            let bare = rest().trim_end_matches(|c: char| c.is_ascii_uppercase());
            bare.len() == 4 && rest().len() <= 5 && digits(bare)
        }
    }
}

/// Whether a name is a data element of the newer family (`A01004`, `A01011A`).
fn newer(name: &str) -> bool {
    let rest = name.strip_prefix(['A', 'B']).unwrap_or_default();
    let bare = rest.trim_end_matches(|c: char| c.is_ascii_uppercase());
    bare.len() == 5 && rest.len() <= 6 && bare.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a name is a field of either family.
pub(super) fn is_field(name: &str) -> bool {
    older(name) || newer(name)
}

/// Whether a name is that of a sheet of the national workbook (`A01`, `B01`, `A99Z1`).
fn sheet(name: &str) -> bool {
    name.len() <= 5 && older(&format!("{name}01"))
}

impl Heads {
    /// Whether a name is that of a sheet of the national workbook (`A01`, `B01`, `A99Z1`).
    pub fn is_sheet(name: &str) -> bool {
        sheet(name)
    }
    /// The head of a column; nothing for one that is not in the national workbook. A field that its own family does not have is
    /// written as the other one has it.
    pub fn of(self, column: &Column, lang: Lang) -> Option<&'static str> {
        let find = |is: fn(&str) -> bool| column.names.iter().copied().find(|n| is(n));
        match self {
            Self::Names => Some(column.label(lang)),
            Self::Workbook => find(older).or_else(|| find(newer)).map(|_| column.label(Lang::Zh)),
            Self::Older => find(older).or_else(|| find(newer)),
            Self::Newer => find(newer).or_else(|| find(older)),
        }
    }
    /// The name of a sheet of these names; nothing for one that is not in the national workbook.
    pub fn sheet(self, names: &[&'static str]) -> Option<&'static str> {
        if self == Self::Names { names.first().copied() } else { names.iter().copied().find(|n| sheet(n)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_both_families_are_told_from_other_names() {
        for (name, is_older, is_newer) in [
            ("A0104", true, false),
            ("A0187A", true, false),
            ("A99Z101", true, false),
            ("A01004", false, true),
            ("A01011A", false, true),
            ("B0227", true, false),
            ("B02027", false, true),
            ("Name", false, false),
            ("A01", false, false),
            ("姓名", false, false),
            ("", false, false),
        ] {
            assert_eq!((older(name), newer(name)), (is_older, is_newer), "{name}");
        }
        for (name, is) in
            [("A01", true), ("B01", true), ("A99Z1", true), ("A0104", false), ("人员", false), ("", false)]
        {
            assert_eq!(sheet(name), is, "{name}");
        }
    }

    #[test]
    fn a_column_has_the_head_of_its_family_or_the_other_one() {
        let both = Column::optional("sex", &["性别", "Sex", "A0104", "A01004"]);
        let one = Column::optional("short", &["机构简称", "B0104"]);
        let none = Column::optional("ability", &["能力"]);
        assert_eq!(Heads::Older.of(&both, Lang::Zh), Some("A0104"));
        assert_eq!(Heads::Newer.of(&both, Lang::Zh), Some("A01004"));
        assert_eq!(Heads::Newer.of(&one, Lang::Zh), Some("B0104"));
        assert_eq!(Heads::Workbook.of(&one, Lang::En), Some("机构简称"));
        assert_eq!(Heads::Workbook.of(&none, Lang::Zh), None);
        assert_eq!(Heads::Names.of(&both, Lang::En), Some("Sex"));
        assert_eq!(Heads::Older.sheet(&["人员", "A01"]), Some("A01"));
        assert_eq!(Heads::Names.sheet(&["人员", "A01"]), Some("人员"));
    }
}
