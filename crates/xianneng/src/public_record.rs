//! `xianneng verify --log …` and `xianneng witness`: the public log without a database.

use std::{
    fs,
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use base::{Lang, Say};
use clap::{Arg, ArgMatches, Command, value_parser};
use public_log::{Wanted, witness::Witness};
use serde_json::json;
use tlog::{Policy, Refused};

use crate::{cli::Global, run};

fn path(name: &'static str, lang: Lang, zh: &str, en: &str) -> Arg {
    let help = Say::new(zh, en).to(lang).to_owned();
    Arg::new(name).long(name).value_name("FILE").value_parser(value_parser!(PathBuf)).help(help)
}

pub(crate) fn verify_args(command: Command, lang: Lang) -> Command {
    let say = |zh: &str, en: &str| Say::new(zh, en).to(lang).to_owned();
    command
        .arg(
            Arg::new("log")
                .long("log")
                .value_name("URL|FOLDER")
                .help(say("核验整份公开日志：网址或文件夹", "Check a whole public log: its address or folder")),
        )
        .arg(path("proof", lang, "核验证明文件（可离线）", "Check a proof file, offline if you like"))
        .arg(path(
            "policy",
            lang,
            "信任策略：日志公钥、见证、所需见证数；请从别处取得",
            "Whom to trust: the log's key, the witnesses, how many of them; get it elsewhere than from the log",
        ))
        .arg(path(
            "since",
            lang,
            "以前保存的检查点：核验日志是否由它延续",
            "A checkpoint kept from earlier, which the log must continue",
        ))
        .arg(
            Arg::new("key")
                .long("key")
                .value_name("KEY")
                .conflicts_with("policy")
                .help(say("只信任此日志公钥，不要求见证", "Trust this public key of a log, without witnesses")),
        )
}

/// Whether a log or a proof is meant, rather than the database.
pub(crate) fn wanted(args: &ArgMatches) -> bool {
    ["log", "proof", "policy", "since", "key"]
        .iter()
        .any(|name| args.contains_id(name) && args.value_source(name).is_some())
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs())
}

fn told(refused: Refused) -> db::Error {
    db::Error::Found(refused.say)
}

/// 0 when everything that was asked for holds.
pub(crate) fn verify(global: &Global, args: &ArgMatches) -> db::Result<ExitCode> {
    let file = |name: &str| args.get_one::<PathBuf>(name).cloned();
    let text = |name: &str| args.get_one::<String>(name).cloned();
    let wanted = Wanted {
        log: text("log"),
        proof: file("proof"),
        policy: file("policy"),
        key: text("key"),
        since: file("since"),
        now: Some(now()),
    };
    let report = public_log::verify(&wanted).map_err(told)?;
    if global.json {
        println!("{}", json!({ "holds": true, "says": report.says }));
    } else {
        for say in &report.says {
            println!("{}", say.to(global.lang));
        }
        println!("{}", Say::new("核验通过。", "All of it holds.").to(global.lang));
    }
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn witness_args(command: Command, lang: Lang) -> Command {
    let say = |zh: &str, en: &str| Say::new(zh, en).to(lang).to_owned();
    command
        .arg(
            path(
                "key-file",
                lang,
                "本见证的私钥文件；首次运行时建立",
                "The witness's private key; made when first run",
            )
            .required(true),
        )
        .arg(Arg::new("name").long("name").value_name("NAME").help(say(
            "首次运行时密钥的名称：本单位网址加 /witness，不带协议",
            "The name of a new key: your address and /witness, without a scheme",
        )))
        .arg(
            path("logs", lang, "所见证的日志：每行“log 公钥”", "The logs to witness: a line “log KEY” for each")
                .required(true),
        )
        .arg(path("state", lang, "记住已签检查点的文件夹", "The folder that remembers what was signed").required(true))
        .arg(
            Arg::new("listen")
                .long("listen")
                .value_name("ADDR")
                .default_value("127.0.0.1:8090")
                .help(say("监听的地址与端口", "Address and port to listen on")),
        )
}

/// Serves until it is stopped.
pub(crate) fn witness(global: &Global, args: &ArgMatches) -> db::Result<ExitCode> {
    let file = |name: &str| args.get_one::<PathBuf>(name).cloned().unwrap_or_default();
    let name = args.get_one::<String>("name").map(String::as_str);
    let listen = args.get_one::<String>("listen").cloned().unwrap_or_default();
    let key = public_log::witness::key(&file("key-file"), name).map_err(told)?;
    let logs = fs::read_to_string(file("logs"))
        .map_err(|e| db::Error::field("--logs", Say::new(e.to_string(), e.to_string())))?;
    // a list of logs is a policy without its quorum
    let asked = logs.lines().any(|line| line.trim_start().starts_with("quorum"));
    let logs: Policy = if asked { logs } else { format!("{logs}\nquorum none\n") }.parse().map_err(told)?;
    let witness = Arc::new(Witness::new(key, &logs, &file("state"), now).map_err(told)?);
    let public = witness.public().to_string();
    let runtime = tokio::runtime::Runtime::new().map_err(|e| db::Error::Internal(e.to_string()))?;
    runtime.block_on(async {
        let failed = |e: std::io::Error| db::Error::field("--listen", Say::new(e.to_string(), e.to_string()));
        let listener = tokio::net::TcpListener::bind(&listen).await.map_err(failed)?;
        let address = listener.local_addr().map_or(listen, |a| a.to_string());
        let say = Say::new(
            format!("见证服务：http://{address}\n公钥（写入日志方的 policy）：{public}"),
            format!("Witnessing at http://{address}\nPublic key (for the log's policy): {public}"),
        );
        run::say(global, &say, &json!({ "listening": format!("http://{address}"), "key": public }));
        axum::serve(listener, public_log::witness::router(witness))
            .with_graceful_shutdown(crate::serve::stop())
            .await
            .map_err(failed)
    })?;
    Ok(ExitCode::SUCCESS)
}
