//! The sheet 机构, read row by row.

use base::{Date, Money, Say};
use formats::sheet::{CellError, Column, Layout, Place, Record, Records};
use intake::{Part, Report};

use crate::{
    Establishment, Funds, Kind, Name, Party, PartyKind, Purpose, Quota, Staff,
    rules::{find_rank, levels_of_rank},
};

/// The columns of the sheet.
pub const UNIT_COLUMNS: Layout = Layout {
    columns: &[
        Column::required("code", &["机构编码", "单位编码", "机构代码", "unit code", "code"]),
        Column::required("name", &["机构名称", "单位名称", "机构全称", "unit name", "name"]),
        Column::optional("short", &["机构简称", "单位简称", "简称", "short name"]),
        Column::optional("parent", &["上级机构编码", "上级单位编码", "主管单位编码", "parent code"]),
        Column::optional("kind", &["机构类别", "单位类别", "机构性质", "kind"]),
        Column::optional("rank", &["机构级别", "机构规格", "单位级别", "rank"]),
        Column::optional("establishment", &["编制类型", "establishment"]),
        Column::optional("approved", &["核定编制数", "编制数", "approved establishment"]),
        Column::optional("staff", &["实有人数", "实有在编人数", "staff"]),
        Column::optional("funds_year", &["经费年度", "funds year"]),
        Column::optional("funds_party", &["党建经费", "党建经费（元）", "party-building funds"]),
        Column::optional("funds_training", &["教育培训经费", "教育培训经费（元）", "培训经费", "training funds"]),
        Column::optional("chiefs", &["正职职数", "核定正职", "chief posts"]),
        Column::optional("deputies", &["副职职数", "核定副职", "deputy posts"]),
        Column::optional("credit_code", &["统一社会信用代码", "unified social credit code"]),
        Column::optional("party_from", &["党组织任期起始", "本届起始", "party term from"]),
        Column::optional("party_years", &["党组织任期年限", "任期年限", "party term years"]),
        Column::optional("founded", &["设立日期", "成立日期", "founded"]),
        Column::optional("closed", &["撤销日期", "closed"]),
    ],
};

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
        None => Kind::Other,
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
    let establishments = match (written, approved) {
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
    let (founded, closed) = (day("founded", report), day("closed", report));
    let at = Places { code: r.place("code"), parent: r.place("parent"), closed: r.place("closed") };
    let parent = text("parent", report);
    let read = Read { name, parent, establishments, quotas, party, staff, funds, founded, closed, at };
    (report.wrong_in_all == before).then_some(read)
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
