//! `xianneng verify --ballot ARCHIVE`: everything that a ballot's archive lets anybody check, without a database and offline.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use ballots::belenios::{MAX_BOARD, Verified, verify as verify_archive};
use base::{Lang, Say};
use clap::{Arg, ArgMatches, Command, value_parser};
use serde_json::{Value, json};

use crate::cli::Global;

pub(crate) fn args(command: Command, lang: Lang) -> Command {
    let help = Say::new(
        "核验一次无记名投票的档案（.bel，可离线）：选票、合计、解密与结果",
        "Check the archive of a secret ballot (.bel), offline: ballots, sums, openings, result",
    );
    command.arg(
        Arg::new("ballot")
            .long("ballot")
            .value_name("ARCHIVE")
            .value_parser(value_parser!(PathBuf))
            .conflicts_with_all(["log", "proof", "policy", "since", "key"])
            .help(help.to(lang).to_owned()),
    )
}

/// The archive that is meant, if one is.
pub(crate) fn wanted(args: &ArgMatches) -> Option<&PathBuf> {
    args.try_get_one("ballot").ok().flatten()
}

/// 0 when all of it holds.
pub(crate) fn verify(global: &Global, file: &Path) -> db::Result<ExitCode> {
    let unreadable = |e: std::io::Error| {
        let (zh, en) = (format!("无法读取 {}：{e}", file.display()), format!("{} cannot be read: {e}", file.display()));
        db::Error::field("--ballot", Say::new(zh, en))
    };
    if fs::metadata(file).map_err(unreadable)?.len() > MAX_BOARD as u64 {
        return Err(db::Error::field(
            "--ballot",
            Say::new(format!("档案超过上限 {MAX_BOARD} 字节"), format!("The archive is longer than {MAX_BOARD} bytes")),
        ));
    }
    let archive = fs::read(file).map_err(unreadable)?;
    let verified = verify_archive(&archive).map_err(|r| db::Error::Found(r.say))?;
    if global.json {
        println!("{}", as_json(&verified));
    } else {
        for say in said(&verified) {
            println!("{}", say.to(global.lang));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn as_json(verified: &Verified) -> Value {
    json!({
        "holds": true,
        "name": verified.election.name(),
        "fingerprint": verified.election.fingerprint(),
        "trustees": verified.trustees,
        "credentials": verified.credentials,
        "ballots": verified.ballots,
        "counted": verified.counted,
        "weight": verified.weight,
        "result": verified.outcome.as_ref().map(|o| &o.0),
    })
}

fn said(verified: &Verified) -> Vec<Say> {
    let Verified { election, trustees, credentials, ballots, counted, weight, .. } = verified;
    let mut says = vec![
        Say::new(
            format!("{}（指纹 {}）", election.name(), election.fingerprint()),
            format!("{} (fingerprint {})", election.name(), election.fingerprint()),
        ),
        Say::new(
            format!("公开凭证 {credentials} 个，托管人 {trustees} 位（须全体参加才能打开合计）"),
            format!("Credentials: {credentials}. Trustees: {trustees}; all must act to open a sum"),
        ),
        Say::new(
            format!("选票 {ballots} 张，其中计入 {counted} 张（每个凭证以最后一张为准），权重合计 {weight}"),
            format!(
                "Ballots: {ballots}. Counted, the last of each credential: {counted}, with a total weight of {weight}"
            ),
        ),
    ];
    let Some(outcome) = &verified.outcome else {
        says.push(Say::new("尚未公布结果；以上全部核验通过。", "No result is published yet. All of the above holds."));
        return says;
    };
    for (question, sums) in election.questions().iter().zip(&outcome.0) {
        says.push(Say::new(question.question.clone(), question.question.clone()));
        let mut sums = sums.iter();
        if question.has_blank()
            && let Some(blank) = sums.next()
        {
            says.push(Say::new(format!("  {blank}  空白票"), format!("  {blank}  blank")));
        }
        says.extend(sums.zip(&question.answers).map(|(sum, answer)| {
            let line = format!("  {sum}  {answer}");
            Say::new(line.clone(), line)
        }));
    }
    says.push(Say::new("核验通过。", "All of it holds."));
    says
}
