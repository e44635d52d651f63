//! `xianneng ballot mail`: voting codes go to voters by mail, one to each address. Which code is whose is written down until it has
//! gone, so that a mailing that breaks off goes on where it stopped; whom no mail reaches gets a slip to pick up.

mod record;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use base::{Lang, Say};
use clap::{Arg, ArgMatches, Command};
use db::{Error, Result};
use inbox::NotSent;
use record::{Gone, Record};
use web::{Terminal, new_file};

use crate::{
    Text, actions,
    commands::{address, help, urn, urn_arg},
    slips::{self, Slip},
};

/// How often a mail server that does not answer is asked.
const TRIES: usize = 3;
/// The longest list of addresses, in bytes.
const MAX_LIST: u64 = 4 << 20;

pub(crate) fn args(command: Command, lang: Lang) -> Command {
    let h = |zh: &str, en: &str| help(lang, zh, en);
    command
        .arg(urn_arg(lang))
        .arg(Arg::new("address").long("address").value_name("URL").required(true).help(h(
            "投票人访问的网址，如 https://xn.example",
            "The address that voters reach, such as https://xn.example",
        )))
        .arg(
            Arg::new("to")
                .long("to")
                .value_name("FILE")
                .required(true)
                .help(h("投票人的邮箱地址，每行一个", "The voters’ mail addresses, a line each")),
        )
        .arg(
            Arg::new("title").long("title").value_name("TEXT").required(true).help(h("表决名称", "The ballot’s title")),
        )
        .arg(Arg::new("public").long("public").value_name("FILE").default_value("slips.public.json").help(h(
            "公开凭证文件，由保管名册的账号录入",
            "The file of public parts, to be brought in by the account that keeps the roll",
        )))
        .arg(Arg::new("record").long("record").value_name("FILE").help(h(
            "寄送记录（默认：票箱编号.mails）。未寄出的投票码在其中，寄出即抹去；中断后再次运行同一命令，从此接着寄",
            "The record of the mailing (URN.mails unless given). It has the codes that have not gone out and loses each one that has; the \
             same command goes on from it where it stopped",
        )))
        .arg(Arg::new("sheet").long("sheet").value_name("FILE").help(h(
            "不再寄送：把尚未寄出的投票码印成纸条，供当面领取",
            "Mail no more: print the codes that have not gone out as slips to be picked up in person",
        )))
}

/// The addresses of a list, a line each.
fn addresses(text: &str) -> Result<Vec<String>> {
    let mut all: Vec<String> = Vec::new();
    let mut known = BTreeSet::new();
    for (i, line) in text.lines().map(str::trim).enumerate().filter(|(_, l)| !l.is_empty()) {
        let at = |say: Say| {
            Error::Refused(Say::new(format!("第{}行：{}", i + 1, say.zh), format!("Line {}: {}", i + 1, say.en)))
        };
        let address = inbox::mail_address(line).map_err(|wrong| at(wrong.say))?;
        if !known.insert(address.to_lowercase()) {
            return Err(at(Say::new("这个地址出现了两次。", "This address is there twice.")));
        }
        all.push(address);
    }
    if all.is_empty() || all.len() > slips::MOST as usize {
        return Err(Error::refused(
            format!("邮箱地址应为1到{}个，每行一个。", slips::MOST),
            format!("There should be 1 to {} addresses, a line each.", slips::MOST),
        ));
    }
    Ok(all)
}

/// The mail with a code: subject and text.
fn letter(title: &str, slip: &Slip, lang: Lang) -> (String, String) {
    let t = Text::of(lang);
    let parts = [
        t.mail_lead(title).to_string(),
        slip.address.clone(),
        t.mail_code(slip.code.as_str()).to_string(),
        t.mail_keep().to_string(),
    ];
    (t.mail_subject(title).to_string(), parts.join("\n\n"))
}

/// What a mailing came to.
struct Sent {
    /// How many mails went out.
    gone: usize,
    /// Why the mail server was given up.
    stopped: Option<String>,
}

