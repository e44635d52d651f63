//! A form as it is printed.

use ui::{Cell, Column, Lang, Sheet, SheetCell, Shell, Table};

use crate::{page, w};

pub fn sheet(lang: Lang) -> Shell {
    let (l, v) = (|s: &'static str| SheetCell::label(s), |s: &'static str| SheetCell::value(s));
    let mut sheet = Sheet::new(w(lang, "干部任免审批表", "Appointment and Removal Form"))
        .line([l(w(lang, "姓名", "Name")), v("欧阳明远"), l(w(lang, "性别", "Sex")), v(w(lang, "男", "Male")), l(w(lang, "出生年月", "Born")), v("1978.04")])
        .line([l(w(lang, "民族", "Ethnic group")), v("汉族"), l(w(lang, "籍贯", "Origin")), v("广东梅县"), l(w(lang, "出生地", "Birthplace")), v("广东临江")])
        .line([l(w(lang, "入党时间", "Joined Party")), v("1999.12"), l(w(lang, "参加工作时间", "Began work")), v("2001.08"), l(w(lang, "健康状况", "Health")), v(w(lang, "健康", "Good"))])
        .line([l(w(lang, "现任职务", "Present post")), v("临江市财政局党组成员、副局长").columns(5)])
        .line([l(w(lang, "拟任职务", "Proposed post")), v("临江市审计局党组书记、局长").columns(5)])
        .line([l(w(lang, "拟免职务", "To be removed from")), v("临江市财政局党组成员、副局长").columns(5)])
        .line([
            l(w(lang, "简历", "Career")),
            v("1997.09—2001.07  中山大学岭南学院财政学专业学习\n2001.08—2016.03  临江市财政局科员、副主任科员、主任科员\n2016.03—2021.06  临江市财政局预算科科长\n（其间：2019.04—2020.04 挂任清河县白石镇党委副书记）\n2021.06—         临江市财政局党组成员、副局长").columns(5).tall(),
        ]);
    sheet.number = w(lang, "临组任字〔2026〕17 号", "No. 2026-17").into();
    sheet.unit = "中共临江市委组织部".into();
    sheet.date = "2026-11-23".into();
    let years = (0..40).map(|i| {
        vec![Cell::from(2025 - i), Cell::new(if i % 5 == 0 { "优秀" } else { "称职" }), Cell::new("临考〔2025〕12 号")]
    });
    sheet.tables = vec![
        Table::new(
            w(lang, "历年年度考核结果", "Annual assessments"),
            vec![
                Column::date("y", w(lang, "年度", "Year")),
                Column::text("r", w(lang, "等次", "Grade")),
                Column::text("p", w(lang, "依据", "Paper")),
            ],
        )
        .rows(years),
    ];
    sheet = sheet
        .signature(w(lang, "呈报单位意见", "Reporting unit"))
        .signature(w(lang, "审批机关意见", "Approving organ"))
        .signature(w(lang, "行政机关任免意见", "Appointing organ"));
    sheet.ledger =
        Some(("2026-11-23 #18842".into(), "9f2c1e7ab05d4c3388e1f0aa6b7c2d19e4550f6a7b8c9d0e1f2a3b4c5d6e7f80".into()));
    page(lang, "sheets", w(lang, "干部任免审批表", "Appointment and Removal Form"), sheet.html(lang))
}
