//! The sheet 机构, read row by row.

use base::{Date, Money, Say};
use formats::sheet::{CellError, Column, Layout, Place, Record, Records};
use intake::{Part, Report};

use crate::{
    Affiliation, Establishment, Funds, Kind, Name, Party, PartyKind, Purpose, Quota, Staff,
    rules::{find_rank, levels_of_rank},
};

/// The columns of the sheet.
pub const UNIT_COLUMNS: Layout = Layout {
    columns: &[
        // B0104 and B01004 are fields of the national workbook: the older and the newer family
        Column::required("code", &["机构编码", "单位编码", "机构代码", "unit code", "code", "B0114"]),
        Column::required("name", &["机构名称", "单位名称", "机构全称", "unit name", "name", "B0101", "B01001"]),
        Column::optional("short", &["机构简称", "单位简称", "简称", "short name", "B0104", "B01004"]),
        Column::optional(
            "parent",
            &["上级机构编码", "上级单位编码", "主管单位编码", "隶属单位代码", "parent code", "B0121", "B01044B"],
        ),
        Column::optional("area", &["所在政区", "机构所在政区", "所在地", "area", "B0117", "B01017"]),
        Column::optional("belongs", &["隶属关系", "单位隶属关系", "level of government", "B0124"]),
        Column::optional("kind", &["机构类别", "单位类别", "kind"]),
        Column::optional("nature", &["单位性质类别", "nature of the unit", "B0131", "B01031"]),
        Column::optional("body", &["机构性质", "legal standing", "B0194"]),
        Column::optional("rank", &["机构级别", "机构规格", "单位级别", "rank", "B0127", "B01027"]),
        Column::optional("establishment", &["编制类型", "establishment"]),
        Column::optional("approved", &["核定编制数", "编制数", "approved establishment"]),
        Column::optional("administrative", &["行政编制数", "administrative establishment", "B0227", "B02027"]),
        Column::optional(
            "by_reference",
            &["事业编制数（参公）", "参照公务员法管理事业编制数", "establishment by reference", "B0232", "B02032"],
        ),
        Column::optional(
            "institution",
            &[
                "事业编制数（其他）",
                "事业编制数（非参公）",
                "其他事业编制数",
                "institution establishment",
                "B0233",
                "B02033",
            ],
        ),
        Column::optional("support", &["工勤编制数", "support establishment", "B0236", "B02130"]),
        Column::optional("other", &["其他编制数", "other establishment", "B0234"]),
        Column::optional("staff", &["实有人数", "实有在编人数", "staff"]),
        Column::optional("funds_year", &["经费年度", "funds year"]),
        Column::optional("funds_party", &["党建经费", "党建经费（元）", "party-building funds"]),
        Column::optional("funds_training", &["教育培训经费", "教育培训经费（元）", "培训经费", "training funds"]),
        Column::optional("chiefs", &["正职职数", "核定正职", "正职领导职数", "chief posts", "B0183"]),
        Column::optional("deputies", &["副职职数", "核定副职", "副职领导职数", "deputy posts", "B0185"]),
        Column::optional("credit_code", &["统一社会信用代码", "unified social credit code", "B01014"]),
        Column::optional("party_from", &["党组织任期起始", "本届起始", "party term from"]),
        Column::optional("party_years", &["党组织任期年限", "任期年限", "party term years"]),
        Column::optional("founded", &["设立日期", "成立日期", "founded", "B01068"]),
        Column::optional("closed", &["撤销日期", "单位撤销批准日期", "closed", "B01081"]),
    ],
};

/// The columns that tell the approved number of one kind of establishment each.
pub(crate) const ESTABLISHMENTS: [(&str, &str); 5] = [
    ("administrative", "行政编制"),
    ("by_reference", "事业编制（参公）"),
    ("institution", "事业编制（其他）"),
    ("support", "工勤编制"),
    ("other", "其他编制"),
];

/// The sheets that this import knows.
pub const PARTS: &[Part] =
    &[Part { key: "units", names: &["机构", "单位", "units", "B01"], layout: &UNIT_COLUMNS }];

/// A row of the sheet.
#[derive(Clone, Debug)]
pub(crate) struct Read {
    pub(crate) name: Name,
    pub(crate) parent: Option<String>,
    pub(crate) establishments: Vec<Establishment>,
    pub(crate) quotas: Vec<Quota>,
    pub(crate) party: Option<Party>,
    pub(crate) staff: Option<Staff>,
    pub(crate) funds: Vec<Funds>,
    pub(crate) affiliation: Option<Affiliation>,
    pub(crate) founded: Option<Date>,
    pub(crate) closed: Option<Date>,
    pub(crate) at: Places,
}

