//! The case: inspection, a meeting that a relative leaves, a notice with an objection, the appointment.

use serde_json::Value;
use thirtyfour::prelude::*;

use super::{APPOINTED, DECIDED, Thread, UNTIL, looked_at};
use crate::harness::Browser;

async fn paper(b: &Browser, thread: &Thread, kind: &str, name: &str) -> WebDriverResult<()> {
    b.put("kind", kind).await?;
    b.field("file").await?.send_keys(thread.paper(name).display().to_string()).await?;
    b.press(&format!("{}/papers", thread.case)).await?;
    b.see("材料已上传").await
}
async fn facts(b: &Browser, thread: &Thread, facts: &[(String, &str)]) -> WebDriverResult<()> {
    for (name, value) in facts {
        b.put(name, value).await?;
    }
    b.press(&format!("{}/facts", thread.case)).await?;
    b.see("已登记").await
}
async fn close(b: &Browser, thread: &Thread, outcome: &str) -> WebDriverResult<()> {
    b.put("outcome", outcome).await?;
    b.press(&format!("{}/close", thread.case)).await?;
    b.see("步骤已办结").await
}
fn of_case(name: &str) -> String {
    format!("case:{name}")
}
async fn candidates(b: &Browser, thread: &Thread) -> WebDriverResult<Vec<String>> {
    let case = b.json(&thread.case).await?;
    let all = case["candidates"].as_array().cloned().unwrap_or_default();
    Ok(all.iter().map(|c| c["person"].as_str().unwrap_or_default().to_owned()).collect())
}

/// A post to fill, and a case for it; the first two of the interview enter it and get files.
pub(super) async fn opened(b: &Browser, thread: &mut Thread) -> WebDriverResult<()> {
    let post = [
        ("on", "2026-01-01"),
        ("unit", "U00002"),
        ("code", "ZK-1"),
        ("name", "一级科员"),
        ("class", "administration"),
        ("time", "full"),
        ("openings", "2"),
    ];
    b.post("/posts/new", &post).await?;
    b.go("/cases?lang=zh-CN").await?;
    b.follow("main a[href='/cases/new']").await?;
    looked_at(b, "/cases/new", "case-new").await?;
    b.put("title", "市委办公室一级科员公开招聘").await?;
    b.put("procedure", "cn/recruitment").await?;
    b.put("unit", "U00002").await?;
    b.put("posts", "ZK-1").await?;
    b.press("/cases/new").await?;
    b.see("事项已开启").await?;
    thread.case = b.path().await?;
    facts(b, thread, &[(of_case("announcement.on"), "2026-11-02"), (of_case("announcement.tie_rule"), "yes")]).await?;
    paper(b, thread, "plan", "招聘计划.pdf").await?;
    paper(b, thread, "announcement", "公告.pdf").await?;
    looked_at(b, &thread.case, "case-announcement").await?;
    close(b, thread, "done").await?;

    let lists = format!("{}/lists", thread.at);
    b.go(&format!("{lists}?lang=zh-CN")).await?;
    let choose = "const f = document.querySelector('[name=case]'); f.selectedIndex = f.options.length - 1;";
    b.driver.execute(choose, Vec::new()).await?;
    b.press(&format!("{}/case", thread.at)).await?;
    b.see("已录入干部档案并列为人选").await?;
    assert_eq!(candidates(b, thread).await?.len(), 2);
    let numbers = [(of_case("applications.received"), "10"), (of_case("applications.qualified"), "9")];
    facts(b, thread, &numbers).await?;
    paper(b, thread, "list", "资格审查名单.pdf").await?;
    close(b, thread, "done").await?;
    facts(b, thread, &[(of_case("panel.members"), "7"), (of_case("exam.on"), "2026-11-21")]).await?;
    paper(b, thread, "scores", "成绩与排名.pdf").await?;
    close(b, thread, "done").await
}

pub(super) async fn inspected(b: &Browser, thread: &Thread) -> WebDriverResult<()> {
    b.go_on(DECIDED, "officer").await?;
    let mut all = vec![(of_case("inspection.announced"), "2026-11-23")];
    for person in candidates(b, thread).await? {
        // that somebody looked and found no sanction stands in the file; without it the gate cannot tell
        let none = format!("/people/{person}/absent/new");
        b.go(&format!("{none}?lang=zh-CN")).await?;
        for (field, text) in [("what", "award"), ("on", "2026-11-25"), ("source", "考察核实")] {
            b.put(field, text).await?;
        }
        b.press(&none).await?;
        b.see("已保存").await?;
        all.push((format!("{person}:admonition"), "无"));
        for check in ["file", "matters", "discipline", "letters"] {
            all.push((format!("{person}:check.{check}"), "yes"));
        }
    }
    b.go(&format!("{}?lang=zh-CN", thread.case)).await?;
    facts(b, thread, &all).await?;
    paper(b, thread, "report", "考察材料.pdf").await?;
    looked_at(b, &thread.case, "case-inspection").await?;
    close(b, thread, "done").await
}

