//! A secret ballot as a meeting holds it: ten voters with slips on phones, one who votes twice, one who challenges, one whose slip
//! was voided, and three scrutineers who count; `belenios-tool` then says whether all of it holds.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use serde_json::json;
use thirtyfour::prelude::*;

use crate::{
    harness::{Browser, story},
    look_at,
};

const WAIT: (Duration, Duration) = (Duration::from_secs(60), Duration::from_millis(100));

/// Fills a form in and sends it; what asks before it acts has been asked.
pub async fn send(b: &Browser, action: &str, values: &[(&str, &str)]) -> WebDriverResult<()> {
    let values: BTreeMap<&str, &str> = values.iter().copied().collect();
    let script = "const form = document.querySelector(`form[method=\"post\"][action=\"${arguments[0]}\"]`);
        for (const [name, value] of Object.entries(arguments[1])) {
            const all = [...form.querySelectorAll(`[name=\"${name}\"]`)];
            for (const field of all) if (field.type === 'radio') field.checked = field.value === value; else field.value = value;
        }
        window.before = true;
        form.submit();";
    b.driver.execute(script, vec![json!(action), json!(values)]).await?;
    for _ in 0..600 {
        let there = b.driver.execute("return !window.before && document.readyState === 'complete'", vec![]).await;
        if there.is_ok_and(|r| r.json() == &json!(true)) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let wrong = b.driver.query(By::Css(".error-summary, main .notice-no")).nowait().first().await;
    assert!(wrong.is_err(), "{action}: {}", wrong?.text().await?);
    Ok(())
}
pub async fn find(b: &Browser, css: &str) -> WebDriverResult<WebElement> {
    b.driver.query(By::Css(css)).wait(WAIT.0, WAIT.1).first().await
}
/// Presses the button of the ballot's own page that says this.
async fn press(b: &Browser, says: &str) -> WebDriverResult<()> {
    let path = format!("//*[@id='ballot']//button[contains(normalize-space(.), '{says}')]");
    b.driver.query(By::XPath(path)).wait(WAIT.0, WAIT.1).first().await?.click().await
}
/// Waits until the ballot's own page says this.
async fn told(b: &Browser, says: &str) -> WebDriverResult<()> {
    let path = format!("//*[@id='ballot'][contains(normalize-space(.), '{says}')]");
    b.driver.query(By::XPath(path)).wait(WAIT.0, WAIT.1).first().await.map(drop)
}
/// The page as it stands, light and dark.
async fn look(b: &Browser, name: &str) -> WebDriverResult<()> {
    for scheme in ["dark", "light"] {
        b.scheme(scheme).await?;
        b.accessible(&format!("{name} {scheme}")).await?;
        b.shot(&format!("ballot-{name}-{scheme}")).await?;
    }
    Ok(())
}
/// The number in the frame that is shown.
async fn figure(b: &Browser) -> WebDriverResult<String> {
    find(b, ".ballot-stage > .ballot-figure code").await?.text().await
}
/// The one file in the folder for downloads whose name begins so, once it is there whole.
async fn saved(folder: &Path, begins: &str) -> PathBuf {
    for _ in 0..100 {
        let files = fs::read_dir(folder).unwrap().map(|f| f.unwrap().path());
        let is = |p: &PathBuf| p.file_name().is_some_and(|n| n.to_string_lossy().starts_with(begins));
        if let Some(path) = files.filter(is).find(|p| p.extension().is_some_and(|e| e == "json")) {
            return path;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("nothing was saved as {begins}…");
}
pub fn program(args: &[&str], folder: &Path) -> String {
    let done = Command::new(env!("CARGO_BIN_EXE_xianneng")).args(args).current_dir(folder).output().unwrap();
    assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8_lossy(&done.stdout).into_owned()
}

/// A phone with a slip: the answers, one option for each question but the last, which takes any number.
async fn choose(b: &Browser, choices: [usize; 3]) -> WebDriverResult<()> {
    for (question, option) in choices.iter().enumerate() {
        find(b, &format!("label[for=q{question}-{option}]")).await?.click().await?;
    }
    find(b, "#ballot form button[type=submit]").await?.click().await
}
/// The urn and the code of a slip.
type Slip = (String, String);
struct Says {
    lang: &'static str,
    encrypt: &'static str,
    cast: &'static str,
    done: &'static str,
}
const ZH: Says = Says { lang: "zh-CN", encrypt: "加密选票", cast: "投出选票", done: "选票已投出" };
const EN: Says =
    Says { lang: "en", encrypt: "Encrypt the ballot", cast: "Cast the ballot", done: "Your ballot is cast" };

async fn vote(b: &Browser, slip: &Slip, choices: [usize; 3], says: &Says) -> WebDriverResult<String> {
    enter(b, slip, says).await?;
    choose(b, choices).await?;
    press(b, says.encrypt).await?;
    press(b, says.cast).await?;
    told(b, says.done).await?;
    figure(b).await
}
async fn enter(b: &Browser, (urn, code): &Slip, says: &Says) -> WebDriverResult<()> {
    // the address of the slip's picture; another page between makes it a new visit
    b.driver.goto("about:blank").await?;
    b.go(&format!("/vote/{urn}?lang={}#{code}", says.lang)).await?;
    find(b, ".ballot-question").await?;
    let here = b.driver.current_url().await?;
    assert_eq!(here.fragment(), None, "the code does not stay in the address");
    Ok(())
}

/// The ids of the urns of the ballot that is shown.
async fn urns(b: &Browser) -> WebDriverResult<Vec<String>> {
    let script = "const done = arguments[arguments.length - 1];
        fetch(location.pathname, {headers: {accept: 'application/json'}}).then(r => r.json()).then(j => done(j.urns.map(u => u.urn)));";
    let found = b.driver.execute_async(script, vec![]).await?;
    Ok(found.json().as_array().into_iter().flatten().filter_map(|u| u.as_str().map(str::to_owned)).collect())
}
fn escaped(text: &str) -> String {
    text.replace('+', "%2B").replace('/', "%2F")
}

/// A second officer is invited and signs in; the first one's session ends.
pub async fn second_officer(b: &Browser, at: &Path) -> WebDriverResult<()> {
    let database = b.database.display().to_string();
    let invited = program(&["admin", "invite", "--role", "officer", "--json", "--database", &database], at);
    let invited: serde_json::Value = serde_json::from_str(&invited).unwrap();
    send(b, "/sign-out", &[]).await?;
    b.driver.query(By::Css("a[href^='/sign-in']")).first().await?;
    let path = invited["path"].as_str().unwrap();
    b.go(path).await?;
    let password = "a roll is kept apart from its urn";
    let filled = [("name", "roll-keeper"), ("display", "名册保管人"), ("password", password), ("again", password)];
    send(b, path, &filled).await?;
    b.driver.query(By::Css("form[action='/sign-out'], input[name=password]")).first().await?;
    if b.driver.query(By::Css("form[action='/sign-out']")).nowait().not_exists().await? {
        b.go("/sign-in").await?;
        b.field("name").await?.send_keys("roll-keeper").await?;
        b.field("password").await?.send_keys(password).await?;
        find(b, "main form button[type=submit]").await?.click().await?;
        find(b, "form[action='/sign-out']").await?;
    }
    Ok(())
}

/// A second account, which never keeps the urn, keeps the roll: public parts come in, slips left over are voided.
async fn keep_roll(b: &Browser, at: &Path, ballot: &str, urns: &[String], left_over: &[Slip]) -> WebDriverResult<()> {
    second_officer(b, at).await?;
    for urn in urns {
        b.go(ballot).await?;
        let file = at.join(format!("{urn}.public.json"));
        find(b, "input[name=file]").await?.send_keys(file.display().to_string()).await?;
        send(b, &format!("{ballot}/slips"), &[]).await?;
        b.see("6").await?;
    }
    for (urn, code) in left_over {
        b.go(ballot).await?;
        send(b, &format!("{ballot}/void/{urn}"), &[("codes", code)]).await?;
    }
    look_at(b, ballot, "ballot-roll").await?;
    b.window(1280, 900).await?;
    send(b, "/sign-out", &[]).await?;
    b.driver.query(By::Css("a[href^='/sign-in']")).first().await.map(drop)
}

/// The sheet to cut, as it is printed: no slip is torn between two pages.
async fn sheet(b: &Browser, file: &Path, slips: usize) -> WebDriverResult<()> {
    b.driver.goto(format!("file://{}", file.display())).await?;
    b.accessible("the sheet of slips").await?;
    b.shot("ballot-slips").await?;
    let pdf = b.print("ballot-slips").await?;
    let text = Command::new("pdftotext").arg("-layout").arg(&pdf).arg("-").output().expect("pdftotext runs");
    let text = String::from_utf8_lossy(&text.stdout).into_owned();
    let pages: Vec<usize> = text.split('\u{c}').map(|page| page.matches("/vote/").count()).filter(|n| *n > 0).collect();
    assert_eq!(pages.iter().sum::<usize>(), slips, "{text}");
    Ok(())
}

/// Ten voters; gives the number of the first one's last ballot.
async fn meeting(b: &Browser, at: &Path, drawn: &[Slip], void: &Slip) -> WebDriverResult<String> {
    assert_eq!(drawn.len(), 10);
    // what is mistyped is told at once
    for (says, wrong) in [(&ZH, "投票码有误"), (&EN, "The voting code has an error")] {
        b.driver.goto("about:blank").await?;
        b.go(&format!("/vote/{}?lang={}", drawn[0].0, says.lang)).await?;
        let (first, last) = drawn[0].1.split_at(14);
        let other = if last == "A" { "B" } else { "A" };
        find(b, "#code").await?.send_keys(format!("{first}{other}{}", &last[1..])).await?;
        told(b, wrong).await?;
        look(b, &format!("code-{}", says.lang)).await?;
    }
    // a slip that was left over in the box is good for nothing
    b.driver.goto("about:blank").await?;
    b.go(&format!("/vote/{}?lang=zh-CN#{}", void.0, void.1)).await?;
    told(b, "这个投票码不在本票箱的名册上").await?;
    for (i, slip) in drawn.iter().enumerate().skip(2) {
        vote(b, slip, [i % 4, 0, i % 3], if i % 2 == 0 { &ZH } else { &EN }).await?;
    }
    challenge(b, at, &drawn[1]).await?;
    // the first voter's mind changes: the last ballot counts
    let before = vote(b, &drawn[0], [3, 3, 0], &ZH).await?;
    enter(b, &drawn[0], &EN).await?;
    look(b, "questions-en").await?;
    find(b, "#ballot form button[type=submit]").await?.click().await?;
    told(b, "2 questions need your attention").await?;
    look(b, "questions-missing-en").await?;
    choose(b, [0, 0, 0]).await?;
    told(b, EN.encrypt).await?;
    look(b, "review-en").await?;
    press(b, EN.encrypt).await?;
    told(b, EN.cast).await?;
    press(b, EN.cast).await?;
    told(b, "It replaces the ballot cast before").await?;
    look(b, "cast-en").await?;
    let last = figure(b).await?;
    assert_ne!(last, before);
    Ok(last)
}

/// A voter who does not believe the page: the first ballot is challenged and computed again, a fresh one is cast.
async fn challenge(b: &Browser, at: &Path, slip: &Slip) -> WebDriverResult<()> {
    enter(b, slip, &ZH).await?;
    choose(b, [1, 2, 1]).await?;
    press(b, ZH.encrypt).await?;
    told(b, "尚未投出").await?;
    find(b, "#ballot summary").await?.click().await?;
    look(b, "decide-zh-CN").await?;
    let check = figure(b).await?;
    press(b, "抽验这张选票").await?;
    told(b, "这张选票已作废").await?;
    look(b, "challenged-zh-CN").await?;
    press(b, "保存抽验文件").await?;
    let file = saved(at, "challenge-").await;
    press(b, "重新加密一张").await?;
    told(b, ZH.cast).await?;
    assert_ne!(figure(b).await?, check, "another ballot");
    press(b, ZH.cast).await?;
    told(b, ZH.done).await?;
    look(b, "cast-zh-CN").await?;
    b.go(&format!("/vote/{}/challenge?lang=zh-CN", slip.0)).await?;
    find(b, "#challenge").await?.send_keys(file.display().to_string()).await?;
    press(b, "重新计算").await?;
    told(b, "重新加密的结果与这张选票完全一致").await?;
    assert_eq!(figure(b).await?, check);
    look(b, "recomputed-zh-CN").await?;
    // the page shows other choices than were encrypted
    let text = fs::read_to_string(&file).unwrap().replace("\"values\":[[0,1,0,0]", "\"values\":[[1,0,0,0]");
    fs::write(&file, text).unwrap();
    b.go(&format!("/vote/{}/challenge?lang=en", slip.0)).await?;
    find(b, "#challenge").await?.send_keys(file.display().to_string()).await?;
    press(b, "Compute again").await?;
    told(b, "What this ballot holds is not what was shown").await
}

/// A scrutineer's part: another's key is refused, the own one opens the sums after everything was verified.
async fn count(b: &Browser, link: &str, key: &Path, other: &Path, i: usize) -> WebDriverResult<()> {
    let (lang, start, wrong, done) = if i == 1 {
        ("en", "Verify and count", "The key in this file is not the one", "Your part is done")
    } else {
        ("zh-CN", "核验并计票", "不是您提交公钥时的那一把", "您的工作已完成")
    };
    b.go(&format!("{link}?lang={lang}")).await?;
    find(b, "#key-file").await?.send_keys(other.display().to_string()).await?;
    press(b, start).await?;
    told(b, wrong).await?;
    if i < 2 {
        look(b, &format!("count-{lang}")).await?;
    }
    find(b, "#key-file").await?.send_keys(key.display().to_string()).await?;
    press(b, start).await?;
    told(b, done).await?;
    if i < 2 {
        look(b, &format!("count-done-{lang}")).await?;
    }
    Ok(())
}

/// What Debian's program says of an urn's archive; where it is absent, that is said, except in CI.
async fn verified_by_others(b: &Browser, at: &Path, urn: &str) -> WebDriverResult<()> {
    let script = "const done = arguments[arguments.length - 1];
        fetch(arguments[0]).then(r => r.arrayBuffer()).then(a => done(Array.from(new Uint8Array(a), x => String.fromCharCode(x)).join('')));";
    let text = b.driver.execute_async(script, vec![json!(format!("/vote/{urn}/archive"))]).await?;
    let bytes: Vec<u8> = text.json().as_str().unwrap().chars().map(|c| c as u8).collect();
    let folder = at.join(format!("verify-{urn}"));
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join(format!("{urn}.bel")), bytes).unwrap();
    let ours = program(&["verify", "--ballot", &format!("{urn}.bel"), "--lang", "en"], &folder);
    assert!(ours.contains("All of it holds."), "{ours}");
    match Command::new("belenios-tool").args(["election", "verify"]).current_dir(&folder).output() {
        Ok(said) => {
            let said = String::from_utf8_lossy(&said.stderr).into_owned();
            assert!(said.contains("all checks passed"), "{said}");
        }
        Err(_) => {
            assert!(std::env::var("CI").is_err(), "belenios-tool is absent");
            eprintln!("SKIPPED: belenios-tool (Debian package of that name) is absent");
        }
    }
    Ok(())
}

#[test]
fn ten_voters_with_slips_three_scrutineers_and_a_verifier_of_others() {
    story("zh-CN", async |b: Browser| {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        let downloads = json!({"behavior": "allow", "downloadPath": at.display().to_string()});
        b.driver.cdp().send_raw("Browser.setDownloadBehavior", downloads).await?;
        b.window(1280, 900).await?;
        b.sign_in("officer").await?;
        // whoever keeps the urn sets up
        b.go("/ballots?lang=zh-CN").await?;
        send(&b, "/ballots", &[("title", "2026 年度民主测评"), ("unit", "U00001"), ("kind", "assessment")]).await?;
        let ballot = b.driver.current_url().await?.path().to_owned();
        let plan = [("classes", "正职 6 2\n其他干部 6 1"), ("scrutineers", "甲\n乙\n丙"), ("complaint", "0")];
        send(&b, &format!("{ballot}/settings"), &plan).await?;
        let grades = [("form", "grade"), ("people", "李明\n周静"), ("options", "优秀 100\n称职 80\n不称职 0")];
        send(&b, &format!("{ballot}/questions"), &grades).await?;
        let names =
            [("form", "choose"), ("text", "推荐为副局长"), ("options", "张三\n李四\n王五"), ("min", "0"), ("max", "2")];
        send(&b, &format!("{ballot}/questions"), &names).await?;
        look_at(&b, &ballot, "ballot-draft").await?;
        b.window(1280, 900).await?;
        send(&b, &format!("{ballot}/lay-down"), &[]).await?;
        look_at(&b, &ballot, "ballot-keys").await?;
        b.window(1280, 900).await?;
        send(&b, &format!("{ballot}/links"), &[]).await?;
        look(&b, "links").await?;
        let mut links = Vec::new();
        for link in b.driver.query(By::Css("main a[href*='/scrutineer/']")).all_from_selector().await? {
            let href = link.attr("href").await?.unwrap_or_default();
            links.push(href[href.find("/scrutineer/").unwrap()..].to_owned());
        }
        assert_eq!(links.len(), 3);
        // each scrutineer makes a key, keeps it and tries it
        b.window(390, 844).await?;
        let mut keys = Vec::new();
        for (i, link) in links.iter().enumerate() {
            b.go(&format!("{link}?lang={}", if i == 1 { "en" } else { "zh-CN" })).await?;
            if i < 2 {
                find(&b, "#ballot .button").await?;
                look(&b, &format!("key-{i}")).await?;
            }
            press(&b, if i == 1 { "Make the key" } else { "制作密钥" }).await?;
            let mark = figure(&b).await?;
            press(&b, if i == 1 { "Save the key" } else { "保存密钥文件" }).await?;
            let file = saved(at, &format!("key-{}", &mark.replace(' ', "")[..8])).await;
            find(&b, "#key-file").await?.send_keys(file.display().to_string()).await?;
            told(&b, if i == 1 { "The file is right" } else { "文件无误" }).await?;
            if i < 2 {
                look(&b, &format!("key-kept-{i}")).await?;
            }
            if i == 0 {
                let pdf = b.print("ballot-key-backup").await?;
                let text =
                    Command::new("pdftotext").arg("-layout").arg(&pdf).arg("-").output().expect("pdftotext runs");
                let text: String = String::from_utf8_lossy(&text.stdout).split_whitespace().collect();
                let digits: String = fs::read_to_string(&file).unwrap().chars().filter(char::is_ascii_digit).collect();
                assert!(text.contains(&digits) && !text.contains("保存密钥文件"), "{text}");
            }
            press(&b, if i == 1 { "Send the public part" } else { "提交公钥" }).await?;
            told(&b, if i == 1 { "The public part is sent" } else { "公钥已提交" }).await?;
            look(&b, &format!("keys-{i}")).await?;
            keys.push(file);
        }
        // slips are made on another machine; a second account brings their public parts in and voids what was left over
        b.window(1280, 900).await?;
        b.go(&ballot).await?;
        let urns = urns(&b).await?;
        assert_eq!(urns.len(), 2, "two classes, each large enough");
        let mut slips: Vec<Slip> = Vec::new();
        for urn in &urns {
            let (sheet, public) = (format!("{urn}.html"), format!("{urn}.public.json"));
            let files = ["--sheet", &sheet, "--public", &public, "--lang", "zh-CN"];
            program(&[&["ballot", "slips", urn, "6", "--address", &b.address][..], &files].concat(), at);
            let printed = at.join(sheet);
            self::sheet(&b, &printed, 6).await?;
            let sheet = fs::read_to_string(&printed).unwrap();
            let codes = sheet.split("<code>").skip(1).map(|rest| rest.split("</code>").next().unwrap().to_owned());
            slips.extend(codes.map(|code| (urn.clone(), code)));
        }
        assert_eq!(slips.len(), 12);
        let (left_over, drawn): (Vec<_>, Vec<_>) = slips.into_iter().enumerate().partition(|(i, _)| i % 6 == 5);
        let [left_over, drawn] = [left_over, drawn].map(|s| s.into_iter().map(|(_, slip)| slip).collect::<Vec<Slip>>());
        b.go(&ballot).await?;
        keep_roll(&b, at, &ballot, &urns, &left_over).await?;
        b.sign_in("officer").await?;
        b.go(&ballot).await?;
        send(&b, &format!("{ballot}/fix"), &[]).await?;
        b.go(&format!("/vote/{}?lang=zh-CN", urns[0])).await?;
        told(&b, "投票尚未开始").await?;
        b.go(&ballot).await?;
        send(&b, &format!("{ballot}/open"), &[]).await?;

        b.window(390, 844).await?;
        let tracker = meeting(&b, at, &drawn, &left_over[0]).await?;

        look_at(&b, &ballot, "ballot-open").await?;
        b.window(1280, 900).await?;
        b.scheme("light").await?;
        b.go(&format!("{ballot}?lang=zh-CN")).await?;
        send(&b, &format!("{ballot}/close"), &[("present", "10")]).await?;
        look_at(&b, &ballot, "ballot-closed").await?;
        b.window(1280, 900).await?;
        b.go(&format!("/vote/{}?lang=zh-CN#{}", urns[0], drawn[0].1)).await?;
        told(&b, "投票已截止").await?;
        b.go(&format!("/vote/{}/board?lang=zh-CN&tracker={}", drawn[0].0, escaped(&tracker))).await?;
        b.see("在票板上").await?;
        look(&b, "board-found").await?;
        look_at(&b, &format!("/vote/{}/board", urns[0]), "ballot-board").await?;
        b.window(1280, 900).await?;
        b.go(&ballot).await?;
        send(&b, &format!("{ballot}/count"), &[]).await?;
        b.window(390, 844).await?;
        for (i, (link, key)) in links.iter().zip(&keys).enumerate() {
            let other = &keys[(i + 1) % keys.len()];
            count(&b, link, key, other, i).await?;
        }
        b.window(1280, 900).await?;
        b.go(&format!("{ballot}?lang=zh-CN")).await?;
        b.see("已有结果").await?;
        look_at(&b, &ballot, "ballot-counted").await?;
        look_at(&b, &format!("{ballot}/result"), "ballot-result").await?;
        for lang in ["zh-CN", "en"] {
            b.window(1280, 900).await?;
            b.go(&format!("{ballot}/sheet?lang={lang}")).await?;
            look(&b, &format!("sheet-{lang}")).await?;
            b.print(&format!("ballot-sheet-{lang}")).await?;
        }
        for urn in &urns {
            verified_by_others(&b, at, urn).await?;
        }
        Ok(())
    });
}
