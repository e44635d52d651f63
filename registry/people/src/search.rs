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

fn stepwise<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, q: &str, step: Step, most: usize) -> db::Result<Vec<Line>> {
    let (root, today) = (may.root(), tx.today());
    let units = reach::units(tx, may, None, today)?;
    macro_rules! joined {
        ($column:expr, $kind:literal) => {{
            let mut query = people_key::table
                .inner_join(
                    people_now::table.on(people_now::root.eq(people_key::root).and($column.eq(people_key::text))),
                )
                .filter(people_key::root.eq(root).and(people_key::kind.eq($kind)))
                .select(Line::as_select())
                .limit(most as i64 * 2)
                .into_boxed::<Engine>();
            query = if step == Step::Exact {
                query.filter(people_key::key.eq(q.to_owned())).order((people_now::sort, people_now::person))
            } else {
                query.filter(people_key::key.ge(q.to_owned()).and(people_key::key.lt(past(q)))).order(people_key::key)
            };
            if let Some(units) = &units {
                query = query.filter(people_now::unit.assume_not_null().eq_any(units.clone()));
            }
            query.load(tx.with(may))?
        }};
    }
    Ok(if step == Step::Post { joined!(people_now::post_title, "title") } else { joined!(people_now::name, "name") })
}
