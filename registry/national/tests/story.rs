//! The national workbook: in from another system's file, out under any heads, and into an empty database as it was.

use auth::ColumnGroup;
use base::Date;
use formats::sheet::{Book, Heads, Limits, Table, Value, xlsx};
use intake::{File, Intake, Report, RunError, Source, dry_run, record};
use national::{Workbook, workbook};
use people::{Filter, Section, actions};
use testkit::{Bench, client::Site};

/// The identity number of the standard's own example; nobody's.
const ID: &str = "11010519491231002X";
const GROUPS: [ColumnGroup; 3] = [ColumnGroup::Identity, ColumnGroup::Health, ColumnGroup::Family];

type Sheet<'a> = (&'static str, &'a [&'static str], &'a [&'a [&'a str]]);

fn book(sheets: &[Sheet<'_>]) -> Vec<u8> {
    let tables = sheets.iter().map(|(name, heads, rows)| {
        let cell = |c: &&str| if c.is_empty() { Value::Empty } else { Value::text((*c).to_owned()) };
        let rows: Vec<Vec<Value>> = rows.iter().map(|r| r.iter().map(cell).collect()).collect();
        Table::new(*name, heads.iter().copied(), rows)
    });
    xlsx(tables.collect()).unwrap()
}
fn source(bytes: Vec<u8>) -> Source {
    let file = File { name: "全国干部信息表.xlsx".into(), bytes: bytes.into() };
    Source { files: vec![file], ..Source::default() }
}
fn done(t: &Bench, bytes: Vec<u8>) -> Report {
    record(&t.db, &t.officer(), &Workbook, &mut source(bytes), &|_, _| {}).unwrap_or_else(|why| panic!("{why:?}"))
}
/// Everything, as it is written.
fn out(t: &Bench, heads: Heads) -> Vec<u8> {
    let filter = Filter::default();
    let taken = t.db.write(&t.officer(), |tx| actions::export(tx, &filter, true, &GROUPS, "年度数据上报")).unwrap();
    xlsx(t.db.read(&t.officer(), |tx| workbook(tx, &taken, &GROUPS, heads)).unwrap()).unwrap()
}
/// A workbook as lines: the name of each sheet, then its rows.
fn lines(bytes: &[u8]) -> Vec<String> {
    let book = Book::read("a.xlsx", bytes, &Limits::default()).unwrap();
    let mut all = Vec::new();
    for sheet in &book.sheets {
        all.push(format!("== {}", sheet.name));
        let width = sheet.rows.iter().map(Vec::len).max().unwrap_or_default() as u32;
        let row = |r| (0..width).map(|c| sheet.cell(r, c).text().replace('\n', "⏎")).collect::<Vec<_>>().join("|");
        all.extend((0..sheet.rows.len() as u32).map(row));
    }
    all
}
fn another(t: &Bench) -> Bench {
    if t.db.is_postgres() { Bench::postgres().unwrap() } else { Bench::sqlite() }
}
fn site(t: &Bench) -> Site {
    let slices =
        vec![org::slice(), post::slice(), people::slice(), tenure::slice(), approval::slice(), national::slice()];
    Site::with(t, slices, |app| app.with(people::Books(national::books().into())))
}

/// A kind of approving body, as its code table has it.
const AUTHORITY: &str = "党委、政府";

const B01: Sheet<'_> = (
    "B01",
    &[
        "机构名称",
        "机构简称",
        "机构编码",
        "上级机构编码",
        "所在政区",
        "隶属关系",
        "单位性质类别",
        "机构性质",
        "机构级别",
        "行政编制数",
        "正职领导职数",
        "副职领导职数",
    ],
    &[
        &["海晏市", "", "H", "", "", "", "", "法人单位", "", "", "", ""],
        &[
            "海晏市财政局",
            "财政局",
            "H1",
            "H",
            "南原省海晏市",
            "县(市、区、旗)",
            "政府工作部门、办事机构、派出机构",
            "法人单位",
            "县、处级",
            "60",
            "1",
            "3",
        ],
        &["预算处", "", "H11", "H1", "", "", "", "内设机构", "乡、科级", "", "1", "2"],
    ],
);
const A01: Sheet<'_> = (
    "A01",
    &[
        "姓名",
        "身份证号",
        "性别",
        "出生年月",
        "籍贯",
        "民族",
        "健康状况",
        "参加工作时间",
        "入党时间文字",
        "政治面貌",
        "入党时间",
        "现工作单位及职务全称",
        "现职务层次",
        "专业技术职务",
        "统计关系所在单位",
        "简历",
        "奖惩综述",
        "年度考核结果综述",
        "级别",
        "编制类型",
        "公务员登记时间",
        "备注",
    ],
    &[
        &[
            "钟 岚",
            ID,
            "女",
            "1949.12",
            "南原省云溪市",
            "汉族",
            "健康",
            "1971.09",
            "1975.06",
            "中共党员",
            "1975.06",
            "海晏市财政局副局长",
            "县处级副职",
            "高级经济师",
            "海晏市财政局",
            "1967.09--1971.07  云溪大学经济学院财政学专业学习\n1971.09--1980.03  海晏市财政局预算处科员\n1980.03--         海晏市财政局副局长",
            "",
            "2024年优秀，2025年称职",
            "十二级",
            "行政编制",
            "2006.01",
            "转任",
        ],
        &[
            "于远",
            "",
            "男",
            "1980.05",
            "",
            "回族",
            "",
            "2002.07",
            "",
            "群众",
            "",
            "海晏市财政局预算处处长",
            "乡科级正职",
            "",
            "H11",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
        ],
    ],
);
const OTHERS: [Sheet<'_>; 8] = [
    (
        "A02",
        &[
            "姓名",
            "身份证号",
            "任职机构",
            "职务名称",
            "是否领导职务",
            "成员类别",
            "任职时间",
            "任职文号",
            "选拔任用方式",
            "任职状态",
            "免职时间",
            "免职文号",
            "变动原因",
            "主职务",
            "是否班子成员",
            "破格提拔",
            "输出",
        ],
        &[
            &[
                "钟岚",
                ID,
                "海晏市财政局",
                "副局长",
                "是",
                "副职",
                "1980.03",
                "海委干〔1980〕3号",
                "委任",
                "在任",
                "",
                "",
                "",
                "是",
                "是",
                "否",
                "输出",
            ],
            &[
                "钟岚",
                ID,
                "预算处",
                "科员",
                "否",
                "",
                "1971.09",
                "",
                "",
                "已免",
                "1980.03",
                "海财人〔1980〕1号",
                "提任",
                "是",
                "",
                "",
                "不输出",
            ],
            &[
                "于远",
                "",
                "H11",
                "处长",
                "是",
                "正职",
                "2018.02.01",
                "",
                "竞争（聘）上岗",
                "在任",
                "",
                "",
                "",
                "是",
                "",
                "是",
                "",
            ],
        ],
    ),
    (
        "A05",
        &["姓名", "身份证号", "职务职级类别", "职务层次（职级）", "批准日期", "批准文号", "终止日期"],
        &[
            &["钟岚", ID, "职务层次", "县处级副职", "1980.03", "海委干〔1980〕3号", ""],
            &["于远", "", "享受的职级", "四级调研员", "2021.06", "", ""],
        ],
    ),
    (
        "A06",
        &["姓名", "身份证号", "专业技术任职资格", "取得时间", "评审单位", "输出"],
        &[&["钟岚", ID, "高级经济师", "1998.12", "省职改办", "输出"]],
    ),
    (
        "A08",
        &["姓名", "身份证号", "教育类别", "学历名称", "学位名称", "学校名称", "所学专业名称", "毕业时间"],
        &[&["钟岚", ID, "全日制", "大学本科", "经济学学士", "云溪大学经济学院", "财政学", "1971.07"]],
    ),
    (
        "A14",
        &["姓名", "身份证号", "奖惩名称", "批准日期", "批准机关", "批准机关级别", "批准机关性质"],
        &[&["钟岚", ID, "嘉奖", "2024.03", "海晏市财政局", "县、处级", AUTHORITY]],
    ),
    ("A15", &["姓名", "身份证号", "考核年度", "考核结论"], &[&["于远", "", "2025", "称职"]]),
    (
        "A36",
        &["姓名", "身份证号", "称谓", "成员姓名", "亲属出生年月", "亲属政治面貌", "亲属工作单位及职务"],
        &[&["钟岚", ID, "丈夫", "于大海", "1948.11", "群众", "海晏一中教师（退休）"]],
    ),
    (
        "A99Z1",
        &["姓名", "身份证号", "是否考录", "录用时间", "是否选调生", "进入选调生时间"],
        &[&["于远", "", "是", "2002.07", "否", ""]],
    ),
];

