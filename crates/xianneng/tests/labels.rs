//! Whatever code table a slice shows has English for each of its values: on an English page no label is Chinese.

use std::{collections::BTreeSet, fs, path::Path};

use base::Lang;

/// Every Rust file below a folder, tests left out.
fn sources(folder: &Path, all: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name();
        if path.is_dir() && !["tests", "target", "examples"].iter().any(|n| name == *n) {
            sources(&path, all);
        } else if path.extension().is_some_and(|e| e == "rs") {
            all.extend(fs::read_to_string(&path).ok());
        }
    }
}

/// The tables that slices name: `codes::LEVEL`.
fn shown() -> BTreeSet<String> {
    let house = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut all = Vec::new();
    for floor in ["registry", "instruments", "processes"] {
        sources(&house.join(floor), &mut all);
    }
    let named = |text: &String| -> Vec<String> {
        let after = text.split("codes::").skip(1);
        after.map(|rest| rest.chars().take_while(|c| c.is_ascii_uppercase() || *c == '_').collect::<String>()).collect()
    };
    all.iter().flat_map(named).map(|name| name.to_lowercase()).collect()
}

#[test]
fn no_label_that_a_page_shows_falls_back_to_chinese() {
    let shown = shown();
    // a place keeps the name that it has, as a unit does
    let labels = codes::ALL.iter().filter(|t| t.slug() != codes::AREA.slug());
    let tables: Vec<_> = labels.filter(|t| shown.contains(t.slug())).collect();
    assert!(tables.len() > 15, "the sources name the tables: {shown:?}");
    let chinese = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c);
    let mut left = Vec::new();
    for table in tables {
        for code in table.codes() {
            if code.label(Lang::En).chars().any(chinese) {
                left.push(format!("{}: {}", table.slug(), code.zh));
            }
        }
    }
    assert!(left.is_empty(), "no English for {left:#?}");
}
