//! A server of our own with the demonstration data, and a real browser before it.

use std::{
    future::Future,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

use thirtyfour::{ChromiumLikeCapabilities, cdp::Cdp, prelude::*};

/// What a story works with.
pub struct Browser {
    /// The browser.
    pub driver: WebDriver,
    /// The server's address, without a slash at the end.
    pub address: String,
    /// The sign-ins that the demonstration printed: role, name, password.
    pub accounts: Vec<(String, String, String)>,
    /// The database of the demonstration.
    pub database: PathBuf,
}

/// A program that ends with its story.
struct Running(Child);
impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Chromium's own background traffic would only be refused and slow the start.
const FLAGS: &[&str] = &[
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--force-device-scale-factor=1",
    "--window-size=1280,900",
];

/// Nothing where the page fits; else by how much it is too wide, and the outermost elements that reach beyond the window. On a
/// phone `innerWidth` grows with what is too wide: the page is zoomed out.
const WIDER: &str = "
    const page = document.scrollingElement, room = page.clientWidth;
    if (page.scrollWidth <= room) return [];
    const beyond = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > room + 1);
    const name = e => e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') + [...e.classList].map(c => '.' + c).join('');
    return [page.scrollWidth - room + ' px'].concat(beyond.slice(0, 5).map(name));";

/// Runs one story in a browser of its own before a server of its own. Where there is no Chromium, says so and passes,
/// except in CI.
pub fn story<F: Future<Output = WebDriverResult<()>> + 'static>(lang: &str, story: impl FnOnce(Browser) -> F) {
    tell(lang, None, story);
}
/// The same, beginning on that day; [`Browser::go_on`] leads to later ones.
pub fn story_from<F: Future<Output = WebDriverResult<()>> + 'static>(
    lang: &str,
    day: &str,
    story: impl FnOnce(Browser) -> F,
) {
    tell(lang, Some(day), story);
}

fn tell<F: Future<Output = WebDriverResult<()>> + 'static>(
    lang: &str,
    day: Option<&str>,
    story: impl FnOnce(Browser) -> F,
) {
    let there = ["/usr/bin/chromium", "/usr/bin/chromedriver"].iter().all(|p| std::path::Path::new(p).is_file());
    if !there {
        assert!(std::env::var("CI").is_err(), "browser stories need chromium and chromium-driver");
        eprintln!("SKIPPED: no /usr/bin/chromium and /usr/bin/chromedriver (cargo xtask ci installs them)");
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (server, address, accounts) = serve(&folder, day);
        let (chromedriver, url) = chromedriver();
        let mut caps = DesiredCapabilities::chrome();
        caps.set_binary("/usr/bin/chromium").expect("a capability");
        for flag in FLAGS {
            caps.add_arg(flag).expect("a capability");
        }
        caps.add_arg(&format!("--lang={lang}")).expect("a capability");
        caps.add_arg(&format!("--user-data-dir={}", folder.path().join("profile").display())).expect("a capability");
        let prefs = serde_json::json!({ "intl.accept_languages": lang });
        caps.set_browser_option("prefs", prefs).expect("a capability");
        let driver = WebDriver::new(&url, caps).await.expect("chromedriver answers");
        let browser =
            Browser { driver: driver.clone(), address, accounts, database: folder.path().join("demo.sqlite") };
        // in a task of its own, so that a browser is closed also when an expectation is not met
        let here = tokio::task::LocalSet::new();
        let story = here.spawn_local(story(browser));
        let done = here.run_until(story).await;
        let met = matches!(&done, Ok(Ok(())));
        if !met {
            let place = shots().join("failed.png");
            let _ = driver.screenshot(&place).await;
            eprintln!("{} shows the page at the failure", place.display());
        }
        // by the driver, which must still run for it: a browser left behind takes its share of the processor
        let _ = driver.quit().await;
        drop((server, chromedriver, folder));
        match done {
            Ok(done) => done.expect("the story ends well"),
            Err(broken) => std::panic::resume_unwind(broken.into_panic()),
        }
    });
}

