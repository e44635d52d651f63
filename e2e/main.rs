//! Stories in a real browser: what a newcomer does with the demonstration.

mod ballot;
mod batch;
mod cases;
mod compete;
mod election;
mod forms;
mod harness;
mod interview;
mod qualify;
mod recruitment;
mod whole;

use harness::{Browser, story};
use thirtyfour::prelude::*;

/// Pages that everybody with that role sees; each is looked at in both languages, light on a desktop and dark on
/// a phone.
const PAGES: &[&str] = &[
    "/people",
    "/people/export",
    "/units",
    "/posts",
    "/posts/new",
    "/calls",
    "/import",
    "/import/people",
    "/account",
    "/policy",
    "/appointments",
    "/vacancies",
    "/quotas",
    "/quotas/sheet",
    "/recusal",
    "/import/appointments",
    "/log",
    "/log/entries/0",
    "/log/about",
    "/rules",
    "/rules/cn/selection",
    "/rules/cn/selection/rule/sanction-periods",
    "/inbox",
    "/open",
    "/interviews",
    "/ballots",
    "/cases",
    "/cases/new",
    "/recruitments",
    "/recruitments/new",
    "/notices",
    "/notices/new",
];

/// A page in both languages, light on a desktop and dark on a phone.
async fn look_at(b: &Browser, page: &str, name: &str) -> WebDriverResult<()> {
    for lang in ["zh-CN", "en"] {
        for (window, (width, height), scheme) in [("desktop", (1280, 900), "light"), ("phone", (390, 844), "dark")] {
            b.window(width, height).await?;
            b.scheme(scheme).await?;
            b.go(&format!("{page}?lang={lang}")).await?;
            b.accessible(&format!("{name} {lang} {window} {scheme}")).await?;
            b.shot(&format!("{name}-{lang}-{window}-{scheme}")).await?;
        }
    }
    Ok(())
}
async fn looked_at(b: &Browser, pages: &[&str]) -> WebDriverResult<()> {
    for page in pages {
        look_at(b, page, &page.trim_matches('/').replace('/', "-")).await?;
    }
    Ok(())
}

#[test]
fn an_officer_looks_around() {
    story("zh-CN", async |b: Browser| {
        b.window(1280, 900).await?;
        b.sign_in("officer").await?;
        looked_at(&b, PAGES).await
    });
}

#[test]
fn an_administrator_sees_accounts_and_no_file() {
    story("zh-CN", async |b: Browser| {
        b.sign_in("administrator").await?;
        looked_at(&b, &["/accounts"]).await?;
        b.go("/people?lang=zh-CN").await?;
        b.see("此处没有您可以查看的内容").await
    });
}

#[test]
fn a_person_is_found_and_the_file_opens_and_prints() {
    story("zh-CN", async |b: Browser| {
        b.window(1280, 900).await?;
        b.sign_in("officer").await?;
        b.go("/people?lang=zh-CN").await?;
        b.driver.query(By::Css("main table tbody a")).first().await?.click().await?;
        b.see("基本信息").await?;
        b.accessible("a file").await?;
        b.shot("file-zh-CN-desktop").await?;
        let address = b.driver.current_url().await?.path().to_owned();
        for (lang, page) in [("zh-CN", ""), ("en", ""), ("zh-CN", "/print"), ("en", "/print")] {
            b.window(390, 844).await?;
            b.go(&format!("{address}{page}?lang={lang}")).await?;
            let name = format!("file{}-{lang}-phone", page.replace('/', "-"));
            b.accessible(&name).await?;
            b.shot(&name).await?;
        }
        b.window(1280, 900).await?;
        b.print("file-sheet-en").await?;
        b.go(&format!("{address}/print?lang=zh-CN")).await?;
        b.see("干部基本情况表").await?;
        let pdf = b.print("file-sheet-zh-CN").await?;
        let text = std::process::Command::new("pdftotext").arg(&pdf).arg("-").output().expect("pdftotext runs");
        // fonts set the page number with and without blanks
        let text: String = String::from_utf8_lossy(&text.stdout).split_whitespace().collect();
        for part in ["干部基本情况表", "经办人", "1/2"] {
            assert!(text.contains(part), "the printed file says {part}: {text}");
        }
        Ok(())
    });
}

#[test]
fn a_post_is_described_and_the_description_prints_on_one_page() {
    story("zh-CN", async |b: Browser| {
        b.window(1280, 900).await?;
        b.sign_in("officer").await?;
        b.go("/posts?lang=zh-CN&unit=U00002").await?;
        b.driver.query(By::Css("main table tbody a[href^='/posts/']")).first().await?.click().await?;
        b.see("任职条件").await?;
        b.accessible("a post").await?;
        b.shot("post-zh-CN-desktop").await?;
        let post = b.driver.current_url().await?.path().to_owned();
        for (lang, heading) in [("zh-CN", "岗位说明书"), ("en", "Post Description")] {
            for page in ["restate", "describe", "require", "require?typed=true", "close"] {
                let mark = if page.contains('?') { '&' } else { '?' };
                b.window(390, 844).await?;
                b.go(&format!("{post}/{page}{mark}lang={lang}")).await?;
                b.accessible(&format!("{page} {lang}")).await?;
            }
            b.window(1280, 900).await?;
            b.go(&format!("{post}/sheet?lang={lang}")).await?;
            b.accessible(&format!("the description {lang}")).await?;
            let pdf = b.print(&format!("post-{lang}")).await?;
            let text = std::process::Command::new("pdftotext").arg(&pdf).arg("-").output().expect("pdftotext runs");
            let text = String::from_utf8_lossy(&text.stdout).into_owned();
            assert!(text.contains(heading) && !text.contains("Ctrl+P"), "the form alone is printed: {text}");
            let hash = text.split_whitespace().find(|w| w.len() == 64 && w.bytes().all(|b| b.is_ascii_hexdigit()));
            assert!(hash.is_some(), "the ledger's hash is on the paper: {text}");
            assert_eq!(text.matches('\u{c}').count(), 1, "one page: {text}");
        }
        Ok(())
    });
}

#[test]
fn an_unknown_password_is_refused_without_a_hint() {
    story("en", async |b: Browser| {
        b.go("/sign-in").await?;
        b.accessible("sign in").await?;
        b.shot("sign-in-en-desktop").await?;
        b.field("name").await?.send_keys("nobody").await?;
        b.field("password").await?.send_keys("a wrong password").await?;
        b.driver.query(By::Css("main form button[type=submit]")).first().await?.click().await?;
        b.driver.query(By::Css("[role=alert]")).first().await?;
        b.driver.query(By::Css("[name=password]")).first().await.map(drop)
    });
}
