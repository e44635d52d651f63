//! Backup and restore, across engines.

use std::io::{Read, Write};

use base::Id;
use db::{Db, Error, Event, OnFindings, Options};
use diesel::{RunQueryDsl, sql_query, sql_types::Binary};
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use testkit::Bench;

auth::actions! {
    /// Change.
    Change: Change "backup.change" [Officer];
}

/// An empty database of either engine.
fn empty(postgres: bool) -> (Bench, Db) {
    let t = if postgres { Bench::postgres().unwrap() } else { Bench::sqlite() };
    t.empty();
    let db = Db::open(&t.url).unwrap();
    (t, db)
}

/// Accounts with awkward names, one taken back, and a session.
fn fill(t: &Bench, count: usize) {
    let names = ["王芳", "", "a\tb\\n'\"", "𠮷野家🈶", "b=1:x;"];
    t.db.write(&t.officer(), |tx| {
        let may = tx.may::<Change>()?;
        let (root, entry) = (tx.root(), tx.entry());
        for n in 0..count {
            let query = sql_query(
                "INSERT INTO account (root, id, account, name, name_key, name_look, display, lang, disabled, valid_from, made) \
                 VALUES ($1, $2, $3, $4, $5, $5, $4, 'en', $6, '2026-01-01', $7)",
            );
            query
                .bind::<Binary, _>(root)
                .bind::<Binary, _>(Id::<()>::new())
                .bind::<Binary, _>(Id::<()>::new())
                .bind::<diesel::sql_types::Text, _>(names[n % 5])
                .bind::<diesel::sql_types::Text, _>(format!("k{n}"))
                .bind::<diesel::sql_types::Bool, _>(n % 2 == 0)
                .bind::<Binary, _>(entry)
                .execute(tx.with(&may))?;
        }
        tx.record(Event::new("backup.filled").facts(&["account"]).with(count)?, ())
    })
    .unwrap();
    t.db.write(&t.officer(), |tx| {
        let may = tx.may::<Change>()?;
        let (root, entry) = (tx.root(), tx.entry());
        sql_query("UPDATE account SET unmade = $1 WHERE root = $2 AND name_key = 'k1'")
            .bind::<Binary, _>(entry)
            .bind::<Binary, _>(root)
            .execute(tx.with(&may))?;
        tx.record(Event::new("backup.undone").facts(&["account"]), ())
    })
    .unwrap();
}

fn saved(db: &Db) -> Vec<u8> {
    let mut file = Vec::new();
    db.backup(&mut file).unwrap();
    file
}

fn refusal(r: db::Result<impl Sized>) -> String {
    match r {
        Err(Error::Refused(say)) => say.en,
        Err(other) => other.to_string(),
        Ok(_) => panic!("it was taken"),
    }
}

