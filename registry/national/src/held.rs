//! The sheet A02, read row by row. Knows nothing of what is recorded.

use base::{Date, Say};
use formats::sheet::{CellError, Place, Record};
use intake::Report;
use people::Clue;
use tenure::Way;

/// A row of A02.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    pub(crate) clue: Clue,
    pub(crate) unit_code: Option<String>,
    pub(crate) unit_name: Option<String>,
    pub(crate) post: String,
    pub(crate) leading: bool,
    /// A code of a level of post or of a grade.
    pub(crate) level: Option<String>,
    /// 正职, 副职 or 其他.
    pub(crate) member: Option<&'static str>,
    pub(crate) ordinal: i64,
    pub(crate) from: Date,
    pub(crate) to: Option<Date>,
    pub(crate) appointed_by: Option<String>,
    pub(crate) removed_by: Option<String>,
    pub(crate) reason: Option<String>,
    pub(crate) chosen: Option<String>,
    pub(crate) way: Way,
    pub(crate) in_team: Option<bool>,
    pub(crate) exceptional: Option<bool>,
    pub(crate) printed: Option<bool>,
    pub(crate) at: Places,
}

/// Where the cells stand that later checks speak of.
#[derive(Clone, Debug)]
pub(crate) struct Places {
    pub(crate) person: Place,
    pub(crate) unit: Place,
    pub(crate) post: Place,
    pub(crate) leading: Place,
    pub(crate) from: Place,
}

/// A row; nothing where something in it is wrong, which is in the report.
pub(crate) fn row(r: &Record<'_, '_>, report: &mut Report) -> Option<Held> {
    let before = report.wrong_in_all;
    let text = |key: &str, report: &mut Report| -> Option<String> {
        let read = r.text(key).map_err(|e: CellError| report.unreadable(&e)).ok().flatten();
        read.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty())
    };
    let date = |key: &str, report: &mut Report| {
        r.date(key).map_err(|e| report.unreadable(&e)).ok().flatten().map(|d| d.earliest())
    };
    // a value of a table; what is none of it is wrong where it stands
    let code = |key: &str, table: codes::Table, report: &mut Report| {
        let written = text(key, report)?;
        let found = table.find(&written);
        if found.is_none() {
            let some = |lang| table.codes().iter().take(4).map(|c| c.label(lang)).collect::<Vec<_>>();
            report.wrong(
                &r.place(key),
                Say::new(
                    format!(
                        "“{written}”不是“{}”的值，例如可以填：{}。",
                        table.name(base::Lang::Zh),
                        some(base::Lang::Zh).join("、")
                    ),
                    format!(
                        "“{written}” is no value of “{}”; write for example {}.",
                        table.name(base::Lang::En),
                        some(base::Lang::En).join(", ")
                    ),
                ),
            );
        }
        found
    };
    let clue = Clue {
        id_number: text("id_number", report).map(|t| t.to_ascii_uppercase()),
        number: text("number", report),
        name: text("name", report),
        birth: None,
    };
    let who = ["number", "id_number", "name"].into_iter().find(|k| !r.cell(k).is_blank()).unwrap_or("name");
    if clue == Clue::default() {
        let say = Say::new("请填写姓名和身份证号。", "Give the name and the identity number.");
        report.wrong(&r.place(who), say);
    }
    let post = text("post", report);
    if post.is_none() {
        report.wrong(&r.place("post"), Say::new("请填写职务名称。", "Give the name of the post."));
    }
    let from = date("from", report);
    if from.is_none() && r.cell("from").is_blank() {
        report.wrong(&r.place("from"), Say::new("请填写任职时间。", "Say when it began."));
    }
    let level = text("level", report).and_then(|written| {
        let found = codes::LEVEL.find(&written).or_else(|| codes::GRADE.find(&written));
        if found.is_none() {
            let say = Say::new(
                format!("“{written}”不是职务层次，例如可以填：县处级副职、乡科级正职。"),
                format!("“{written}” is no level of post; write for example 县处级副职 or 乡科级正职."),
            );
            report.wrong(&r.place("level"), say);
        }
        found.map(str::to_owned)
    });
    let leading = code("leading", codes::YES_NO, report) == Some("是");
    let member = code("member", codes::TEAM_MEMBER, report);
    let chosen = code("chosen", codes::SELECTION, report).map(str::to_owned);
    let ordinal = text("ordinal", report).map(|t| t.parse::<i64>().ok().filter(|n| (0..=10_000).contains(n)));
    if ordinal == Some(None) {
        let say = Say::new("应为0至10000的整数。", "A whole number from 0 to 10000 belongs here.");
        report.wrong(&r.place("ordinal"), say);
    }
    let yes = |key: &str, report: &mut Report| code(key, codes::YES_NO, report).map(|c| c == "是");
    let (in_team, exceptional) = (yes("in_team", report), yes("exceptional", report));
    let printed = code("printed", codes::OUTPUT, report).map(|c| c == "输出");
    let main = code("main", codes::YES_NO, report);
    let way = match text("way", report) {
        None => {
            if main == Some("否") {
                Way::Concurrent
            } else {
                Way::Main
            }
        }
        Some(written) => Way::find(&written).unwrap_or_else(|| {
            let all: Vec<_> = Way::ALL.iter().map(|w| w.label(base::Lang::Zh)).collect();
            let zh = format!("不认识的任职方式，可填：{}。", all.join("、"));
            let en = format!("This way of holding a post is not known; write one of: {}.", all.join(", "));
            report.wrong(&r.place("way"), Say::new(zh, en));
            Way::Main
        }),
    };
    let to = date("to", report);
    match (code("state", codes::TENURE_STATE, report), to) {
        (Some("已免"), None) if r.cell("to").is_blank() => {
            let say = Say::new("任职状态为“已免”，请填写免职时间。", "It is removed: say when.");
            report.wrong(&r.place("to"), say);
        }
        (Some("在任"), Some(_)) => {
            let say = Say::new(
                "任职状态为“在任”，但填了免职时间，按免职时间录入。",
                "It is in office but has an end; the end is recorded.",
            );
            report.odd(&r.place("state"), say);
        }
        _ => {}
    }
    let at = Places {
        person: r.place(who),
        unit: r.place(if r.cell("unit_code").is_blank() { "unit_name" } else { "unit_code" }),
        post: r.place("post"),
        leading: r.place("leading"),
        from: r.place("from"),
    };
    let held = Held {
        clue,
        unit_code: text("unit_code", report),
        unit_name: text("unit_name", report),
        post: post?,
        leading,
        level,
        member,
        ordinal: ordinal.flatten().unwrap_or(0),
        from: from?,
        to,
        appointed_by: text("appointed_by", report),
        removed_by: text("removed_by", report),
        reason: text("reason", report),
        chosen,
        way,
        in_team,
        exceptional,
        printed,
        at,
    };
    (report.wrong_in_all == before).then_some(held)
}