/// Sends each code that is not out to its address, and writes over it in the record. A mail that is refused stays for another time; where no
/// server answers the mailing stops.
fn sent(
    record: &mut Record,
    send: impl Fn(&str, &str) -> std::result::Result<(), NotSent>,
    mut trouble: impl FnMut(&str, &str),
) -> Result<Sent> {
    let mut gone = 0;
    for (line, code, address) in record.unsent() {
        let mut done = send(&address, &code);
        // what is refused is refused the next moment too; a server that is away may be back
        for _ in 1..TRIES {
            if matches!(done, Err(NotSent::NoServer(_))) {
                done = send(&address, &code);
            }
        }
        match done {
            Ok(()) => {
                record.mark(line, Gone::Mailed)?;
                gone += 1;
            }
            Err(NotSent::Refused(why)) => trouble(&address, &why),
            Err(NotSent::NoServer(why)) => return Ok(Sent { gone, stopped: Some(why) }),
        }
    }
    Ok(Sent { gone, stopped: None })
}

/// What the command was told.
struct Asked<'a> {
    urn: &'a str,
    address: &'a str,
    title: &'a str,
    public: &'a Path,
    record: PathBuf,
    sheet: Option<&'a Path>,
}
impl<'a> Asked<'a> {
    fn of(args: &'a ArgMatches) -> Result<Self> {
        let text = |name: &str| args.get_one::<String>(name).map(String::as_str).unwrap_or_default();
        let (urn, address) = (urn(text("urn"))?, address(text("address"))?);
        Ok(Self {
            urn,
            address,
            title: text("title"),
            public: Path::new(text("public")),
            record: args.get_one::<String>("record").map_or_else(|| format!("{urn}.mails").into(), PathBuf::from),
            sheet: args.get_one::<String>("sheet").map(Path::new),
        })
    }
    fn slip(&self, code: String) -> Slip {
        Slip { address: slips::address(self.address, self.urn, &code), code }
    }
}

/// The list of addresses.
fn list(path: &Path) -> Result<Vec<String>> {
    let unreadable = |e: std::io::Error| {
        let path = path.display();
        Error::refused(format!("无法读取“{path}”：{e}"), format!("“{path}” cannot be read: {e}"))
    };
    if fs::metadata(path).map_err(unreadable)?.len() > MAX_LIST {
        return Err(Error::refused("地址文件过大。", "The list is too large."));
    }
    addresses(&fs::read_to_string(path).map_err(unreadable)?)
}

/// A mailing that is begun: codes for all, their public parts in a file.
fn begun(asked: &Asked<'_>, addresses: Vec<String>) -> Result<Record> {
    // whoever has the public parts of an earlier mailing has voters with codes
    if asked.public.exists() {
        let public = asked.public.display();
        return Err(Error::refused(
            format!("“{public}”已存在，不会覆盖。如已寄送过，请用 --record 指明当时的寄送记录；否则请换一个文件名。"),
            format!(
                "“{public}” is there already and is not overwritten. If codes were mailed before, name the record of that mailing with \
                 --record; else give another name."
            ),
        ));
    }
    let count = u32::try_from(addresses.len()).unwrap_or(slips::MOST);
    let (made, public) = slips::printed(asked.urn, count, asked.address, &mut actions::chance);
    // each code is drawn by chance, so the order of the list says nothing of the roll, which is sorted
    let codes: Vec<(String, String)> = made.into_iter().map(|s| s.code).zip(addresses).collect();
    let record = Record::begin(&asked.record, asked.urn, &codes)?;
    new_file(asked.public, public.as_bytes())?;
    Ok(record)
}

