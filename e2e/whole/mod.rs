//! A recruitment from the announcement to the end of the probation: every page that people use in it, by its buttons.

mod applying;
mod deciding;
mod testing;

use std::path::PathBuf;

use thirtyfour::prelude::*;

use crate::{
    harness::{Browser, story_from},
    qualify::{published_by, takes_in},
};

/// Somebody who applies and does not exist.
pub(super) struct Applicant {
    pub(super) name: &'static str,
    /// `1` or `2`.
    pub(super) sex: &'static str,
    pub(super) born: &'static str,
    /// `01` for a member of the Party.
    pub(super) political: &'static str,
    /// Empty where none is given.
    pub(super) degree: &'static str,
    /// The mark of the written test; `缺考` for whoever did not sit it, empty for whoever is not admitted.
    pub(super) mark: &'static str,
}
const fn who(
    name: &'static str,
    sex: &'static str,
    born: &'static str,
    political: &'static str,
    degree: &'static str,
    mark: &'static str,
) -> Applicant {
    Applicant { name, sex, born, political, degree, mark }
}

/// Ten: one is not in the Party, one leaves the degree out, two equal the last of the six who are interviewed.
pub(super) const APPLICANTS: [Applicant; 10] = [
    who("李明远", "1", "1995-05-04", "01", "法学学士", "82"),
    who("周静宜", "2", "1996-03-08", "01", "法学学士", "80.5"),
    who("吴迪生", "1", "1994-11-30", "01", "法学学士", "78"),
    who("孙丽华", "2", "1996-12-01", "13", "法学学士", ""),
    who("赵强国", "1", "1994-08-15", "01", "法学学士", "76"),
    who("郑琪然", "2", "1997-02-02", "01", "法学学士", "75.5"),
    who("王磊落", "1", "1993-09-09", "01", "法学学士", "75.5"),
    who("冯雪晴", "2", "1995-10-10", "01", "法学学士", "75.5"),
    who("陈涛声", "1", "1996-06-06", "01", "", "缺考"),
    who("褚岩松", "1", "1992-04-04", "01", "法学学士", "58"),
];

impl Applicant {
    /// An identity number of nobody, born that day.
    pub(super) fn number(&self) -> String {
        let order = if self.sex == "1" { "001" } else { "002" };
        let first = format!("110105{}{order}", self.born.replace('-', ""));
        let digits: [u8; 17] = first.as_bytes().try_into().expect("17 digits");
        format!("{first}{}", base::IdNumber::check_digit(&digits))
    }
}

/// What one part of the story leaves to the next.
pub(super) struct Thread {
    folder: tempfile::TempDir,
    /// `/recruitments/…`.
    pub(super) at: String,
    /// The applicants' own addresses, in their order.
    pub(super) links: Vec<String>,
    /// Where the office sees the applications.
    pub(super) files: Vec<String>,
    /// `/cases/…`.
    pub(super) case: String,
}
impl Thread {
    /// A paper to attach.
    pub(super) fn paper(&self, name: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, b"%PDF-1.7\n1 0 obj").expect("a file");
        path
    }
    /// A table of figures to take in.
    pub(super) fn table(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).expect("a file");
        path
    }
}

/// A page as people see it: Chinese on a desktop, English on a phone at night; with `XIANNENG_SHOTS` all eight pictures.
pub(super) async fn looked_at(b: &Browser, page: &str, name: &str) -> WebDriverResult<()> {
    let mark = if page.contains('?') { '&' } else { '?' };
    let all = std::env::var_os("XIANNENG_SHOTS").is_some();
    for (lang, window, width, scheme, always) in [
        ("en", "phone", 390, "dark", true),
        ("en", "desktop", 1280, "light", false),
        ("zh-CN", "phone", 390, "light", false),
        ("zh-CN", "desktop", 1280, "dark", false),
        ("zh-CN", "desktop", 1280, "light", true),
    ] {
        if !always && !all {
            continue;
        }
        b.window(width, 900).await?;
        b.scheme(scheme).await?;
        b.go(&format!("{page}{mark}lang={lang}")).await?;
        b.accessible(&format!("{name} {lang} {window} {scheme}")).await?;
        b.shot(&format!("whole-{name}-{lang}-{window}-{scheme}")).await?;
    }
    Ok(())
}

/// The day on which each part happens; the calendar of 2026 is published.
const BEGINS: &str = "2026-11-02";
pub(super) const CLOSED: &str = "2026-11-12";
pub(super) const TESTED: &str = "2026-11-21";
pub(super) const DECIDED: &str = "2026-11-30";
/// The last day of a notice of five working days.
pub(super) const UNTIL: &str = "2026-12-07";
pub(super) const APPOINTED: &str = "2026-12-08";
/// Three weeks before the probation is over.
pub(super) const NEARLY: &str = "2027-11-15";
pub(super) const OVER: &str = "2027-12-08";

#[test]
fn ten_apply_and_two_are_appointed_and_confirmed() {
    story_from("zh-CN", BEGINS, async |b: Browser| {
        let folder = tempfile::tempdir().expect("a folder");
        b.window(1280, 900).await?;
        b.sign_in("officer").await?;
        takes_in(&b, &published_by(folder.path(), "清樾市委办公室")).await?;
        let mut thread =
            Thread { folder, at: String::new(), links: Vec::new(), files: Vec::new(), case: String::new() };
        applying::announced(&b, &mut thread).await?;
        applying::applied(&b, &mut thread).await?;
        applying::reviewed(&b, &thread).await?;
        testing::written(&b, &thread).await?;
        testing::interviewed(&b, &thread).await?;
        deciding::opened(&b, &mut thread).await?;
        deciding::inspected(&b, &thread).await?;
        deciding::decided(&b, &thread).await?;
        deciding::published(&b, &thread).await?;
        deciding::appointed(&b, &thread).await?;
        deciding::confirmed(&b, &thread).await
    });
}
