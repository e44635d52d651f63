//! `xianneng ballot slips` makes slips offline; `xianneng ballot roll` brings their public parts in.

use std::fs;

use base::{Lang, Say};
use clap::{Arg, ArgMatches, Command, value_parser};
use db::Error;
use web::{Console, Terminal};

use crate::{KeepRoll, actions, slips, store};

pub(crate) fn help(lang: Lang, zh: &str, en: &str) -> String {
    Say::new(zh, en).to(lang).to_owned()
}

/// The urn that codes are made for.
pub(crate) fn urn_arg(lang: Lang) -> Arg {
    let h = help(lang, "票箱编号，见表决页面", "The urn’s id, from the ballot’s page");
    Arg::new("urn").value_name("URN").required(true).help(h)
}

pub(crate) fn slips_args(command: Command, lang: Lang) -> Command {
    let h = |zh: &str, en: &str| help(lang, zh, en);
    command
        .arg(urn_arg(lang))
        .arg(
            Arg::new("count")
                .value_name("COUNT")
                .required(true)
                .value_parser(value_parser!(u32).range(1..=i64::from(slips::MOST)))
                .help(h("张数：投票人数加少量备用", "How many: the voters and a few to spare")),
        )
        .arg(Arg::new("address").long("address").value_name("URL").required(true).help(h(
            "投票人手机访问的网址，如 https://xn.example",
            "The address that voters’ phones reach, such as https://xn.example",
        )))
        .arg(
            Arg::new("title")
                .long("title")
                .value_name("TEXT")
                .help(h("印在纸条上的名称", "The name printed on the slips")),
        )
        .arg(
            Arg::new("sheet").long("sheet").value_name("FILE").default_value("slips.html").help(h(
                "打印页（含投票码，打印后销毁）",
                "The sheet to print. It has the codes: destroy it afterwards",
            )),
        )
        .arg(Arg::new("public").long("public").value_name("FILE").default_value("slips.public.json").help(h(
            "公开凭证文件（不含投票码，由保管名册的人录入）",
            "The file of public parts, without codes, to be brought in by whoever keeps the roll",
        )))
}

/// An urn's id as it was typed.
pub(crate) fn urn(text: &str) -> db::Result<&str> {
    let urn = text.trim();
    if urn.len() >= 14 && urn.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Ok(urn);
    }
    let say = Say::new(
        "票箱编号为14位字母数字，请从表决页面复制。",
        "An urn’s id has 14 letters and digits; copy it from the page.",
    );
    Err(Error::field("URN", say))
}
/// The site's address as it was typed.
pub(crate) fn address(text: &str) -> db::Result<&str> {
    let address = text.trim();
    let plain = address.starts_with("https://") || address.starts_with("http://");
    if plain && !address.contains(['#', '?', ' ']) {
        return Ok(address);
    }
    Err(Error::field("--address", Say::new("请写成 https://xn.example。", "Write it as https://xn.example.")))
}

/// Makes slips. Opens no database and no connection.
pub(crate) fn slips(terminal: &Terminal, args: &ArgMatches) -> db::Result<()> {
    let text = |name: &str| args.get_one::<String>(name).map(String::as_str).unwrap_or_default();
    let (urn, address) = (urn(text("urn"))?, address(text("address"))?);
    let count = args.get_one::<u32>("count").copied().unwrap_or_default();
    let (made, file) = slips::printed(urn, count, address, &mut actions::chance);
    let title = match (text("title"), terminal.lang) {
        ("", Lang::Zh) => "投票码",
        ("", Lang::En) => "Voting code",
        (title, _) => title,
    };
    web::new_files(&[(text("sheet"), slips::sheet(title, &made, terminal.lang)), (text("public"), file)])?;
    terminal.say(&Say::new(
        format!(
            "已制作{count}张纸条：{}（打印裁开、打乱后放入箱中由投票人抽取；打印后删除该文件），公开凭证：{}（由保管名册的账号录入）。",
            text("sheet"),
            text("public")
        ),
        format!(
            "{count} slips made: {} (print, cut, mix in a box to be drawn from; then delete the file). Public parts: {} (brought in \
             by the account that keeps the roll).",
            text("sheet"),
            text("public")
        ),
    ))
}

pub(crate) fn roll_args(command: Command, lang: Lang) -> Command {
    let h = |zh: &str, en: &str| help(lang, zh, en);
    command.arg(Arg::new("file").value_name("FILE").required(true).help(h("公开凭证文件", "The file of public parts")))
}

/// Brings the public parts of slips in; whoever sits at the machine then keeps the roll.
pub(crate) fn roll(console: &Console, args: &ArgMatches) -> db::Result<()> {
    let path = args.get_one::<String>("file").map(String::as_str).unwrap_or_default();
    let refuse =
        |e: std::io::Error| Error::refused(format!("无法读取“{path}”：{e}"), format!("“{path}” cannot be read: {e}"));
    if fs::metadata(path).map_err(refuse)?.len() > slips::MAX_FILE as u64 {
        return Err(Error::refused("文件过大。", "The file is too large."));
    }
    let text = fs::read_to_string(path).map_err(refuse)?;
    let parts = slips::PublicParts::read(&text).map_err(Error::Refused)?;
    let ballot = console.db.read(&console.actor, |tx| {
        let may = tx.may::<KeepRoll>()?;
        store::ballot_of(tx, &may, &parts.urn)
    })?;
    let slips = console.db.write(&console.actor, |tx| actions::bring_in(tx, ballot, &text))?;
    console.say(&Say::new(
        format!("已录入{slips}张纸条的公开凭证。"),
        format!("The public parts of {slips} slips were brought in."),
    ))
}