/// Makes codes and sends them, or goes on with those that have not gone out. Opens no database.
pub(crate) fn mail(terminal: &Terminal, args: &ArgMatches) -> Result<()> {
    let asked = Asked::of(args)?;
    let addresses = list(Path::new(args.get_one::<String>("to").map(String::as_str).unwrap_or_default()))?;
    let left = Record::left(&asked.record, asked.urn)?;
    if let Some(record) = &left {
        record.is_of(&addresses)?;
    }
    if let Some(sheet) = asked.sheet {
        let record = left.ok_or_else(|| {
            Error::refused(
                "还没有寄送过。先寄送；未能寄出的再用 --sheet 印成纸条。全部印制纸条请用“xianneng ballot slips”。",
                "Nothing has been mailed yet. Mail first; --sheet prints what could not go out. To print all codes use “xianneng ballot slips”.",
            )
        })?;
        return on_paper(terminal, &asked, record, sheet);
    }
    let set = |name: &str| std::env::var(name).ok().filter(|v| !v.trim().is_empty());
    let (Some(server), Some(from)) = (set("XIANNENG_SMTP"), set("XIANNENG_MAIL_FROM")) else {
        return Err(Error::refused(
            "请用环境变量 XIANNENG_SMTP（如 smtp://host:25）和 XIANNENG_MAIL_FROM 指定邮件服务器和发件人。",
            "Name the mail server and the sender with the environment’s XIANNENG_SMTP (such as smtp://host:25) and XIANNENG_MAIL_FROM.",
        ));
    };
    let mut record = match left {
        Some(record) => {
            whole(&asked, &record)?;
            record
        }
        None => begun(&asked, addresses)?,
    };
    let before = record.len() - record.unsent().len();
    let send = |to: &str, code: &str| {
        inbox::send(&server, &from, to, letter(asked.title, &asked.slip(code.to_owned()), terminal.lang))
    };
    let done = sent(&mut record, send, |address, why| eprintln!("{address}: {why}"))?;
    told(terminal, &asked, &record, before, &done)
}

/// The command was broken off before the file of public parts was written: no mail had gone out, and it is written now.
fn whole(asked: &Asked<'_>, record: &Record) -> Result<()> {
    if !record.untouched() || asked.public.exists() {
        return Ok(());
    }
    let codes: Vec<String> = record.unsent().into_iter().map(|(_, code, _)| code).collect();
    new_file(asked.public, slips::public_parts(asked.urn, codes.iter().map(String::as_str))?.as_bytes())
}

/// How it stands: what went out, now and before, and what to do about the rest.
fn told(terminal: &Terminal, asked: &Asked<'_>, record: &Record, before: usize, done: &Sent) -> Result<()> {
    let (gone, left, all) = (done.gone, record.unsent().len(), record.len());
    let (public, file) = (asked.public.display(), asked.record.display());
    if left == 0 {
        let earlier = match before {
            0 => Say::new("", ""),
            _ => Say::new(format!("（其中此前{before}个）"), format!(" ({before} of them before)")),
        };
        return terminal.say(&Say::new(
            format!("{all}个投票码均已发出{}。公开凭证文件：{public}。寄送记录“{file}”中已没有投票码。", earlier.zh),
            format!(
                "All {all} codes are out{}. Public parts: {public}. No code is left in the record “{file}”.",
                earlier.en
            ),
        ));
    }
    let stopped = match &done.stopped {
        Some(why) => Say::new(
            format!("邮件服务器没有应答（{why}），已停止。"),
            format!("The mail server does not answer ({why}); stopped. "),
        ),
        None => Say::new("", ""),
    };
    Err(Error::Refused(Say::new(
        format!(
            "{}本次发出{gone}封，此前{before}封，还有{left}封未发出。再次运行同一命令即接着寄，每人只有一个投票码；不再寄送的，加上 --sheet \
             文件名，印成纸条当面领取。未寄出的投票码在“{file}”中，请妥善保管。",
            stopped.zh
        ),
        format!(
            "{}Gone out now: {gone}; before: {before}; not gone out: {left}. The same command goes on with the rest, and nobody gets a second code; \
             with --sheet FILE they are printed as slips to be picked up instead. Their codes are in “{file}”: keep it safe.",
            stopped.en
        ),
    )))
}

