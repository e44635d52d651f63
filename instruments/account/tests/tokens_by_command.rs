//! API tokens from the command line, and counters that several servers share.

mod house;

use std::sync::{Arc, Mutex};

use account::{Answer, Keeper, KnownActions};
use auth::{ActionRow, Columns, Kind, Role};
use base::Lang;
use house::*;
use testkit::Bench;

#[derive(Clone, Default)]
struct Out(Arc<Mutex<Vec<u8>>>);
impl std::io::Write for Out {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Runs a command as a script does and gives its JSON.
fn run(t: &Bench, words: &str, args: &[&str]) -> db::Result<serde_json::Value> {
    let out = Out::default();
    let known = vec![ActionRow { name: "org.see", kind: Kind::See, roles: &[Role::Officer] }];
    let console =
        web::Console::new(t.db.clone(), web::Terminal::new(Lang::Zh, true, 80, out.clone()))?.with(KnownActions(known));
    let slice = account::slice();
    let command = slice.commands.iter().find(|c| c.words == words).expect("there is such a command");
    let matches =
        (command.args)(clap::Command::new("x"), Lang::Zh).try_get_matches_from([&["x"], args].concat()).unwrap();
    let web::Run::Data(run) = command.run else { panic!("{} works on data", command.words) };
    run(&console, &matches)?;
    let text = String::from_utf8(out.0.lock().unwrap().clone()).unwrap();
    Ok(serde_json::from_str(&text).unwrap())
}

testkit::on_both_engines! {
    fn a_token_is_made_listed_and_revoked_at_the_machine(t: Bench) {
        let k = keeper(t);
        first(t, &k);
        let admin = actor(&k, &enter(&k, "guanli", PASSWORD));
        let who = someone(t, &k, &admin, "who", None);
        give(t, &admin, &role(t, who, Role::Officer, "", Columns::NONE)).unwrap();
        let make = |name: &str, scope: &str, until: &str| run(t, "admin token make", &[name, "--for", "考勤同步", "--scope", scope, "--until", until]);
        for (name, scope, until) in [("nobody", "org.see", "2026-08-01"), ("who", "account.*", "2026-08-01"), ("who", "org.fly", "2026-08-01"), ("who", "org.see", "2026-06-01"), ("who", "org.see", "2030-01-01"), ("who", "org.see", "soon")] {
            assert!(make(name, scope, until).is_err(), "{name} {scope} {until}");
        }
        let made = make("who", "org.see", "2026-08-01").unwrap();
        let secret = made["token"].as_str().unwrap();
        let (by, of) = k.bearer(secret).unwrap().expect("it opens the door");
        assert_eq!(of.name, "who");
        assert!(by.may::<org::See>().is_ok() && by.may::<org::Change>().is_err());
        let listed = run(t, "admin token list", &["who"]).unwrap();
        assert_eq!((listed["tokens"][0]["name"].as_str(), listed["tokens"][0]["scope"].as_str()), (Some("考勤同步"), Some("org.see")));
        assert!(!listed.to_string().contains(secret));
        let id = listed["tokens"][0]["id"].as_str().unwrap();
        assert!(run(t, "admin token revoke", &["guanli", id]).is_err());
        run(t, "admin token revoke", &["who", id]).unwrap();
        assert!(k.bearer(secret).unwrap().is_none());
    }

    fn servers_of_one_database_count_failures_together(t: Bench) {
        let one = keeper(t);
        first(t, &one);
        // another process: other secrets of its own, the same database and key file
        let two: Keeper = keeper(t);
        for server in [&one, &two, &one, &two] {
            assert!(matches!(server.sign_in("guanli", "wrong and long", None, "", None).unwrap(), Answer::Wrong));
        }
        assert!(matches!(two.sign_in("guanli", "wrong and long", None, "", None).unwrap(), Answer::Wrong));
        assert!(matches!(one.sign_in("guanli", PASSWORD, None, "", None).unwrap(), Answer::Wait(_)));
    }

    fn an_attempt_does_not_wait_for_the_ledger(t: Bench) {
        let k = keeper(t);
        first(t, &k);
        // on SQLite there is one writer of the file; elsewhere only writers of the ledger queue at its head
        if !t.db.is_postgres() {
            return;
        }
        let started = std::time::Instant::now();
        t.db.write(&console(t), |tx| {
            let may = tx.may::<account::Keep>()?;
            let _ = tx.with(&may);
            std::thread::scope(|s| {
                let tried = s.spawn(|| matches!(k.sign_in("guanli", PASSWORD, None, "", None).unwrap(), Answer::In(_)));
                while !tried.is_finished() && started.elapsed().as_secs() < 10 {
                    std::thread::sleep(std::time::Duration::from_millis(5));
                }
                assert!(tried.is_finished(), "the attempt waits for the ledger's head");
            });
            tx.record(db::Event::new("account.tested"), ())
        }).unwrap();
    }
}