/// Five members; one is the candidate's uncle and leaves, one gives the view from the own account, the head is last.
pub(super) async fn decided(b: &Browser, thread: &Thread) -> WebDriverResult<()> {
    b.sign_in("cadre").await?;
    b.go("/people/me").await?;
    let me = b.path().await?.trim_start_matches("/people/").to_owned();
    b.sign_in("officer").await?;
    let case = b.json(&thread.case).await?;
    let people = b.json(&format!("/people?unit={}&below=true", case["unit"].as_str().unwrap_or_default())).await?;
    let mut members: Vec<String> = ids(&people).into_iter().filter(|p| *p != me).take(4).collect();
    members.push(me);
    let candidates = candidates(b, thread).await?;
    let (head, uncle) = (members[0].clone(), members[1].clone());
    let kin = format!("/people/{}/kin/new", candidates[0]);
    b.go(&format!("{kin}?lang=zh-CN")).await?;
    for (field, text) in [("relation", "叔父"), ("name", "叔父"), ("other", &uncle)] {
        b.put(field, text).await?;
    }
    b.press(&kin).await?;
    b.see("已保存").await?;
    b.go(&format!("{}?lang=zh-CN", thread.case)).await?;
    b.put("members", &members.join("\n")).await?;
    b.put("head", &head).await?;
    b.press(&format!("{}/roll", thread.case)).await?;
    b.see("到会情况已登记").await?;

    b.sign_in("cadre").await?;
    looked_at(b, "/cases/mine", "mine").await?;
    for candidate in &candidates {
        let pick = format!("document.getElementById('agree-{candidate}').checked = true");
        b.driver.execute(&pick, Vec::new()).await?;
        let form = format!("form:has([name='person'][value='{candidate}'])");
        b.press_in(&form).await?;
        b.see("您的表态已记录").await?;
    }
    b.sign_in("officer").await?;
    b.go(&format!("{}?lang=zh-CN", thread.case)).await?;
    b.see("应当回避").await?;
    looked_at(b, &thread.case, "case-meeting").await?;
    for (n, candidate) in candidates.iter().enumerate() {
        for (i, member) in members.iter().enumerate() {
            // whoever has spoken stands first, the head is last
            let place = if i == 4 {
                1
            } else if i == 0 {
                5
            } else {
                i + 1
            };
            let view = if n == 0 && i == 1 { "left" } else { "agree" };
            b.put(&format!("view:{candidate}:{member}"), view).await?;
            b.put(&format!("at:{candidate}:{member}"), &place.to_string()).await?;
        }
        let form = format!("form[action$='/views']:has([name='person'][value='{candidate}'])");
        b.press_in(&form).await?;
        b.see("表态已登记").await?;
    }
    paper(b, thread, "minutes", "会议记录.pdf").await?;
    looked_at(b, &thread.case, "case-decision").await?;
    close(b, thread, "agreed").await
}
fn ids(people: &Value) -> Vec<String> {
    let rows = people["people"]["rows"].as_array().cloned().unwrap_or_default();
    rows.iter().filter_map(|p| p["person"].as_str().map(str::to_owned)).collect()
}

/// A notice of five working days; somebody objects on the open site and is answered.
pub(super) async fn published(b: &Browser, thread: &Thread) -> WebDriverResult<()> {
    let until = b.field("until").await?.value().await?;
    assert_eq!(until.as_deref(), Some(UNTIL), "five working days, the first one not counted");
    looked_at(b, &thread.case, "case-notice").await?;
    b.press(&format!("{}/notice", thread.case)).await?;
    b.see("公示已发布").await?;
    let case = b.json(&thread.case).await?;
    let notice = case["notice"].as_str().unwrap_or_default().to_owned();
    b.driver.delete_all_cookies().await?;
    let open = format!("/open/notices/{notice}");
    looked_at(b, "/open", "sunshine-notice").await?;
    looked_at(b, &open, "notice-open").await?;
    b.print("whole-notice").await?;
    b.put("text", "请核实第一名人选的报考资格。").await?;
    b.press(&open).await?;
    b.see("意见").await?;
    b.sign_in("officer").await?;
    let office = format!("/notices/{notice}");
    looked_at(b, &office, "notice-objection").await?;
    b.put("finding", "unfounded").await?;
    b.put("answer", "经核查，该人选学历、党员身份均有原件证明，符合报考资格。").await?;
    b.press_in("form[action^='/objections/'][action$='/answer']").await?;
    looked_at(b, &office, "notice-answered").await?;
    b.go_on(APPOINTED, "officer").await?;
    b.go(&format!("{}?lang=zh-CN", thread.case)).await?;
    close(b, thread, "passed").await
}

pub(super) async fn appointed(b: &Browser, thread: &Thread) -> WebDriverResult<()> {
    let on = [(of_case("appointment.on"), APPOINTED), (of_case("appointment.document"), "清办任〔2026〕12号")];
    facts(b, thread, &on).await?;
    looked_at(b, &thread.case, "case-appointment").await?;
    close(b, thread, "appointed").await?;
    b.go("/appointments?q=李明远&lang=zh-CN").await?;
    b.see("清办任〔2026〕12号").await?;
    looked_at(b, "/cases", "cases").await
}
