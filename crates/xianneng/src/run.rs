//! Doing what the command line says.

use std::{fs, path::Path, process::ExitCode};

use base::Say;
use clap::ArgMatches;
use db::{Db, Keys, Options};
use web::{Console, Run, Slice, Terminal};

use crate::{
    ballot_archive,
    cli::{Global, chosen, width},
    demo, doctor, practice, public_record, serve, upkeep,
};

pub(crate) fn run(global: &Global, matches: &ArgMatches, slices: Vec<Slice>) -> db::Result<ExitCode> {
    let (words, args) = chosen(matches);
    match words.as_str() {
        "serve" => serve::serve(global, args, slices),
        "portal" => serve::portal(global, args),
        "demo" => demo::demo(global, args, slices),
        "migrate" => upkeep::migrate(global, args),
        "verify" => match ballot_archive::wanted(args) {
            Some(file) => ballot_archive::verify(global, file),
            None if public_record::wanted(args) => public_record::verify(global, args),
            None => upkeep::verify(global),
        },
        "witness" => public_record::witness(global, args),
        "backup" => upkeep::backup(global, args),
        "restore" => upkeep::restore(global, args),
        "doctor" => doctor::doctor(global, &slices),
        _ => {
            let command = slices.iter().flat_map(|s| &s.commands).find(|c| c.words == words);
            let command = command.ok_or_else(|| db::Error::refused("没有这个命令。", "There is no such command."))?;
            match command.run {
                Run::Data(run) => run(&console(global, ready(global)?)?, args),
                Run::Files(run) => run(&terminal(global), args),
            }
            .map(|()| ExitCode::SUCCESS)
        }
    }
}

/// Opens the database, with its keys where there are any; a file gets its folder.
pub(crate) fn open(global: &Global) -> db::Result<Db> {
    if is_file(&global.database)
        && let Some(folder) = Path::new(&global.database).parent().filter(|f| !f.as_os_str().is_empty())
    {
        fs::create_dir_all(folder)
            .map_err(|e| db::Error::Storage(format!("{} cannot be made: {e}", folder.display())))?;
    }
    let keys = global.keys.as_deref().filter(|path| path.exists()).map(Keys::load).transpose()?;
    let options = Options::new().keys(keys);
    match &global.clock {
        Some(clock) => options.clock(clock.clone()),
        None => options,
    }
    .open(&global.database)
}

pub(crate) fn is_file(database: &str) -> bool {
    !database.contains("://") || database.starts_with("sqlite://")
}

/// Opens a database that must be there.
pub(crate) fn open_existing(global: &Global) -> db::Result<Db> {
    let file = global.database.strip_prefix("sqlite://").unwrap_or(&global.database);
    if is_file(&global.database) && !Path::new(file).exists() {
        return Err(db::Error::refused(
            format!("没有数据库文件 {file}。请检查 --database。"),
            format!("There is no database file {file}. Check --database."),
        ));
    }
    open(global)
}

/// Opens the database for work. A new one is brought up to date and gets an organisation and a key file; an older one
/// must be migrated on purpose, after a backup.
pub(crate) fn ready(global: &Global) -> db::Result<Db> {
    let db = open(global)?;
    let pending = db.pending()?;
    let db = if is_new(&pending) { begin(global, db)? } else { db };
    if !pending.is_empty() && !is_new(&pending) {
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
    Ok(db)
}

/// Whether nothing at all has been applied yet.
pub(crate) fn is_new(pending: &[&str]) -> bool {
    pending.first().is_some_and(|first| first.starts_with("0001"))
}

/// Makes the tables of a new database, and its key file where that has a place and is not there yet.
pub(crate) fn begin(global: &Global, db: Db) -> db::Result<Db> {
    db.migrate()?;
    match &global.keys {
        Some(path) if !path.exists() => {
            Keys::create(path)?;
            drop(db);
            open(global)
        }
        _ => Ok(db),
    }
}

pub(crate) fn console(global: &Global, db: Db) -> db::Result<Console> {
    Ok(Console::new(db, terminal(global))?.with_parts(&parts(global)))
}

fn terminal(global: &Global) -> Terminal {
    Terminal::new(global.lang, global.json, width(), std::io::stdout())
}

/// What the slices get by its type: theirs, and where this machine keeps the public log.
pub(crate) fn parts(global: &Global) -> web::Parts {
    let parts = crate::parts();
    let parts = match &global.clock {
        Some(clock) => parts.with(practice::Day(clock.clone())),
        None => parts,
    };
    match &global.log {
        Some(folder) => parts.with(public_log::Place::new(folder)),
        None => parts,
    }
}

/// A sentence, or JSON for a script.
pub(crate) fn say(global: &Global, say: &Say, json: &serde_json::Value) {
    if global.json {
        println!("{json}");
    } else {
        println!("{}", say.to(global.lang));
    }
}