/// What did not go out, as slips; the record then holds no code.
fn on_paper(terminal: &Terminal, asked: &Asked<'_>, mut record: Record, sheet: &Path) -> Result<()> {
    let unsent = record.unsent();
    if unsent.is_empty() {
        return Err(Error::refused("没有未寄出的投票码。", "All codes are out; there is nothing to print."));
    }
    let slips: Vec<Slip> = unsent.iter().map(|(_, code, _)| asked.slip(code.clone())).collect();
    new_file(sheet, slips::sheet(asked.title, &slips, terminal.lang).as_bytes())?;
    for (line, ..) in &unsent {
        record.mark(*line, Gone::OnPaper)?;
    }
    let (n, sheet) = (slips.len(), sheet.display());
    terminal.say(&Say::new(
        format!("{n}个投票码已印成纸条：请打印“{sheet}”，由未收到邮件的投票人当面领取，打印后删除该文件。"),
        format!("Printed as slips: {n}. Print “{sheet}”, let the voters whom no mail reached pick them up, and delete the file."),
    ))
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    fn record(folder: &Path, n: u8) -> (Record, Vec<String>) {
        let (slips, _) = slips::printed("abcdefghijkmno", n.into(), "https://xn.test", &mut actions::chance);
        let codes: Vec<String> = slips.into_iter().map(|s| s.code).collect();
        let all: Vec<_> = codes.iter().cloned().zip((0..n).map(|i| format!("v{i}@xn.test"))).collect();
        (Record::begin(&folder.join("mails"), "abcdefghijkmno", &all).unwrap(), codes)
    }
    #[test]
    fn a_mail_that_is_refused_waits_and_the_others_go() {
        let folder = tempfile::tempdir().unwrap();
        let (mut record, codes) = record(folder.path(), 3);
        let (went, told) = (RefCell::new(Vec::new()), RefCell::new(Vec::new()));
        let send = |to: &str, code: &str| {
            went.borrow_mut().push((to.to_owned(), code.to_owned()));
            if to.starts_with("v1") { Err(NotSent::Refused("no such mailbox".to_owned())) } else { Ok(()) }
        };
        let done = sent(&mut record, send, |to, why| told.borrow_mut().push(format!("{to}: {why}"))).unwrap();
        assert_eq!((done.gone, done.stopped), (2, None));
        assert_eq!(told.into_inner(), ["v1@xn.test: no such mailbox"]);
        let went = went.into_inner();
        assert_eq!(went.iter().map(|(_, code)| code).collect::<Vec<_>>(), codes.iter().collect::<Vec<_>>());
        assert_eq!(record.unsent(), [(1, codes[1].clone(), "v1@xn.test".to_owned())]);
    }
    #[test]
    fn where_no_server_answers_the_mailing_stops() {
        let folder = tempfile::tempdir().unwrap();
        let (mut record, _) = record(folder.path(), 4);
        let asked = RefCell::new(Vec::new());
        let send = |to: &str, _: &str| {
            asked.borrow_mut().push(to.to_owned());
            if to == "v0@xn.test" { Ok(()) } else { Err(NotSent::NoServer("refused".to_owned())) }
        };
        let done = sent(&mut record, send, |_, _| panic!("nobody in particular is in trouble")).unwrap();
        assert_eq!((done.gone, done.stopped.as_deref()), (1, Some("refused")));
        assert_eq!(asked.into_inner(), ["v0", "v1", "v1", "v1"].map(|v| format!("{v}@xn.test")));
        assert_eq!(record.unsent().len(), 3);
    }
    #[test]
    fn the_mail_has_the_address_and_the_code_and_says_to_whom_they_belong() {
        let slip = Slip { code: "c0".to_owned(), address: slips::address("https://xn.test/", "u", "c0") };
        for lang in [Lang::Zh, Lang::En] {
            let (subject, text) = letter("年度测评", &slip, lang);
            assert!(subject.contains("年度测评"), "{subject}");
            assert!(text.contains("https://xn.test/vote/u#c0") && text.contains("\n"), "{text}");
        }
    }
    #[test]
    fn a_list_with_an_address_twice_or_none_is_refused() {
        assert_eq!(addresses("a@xn.test\n\n b@xn.test ").map_err(|e| e.to_string()).unwrap().len(), 2);
        for list in ["", "a@xn.test\nA@xn.test", "a@xn.test\nno address"] {
            assert!(addresses(list).is_err(), "{list}");
        }
    }
}