testkit::on_both_engines! {
    fn a_backup_restores_into_either_engine(t: Bench) {
        fill(t, 3000);
        let file = saved(&t.db);
        for postgres in [false, true] {
            if postgres && Bench::postgres().is_none() {
                continue;
            }
            let (_place, db) = empty(postgres);
            let (manifest, verdicts) = db.restore(&file[..], OnFindings::Refuse).unwrap();
            assert_eq!(manifest.heads, t.db.heads().unwrap());
            assert_eq!((verdicts[0].entries, verdicts[0].facts), (2, 3000));
            assert_eq!(db.canonical("account", "-").unwrap(), t.db.canonical("account", "-").unwrap());
            // and it goes on from there
            assert!(db.pending().unwrap().is_empty() && db.verify().unwrap()[0].findings.is_empty());
            db.write(&auth::Actor::console(t.root), |tx| tx.record(Event::new("backup.after"), ())).unwrap();
            assert_eq!(db.verify().unwrap()[0].entries, 3);
        }
    }

    fn a_backup_is_of_one_moment_while_others_write(t: Bench) {
        fill(t, 500);
        std::thread::scope(|s| {
            let writer = s.spawn(|| {
                for n in 0..60 {
                    t.db.write(&t.officer(), |tx| tx.record(Event::new("backup.beside").about(n), ())).unwrap();
                }
            });
            while !writer.is_finished() {
                let (_place, db) = empty(false);
                let (manifest, verdicts) = db.restore(&saved(&t.db)[..], OnFindings::Refuse).unwrap();
                assert_eq!((manifest.heads[0].entries, &manifest.heads[0].head), (verdicts[0].entries, &verdicts[0].head));
            }
        });
    }

    fn only_an_empty_database_is_filled(t: Bench) {
        fill(t, 3);
        let file = saved(&t.db);
        let before = t.db.heads().unwrap();
        assert!(refusal(t.db.restore(&file[..], OnFindings::Refuse)).contains("not empty"));
        assert_eq!(t.db.heads().unwrap(), before);
    }

    fn a_damaged_backup_is_refused_whole(t: Bench) {
        fill(t, 50);
        let file = saved(&t.db);
        let (_place, db) = empty(t.db.is_postgres());
        let refuse = |bad: &[u8]| refusal(db.restore(bad, OnFindings::Refuse));
        assert!(refuse(b"").contains("not a backup") && refuse(b"PK\x03\x04 a spreadsheet").contains("not a backup"));
        for cut in [file.len() / 3, file.len() / 2, file.len() - 20, file.len() - 1] {
            assert!(refuse(&file[..cut]).contains("damaged"), "cut at {cut}");
        }
        let mut plain = Vec::new();
        GzDecoder::new(&file[..]).read_to_end(&mut plain).unwrap();
        let packed = |plain: &[u8]| {
            let mut gz = GzEncoder::new(Vec::new(), Compression::fast());
            gz.write_all(plain).unwrap();
            gz.finish().unwrap()
        };
        let changed = |from: &[u8], to: &[u8]| {
            let at = plain.windows(from.len()).position(|w| w == from).unwrap();
            [&plain[..at], to, &plain[at + from.len()..]].concat()
        };
        assert!(refuse(&packed(&changed("王芳".as_bytes(), "王芬".as_bytes()))).contains("SHA-256"));
        assert!(refuse(&packed(&changed(b"xianneng backup 1", b"xianneng backup 2"))).contains("format"));
        assert!(refuse(&packed(&changed(b"0001-ledger", b"9001-ledger"))).contains("newer program"));
        assert!(refuse(&packed(&[&plain[..], b"R\0\0\0\0"].concat())).contains("damaged"));
        let forged = [&b"R\xff\xff\xff\xff"[..], &plain].concat();
        assert!(refuse(&packed(&forged)).contains("not a backup"));
        // after all that it is still empty and takes the good one
        db.restore(&file[..], OnFindings::Refuse).unwrap();
    }

    fn altered_facts_are_noticed_even_under_a_right_sum(t: Bench) {
        fill(t, 5);
        t.forge("UPDATE account SET display = '别人' WHERE name_key = 'k0'");
        let file = saved(&t.db);
        let (_place, db) = empty(false);
        assert!(refusal(db.restore(&file[..], OnFindings::Refuse)).contains("may have been altered"));
        let (_, verdicts) = db.restore(&file[..], OnFindings::Accept).unwrap();
        assert_eq!(verdicts[0].findings.len(), 1);
        t.forge("UPDATE account SET display = '王芳' WHERE name_key = 'k0'");
    }

    fn a_key_of_another_installation_is_refused(t: Bench) {
        let file = saved(&t.db);
        let (place, _) = empty(false);
        let db = Options::new().keys(db::Keys::fresh().unwrap()).open(&place.url).unwrap();
        assert!(refusal(db.restore(&file[..], OnFindings::Refuse)).contains("does not belong"));
        let db = Options::new().keys(t.keys.clone()).open(&place.url).unwrap();
        db.restore(&file[..], OnFindings::Refuse).unwrap();
    }

    fn a_backup_file_appears_whole_or_not_at_all(t: Bench) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("one.backup");
        t.db.backup_to(&path).unwrap();
        assert!(matches!(t.db.backup_to(&path), Err(Error::Storage(_))));
        let nowhere = folder.path().join("none").join("two.backup");
        assert!(matches!(t.db.backup_to(&nowhere), Err(Error::Storage(_))));
        if std::path::Path::new("/dev/full").exists() {
            let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
            assert!(matches!(t.db.backup(full), Err(Error::Storage(_))));
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
