//! Doing what the command line says.

use std::{fs, path::Path, process::ExitCode};

use base::Say;
use clap::ArgMatches;
use db::Db;
use web::{Console, Slice};

use crate::{
    cli::{Global, chosen, width},
    doctor, serve,
};

pub(crate) fn run(global: &Global, matches: &ArgMatches, slices: Vec<Slice>) -> db::Result<ExitCode> {
    let (words, args) = chosen(matches);
    match words.as_str() {
        "serve" => serve::serve(global, args, slices),
        "migrate" => migrate(global, args),
        "verify" => verify(global),
        "doctor" => doctor::doctor(global, &slices),
        _ => {
            let command = slices
                .iter()
                .flat_map(|s| &s.commands)
                .find(|c| c.words == words)
                .ok_or_else(|| db::Error::refused("没有这个命令。", "There is no such command."))?;
            let db = open(global)?;
            ready(&db)?;
            (command.run)(&console(global, db)?, args).map(|()| ExitCode::SUCCESS)
        }
    }
}

/// Opens the database; a file gets its folder.
pub(crate) fn open(global: &Global) -> db::Result<Db> {
    if !global.database.contains("://")
        && let Some(folder) = Path::new(&global.database).parent().filter(|f| !f.as_os_str().is_empty())
    {
        fs::create_dir_all(folder)
            .map_err(|e| db::Error::Storage(format!("{} cannot be made: {e}", folder.display())))?;
    }
    Db::open(&global.database)
}

/// Brings a new database up to date and founds its organisation; an older one must be migrated on purpose, after a backup.
pub(crate) fn ready(db: &Db) -> db::Result<()> {
    let pending = db.pending()?;
    let new = pending.first().is_some_and(|first| first.starts_with("0001"));
    if new {
        db.migrate()?;
    } else if !pending.is_empty() {
        return Err(db::Error::refused(
            format!("数据库比本程序旧，还差 {} 步。请先备份，再运行“xianneng migrate”。", pending.len()),
            format!(
                "The database is older than this program by {} steps. Make a backup, then run “xianneng migrate”.",
                pending.len()
            ),
        ));
    }
    if db.roots()?.is_empty() {
        db.found_root("未命名组织")?;
    }
    Ok(())
}

pub(crate) fn console(global: &Global, db: Db) -> db::Result<Console> {
    Console::new(db, global.lang, global.json, width(), std::io::stdout())
}

fn migrate(global: &Global, args: &ArgMatches) -> db::Result<ExitCode> {
    let db = open(global)?;
    let applied = db.migrate()?;
    let name = args.get_one::<String>("organisation").map(|n| n.trim()).filter(|n| !n.is_empty());
    let roots = db.roots()?;
    match (name, roots.first()) {
        (Some(name), None) => drop(db.found_root(name)?),
        (None, None) => drop(db.found_root("未命名组织")?),
        (Some(name), Some((_, known))) if name != known => {
            return Err(db::Error::refused(
                format!("数据库中已有组织“{known}”，名称未改。"),
                format!("The database already has the organisation “{known}”; its name was not changed."),
            ));
        }
        _ => {}
    }
    let console = console(global, db)?;
    if global.json {
        console.write(&format!("{}\n", serde_json::json!({ "applied": applied })))?;
    } else if applied.is_empty() {
        console.say(&Say::new("数据库已是最新。", "The database is up to date."))?;
    } else {
        let list = applied.join(", ");
        console.say(&Say::new(format!("已完成：{list}"), format!("Applied: {list}")))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// 0 when every entry and fact is as it was written, 1 when not.
fn verify(global: &Global) -> db::Result<ExitCode> {
    let db = open(global)?;
    ready(&db)?;
    let verdicts = db.verify()?;
    let sound = verdicts.iter().all(|v| v.findings.is_empty());
    let console = console(global, db)?;
    if global.json {
        console.write(&format!("{}\n", serde_json::json!({ "sound": sound, "roots": verdicts })))?;
    } else {
        for v in &verdicts {
            console.say(&Say::new(
                format!("台账 {} 条，记录 {} 条，链头 {}", v.entries, v.facts, v.head),
                format!("{} entries, {} facts, head {}", v.entries, v.facts, v.head),
            ))?;
            for finding in &v.findings {
                console.write(&format!("  ✗ {finding:?}\n"))?;
            }
        }
        let say = if sound {
            Say::new("全部一致。", "All is as it was written.")
        } else {
            Say::new(
                "发现不一致：请保留现场，并与备份比对。",
                "Not as it was written: keep everything as it is and compare with a backup.",
            )
        };
        console.say(&say)?;
    }
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
