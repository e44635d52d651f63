//! People under one verdict, a screenful at a time: the same list for a published opening and for a post of one's own.

use base::{Date, Id, Lang};
use eligibility::{Bits, Tally, Truth};
use maud::{Markup, html};
use people::Person;
use serde::{Deserialize, Serialize};
use ui::{Cell, Column, Table, Tone};
use web::{PageOf, Paging};

use crate::{Staff, Text};

/// Which of the people a list shows.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Show {
    pub(super) show: String,
}

/// People under one verdict, and how many are under each.
#[derive(Serialize)]
pub(super) struct Judged {
    #[serde(flatten)]
    tally: Tally,
    show: &'static str,
    people: PageOf<Line>,
}
#[derive(Serialize)]
pub(super) struct Line {
    pub(super) id: Id<Person>,
    name: String,
    /// The present post.
    now: String,
    verdict: Truth,
    why: String,
}

/// What a list is made from: the people, the verdict on each, and how many are under each.
pub(super) struct Verdicts<'a> {
    pub(super) staff: &'a Staff,
    pub(super) bits: &'a Bits,
    pub(super) tally: Tally,
}

impl Judged {
    /// The part that is wanted; `why` gives the reason for the person at a place, and is asked for those shown only.
    pub(super) fn of(
        tx: &mut db::Read<'_>,
        of: &Verdicts<'_>,
        show: &Show,
        paging: &Paging,
        on: Date,
        why: impl Fn(usize) -> String,
    ) -> db::Result<Self> {
        let Verdicts { staff, bits, tally } = *of;
        let show = ["yes", "unknown", "near", "no"].into_iter().find(|s| *s == show.show).unwrap_or("yes");
        let fits = |p: &usize| match show {
            "yes" => bits.get(*p) == Truth::Yes,
            "unknown" => bits.get(*p) == Truth::Unknown,
            "near" => bits.is_near(*p),
            _ => bits.get(*p) == Truth::No,
        };
        let part = paging.part((0..staff.people.len()).filter(fits).collect(), |p| staff.key(*p));
        let ids: Vec<Id<Person>> = part.rows.iter().map(|p| staff.people[*p]).collect();
        let mut names = people::names(tx, &ids, on)?;
        let people = part.map(|p| {
            let id = staff.people[p];
            let (name, now) = names.remove(&id).map(|n| (n.name, n.post)).unwrap_or_default();
            Line { id, name, now, verdict: bits.get(p), why: why(p) }
        });
        Ok(Self { tally, show, people })
    }

    pub(super) fn table(
        &self,
        caption: String,
        here: &str,
        empty: String,
        lang: Lang,
        href: impl Fn(&Line) -> String,
    ) -> Table {
        let t = Text::of(lang);
        let columns = vec![
            Column::link("name", t.name().to_string()).whole().width(14),
            Column::text("now", t.who().to_string()).width(30),
            Column::badge("verdict", t.verdict().to_string()),
            Column::text("why", t.why().to_string()).width(60),
        ];
        let rows = self.people.rows.iter().map(|p| {
            let (tone, word) = verdict(p.verdict, lang);
            vec![
                Cell::new(p.name.clone()).href(href(p)),
                Cell::new(p.now.clone()),
                Cell::new(word).tone(tone),
                Cell::new(p.why.clone()),
            ]
        });
        let table = Table::new(caption, columns).rows(rows).at(here, None).pager(self.people.pager(here));
        table.exported().empty(t.nobody().to_string(), empty)
    }

    /// A tab for each verdict, with its number.
    pub(super) fn tabs(&self, here: &str, lang: Lang) -> Markup {
        let t = Text::of(lang);
        tabs(
            here,
            self.show,
            &[
                ("yes", t.yes().to_string(), self.tally.yes),
                ("unknown", t.unknown().to_string(), self.tally.unknown),
                ("near", t.near().to_string(), self.tally.near),
                ("no", t.no().to_string(), self.tally.no),
            ],
            lang,
        )
    }
}

/// Tabs that choose what a list shows: its word, its label, how many there are.
pub(super) fn tabs(here: &str, now: &str, all: &[(&str, String, u32)], lang: Lang) -> Markup {
    // another list begins at its own beginning
    let bare = ui::link::without(here, &["after", "before"]);
    let tab = |(show, label, n): &(&str, String, u32)| {
        (format!("{label} {n}"), ui::link::with(&bare, "show", show), *show == now)
    };
    html! { (ui::tabs(lang, &all.iter().map(tab).collect::<Vec<_>>())) }
}

/// A verdict's tone and word.
pub(crate) fn verdict(truth: Truth, lang: Lang) -> (Tone, String) {
    let t = Text::of(lang);
    match truth {
        Truth::Yes => (Tone::Yes, t.yes().to_string()),
        Truth::Unknown => (Tone::Unknown, t.unknown().to_string()),
        Truth::No => (Tone::No, t.no().to_string()),
    }
}
