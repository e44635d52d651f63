//! A competition for posts inside: a cadre registers from the own account, takes it back, registers again, hands the statement in and
//! reads what was recorded and found.

use thirtyfour::prelude::*;

use crate::{
    cases,
    harness::{Browser, story_from},
};

/// In both languages, on a desktop and a phone.
async fn looked_at(b: &Browser, page: &str, name: &str) -> WebDriverResult<()> {
    for (lang, window, width, scheme) in [("en", "phone", 390, "dark"), ("zh-CN", "desktop", 1280, "light")] {
        b.window(width, 900).await?;
        b.scheme(scheme).await?;
        b.go(&format!("{page}?lang={lang}")).await?;
        b.accessible(&format!("{name} {lang} {window}")).await?;
        b.shot(&format!("compete-{name}-{lang}-{window}")).await?;
    }
    Ok(())
}

#[test]
fn a_cadre_registers_from_the_own_account_and_reads_why() {
    story_from("zh-CN", "2026-11-02", async |b: Browser| {
        b.window(1280, 900).await?;
        b.sign_in("officer").await?;
        let post = ("JZ-1", "综合科科长", "1");
        let case = cases::opened(&b, post, "综合科科长竞争上岗", "cn/competition").await?;
        let known = [
            ("case:announcement.on", "2026-11-02"),
            ("case:announcement.reach", "whole"),
            ("case:announcement.tie_rule", "yes"),
        ];
        cases::facts(&b, &case, &known).await?;
        let folder = tempfile::tempdir().expect("a folder");
        let paper = folder.path().join("竞职陈述.pdf");
        std::fs::write(&paper, b"%PDF-1.7\n1 0 obj").expect("a file");
        cases::paper(&b, &case, "plan", &paper).await?;
        cases::close(&b, &case, "done").await?;

        b.sign_in("cadre").await?;
        looked_at(&b, "/cases/mine", "offered").await?;
        for again in [true, false] {
            b.press(&format!("{case}/register")).await?;
            b.see("已报名，请提交竞职陈述").await?;
            if again {
                b.press(&format!("{case}/withdraw")).await?;
                b.see("报名已撤回").await?;
            }
        }
        b.field("file").await?.send_keys(paper.display().to_string()).await?;
        b.press(&format!("{case}/statement")).await?;
        b.see("已提交").await?;
        looked_at(&b, "/cases/mine", "registered").await?;

        b.sign_in("officer").await?;
        looked_at(&b, &case, "case").await?;
        b.go(&format!("{case}/record?lang=zh-CN")).await?;
        b.see("本人报名").await?;
        b.see("本人撤回报名").await
    });
}