const NOTE: Sheet<'_> = ("附注", &["说明", "甲"], &[&["手写", "乙"]]);

fn whole() -> Vec<u8> {
    book(&[&[B01, A01][..], &OTHERS[..]].concat())
}

testkit::on_both_engines! {
    fn what_goes_out_comes_into_an_empty_database_and_goes_out_the_same(t: Bench) {
        let _ = site(t);
        let dry = dry_run(&t.db, &t.officer(), &Workbook, &mut source(whole())).unwrap();
        assert!(dry.is_clean(), "{:?}", dry.wrong);
        assert_eq!(dry.odd.iter().map(|o| format!("{} {}", o.place, o.say.zh)).collect::<Vec<_>>(), Vec::<String>::new());
        let figures = ["units_new", "people", "new", "posts_new", "held_new"].map(|f| dry.figure(f));
        assert_eq!(figures, [3, 2, 2, 3, 3]);
        done(t, whole());
        for heads in [Heads::Workbook, Heads::Older, Heads::Newer] {
            let first = out(t, heads);
            let empty = another(t);
            done(&empty, first.clone());
            let second = out(&empty, heads);
            assert_eq!(lines(&first), lines(&second), "{heads:?}");
            empty.assert_ledger();
        }
        // and into the same database it brings nothing new
        let mut same = source(out(t, Heads::Newer));
        // of whom there is no identity number a human says that it is the same person
        let asked = dry_run(&t.db, &t.officer(), &Workbook, &mut same).unwrap().questions.remove(0).key;
        same.choices.insert(asked, "same".to_owned());
        let again = record(&t.db, &t.officer(), &Workbook, &mut same, &|_, _| {}).unwrap_or_else(|why| panic!("{why:?}"));
        assert_eq!(["units_new", "new", "changed", "entries", "posts_new", "held_new", "held_changed"].map(|f| again.figure(f)), [0; 7], "{again:?}");
    }

    fn every_sheet_says_what_came_in(t: Bench) {
        let _ = site(t);
        done(t, whole());
        let told = lines(&out(t, Heads::Workbook));
        let sheets: Vec<&str> = told.iter().filter_map(|l| l.strip_prefix("== ")).collect();
        assert_eq!(sheets, ["B01", "A01", "A02", "A05", "A06", "A08", "A14", "A15", "A17", "A36", "A99Z1"]);
        for line in [
            "H1|海晏市财政局|财政局|H|南原省海晏市|县(市、区、旗)|政府工作部门|政府工作部门、办事机构、派出机构|法人单位|县、处级|60",
            "H11|预算处||H1|||内设机构||内设机构|乡、科级",
            "|H1|海晏市财政局|副局长|是|县处级副职|是|副职||1980-03-01|海委干〔1980〕3号|委任|否|在任||||是|输出|主职",
            "|H11|预算处|科员|否|||||1971-09-01||||已免|1980-03-01|海财人〔1980〕1号|提任|是|不输出|主职",
            "享受的职级|四级调研员|2021-06",
            "专业技术任职资格|高级经济师||1998-12|省职改办",
            "全日制|大学本科毕业|经济学学士学位|云溪大学经济学院|财政学|||1971-07",
            &format!("嘉奖|2024-03||海晏市财政局||||县、处级|{AUTHORITY}"),
            "2025|称职",
            "1980-03||海晏市财政局副局长",
            "丈夫|于大海|1948-11|群众|海晏一中教师（退休）",
            "是|2002-07|否|",
            "高级经济师|1967.09--1971.07  云溪大学",
            "|女|1949-12|",
            "2024年优秀，2025年称职",
            "1971.09--1980.03  海晏市财政局预算处科员⏎",
        ] {
            assert!(told.iter().any(|l| l.contains(line)), "{line}\n{}", told.join("\n"));
        }
        let old = lines(&out(t, Heads::Older));
        let new = lines(&out(t, Heads::Newer));
        for (lines, heads) in [
            (&old, ["B0114|B0101|B0104|B0121", "A0101|A0184", "A0215A|A0219", "A0501B|A0504", "A0602", "A0837|A0801A", "A1404A|A1407", "A1521|A1517", "A3604A|A3601", "A99Z101|A99Z102"]),
            (&new, ["B0114|B01001|B01004|B01044B", "A01001|A01085", "A02016A|A0219", "A05002A|A05004", "A06001A", "A08020|A08002A", "A14205A|A14225", "A15021|A15017", "A36005A|A36001", "A99Z101|A03033"]),
        ] {
            for head in heads {
                assert!(lines.iter().any(|l| l.contains(head)), "{head}\n{}", lines.join("\n"));
            }
        }
        let born = t.db.read(&t.officer(), |tx| {
            let who = people::search(tx, "钟岚", 5)?.remove(0).person;
            people::file(tx, who, "2026-06-01".parse::<Date>().unwrap())
        }).unwrap();
        assert_eq!(born.of(Section::Career).len(), 3);
    }

    fn one_file_is_taken_in_whole_or_not_at_all_and_back_as_a_whole(t: Bench) {
        let _ = site(t);
        let mut bad = OTHERS;
        bad[0].2 = &[
            &["钟岚", ID, "财政厅", "副局长", "也许", "副职", "1980.03", "", "抽签", "已免", "", "", "", "是"],
            &["无名氏", "", "预算处", "科员", "否", "", "某年", "", "", "", "", "", "", ""],
        ];
        bad[1].2 = &[&["钟岚", ID, "职务层次", "大掌柜", "1980.03", "", ""]];
        bad[7].2 = &[&["于远", "", "大概", "", "", ""], &["于远", "", "是", "", "", ""]];
        let bad = book(&[&[B01, A01][..], &bad[..], &[NOTE][..]].concat());
        let Err(RunError::Wrong(report)) = record(&t.db, &t.officer(), &Workbook, &mut source(bad), &|_, _| {}) else { panic!() };
        let wrong: Vec<&str> = report.wrong.iter().map(|w| w.place.as_str()).collect();
        assert_eq!(wrong, ["A02!E2", "A02!I2", "A02!K2", "A02!G3", "A05!D2", "A99Z1!C2"], "{:?}", report.wrong);
        let odd: Vec<String> = report.odd.iter().map(|w| format!("{}：{}", w.place, w.say.zh)).collect();
        assert_eq!(odd, ["附注：这个工作表没有导入：这里不认识它。"]);
        assert_eq!(lines(&out(t, Heads::Workbook)).len(), 2, "heads alone");

        let stray = book(&[B01, A01, ("A02", &["姓名", "任职机构", "职务名称", "任职时间", "口碑"], &[&["钟岚", "财政厅", "厅长", "1980.03", "好"], &["无名氏", "预算处", "科员", "1980.03", ""]])]);
        let report = dry_run(&t.db, &t.officer(), &Workbook, &mut source(stray)).unwrap();
        let wrong: Vec<String> = report.wrong.iter().map(|w| format!("{}：{}", w.place, w.say.zh)).collect();
        assert_eq!(wrong.len(), 2, "{wrong:?}");
        assert!(wrong.iter().any(|w| w.starts_with("A02!B2：表中和系统中都没有这个任职机构")), "{wrong:?}");
        assert!(wrong.iter().any(|w| w.starts_with("A02!A3：")), "{wrong:?}");
        assert_eq!(report.odd[0].place, "A02!E1");
        assert!(report.odd[0].say.zh.contains("“口碑”列没有导入（1个单元格有内容）"), "{:?}", report.odd);

        let entry = done(t, whole()).entry.unwrap();
        assert!(lines(&out(t, Heads::Workbook)).len() > 20);
        t.db.write(&t.officer(), |tx| Workbook.undo(tx, entry)).unwrap();
        assert_eq!(lines(&out(t, Heads::Workbook)).len(), 2);
        let on = "2026-06-01".parse().unwrap();
        assert!(t.db.read(&t.officer(), |tx| org::by_code(tx, "H1", on)).is_err());
        // and it can come in once more
        done(t, whole());
    }

    fn the_page_asks_for_a_reason_and_writes_what_may_be_seen(t: Bench) {
        done(t, whole());
        let here = "/people/export";
        let officer = site(t).as_actor(t.officer());
        officer.get(here).ok().shows("全国干部信息表").shows("共 2 人").shows("A01001、B01001 等数据元");
        site(t).as_actor(t.officer()).reading(base::Lang::En).get(here).ok().shows("National workbook").shows("2 people");
        let wish = [("content", "national-older"), ("groups", "identity")];
        officer.post(here, &wish).is(422).shows("请写明查看原因").hides(ID);
        let bytes = officer.post(here, &[&wish[..], &[("reason", "年度数据上报")]].concat()).ok().bytes;
        assert!(lines(&bytes).iter().any(|l| l.contains(ID)) && lines(&bytes).iter().any(|l| l.contains("A0101")));
        let bytes = officer.post(here, &[("content", "national")]).ok().bytes;
        let told = lines(&bytes);
        assert!(told.iter().all(|l| !l.contains(ID) && !l.contains("于大海")), "{told:?}");
        assert!(told.iter().any(|l| l.contains("副局长")));
    }
}
