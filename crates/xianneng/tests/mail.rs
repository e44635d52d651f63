//! Voting codes by mail, to a mail server that is not ours: broken off midway, gone on with, and what is refused printed.

mod binary;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

use ballots::belenios::Credential;
use binary::text;

const PYTHON: &str = "/usr/bin/python3";
const URN: &str = "abcdefghijkmno";

/// Debian's aiosmtpd, which puts mails into a Maildir, knows no mailbox whose name begins with `gone`, and is slow to say that it has
/// taken a mail.
const SERVER: &str = r"
import asyncio, sys
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox
class Slow(Mailbox):
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith('gone'):
            return '550 no such mailbox'
        envelope.rcpt_tos.append(address)
        return '250 OK'
    async def handle_DATA(self, server, session, envelope):
        said = await super().handle_DATA(server, session, envelope)
        await asyncio.sleep(0.3)
        return said
Controller(Slow(sys.argv[1]), hostname='127.0.0.1', port=int(sys.argv[2])).start()
sys.stdin.read()
";

/// A program that is stopped when the test is over.
struct Running(Child);
impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
fn server(mails: &Path, port: u16) -> Running {
    let mut command = Command::new(PYTHON);
    command.args(["-c", SERVER]).arg(mails).arg(port.to_string()).stdin(Stdio::piped());
    let running = Running(command.spawn().unwrap());
    let begun = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(begun.elapsed() < Duration::from_secs(30), "the mail server does not answer");
        std::thread::sleep(Duration::from_millis(50));
    }
    running
}

/// The codes that each address got, as Python's own mail library reads the mails.
fn codes(mails: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let script = "import mailbox,sys,email.policy,email,re\n\
        for m in mailbox.Maildir(sys.argv[1], create=False):\n\
        \x20   m = email.message_from_bytes(m.as_bytes(), policy=email.policy.default)\n\
        \x20   print(m['to'], re.search('Voting code: (.*)', m.get_content())[1].strip())";
    let out = Command::new(PYTHON).args(["-c", script]).arg(mails).output().unwrap();
    assert!(out.status.success(), "{}", text(&out.stderr));
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in text(&out.stdout).lines() {
        let (to, code) = line.split_once(' ').unwrap();
        all.entry(to.to_owned()).or_default().insert(code.to_owned());
    }
    all
}
fn arrived(mails: &Path) -> usize {
    fs::read_dir(mails.join("new")).map_or(0, Iterator::count)
}

#[test]
fn a_mailing_that_breaks_off_goes_on_and_nobody_gets_a_second_code() {
    if Command::new(PYTHON).args(["-c", "import aiosmtpd"]).output().map_or(true, |o| !o.status.success()) {
        assert!(std::env::var("CI").is_err(), "aiosmtpd (Debian package python3-aiosmtpd) is absent");
        eprintln!("SKIPPED: aiosmtpd (Debian package python3-aiosmtpd) is absent");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (at, mails) = (folder.path(), folder.path().join("mail"));
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let smtp = format!("smtp://127.0.0.1:{port}");
    let command = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xianneng"));
        command.current_dir(at).env_clear().env("LANG", "C").env("XIANNENG_SMTP", &smtp);
        command.env("XIANNENG_MAIL_FROM", "votes@xn.test");
        command.args(["ballot", "mail", URN, "--to", "voters.txt", "--title", "Assessment", "--lang", "en"]);
        command.args(["--address", "https://xn.test"]).args(more).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    };
    let runs = |more: &[&str]| -> Output { command(more).output().unwrap() };
    let refused = |more: &[&str], says: &str| {
        let told = runs(more);
        assert!(!told.status.success() && text(&told.stderr).contains(says), "{says}: {}", text(&told.stderr));
    };
    let voters = ["v1@xn.test", "v2@xn.test", "gone@xn.test", "v3@xn.test", "v4@xn.test", "v5@xn.test"];
    fs::write(at.join("voters.txt"), voters.join("\n")).unwrap();
    refused(&["--sheet", "rest.html"], "Nothing has been mailed yet");

    // no server is there: the codes wait
    refused(&[], "The mail server does not answer");
    let public = fs::read_to_string(at.join("slips.public.json")).unwrap();
    // the power goes when two mails have gone; the second one's server had not said so yet
    let _server = server(&mails, port);
    let mut first = command(&[]).spawn().unwrap();
    let begun = Instant::now();
    while arrived(&mails) < 2 {
        assert!(begun.elapsed() < Duration::from_secs(60), "no mail arrives");
        std::thread::sleep(Duration::from_millis(10));
    }
    first.kill().unwrap();
    first.wait().unwrap();
    let record = || fs::read_to_string(at.join(format!("{URN}.mails"))).unwrap();
    assert!(record().contains("(mailed)----------- v1@xn.test\n"), "{}", record());
    assert!((2..=3).contains(&arrived(&mails)), "it was broken off midway");

    // what was begun is not begun with other voters, nor for another urn, nor anew
    fs::write(at.join("voters.txt"), "v1@xn.test\nv6@xn.test").unwrap();
    refused(&[], "1 more, 5 fewer");
    fs::write(at.join("voters.txt"), voters.join("\n")).unwrap();
    refused(&["--record", "other.mails"], "is there already and is not overwritten");

    let second = runs(&[]);
    let said = text(&second.stderr).to_owned();
    assert!(!second.status.success() && said.contains("gone@xn.test") && said.contains("no such mailbox"), "{said}");
    assert!(said.contains("not gone out: 1"), "{said}");
    assert_eq!(fs::read_to_string(at.join("slips.public.json")).unwrap(), public, "the roll stays as it was");
    let got = codes(&mails);
    assert_eq!(
        got.keys().map(String::as_str).collect::<Vec<_>>(),
        ["v1@xn.test", "v2@xn.test", "v3@xn.test", "v4@xn.test", "v5@xn.test"]
    );
    assert!(got.values().all(|codes| codes.len() == 1), "one code each, even where a mail came twice: {got:?}");

    // whom no mail reaches picks a slip up, and no code is left on the disk
    let told = runs(&["--sheet", "rest.html"]);
    assert!(told.status.success() && text(&told.stdout).contains("Printed as slips: 1"), "{}", text(&told.stderr));
    let sheet = fs::read_to_string(at.join("rest.html")).unwrap();
    let slip = sheet.split("<code>").nth(1).unwrap().split("</code>").next().unwrap().to_owned();
    let mut all: BTreeSet<String> = got.into_values().flatten().collect();
    all.insert(slip);
    assert_eq!(all.len(), voters.len(), "six codes for six voters");
    for code in &all {
        let of = Credential::read(code).unwrap().public(URN);
        assert!(public.contains(of.text()), "each code is on the roll");
        assert!(!record().contains(code.as_str()), "{}", record());
    }
    let before = arrived(&mails);
    let again = runs(&[]);
    assert!(again.status.success() && text(&again.stdout).contains("All 6 codes are out"), "{}", text(&again.stderr));
    refused(&["--sheet", "more.html"], "there is nothing to print");
    assert_eq!(arrived(&mails), before, "nothing was sent again");
}
