//! Forms with and without mistakes, messages, a wizard, a job, what asks before it acts.

use maud::html;
use ui::{Field, Form, Lang, Notice, Progress, Shell, Tone, confirm, copy_button, post_button, reveal, steps};

use crate::{page, w};

pub fn form(lang: Lang) -> Shell {
    let names =
        [w(lang, "选择文件", "File"), w(lang, "对应列", "Columns"), w(lang, "检查", "Check"), w(lang, "完成", "Done")];
    let form = Form::post("/people", "token")
        .group(
            w(lang, "基本信息", "Basics"),
            [
                Field::text("name", w(lang, "姓名", "Name")).required().value("王小明").autocomplete("off"),
                Field::date("born", w(lang, "出生日期", "Date of birth")).required().value("1980.13"),
                Field::radios(
                    "sex",
                    w(lang, "性别", "Sex"),
                    [("m", w(lang, "男", "Male")), ("f", w(lang, "女", "Female"))],
                )
                .required()
                .value("m"),
                Field::select(
                    "nation",
                    w(lang, "民族", "Ethnic group"),
                    [("01", "汉族"), ("02", "蒙古族"), ("03", "回族")],
                )
                .required(),
                Field::suggest("unit", w(lang, "现任单位", "Unit"), "/suggest.html").hint(w(
                    lang,
                    "输入名称、拼音或代码",
                    "Type a name, pinyin or code",
                )),
                Field::number("quota", w(lang, "职数", "Quota")).value("3"),
            ],
        )
        .group(
            w(lang, "培养与说明", "Development"),
            [
                Field::checks(
                    "interest",
                    w(lang, "意向方向", "Interests"),
                    [
                        ("a", w(lang, "基层工作", "Grass-roots work")),
                        ("b", w(lang, "党务", "Party affairs")),
                        ("c", w(lang, "项目管理", "Project management")),
                    ],
                )
                .values(["a", "c"]),
                Field::area("note", w(lang, "说明", "Note")).hint(w(
                    lang,
                    "不写与履职无关的个人情况",
                    "Nothing personal that the post does not need",
                )),
                Field::file("paper", w(lang, "附件", "Paper"), ".pdf,.xlsx").hint(w(
                    lang,
                    "不超过 20 MB",
                    "20 MB at most",
                )),
                Field::check("agree", w(lang, "已与干部本人核对", "Checked with the person")),
            ],
        )
        .errors([
            (
                "born",
                w(
                    lang,
                    "“1980.13”没有第 13 个月，请写 1980-12 或 1980",
                    "“1980.13” has no month 13: write 1980-12 or 1980",
                ),
            ),
            ("nation", w(lang, "请选择民族", "Choose an ethnic group")),
        ])
        .submit(w(lang, "保存干部信息", "Save"))
        .cancel("/people");
    let main = html! { (steps(lang, &names, 2)) (form.html(lang)) };
    page(lang, "forms", w(lang, "新增干部", "Add a cadre"), main)
}

pub fn notices(lang: Lang) -> Shell {
    let progress = Progress {
        label: w(lang, "正在筛选 100,000 人 × 9,344 个岗位", "Screening 100,000 people × 9,344 posts").into(),
        done: 6_120,
        total: Some(9_344),
        now: w(lang, "工作表 3/6：县级以下机关", "Sheet 3 of 6: organs below county level").into(),
        ..Progress::default()
    };
    let unknown =
        Progress {
            label: w(lang, "正在读取文件", "Reading the file").into(), done: 18_220, ..Progress::default()
        };
    let main = html! {
        (progress.html(lang))
        (unknown.html(lang))
        div.columns {
            div.panel {
                h2 { (w(lang, "先问再做", "Asking first")) }
                p { (confirm(lang, w(lang, "撤销本次导入", "Undo this import"), w(lang, "将删除本次导入的 1,204 条任职记录，之前的记录不变。", "This removes the 1,204 appointments of this import; earlier records stay."), "/undo", "token")) }
                p { (post_button(w(lang, "退出所有设备", "Sign out everywhere"), "/sign-out", "token", Some(w(lang, "所有设备都将退出登录。", "Every device will be signed out.")))) }
            }
            div.panel {
                h2 { (w(lang, "受限信息", "Restricted values")) }
                p { code { "9f2c1e7ab05d4c33" } (copy_button(lang, "9f2c1e7ab05d4c33")) }
                p { (reveal(lang, "4403**********1234", "/people/1/reveal", "token")) }
            }
        }
        div.panel { p.buttons {
            @for tone in [Tone::Plain, Tone::Yes, Tone::No, Tone::Unknown, Tone::Warning, Tone::Info] {
                @if tone == Tone::Plain { (ui::badge(tone, w(lang, "行政编制", "Administrative"))) } @else { (ui::answer(tone, lang)) }
            }
        } }
    };
    let mut shell = page(lang, "notices", w(lang, "待办", "Inbox"), main);
    shell.notices = vec![
        Notice::new(
            Tone::Yes,
            w(lang, "已导入 9,344 个岗位，11,779 个名额。", "Imported 9,344 posts with 11,779 openings."),
        )
        .next(w(lang, "可以开始筛选；如有误可整体撤销。", "Screening can begin; the whole import can be undone."))
        .link(w(lang, "查看岗位", "See the posts"), "/posts")
        .link(w(lang, "开始筛选", "Screen"), "/screen"),
        Notice::new(
            Tone::No,
            w(
                lang,
                "第 3 张工作表第 128 行的岗位代码与第 77 行重复，未导入。",
                "Sheet 3, row 128 repeats the post code of row 77; nothing was imported.",
            ),
        )
        .kept(w(lang, "上传的文件和已对应的列保留 7 天。", "The file and its column mapping are kept for 7 days."))
        .next(w(lang, "更正文件后重新上传。", "Correct the file and upload it again.")),
        Notice::new(
            Tone::Warning,
            w(lang, "3 名干部的试用期将在 10 个工作日内届满。", "Three probations end within 10 working days."),
        ),
        Notice::new(Tone::Info, w(lang, "本页显示的是 2025-12-31 的情况。", "This page shows 31 December 2025.")),
    ];
    shell
}
