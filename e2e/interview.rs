//! An interview: drawn up at a desk, marked on phones by number, closed with every step of the working.

use thirtyfour::prelude::*;

use crate::harness::{Browser, story};

async fn put(b: &Browser, name: &str, text: &str) -> WebDriverResult<()> {
    let field = b.driver.find(By::Name(name)).await?;
    field.clear().await?;
    field.send_keys(text).await
}
/// Sends the form of that address; what asks before it acts has been asked.
async fn send(b: &Browser, action: &str) -> WebDriverResult<()> {
    let script = format!("document.querySelector('form[method=\"post\"][action=\"{action}\"]').submit()");
    b.driver.execute(&script, Vec::new()).await.map(drop)
}

#[test]
fn members_mark_on_phones_and_the_places_show_their_working() {
    story("zh-CN", async |b: Browser| {
        b.window(1280, 900).await?;
        b.sign_in("officer").await?;
        b.go("/interviews?lang=zh-CN").await?;
        put(&b, "title", "财政局科员面试").await?;
        put(&b, "ties", "笔试成绩高者在前；仍相同的加试").await?;
        send(&b, "/interviews").await?;
        b.see("请录入考官和考生名单").await?;
        let at = b.driver.current_url().await?.path().to_owned();
        let members: Vec<String> = "甲乙丙丁戊己庚".chars().map(|c| format!("1 {c}官")).collect();
        put(&b, "members", &members.join("\n")).await?;
        put(&b, "candidates", "1 1 李明 80\n1 2 周静 70").await?;
        send(&b, &format!("{at}/lists")).await?;
        b.see("名单已录入").await?;
        b.accessible("an interview being prepared").await?;
        send(&b, &format!("{at}/open")).await?;
        b.see("请印发评分表二维码").await?;
        send(&b, &format!("{at}/sheets")).await?;
        b.see("第 1 考场 7 号席").await?;
        b.accessible("the slips of an interview").await?;
        b.shot("interview-slips-zh-CN-desktop").await?;
        let mut sheets = Vec::new();
        for link in b.driver.query(By::Css("main a[href*='/sheet/']")).all_from_selector().await? {
            sheets.push(link.attr("href").await?.unwrap_or_default());
        }
        assert_eq!(sheets.len(), 7);
        b.window(390, 844).await?;
        for (i, sheet) in sheets.iter().enumerate() {
            b.go(&format!("{sheet}?lang={}", if i % 2 == 0 { "zh-CN" } else { "en" })).await?;
            let fields = b.driver.query(By::Css("input[name^='mark-']")).all_from_selector().await?;
            for (n, field) in fields.iter().enumerate() {
                field.send_keys(format!("{}", 80 + i + 3 * n)).await?;
            }
            if i < 2 {
                b.accessible("a member's sheet").await?;
                b.shot(&format!("interview-sheet-{i}-phone")).await?;
            }
            send(&b, sheet).await?;
            b.see(if i % 2 == 0 { "已记录 2 项" } else { "2 recorded" }).await?;
        }
        b.window(1280, 900).await?;
        b.go(&format!("{at}?lang=zh-CN")).await?;
        send(&b, &format!("{at}/close")).await?;
        // 81 to 85 count of 80 to 86: 415 ÷ 5
        b.see("→ 415 ÷ 5 = 83").await?;
        for (lang, window) in [("zh-CN", (1280, 900)), ("en", (390, 844))] {
            b.window(window.0, window.1).await?;
            b.go(&format!("{at}?lang={lang}")).await?;
            b.accessible(&format!("a closed interview {lang}")).await?;
            b.shot(&format!("interview-closed-{lang}")).await?;
        }
        Ok(())
    });
}
