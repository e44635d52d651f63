//! Credentials as people type them and as others' software derives them.

mod common;

use ballots::belenios::Credential;
use common::{chance, tool};

#[test]
fn a_credential_stands_for_the_key_that_belenios_tool_derives() {
    let Some(folder) = tool::folder() else { return };
    let mut chance = chance(5);
    for _ in 0..3 {
        let credential = Credential::new(&mut chance);
        let args =
            ["setup", "generate-credentials", "--group", "BELENIOS-2048", "--uuid", "LQeQgXcqiRwfoQ", "--derive"];
        let theirs = tool::must(folder.path(), &[&args[..], &[credential.text()]].concat(), "");
        assert_eq!(theirs.trim(), credential.public("LQeQgXcqiRwfoQ").text());
    }
}

#[test]
fn an_error_of_typing_is_found() {
    let mut chance = chance(6);
    for _ in 0..50 {
        let credential = Credential::new(&mut chance);
        let text = credential.text().to_owned();
        assert_eq!(Credential::read(&text).unwrap(), credential);
        assert_eq!(Credential::read(&format!(" {} ", text.replace('-', ""))).unwrap(), credential);
        for at in [0, 5, 18] {
            let mut wrong: Vec<char> = text.chars().collect();
            wrong[at] = if wrong[at] == 'A' { 'B' } else { 'A' };
            assert!(Credential::read(&wrong.iter().collect::<String>()).is_err(), "{text} at {at}");
        }
    }
    for text in ["", "1", "贤能贤能贤能贤能贤能贤能贤能贤", "0ab-cde-fgh-ijk-lmn", "111-111-111-111-1111"]
    {
        assert!(Credential::read(text).is_err(), "{text}");
    }
    assert_eq!(Credential::read("abc").unwrap_err().say.zh, "投票码应有 15 个字符，现有 3 个");
}
