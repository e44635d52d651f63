//! The commands of an import and of an export, as a script calls them.

mod binary;

use binary::{json, text, xianneng};
use serde_json::Value;

#[test]
fn a_script_fills_an_installation_and_gets_everything_out_again() {
    let folder = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| xianneng(folder.path(), args);
    let done = |args: &[&str]| {
        let output = run(args);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}{}", text(&output.stdout), text(&output.stderr));
        json(&output)
    };
    let at = |name: &str| folder.path().join(name).display().to_string();
    let (book, again) = (at("generated.xlsx"), at("again.xlsx"));
    done(&["generate", "people", "--count", "30", "--seed", "7", &book, "--json"]);
    done(&["generate", "people", "--count", "30", "--seed", "7", &again, "--json"]);
    assert!(std::fs::read(&book).unwrap() == std::fs::read(&again).unwrap(), "the same seed gives the same bytes");
    assert!(!folder.path().join("xianneng").exists(), "a file is made up without any database");

    let figure = |report: &Value, key: &str| {
        let counts = report["counts"].as_array().unwrap().iter();
        counts.filter(|c| c["key"] == key).map(|c| c["n"].as_u64().unwrap()).next()
    };
    let wrong = run(&["import", "people", &book, "--json"]);
    assert_eq!(wrong.status.code(), Some(1), "the units are not there yet");
    assert!(json(&wrong)["wrong"][0]["say"]["en"].as_str().unwrap().contains("Import the units first."));
    done(&["import", "units", &book, "--json"]);
    assert_eq!(figure(&done(&["import", "people", &book, "--dry-run", "--json"]), "new"), Some(30));
    assert_eq!(figure(&done(&["import", "people", &book, "--json"]), "new"), Some(30));
    assert_eq!(figure(&done(&["import", "people", &book, "--json"]), "new"), Some(0), "twice changes nothing");

    for (what, first) in [("people", "人员编号"), ("units", "编码"), ("posts", "岗位编码")] {
        for format in ["xlsx", "csv"] {
            let file = at(&format!("{what}.{format}"));
            done(&["export", what, &file, "--format", format, "--json", "--lang", "zh-CN"]);
            assert_eq!(run(&["export", what, &file, "--json"]).status.code(), Some(1), "a file is never overwritten");
            if format == "csv" {
                let table = std::fs::read_to_string(&file).unwrap();
                assert!(table.lines().next().unwrap().contains(first), "{what}: {table}");
            }
        }
    }
    let taken = done(&["import", "own-posts", &book, "--json"]);
    assert!(figure(&taken, "new").unwrap() > 0);
    let entry = taken["entry"].as_str().unwrap();
    assert!(figure(&done(&["import", "undo", entry, "--json"]), "taken_back").unwrap() > 0);
    let twice = run(&["import", "undo", entry]);
    assert_eq!(twice.status.code(), Some(1));
    assert_eq!(figure(&done(&["import", "own-posts", &book, "--dry-run", "--json"]), "new"), figure(&taken, "new"));
    let link = done(&["admin", "invite", "--role", "officer", "--json"]);
    assert!(link["path"].as_str().unwrap().starts_with("/set-up/"));
    assert_eq!(done(&["verify", "--json"])["sound"], true);
}

/// Each is refused with its place, the reason and what to do, and leaves the installation as it was.
#[test]
fn a_file_that_cannot_be_taken_in_is_refused_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| xianneng(folder.path(), args);
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    };
    let units = |name: &str, rows: &str| {
        file(&format!("{name}.csv"), format!("机构编码,机构名称,上级机构编码,机构类别\n{rows}").as_bytes())
    };
    assert_eq!(run(&["import", "units", &units("good", "A,甲市,,机关\n")]).status.code(), Some(0));
    let missing = folder.path().join("nothing.xlsx").display().to_string();
    for (path, place, why, next) in [
        (missing, "nothing.xlsx", "There is no file", "Check its path."),
        (folder.path().display().to_string(), "", "is a folder", "Name the files in it."),
        (file("picture.xlsx", b"\x89PNG\r\n\x1a\n\0\0"), "picture.xlsx", "not a spreadsheet", "Save it as .xlsx"),
        (file("empty.xlsx", b""), "empty.xlsx", "is empty", "Choose one with something in it."),
        (file("strange.csv", "甲,乙\n1,2\n".as_bytes()), "", "No sheet looks like", "Check the column names"),
        (file("broken.csv", b"a,b\n\xff\xff\xff,1\n"), "cell A2", "in no encoding", "Save it as UTF-8"),
        (units("twice", "B,乙,A,机关\nB,丙,A,机关\n"), "twice!A3", "twice!A2", "Mend what is listed"),
        (units("circle", "B,乙,C,机关\nC,丙,B,机关\n"), "circle!C2", "would stand below itself", "Choose a unit"),
        (units("nobody", "B,乙,Z,机关\n"), "nobody!C2", "“Z”", "Mend what is listed"),
    ] {
        let refused = run(&["import", "units", &path]);
        let said = text(&refused.stdout) + &text(&refused.stderr);
        assert_eq!(refused.status.code(), Some(1), "{said}");
        assert!([place, why, next, "Nothing was kept."].iter().all(|part| said.contains(part)), "{said}");
        let ends: Vec<&str> = said.split(" Nothing was kept.").collect();
        assert!(ends[0].ends_with('.'), "a full stop before the next sentence: {said}");
    }
    let list = json(&run(&["units", "list", "--json"]));
    assert_eq!(list["units"]["total"], 1, "{list}");
}
