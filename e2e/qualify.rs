//! From a published table to who qualifies, and from an appointment that something speaks against to its reason.

use std::{path::Path, time::Duration};

use formats::sheet::{Table, Value, xlsx};
use thirtyfour::prelude::*;

use crate::harness::{Browser, story};

const HEAD: [&str; 15] = [
    "招考单位",
    "单位代码",
    "招考职位",
    "职位代码",
    "职位类型",
    "录用人数",
    "学历",
    "学位",
    "研究生专业名称及代码",
    "本科专业名称及代码",
    "大专专业名称及代码",
    "是否要求2年以上基层工作经历",
    "是否限应届毕业生报考",
    "其他要求",
    "考区",
];
const MAJORS: &str = "学科门类代码及名称,学科代码,学科名称,专业代码,专业名称,旧专业名称\n\
    B03法学,B0301,法学类,B030101,法学,经济法\n";

/// A table with one post that takes bachelors of any subject who are in the Party, and its catalogue of majors.
pub(crate) fn published(folder: &Path) -> String {
    published_by(folder, "某市司法局")
}
/// The same of a unit of that name.
pub(crate) fn published_by(folder: &Path, unit: &str) -> String {
    let row = [
        unit,
        "1010001",
        "一级科员",
        "10100012601001",
        "综合管理类职位",
        "2",
        "本科以上",
        "学士以上",
        "",
        "不限",
        "",
        "否",
        "否",
        "中共党员",
        "广州",
    ];
    let cells: Vec<Value> = row.iter().map(|c| Value::text((*c).to_owned())).collect();
    let book = xlsx(vec![Table::new("县以上机关", HEAD, vec![cells])]).expect("a workbook");
    let (table, majors) = (folder.join("职位表.xlsx"), folder.join("专业目录.csv"));
    std::fs::write(&table, book).expect("a file");
    std::fs::write(&majors, MAJORS).expect("a file");
    format!("{}\n{}", table.display(), majors.display())
}

/// Waits until the page says so; what is being checked or recorded takes its time.
pub(crate) async fn waits_for(b: &Browser, text: &str) -> WebDriverResult<()> {
    let path = format!("//main[contains(normalize-space(.), {text:?})]");
    let found = b.driver.query(By::XPath(path)).wait(Duration::from_secs(60), Duration::from_millis(200)).first().await;
    found.map(drop)
}

/// In both languages on a desktop and a phone.
async fn looked_at(b: &Browser, name: &str) -> WebDriverResult<()> {
    let here = b.driver.current_url().await?;
    let mark = if here.query().is_some() { '&' } else { '?' };
    let bare = format!("{}{}", here.path(), here.query().map(|q| format!("?{q}")).unwrap_or_default());
    for lang in ["en", "zh-CN"] {
        for (window, width) in [("phone", 390), ("desktop", 1280)] {
            b.window(width, 900).await?;
            b.go(&format!("{bare}{mark}lang={lang}")).await?;
            b.accessible(&format!("{name} {lang} {window}")).await?;
            b.shot(&format!("{name}-{lang}-{window}")).await?;
        }
    }
    Ok(())
}

async fn first(b: &Browser, css: &str) -> WebDriverResult<WebElement> {
    b.driver.query(By::Css(css)).first().await
}

/// Takes a published table in by the wizard.
pub(crate) async fn takes_in(b: &Browser, files: &str) -> WebDriverResult<()> {
    b.go("/import/calls?lang=zh-CN").await?;
    b.accessible("choosing files").await?;
    b.field("files").await?.send_keys(files).await?;
    first(b, "main form button[type=submit]").await?.click().await?;
    waits_for(b, "检查通过").await?;
    b.accessible("what the check found").await?;
    b.shot("import-checked").await?;
    first(b, "main form[action$='/record'] button[type=submit]").await?.click().await?;
    waits_for(b, "已入库").await?;
    b.accessible("recorded").await
}

#[test]
fn a_published_table_goes_in_by_the_wizard_and_says_who_qualifies_and_why() {
    story("zh-CN", async |b: Browser| {
        let folder = tempfile::tempdir().expect("a folder");
        b.window(1280, 900).await?;
        b.sign_in("officer").await?;
        takes_in(&b, &published(folder.path())).await?;

        b.go("/calls?lang=zh-CN").await?;
        first(&b, "main table tbody a").await?.click().await?;
        waits_for(&b, "逐一比对").await?;
        looked_at(&b, "openings").await?;
        first(&b, "main table tbody a[href*='show=yes']").await?.click().await?;
        waits_for(&b, "符合全部条件").await?;
        looked_at(&b, "who-qualifies").await?;
        for show in ["unknown", "near", "no"] {
            first(&b, &format!("main nav a[href*='show={show}']")).await?.click().await?;
            waits_for(&b, "报考条件").await?;
        }
        first(&b, "main table tbody a").await?.click().await?;
        waits_for(&b, "逐项理由").await?;
        looked_at(&b, "why-not").await?;
        let pdf = b.print("why-not").await?;
        assert!(pdf.is_file());
        first(&b, "main a[href*='/people/'][href*='/calls/']").await?.click().await?;
        waits_for(&b, "可报的职位").await?;
        looked_at(&b, "openings-for-one").await
    });
}

#[test]
fn an_appointment_that_something_speaks_against_asks_for_a_reason() {
    story("zh-CN", async |b: Browser| {
        b.window(1280, 900).await?;
        b.sign_in("officer").await?;
        b.go("/people?lang=zh-CN").await?;
        let person = first(&b, "main table tbody .cell-note").await?.text().await?;
        b.go("/appointments?lang=zh-CN&q=局长").await?;
        let post = first(&b, "main table tbody .cell-note").await?.text().await?;
        b.go("/appointments/new?lang=zh-CN").await?;
        b.accessible("the form to appoint").await?;
        b.field("person").await?.send_keys(person.trim()).await?;
        b.field("post").await?.send_keys(post.trim()).await?;
        first(&b, "select[name=way] option[value=acting]").await?.click().await?;
        first(&b, "main form button[type=submit]").await?.click().await?;
        waits_for(&b, "此次任职后为").await?;
        b.accessible("what speaks against it").await?;
        b.shot("appointing-warned").await?;
        b.field("despite").await?.send_keys("主任外出学习期间").await?;
        first(&b, "main form button[type=submit]").await?.click().await?;
        waits_for(&b, "任职情况").await.or(waits_for(&b, "岗位说明书").await)?;
        b.accessible("the appointment").await
    });
}

#[test]
fn the_keyboard_alone_reaches_the_search_and_picks_a_unit() {
    story("zh-CN", async |b: Browser| {
        b.window(1280, 900).await?;
        b.sign_in("officer").await?;
        b.go("/people?lang=zh-CN").await?;
        b.driver.action_chain().send_keys("/").perform().await?;
        assert_eq!(b.driver.active_element().await?.attr("type").await?.as_deref(), Some("search"), "/ leads there");
        let unit = b.field("unit_code").await?;
        unit.send_keys("财政局").await?;
        b.driver.query(By::Css("[role=option]")).first().await?;
        // the arrow walks, Enter takes, and the filter is sent by it
        unit.send_keys(Key::Down + "").await?;
        first(&b, "[role=option][aria-selected=true]").await?;
        unit.send_keys(Key::Enter + "").await?;
        waits_for(&b, "单位：清樾市财政局").await?;
        b.accessible("the roster of one unit").await
    });
}