/// Where pictures go: `target/e2e`, or the folder that `XIANNENG_SHOTS` names.
pub fn shots() -> PathBuf {
    let folder = std::env::var_os("XIANNENG_SHOTS")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target/e2e"), PathBuf::from);
    std::fs::create_dir_all(&folder).expect("a folder for pictures");
    folder
}

fn serve(folder: &tempfile::TempDir, day: Option<&str>) -> (Running, String, Vec<(String, String, String)>) {
    let database = folder.path().join("demo.sqlite");
    let mut child = Command::new(env!("CARGO_BIN_EXE_xianneng"))
        .args(["demo", "--json", "--listen", "127.0.0.1:0", "--database"])
        .arg(&database)
        .args(day.map(|day| format!("--day={day}")))
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let out = child.stdout.take().expect("its output");
    let running = Running(child);
    let mut line = String::new();
    BufReader::new(out).read_line(&mut line).expect("the program says where it listens");
    let said: serde_json::Value = serde_json::from_str(&line).unwrap_or_else(|e| panic!("{e} in {line:?}"));
    let text = |v: &serde_json::Value| v.as_str().unwrap_or_default().to_owned();
    let accounts = said["accounts"].as_array().into_iter().flatten();
    let accounts = accounts.map(|a| (text(&a["role"]), text(&a["name"]), text(&a["password"]))).collect();
    (running, text(&said["address"]).trim_end_matches('/').to_owned(), accounts)
}

