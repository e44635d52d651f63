//! Finding a code by what people write.

use crate::Table;

/// A text as it is compared: without blanks, brackets made alike, small letters.
pub(crate) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c.is_whitespace() || c == '\u{feff}' => {}
            '(' => out.push('（'),
            ')' => out.push('）'),
            '\'' => out.push('’'),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

impl Table {
    /// The code of what was written: a code, a label in either language, or a common variant. Nothing when the text
    /// names no value; the caller says so to whoever wrote it and offers [`codes`](Self::codes).
    pub fn find(self, written: &str) -> Option<&'static str> {
        let content = self.content()?;
        // most of what is written is spelt as it is compared
        let plain = written.trim();
        if let Some(place) = content.places.get(plain).or_else(|| content.written.get(plain)) {
            return Some(content.codes[*place].code);
        }
        let text = folded(written);
        let known = |t: &str| content.written.get(t).map(|i| content.codes[*i].code);
        known(&text).or_else(|| match self.slug() {
            // ethnic groups are written with and without 族
            "ethnic" => known(&format!("{text}族")),
            // degrees are written with and without 学位 and 专业学位
            "degree" => known(&format!("{text}学位")).or_else(|| known(&format!("{text}专业学位"))),
            "education" => known(text.strip_suffix("学历")?).or_else(|| known(text.strip_suffix("毕业")?)),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::*;

    #[test]
    fn what_offices_write_is_found() {
        for (table, written, code) in [
            (SEX, "男", "1"),
            (SEX, "男性", "1"),
            (SEX, " 女 ", "2"),
            (SEX, "Female", "2"),
            (ETHNIC, "汉", "01"),
            (ETHNIC, "汉族", "01"),
            (ETHNIC, "维吾尔", "05"),
            (ETHNIC, "han", "01"),
            (POLITICAL, "中共党员", "01"),
            (POLITICAL, "党员", "01"),
            (POLITICAL, "中共预备党员", "02"),
            (POLITICAL, "民盟", "05"),
            (POLITICAL, "13", "13"),
            (EDUCATION, "大学", "21"),
            (EDUCATION, "本科", "21"),
            (EDUCATION, "大学本科", "21"),
            (EDUCATION, "大学本科毕业", "21"),
            (EDUCATION, "研究生", "10"),
            (EDUCATION, "硕士研究生", "14"),
            (EDUCATION, "大专学历", "31"),
            (DEGREE, "法学学士", "403"),
            (DEGREE, "公共管理硕士", "349"),
            (DEGREE, "工学硕士学位", "308"),
            (DEGREE, "学士", "4"),
            (AWARD, "警告(党员)", "警告（党员）"),
            (AWARD, "三等功", "记三等功"),
            (STATE, "在职", "现职人员"),
            (LEVEL, "正处级", "1A31"),
            (LEVEL, "县处级副职", "1A32"),
            (KIN, "长女", "长女"),
        ] {
            assert_eq!(table.find(written), Some(code), "{} {written}", table.slug());
        }
        for (table, written) in [(SEX, "男女"), (SEX, ""), (ETHNIC, "族"), (POLITICAL, "党"), (EDUCATION, "毕业")]
        {
            assert_eq!(table.find(written), None, "{} {written}", table.slug());
        }
    }
}