/// Where the cells stand that later checks speak of.
#[derive(Clone, Debug)]
pub(crate) struct Places {
    pub(crate) code: Place,
    pub(crate) parent: Place,
    pub(crate) closed: Place,
}

/// Every row that can be read; what cannot be is in the report.
pub(crate) fn read(records: &Records<'_>, report: &mut Report) -> Vec<Read> {
    records.iter().filter_map(|r| row(&r, report)).collect()
}

fn row(r: &Record<'_, '_>, report: &mut Report) -> Option<Read> {
    let before = report.wrong_in_all;
    let text = |key: &str, report: &mut Report| -> Option<String> {
        r.text(key).map_err(|e: CellError| report.unreadable(&e)).ok().flatten().map(|t| t.trim().to_owned())
    };
    let day = |key: &str, report: &mut Report| r.day(key).map_err(|e| report.unreadable(&e)).ok().flatten();
    let number = |key: &str, most: i64, report: &mut Report| -> Option<i64> {
        let text = text(key, report)?;
        let n = text.parse::<i64>().ok().filter(|n| (0..=most).contains(n));
        if n.is_none() {
            let (zh, en) = (format!("应为0至{most}的整数。"), format!("A whole number from 0 to {most} belongs here."));
            report.wrong(&r.place(key), Say::new(zh, en));
        }
        n
    };
    let kind = match text("kind", report) {
        None => national_kind(r, &text("nature", report), &text("body", report), report),
        Some(written) => Kind::find(&written).unwrap_or_else(|| {
            let all: Vec<_> = Kind::ALL.iter().map(|k| k.label(base::Lang::Zh)).collect();
            report.wrong(
                &r.place("kind"),
                Say::new(format!("不认识的机构类别，可填：{}。", all.join("、")), "This kind of unit is not known."),
            );
            Kind::Other
        }),
    };
    let rank = text("rank", report).and_then(|written| {
        let found = find_rank(&written);
        if found.is_none() {
            report.wrong(
                &r.place("rank"),
                Say::new("不认识的机构级别。可填“县、处级”或“正处级”之类。", "This rank is not known."),
            );
        }
        found.map(str::to_owned)
    });
    let name = Name {
        code: text("code", report).unwrap_or_default(),
        name: text("name", report).unwrap_or_default(),
        short: text("short", report).unwrap_or_default(),
        kind,
        rank: rank.clone(),
        credit_code: text("credit_code", report).map(|t| t.to_ascii_uppercase()),
    };
    for e in name.problems() {
        report.wrong(&r.place(&e.field), e.say);
    }
    let most = crate::rules::MOST;
    let approved = number("approved", most, report);
    let counted = number("staff", most, report);
    let written = text("establishment", report);
    let kind_of_staff = written.as_deref().and_then(|w| codes::ESTABLISHMENT.find(w));
    let staff = match (counted, kind_of_staff, &written) {
        (Some(counted), Some(kind), _) => Some(Staff { kind: kind.to_owned(), counted }),
        (Some(_), None, None) => {
            let say = Say::new(
                "填了实有人数，还应填编制类型。",
                "There is a number of staff; say of which kind of establishment.",
            );
            report.wrong(&r.place("establishment"), say);
            None
        }
        _ => None,
    };
    let funds = funds(r, report);
    let mut establishments = match (written, approved) {
        (Some(written), Some(approved)) => match codes::ESTABLISHMENT.find(&written) {
            Some(kind) => vec![Establishment { kind: kind.to_owned(), approved }],
            None => {
                report.wrong(
                    &r.place("establishment"),
                    Say::new("不认识的编制类型。", "This kind of establishment is not known."),
                );
                vec![]
            }
        },
        (None, Some(_)) => {
            report.wrong(
                &r.place("establishment"),
                Say::new("填了编制数，还应填编制类型。", "There is a number; say of which kind of establishment."),
            );
            vec![]
        }
        (_, None) => vec![],
    };
    for (key, kind) in ESTABLISHMENTS {
        if let Some(approved) = number(key, most, report)
            && establishments.iter().all(|e| e.kind != kind)
        {
            establishments.push(Establishment { kind: kind.to_owned(), approved });
        }
    }
    let (chiefs, deputies) = (number("chiefs", most, report), number("deputies", most, report));
    let quotas = match rank.as_deref().and_then(levels_of_rank) {
        Some((chief, deputy)) => [(chief, chiefs), (deputy, deputies)]
            .into_iter()
            .filter_map(|(level, n)| Some(Quota { level: level.to_owned(), approved: n? }))
            .collect(),
        None => {
            if chiefs.or(deputies).is_some_and(|n| n > 0) {
                let say = Say::new(
                    "填了领导职数，还应填机构级别，才知道是哪一层次的职数。",
                    "There are leading posts; the unit's rank says of which level.",
                );
                report.wrong(&r.place("rank"), say);
            }
            vec![]
        }
    };
    let party = match (day("party_from", report), number("party_years", 10, report)) {
        (Some(started), Some(years)) => {
            Some(Party { kind: kind.party().unwrap_or(PartyKind::Committee), started, years })
        }
        (None, None) => None,
        (Some(_), None) | (None, Some(_)) => {
            let say =
                Say::new("党组织任期起始和年限应同时填写。", "The beginning and the years of a term belong together.");
            report.wrong(&r.place("party_from"), say);
            None
        }
    };
    if let Some(party) = &party {
        party.problems().into_iter().for_each(|e| report.wrong(&r.place("party_years"), e.say));
    }
    let belongs = text("belongs", report).filter(|t| !t.is_empty()).and_then(|written| {
        let found = codes::SUBORDINATION.find(&written);
        if found.is_none() {
            let (zh, en) = (
                "不认识的隶属关系。可填“省”“市(地、州、盟)”“县(市、区、旗)”之类。",
                "This level of government is not known.",
            );
            report.wrong(&r.place("belongs"), Say::new(zh, en));
        }
        found.map(str::to_owned)
    });
    let area = text("area", report).filter(|t| !t.is_empty());
    let affiliation = (area.is_some() || belongs.is_some()).then_some(Affiliation { area, belongs });
    for e in affiliation.iter().flat_map(Affiliation::problems) {
        report.wrong(&r.place(&e.field), e.say);
    }
    let (founded, closed) = (day("founded", report), day("closed", report));
    let at = Places { code: r.place("code"), parent: r.place("parent"), closed: r.place("closed") };
    let parent = text("parent", report);
    let read = Read { name, parent, establishments, quotas, party, staff, funds, affiliation, founded, closed, at };
    (report.wrong_in_all == before).then_some(read)
}

