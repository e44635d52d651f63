//! What is recorded of a meeting, and which files are taken. No I/O, no clock.

use std::collections::BTreeSet;

use base::{Id, Lang, Say};
use people::Person;
use serde::{Deserialize, Serialize};

/// The largest paper, in bytes.
pub const LARGEST: usize = 10 * 1024 * 1024;
/// The most members of a meeting.
pub const MOST: usize = 60;
/// The most characters of a notice's title.
const TITLE: usize = 100;
/// The most candidates and posts of one case.
pub const MANY: usize = 100;

/// What a case is opened for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Opening {
    /// What it is called.
    pub title: String,
    /// The unit that carries it out.
    pub unit: Id<org::Unit>,
    /// The procedure, by its name.
    pub procedure: String,
    /// The posts.
    pub posts: Vec<Id<post::Post>>,
}

/// Posts as a title names them: up to three, else the first and how many more.
pub fn titled(posts: &[String]) -> Say {
    match posts {
        [first, rest @ ..] if rest.len() > 2 => {
            Say::new(format!("{first}等{}个岗位", posts.len()), format!("{first} and {} more posts", rest.len()))
        }
        all => Say::each(|lang| lang.list(all)),
    }
}
/// The title of a public notice: which posts, by which procedure, and that it is a notice. Names nobody.
pub fn notice_title(posts: &[String], procedure: &str, step: &str) -> String {
    let count = format!("{}个岗位", posts.len());
    let shorter = [titled(posts).zh, posts.first().map(|p| format!("{p}等{count}")).unwrap_or_default(), count];
    let title = |posts: &String| format!("{posts}{procedure}{step}");
    let fits = |title: &String| title.chars().count() <= TITLE;
    shorter.iter().map(title).find(fits).unwrap_or_else(|| format!("{procedure}{step}"))
}

/// A member of the meeting.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Member {
    /// Who.
    pub person: Id<Person>,
    /// Whether they came.
    pub attended: bool,
    /// Whether they head it.
    pub head: bool,
}

/// The roll of the meeting: everyone who should attend.
pub type Call = Vec<Member>;

base::words! {
    /// A member's view of a candidate.
    pub enum Stance {
        /// 同意
        Agree = "agree",
        /// 不同意
        Disagree = "disagree",
        /// 缓议
        Postpone = "postpone",
        /// In the room, without a view.
        Silent = "silent",
        /// 回避: left the room.
        Left = "left",
    }
}
impl Stance {
    /// What people call it.
    pub fn label(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Self::Agree => ("同意", "Agree"),
            Self::Disagree => ("不同意", "Disagree"),
            Self::Postpone => ("缓议", "Postpone"),
            Self::Silent => ("在场，未表态", "Present, no view"),
            Self::Left => ("回避离场", "Left the room"),
        };
        if lang == Lang::Zh { zh } else { en }
    }
    /// Whether it is a view on the candidate.
    pub fn counts(self) -> bool {
        matches!(self, Self::Agree | Self::Disagree | Self::Postpone)
    }
}

/// One member's view of one candidate; a list of them stands in the order of speaking.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Heard {
    /// Who.
    pub person: Id<Person>,
    /// Which.
    pub view: Stance,
    /// Whether the member gave it from the own account; then nobody else changes it.
    #[serde(default)]
    pub own: bool,
}

/// What is wrong with a roll.
pub fn wrong_roll(call: &[Member]) -> Option<Say> {
    let ids: BTreeSet<Id<Person>> = call.iter().map(|m| m.person).collect();
    let heads = call.iter().filter(|m| m.head).count();
    match () {
        () if call.is_empty() || call.len() > MOST => {
            Some(Say::new(format!("应到会成员为1到{MOST}人。"), format!("A meeting has 1 to {MOST} members.")))
        }
        () if ids.len() < call.len() => Some(Say::new("同一成员出现两次。", "A member stands there twice.")),
        () if heads != 1 => {
            Some(Say::new("主要负责人须是应到会成员之一。", "The head is one of those who should attend."))
        }
        () => None,
    }
}

