//! `migrate`, `verify`, `backup`, `restore`.

use std::{
    fs::File,
    path::{Path, PathBuf},
    process::ExitCode,
};

use base::Say;
use clap::ArgMatches;
use db::{OnFindings, Verdict};
use serde_json::json;

use crate::{cli::Global, run};

pub(crate) fn migrate(global: &Global, args: &ArgMatches) -> db::Result<ExitCode> {
    let db = run::open(global)?;
    let pending = db.pending()?;
    let db = if run::is_new(&pending) { run::begin(global, db)? } else { db };
    db.migrate()?;
    let name = args.get_one::<String>("organisation").map(|n| n.trim()).filter(|n| !n.is_empty());
    match (name, db.roots()?.first()) {
        (name, None) => drop(db.found_root(name.unwrap_or("未命名组织"))?),
        (Some(name), Some((_, known))) if name != known => {
            return Err(db::Error::refused(
                format!("数据库中已有组织“{known}”，名称未改。"),
                format!("The database already has the organisation “{known}”; its name was not changed."),
            ));
        }
        _ => {}
    }
    let list = pending.join(", ");
    let say = if pending.is_empty() {
        Say::new("数据库已是最新。", "The database is up to date.")
    } else {
        Say::new(format!("已完成：{list}"), format!("Applied: {list}"))
    };
    run::say(global, &say, &json!({ "applied": pending }));
    Ok(ExitCode::SUCCESS)
}

/// 0 when every entry and fact is as it was written, 1 when not.
pub(crate) fn verify(global: &Global) -> db::Result<ExitCode> {
    let verdicts = run::open_existing(global)?.verify()?;
    Ok(tell(global, &verdicts, json!({})))
}

/// Says what a replay found.
fn tell(global: &Global, verdicts: &[Verdict], mut more: serde_json::Value) -> ExitCode {
    let sound = verdicts.iter().all(|v| v.findings.is_empty());
    if global.json {
        more["sound"] = sound.into();
        more["roots"] = json!(verdicts);
        println!("{more}");
    } else {
        for v in verdicts {
            let say = Say::new(
                format!("台账 {} 条，记录 {} 条，链头 {}", v.entries, v.facts, v.head),
                format!("{} entries, {} facts, head {}", v.entries, v.facts, v.head),
            );
            println!("{}", say.to(global.lang));
            for finding in &v.findings {
                println!("  ✗ {finding:?}");
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
        println!("{}", say.to(global.lang));
    }
    if sound { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

fn file(args: &ArgMatches) -> PathBuf {
    args.get_one::<PathBuf>("file").cloned().unwrap_or_default()
}

pub(crate) fn backup(global: &Global, args: &ArgMatches) -> db::Result<ExitCode> {
    let path = file(args);
    let manifest = run::open_existing(global)?.backup_to(&path)?;
    let heads: Vec<String> = manifest.heads.iter().map(|h| format!("{} {} {}", h.name, h.entries, h.head)).collect();
    let (shown, heads) = (path.display(), heads.join("\n"));
    let keys = global.keys.as_deref().map_or_else(|| "--keys".to_owned(), |k| k.display().to_string());
    let say = Say::new(
        format!(
            "已备份 {} 行到 {shown}。\n{heads}\n密钥文件（{keys}）不在备份中，请另行保管：没有它，受限信息无法读取。",
            manifest.rows
        ),
        format!(
            "Backed up {} rows to {shown}.\n{heads}\nThe key file ({keys}) is not in it. Keep it elsewhere: restricted data \
             cannot be read without it.",
            manifest.rows
        ),
    );
    let json = json!({ "file": path, "rows": manifest.rows, "at": manifest.at, "heads": manifest.heads });
    run::say(global, &say, &json);
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn restore(global: &Global, args: &ArgMatches) -> db::Result<ExitCode> {
    let path = file(args);
    let from = open_file(&path)?;
    let findings = if args.get_flag("accept-findings") { OnFindings::Accept } else { OnFindings::Refuse };
    let db = run::open(global)?;
    let (manifest, verdicts) = db.restore(from, findings)?;
    // what was restored is there whether or not the engine has looked at it
    let _ = db.take_stock();
    if !global.json {
        let say = Say::new(format!("已恢复 {} 行。", manifest.rows), format!("Restored {} rows.", manifest.rows));
        println!("{}", say.to(global.lang));
    }
    Ok(tell(global, &verdicts, json!({ "rows": manifest.rows, "at": manifest.at })))
}

fn open_file(path: &Path) -> db::Result<File> {
    File::open(path).map_err(|e| {
        db::Error::refused(
            format!("备份文件 {} 无法打开：{e}", path.display()),
            format!("The backup {} cannot be opened: {e}", path.display()),
        )
    })
}
