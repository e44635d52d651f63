//! The skeleton of a slice.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};

use crate::{
    need,
    run::{command, output, root, run},
};

/// Makes `FLOOR/NAME` with the files that every slice has, and lists it in the workspace and in the binary.
pub fn new_slice(args: &[String]) -> Result<()> {
    let (floor, name) = place(args.first().map(String::as_str))?;
    make(&root(), floor, name)?;
    run(&mut command("cargo", &["fmt", "--package", name, "--package", "xianneng"]))?;
    println!(
        "{floor}/{name} is made and listed. Next: say in its README and in lib.rs what people do there; \
         then `INSTA_UPDATE=always cargo nextest run -p xianneng`, which writes the new routes into the snapshots."
    );
    Ok(())
}

/// `cargo xtask new-slice --try`: makes a slice in a copy of the last commit, runs its story and the lints, and throws it
/// away. The copy shares the folder of what is built.
pub fn trial() -> Result<()> {
    let copy = Copy::of(&root())?;
    let (floor, name) = ("processes", "trial_slice");
    make(&copy.0, floor, name)?;
    let cargo = |args: &[&str]| {
        let mut c = command("cargo", args);
        c.current_dir(&copy.0).env("CARGO_TARGET_DIR", root().join("target")).env("PATH", need::path());
        c
    };
    run(&mut cargo(&["fmt", "--package", name, "--package", "xianneng", "--check"]))?;
    run(&mut cargo(&["nextest", "run", "--package", name]))?;
    run(&mut cargo(&["clippy", "--quiet", "--package", name, "--package", "xianneng", "--", "-D", "warnings"]))
}

/// A worktree of the last commit, removed when dropped.
struct Copy(PathBuf);
impl Copy {
    fn of(root: &Path) -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("xianneng-slice-{}", std::process::id()));
        let path = folder.display().to_string();
        run(command("git", &["worktree", "add", "--quiet", "--detach", &path, "HEAD"]).current_dir(root))?;
        let copy = Self(folder);
        for file in output(command("git", &["ls-files", "-z"]).current_dir(&copy.0))?.split_terminator('\0') {
            same_age(&root.join(file), &copy.0.join(file)).with_context(|| file.to_owned())?;
        }
        Ok(copy)
    }
}
/// A copy of equal content counts as old as its original, so that what was built of the one is good for the other.
fn same_age(original: &Path, copy: &Path) -> Result<()> {
    let Ok(bytes) = fs::read(original) else { return Ok(()) };
    if fs::read(copy).is_ok_and(|copied| copied == bytes) {
        let at = fs::metadata(original)?.modified()?;
        fs::File::options().write(true).open(copy)?.set_modified(at)?;
    }
    Ok(())
}
impl Drop for Copy {
    fn drop(&mut self) {
        let path = self.0.display().to_string();
        let _ = command("git", &["worktree", "remove", "--force", &path]).status();
    }
}

fn place(arg: Option<&str>) -> Result<(&str, &str)> {
    let say = "say where: registry/NAME, instruments/NAME or processes/NAME";
    let (floor, name) = arg.and_then(|a| a.split_once('/')).context(say)?;
    ensure!(["registry", "instruments", "processes"].contains(&floor), "“{floor}” is not a floor of slices");
    let fits =
        name.starts_with(|c: char| c.is_ascii_lowercase()) && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    ensure!(fits, "“{name}” is not a name: small letters and underscores");
    Ok((floor, name))
}

