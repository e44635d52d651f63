//! Posts from a table.

use super::{
    Names, Table,
    rules::Asked,
    say,
    table::{Problems, Sheet},
};
use crate::model::{Builder, PostSpec, Track, UnitId};

/// What is known of a post beside the model.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub unit: UnitId,
    pub level: u8,
    pub field: Option<u32>,
    pub needs: Vec<i64>,
}

pub(super) fn read(
    table: &Table,
    asked: &Asked,
    names: &mut Names,
    builder: &mut Builder,
    problems: &mut Problems,
) -> Vec<Place> {
    let known = ["post", "unit", "quota", "leading", "track", "level", "field", "needs."];
    let sheet = Sheet::new(table, &known, problems);
    let mut places = Vec::new();
    for row in sheet.rows() {
        if problems.full() {
            break;
        }
        let (name, path) = (row.text("post"), row.text("unit"));
        if name.is_empty() || path.is_empty() || path.matches('/').count() > 30 {
            row.bad(
                "post",
                say(
                    "每个岗位都要有名称和单位（上下级用“/”分隔，不超过 30 级）。",
                    "A post has a name and a unit (the path from the top with slashes, 30 levels at the most).",
                ),
                problems,
            );
            continue;
        }
        if names.posts.find(name).is_some() {
            row.bad("post", say(format!("岗位“{name}”重复。"), format!("{name} stands twice.")), problems);
            continue;
        }
        let unit = names.unit(builder, path);
        let track = names.track(row.text("track")).unwrap_or_else(|| {
            row.bad("track", say("序列不得超过 256 种。", "There may be 256 tracks at the most."), problems);
            Track(0)
        });
        let level = row.number("level", 0, (0, 255), problems) as u8;
        let quota = row.number("quota", 1, (0, 1_000_000), problems) as u32;
        let needs = asked.fit.shortage.keys();
        let needs =
            needs.map(|d| row.number(&format!("needs.{}", d.to_lowercase()), 0, (-1_000_000, 1_000_000), problems));
        let needs = needs.collect();
        let field = Some(row.text("field")).filter(|f| !f.is_empty()).map(|f| names.fields.add(f));
        names.posts.add(name);
        builder.post(PostSpec { unit, quota, leading: row.yes("leading", problems), track, level });
        places.push(Place { unit, level, field, needs });
    }
    places
}
