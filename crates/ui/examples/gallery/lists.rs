//! A list with filters, order, place and exports; and one with nothing in it.

use maud::html;
use ui::{Cell, Column, Field, FilterBar, Icon, Lang, Pager, Shell, Sort, Stat, Table, Tone, primary_link, stats};

use crate::{page, w};

const PEOPLE: [(&str, &str, &str, &str, &str, &str, Tone); 12] = [
    ("欧阳明远", "Ouyang Mingyuan", "临江市财政局", "党组成员、副局长", "1978-04", "大学本科", Tone::Yes),
    ("陈思齐", "Chen Siqi", "临江市教育局", "基础教育科科长", "1985-11", "硕士研究生", Tone::Yes),
    (
        "王海燕",
        "Wang Haiyan",
        "临江职业技术学院",
        "机电工程系党总支副书记（主持工作）兼学生工作办公室主任",
        "1981-07",
        "大学本科",
        Tone::Warning,
    ),
    ("阿依古丽·买买提", "Ayguli Mamat", "临江市民族宗教事务局", "四级调研员", "1976-02", "大学本科", Tone::No),
    ("李建国", "Li Jianguo", "清河县委办公室", "副主任", "1983", "大学专科", Tone::Unknown),
    ("赵敏", "Zhao Min", "清河县人力资源和社会保障局", "党组书记、局长", "1974-09", "大学本科", Tone::Yes),
    ("孙立", "Sun Li", "临江市审计局", "经济责任审计分局局长", "1988-03", "硕士研究生", Tone::Yes),
    ("周晓彤", "Zhou Xiaotong", "临江市卫生健康委员会", "医政医管科副科长", "1990-12", "博士研究生", Tone::Unknown),
    ("吴刚", "Wu Gang", "临江市交通运输局", "总工程师", "1972-06", "大学本科", Tone::No),
    (
        "郑雅文",
        "Zheng Yawen",
        "临江市文化广电旅游体育局",
        "非物质文化遗产保护中心主任",
        "1986-01",
        "硕士研究生",
        Tone::Yes,
    ),
    ("冯毅", "Feng Yi", "白石镇", "党委副书记、镇长", "1987-10", "大学本科", Tone::Yes),
    ("褚静", "Chu Jing", "临江市司法局", "法治督察科科长", "1984-05", "大学本科", Tone::Warning),
];

pub fn list(lang: Lang) -> Shell {
    let columns = vec![
        Column::link("name", w(lang, "姓名", "Name")).sortable().width(16),
        Column::text("unit", w(lang, "单位", "Unit")).sortable().width(24),
        Column::text("post", w(lang, "职务", "Post")).width(28),
        Column::date("born", w(lang, "出生年月", "Born")).sortable(),
        Column::text("degree", w(lang, "学历", "Education")).width(10),
        Column::number("hours", w(lang, "本年学时", "Hours")).sortable(),
        Column::badge("complete", w(lang, "档案核验", "File check")),
    ];
    let rows = PEOPLE.iter().enumerate().map(|(i, (name, latin, unit, post, born, degree, tone))| {
        let word = match tone {
            Tone::Yes => w(lang, "齐全", "Complete"),
            Tone::No => w(lang, "有矛盾", "Conflict"),
            Tone::Warning => w(lang, "临近期限", "Due soon"),
            _ => w(lang, "缺少事实", "Fact missing"),
        };
        vec![
            Cell::new(*name).href(format!("/people/{i}")).note(*latin),
            Cell::new(*unit),
            Cell::new(*post),
            Cell::new(*born),
            Cell::new(if i == 4 { "" } else { degree }),
            Cell::from(17 * i as u32 % 91),
            Cell::new(word).tone(*tone),
        ]
    });
    let here = "/people?degree=bachelor&sort=-born";
    let table = Table::new(w(lang, "干部名册", "Cadres"), columns)
        .rows(rows)
        .at(here, Sort::parse("-born"))
        .pager(Pager {
            total: Some(100_000),
            before: Some(50),
            first: Some("/people".into()),
            previous: Some("/people?before=a".into()),
            next: Some("/people?after=b".into()),
        })
        .exported();
    let filter = FilterBar::new(here)
        .field(Field::new(ui::Control::Line("search"), "q", w(lang, "姓名或拼音", "Name or pinyin")))
        .field(Field::select(
            "unit",
            w(lang, "单位", "Unit"),
            [("1", w(lang, "临江市", "Linjiang")), ("2", w(lang, "清河县", "Qinghe"))],
        ))
        .field(
            Field::select("degree", w(lang, "学历", "Education"), [("bachelor", w(lang, "大学本科", "Bachelor"))])
                .value("bachelor"),
        )
        .field(Field::day("before", w(lang, "出生早于", "Born before")))
        .active("degree", w(lang, "学历：大学本科及以上", "Education: bachelor or higher"))
        .active("unit", w(lang, "单位：临江市（含下级）", "Unit: Linjiang and below"));
    let tiles = [
        Stat::new(w(lang, "在册干部", "On record"), "100,000").note(w(lang, "较上月 +312", "+312 this month")),
        Stat::new(w(lang, "岗位空缺", "Vacancies"), "1,204").href("/posts?vacant=1").note(w(
            lang,
            "核定 11,779",
            "of 11,779 approved",
        )),
        Stat::new(w(lang, "超职数单位", "Units over quota"), "3").href("/units?over=1").tone(Tone::No).note(w(
            lang,
            "须限期整改",
            "to be corrected",
        )),
        Stat::new(w(lang, "本月到期", "Due this month"), "27").href("/inbox").tone(Tone::Warning).note(w(
            lang,
            "试用期、任期",
            "probation, terms",
        )),
    ];
    let main = html! { (stats(&tiles)) (filter.html(lang)) (table.html(lang)) };
    let mut shell = page(lang, "lists", w(lang, "干部名册", "Cadres"), main);
    shell.lead = w(
        lang,
        "按所选日期显示每名干部的现任职务和档案核验情况。",
        "Each cadre's post and file check as of the chosen date.",
    )
    .into();
    shell.breadcrumbs =
        vec![(w(lang, "首页", "Home").into(), "/".into()), (w(lang, "干部信息", "People").into(), "/people".into())];
    shell.actions = html! {
        (ui::button_link(w(lang, "导入", "Import"), "/import", Some(Icon::Import)))
        (primary_link(w(lang, "新增干部", "Add a cadre"), "/people/new", Some(Icon::Plus)))
    };
    if let Some(as_of) = &mut shell.as_of {
        as_of.date = "2025-12-31".into();
    }
    shell.here = "/people?degree=bachelor&sort=-born&on=2025-12-31".into();
    shell
}

pub fn empty(lang: Lang) -> Shell {
    let table = Table::new(w(lang, "岗位", "Posts"), vec![Column::text("a", "a")])
        .empty(
            w(lang, "还没有岗位", "No posts yet"),
            w(lang, "从今年的岗位表导入，或逐个添加。导入前会先检查，发现问题不会写入任何内容。", "Import this year's post table or add them one by one. An import is checked first and writes nothing if a problem is found."),
        )
        .empty_action(w(lang, "导入岗位表", "Import a post table"), "/posts/import");
    page(lang, "empty", w(lang, "岗位", "Posts"), table.html(lang))
}