/// What is wrong with the views on a candidate: everyone who came has a line, and nobody else.
pub fn wrong_views(call: &[Member], heard: &[Heard]) -> Option<Say> {
    let came: BTreeSet<Id<Person>> = call.iter().filter(|m| m.attended).map(|m| m.person).collect();
    let told: BTreeSet<Id<Person>> = heard.iter().map(|h| h.person).collect();
    (came != told || told.len() < heard.len())
        .then(|| Say::new("到会成员每人一条，不多不少。", "Everyone who came has one line, and nobody else."))
}

/// Whether views that members gave from their own accounts stand among `now` as they were given, in their order.
pub fn own_kept(before: &[Heard], now: &[Heard]) -> bool {
    let given: Vec<(Id<Person>, Stance)> = before.iter().filter(|h| h.own).map(|h| (h.person, h.view)).collect();
    let kept = now.iter().filter(|h| given.iter().any(|g| g.0 == h.person)).map(|h| (h.person, h.view));
    kept.eq(given.iter().copied())
}

/// What keeps a member from giving a view now: one that was given stands, and the head comes last.
pub fn wrong_turn(call: &[Member], heard: &[Heard], member: Id<Person>) -> Option<Say> {
    let me = call.iter().find(|m| m.person == member && m.attended)?;
    if heard.iter().any(|h| h.person == member) {
        return Some(Say::new("您已对该人选表态。", "You have given your view on this candidate."));
    }
    let waits = |m: &&Member| m.attended && m.person != member && !heard.iter().any(|h| h.person == m.person);
    (me.head && call.iter().any(|m| waits(&m)))
        .then(|| Say::new("主要负责人最后表态，还有成员未表态。", "The head speaks last; others have not spoken yet."))
}

/// A part of a whole in percent with two decimals, rounded half up; nothing where it is no part of it.
pub fn percent(part: i64, whole: i64) -> Option<String> {
    if whole <= 0 || !(0..=whole).contains(&part) {
        return None;
    }
    let hundredths = (i128::from(part) * 20_000 + i128::from(whole)) / (2 * i128::from(whole));
    Some(format!("{}.{:02}%", hundredths / 100, hundredths % 100))
}

