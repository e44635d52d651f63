//! The case: inspection, a meeting that a relative leaves, a notice with an objection, the appointment, the probation.

use serde_json::Value;
use thirtyfour::prelude::*;

use super::{APPOINTED, DECIDED, NEARLY, OVER, Thread, UNTIL, looked_at};
use crate::{cases, harness::Browser};

async fn paper(b: &Browser, thread: &Thread, kind: &str, name: &str) -> WebDriverResult<()> {
    cases::paper(b, &thread.case, kind, &thread.paper(name)).await
}
async fn facts(b: &Browser, thread: &Thread, all: &[(String, &str)]) -> WebDriverResult<()> {
    cases::facts(b, &thread.case, all).await
}
async fn close(b: &Browser, thread: &Thread, outcome: &str) -> WebDriverResult<()> {
    cases::close(b, &thread.case, outcome).await
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
    looked_at(b, "/cases/new", "case-new").await?;
    let post = ("ZK-1", "一级科员", "2");
    thread.case = cases::opened(b, post, "市委办公室一级科员公开招聘", "cn/recruitment").await?;
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

/// The probation is in the inbox and in the calendar before it is over; then both are confirmed, and the record is whole.
pub(super) async fn confirmed(b: &Browser, thread: &Thread) -> WebDriverResult<()> {
    let due = "市委办公室一级科员公开招聘：试用期";
    b.go_on(NEARLY, "officer").await?;
    b.go("/inbox?lang=zh-CN").await?;
    b.see(due).await?;
    looked_at(b, "/inbox", "inbox").await?;
    b.press("/inbox/calendar").await?;
    b.see("只显示这一次").await?;
    let page = b.driver.query(By::Css("main")).first().await?.text().await?;
    let feed = page.split_whitespace().find_map(|word| word.find("/inbox/calendar/").map(|at| &word[at..]));
    let feed = b.text(feed.expect("the address of the feed")).await?.replace("\r\n ", "");
    // the calendar speaks the language of the account; posts are named as the register has them
    let matter = feed.split("BEGIN:VEVENT").find(|matter| matter.contains("DTSTART;VALUE=DATE:20271208\r\n"));
    assert!(matter.is_some_and(|matter| matter.contains("清樾市委办公室一级科员")), "{feed}");
    b.go("/inbox?lang=zh-CN&kind=试用期").await?;
    b.follow(&format!("main table a[href='{}']", thread.case)).await?;
    looked_at(b, &thread.case, "case-probation-runs").await?;

    b.go_on(OVER, "officer").await?;
    b.go(&format!("{}?lang=zh-CN", thread.case)).await?;
    let mut all = Vec::new();
    for person in candidates(b, thread).await? {
        all.push((format!("{person}:probation.passed"), "yes"));
    }
    facts(b, thread, &all).await?;
    paper(b, thread, "review", "试用期考核材料.pdf").await?;
    looked_at(b, &thread.case, "case-probation").await?;
    close(b, thread, "confirmed").await?;
    b.see("事项已办结").await?;
    b.go("/inbox?lang=zh-CN&kind=试用期").await?;
    let left = b.json("/inbox?kind=试用期").await?;
    assert_eq!(left["due"]["rows"], serde_json::json!([]), "what is done is not due any more");
    recorded(b, thread).await
}

/// The record from the announcement to the confirmation, as a page, on paper and as a table to take away.
async fn recorded(b: &Browser, thread: &Thread) -> WebDriverResult<()> {
    looked_at(b, &thread.case, "case-over").await?;
    let record = format!("{}/record", thread.case);
    looked_at(b, &record, "record").await?;
    looked_at(b, &format!("{}/sheet", thread.case), "record-sheet").await?;
    let pdf = b.print("whole-record").await?;
    let text = std::process::Command::new("pdftotext").arg(&pdf).arg("-").output().expect("pdftotext runs");
    let text: String = String::from_utf8_lossy(&text.stdout).split_whitespace().collect();
    let table: String = b.text(&format!("{record}?format=csv")).await?.split_whitespace().collect();
    for part in ["市委办公室一级科员公开招聘", "讨论决定", "试用期考核材料.pdf", "清办任〔2026〕12号", "正式任职"]
    {
        assert!(text.contains(part), "the printed record says {part}: {text}");
        // the title of a table is the name of its file
        assert!(table.contains(part) || part.contains("公开招聘"), "the exported record says {part}: {table}");
    }
    for part in ["全程纪实", "经办人"] {
        assert!(text.contains(part), "the printed record says {part}: {text}");
    }
    Ok(())
}
