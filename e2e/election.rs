//! An election counted on paper: two tellers who differ, equal votes, and the vote that follows.

use thirtyfour::prelude::*;

use crate::{
    ballot::{find, program, second_officer, send},
    harness::{Browser, story},
    look_at,
};

/// Sends the form of that action with these values, whatever comes of it. What it is folded into is unfolded first.
async fn attempt(b: &Browser, action: &str, values: &[(&str, &str)]) -> WebDriverResult<()> {
    find(b, &format!("form[action='{action}']")).await?;
    let unfold = "for (let at = document.querySelector(arguments[0]); at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true";
    b.driver.execute(unfold, vec![format!("form[action='{action}']").into()]).await?;
    for (name, value) in values {
        let field = find(b, &format!("form[action='{action}'] [name='{name}']")).await?;
        field.clear().await?;
        field.send_keys(*value).await?;
    }
    b.press(action).await
}
async fn as_it_stands(b: &Browser, name: &str) -> WebDriverResult<()> {
    for (scheme, width) in [("light", 1280), ("dark", 390)] {
        b.window(width, 900).await?;
        b.scheme(scheme).await?;
        b.accessible(&format!("{name} {scheme}")).await?;
        b.shot(&format!("election-{name}-{scheme}")).await?;
    }
    b.window(1280, 900).await
}

#[test]
fn two_tellers_count_an_election_and_equal_votes_are_voted_on_again() {
    story("zh-CN", async |b: Browser| {
        let folder = tempfile::tempdir().unwrap();
        b.window(1280, 900).await?;
        b.sign_in("officer").await?;
        b.go("/ballots?lang=zh-CN").await?;
        send(&b, "/ballots", &[("title", "支部委员会换届选举"), ("unit", "U00001"), ("kind", "election")]).await?;
        let ballot = b.driver.current_url().await?.path().to_owned();
        look_at(&b, &ballot, "election-new").await?;
        b.window(1280, 900).await?;
        b.go(&format!("{ballot}?lang=zh-CN")).await?;
        attempt(&b, &format!("{ballot}/settings"), &[("classes", "党员 二十"), ("scrutineers", "监一")]).await?;
        b.see("看不懂").await?;
        as_it_stands(&b, "settings-wrong").await?;
        let plan = [("classes", "党员 20 1"), ("scrutineers", "监一\n监二"), ("complaint", "0")];
        send(&b, &format!("{ballot}/settings"), &plan).await?;
        let names =
            [("form", "choose"), ("text", "选出委员二人"), ("options", "甲某\n乙某"), ("min", "0"), ("max", "2")];
        send(&b, &format!("{ballot}/questions"), &names).await?;
        b.see("至少须3人").await?;
        send(&b, &format!("{ballot}/questions/0/remove"), &[]).await?;
        let names =
            [("form", "choose"), ("text", "选出委员二人"), ("options", "甲某\n乙某\n丙某"), ("min", "0"), ("max", "2")];
        send(&b, &format!("{ballot}/questions"), &names).await?;
        look_at(&b, &ballot, "election-draft").await?;
        b.window(1280, 900).await?;
        send(&b, &format!("{ballot}/lay-down"), &[]).await?;

        let hand = format!("{ballot}/by-hand");
        b.go(&format!("{hand}?lang=zh-CN")).await?;
        b.see("还没有宣布改用纸票").await?;
        b.go(&format!("{ballot}?lang=zh-CN")).await?;
        send(&b, &format!("{ballot}/paper"), &[("reason", "会场没有网络")]).await?;
        b.see("已宣布改用纸票").await?;
        look_at(&b, &ballot, "election-on-paper").await?;
        look_at(&b, &hand, "election-by-hand").await?;
        b.window(1280, 900).await?;
        b.go(&format!("{hand}?lang=zh-CN")).await?;
        let first = |one: &'static str| {
            [("valid-0", "18"), ("invalid-0", "1"), ("votes-0-0-0", "15"), ("votes-0-0-1", one), ("votes-0-0-2", "11")]
        };
        attempt(&b, &hand, &first("19")).await?;
        b.see("多于有效票").await?;
        as_it_stands(&b, "by-hand-wrong").await?;
        attempt(&b, &hand, &first("12")).await?;
        b.see("已有 1 位计票人录入").await?;
        second_officer(&b, folder.path()).await?;
        b.go(&format!("{hand}?lang=zh-CN")).await?;
        send(&b, &hand, &first("11")).await?;
        b.see("两份计票不一致").await?;
        look_at(&b, &hand, "election-tellers-differ").await?;
        b.window(1280, 900).await?;
        b.go("/ballots?lang=zh-CN").await?;
        send(&b, "/sign-out", &[]).await?;
        b.sign_in("officer").await?;
        b.go(&format!("{hand}?lang=zh-CN")).await?;
        send(&b, &hand, &first("11")).await?;
        b.see("重新投票，确定 1 个名额：乙某、丙某").await?;
        look_at(&b, &format!("{ballot}/result"), "election-result").await?;
        for lang in ["zh-CN", "en"] {
            b.go(&format!("{ballot}/sheet?lang={lang}")).await?;
            as_it_stands(&b, &format!("sheet-{lang}")).await?;
            b.print(&format!("election-sheet-{lang}")).await?;
        }
        b.go(&format!("{ballot}/result?lang=zh-CN")).await?;
        send(&b, &format!("{ballot}/again/0"), &[]).await?;
        b.see("票数相等，重新投票").await?;
        let next = b.driver.current_url().await?.path().to_owned();
        look_at(&b, &next, "election-again").await?;
        let told = program(&["verify", "--json", "--database", &b.database.display().to_string()], folder.path());
        assert!(told.contains("\"sound\":true"), "{told}");
        Ok(())
    });
}
