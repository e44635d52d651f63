//! One box: names by characters, readings and initials, and posts by any part.

use auth::{Action, Permit};
use base::Lang;
use db::{Engine, Read};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, JoinOnDsl, NullableExpressionMethods, QueryDsl, RunQueryDsl,
    SelectableHelper,
};

use crate::{
    See,
    list::past,
    name, pages, reach,
    store::now::{Line, people_key, people_now},
};

/// What the search box finds here.
pub(crate) fn find(tx: &mut Read<'_>, text: &str, most: usize, lang: Lang) -> db::Result<Vec<web::Found>> {
    let may = tx.may::<See>()?;
    let one = |line: Line| {
        let words = [pages::shown("birth", &line.birth, lang), line.post_title];
        let note = words.into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
        web::Found { href: format!("/people/{}", line.person), text: line.name, note }
    };
    Ok(people(tx, &may, text, most)?.into_iter().map(one).collect())
}

/// At most `most` persons within reach whose name or post has the text in it, the best first: a name that is the text or
/// whose reading or initials are, then names that begin so or have it inside, then posts.
pub(crate) fn people<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, text: &str, most: usize) -> db::Result<Vec<Line>> {
    let q = name::fold(text);
    if q.is_empty() {
        return Ok(Vec::new());
    }
    let mut found: Vec<Line> = Vec::new();
    for step in [Step::Exact, Step::Beginning, Step::Post] {
        if found.len() >= most {
            break;
        }
        for line in stepwise(tx, may, &q, step, most)? {
            if found.len() < most && !found.iter().any(|f| f.person == line.person) {
                found.push(line);
            }
        }
    }
    Ok(found)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Exact,
    Beginning,
    Post,
}

/// So many names that are the text, or whose reading or initials are, are put in order; the step after finds them all.
const EXACT: i64 = 2000;

fn stepwise<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, q: &str, step: Step, most: usize) -> db::Result<Vec<Line>> {
    let (root, today, most) = (may.root(), tx.today(), most as i64 * 2);
    let units = reach::units(tx, may, None, today)?;
    let keys =
        |kind: &str| people_key::table.filter(people_key::root.eq(root).and(people_key::kind.eq(kind.to_owned())));
    if step == Step::Exact {
        // the names first: joined, PostgreSQL takes the number of posts with this key for that of names and reads everybody
        let names: Vec<String> = keys("name")
            .filter(people_key::key.eq(q.to_owned()))
            .select(people_key::text)
            .limit(EXACT)
            .load(tx.with(may))?;
        let mut query = people_now::table
            .filter(people_now::root.eq(root).and(people_now::name.eq_any(names)))
            .order((people_now::sort, people_now::person))
            .select(Line::as_select())
            .limit(most)
            .into_boxed::<Engine>();
        if let Some(units) = units {
            query = query.filter(people_now::unit.assume_not_null().eq_any(units));
        }
        return Ok(query.load(tx.with(may))?);
    }
    macro_rules! joined {
        ($column:expr, $kind:literal) => {{
            let mut query = keys($kind)
                .inner_join(
                    people_now::table.on(people_now::root.eq(people_key::root).and($column.eq(people_key::text))),
                )
                .filter(people_key::key.ge(q.to_owned()).and(people_key::key.lt(past(q))))
                .order(people_key::key)
                .select(Line::as_select())
                .limit(most)
                .into_boxed::<Engine>();
            if let Some(units) = units {
                query = query.filter(people_now::unit.assume_not_null().eq_any(units));
            }
            query.load(tx.with(may))?
        }};
    }
    Ok(if step == Step::Post { joined!(people_now::post_title, "title") } else { joined!(people_now::name, "name") })
}
