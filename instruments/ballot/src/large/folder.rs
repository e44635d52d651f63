//! A large ballot as files: `manifest.txt`, `roll.txt` (a line for each voter: the class by number from 1 and the public credential),
//! `ballots.bin` (ballots of one length, one after another), `openings/N.bin` of scrutineer N, `result.txt`.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
};

use ballots::{
    Refused,
    fast::{Count, Manifest, Opening, Poll, Seat},
};
use base::Say;
use db::{Error, Result};
use web::new_file;

/// The longest file that is read, in bytes.
const MOST: u64 = 4 << 30;

pub(super) fn refused(why: Refused) -> Error {
    Error::Refused(why.say)
}
fn unreadable(path: &Path, e: &std::io::Error) -> Error {
    let path = path.display();
    Error::refused(format!("无法读取“{path}”：{e}"), format!("“{path}” cannot be read: {e}"))
}
fn unwritable(path: &Path, e: &std::io::Error) -> Error {
    let path = path.display();
    Error::refused(format!("无法写入“{path}”：{e}"), format!("“{path}” cannot be written: {e}"))
}
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>> {
    let size = fs::metadata(path).map_err(|e| unreadable(path, &e))?.len();
    if size > MOST {
        return Err(Error::refused(
            format!("“{}”过大。", path.display()),
            format!("“{}” is too large.", path.display()),
        ));
    }
    fs::read(path).map_err(|e| unreadable(path, &e))
}
pub(super) fn text(path: &Path) -> Result<String> {
    String::from_utf8(bytes(path)?).map_err(|_| {
        Error::refused(
            format!("“{}”不是 UTF-8 文本。", path.display()),
            format!("“{}” is not UTF-8 text.", path.display()),
        )
    })
}
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
/// 32 bytes in hexadecimal digits.
pub(super) fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut out = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (i, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * i..2 * i + 2], 16).ok()?;
    }
    Some(out)
}

/// A roll as it is written.
pub(super) fn roll(text: &str) -> Result<Vec<Seat>> {
    let seat = |line: &str| {
        let (class, credential) = line.split_once(' ')?;
        Some(Seat { class: class.parse::<usize>().ok()?.checked_sub(1)?, credential: unhex(credential)? })
    };
    let one = |(i, line): (usize, &str)| {
        seat(line).ok_or_else(|| {
            Error::Refused(Say::new(
                format!("名册第{}行应为“类别编号 公开凭证”。", i + 1),
                format!("Line {} of the roll should be a class by number and a public credential.", i + 1),
            ))
        })
    };
    text.lines().enumerate().map(one).collect()
}

/// A ballot's folder.
pub(super) struct Folder {
    at: PathBuf,
    pub(super) poll: Poll,
    pub(super) seats: Vec<Seat>,
}
impl Folder {
    pub(super) fn open(at: &Path) -> Result<Self> {
        let manifest = Manifest::read(&text(&at.join("manifest.txt"))?).map_err(refused)?;
        let seats = roll(&text(&at.join("roll.txt"))?)?;
        let poll = Poll::new(manifest, &seats).map_err(refused)?;
        Ok(Self { at: at.to_owned(), poll, seats })
    }
    /// Makes one.
    pub(super) fn make(at: &Path, manifest: &Manifest, roll: &str) -> Result<()> {
        fs::create_dir(at).map_err(|e| unwritable(at, &e))?;
        fs::create_dir(at.join("openings")).map_err(|e| unwritable(at, &e))?;
        new_file(at.join("roll.txt"), roll.as_bytes())?;
        new_file(at.join("ballots.bin"), &[])?;
        new_file(at.join("manifest.txt"), manifest.text().as_bytes())
    }
    /// The ballots, one after another.
    pub(super) fn ballots(&self) -> Result<Vec<u8>> {
        let all = bytes(&self.at.join("ballots.bin"))?;
        let size = self.poll.manifest().ballot_size();
        if !all.len().is_multiple_of(size) {
            return Err(Error::refused(
                "“ballots.bin”不完整：长度不是一张选票的整数倍。",
                "“ballots.bin” is not whole: it does not hold a whole number of ballots.",
            ));
        }
        Ok(all)
    }
    pub(super) fn split<'a>(&self, all: &'a [u8]) -> Vec<&'a [u8]> {
        all.chunks(self.poll.manifest().ballot_size()).collect()
    }
    /// Adds ballots that were checked; they are on the disk before this returns.
    pub(super) fn add(&self, ballots: &[u8]) -> Result<()> {
        self.not_counted()?;
        let path = self.at.join("ballots.bin");
        let mut file = OpenOptions::new().append(true).open(&path).map_err(|e| unwritable(&path, &e))?;
        file.write_all(ballots).and_then(|()| file.sync_all()).map_err(|e| unwritable(&path, &e))
    }
    /// Once a scrutineer has opened sums, no ballot comes in any more.
    pub(super) fn not_counted(&self) -> Result<()> {
        if (0..self.poll.manifest().trustees.len()).any(|n| self.opening_path(n).exists()) {
            return Err(Error::refused(
                "已有监票人解密，不再收选票。",
                "A scrutineer has opened the sums; no ballot is taken any more.",
            ));
        }
        Ok(())
    }
    fn opening_path(&self, trustee: usize) -> PathBuf {
        self.at.join("openings").join(format!("{}.bin", trustee + 1))
    }
    pub(super) fn put_opening(&self, trustee: usize, opening: &Opening) -> Result<()> {
        new_file(self.opening_path(trustee), &opening.bytes())
    }
    /// The parts of all scrutineers, in their order.
    pub(super) fn openings(&self) -> Result<Vec<Vec<u8>>> {
        (0..self.poll.manifest().trustees.len())
            .map(|n| {
                let path = self.opening_path(n);
                if path.exists() {
                    return bytes(&path);
                }
                Err(Error::refused(
                    format!("第{}位监票人还没有解密。", n + 1),
                    format!("Scrutineer {} has not opened the sums yet.", n + 1),
                ))
            })
            .collect()
    }
    pub(super) fn put_result(&self, count: &Count) -> Result<()> {
        new_file(self.at.join("result.txt"), written(count).as_bytes())
    }
    /// The result as it was published; nothing before there is one.
    pub(super) fn result(&self) -> Result<Option<String>> {
        let path = self.at.join("result.txt");
        if path.exists() { text(&path).map(Some) } else { Ok(None) }
    }
}

/// A result as it is published: for each sum of the plan a line, `not opened` or the numbers of each question.
pub(super) fn written(count: &Count) -> String {
    let question = |numbers: &Vec<u64>| numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(" ");
    let sum = |(i, sum): (usize, &Option<Vec<Vec<u64>>>)| match sum {
        Some(questions) => {
            format!("sum {} {}\n", i + 1, questions.iter().map(question).collect::<Vec<_>>().join(" | "))
        }
        None => format!("sum {} not opened\n", i + 1),
    };
    count.0.iter().enumerate().map(sum).collect()
}
