//! The written test with its numbers and marks, the interview with its blind sheets.

use std::collections::BTreeMap;

use thirtyfour::prelude::*;

use super::{APPLICANTS, TESTED, Thread, looked_at};
use crate::{harness::Browser, qualify::waits_for};

/// Numbers are given, marks come as a table, the line is drawn with its equals, and the interview drawn up.
pub(super) async fn written(b: &Browser, thread: &Thread) -> WebDriverResult<()> {
    b.go(&format!("{}?lang=zh-CN", thread.at)).await?;
    b.press(&format!("{}/numbers", thread.at)).await?;
    b.see("已编排 9 个准考证号").await?;
    b.go_on(TESTED, "officer").await?;
    let all = b.json(&format!("{}?show=qualified", thread.at)).await?;
    let mut rows = "准考证号,成绩\n".to_owned();
    for line in all["applications"].as_array().into_iter().flatten() {
        let of = APPLICANTS.iter().find(|a| line["name"] == a.name).expect("one of the ten");
        rows += &format!("{},{}\n", line["number"].as_str().unwrap_or_default(), of.mark);
    }
    b.go(&format!("{}?lang=zh-CN", thread.at)).await?;
    b.follow("main a[href='/import/written-marks']").await?;
    b.field("files").await?.send_keys(thread.table("笔试成绩.csv", &rows).display().to_string()).await?;
    b.press("/import/written-marks").await?;
    // the columns are guessed from their headings, and a person confirms them
    b.press_in("main form[action$='/columns']").await?;
    waits_for(b, "检查通过").await?;
    b.press_in("main form[action$='/record']").await?;
    waits_for(b, "已入库").await?;
    let lists = format!("{}/lists", thread.at);
    looked_at(b, &lists, "lists").await?;
    let drawn = b.json(&lists).await?;
    let on = drawn["openings"][0]["list"].as_array().into_iter().flatten().filter(|p| p["on"] == true).count();
    assert_eq!(on, 7, "six are called for two places, and whoever equals the sixth");
    b.put("ties", "笔试成绩高者在前").await?;
    b.press(&format!("{}/interview", thread.at)).await?;
    b.see("面试已建立").await
}

/// Two marks of the interview decide; one member is away for one candidate.
pub(super) async fn interviewed(b: &Browser, thread: &Thread) -> WebDriverResult<()> {
    let at = b.path().await?;
    let members: String = "甲乙丙丁戊己庚".chars().map(|c| format!("1 {c}考官 外聘\n")).collect();
    b.put("members", &members).await?;
    b.press(&format!("{at}/lists")).await?;
    b.see("名单已录入").await?;
    looked_at(b, &at, "interview").await?;
    b.press(&format!("{at}/open")).await?;
    b.see("请印发评分表二维码").await?;
    b.press(&format!("{at}/sheets")).await?;
    b.see("第 1 考场 7 号席").await?;
    b.accessible("the slips of the panel").await?;
    b.shot("whole-slips").await?;
    let mut sheets = Vec::new();
    for link in b.driver.query(By::Css("main a[href*='/sheet/']")).all_from_selector().await? {
        let link = link.attr("href").await?.unwrap_or_default();
        sheets.push(link[link.find("/sheet/").expect("an address")..].to_owned());
    }
    let page = b.json(&at).await?;
    let base: BTreeMap<&str, i32> = [("李明远", 84), ("周静宜", 86), ("吴迪生", 80)].into();
    let candidates: Vec<(String, i32)> = page["candidates"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|c| {
            let name = c["name"].as_str().unwrap_or_default();
            (c["candidate"].as_str().unwrap_or_default().to_owned(), base.get(name).copied().unwrap_or(74))
        })
        .collect();
    for (seat, sheet) in sheets.iter().enumerate().skip(1) {
        let mut fields = Vec::new();
        for (n, (candidate, mark)) in candidates.iter().enumerate() {
            if seat == 3 && n == 2 {
                fields.push((format!("away-{candidate}"), "师生关系".to_owned()));
            } else {
                fields.push((format!("mark-{candidate}"), format!("{}.5", mark + seat as i32 - 3)));
            }
        }
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        b.post(sheet, &fields).await?;
    }
    b.driver.delete_all_cookies().await?;
    looked_at(b, &sheets[0], "sheet").await?;
    b.window(390, 844).await?;
    for (candidate, mark) in &candidates {
        b.put(&format!("mark-{candidate}"), &mark.to_string()).await?;
    }
    b.press(&sheets[0]).await?;
    b.see("已记录 7 项").await?;
    b.window(1280, 900).await?;
    b.sign_in("officer").await?;
    b.go(&format!("{at}?lang=zh-CN")).await?;
    b.press(&format!("{at}/close")).await?;
    b.see("成绩与名次").await?;
    looked_at(b, &at, "places").await?;
    b.print("whole-places").await?;
    looked_at(b, &format!("{}/lists", thread.at), "lists-after").await?;
    b.driver.delete_all_cookies().await?;
    looked_at(b, &thread.links[0], "apply-places").await?;
    b.sign_in("officer").await
}
