//! What is due in a recruitment.

use base::{Date, Say};
use db::{Error, Read, Result};
use inbox::Due;

use super::{
    Conduct, office,
    store::{self, Handed, Standing},
};

/// At most so many recruitments are looked at.
const MOST: i64 = 100;

/// Applications to be reviewed after the deadline, and applications to be deleted.
///
/// # Errors
/// The database.
pub fn due(tx: &mut Read<'_>, until: Date) -> Result<Vec<Due>> {
    let may = match tx.may::<Conduct>() {
        Ok(may) => may,
        Err(Error::Denied(_)) => return Ok(Vec::new()),
        Err(why) => return Err(why),
    };
    let today = tx.today();
    let mut all = Vec::new();
    for a in store::within_reach(tx, &may, MOST)?.into_iter().filter(|a| a.state != Standing::Draft) {
        let href = format!("/recruitments/{}", a.recruitment);
        let mut add = |by: Date, key: &str, kind: Say, what: Say| {
            if by <= until {
                let plain = Say::new(format!("{}：{}", a.title, what.zh), format!("{}: {}", a.title, what.en));
                let key = format!("recruitment/{}/{key}", a.recruitment);
                all.push(Due { by, key, kind, what: plain.clone(), plain, href: href.clone() });
            }
        };
        let stood = store::stood(tx, &may, a.recruitment, None)?;
        let handed = stood.filed.iter().filter(|f| f.state == Handed::Submitted);
        let open = handed.filter(|f| !stood.reviews.iter().any(|r| r.application == f.application)).count();
        if open > 0 && a.state == Standing::Published {
            add(
                a.closes.plus_days(1),
                "review",
                Say::new("资格审查", "Qualification review"),
                Say::new(format!("{open}份报名待审查"), format!("{open} applications to review")),
            );
        }
        if let Ok(by) = office::figures(tx, &may, &a, today)
            && store::drafts_kept(tx, &may, a.recruitment)? > 0
        {
            add(
                office::kept_until(&a, by),
                "erase",
                Say::new("删除报名材料", "Deletion of applications"),
                Say::new("报名材料保存期满，应删除", "applications have been kept long enough and are to be deleted"),
            );
        }
    }
    Ok(all)
}
