//! Every chart.

use base::Date;
use maud::html;
use ui::{
    Lang, Shell, Tone,
    chart::{Chart, Figure, Gantt, Span},
};

use crate::{page, w};

pub fn figures(lang: Lang) -> Shell {
    let people = w(lang, "人", "people");
    let bar = Chart::new(w(lang, "各年龄段干部人数", "Cadres by age"), [people])
        .says(w(lang, "四十一至五十岁占近一半。", "Almost half are 41 to 50."))
        .unit(people, w(lang, "年龄", "Age"))
        .datum(w(lang, "30 岁以下", "30 or younger"), [212])
        .datum("31–40", [1_204])
        .datum("41–50", [1_688])
        .datum(w(lang, "50 岁以上", "Over 50"), [530]);
    let stacked = Chart::new(
        w(lang, "学历结构", "Education by unit"),
        [w(lang, "博士", "Doctor"), w(lang, "硕士", "Master"), w(lang, "本科", "Bachelor"), w(lang, "专科", "College")],
    )
    .unit(people, w(lang, "单位", "Unit"))
    .datum("市委工作机关", [8, 66, 120, 18])
    .datum("市政府工作部门", [21, 340, 1_280, 230])
    .datum("临江职业技术学院", [96, 310, 220, 18]);
    let line = Chart::new(
        w(lang, "人均培训学时", "Training hours per head"),
        [w(lang, "市直", "City organs"), w(lang, "县区", "Counties")],
    )
    .says(w(lang, "县区自 2023 年起赶上，2022 年无数据。", "Counties caught up from 2023; 2022 was not recorded."))
    .unit(w(lang, "学时", "hours"), w(lang, "年份", "Year"))
    .datum("2021", [72, 51])
    .gaps("2022", [Some(Figure::from(80)), None])
    .datum("2023", [88, 79])
    .datum("2024", [91, 90])
    .datum("2025", [96, 101]);
    let radar = Chart::new(
        w(lang, "四个维度", "Four dimensions"),
        [w(lang, "本人", "This person"), w(lang, "单位平均", "Unit mean")],
    )
    .full(100.0)
    .datum(w(lang, "思想政治", "Ideology"), [92, 85])
    .datum(w(lang, "知识结构", "Knowledge"), [78, 74])
    .datum(w(lang, "业务能力", "Ability"), [88, 80])
    .datum(w(lang, "管理水平", "Management"), [64, 71])
    .datum(w(lang, "身心素质", "Health"), [90, 88]);
    let heat = Chart::new(
        w(lang, "各单位空缺", "Vacancies by unit and level"),
        [
            w(lang, "正处", "Chief"),
            w(lang, "副处", "Deputy"),
            w(lang, "正科", "Section"),
            w(lang, "副科", "Dep. section"),
        ],
    )
    .unit(w(lang, "个", "posts"), w(lang, "单位", "Unit"))
    .datum("财政局", [0, 1, 3, 2])
    .datum("教育局", [1, 0, 5, 4])
    .datum("审计局", [0, 2, 1, 0]);
    let day = |y, m, d| Date::new(y, m, d).unwrap_or_else(|| unreachable!("written above"));
    let gantt = Gantt {
        title: w(lang, "任期与挂职", "Terms and secondments").into(),
        says: w(lang, "一项任期已超期。", "One term is overdue.").into(),
        spans: vec![
            Span::new("王海燕 · 党总支副书记", day(2020, 3, 1), day(2025, 3, 1)).tone(Tone::No),
            Span::new("陈思齐 · 挂职白石镇", day(2025, 9, 1), day(2027, 8, 31)).tone(Tone::Info),
            Span::new("冯毅 · 镇长", day(2022, 1, 10), day(2027, 1, 9)).tone(Tone::Yes),
        ],
        today: Some(day(2026, 11, 23)),
    };
    let grouped = Chart::new(
        w(lang, "职数核定与实有", "Quota and filled"),
        [w(lang, "核定", "Approved"), w(lang, "实有", "Filled")],
    )
    .unit(w(lang, "个", "posts"), w(lang, "级别", "Level"))
    .datum(w(lang, "正处", "Chief division"), [12, 11])
    .datum(w(lang, "副处", "Deputy division"), [40, 43]);
    let main = html! {
        div.columns { (bar.bar(lang)) (stacked.stacked(lang)) (line.line(lang)) (radar.radar(lang)) (heat.heat(lang)) (grouped.bar(lang)) (gantt.html(lang)) }
    };
    page(lang, "figures", w(lang, "统计分析", "Figures"), main)
}
