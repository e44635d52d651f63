//! Takes a ZIP of generated forms in and out again: `cargo xtask bench forms [FORMS]`. Prints wall and processor seconds. The ZIP
//! is written where the second argument says, so that a peer reads the same one.

use std::{
    io::{Cursor, Write},
    time::Instant,
};

use approval::Forms;
use intake::{File, Intake, Source, record};
use zip::{ZipWriter, write::SimpleFileOptions};

fn main() {
    let _ = approval::slice();
    let count: usize = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(10_000);
    let archive = measured("make the archive", || archive(count));
    println!("{count} forms, {:.1} MB as a ZIP", archive.len() as f64 / 1e6);
    if let Some(path) = std::env::args().nth(2) {
        std::fs::write(path, &archive).expect("the archive can be written");
    }
    let read = || formats::approval::entries(&archive, &formats::approval::Limits::default()).expect("it can be read");
    let limits = formats::approval::Limits::default();
    let forms = measured("read alone, on one core", || {
        read().iter().filter(|e| formats::approval::read(&e.bytes, &limits).is_ok()).count()
    });
    assert_eq!(forms, count);
    let folder = std::env::temp_dir();
    run("SQLite", &testkit::Bench::sqlite_in(&folder), &archive);
    if let Some(bench) =
        std::env::var("XIANNENG_TEST_POSTGRES").ok().filter(|v| !v.is_empty()).and_then(|_| testkit::Bench::postgres())
    {
        run("PostgreSQL", &bench, &archive);
    }
}

fn run(engine: &str, t: &testkit::Bench, archive: &[u8]) {
    let officer = t.officer();
    let source = || Source {
        files: vec![File { name: "forms.zip".into(), bytes: archive.into() }],
        choices: [("unit".to_owned(), "无".to_owned())].into(),
        ..Source::default()
    };
    measured(&format!("{engine}: check"), || {
        t.db.read(&officer, |tx| Forms.check(tx, &source())).expect("it is checked")
    });
    let report = measured(&format!("{engine}: record"), || {
        record(&t.db, &officer, &Forms, &mut source(), &|_, _| {}).expect("it is recorded")
    });
    println!(
        "{engine}: {} people, {} entries, {} photographs",
        report.figure("new"),
        report.figure("entries"),
        report.figure("photos")
    );
    let entry = report.entry.expect("an entry");
    measured(&format!("{engine}: undo"), || t.db.write(&officer, |tx| Forms.undo(tx, entry)).expect("it is undone"));
}

fn archive(count: usize) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for person in synth::people(count, 1) {
        let name = format!("{}{}.lrmx", person.number, person.name);
        zip.start_file(name, SimpleFileOptions::default()).expect("a place in the archive");
        zip.write_all(&formats::approval::lrmx(&synth::form(&person, 1))).expect("room");
    }
    zip.finish().expect("an archive").into_inner()
}

fn measured<T>(what: &str, f: impl FnOnce() -> T) -> T {
    let (wall, cpu) = (Instant::now(), processor());
    let done = f();
    println!("{what}: {:.2} s wall, {:.2} s processor", wall.elapsed().as_secs_f64(), processor() - cpu);
    done
}

/// Seconds of processor time of this process so far (proc(5): utime and stime, in hundredths).
fn processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let field = |n: usize| after.split_whitespace().nth(n).and_then(|t| t.parse::<f64>().ok()).unwrap_or_default();
    (field(11) + field(12)) / 100.0
}
