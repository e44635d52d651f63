//! The résumé (简历): lines of `2002.09--2005.03  text`, with periods inside periods.

use base::PartialDate;

/// A period of the résumé.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Period {
    /// The month in which it began; nothing where a line came without one.
    pub from: Option<PartialDate>,
    /// The month in which it ended; nothing while it lasts.
    pub to: Option<PartialDate>,
    /// What was done, wrapped lines joined.
    pub text: String,
    /// Periods within it (`其间：…`).
    pub within: Vec<Period>,
}

/// A résumé in its periods.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Resume {
    /// The periods, in the order of the form.
    pub periods: Vec<Period>,
}

impl Resume {
    /// Reads the field 简历. Nothing is lost: a line that belongs to no period becomes one without dates.
    pub fn read(text: &str) -> Self {
        let mut periods: Vec<Period> = Vec::new();
        for line in text.lines().map(trim).filter(|l| !l.is_empty()) {
            match span(line) {
                Some((from, to, rest)) => {
                    periods.push(Period { from: Some(from), to, text: rest.to_owned(), within: vec![] });
                }
                None => match periods.last_mut() {
                    Some(last) => join(&mut last.text, line),
                    None => periods.push(Period { from: None, to: None, text: line.to_owned(), within: vec![] }),
                },
            }
        }
        periods.iter_mut().for_each(split_within);
        Self { periods }
    }
    /// The field again, as the editor lays it out: the texts stand in one column, periods within on a line of their own.
    pub fn write(&self) -> String {
        let mut lines = Vec::new();
        for period in &self.periods {
            lines.push(period.line("         "));
            for inner in &period.within {
                lines.push(format!("（其间：{}）", inner.line("")));
            }
        }
        lines.join("\n")
    }
}

impl Period {
    /// `2002.09--2005.03  text`; `open` stands where an end would, so that the texts of the résumé line up.
    fn line(&self, open: &str) -> String {
        let month = |d: PartialDate| d.as_str().chars().take(7).collect::<String>().replace('-', ".");
        match (self.from, self.to) {
            (None, _) => self.text.clone(),
            (Some(from), Some(to)) => format!("{}--{}  {}", month(from), month(to), self.text),
            (Some(from), None) => format!("{}--{open}{}", month(from), self.text),
        }
    }
}

fn trim(line: &str) -> &str {
    line.trim_matches(|c: char| c.is_whitespace() || c == '\u{3000}')
}

/// Wrapped lines: Chinese goes on without a blank, other words with one.
fn join(text: &mut String, line: &str) {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    if latin(text.chars().last()) && latin(line.chars().next()) {
        text.push(' ');
    }
    text.push_str(line);
}

/// What stands between two months, the longest first.
const DASHES: [&str; 11] = ["----", "---", "--", "——", "－－", "—", "－", "–", "-", "~", "至"];

/// A line that begins with a period: its months, and what follows.
fn span(line: &str) -> Option<(PartialDate, Option<PartialDate>, &str)> {
    let (from, rest) = month(line)?;
    let rest = trim(rest);
    let rest = DASHES.iter().find_map(|dash| rest.strip_prefix(dash))?;
    let rest = trim(rest);
    if let Some((to, rest)) = month(rest) {
        return Some((from, Some(to), trim(rest)));
    }
    let rest = ["至今", "今", "现在"].into_iter().find_map(|now| rest.strip_prefix(now)).unwrap_or(rest);
    Some((from, None, trim(rest)))
}

/// A month at the beginning of a text: `2002.09`, `2002.9`, `2002年9月`, `200209`, `2002-09`, also with a day.
fn month(text: &str) -> Option<(PartialDate, &str)> {
    let digits = |t: &str| t.bytes().take_while(u8::is_ascii_digit).count();
    let year_digits = digits(text);
    if year_digits == 6 || year_digits == 8 {
        let (head, rest) = text.split_at(year_digits);
        return Some((head.parse().ok()?, rest));
    }
    if year_digits != 4 {
        return None;
    }
    let (year, rest) = text.split_at(4);
    let rest = rest.strip_prefix(['.', '．', '年', '/']).or_else(|| dashed(rest))?;
    let n = digits(rest);
    if n == 0 || n > 2 {
        return None;
    }
    let (number, rest) = rest.split_at(n);
    let date: PartialDate = format!("{year}-{number}").parse().ok()?;
    let rest = rest.strip_prefix('月').unwrap_or(rest);
    // the day of the month, where there is one, is more than the form keeps
    if let Some(after) = rest.strip_prefix('.')
        && (1..=2).contains(&digits(after))
    {
        let after = &after[digits(after)..];
        return Some((date, after.strip_prefix('日').unwrap_or(after)));
    }
    Some((date, rest))
}

/// `-09` after a year is a month, `--2005` and `-2005` are not.
fn dashed(rest: &str) -> Option<&str> {
    let rest = rest.strip_prefix('-')?;
    let n = rest.bytes().take_while(u8::is_ascii_digit).count();
    (n <= 2).then_some(rest)
}

/// Takes the periods within a period out of its text: `（其间：2005.09--2008.07  …）`, several with semicolons between.
fn split_within(period: &mut Period) {
    let text = std::mem::take(&mut period.text);
    let mut rest = text.as_str();
    while let Some((at, opened)) = opening(rest) {
        let inside = &rest[at + opened..];
        let Some(length) = closing(inside) else { break };
        let (inner, after) = (&inside[..length], &inside[length..]);
        let pieces: Vec<_> = inner.split(['；', ';']).map(trim).map(|p| (p, span(p))).collect();
        // words that are no period stay where they are
        if pieces.is_empty() || pieces.iter().any(|(_, s)| s.is_none()) {
            let kept = at + opened + length;
            period.text.push_str(&rest[..kept]);
            rest = &rest[kept..];
            continue;
        }
        period.text.push_str(trim_end(&rest[..at]));
        for (from, to, text) in pieces.into_iter().filter_map(|(_, s)| s) {
            period.within.push(Period { from: Some(from), to, text: text.to_owned(), within: vec![] });
        }
        rest = after.strip_prefix(['）', ')']).unwrap_or(after);
    }
    period.text.push_str(rest);
}

fn trim_end(text: &str) -> &str {
    text.trim_end_matches(|c: char| c.is_whitespace() || c == '\u{3000}')
}

/// The next opening of periods within: where, and how long it is.
fn opening(text: &str) -> Option<(usize, usize)> {
    let words = ["其间：", "其间:", "期间：", "期间:", "其中：", "其中:"];
    let found = words.iter().flat_map(|w| ['（', '('].into_iter().map(move |bracket| format!("{bracket}{w}")));
    found.filter_map(|w| text.find(&w).map(|at| (at, w.len()))).min()
}

/// Where the bracket that was opened closes.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' if depth == 0 => return Some(at),
            '）' | ')' => depth -= 1,
            _ => {}
        }
    }
    None
}
