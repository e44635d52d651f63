//! Lists the files of `migrations/` in the order of their names.

use std::{env, fs, path::Path};

fn main() {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap()).join("../../migrations");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|f| f.unwrap().path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "sql"));
    files.sort();
    let mut list = String::from("/// Each migration's name and text, in order.\npub const ALL: &[(&str, &str)] = &[\n");
    for file in files {
        println!("cargo::rerun-if-changed={}", file.display());
        let name = file.file_stem().unwrap().to_str().unwrap();
        let full = file.canonicalize().unwrap();
        list.push_str(&format!("    ({name:?}, include_str!({:?})),\n", full.display().to_string()));
    }
    list.push_str("];\n");
    fs::write(Path::new(&env::var("OUT_DIR").unwrap()).join("migrations.rs"), list).unwrap();
}
