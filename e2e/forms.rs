//! A roster is designed from the list, and the national workbook is reached from there.

use std::time::Duration;

use thirtyfour::prelude::*;

use crate::harness::{Browser, story};

async fn first(b: &Browser, css: &str) -> WebDriverResult<WebElement> {
    b.driver.query(By::Css(css)).first().await
}
async fn waits_for(b: &Browser, text: &str) -> WebDriverResult<()> {
    let path = format!("//main[contains(normalize-space(.), {text:?})]");
    let found = b.driver.query(By::XPath(path)).wait(Duration::from_secs(60), Duration::from_millis(200)).first().await;
    found.map(drop)
}

/// The page as it stands, light on a desktop and dark on a phone.
async fn looked_at(b: &Browser, name: &str) -> WebDriverResult<()> {
    for (window, width, scheme) in [("phone", 390, "dark"), ("desktop", 1280, "light")] {
        b.window(width, 900).await?;
        b.scheme(scheme).await?;
        b.accessible(&format!("{name} {window} {scheme}")).await?;
        b.shot(&format!("{name}-{window}-{scheme}")).await?;
    }
    Ok(())
}
/// The same in both languages, where the page can be asked for again.
async fn in_both(b: &Browser, name: &str) -> WebDriverResult<()> {
    let here = b.driver.current_url().await?;
    let rest: Vec<&str> = here.query().unwrap_or_default().split('&').filter(|p| !p.starts_with("lang=")).collect();
    for lang in ["en", "zh-CN"] {
        b.go(&format!("{}?{}&lang={lang}", here.path(), rest.join("&"))).await?;
        looked_at(b, &format!("{name}-{lang}")).await?;
    }
    Ok(())
}
#[test]
fn a_roster_is_designed_from_the_list_kept_and_looked_at() {
    story("zh-CN", async |b: Browser| {
        b.window(1280, 900).await?;
        b.sign_in("officer").await?;
        b.go("/people?lang=zh-CN&sex=2").await?;
        first(&b, "a[href^='/people/roster?']").await?.click().await?;
        waits_for(&b, "来时的名册").await?;
        in_both(&b, "roster-designer").await?;
        // by the keyboard alone: from the title on, Enter looks at it
        let title = b.field("title").await?;
        title.clear().await?;
        title.send_keys("女干部名册" + Key::Enter).await?;
        waits_for(&b, "预览").await?;
        looked_at(&b, "roster-preview").await?;
        let men = b.driver.query(By::XPath("//main//table//td[normalize-space(.)='男']")).nowait().exists().await?;
        assert!(!men, "the list that one came from is the one that is shown");
        first(&b, "input[name=do][value=save]").await?.click().await?;
        b.field("name").await?.send_keys("女干部").await?;
        first(&b, "main form button[type=submit]").await?.click().await?;
        waits_for(&b, "已保存模板").await?;
        in_both(&b, "roster-kept").await?;

        b.go("/people?lang=zh-CN&sex=2").await?;
        first(&b, "a[href^='/people/export?']").await?.click().await?;
        waits_for(&b, "全国干部信息表").await?;
        in_both(&b, "export").await
    });
}
