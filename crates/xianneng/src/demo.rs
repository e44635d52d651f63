//! `xianneng demo`: a fictional organisation to look around in.
//!
//! A new database each time, filled through the same doors that an office uses: spreadsheets are taken in, accounts are
//! invited. Passwords are random and shown once; nothing here is anybody's.

use std::{collections::BTreeSet, fs, path::Path, process::ExitCode, sync::Arc};

use account::{
    Keeper,
    actions::{
        accounts::{self, AccountForm},
        grants::{self, GrantForm},
        set_up::SetUp,
        tokens::{self, TokenForm},
    },
};
use auth::{Columns, Role};
use base::{Id, Lang, Say};
use clap::{Arg, ArgMatches, Command};
use db::{Db, MovedClock, Recorded, Write};
use intake::{File, Source};
use web::{Console, Slice};

use crate::{cli::Global, data_folder::data_folder, practice, run, serve};

/// The seed of the organisation and its people, who do not exist: the same prefecture each time.
pub const SEED: u64 = 1;

/// Who can sign in, and what a script signs its requests with.
struct Doors {
    accounts: Vec<SignIn>,
    /// An officer's token.
    token: String,
}

/// A sign-in of the demonstration.
#[derive(serde::Serialize)]
struct SignIn {
    role: Role,
    name: &'static str,
    password: String,
    about: Say,
}

/// The arguments of the demonstration.
pub(crate) fn args(command: Command, lang: Lang) -> Command {
    let help = Say::new(
        "演示从哪一天开始，默认今天；以后可在“演示日期”中往后走",
        "The day on which it begins, today unless said; “Day of the demonstration” moves it on",
    );
    command.arg(Arg::new("day").long("day").value_name("DATE").help(help.to(lang).to_owned()))
}

pub(crate) fn demo(global: &Global, args: &ArgMatches, mut slices: Vec<Slice>) -> db::Result<ExitCode> {
    let clock = Arc::new(MovedClock::default());
    if let Some(day) = args.get_one::<String>("day") {
        let wrong = Say::new("请写成 2026-06-01。", "Write the day as 2026-06-01.");
        clock.go_to(day.parse().map_err(|_| db::Error::field("--day", wrong))?);
    }
    let global = Global { clock: Some(clock), ..place(global)? };
    slices.push(practice::slice());
    let db = run::begin(&global, run::open(&global)?)?;
    let organisation = synth::organisation(SEED);
    let name = organisation.units.first().map(|u| u.name.clone()).unwrap_or_default();
    db.found_root(&name)?;
    let console = run::console(&global, db.clone())?;
    eprintln!("{}", Say::new("正在建立演示数据……", "Making the demonstration data …").to(global.lang));
    fill(&console, &organisation)?;
    let doors = accounts(&console)?;
    publish(&console)?;
    serve::with(&global, args, (serve::Door::SignIn, slices), db, |console, address| tell(console, &doors, address))
}

/// Where the demonstration is kept: a file of its own, made anew. A database that was named must not be there yet.
fn place(global: &Global) -> db::Result<Global> {
    if global.named {
        let there = run::is_file(&global.database) && Path::new(&global.database).exists();
        if there
            || !run::is_file(&global.database) && !Db::open(&global.database)?.roots().unwrap_or_default().is_empty()
        {
            return Err(db::Error::refused(
                "演示数据只写入新的数据库，这里已有数据。请换一个 --database。",
                "The demonstration is written into a new database only, and there is data here. Name another --database.",
            ));
        }
        return Ok(global.clone());
    }
    let file = data_folder().join("demo.sqlite");
    let database = file.display().to_string();
    for suffix in ["", "-wal", "-shm", ".keys", ".log.key"] {
        let _ = fs::remove_file(format!("{database}{suffix}"));
    }
    let log = format!("{database}.log");
    let _ = fs::remove_dir_all(&log);
    Ok(Global { keys: Some(format!("{database}.keys").into()), log: Some(log.into()), database, ..global.clone() })
}

/// Takes units and people in, as an office would: from a workbook.
fn fill(console: &Console, organisation: &synth::Organisation) -> db::Result<()> {
    let desk = console.part::<intake::Desk>().ok_or(db::Error::NotFound)?;
    let bytes = formats::sheet::xlsx(organisation.to_tables()).map_err(|e| db::Error::Internal(e.to_string()))?;
    let file = File { name: "demo.xlsx".to_owned(), bytes: bytes.into() };
    for word in ["units", "own-posts", "people", "appointments"] {
        let kind = desk.kind(word).ok_or(db::Error::NotFound)?;
        let mut source = Source { files: vec![file.clone()], ..Source::default() };
        match intake::record(&console.db, &console.actor, kind.as_ref(), &mut source, &|_, _| {}) {
            Ok(_) => {}
            Err(intake::RunError::Source(why)) => return Err(why.into()),
            Err(intake::RunError::Db(why)) => return Err(why),
            Err(intake::RunError::Wrong(report)) => {
                let first = report.wrong.first().map(|w| format!("{} {}", w.place, w.say)).unwrap_or_default();
                return Err(db::Error::Internal(format!("the demonstration's own data: {}: {first}", kind.kind())));
            }
        }
    }
    Ok(())
}

