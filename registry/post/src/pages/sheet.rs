//! The description of a post as a form on paper (岗位说明书): it fixes role, status and pay, and is signed.

use auth::{Action, Permit};
use base::{Date, Id};
use maud::{Markup, html};
use serde::Serialize;
use ui::{Notice, Sheet, SheetCell, Tone};
use web::{At, Cx, Lang, Page, Reply, View};

use super::{
    list::{managed_by, yes_no},
    post::requirements,
};
use crate::{Post, See, Text, Whole, entry_of, history::history_of, level_label, view::described, whole};

/// The description of a post, as a page.
#[derive(Serialize)]
pub struct Description {
    #[serde(flatten)]
    whole: Whole,
    /// The units above its unit and that unit, from the top.
    path: Vec<String>,
    /// From which day on all of it is as it stands here.
    since: Option<Date>,
    /// The latest ledger entry among those that recorded it.
    ledger: Option<Entry>,
}

#[derive(Serialize)]
struct Entry {
    number: i64,
    day: Date,
    hash: String,
}

pub(crate) async fn show(cx: Cx, At(id): At<Id<Post>>) -> Reply {
    let on = cx.on();
    let page = cx
        .read(move |tx| {
            let whole = whole(tx, id, on)?;
            let unit = org::whole(tx, whole.frame.unit, on)?;
            let above = unit.above.into_iter().map(|(_, name)| name).collect();
            let may = tx.may::<See>()?;
            Description::of(tx, &may, whole, above)
        })
        .await?;
    cx.show(page)
}

impl Description {
    /// The description of a post for its holder, who need not see the units above it or other posts.
    ///
    /// # Errors
    /// As [`crate::view::described`].
    pub fn for_holder<A: Action>(tx: &mut db::Read<'_>, may: &Permit<A>, post: Id<Post>, on: Date) -> db::Result<Self> {
        let whole = described(tx, may, post, on)?;
        Self::of(tx, may, whole, vec![])
    }
    fn of<A: Action>(tx: &mut db::Read<'_>, may: &Permit<A>, whole: Whole, above: Vec<String>) -> db::Result<Self> {
        let (post, on) = (whole.post, whole.on);
        let path = above.into_iter().chain([whole.unit_name.clone()]).collect();
        let entry = entry_of(tx, may, post, on)?;
        let since = history_of(tx, may, post)?.into_iter().map(|s| s.on).filter(|day| *day <= on).max();
        let ledger = entry.map(|e| Entry { number: e.seq, day: e.at.date_at(8), hash: e.hash_shown() });
        Ok(Self { whole, path, since, ledger })
    }
    fn sheet(&self, lang: Lang) -> Sheet {
        let t = Text::of(lang);
        let (w, f, c) = (&self.whole, &self.whole.frame, &self.whole.content);
        let label = |text: String| SheetCell::label(text);
        let long = |text: &str| {
            let lines: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
            let numbered = |(i, line): (usize, &&str)| format!("{}. {line}", i + 1);
            let text = if lines.len() > 1 {
                lines.iter().enumerate().map(numbered).collect::<Vec<_>>().join("\n")
            } else {
                lines.concat()
            };
            SheetCell::value(text).columns(5)
        };
        let level = f.level.as_deref().map(|l| level_label(l, lang)).unwrap_or_default();
        let term = f.term_years.map_or_else(|| t.no_term().to_string(), |y| t.years(y).to_string());
        let since = self.since.map(|day| day.to_string()).unwrap_or_default();
        let mut sheet = Sheet::new(t.sheet_title().to_string())
            .line([
                label(t.name().to_string()),
                SheetCell::value(&f.name).columns(3),
                label(t.code().to_string()),
                SheetCell::value(&f.code),
            ])
            .line([label(t.unit().to_string()), SheetCell::value(self.path.join(" › ")).columns(5)])
            .line([
                label(t.level().to_string()),
                SheetCell::value(level),
                label(t.class().to_string()),
                SheetCell::value(f.class.label(lang)),
                label(t.time().to_string()),
                SheetCell::value(f.time.label(lang)),
            ])
            .line([
                label(t.leading().to_string()),
                SheetCell::value(yes_no(f.leading, lang)),
                label(t.managed_by().to_string()),
                SheetCell::value(managed_by(f.managed_by.as_deref(), lang)),
                label(t.openings().to_string()),
                SheetCell::value(f.openings),
            ])
            .line([
                label(t.term().to_string()),
                SheetCell::value(term),
                label(t.in_force().to_string()),
                SheetCell::value(since).columns(3),
            ])
            .line([label(t.duties().to_string()), if c.duties.is_empty() { long("").tall() } else { long(&c.duties) }])
            .line([label(t.work().to_string()), long(&c.work)])
            .line([label(t.role().to_string()), long(&c.role)])
            .line([label(t.status().to_string()), long(&c.status)])
            .line([label(t.pay().to_string()), long(&c.pay)])
            .receipt(t.signed_unit().to_string())
            .receipt(t.signed_office().to_string())
            .receipt(t.signed_holder().to_string());
        sheet.unit.clone_from(&w.unit_name);
        sheet.date = w.on.to_string();
        if !w.requirements.is_empty() {
            sheet.tables = vec![requirements(&w.requirements, None, lang)];
        }
        sheet.ledger = self.ledger.as_ref().map(|e| (format!("{} #{}", e.day, e.number), e.hash.clone()));
        sheet
    }
}

impl Page for Description {
    fn title(&self, lang: Lang) -> String {
        format!("{} · {}", self.whole.frame.name, Text::of(lang).sheet_title())
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        if !self.whole.there {
            return Notice::new(Tone::Warning, t.no_sheet(self.whole.on.to_string()).to_string()).html(lang);
        }
        html! {
            p.hint.no-print { (t.how_to_print()) }
            (self.sheet(lang).html(lang))
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        // a holder who sees no other post has no list to go back to
        if view.can::<See>() {
            let post = (self.whole.post, self.whole.frame.name.clone());
            shell.breadcrumbs = super::crumbs(Some(&post), view.lang);
        }
        shell.as_of = Some(ui::AsOf { date: self.whole.on.to_string(), today: view.today.to_string() });
        shell
    }
}