fn chromedriver() -> (Running, String) {
    let mut child = Command::new("/usr/bin/chromedriver")
        .arg("--port=0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("chromedriver starts");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let running = Running(child);
    while let Some(Ok(line)) = lines.next() {
        if let Some((_, rest)) = line.split_once("successfully on port ") {
            let port: String = rest.chars().take_while(char::is_ascii_digit).collect();
            // whatever it says later must not meet a closed pipe
            std::thread::spawn(move || lines.for_each(drop));
            return (running, format!("http://127.0.0.1:{port}"));
        }
    }
    panic!("chromedriver did not start");
}

impl Browser {
    /// Goes to a path of the server. No page scrolls sideways, whatever the window.
    pub async fn go(&self, path: &str) -> WebDriverResult<()> {
        self.driver.goto(format!("{}{path}", self.address)).await?;
        self.fits(path).await
    }
    /// The page as a whole is no wider than the window; what is wider scrolls within itself.
    pub async fn fits(&self, page: &str) -> WebDriverResult<()> {
        let found = self.driver.execute(WIDER, vec![]).await?;
        let found = found.json().as_array().cloned().unwrap_or_default();
        assert!(found.is_empty(), "{page} scrolls sideways: {found:?}");
        Ok(())
    }
    /// Signs in with the demonstration's account of that role.
    pub async fn sign_in(&self, role: &str) -> WebDriverResult<()> {
        let account = self.accounts.iter().find(|a| a.0 == role);
        let (_, name, password) = account.unwrap_or_else(|| panic!("the demonstration has an account for {role}"));
        // whoever was signed in before is not any more
        self.driver.delete_all_cookies().await?;
        self.go("/sign-in").await?;
        self.field("name").await?.send_keys(name).await?;
        self.field("password").await?.send_keys(password).await?;
        self.driver.query(By::Css("main form button[type=submit]")).first().await?.click().await?;
        self.driver.query(By::Css("form[action='/sign-out']")).first().await.map(drop)
    }
    /// The form field of that name.
    pub async fn field(&self, name: &str) -> WebDriverResult<WebElement> {
        self.driver.query(By::Css(format!("[name='{name}']"))).first().await
    }
    /// Waits until the page shows a text.
    pub async fn see(&self, text: &str) -> WebDriverResult<()> {
        let path = format!("//*[contains(normalize-space(.), {text:?})]");
        self.driver
            .query(By::XPath(path))
            .wait(Duration::from_secs(15), Duration::from_millis(100))
            .first()
            .await
            .map(drop)
    }
    /// A window as wide and high as a phone's or a desktop's, in CSS pixels.
    pub async fn window(&self, width: u32, height: u32) -> WebDriverResult<()> {
        let size = serde_json::json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600});
        self.tools().send_raw("Emulation.setDeviceMetricsOverride", size).await.map(drop)
    }
    /// The dark or light colour scheme.
    pub async fn scheme(&self, scheme: &str) -> WebDriverResult<()> {
        let media = serde_json::json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        self.tools().send_raw("Emulation.setEmulatedMedia", media).await.map(drop)
    }
    /// A picture of the whole page.
    pub async fn shot(&self, name: &str) -> WebDriverResult<()> {
        let params = serde_json::json!({"captureBeyondViewport": true});
        let shot = self.tools().send_raw("Page.captureScreenshot", params).await?;
        self.keep(&format!("{name}.png"), &shot["data"])
    }
    /// The page as it prints.
    pub async fn print(&self, name: &str) -> WebDriverResult<PathBuf> {
        let params = serde_json::json!({"preferCSSPageSize": true, "printBackground": true});
        let pdf = self.tools().send_raw("Page.printToPDF", params).await?;
        self.keep(&format!("{name}.pdf"), &pdf["data"])?;
        Ok(shots().join(format!("{name}.pdf")))
    }
    /// No sideways scrolling of the page as a whole, and nothing that axe-core objects to.
    pub async fn accessible(&self, page: &str) -> WebDriverResult<()> {
        self.fits(page).await?;
        let Some(axe) = std::env::var_os("XIANNENG_AXE") else {
            assert!(std::env::var("CI").is_err(), "XIANNENG_AXE names no axe.min.js");
            eprintln!("SKIPPED: XIANNENG_AXE names no axe.min.js (cargo xtask test sets it)");
            return Ok(());
        };
        let axe = std::fs::read_to_string(axe).expect("axe.min.js can be read");
        self.driver.execute(axe, vec![]).await?;
        let found = self
            .driver
            .execute_async(
                // colours are judged when they have come to rest
                "const done = arguments[arguments.length - 1];
                 const rest = Promise.allSettled(document.getAnimations().map(a => a.finished));
                 Promise.race([rest, new Promise(r => setTimeout(r, 2000))]).then(() =>
                     axe.run(document, {resultTypes: ['violations']})).then(r => done(r.violations.map(v =>
                     v.id + ': ' + v.help + ' at ' + v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(' | '))));",
                vec![],
            )
            .await?;
        let found = found.json().as_array().cloned().unwrap_or_default();
        assert!(found.is_empty(), "{page}: {found:#?}");
        Ok(())
    }
    /// Goes on to a later day of the demonstration, and signs in again: a sign-in does not last that long.
    pub async fn go_on(&self, day: &str, role: &str) -> WebDriverResult<()> {
        self.sign_in(role).await?;
        self.go("/practice?lang=zh-CN").await?;
        self.put("day", day).await?;
        self.press("/practice").await?;
        self.sign_in(role).await
    }
    /// Writes into a field, chooses in a list, or picks one of several.
    pub async fn put(&self, name: &str, text: &str) -> WebDriverResult<()> {
        const PUT: &str = "
            const [name, text] = arguments, all = [...document.querySelectorAll('main [name]')].filter(f => f.name === name);
            const pick = all.find(f => (f.type === 'radio' || f.type === 'checkbox') && f.value === text);
            if (pick) { pick.checked = true; return true; }
            const field = all.find(f => f.type !== 'hidden' && f.type !== 'radio');
            if (!field) return false;
            field.value = text;
            if (field.tagName === 'SELECT' && field.value !== text)
                field.value = [...field.options].find(o => o.text.includes(text))?.value ?? '';
            return field.value !== '' || text === '';";
        let done = self.driver.execute(PUT, vec![name.into(), text.into()]).await?;
        assert_eq!(done.json(), &serde_json::json!(true), "{name} takes {text:?}");
        Ok(())
    }
    /// Presses the button of the form of that address. What it is folded into is unfolded first; a question is answered with yes.
    pub async fn press(&self, action: &str) -> WebDriverResult<()> {
        self.press_in(&format!("form[method='post'][action='{action}']")).await
    }
    /// The same, of the first form that this selector finds.
    pub async fn press_in(&self, form: &str) -> WebDriverResult<()> {
        let form = self.driver.query(By::Css(form)).first().await?;
        for folded in form.find_all(By::XPath("./ancestor::details[not(@open)]/summary")).await? {
            folded.scroll_into_view().await?;
            folded.click().await?;
        }
        let button = form.find(By::Css("button[type=submit]")).await?;
        let asks = button.attr("data-confirm").await?.is_some();
        button.scroll_into_view().await?;
        button.click().await?;
        if asks {
            self.driver.query(By::Css("#confirm button[value=yes]")).and_displayed().first().await?.click().await?;
        }
        Ok(())
    }
    /// Follows a link of the page.
    pub async fn follow(&self, css: &str) -> WebDriverResult<()> {
        let link = self.driver.query(By::Css(css)).first().await?;
        link.scroll_into_view().await?;
        link.click().await
    }
    /// The path of the page.
    pub async fn path(&self) -> WebDriverResult<String> {
        Ok(self.driver.current_url().await?.path().to_owned())
    }
    /// What a page says as JSON.
    pub async fn json(&self, path: &str) -> WebDriverResult<serde_json::Value> {
        self.fetch(path, serde_json::Value::Null).await
    }
    /// Sends a form without its page, as whoever is signed in, and gives the answer as JSON: for what is done ten times.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> WebDriverResult<serde_json::Value> {
        self.fetch(path, serde_json::json!(fields)).await
    }
    async fn fetch(&self, path: &str, fields: serde_json::Value) -> WebDriverResult<serde_json::Value> {
        let text = self.answer(path, fields).await?;
        Ok(serde_json::from_str(&text).unwrap_or_else(|e| panic!("{path}: {e} in {text:?}")))
    }
    /// What a file that is offered for taking away says.
    pub async fn text(&self, path: &str) -> WebDriverResult<String> {
        self.answer(path, serde_json::Value::Null).await
    }
    async fn answer(&self, path: &str, fields: serde_json::Value) -> WebDriverResult<String> {
        const FETCH: &str = "
            const [path, fields, done] = arguments, headers = {accept: 'application/json'};
            const token = document.querySelector('input[name=csrf]')?.value;
            const body = fields && new URLSearchParams(fields);
            if (fields && token) headers['x-csrf-token'] = token;
            fetch(path, {method: fields ? 'POST' : 'GET', headers, body})
                .then(async r => done([r.status, await r.text()])).catch(e => done([0, String(e)]));";
        let got = self.driver.execute_async(FETCH, vec![path.into(), fields]).await?;
        let (status, text) = (got.json()[0].as_i64(), got.json()[1].as_str().unwrap_or_default());
        assert_eq!(status, Some(200), "{path}: {text}");
        Ok(text.to_owned())
    }
    fn tools(&self) -> Cdp {
        self.driver.cdp()
    }
    fn keep(&self, name: &str, data: &serde_json::Value) -> WebDriverResult<()> {
        use base64::{Engine, engine::general_purpose::STANDARD};
        let bytes = STANDARD.decode(data.as_str().unwrap_or_default()).expect("base 64");
        std::fs::write(shots().join(name), bytes).expect("a picture can be written");
        Ok(())
    }
}
