//! The record of a mailing: which code goes to which address, until it has gone. A mailing that broke off goes on from here, so that
//! nobody gets a second code and nobody is left without one.
//!
//! A line for each address begins with its code, in place of which a mark is written as soon as the code is out: then the record says
//! who has one, and not which.

use std::{
    collections::BTreeSet,
    fs::{self, File, OpenOptions},
    io::{ErrorKind, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use ballots::belenios::Credential;
use base::Say;
use db::{Error, Result};

/// What a record begins with.
const FORMAT: &str = "xianneng-mail/1";
/// So many characters has a code with its hyphens, and a mark in its place.
const WIDTH: usize = 19;
/// The longest record, in bytes.
const MAX: u64 = 8 << 20;

/// What became of a code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Gone {
    /// It went out by mail.
    Mailed,
    /// It is on a slip to be picked up.
    OnPaper,
}
impl Gone {
    fn mark(self) -> String {
        let word = match self {
            Self::Mailed => "(mailed)",
            Self::OnPaper => "(on-paper)",
        };
        // no code has a parenthesis or fewer characters: whatever of the mark reached the disk, the code is none any more
        format!("{word:-<WIDTH$}")
    }
}

struct Line {
    /// Where it begins in the file.
    at: u64,
    address: String,
    /// The code, until it is out.
    code: Option<String>,
}

/// A record that is open: no other mailing writes to it meanwhile.
pub(super) struct Record {
    path: PathBuf,
    file: File,
    lines: Vec<Line>,
}

fn trouble(path: &Path, why: &std::io::Error) -> Error {
    let path = path.display();
    Error::refused(
        format!("无法读写寄送记录“{path}”：{why}"),
        format!("The record “{path}” cannot be read or written: {why}"),
    )
}
fn refused(path: &Path, zh: &str, en: &str) -> Error {
    let path = path.display();
    Error::refused(format!("寄送记录“{path}”{zh}"), format!("The record “{path}” {en}"))
}
/// Another command that writes to the same record would send the same mails.
fn locked(file: File, path: &Path) -> Result<File> {
    file.try_lock().map_err(|_| {
        refused(path, "正由另一个命令使用，请等它结束。", "is in use by another command; wait until that ends.")
    })?;
    Ok(file)
}

impl Record {
    /// The record that a mailing left; nothing where none was begun.
    ///
    /// # Errors
    /// A file that is no record of this urn, or is in use.
    pub(super) fn left(path: &Path, urn: &str) -> Result<Option<Self>> {
        let file = match OpenOptions::new().read(true).write(true).open(path) {
            Ok(file) => locked(file, path)?,
            Err(why) if why.kind() == ErrorKind::NotFound => return Ok(None),
            Err(why) => return Err(trouble(path, &why)),
        };
        let mut text = String::new();
        (&file).take(MAX + 1).read_to_string(&mut text).map_err(|why| trouble(path, &why))?;
        let no_record =
            || refused(path, "不是寄送投票码的记录，请换一个文件名。", "is no record of a mailing; give another name.");
        let (head, rest) = text.split_once('\n').ok_or_else(no_record)?;
        let [FORMAT, of, count] = head.split(' ').collect::<Vec<_>>()[..] else { return Err(no_record()) };
        if of != urn {
            return Err(refused(path, "属于另一个票箱。", "belongs to another urn."));
        }
        let mut lines = Vec::new();
        let mut at = head.len() as u64 + 1;
        for line in rest.lines() {
            let parts =
                line.split_at_checked(WIDTH).and_then(|(code, address)| Some((code, address.strip_prefix(' ')?)));
            let (code, address) = parts.ok_or_else(no_record)?;
            // a mark is written after the mail has gone: a code that is half written over is out
            let code = Credential::read(code).is_ok().then(|| code.to_owned());
            lines.push(Line { at, address: address.to_owned(), code });
            at += line.len() as u64 + 1;
        }
        if count.parse() != Ok(lines.len()) || at != text.len() as u64 {
            return Err(refused(path, "不完整，不能接着寄送。", "is not whole; the mailing cannot go on."));
        }
        Ok(Some(Self { path: path.to_owned(), file, lines }))
    }

    /// Begins one: every address has its code on the disk before the first mail leaves.
    ///
    /// # Errors
    /// A file that cannot be written, or that is in use.
    pub(super) fn begin(path: &Path, urn: &str, codes: &[(String, String)]) -> Result<Self> {
        let wrong = |why: std::io::Error| trouble(path, &why);
        let mut name = path.as_os_str().to_owned();
        name.push(".new");
        let new = PathBuf::from(name);
        let mut options = OpenOptions::new();
        options.write(true).read(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = locked(options.open(&new).map_err(wrong)?, path)?;
        // whoever was quicker has begun it meanwhile
        if path.exists() {
            return Err(refused(
                path,
                "正由另一个命令使用，请等它结束。",
                "is in use by another command; wait until that ends.",
            ));
        }
        let mut text = format!("{FORMAT} {urn} {}\n", codes.len());
        let mut lines = Vec::new();
        for (code, address) in codes {
            lines.push(Line { at: text.len() as u64, address: address.clone(), code: Some(code.clone()) });
            text.push_str(&format!("{code} {address}\n"));
        }
        let whole = file.set_len(0).and_then(|()| file.write_all(text.as_bytes())).and_then(|()| file.sync_all());
        // a record that is there is whole
        whole.and_then(|()| fs::rename(&new, path)).map_err(wrong)?;
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        #[cfg(unix)]
        File::open(folder).and_then(|f| f.sync_all()).map_err(wrong)?;
        Ok(Self { path: path.to_owned(), file, lines })
    }

    /// That the list of addresses is the one that the mailing was begun with.
    ///
    /// # Errors
    /// How they differ.
    pub(super) fn is_of(&self, addresses: &[String]) -> Result<()> {
        let of = |all: &mut dyn Iterator<Item = &String>| all.map(|a| a.to_lowercase()).collect::<BTreeSet<_>>();
        let (mine, given) = (of(&mut self.lines.iter().map(|l| &l.address)), of(&mut addresses.iter()));
        let (new, gone) = (given.difference(&mine).count(), mine.difference(&given).count());
        if new + gone == 0 {
            return Ok(());
        }
        let path = self.path.display();
        Err(Error::Refused(Say::new(
            format!(
                "地址文件与开始寄送时不同：多{new}个，少{gone}个（见寄送记录“{path}”）。公开凭证已按原名单生成，不能增减；请用原来的地址文件继续。"
            ),
            format!(
                "The list of addresses is not the one that this mailing was begun with: {new} more, {gone} fewer (see the record “{path}”). \
                 Its codes are made for the first list; go on with that one."
            ),
        )))
    }

    /// The codes that are not out yet: line, code, address.
    pub(super) fn unsent(&self) -> Vec<(usize, String, String)> {
        let unsent = |(i, line): (usize, &Line)| Some((i, line.code.clone()?, line.address.clone()));
        self.lines.iter().enumerate().filter_map(unsent).collect()
    }
    /// How many codes there are.
    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }
    /// Whether nothing has gone out yet.
    pub(super) fn untouched(&self) -> bool {
        self.lines.iter().all(|l| l.code.is_some())
    }

    /// Writes over a code that is out, on the disk before anything else happens.
    ///
    /// # Errors
    /// The disk.
    pub(super) fn mark(&mut self, line: usize, gone: Gone) -> Result<()> {
        let of = &mut self.lines[line];
        let file = &mut self.file;
        let done = file.seek(SeekFrom::Start(of.at)).and_then(|_| file.write_all(gone.mark().as_bytes()));
        done.and_then(|()| file.sync_data()).map_err(|why| trouble(&self.path, &why))?;
        of.code = None;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const URN: &str = "abcdefghijkmno";

    fn codes(n: u8) -> Vec<(String, String)> {
        let mut seed = 0u8;
        let mut chance = |bytes: &mut [u8]| {
            for b in bytes {
                seed = seed.wrapping_mul(7).wrapping_add(13);
                *b = seed;
            }
        };
        (0..n).map(|i| (Credential::new(&mut chance).text().to_owned(), format!("v{i}@xn.test"))).collect()
    }
    fn says(done: Result<Option<Record>>) -> String {
        done.err().map(|e| e.to_string()).unwrap_or_default()
    }

    #[test]
    fn what_is_out_is_written_over_and_the_rest_is_found_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mails");
        assert!(Record::left(&path, URN).unwrap().is_none());
        let codes = codes(4);
        let mut record = Record::begin(&path, URN, &codes).unwrap();
        assert!(record.untouched() && says(Record::left(&path, URN)).contains("in use"), "one mailing at a time");
        record.mark(1, Gone::Mailed).unwrap();
        record.mark(2, Gone::OnPaper).unwrap();
        drop(record);
        let text = fs::read_to_string(&path).unwrap();
        assert!(codes.iter().map(|(code, _)| text.contains(code)).eq([true, false, false, true]), "{text}");
        assert_eq!(text.lines().nth(2), Some("(mailed)----------- v1@xn.test"));
        let mut record = Record::left(&path, URN).unwrap().unwrap();
        let unsent: Vec<(usize, String)> = record.unsent().into_iter().map(|(i, code, _)| (i, code)).collect();
        assert_eq!(unsent, [(0, codes[0].0.clone()), (3, codes[3].0.clone())]);
        assert!(!record.untouched() && record.len() == 4);
        // the power went while a code was written over: its mail had gone
        record.mark(0, Gone::Mailed).unwrap();
        drop(record);
        let torn = fs::read_to_string(&path).unwrap().replace(&codes[3].0, &format!("({}", &codes[3].0[1..]));
        fs::write(&path, torn).unwrap();
        assert!(Record::left(&path, URN).unwrap().unwrap().unsent().is_empty());
    }
    #[test]
    fn a_file_that_is_no_whole_record_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mails");
        drop(Record::begin(&path, URN, &codes(3)).unwrap());
        assert!(says(Record::left(&path, "another-urn")).contains("another urn"));
        let whole = fs::read_to_string(&path).unwrap();
        for (text, why) in [
            (whole.lines().take(3).map(|l| format!("{l}\n")).collect::<String>(), "not whole"),
            (whole[..whole.len() - 1].to_owned(), "not whole"),
            ("name,address\n".to_owned(), "no record"),
            (String::new(), "no record"),
            (format!("{whole}short\n"), "no record"),
        ] {
            fs::write(&path, text).unwrap();
            assert!(says(Record::left(&path, URN)).contains(why), "{why}: {}", says(Record::left(&path, URN)));
        }
    }
    #[test]
    fn the_list_of_addresses_stays_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let record = Record::begin(&folder.path().join("mails"), URN, &codes(2)).unwrap();
        let list = |all: &[&str]| all.iter().map(|a| (*a).to_owned()).collect::<Vec<_>>();
        record.is_of(&list(&["V1@xn.test", "v0@xn.test"])).unwrap();
        let why = record.is_of(&list(&["v0@xn.test", "v2@xn.test", "v3@xn.test"])).unwrap_err().to_string();
        assert!(why.contains("2 more, 1 fewer"), "{why}");
    }
    #[cfg(unix)]
    #[test]
    fn nobody_else_reads_the_codes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mails");
        drop(Record::begin(&path, URN, &codes(1)).unwrap());
        let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600);
    }
}
