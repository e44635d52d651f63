//! What people do with the public log: publish, look, take a proof home, erase, and find out that the database was rewritten.

use std::path::Path;

use auth::Role;
use db::Event;
use public_log::{Look, Place, Wanted, compare, enter, round, rules::Publication, verify};
use testkit::{Bench, client::Site};
use tlog::{CHECKPOINT, Checkpoint, Why};

auth::actions! {
    /// Publish, in place of a slice that does.
    Test: Change "test.publish" [Officer];
}

const HOUR: i64 = 3_600_000_000;

/// A log begun in that folder.
fn begun(folder: &Path) -> Place {
    let place = Place::new(folder.join("log"));
    place.begin("hr.example.org/log").unwrap();
    place
}

fn notice(t: &Bench, title: &str, person: &str) -> base::Id<public_log::Item> {
    t.db.write(&t.officer(), |tx| {
        let may = tx.may::<Test>()?;
        let new = Publication::new("notice", "some-id").shown("title", title).closed("person", person);
        let item = enter(tx, &may, &new)?;
        tx.record(Event::new("test.published").about(item), item)
    })
    .unwrap()
}

fn site(t: &Bench, folder: &Path) -> Site {
    let place = Place::new(folder.join("log"));
    Site::with(t, vec![public_log::slice()], |app| app.with(place))
}