/// Begins the public log and puts in what goes there by itself.
fn publish(console: &Console) -> db::Result<()> {
    let Some(place) = console.part::<public_log::Place>() else { return Ok(()) };
    place.begin("demo.example/log").map_err(|e| db::Error::Refused(e.say))?;
    public_log::round(&console.db, console.actor.root(), place, 0).map(drop)
}

/// One account per role, each with a random password, and a token of the officer's.
fn accounts(console: &Console) -> db::Result<Doors> {
    let keeper = Keeper::open(console.db.clone(), console.actor.root())?;
    let today = console.db.now().date_at(8);
    let cadre = console.db.read(&console.actor, people::first)?;
    let (mut made, mut secret) = (Vec::new(), String::new());
    for (role, name, zh, en) in [
        (
            Role::Administrator,
            "admin",
            "系统管理员：账户、授权、备份，看不到干部档案",
            "keeps accounts and grants; sees no file",
        ),
        (Role::Officer, "officer", "组织人事干部：机构、人员、导入、资格审查", "units, people, imports, qualification"),
        (Role::Leader, "leader", "领导：查看队伍情况", "sees the state of the team"),
        (Role::Inspector, "inspector", "上级巡察：查看全部下级，不改动", "sees the whole subtree, changes nothing"),
        (Role::Cadre, "cadre", "干部本人：只看自己的档案", "sees the own file only"),
    ] {
        let person = if role == Role::Cadre { cadre.map(Id::cast) } else { None };
        let display = format!("{}（{name}）", zh.split('：').next().unwrap_or(zh));
        let form = AccountForm { name: name.to_owned(), display: display.clone(), person, lang: console.lang };
        let account = console.db.write(&console.actor, |tx| accounts::make(tx, &form))?;
        let shows = if role == Role::Administrator { Columns::NONE } else { Columns::ALL };
        let over = (None, auth::Path::whole());
        let grant = GrantForm { account, role, over, shows, from: today, to: None };
        console.db.write(&console.actor, |tx| grants::grant(tx, &grant))?;
        let link = console.db.write(&console.actor, |tx| accounts::invite(tx, account))?;
        let password = password()?;
        let (again, lang) = (password.clone(), console.lang);
        let form = SetUp { name: name.to_owned(), display, password: password.clone(), again, lang };
        keeper.set_up(&link.secret, &form)?;
        if role == Role::Officer {
            secret = console.db.write(&console.actor, |tx| token(tx, console, account))?;
        }
        made.push(SignIn { role, name, password, about: Say::new(zh, en) });
    }
    Ok(Doors { accounts: made, token: secret })
}

/// A token for scripts: all that an officer does, and moving the day on.
fn token(tx: &mut Write<'_>, console: &Console, of: Id<auth::Account>) -> db::Result<Recorded<String>> {
    let mut known = console.part::<account::KnownActions>().cloned().unwrap_or_default().0;
    known.extend(practice::ACTIONS);
    let slices: BTreeSet<String> = known
        .iter()
        .filter_map(|a| a.name.split('.').next())
        .filter(|s| *s != "account")
        .map(|s| format!("{s}.*"))
        .collect();
    let form = TokenForm {
        name: Say::new("演示脚本", "Scripts of the demonstration").to(console.lang).to_owned(),
        scope: slices.into_iter().collect::<Vec<_>>().join(" "),
        expires_on: Some(tx.today().plus_days(365)),
    };
    tokens::make_for(tx, of, &form, &known)
}

/// Sixteen letters and digits that cannot be mistaken for one another: 80 bits.
fn password() -> db::Result<String> {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes).map_err(|e| db::Error::Internal(format!("no randomness: {e}")))?;
    Ok(bytes.iter().map(|b| char::from(LETTERS[usize::from(b % 32)])).collect())
}

fn tell(console: &Console, doors: &Doors, address: &str) -> db::Result<()> {
    let sign_ins = &doors.accounts;
    if console.json {
        let said = serde_json::json!({ "address": address, "accounts": sign_ins, "token": doors.token });
        return console.write(&format!("{said}\n"));
    }
    let lang = console.lang;
    let mut text =
        Say::new(format!("演示地址：{address}\n"), format!("The demonstration: {address}\n")).to(lang).to_owned();
    for s in sign_ins {
        text += &format!("  {:<10} {}   {}\n", s.name, s.password, s.about.to(lang));
    }
    text += Say::new(
        format!("  脚本用的令牌（组织人事干部）：{}\n", doors.token),
        format!("  A token for scripts, the officer’s: {}\n", doors.token),
    )
    .to(lang);
    text += Say::new(
        "口令每次随机生成，只显示这一次。按 Ctrl-C 结束；再次运行会重新建立。\n",
        "Passwords are random and shown this once. Ctrl-C ends it; the next run makes it anew.\n",
    )
    .to(lang);
    console.write(&text)
}
