//! `xianneng log …`.

use base::{Lang, Say};
use clap::{Arg, ArgMatches};
use ui::Tone;
use web::{Check, Console};

use crate::{
    Look, Place, compare,
    pages::StatePage,
    place::told,
    round::{not_begun, round},
};

pub(crate) fn no_args(command: clap::Command, _: Lang) -> clap::Command {
    command
}
pub(crate) fn begin_args(command: clap::Command, lang: Lang) -> clap::Command {
    let say = Say::new(
        "日志名称：本单位网址加 /log，不带协议，如 hr.example.org/log；以后不能更改",
        "The log's name: your address and /log without a scheme, such as hr.example.org/log; it never changes",
    );
    command.arg(Arg::new("name").long("name").value_name("NAME").required(true).help(say.to(lang).to_owned()))
}

fn place(console: &Console) -> db::Result<&Place> {
    console.part::<Place>().ok_or_else(|| {
        db::Error::refused(
            "未指定日志所在文件夹：请用 --log-folder 指定。",
            "The log has no folder: name one with --log-folder.",
        )
    })
}

pub(crate) fn begin(console: &Console, args: &ArgMatches) -> db::Result<()> {
    let place = place(console)?;
    let name = args.get_one::<String>("name").cloned().unwrap_or_default();
    let key = place.begin(name.trim()).map_err(told)?;
    let (folder, file) = (place.folder().display(), place.key_file().display().to_string());
    console.say(&Say::new(
        format!(
            "日志已建立：{folder}\n公钥（请公布，并交给见证方）：{}\n私钥在 {file}，请另行保管一份。\n见证方写在 {folder}/policy 中。",
            key.public()
        ),
        format!(
            "The log is begun in {folder}\nPublic key (publish it, give it to witnesses): {}\nThe private key is in {file}: \
             keep a copy in a safe place.\nWitnesses are named in {folder}/policy.",
            key.public()
        ),
    ))
}

pub(crate) fn publish(console: &Console, _: &ArgMatches) -> db::Result<()> {
    let outcome = round(&console.db, console.actor.root(), place(console)?, 0)?;
    console.say(&Say::new(
        format!("新增 {} 条；日志共 {} 条，已公布 {} 条。", outcome.added, outcome.size, outcome.shown),
        format!("{} added; the log has {} entries, {} are shown.", outcome.added, outcome.size, outcome.shown),
    ))?;
    for trouble in &outcome.trouble {
        console.say(trouble)?;
    }
    if outcome.shown < outcome.size || !outcome.witnessed {
        return Err(db::Error::found(
            "见证不足：新内容尚未公布，或已公布的检查点缺少见证签名；下次会再试。",
            "Too few witnesses: what is new is not shown yet, or what is shown lacks their signatures; the next round tries again.",
        ));
    }
    Ok(())
}

pub(crate) fn show(console: &Console, _: &ArgMatches) -> db::Result<()> {
    let place = place(console)?;
    let page = console.db.read(&console.actor, |tx| StatePage::load(tx, Some(place), None))?;
    console.show(&page)
}

pub(crate) fn held(console: &Console, _: &ArgMatches) -> db::Result<()> {
    let place = place(console)?;
    if !place.begun() {
        return Err(not_begun());
    }
    let (count, found) = console.db.read(&console.actor, |tx| {
        let may = tx.may::<Look>()?;
        compare(tx, &may, place)
    })?;
    for difference in &found {
        let (at, say) = (difference.index, &difference.say);
        console.say(&Say::new(format!("第 {at} 号：{}", say.zh), format!("entry {at}: {}", say.en)))?;
    }
    if found.is_empty() {
        return console.say(&Say::new(
            format!("日志完整；其中 {count} 个台账链头与数据库一致。"),
            format!("The log is whole; the {count} heads of the ledger in it agree with the database."),
        ));
    }
    Err(db::Error::found(
        "数据库与公开日志不符：请保留现场，并与备份比对。",
        "The database does not agree with the public log: keep everything as it is and compare with a backup.",
    ))
}

/// For `xianneng doctor`.
pub(crate) fn check(console: &Console) -> db::Result<Vec<Check>> {
    let what = Say::new("公开日志", "Public log");
    let one = |state, found: Say, next: Say| Ok(vec![Check { what: what.clone(), state, found, next }]);
    let Some(place) = console.part::<Place>().filter(|p| p.begun()) else {
        let next = Say::new(
            "运行“xianneng log begin --name 单位网址/log”",
            "Run “xianneng log begin --name YOUR.ADDRESS/log”",
        );
        return one(Tone::Warning, Say::new("尚未建立", "Not begun"), next);
    };
    let sound = place.key().and_then(|key| {
        let policy = place.policy()?;
        let asks = policy.asks_witnesses();
        if policy.logs().all(|(log, _)| log != key.public()) {
            let say = Say::new("policy 中没有本日志的公钥", "the policy does not name this log's key");
            return Err(tlog::Refused { why: tlog::Why::Key, say });
        }
        Ok((place.shown()?.map_or(0, |(c, _)| c.head.size), asks))
    });
    match sound {
        Err(why) => one(Tone::No, why.say, Say::new("从备份恢复日志文件", "Restore the log's files from a backup")),
        Ok((size, asks)) => {
            let trouble = console.db.read(&console.actor, |tx| {
                let may = tx.may::<Look>()?;
                crate::store::remembered(tx, &may)
            })?;
            if let Some(trouble) = trouble.and_then(|t| t.trouble()) {
                let next = Say::new("检查 policy 中见证方的地址", "Check the witnesses' addresses in the policy");
                return one(Tone::Warning, trouble, next);
            }
            let found = Say::new(format!("{size} 条，可核验"), format!("{size} entries, verifiable"));
            if asks {
                return one(Tone::Yes, found, Say::new("", ""));
            }
            let next = Say::new(
                "还没有见证：请上级或工会运行“xianneng witness”，并写入 policy",
                "No witness yet: have a superior body or the union run “xianneng witness” and name it in the policy",
            );
            one(Tone::Warning, found, next)
        }
    }
}
