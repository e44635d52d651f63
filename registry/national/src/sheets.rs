//! The sheets and columns of the workbook: those of units and of people as their own imports know them, and A02.

use std::sync::LazyLock;

use formats::{
    approval::Field,
    sheet::{Column, Heads, Layout},
};
use intake::Part;

const fn c(key: &'static str, names: &'static [&'static str]) -> Column {
    Column::optional(key, names)
}

/// Columns of A01 that tell in words what other sheets tell in rows, with the field of the approval form that is written alike.
pub(crate) const SUMMARIES: [(Column, Field); 5] = [
    (c("told_joined", &["入党时间文字", "Joined, in words", "A0140"]), Field::Joined),
    (c("told_title", &["专业技术职务", "Professional title", "A0196"]), Field::Title),
    (c("told_resume", &["简历", "Résumé", "A1701"]), Field::Resume),
    (
        c("told_awards", &["奖惩综述", "奖惩情况", "Rewards and sanctions, in words", "A14Z101", "A14001"]),
        Field::Awards,
    ),
    (c("told_annual", &["年度考核结果综述", "年度考核结果", "Annual results, in words", "A15Z101"]), Field::Annual),
];

/// The columns of A02: one row a post that somebody holds or held.
pub(crate) static HELD: Layout = Layout {
    columns: &[
        c("number", &["人员编号", "工号", "编号", "职工号", "Staff number"]),
        c("name", &["姓名", "Name", "A0101", "A01001"]),
        c("id_number", &["身份证号", "公民身份号码", "身份号码", "身份证号码", "ID number", "A0184", "A01085"]),
        c("unit_code", &["任职机构编码", "任职机构代码", "机构编码", "Unit code", "A0201B", "A02001B"]),
        c("unit_name", &["任职机构", "任职机构名称", "机构名称", "Unit", "A0201A", "A02001A"]),
        Column::required("post", &["职务名称", "Post", "A0215A", "A02016A"]),
        c("leading", &["是否领导职务", "领导职务", "Leading post", "A0219"]),
        c("level", &["职务层次", "Level of post", "A0221"]),
        c("in_team", &["是否班子成员", "Member of the leading team", "A0201D"]),
        c("member", &["成员类别", "Member of the team", "A0201E"]),
        c("ordinal", &["集体内排序", "集体内排列顺序号", "Order in the team", "A0225", "A02025"]),
        Column::required("from", &["任职时间", "决定或批准任职的日期", "Appointed on", "A0243", "A02043"]),
        c("appointed_by", &["任职文号", "决定或批准任职的文号", "Document of appointment", "A0245", "A02045"]),
        c("chosen", &["选拔任用方式", "How chosen", "A0247"]),
        c("exceptional", &["破格提拔", "是否破格提拔", "Exceptional promotion", "A0251B"]),
        c("state", &["任职状态", "In office or removed", "A0255", "A02055"]),
        c("to", &["免职时间", "决定或批准免职的日期", "Removed on", "A0265", "A02065"]),
        c("removed_by", &["免职文号", "决定或批准免职的文号", "Document of removal", "A0267", "A02067"]),
        c("reason", &["变动原因", "职务变动原因综述", "Reason", "A0272"]),
        c("main", &["主职务", "是否主职务", "Main post", "A0279"]),
        c("printed", &["输出", "Printed on forms", "A0281"]),
        // the workbook does not tell standing in and secondment: this column is our own
        c("way", &["任职方式", "Way"]),
    ],
};

static PEOPLE: LazyLock<Vec<Column>> = LazyLock::new(|| {
    let known = people::PARTS.iter().find(|p| p.key == "people").map_or(&[][..], |p| p.layout.columns);
    known.iter().copied().chain(SUMMARIES.iter().map(|(column, _)| *column)).collect()
});
static A01: LazyLock<Layout> = LazyLock::new(|| Layout { columns: &PEOPLE });

/// The sheets: units first, then people and what belongs to them.
pub(crate) static PARTS: LazyLock<Vec<Part>> = LazyLock::new(|| {
    let mut parts =
        vec![Part { key: "units", names: &["B01", "机构", "单位", "Units"], layout: &org::UNIT_COLUMNS }];
    let national = people::PARTS.iter().filter(|p| Heads::Workbook.sheet(p.names).is_some());
    parts.extend(national.map(|p| if p.key == "people" { Part { layout: &A01, ..*p } } else { *p }));
    parts.push(Part { key: "held", names: &["A02", "职务（A02）", "Posts held (A02)"], layout: &HELD });
    parts
});
