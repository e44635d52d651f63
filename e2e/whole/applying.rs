//! Announced, applied for on a phone, reviewed.

use serde_json::Value;
use thirtyfour::prelude::*;

use super::{APPLICANTS, Applicant, CLOSED, Thread, looked_at};
use crate::harness::Browser;

pub(super) async fn announced(b: &Browser, thread: &mut Thread) -> WebDriverResult<()> {
    b.go("/recruitments?lang=zh-CN").await?;
    b.follow("main a[href='/recruitments/new']").await?;
    b.put("title", "市委办公室2026年公开招聘公告").await?;
    b.put("unit", "U00002").await?;
    let choose = "const f = document.querySelector('[name=call]'); f.selectedIndex = f.options.length - 1;";
    b.driver.execute(choose, Vec::new()).await?;
    b.put("closes", "2026-11-11").await?;
    let text = "公开招聘一级科员两名。程序：报名、资格审查、笔试、面试、考察、公示、任职。\n\
                总成绩=笔试成绩×50%+面试成绩×50%，保留两位小数；同分的，笔试成绩高者在前。\n\
                联系方式：市委办公室人事科。";
    b.put("text", text).await?;
    b.press("/recruitments/new").await?;
    b.see("核对后发布").await?;
    thread.at = b.path().await?;
    looked_at(b, &thread.at, "draft").await?;
    b.press(&format!("{}/publish", thread.at)).await?;
    b.see("公告已发布").await?;
    looked_at(b, "/recruitments", "recruitments").await
}

fn answers(of: &Applicant) -> Vec<(&'static str, &'static str)> {
    vec![
        ("opening", "10100012601001"),
        ("basic.0.name", of.name),
        ("basic.0.sex", of.sex),
        ("basic.0.birth", of.born),
        ("basic.0.political", of.political),
        ("study.0.kind", "全日制"),
        ("study.0.level", "大学"),
        ("study.0.degree", of.degree),
        ("study.0.school", "清樾学院法学系"),
        ("study.0.major", "法学"),
        ("study.0.ended", "2018-06-30"),
    ]
}

fn text(of: &Value) -> &str {
    of.as_str().unwrap_or_default()
}

/// The first applies by the pages, on a phone; nine by the same forms.
pub(super) async fn applied(b: &Browser, thread: &mut Thread) -> WebDriverResult<()> {
    let first = &APPLICANTS[0];
    b.driver.delete_all_cookies().await?;
    looked_at(b, "/open", "sunshine").await?;
    b.follow(&format!("main a[href='/open{}']", thread.at)).await?;
    let open = format!("/open{}", thread.at);
    looked_at(b, &open, "open").await?;
    b.print("whole-announcement").await?;
    b.put("email", "one@example.org").await?;
    b.press(&open).await?;
    b.see("请到招聘单位领取报名链接").await?;

    b.sign_in("officer").await?;
    for n in 1..APPLICANTS.len() {
        b.post(&open, &[("email", &format!("{n}@example.org"))]).await?;
    }
    let all = b.json(&format!("{}?show=draft", thread.at)).await?;
    let all = all["applications"].as_array().cloned().unwrap_or_default();
    assert_eq!(all.len(), 10);
    for n in 0..APPLICANTS.len() {
        let email = if n == 0 { "one@example.org".to_owned() } else { format!("{n}@example.org") };
        let one = all.iter().find(|l| l["email"] == email.as_str()).expect("the application that was begun");
        thread.files.push(format!("{}/applications/{}", thread.at, text(&one["application"])));
    }
    for (n, of) in APPLICANTS.iter().enumerate().skip(1) {
        let link = b.post(&format!("{}/link", thread.files[n]), &[]).await?;
        let link = text(&link["address"]).to_owned();
        b.post(&link, &answers(of)).await?;
        let number = of.number();
        let handing = [("id_number", number.as_str()), ("phone", "13800000000"), ("truthful", "true")];
        b.post(&format!("{link}/submit"), &handing).await?;
        thread.links.push(link);
    }
    // the office hands the link out where no mail is sent
    b.go(&format!("{}?show=draft&lang=zh-CN", thread.at)).await?;
    b.follow(&format!("main table a[href='{}']", thread.files[0])).await?;
    b.press(&format!("{}/link", thread.files[0])).await?;
    b.see("只显示这一次").await?;
    b.accessible("a link that is handed out").await?;
    b.shot("whole-link").await?;
    let link =
        b.driver.query(By::Css("main a[href*='/apply/']")).first().await?.attr("href").await?.unwrap_or_default();
    let link = link[link.find("/apply/").expect("an address")..].to_owned();
    thread.links.insert(0, link.clone());

    b.driver.delete_all_cookies().await?;
    looked_at(b, &link, "apply-empty").await?;
    b.window(390, 844).await?;
    for (field, text) in answers(first) {
        b.put(field, text).await?;
    }
    b.press(&link).await?;
    b.see("草稿已保存").await?;
    looked_at(b, &link, "apply-draft").await?;
    b.window(390, 844).await?;
    b.put("kind", "diploma").await?;
    let paper = thread.paper("学位证书.pdf");
    b.field("file").await?.send_keys(paper.display().to_string()).await?;
    b.press(&format!("{link}/files")).await?;
    b.see("附件已添加").await?;
    b.put("id_number", &first.number()).await?;
    b.put("phone", "13800000000").await?;
    b.put("truthful", "true").await?;
    b.press(&format!("{link}/submit")).await?;
    b.see("报名已提交").await?;
    looked_at(b, &link, "apply-handed-in").await
}

/// What is plain is confirmed at once; one is refused and one asked for more, with reasons that they read.
pub(super) async fn reviewed(b: &Browser, thread: &Thread) -> WebDriverResult<()> {
    b.go_on(CLOSED, "officer").await?;
    looked_at(b, &thread.at, "applications").await?;
    b.press(&format!("{}/confirm", thread.at)).await?;
    b.see("已确认 8 人合格").await?;
    b.follow("main a[href$='?show=no']").await?;
    b.follow(&format!("main table a[href='{}']", thread.files[3])).await?;
    looked_at(b, &thread.files[3], "application").await?;
    b.put("verdict", "unqualified").await?;
    b.put("says", "职位要求中共党员，报名信息为群众。").await?;
    b.press(&format!("{}/review", thread.files[3])).await?;
    b.see("结论已记录").await?;
    b.go(&format!("{}?lang=zh-CN", thread.files[8])).await?;
    b.put("verdict", "supplement").await?;
    b.put("says", "请补充学士学位证书。").await?;
    b.press(&format!("{}/review", thread.files[8])).await?;
    b.see("结论已记录").await?;

    b.driver.delete_all_cookies().await?;
    looked_at(b, &thread.links[3], "apply-refused").await?;
    looked_at(b, &thread.links[8], "apply-supplement").await?;
    b.put("study.0.degree", "法学学士").await?;
    b.press(&thread.links[8]).await?;
    b.see("草稿已保存").await?;
    b.put("truthful", "true").await?;
    b.press(&format!("{}/submit", thread.links[8])).await?;
    b.see("报名已提交").await?;
    b.sign_in("officer").await?;
    b.go(&format!("{}?lang=zh-CN", thread.at)).await?;
    b.press(&format!("{}/confirm", thread.at)).await?;
    b.see("已确认 1 人合格").await
}
