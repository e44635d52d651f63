//! `xianneng doctor`: what is missing on this machine, and how to get it.

use std::{
    path::{Path, PathBuf},
    process::{Command, ExitCode},
    time::SystemTime,
};

use base::{Lang, Say};
use db::Db;
use maud::{Markup, html};
use ui::{Cell, Column, Table, Tone};
use web::{Check, Page, Slice, View};

use crate::{cli::Global, cli::width, data_folder::data_folder, run};

/// What was looked at.
#[derive(serde::Serialize)]
struct Checks {
    checks: Vec<Check>,
}
impl Page for Checks {
    fn title(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => "本机检查",
            Lang::En => "This machine",
        }
        .to_owned()
    }
    fn body(&self, view: &View) -> Markup {
        html! { (self.table(view.lang).unwrap_or_default().html(view.lang)) }
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let head = |zh: &str, en: &str| Say::new(zh, en).to(lang).to_owned();
        let columns = vec![
            Column::badge("what", head("项目", "What")),
            Column::text("found", head("现状", "Found")),
            Column::text("next", head("怎么办", "What to do")),
        ];
        let rows = self.checks.iter().map(|c| {
            vec![Cell::new(c.what.to(lang)).tone(c.state), Cell::new(c.found.to(lang)), Cell::new(c.next.to(lang))]
        });
        Some(Table::new(self.title(lang), columns).rows(rows))
    }
}

fn fine(what: Say, found: Say) -> Check {
    Check { what, state: Tone::Yes, found, next: Say::new("", "") }
}
fn lacking(what: Say, state: Tone, found: Say, next: Say) -> Check {
    Check { what, state, found, next }
}

/// 0 when nothing that is needed is missing, 1 otherwise.
pub(crate) fn doctor(global: &Global, slices: &[Slice]) -> db::Result<ExitCode> {
    let (database, db) = database(global);
    let mut checks = vec![database, disk(global), clock(), scripts(), fonts()];
    if let Some(db) = &db
        && db.pending()?.is_empty()
    {
        checks.push(keys(db)?);
    }
    if let Some(db) = db
        && db.pending()?.is_empty()
        && !db.roots()?.is_empty()
    {
        let console = run::console(global, db)?;
        for check in slices.iter().flat_map(|s| &s.checks) {
            checks.extend(check(&console)?);
        }
    }
    let missing = checks.iter().any(|c| c.state == Tone::No);
    let text = web::to_terminal(&Checks { checks }, global.lang, global.json, width())?;
    print!("{text}");
    Ok(if missing { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// Whether the data can be reached. A file that is not there yet is not made by looking.
fn database(global: &Global) -> (Check, Option<Db>) {
    let what = Say::new("数据库", "Database");
    let file = run::is_file(&global.database);
    if file && !Path::new(&global.database).exists() {
        let found = Say::new("尚未建立", "Not made yet");
        let next = Say::new("首次运行“xianneng serve”时自动建立", "“xianneng serve” makes it when first run");
        return (lacking(what, Tone::Info, found, next), None);
    }
    let kind = if file { "SQLite" } else { "PostgreSQL" };
    match run::open(global).and_then(|db| db.pending().map(|p| (db, p.len()))) {
        Ok((db, 0)) => (fine(what, Say::new(format!("{kind}，已是最新"), format!("{kind}, up to date"))), Some(db)),
        Ok((db, n)) => {
            let found = Say::new(format!("{kind}，还差 {n} 步"), format!("{kind}, {n} steps behind"));
            let next = Say::new("备份后运行“xianneng migrate”", "Make a backup, then run “xianneng migrate”");
            (lacking(what, Tone::No, found, next), Some(db))
        }
        Err(why) => {
            let found = Say::new(format!("{kind}：{why}"), format!("{kind}: {why}"));
            let next = Say::new(
                "检查 --database 的地址、服务是否运行、账号权限",
                "Check --database, that the server runs, and the rights of its user",
            );
            (lacking(what, Tone::No, found, next), None)
        }
    }
}

/// Without its key file a database keeps working, but for restricted data.
fn keys(db: &Db) -> db::Result<Check> {
    let what = Say::new("密钥文件", "Key file");
    Ok(match db.missing_keys()? {
        None => fine(what, Say::new("与数据库相符", "It is this database's")),
        Some(next) => lacking(what, Tone::No, Say::new("缺失", "Missing"), next),
    })
}

/// Free space where the data is, or will be.
fn disk(global: &Global) -> Check {
    let what = Say::new("磁盘空间", "Disk space");
    let file = Some(&global.database).filter(|d| run::is_file(d)).map(PathBuf::from);
    let mut folder = file.as_deref().and_then(Path::parent).map_or_else(data_folder, Path::to_owned);
    while !folder.exists() {
        match folder.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => folder = parent.to_owned(),
            _ => {
                folder = PathBuf::from(".");
                break;
            }
        }
    }
    let Ok(stat) = rustix::fs::statvfs(&folder) else {
        let found = Say::new("无法读取", "Cannot be read");
        return lacking(what, Tone::Unknown, found, Say::new("", ""));
    };
    let mb = stat.f_bavail.saturating_mul(stat.f_frsize) >> 20;
    let found = Say::new(format!("可用 {mb} MB"), format!("{mb} MB free"));
    match mb {
        0..200 => lacking(what, Tone::No, found, Say::new("至少留出 200 MB", "Make at least 200 MB free")),
        200..2000 => lacking(what, Tone::Warning, found, Say::new("建议留出 2 GB", "2 GB are advisable")),
        _ => fine(what, found),
    }
}

/// A clock that stands before this program was built is wrong; sessions and the ledger go by it.
fn clock() -> Check {
    let what = Say::new("时钟", "Clock");
    let now = db::Clock::now(&db::SystemClock);
    let found = Say::new(now.to_string(), now.to_string());
    let built = std::env::current_exe().and_then(std::fs::metadata).and_then(|m| m.modified());
    match built {
        Ok(built) if built > SystemTime::now() => lacking(
            what,
            Tone::No,
            found,
            Say::new(
                "时钟早于本程序的生成时间，请校正（如 timedatectl set-ntp true）",
                "It stands before this program was built: set it (timedatectl set-ntp true)",
            ),
        ),
        _ => fine(what, found),
    }
}

/// The browser's scripts are made when the program is built.
fn scripts() -> Check {
    let what = Say::new("网页脚本", "Page scripts");
    if ui::ASSETS.iter().any(|a| a.path.ends_with(".js") && !a.bytes.is_empty()) {
        return fine(what, Say::new("已包含", "Built in"));
    }
    lacking(
        what,
        Tone::Warning,
        Say::new("生成时没有 node，页面可用但较慢", "Built without node: pages work, but more slowly"),
        Say::new("安装 node 18 及以上与 npm，重新生成", "Install node 18 or newer with npm and build again"),
    )
}

/// Chinese characters, where pages are printed on this machine.
fn fonts() -> Check {
    let what = Say::new("中文字体", "Chinese fonts");
    let found = Command::new("fc-list").args([":lang=zh-cn", "family"]).output();
    let count = found.map_or(0, |out| String::from_utf8_lossy(&out.stdout).lines().count());
    if count > 0 {
        return fine(what, Say::new(format!("{count} 种"), format!("{count} found")));
    }
    lacking(
        what,
        Tone::Warning,
        Say::new(
            "没有找到（只影响在本机浏览和打印）",
            "None found (matters only for browsing and printing on this machine)",
        ),
        Say::new("apt install fonts-noto-cjk", "apt install fonts-noto-cjk"),
    )
}
