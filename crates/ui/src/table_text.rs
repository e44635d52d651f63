//! A table in a terminal, columns aligned although a Chinese character takes two places.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::{Kind, Table, Tone};

const GAP: usize = 2;
const NARROWEST: usize = 4;

impl Table {
    /// The table in at most `width` half-width places a line. Columns that do not fit are cut with `…`, the widest first.
    pub fn to_text(&self, width: usize) -> String {
        let cells: Vec<Vec<String>> = self
            .rows
            .iter()
            .map(|row| {
                self.columns.iter().enumerate().map(|(i, _)| row.cells.get(i).map_or_else(String::new, said)).collect()
            })
            .collect();
        let mut widths: Vec<usize> = self
            .columns
            .iter()
            .enumerate()
            .map(|(i, column)| {
                let widest = cells.iter().map(|row| row[i].width()).max().unwrap_or(0);
                widest.min(column.width.map_or(usize::MAX, usize::from)).max(column.label.width())
            })
            .collect();
        let gaps = GAP * widths.len().saturating_sub(1);
        while widths.iter().sum::<usize>() + gaps > width {
            match widths.iter_mut().max() {
                Some(w) if *w > NARROWEST => *w -= 1,
                _ => break,
            }
        }
        let mut out = String::new();
        let line = |texts: &mut dyn Iterator<Item = &str>| {
            let parts: Vec<String> = texts
                .zip(&widths)
                .zip(&self.columns)
                .map(|((text, w), c)| fit(text, *w, c.kind == Kind::Number))
                .collect();
            parts.join("  ").trim_end().to_owned() + "\n"
        };
        out += &line(&mut self.columns.iter().map(|c| c.label.as_str()));
        let rules: Vec<String> = widths.iter().map(|w| "─".repeat(*w)).collect();
        out += &(rules.join("  ") + "\n");
        for row in &cells {
            out += &line(&mut row.iter().map(String::as_str));
        }
        out
    }
}

/// A cell's text on one line, with its tone's mark, without control characters (a terminal would obey them).
fn said(cell: &crate::Cell) -> String {
    let text: String = cell.text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if cell.tone == Tone::Plain { text } else { format!("{} {text}", cell.tone.mark()) }
}

/// `text` in exactly `width` places, cut with `…` where it is longer.
fn fit(text: &str, width: usize, right: bool) -> String {
    let mut cut = text.to_owned();
    if text.width() > width {
        cut.clear();
        let mut used = 0;
        for c in text.chars() {
            let w = c.width().unwrap_or(0);
            if used + w + 1 > width {
                break;
            }
            used += w;
            cut.push(c);
        }
        cut.push('…');
    }
    let space = " ".repeat(width.saturating_sub(cut.width()));
    if right { space + &cut } else { cut + &space }
}

#[cfg(test)]
mod tests {
    use crate::{Cell, Column, Table, Tone};
    use unicode_width::UnicodeWidthStr;

    fn table() -> Table {
        let columns = vec![
            Column::link("name", "姓名"),
            Column::text("post", "Post"),
            Column::number("age", "年龄"),
            Column::badge("fit", "结论"),
        ];
        Table::new("名册", columns).rows([
            vec![Cell::new("欧阳小明"), Cell::new("Director"), Cell::new("9"), Cell::new("符合").tone(Tone::Yes)],
            vec![
                Cell::new("Li"),
                Cell::new("组织部副部长兼人才办主任"),
                Cell::new("41"),
                Cell::new("不符合").tone(Tone::No),
            ],
        ])
    }

    #[test]
    fn columns_line_up_by_places_not_by_characters() {
        let expected = "\
姓名      Post                      年龄  结论
────────  ────────────────────────  ────  ────────
欧阳小明  Director                     9  ✓ 符合
Li        组织部副部长兼人才办主任    41  ✗ 不符合
";
        assert_eq!(table().to_text(100), expected);
    }
    #[test]
    fn no_line_is_longer_than_the_terminal() {
        for width in [22, 30, 40, 47] {
            let text = table().to_text(width);
            assert!(text.lines().all(|l| l.width() <= width), "{width}\n{text}");
            assert!(text.contains('…'), "{width}");
        }
    }
    #[test]
    fn a_terminal_is_not_commanded_by_a_name() {
        let text = Table::new("", vec![Column::text("n", "n")]).rows([vec![Cell::new("a\u{1b}[2Jb\nc")]]).to_text(40);
        assert!(!text.contains('\u{1b}'));
        assert_eq!(text.lines().count(), 3);
    }
}
