//! Restricted columns.
#![allow(missing_docs, reason = "tables of a test")]

use auth::{ColumnGroup, Columns, Grant, Path, PersonKey, Role, Root};
use base::Id;
use db::{Cell, Error, Event, Keys, Options, Prints, Sealed, Whose};
use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use testkit::Bench;

auth::actions! {
    /// Change.
    Change: Change "seal.change" [Officer];
    /// Show.
    Show: Reveal "seal.show" [Officer, Inspector, Cadre];
}

diesel::table! {
    paper (root, id) { root -> Binary, id -> Binary, number -> Binary, made -> Binary, unmade -> Nullable<Binary>, }
}
const DDL: &str = "CREATE TABLE paper (root BYTEA NOT NULL, id BYTEA NOT NULL, number BYTEA NOT NULL, made BYTEA NOT NULL, \
                   unmade BYTEA, PRIMARY KEY (root, id))";
const NUMBER: &str = "11010519491231002X";

struct Paper;

fn cell(id: Id<Paper>) -> Cell {
    Cell::new("paper", "number", id)
}

/// Keeps a sealed number and gives the id of its row.
fn keep(t: &Bench, db: &db::Db) -> db::Result<Id<Paper>> {
    db.write(&t.officer(), |tx| {
        let may = tx.may::<Change>()?;
        let id = Id::new();
        let sealed = tx.sealer(&may).seal(cell(id), NUMBER)?;
        let row: (_, _, _, _) =
            (paper::root.eq(tx.root()), paper::id.eq(id), paper::number.eq(sealed), paper::made.eq(tx.entry()));
        diesel::insert_into(paper::table).values(row).execute(tx.with(&may))?;
        tx.record(Event::new("seal.kept").facts(&["paper"]), id)
    })
}

fn show(
    t: &Bench,
    db: &db::Db,
    actor: &auth::Actor,
    id: Id<Paper>,
    at: Id<Paper>,
    person: Id<PersonKey>,
) -> db::Result<String> {
    let place: Path = "0001/".parse().unwrap();
    let of = Whose { group: ColumnGroup::Identity, place: &place, person };
    db.write(actor, |tx| {
        let may = tx.may::<Show>()?;
        let sealed: Sealed = paper::table
            .filter(paper::root.eq(t.root))
            .filter(paper::id.eq(id))
            .select(paper::number)
            .first(tx.with(&may))?;
        let plain = tx.unseal(&may, of, cell(at), &sealed)?;
        tx.record(Event::new("seal.shown").about(id), plain)
    })
}

fn actor(t: &Bench, role: Role, columns: Columns, person: Option<Id<PersonKey>>) -> auth::Actor {
    let grants = vec![Grant { role, over: "0001/".parse().unwrap(), columns }];
    auth::Actor::account(auth::Door::Session, t.root, Id::new(), person, grants)
}

fn sentence<T: std::fmt::Debug>(r: db::Result<T>) -> String {
    match r {
        Err(Error::Refused(say)) => say.en,
        other => panic!("{other:?}"),
    }
}

testkit::on_both_engines! {
    fn a_sealed_number_is_shown_where_the_permit_says_so(t: Bench) {
        t.table(DDL);
        let id = keep(t, &t.db).unwrap();
        let me = Id::new();
        let identity = Columns::NONE.with(ColumnGroup::Identity);
        assert_eq!(show(t, &t.db, &actor(t, Role::Officer, identity, None), id, id, me).unwrap(), NUMBER);
        assert_eq!(show(t, &t.db, &actor(t, Role::Cadre, Columns::NONE, Some(me)), id, id, me).unwrap(), NUMBER);
        let health = Columns::NONE.with(ColumnGroup::Health);
        for stranger in [actor(t, Role::Inspector, health, None), actor(t, Role::Cadre, Columns::ALL, Some(Id::new()))] {
            assert!(matches!(show(t, &t.db, &stranger, id, id, me), Err(Error::Denied(_))));
        }
        // two reveals and the keeping: what was refused left no entry
        assert_eq!(t.db.verify().unwrap()[0].entries, 3);
    }

    fn a_box_opens_in_its_own_place_only(t: Bench) {
        t.table(DDL);
        let (a, b) = (keep(t, &t.db).unwrap(), keep(t, &t.db).unwrap());
        assert!(matches!(show(t, &t.db, &t.officer(), a, b, Id::new()), Err(Error::Corrupt(_))));
        let boxes: Vec<Vec<u8>> = t.db.read(&t.officer(), |tx| {
            let may = tx.may::<Show>()?;
            Ok(paper::table.select(paper::number).load(tx.with(&may))?)
        }).unwrap();
        assert!(boxes.iter().all(|b| !b.windows(6).any(|w| w == &NUMBER.as_bytes()[..6])) && boxes[0] != boxes[1]);
    }

    fn without_the_key_all_else_works_and_the_loss_is_said(t: Bench) {
        t.table(DDL);
        let id = keep(t, &t.db).unwrap();
        let db = Options::new().open(&t.url).unwrap();
        let why = sentence(show(t, &db, &t.officer(), id, id, Id::new()));
        assert!(why.contains("is missing") && why.contains("cannot be recovered"), "{why}");
        assert!(sentence(keep(t, &db)).contains("is missing"));
        assert!(db.missing_keys().unwrap().is_some() && t.db.missing_keys().unwrap().is_none());
        assert_eq!(db.verify().unwrap()[0].findings.len(), 0);
    }

    fn a_wrong_key_is_noticed_at_the_door(t: Bench) {
        t.table(DDL);
        let wrong = Options::new().keys(Keys::fresh().unwrap()).open(&t.url).map(|_| ());
        assert!(sentence(wrong).contains("does not belong to this database"));
    }

    fn keys_are_rotated_and_the_old_ones_still_read(t: Bench) {
        t.table(DDL);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        t.keys.save_as(&path).unwrap();
        let before = keep(t, &t.db).unwrap();
        let index = |db: &db::Db| db.read(&t.officer(), |tx| tx.blind("paper.number", NUMBER)).unwrap();
        let rotated = Options::new().keys(Keys::rotate(&path).unwrap()).open(&t.url).unwrap();
        let after = keep(t, &rotated).unwrap();
        for id in [before, after] {
            assert_eq!(show(t, &rotated, &t.officer(), id, id, Id::new()).unwrap(), NUMBER);
        }
        assert_eq!(index(&t.db), index(&rotated));
        // the program that still has the old file only says which key it lacks
        assert!(sentence(show(t, &t.db, &t.officer(), after, after, Id::new())).contains("is missing"));
        assert!(t.db.missing_keys().unwrap().is_some());
    }

    fn equal_numbers_have_equal_fingerprints_within_one_organisation(t: Bench) {
        let print = |root: Id<Root>, index, plain| {
            t.db.read(&auth::Actor::console(root), |tx| tx.blind(index, plain)).unwrap()
        };
        let first = print(t.root, "paper.number", NUMBER);
        assert_eq!(first, print(t.root, "paper.number", NUMBER));
        assert_ne!(first, print(t.root, "family.number", NUMBER));
        assert_ne!(first, print(Id::new(), "paper.number", NUMBER));
        assert_ne!(first, print(t.root, "paper.number", "110105194912310021"));
    }
}
