//! The résumé's grammar.

use formats::approval::{Period, Resume};
use proptest::prelude::*;

/// `from~to text [within]` of each period, one a line.
fn shown(resume: &Resume) -> String {
    fn one(p: &Period) -> String {
        let day = |d: Option<base::PartialDate>| d.map(|d| d.to_string()).unwrap_or_default();
        let within: String = p.within.iter().map(|w| format!(" [{}]", one(w))).collect();
        format!("{}~{} {}{within}", day(p.from), day(p.to), p.text)
    }
    resume.periods.iter().map(one).collect::<Vec<_>>().join("\n")
}

#[test]
fn lines_as_editors_write_them() {
    for (text, read) in [
        (
            "1998.09--2002.07  某学院法学专业学习\n2002.09--         某局科员",
            "1998-09~2002-07 某学院法学专业学习\n2002-09~ 某局科员",
        ),
        (
            "1998.09——2002.07 甲\n2002.09—2003.01 乙\n2003.1-2004.12丙",
            "1998-09~2002-07 甲\n2002-09~2003-01 乙\n2003-01~2004-12 丙",
        ),
        ("1998年9月至2002年7月 甲\n2002年9月至今 乙", "1998-09~2002-07 甲\n2002-09~ 乙"),
        ("199809-200207 甲", "1998-09~2002-07 甲"),
        ("1998-09--2002-07 甲", "1998-09~2002-07 甲"),
        ("1998.09.01--2002.07.15  甲", "1998-09~2002-07 甲"),
        ("2002.09--2005.03  某局科员、\n                  副主任科员", "2002-09~2005-03 某局科员、副主任科员"),
        ("在某村务农\n1998.09--2002.07  甲", "~ 在某村务农\n1998-09~2002-07 甲"),
        ("2002.13--2005.03  甲", "~ 2002.13--2005.03  甲"),
        ("", ""),
    ] {
        assert_eq!(shown(&Resume::read(text)), read, "{text}");
    }
}

#[test]
fn periods_within_periods_are_found() {
    let text = "2002.09--2010.03  某局科员（其间：2004.09--2007.01  某大学在职学习；2008.03--2008.06  某校培训）\n\
                2010.03--         某局科长\n（其间：2011.01--2012.01  挂职任某县副县长（正科级））";
    let resume = Resume::read(text);
    assert_eq!(
        shown(&resume),
        "2002-09~2010-03 某局科员 [2004-09~2007-01 某大学在职学习] [2008-03~2008-06 某校培训]\n\
         2010-03~ 某局科长 [2011-01~2012-01 挂职任某县副县长（正科级）]"
    );
    assert_eq!(
        resume.write(),
        "2002.09--2010.03  某局科员\n（其间：2004.09--2007.01  某大学在职学习）\n（其间：2008.03--2008.06  某校培训）\n\
         2010.03--         某局科长\n（其间：2011.01--2012.01  挂职任某县副县长（正科级））"
    );
    assert_eq!(Resume::read(&resume.write()), resume);
    let words = "2002.09--2010.03  某局科员（其间：借调省局）";
    assert_eq!(shown(&Resume::read(words)), "2002-09~2010-03 某局科员（其间：借调省局）", "words stay words");
}

proptest! {
    #[test]
    fn nothing_panics_and_no_period_is_lost(text in "([0-9.（）其间：\\-— 年月至今甲乙\n]{0,30}\n){0,4}") {
        formats::approval::trial::text(&text);
    }
}
