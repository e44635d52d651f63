//! `xianneng ballot mail`: voting codes go to voters by mail, one to each address by chance. Nothing but the public parts is kept; for
//! whom no mail reaches, a slip to be picked up is printed.

use std::{collections::BTreeSet, fs, path::Path};

use ballots::Chance;
use base::{Lang, Say};
use clap::{Arg, ArgMatches, Command};
use db::{Error, Result};
use web::{Terminal, new_file};

use crate::{
    Text, actions,
    commands::{address, help, urn, urn_arg},
    slips::{self, Slip},
};

/// How often a mail is tried.
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
        .arg(Arg::new("sheet").long("sheet").value_name("FILE").default_value("pick-up.html").help(h(
            "邮件未送达者的纸条，打印后供当面领取",
            "Slips for those whom no mail reached, to be picked up in person",
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

/// Sends each slip to its address; gives the slips that did not go out.
fn sent(
    slips: Vec<Slip>,
    addresses: &[String],
    send: impl Fn(&str, &Slip) -> std::result::Result<(), String>,
    mut trouble: impl FnMut(&str, &str),
) -> Vec<Slip> {
    let one = |(slip, address): (Slip, &String)| {
        let mut why = String::new();
        for _ in 0..TRIES {
            match send(address, &slip) {
                Ok(()) => return None,
                Err(says) => why = says,
            }
        }
        trouble(address, &why);
        Some(slip)
    };
    slips.into_iter().zip(addresses).filter_map(one).collect()
}

/// Makes codes and sends them. Opens no database.
pub(crate) fn mail(terminal: &Terminal, args: &ArgMatches) -> Result<()> {
    let text = |name: &str| args.get_one::<String>(name).map(String::as_str).unwrap_or_default();
    let (urn, address) = (urn(text("urn"))?, address(text("address"))?);
    let set = |name: &str| std::env::var(name).ok().filter(|v| !v.trim().is_empty());
    let (Some(server), Some(from)) = (set("XIANNENG_SMTP"), set("XIANNENG_MAIL_FROM")) else {
        return Err(Error::refused(
            "请用环境变量 XIANNENG_SMTP（如 smtp://host:25）和 XIANNENG_MAIL_FROM 指定邮件服务器和发件人。",
            "Name the mail server and the sender with the environment’s XIANNENG_SMTP (such as smtp://host:25) and XIANNENG_MAIL_FROM.",
        ));
    };
    let list = Path::new(text("to"));
    let unreadable = |e: std::io::Error| {
        let list = list.display();
        Error::refused(format!("无法读取“{list}”：{e}"), format!("“{list}” cannot be read: {e}"))
    };
    if fs::metadata(list).map_err(unreadable)?.len() > MAX_LIST {
        return Err(Error::refused("地址文件过大。", "The list is too large."));
    }
    let addresses = addresses(&fs::read_to_string(list).map_err(unreadable)?)?;
    if Path::new(text("sheet")).exists() {
        return Err(Error::refused(
            format!("“{}”已存在，不会覆盖。请换一个文件名。", text("sheet")),
            format!("“{}” is there already and is not overwritten. Give another name.", text("sheet")),
        ));
    }
    let count = u32::try_from(addresses.len()).unwrap_or(slips::MOST);
    let (made, public) = slips::printed(urn, count, address, &mut actions::chance);
    // the public parts are on the disk before the first code leaves: whatever happens then, the roll is whole
    new_file(text("public"), public.as_bytes())?;
    let shuffled = by_chance(made, &mut actions::chance);
    let send = |to: &str, slip: &Slip| inbox::send(&server, &from, to, letter(text("title"), slip, terminal.lang));
    let left = sent(shuffled, &addresses, send, |address, why| eprintln!("{address}: {why}"));
    let gone = addresses.len() - left.len();
    if !left.is_empty() {
        new_file(text("sheet"), slips::sheet(text("title"), &left, terminal.lang).as_bytes())?;
    }
    let (n, sheet) = (left.len(), text("sheet"));
    terminal.say(&match n {
        0 => Say::new(
            format!("{gone}封邮件均已发出。公开凭证文件：{}。", text("public")),
            format!("All {gone} mails went out. Public parts: {}.", text("public")),
        ),
        _ => Say::new(
            format!("{gone}封邮件已发出，{n}封未能发出：请打印“{sheet}”，由这些投票人当面领取，打印后删除该文件。公开凭证文件：{}。", text("public")),
            format!("{gone} mails went out and {n} did not: print “{sheet}”, let those voters pick their slips up, and delete the file. Public parts: {}.", text("public")),
        ),
    })
}

/// The same in an order by chance.
fn by_chance(mut slips: Vec<Slip>, chance: &mut impl Chance) -> Vec<Slip> {
    for i in (1..slips.len()).rev() {
        let mut bytes = [0; 8];
        chance.fill(&mut bytes);
        slips.swap(i, (u64::from_le_bytes(bytes) % (i as u64 + 1)) as usize);
    }
    slips
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    fn some(n: usize) -> Vec<Slip> {
        (0..n).map(|i| Slip { code: format!("c{i}"), address: format!("https://xn.test/vote/u#c{i}") }).collect()
    }
    #[test]
    fn everybody_gets_one_code_and_whom_no_mail_reaches_gets_a_slip() {
        let addresses = ["a@xn.test", "b@xn.test", "c@xn.test"].map(str::to_owned);
        let (went, told) = (RefCell::new(Vec::new()), RefCell::new(Vec::new()));
        let send = |to: &str, slip: &Slip| {
            went.borrow_mut().push((to.to_owned(), slip.code.clone()));
            if to.starts_with('b') { Err("no such mailbox".to_owned()) } else { Ok(()) }
        };
        let left = sent(some(3), &addresses, send, |to, why| told.borrow_mut().push(format!("{to}: {why}")));
        assert_eq!(left, [some(3)[1].clone()]);
        assert_eq!(told.into_inner(), ["b@xn.test: no such mailbox"]);
        let went = went.into_inner();
        assert_eq!(went.iter().filter(|(to, _)| to == "b@xn.test").count(), TRIES);
        assert!(
            went.contains(&("a@xn.test".to_owned(), "c0".to_owned()))
                && went.contains(&("c@xn.test".to_owned(), "c2".to_owned()))
        );
    }
    #[test]
    fn the_mail_has_the_address_and_the_code_and_says_to_whom_they_belong() {
        for lang in [Lang::Zh, Lang::En] {
            let (subject, text) = letter("年度测评", &some(1)[0], lang);
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
