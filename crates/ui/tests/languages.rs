//! Both languages say the same things everywhere. The build refuses a missing key without naming it; this names it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// Message name → names of the values in it.
fn messages(path: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = String::new();
    for line in fs::read_to_string(path).unwrap_or_default().lines() {
        if line.starts_with(|c: char| c.is_ascii_alphabetic())
            && let Some((name, _)) = line.split_once('=')
        {
            current = name.trim().to_owned();
            all.entry(current.clone()).or_default();
        }
        for value in line.split('$').skip(1) {
            let name = value.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-' || *c == '_').collect();
            all.entry(current.clone()).or_default().insert(name);
        }
    }
    all
}

fn l10n_folders(from: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(from).into_iter().flatten().flatten().filter(|e| e.path().is_dir()) {
        let (path, name) = (entry.path(), entry.file_name());
        if name == "l10n" {
            found.push(path);
        } else if name != "target" && name != "node_modules" && !name.to_string_lossy().starts_with('.') {
            l10n_folders(&path, found);
        }
    }
}

#[test]
fn every_message_is_there_in_both_languages_with_the_same_values() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut folders = Vec::new();
    for floor in ["crates", "registry", "instruments", "processes"] {
        l10n_folders(&root.join(floor), &mut folders);
    }
    assert!(!folders.is_empty(), "no l10n folder found");
    let mut wrong = Vec::new();
    for folder in folders {
        let (zh, en) = (messages(&folder.join("zh-CN.ftl")), messages(&folder.join("en.ftl")));
        for key in zh.keys().chain(en.keys()).collect::<BTreeSet<_>>() {
            match (zh.get(key), en.get(key)) {
                (Some(_), None) => wrong.push(format!("{}: en.ftl lacks {key}", folder.display())),
                (None, Some(_)) => wrong.push(format!("{}: zh-CN.ftl lacks {key}", folder.display())),
                (Some(a), Some(b)) if a != b => {
                    wrong.push(format!("{}: {key} has values {a:?} in Chinese and {b:?} in English", folder.display()))
                }
                _ => {}
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}
