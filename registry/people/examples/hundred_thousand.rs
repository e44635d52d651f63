//! Measures import, list, filter and search: `cargo run --release -p people --example hundred_thousand -- URL [PEOPLE]`.
//! Makes everything in a new database; the URL must lead to an empty one.

use std::time::{Duration, Instant};

use auth::Actor;
use base::Id;
use db::{Db, Keys, Options};
use diesel::{ExpressionMethods, RunQueryDsl};
use intake::{File, Intake, Source};
use people::{Filter, Order, People, Unit, Wanted};

#[allow(missing_docs, reason = "the migrations say what each column means")]
mod books {
    diesel::table! {
        place (root, unit, from_day) {
            root -> Binary,
            unit -> Binary,
            from_day -> Text,
            to_day -> Text,
            path -> Text,
            number -> BigInt,
        }
    }
}
use books::place;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let mut args = std::env::args().skip(1);
    let url = args.next().ok_or("URL [PEOPLE]")?;
    let count: usize = args.next().map_or(Ok(100_000), |n| n.parse())?;
    let db = Options::new().keys(Keys::fresh()?).open(&url)?;
    db.migrate()?;
    let root = db.found_root("海晏市")?;
    let actor = Actor::console(root);
    let unit = unit(&db, &actor)?;

    let people = synth::people(count, 7);
    let alone = formats::sheet::xlsx(vec![synth::people_table(count, 7)])?;
    println!("workbook of {count} people: {} MB", alone.len() >> 20);
    import(&db, &actor, unit, alone, "people alone")?;
    if std::env::var_os("ALL_SHEETS").is_some() {
        let all = formats::sheet::xlsx(synth::people_tables(people))?;
        println!("workbook of all sheets: {} MB", all.len() >> 20);
        import(&db, &actor, unit, all, "all sheets, people known")?;
    }
    measure(&db, &actor)
}

fn unit(db: &Db, actor: &Actor) -> Outcome<Id<Unit>> {
    let id = Id::<Unit>::new();
    db.keep_books(actor, |tx| {
        let may = tx.may::<people::Change>()?;
        diesel::insert_into(place::table)
            .values((
                place::root.eq(actor.root()),
                place::unit.eq(id),
                place::from_day.eq("0001-01-01"),
                place::to_day.eq("9999-12-31"),
                place::path.eq("0001/"),
                place::number.eq(1i64),
            ))
            .execute(tx.with(&may))?;
        Ok(())
    })?;
    Ok(id)
}

fn import(db: &Db, actor: &Actor, unit: Id<Unit>, bytes: Vec<u8>, what: &str) -> Outcome<()> {
    let file = File { name: "people.xlsx".into(), bytes: bytes.into() };
    let mut source = Source { files: vec![file], ..Source::default() };
    source.settings.insert("unit".into(), unit.to_string());
    let start = Instant::now();
    let report = intake::dry_run(db, actor, &People, &mut source).map_err(|e| format!("{e:?}"))?;
    let checked = start.elapsed();
    for w in report.wrong.iter().take(5) {
        println!("{} {}", w.place, w.say.zh);
    }
    let start = Instant::now();
    let report = db.write(actor, |tx| People.apply(tx, &source, &|_, _| {}))?;
    println!(
        "{what}: checked in {checked:?}, recorded in {:?}, {} new, {} entries",
        start.elapsed(),
        report.figure("new"),
        report.figure("entries")
    );
    Ok(())
}

fn measure(db: &Db, actor: &Actor) -> Outcome<()> {
    let wanted = |order| Wanted { order, descending: false, edge: None, limit: 51 };
    let lists = [
        ("list by name", Filter::default(), Order::Name),
        ("list by birth", Filter::default(), Order::Birth),
        ("list by level", Filter::default(), Order::Level),
        (
            "women under 40 with a degree",
            Filter { sex: "2".into(), age_to: Some(40), education: Some(4), ..Filter::default() },
            Order::Name,
        ),
        (
            "Party members, one level",
            Filter { political: "01".into(), level: "1A42".into(), ..Filter::default() },
            Order::Birth,
        ),
        ("less complete than 60", Filter { complete_below: Some(60), ..Filter::default() }, Order::Name),
        ("by text", Filter { q: "zhangw".into(), ..Filter::default() }, Order::Name),
    ];
    for (what, filter, order) in lists {
        let mut total = 0;
        let times = (0..40).map(|_| {
            let start = Instant::now();
            let listed = db.read(actor, |tx| {
                let today = tx.today();
                people::list(tx, &filter, &wanted(order), today)
            });
            total = listed.map_or(0, |l| l.total);
            start.elapsed()
        });
        show(what, times.collect(), total);
    }
    for text in ["张", "张伟", "zhangwei", "zw", "z", "wei", "副局长", "财政"] {
        let mut found = 0;
        let times = (0..40).map(|_| {
            let start = Instant::now();
            found = db.read(actor, |tx| people::search(tx, text, 8)).map_or(0, |l| l.len());
            start.elapsed()
        });
        show(&format!("search {text}"), times.collect(), found as u64);
    }
    let start = Instant::now();
    let pairs = db.read(actor, people::duplicates)?.len();
    println!("duplicates: {pairs} pairs in {:?}", start.elapsed());
    let start = Instant::now();
    let facts = db.read(actor, |tx| {
        let today = tx.today();
        people::facts_of_all(tx, today)
    })?;
    println!("facts of {} people in {:?}", facts.len(), start.elapsed());
    Ok(())
}

fn show(what: &str, mut times: Vec<Duration>, total: u64) {
    times.sort_unstable();
    println!(
        "{what}: median {:?}, 95th percentile {:?} ({total})",
        times[times.len() / 2],
        times[times.len() * 95 / 100]
    );
}
