//! Characters to tokens, and errors that point at a character.

use std::fmt;

use base::Say;

/// Why a text is no formula, and where.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct FormulaError {
    text: String,
    /// The character at fault, counted from 0.
    pub at: usize,
    /// How many characters are at fault, at least one.
    pub len: usize,
    /// What is wrong and what would be right.
    pub say: Say,
}
impl FormulaError {
    pub(crate) fn at(text: &str, (at, end): (usize, usize), zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { text: text.to_owned(), at, len: end.saturating_sub(at).max(1), say: Say::new(zh, en) }
    }
    pub(crate) fn whole(text: &str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::at(text, (0, text.chars().count()), zh, en)
    }
    /// The formula and under it carets at what is wrong.
    pub fn picture(&self) -> String {
        // control characters would move the carets away from what they point at
        let line: String = self.text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let wide = |c: char| ('\u{1100}'..='\u{115f}').contains(&c) || ('\u{2e80}'..='\u{ffe6}').contains(&c);
        let blank = |c: char| if wide(c) { "　" } else { " " };
        let caret = |c: char| if wide(c) { "^^" } else { "^" };
        let before: String = line.chars().take(self.at).map(blank).collect();
        let under: String = line.chars().skip(self.at).take(self.len).map(caret).collect();
        format!("{line}\n{before}{}", if under.is_empty() { "^" } else { &under })
    }
}
impl fmt::Display for FormulaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})\n{}", self.say, self.at + 1, self.picture())
    }
}
impl std::error::Error for FormulaError {}

#[derive(Clone, PartialEq, Debug)]
pub(super) enum Token {
    Number(String),
    Name(String),
    Sign(&'static str),
    End,
}

pub(super) type Span = (usize, usize);

/// Longer signs first. Full-width and mathematical forms are what a Chinese keyboard and a printed rule give.
const SIGNS: [(&str, &str); 24] = [
    ("<=", "<="),
    (">=", ">="),
    ("!=", "!="),
    ("≤", "<="),
    ("≥", ">="),
    ("≠", "!="),
    ("<", "<"),
    (">", ">"),
    ("=", "="),
    ("+", "+"),
    ("-", "-"),
    ("−", "-"),
    ("*", "*"),
    ("×", "*"),
    ("/", "/"),
    ("÷", "/"),
    ("(", "("),
    (")", ")"),
    ("（", "("),
    ("）", ")"),
    (",", ","),
    ("，", ","),
    ("%", "%"),
    ("％", "%"),
];

pub(super) fn lex(text: &str) -> Result<Vec<(Token, Span)>, FormulaError> {
    let chars: Vec<char> = text.chars().collect();
    let (mut tokens, mut at) = (Vec::new(), 0);
    'next: while at < chars.len() {
        let c = chars[at];
        if c.is_whitespace() {
            at += 1;
            continue;
        }
        let run = |from: usize, good: &dyn Fn(char) -> bool| chars[from..].iter().take_while(|c| good(**c)).count();
        if c.is_ascii_digit() {
            let mut len = run(at, &|c| c.is_ascii_digit());
            if chars.get(at + len) == Some(&'.') {
                let part = run(at + len + 1, &|c| c.is_ascii_digit());
                if part == 0 {
                    let span = (at + len, at + len + 1);
                    return Err(FormulaError::at(text, span, "小数点后缺少数字", "digits are missing after the point"));
                }
                len += 1 + part;
            }
            tokens.push((Token::Number(chars[at..at + len].iter().collect()), (at, at + len)));
            at += len;
            continue;
        }
        if c.is_alphabetic() || c == '_' {
            let len = run(at, &|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
            tokens.push((Token::Name(chars[at..at + len].iter().collect()), (at, at + len)));
            at += len;
            continue;
        }
        for (written, sign) in SIGNS {
            let len = written.chars().count();
            if chars[at..].iter().copied().take(len).eq(written.chars()) {
                tokens.push((Token::Sign(sign), (at, at + len)));
                at += len;
                continue 'next;
            }
        }
        return Err(FormulaError::at(
            text,
            (at, at + 1),
            format!("公式中不能用“{c}”"),
            format!("“{c}” has no meaning in a formula"),
        ));
    }
    tokens.push((Token::End, (chars.len(), chars.len() + 1)));
    Ok(tokens)
}