/// The kind of a file, told from its first bytes: PDF, pictures, Word and Excel. What can carry programs is not taken.
///
/// # Errors
/// What is too large, empty, or of another kind.
pub fn media(bytes: &[u8]) -> Result<&'static str, Say> {
    if bytes.is_empty() {
        return Err(Say::new("文件是空的。", "The file is empty."));
    }
    if bytes.len() > LARGEST {
        let most = LARGEST / 1024 / 1024;
        return Err(Say::new(format!("文件超过{most}MB。"), format!("The file is larger than {most} MB.")));
    }
    let within = |what: &[u8]| bytes.windows(what.len()).any(|w| w == what);
    let office = bytes.starts_with(b"PK\x03\x04") && !within(b"vbaProject.bin");
    match () {
        () if bytes.starts_with(b"%PDF-") && !within(b"/JavaScript") && !within(b"/Launch") => Ok("application/pdf"),
        () if bytes.starts_with(b"\x89PNG\r\n\x1a\n") => Ok("image/png"),
        () if bytes.starts_with(b"\xff\xd8\xff") => Ok("image/jpeg"),
        () if office && within(b"word/document.xml") => {
            Ok("application/vnd.openxmlformats-officedocument.wordprocessingml.document")
        }
        () if office && within(b"xl/workbook.xml") => {
            Ok("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        }
        () => Err(Say::new(
            "只接受 PDF、PNG、JPEG 图片和不含宏的 Word（docx）、Excel（xlsx）文件，按文件内容识别。请转换后上传。",
            "PDF, PNG, JPEG, and Word (docx) or Excel (xlsx) files without macros are taken, told by their content. Convert the file.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_bytes_say() {
        assert_eq!(media(b"%PDF-1.7 ..."), Ok("application/pdf"));
        assert_eq!(media(b"\xff\xd8\xff\xe0"), Ok("image/jpeg"));
        for bad in [
            &b""[..],
            b"MZ\x90\x00",
            b"<html>",
            b"PK\x03\x04 word/document.xml word/vbaProject.bin",
            b"%PDF-1.7 /JavaScript",
        ] {
            assert!(media(bad).is_err(), "{bad:?}");
        }
        assert!(media(&vec![b'%'; LARGEST + 1]).unwrap_err().en.contains("10 MB"));
    }
    #[test]
    fn a_roll_has_one_head_and_a_view_for_everyone_who_came() {
        let member = |n: u8, attended, head| Member { person: Id::from_bytes([n; 16]), attended, head };
        let call = [member(1, true, true), member(2, true, false), member(3, false, false)];
        assert_eq!(wrong_roll(&call), None);
        assert!(wrong_roll(&call[1..]).is_some() && wrong_roll(&[]).is_some());
        assert!(wrong_roll(&[call[0].clone(), call[0].clone()]).is_some());
        let heard = |n: u8| Heard { person: Id::from_bytes([n; 16]), view: Stance::Agree, own: false };
        assert_eq!(wrong_views(&call, &[heard(2), heard(1)]), None);
        for bad in [vec![heard(1)], vec![heard(1), heard(2), heard(3)], vec![heard(1), heard(1)]] {
            assert!(wrong_views(&call, &bad).is_some());
        }
    }
    #[test]
    fn a_notice_is_called_after_its_posts_and_stays_within_a_line() {
        let posts = |n: usize| (1..=n).map(|n| format!("海晏局{n}号岗位")).collect::<Vec<_>>();
        let title = |n| notice_title(&posts(n), "选拔任用", "公示");
        assert_eq!(title(1), "海晏局1号岗位选拔任用公示");
        assert_eq!(title(2), "海晏局1号岗位、海晏局2号岗位选拔任用公示");
        assert_eq!(title(30), "海晏局1号岗位等30个岗位选拔任用公示");
        assert_eq!(notice_title(&vec!["局".repeat(99); 2], "选拔任用", "公示"), "2个岗位选拔任用公示");
        assert_eq!(titled(&posts(4)).en, "海晏局1号岗位 and 3 more posts");
    }
    #[test]
    fn a_rate_is_rounded_once_and_half_up() {
        for (part, whole, says) in
            [(2, 3, "66.67%"), (1, 3, "33.33%"), (1, 8, "12.50%"), (5, 5, "100.00%"), (0, 9, "0.00%")]
        {
            assert_eq!(percent(part, whole).as_deref(), Some(says));
        }
        assert_eq!(
            (percent(1, 20_000).as_deref(), percent(1, 0), percent(3, 2), percent(-1, 2)),
            (Some("0.01%"), None, None, None)
        );
    }
    #[test]
    fn what_a_member_said_stands_and_the_head_waits() {
        let member = |n: u8, attended, head| Member { person: Id::from_bytes([n; 16]), attended, head };
        let call = [member(1, true, true), member(2, true, false), member(3, false, false)];
        let heard = |n: u8, view, own| Heard { person: Id::from_bytes([n; 16]), view, own };
        let turn = |heard: &[Heard], n: u8| wrong_turn(&call, heard, Id::from_bytes([n; 16]));
        assert!(turn(&[], 1).is_some() && turn(&[], 2).is_none());
        let said = [heard(2, Stance::Disagree, true)];
        assert!(turn(&said, 1).is_none() && turn(&said, 2).is_some());
        assert!(own_kept(&said, &[heard(2, Stance::Disagree, false), heard(1, Stance::Agree, false)]));
        assert!(!own_kept(&said, &[heard(2, Stance::Agree, false), heard(1, Stance::Agree, false)]));
        assert!(!own_kept(&said, &[heard(1, Stance::Agree, false)]));
    }
}