fn make(root: &Path, floor: &str, name: &str) -> Result<()> {
    let folder = root.join(floor).join(name);
    ensure!(!folder.exists(), "{floor}/{name} is there already");
    let binary = root.join("crates/xianneng");
    // everything is made up first, so that a file that cannot be changed leaves nothing half made
    let changed = [
        edited(root.join("Cargo.toml"), |text| in_workspace(text, floor, name))?,
        edited(binary.join("Cargo.toml"), |text| in_binary(text, name))?,
        edited(binary.join("src/lib.rs"), |text| in_list(text, name))?,
    ];
    let migration = root.join("migrations").join(format!("{:04}-{}.sql", next_number(root)?, name.replace('_', "-")));
    let files = FILES.iter().map(|(file, text)| (folder.join(file), text.replace("NAME", name)));
    let made = files.chain([(migration, include_str!("slice/migration.sql.txt").replace("NAME", name))]);
    for (path, text) in made.chain(changed) {
        fs::create_dir_all(path.parent().unwrap_or(root))?;
        fs::write(&path, text).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(())
}

const FILES: &[(&str, &str)] = &[
    ("Cargo.toml", include_str!("slice/Cargo.toml.txt")),
    ("README.md", include_str!("slice/README.md.txt")),
    ("l10n/en.ftl", include_str!("slice/en.ftl.txt")),
    ("l10n/zh-CN.ftl", include_str!("slice/zh-CN.ftl.txt")),
    ("src/actions.rs", include_str!("slice/actions.rs.txt")),
    ("src/lib.rs", include_str!("slice/lib.rs.txt")),
    ("src/pages.rs", include_str!("slice/pages.rs.txt")),
    ("src/rules.rs", include_str!("slice/rules.rs.txt")),
    ("src/store.rs", include_str!("slice/store.rs.txt")),
    ("tests/story.rs", include_str!("slice/story.rs.txt")),
];

fn edited(path: PathBuf, edit: impl FnOnce(&str) -> Option<String>) -> Result<(PathBuf, String)> {
    let text = fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    let text = edit(&text).with_context(|| format!("{} is not as expected: list the slice by hand", path.display()))?;
    Ok((path, text))
}

/// Among the workspace's dependencies, and its floor among the members.
fn in_workspace(text: &str, floor: &str, name: &str) -> Option<String> {
    let line = format!("{name} = {{ path = \"{floor}/{name}\" }}\n");
    let at = text.find("\n# others'")?;
    let mut text = format!("{}{line}{}", &text[..at], &text[at..]);
    if !text.contains(&format!("\"{floor}/*\"")) {
        text = text.replacen("members = [", &format!("members = [\"{floor}/*\", "), 1);
    }
    Some(text)
}

/// Among what the binary is made of.
fn in_binary(text: &str, name: &str) -> Option<String> {
    let start = text.find("[dependencies]\n")? + "[dependencies]\n".len();
    let end = start + text[start..].find("\n\n")?;
    let mut lines: Vec<String> = text[start..end].lines().map(str::to_owned).collect();
    lines.push(format!("{name}.workspace = true"));
    lines.sort();
    Some(format!("{}{}{}", &text[..start], lines.join("\n"), &text[end..]))
}

/// In the list of slices, after the others of the registry and the instruments.
fn in_list(text: &str, name: &str) -> Option<String> {
    let at = text.find("        intake::slice(),\n")?;
    Some(format!("{}        {name}::slice(),\n{}", &text[..at], &text[at..]))
}

/// The next number of ten that no migration has.
fn next_number(root: &Path) -> Result<u32> {
    let mut last = 0;
    for file in fs::read_dir(root.join("migrations"))? {
        let name = file?.file_name().to_string_lossy().into_owned();
        last = last.max(name.get(..4).and_then(|n| n.parse().ok()).unwrap_or(0));
    }
    Ok(last / 10 * 10 + 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slice_is_listed_where_the_others_are() {
        let workspace = "members = [\"crates/*\"]\n[workspace.dependencies]\norg = { path = \"registry/org\" }\n\n# others'\nanyhow = \"1\"\n";
        assert_eq!(
            in_workspace(workspace, "processes", "training").unwrap(),
            "members = [\"processes/*\", \"crates/*\"]\n[workspace.dependencies]\norg = { path = \"registry/org\" }\n\
             training = { path = \"processes/training\" }\n\n# others'\nanyhow = \"1\"\n"
        );
        assert_eq!(
            in_binary("[dependencies]\norg.workspace = true\nweb.workspace = true\n\n[lints]\n", "training").unwrap(),
            "[dependencies]\norg.workspace = true\ntraining.workspace = true\nweb.workspace = true\n\n[lints]\n"
        );
        let list = "    vec![\n        org::slice(),\n        intake::slice(),\n    ]\n";
        assert_eq!(
            in_list(list, "training").unwrap(),
            "    vec![\n        org::slice(),\n        training::slice(),\n        intake::slice(),\n    ]\n"
        );
        assert!(in_list("vec![]", "training").is_none());
    }
    #[test]
    fn a_place_is_a_floor_and_a_name() {
        assert_eq!(place(Some("processes/training")).unwrap(), ("processes", "training"));
        for bad in [None, Some("training"), Some("crates/training"), Some("processes/Training"), Some("processes/../x")]
        {
            assert!(place(bad).is_err(), "{bad:?}");
        }
    }
    #[test]
    fn no_template_keeps_its_placeholder() {
        for (file, text) in FILES {
            assert!(!text.replace("NAME", "training").contains("NAME"), "{file}");
        }
    }
}