testkit::on_both_engines! {
    fn a_notice_is_published_proven_to_a_stranger_and_erased(t: testkit::Bench) {
        let folder = tempfile::tempdir().unwrap();
        let site = site(t, folder.path());
        let stranger = site.stranger();
        stranger.get("/log?lang=zh-CN").is(404).shows("公开日志尚未建立");
        let place = begun(folder.path());
        stranger.get("/log?lang=zh-CN").ok().shows("hr.example.org/log").shows("还没有条目");
        let item = notice(t, "关于任职前公示的公告", "测试人员");
        let officer = site.as_actor(t.officer());
        officer.get("/log?lang=zh-CN").ok().shows("立即写入并公布");
        site.as_actor(t.actor(Role::Leader)).post("/log/publish", &[]).is(403);
        officer.post("/log/publish", &[]).is(303).leads_to("/log");

        // the notice, each file of rules, and the ledger's head
        let list = stranger.json("/log");
        let size = list["size"].as_u64().unwrap();
        let kinds: Vec<&str> = list["items"].as_array().unwrap().iter().map(|i| i["kind"].as_str().unwrap()).collect();
        assert!(kinds.contains(&"ledger.head") && kinds.contains(&"rule.version") && kinds.contains(&"notice"), "{kinds:?}");
        let index = list["items"].as_array().unwrap().iter().find(|i| i["kind"] == "notice").unwrap()["index"].as_u64().unwrap();
        let address = format!("/log/entries/{index}");
        stranger.get(&format!("{address}?lang=zh-CN")).ok()
            .shows("关于任职前公示的公告").hides("测试人员").shows("不公开").shows("<svg").hides("删除字段");
        stranger.get(&format!("{address}?lang=en")).ok().shows("Download the proof");

        // taken home and checked there, offline, by two verifiers
        let file = folder.path().join("a.tlog-proof");
        let answer = stranger.get(&format!("/log/proof/{index}")).ok();
        std::fs::write(&file, &answer.bytes).unwrap();
        let policy = folder.path().join("log/policy");
        let wanted = |proof: Option<std::path::PathBuf>| Wanted {
            log: Some(folder.path().join("log").display().to_string()),
            proof,
            policy: Some(policy.clone()),
            ..Wanted::default()
        };
        let report = verify(&wanted(Some(file.clone()))).unwrap();
        let says: Vec<&str> = report.says.iter().map(|s| s.en.as_str()).collect();
        assert!(says[0].starts_with(&format!("Entry {index} is in the log “hr.example.org/log” of {size} entries")), "{says:?}");
        assert!(says.contains(&"title: 关于任职前公示的公告") && says.iter().any(|s| s.contains("not shown, or was erased")));
        assert!(says.last().unwrap().starts_with("The log continues the proof"), "{says:?}");
        let mut forged = answer.bytes.clone();
        let at = forged.len() / 3;
        forged[at] ^= 1;
        std::fs::write(&file, forged).unwrap();
        assert!(verify(&wanted(Some(file))).is_err());

        // the value is destroyed: the entry stays, its proof holds, the erasure is an entry of its own
        let erase = format!("/log/items/{item}/erase");
        let fields = [("field", "title"), ("field", "person"), ("reason", "依申请删除")];
        site.as_actor(t.actor(Role::Leader)).post(&erase, &fields).is(403);
        officer.post(&erase, &fields[..2]).is(422).shows("请写明原因");
        officer.post(&erase, &fields).is(303).leads_to(&address);
        officer.post(&erase, &fields).is(422).shows("已删除的不能再删");
        stranger.get(&format!("{address}?lang=zh-CN")).ok().hides("关于任职前公示的公告").shows("已删除");
        round(&t.db, t.root, &place, HOUR).unwrap();
        let newest = stranger.json("/log");
        assert_eq!(newest["items"][0]["kind"], "erasure");
        assert_eq!(newest["size"], size + 1);
        let file = folder.path().join("b.tlog-proof");
        std::fs::write(&file, &stranger.get(&format!("/log/proof/{index}")).ok().bytes).unwrap();
        let report = verify(&wanted(Some(file))).unwrap();
        assert!(report.says.iter().all(|s| !s.en.contains("关于任职前公示的公告")));
    }

    fn the_files_are_served_as_others_software_expects_them(t: testkit::Bench) {
        let folder = tempfile::tempdir().unwrap();
        let place = begun(folder.path());
        let stranger = site(t, folder.path()).stranger();
        notice(t, "公告", "某人");
        let outcome = round(&t.db, t.root, &place, 0).unwrap();
        let checkpoint = stranger.get("/log/checkpoint").ok();
        assert_eq!(checkpoint.header("content-type"), "text/plain; charset=utf-8");
        assert_eq!(checkpoint.header("cache-control"), "public, max-age=5");
        assert_eq!(checkpoint.header("set-cookie"), "");
        let key = place.key().unwrap().public().clone();
        let (read, _) = Checkpoint::open(&checkpoint.bytes, &key).unwrap();
        assert_eq!(read.head.size, outcome.size);
        let width = outcome.size;
        let tile = stranger.get(&format!("/log/tile/0/000.p/{width}")).ok();
        assert_eq!(tile.bytes.len() as u64, 32 * width);
        assert_eq!(tile.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(tile.header("content-type"), "application/octet-stream");
        stranger.get(&format!("/log/tile/entries/000.p/{width}")).ok();
        for none in [format!("/log/tile/0/000.p/{}", width + 1), "/log/tile/0/000".into(), "/log/tile/entries/001.p/1".into(),
            "/log/tile/0/..%2f..%2fpolicy".into(), "/log/entries/999".into(), "/log/proof/999".into()] {
            stranger.get(&none).is(404);
        }
        stranger.get("/log/about?lang=zh-CN").ok().shows("它不证明");
        stranger.get("/log/about?lang=en").ok().shows("It does not prove");
    }

    fn a_round_that_broke_off_is_taken_up_and_nothing_is_logged_twice(t: testkit::Bench) {
        let folder = tempfile::tempdir().unwrap();
        let place = begun(folder.path());
        notice(t, "一", "甲");
        let first = round(&t.db, t.root, &place, HOUR).unwrap();
        // again with nothing new: nothing happens, and the ledger's head is not logged for its own sake
        assert_eq!(round(&t.db, t.root, &place, HOUR).unwrap(), public_log::Outcome { added: 0, ..first.clone() });
        // the program was killed after signing, before the database heard of it: as if an older database came back
        let older = copied(&folder.path().join("log"), &folder.path().join("older"));
        notice(t, "二", "乙");
        let second = round(&t.db, t.root, &place, HOUR).unwrap();
        assert_eq!(second.added, 1);
        // files from before are refused: the database remembers a longer log
        let refused = round(&t.db, t.root, &older, HOUR).unwrap_err();
        assert!(refused.to_string().contains("an older backup may have been restored"), "{refused}");
    }
}

#[test]
fn a_rewritten_database_is_found_out() {
    // not by `on_both_engines`, whose replay at the end would find it too
    for t in [Some(Bench::sqlite()), Bench::postgres()].into_iter().flatten() {
        let folder = tempfile::tempdir().unwrap();
        let place = begun(folder.path());
        notice(&t, "公告", "某人");
        round(&t.db, t.root, &place, 0).unwrap();
        let differences = || {
            let compared = t.db.read(&t.officer(), |tx| {
                let may = tx.may::<Look>()?;
                compare(tx, &may, &place)
            });
            let (count, found) = compared.unwrap();
            (count, found.first().map(|d| d.say.en.clone()).unwrap_or_default())
        };
        assert_eq!(differences(), (1, String::new()));
        t.forge("UPDATE ledger SET hash = prev WHERE seq = 1");
        assert!(differences().1.contains("the database was rewritten since"), "{:?}", differences());
        t.forge("DELETE FROM ledger WHERE seq = 1");
        assert!(differences().1.contains("the ledger has no entry 1"), "{:?}", differences());
        t.forge("UPDATE log_open SET value = '9' WHERE name = 'number'");
        assert!(differences().1.contains("does not fit the log's commitment"), "{:?}", differences());
    }
}

fn copied(from: &Path, to: &Path) -> Place {
    fn copy(from: &Path, to: &Path) {
        std::fs::create_dir_all(to).unwrap();
        for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
            let (path, name) = (entry.path(), to.join(entry.file_name()));
            if path.is_dir() {
                copy(&path, &name);
            } else {
                std::fs::copy(&path, &name).unwrap();
            }
        }
    }
    copy(from, to);
    let key = |p: &Path| format!("{}.key", p.display());
    std::fs::copy(key(from), key(to)).unwrap();
    Place::new(to)
}

#[test]
fn a_folder_that_is_no_log_and_a_changed_log_are_refused_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let place = begun(folder.path());
    let key = place.key().unwrap().public().to_string();
    let wanted =
        |log: &Path| Wanted { log: Some(log.display().to_string()), key: Some(key.clone()), ..Wanted::default() };
    verify(&wanted(&folder.path().join("log"))).unwrap();
    assert_eq!(verify(&wanted(folder.path())).unwrap_err().why, Why::Missing);
    assert_eq!(verify(&Wanted::default()).unwrap_err().why, Why::Key);
    let file = folder.path().join("log").join(CHECKPOINT);
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("hr.example.org/log\n0", "hr.example.org/log\n1")).unwrap();
    assert_eq!(verify(&wanted(&folder.path().join("log"))).unwrap_err().why, Why::Signature);
}
