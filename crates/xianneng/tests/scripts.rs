//! The commands of an import and of an export, as a script calls them.

use std::{path::Path, process::Output};

use serde_json::Value;

fn xianneng(folder: &Path, args: &[&str]) -> Output {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_xianneng"));
    command.args(args).env_clear().env("XDG_DATA_HOME", folder).env("LANG", "C");
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.output().expect("the binary runs")
}
fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}
fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", text(&output.stdout)))
}

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
    let link = done(&["admin", "invite", "--role", "officer", "--json"]);
    assert!(link["path"].as_str().unwrap().starts_with("/set-up/"));
    assert_eq!(done(&["verify", "--json"])["sound"], true);
}
