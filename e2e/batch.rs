//! A ZIP of approval forms: opened to look at, taken in with a person's choice where two may be one, printed, taken back.

use std::{io::Write, path::Path, time::Duration};

use formats::approval::{self, Field};
use thirtyfour::prelude::*;
use zip::{ZipWriter, write::SimpleFileOptions};

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
        b.shot(&format!("{name}-{window}")).await?;
    }
    Ok(())
}
/// The same in both languages, where the page can be asked for again.
async fn in_both(b: &Browser, name: &str) -> WebDriverResult<()> {
    let here = b.driver.current_url().await?.path().to_owned();
    for lang in ["en", "zh-CN"] {
        b.go(&format!("{here}?lang={lang}")).await?;
        looked_at(b, &format!("{name}-{lang}")).await?;
    }
    Ok(())
}
async fn send(b: &Browser) -> WebDriverResult<()> {
    first(b, "main form button[type=submit]").await?.click().await
}

/// The person of the demonstration whose form comes without an identity number and with another post, and that post.
fn known() -> (synth::Person, String) {
    let person = synth::people(400, xianneng::DEMO_SEED).find(|p| p.id_number.is_some() && !p.annual.is_empty());
    let person = person.expect("somebody of the demonstration has an identity number");
    let post = format!("{}一级调研员", person.unit);
    (person, post)
}

/// A ZIP of forms: one of somebody who may be known, one of somebody new in whose form two things disagree, and two more.
fn batch(folder: &Path) -> String {
    let (known, post) = known();
    let mut form = synth::form(&known, xianneng::DEMO_SEED);
    form.set(Field::Identity, "");
    form.set(Field::Post, post);
    let mut forms = vec![(format!("{}.lrmx", known.name), form)];
    let strangers = synth::people(60, 41).filter(|p| p.id_number.is_some() && p.name != known.name).skip(40).take(3);
    for (i, person) in strangers.enumerate() {
        let mut form = synth::form(&person, 41);
        if i == 0 {
            let other = if form.text(Field::Sex) == "男" { "女" } else { "男" };
            form.set(Field::Sex, other);
            form.set(Field::Awards, "全局通报表扬若干次。");
        }
        forms.push((format!("第{}批/{}.Lrmx", i + 1, person.name), form));
    }
    let path = folder.join("任免表.zip");
    let mut zip = ZipWriter::new(std::fs::File::create(&path).expect("a file"));
    for (name, form) in &forms {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).expect("a place in the archive");
        zip.write_all(&approval::lrmx(form)).expect("room");
    }
    zip.finish().expect("an archive");
    path.display().to_string()
}

#[test]
fn a_zip_of_forms_is_opened_to_look_at_and_nothing_is_kept() {
    story("zh-CN", async |b: Browser| {
        let folder = tempfile::tempdir().expect("a folder");
        let batch = batch(folder.path());
        b.window(1280, 900).await?;
        b.sign_in("officer").await?;
        for lang in ["en", "zh-CN"] {
            b.go(&format!("/forms?lang={lang}")).await?;
            looked_at(&b, &format!("forms-{lang}")).await?;
            b.field("files").await?.send_keys(&batch).await?;
            send(&b).await?;
            waits_for(&b, &known().0.name).await?;
            looked_at(&b, &format!("forms-opened-{lang}")).await?;
            let pdf = b.print(&format!("forms-opened-{lang}")).await?;
            assert_eq!(pages(&pdf), 8, "four forms of two pages each");
        }
        Ok(())
    });
}

fn text(pdf: &Path) -> String {
    let out = std::process::Command::new("pdftotext").arg(pdf).arg("-").output().expect("pdftotext runs");
    String::from_utf8_lossy(&out.stdout).into_owned()
}
fn pages(pdf: &Path) -> usize {
    text(pdf).matches('\u{c}').count()
}

#[test]
fn a_zip_of_forms_comes_in_as_a_person_decides_is_printed_and_goes_again() {
    story("zh-CN", async |b: Browser| {
        let folder = tempfile::tempdir().expect("a folder");
        let (known, post) = known();
        b.window(1280, 900).await?;
        b.sign_in("officer").await?;
        b.go("/import/forms?lang=zh-CN").await?;
        in_both(&b, "batch-choose").await?;
        b.field("files").await?.send_keys(batch(folder.path())).await?;
        send(&b).await?;
        // nobody but a human says that two are one
        waits_for(&b, "是同一个人吗").await?;
        in_both(&b, "batch-who").await?;
        first(&b, "main form input[name^='same:']:not([value=new])").await?.click().await?;
        let unit = b.driver.query(By::Css("main form input[name=unit]")).nowait().all_from_selector().await?;
        for field in unit {
            field.send_keys("无").await?;
        }
        send(&b).await?;
        // and nothing is overwritten before a human has seen what
        waits_for(&b, "以哪个为准").await?;
        waits_for(&b, &post).await?;
        waits_for(&b, "第17位与性别不一致").await?;
        in_both(&b, "batch-differences").await?;
        first(&b, "main form input[name=overwrite][value=file]").await?.click().await?;
        send(&b).await?;
        waits_for(&b, "检查通过").await?;
        in_both(&b, "batch-checked").await?;
        first(&b, "main form[action$='/record'] button[type=submit]").await?.click().await?;
        waits_for(&b, "已入库").await?;
        in_both(&b, "batch-recorded").await?;

        let find = format!("/people?lang=zh-CN&q={}", known.name);
        b.go(&find).await?;
        waits_for(&b, &post).await?;
        let row = format!("//main//tbody/tr[contains(., {post:?})]//a");
        b.driver.query(By::XPath(row)).first().await?.click().await?;
        waits_for(&b, "基本信息").await?;
        first(&b, "main a[href$='/approval']").await?.click().await?;
        waits_for(&b, &post).await?;
        in_both(&b, "batch-form").await?;
        let pdf = b.print("batch-form").await?;
        assert_eq!(pages(&pdf), 2, "the form has two sides");
        let said: String = text(&pdf).split_whitespace().collect();
        assert!(said.contains("干部任免审批表") && said.contains(&post), "{said}");

        b.go("/import?lang=zh-CN").await?;
        first(&b, "main table tbody a[href*='/import/forms/past/']").await?.click().await?;
        in_both(&b, "batch-past").await?;
        b.driver.execute("document.querySelector('main form[action$=\"/undo\"]').submit()", Vec::new()).await?;
        waits_for(&b, "已撤销这次导入").await?;
        b.go(&find).await?;
        waits_for(&b, known.post).await?;
        let still = b.driver.query(By::XPath(format!("//main//td[contains(., {post:?})]"))).nowait().exists().await?;
        assert!(!still, "what was before stands again");
        Ok(())
    });
}