/// The kind of a unit of which the national workbook tells nature and legal standing. Its natures are finer than our kinds:
/// what none of them is stays open, and is said.
fn national_kind(r: &Record<'_, '_>, nature: &Option<String>, body: &Option<String>, report: &mut Report) -> Kind {
    let known = body.as_deref().map(|b| (b, codes::BODY.find(b)));
    if let Some((written, None)) = known {
        report.wrong(
            &r.place("body"),
            Say::new(
                format!("“{written}”不是机构性质，可填：法人单位、内设机构、机构分组。"),
                format!("“{written}” is no legal standing of a body; write 法人单位, 内设机构 or 机构分组."),
            ),
        );
    }
    if let Some(nature) = nature {
        match Kind::of_nature(nature) {
            Some(kind) => return kind,
            None => report.odd(
                &r.place("nature"),
                Say::new(
                    format!("单位性质类别“{nature}”没有对应的机构类别，请以后在机构页上补充。"),
                    format!("The nature “{nature}” has no kind of unit of its own here; say the kind later on the unit's page."),
                ),
            ),
        }
    }
    if known.is_some_and(|(_, code)| code == Some("内设机构")) { Kind::Department } else { Kind::Other }
}

/// The funds of a row: amounts in yuan, and the year that they are for.
fn funds(r: &Record<'_, '_>, report: &mut Report) -> Vec<Funds> {
    let text = |key: &str, report: &mut Report| -> Option<String> {
        r.text(key).map_err(|e: CellError| report.unreadable(&e)).ok().flatten().map(|t| t.trim().to_owned())
    };
    let mut all = Vec::new();
    let year = text("funds_year", report);
    for (key, purpose) in [("funds_party", Purpose::Party), ("funds_training", Purpose::Training)] {
        let Some(written) = text(key, report) else { continue };
        let Ok(amount) = written.replace([',', '，'], "").parse::<Money>() else {
            let say = Say::new(
                "应为以元为单位的金额，最多两位小数。",
                "An amount in yuan with at most two decimals belongs here.",
            );
            report.wrong(&r.place(key), say);
            continue;
        };
        let Some(year) = year.as_deref().and_then(|y| y.trim_end_matches('年').parse().ok()) else {
            let say =
                Say::new("填了经费，还应填四位数的经费年度。", "There are funds; give their year in four digits.");
            report.wrong(&r.place("funds_year"), say);
            continue;
        };
        let one = Funds { year, purpose, amount };
        for e in one.problems() {
            report.wrong(&r.place(if e.field == "year" { "funds_year" } else { key }), e.say);
        }
        all.push(one);
    }
    all
}
