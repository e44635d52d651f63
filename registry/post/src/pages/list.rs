//! The list of posts.

use base::{Date, Id};
use maud::{Markup, html};
use org::Unit;
use serde::{Deserialize, Serialize};
use ui::{Cell, Column, Field, FilterBar, Table};
use web::{Cx, Lang, Page, PageOf, Paging, Query, Reply, View};

use crate::{Change, Class, Filter, Row, Sort, Text, Time, Wanted, count, level_label, page};

/// What stands after the `?` of the list.
#[derive(Clone, Default, Debug, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    pub(crate) q: String,
    /// A unit's id, as links have it, or its code, as people write it.
    pub(crate) unit: String,
    pub(crate) below: bool,
    pub(crate) class: String,
    pub(crate) level: String,
    pub(crate) leading: String,
}

impl Asked {
    /// The filter, or which word of it means nothing.
    pub(crate) fn filter(&self, tx: &mut db::Read<'_>, on: Date) -> db::Result<(Filter, Option<UnitAsked>)> {
        let some = |text: &String| Some(text.trim().to_owned()).filter(|t| !t.is_empty());
        let unit = some(&self.unit).map(|text| UnitAsked::find(tx, text, on)).transpose()?;
        let filter = Filter {
            text: some(&self.q),
            unit: unit.as_ref().map(|u| u.unit),
            below: self.below,
            class: self.class.parse().ok(),
            level: some(&self.level),
            leading: match self.leading.as_str() {
                "true" => Some(true),
                "false" => Some(false),
                _ => None,
            },
        };
        Ok((filter, unit))
    }
}

/// The unit that a list is of.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct UnitAsked {
    pub(crate) unit: Id<Unit>,
    pub(crate) code: String,
    pub(crate) name: String,
}
impl UnitAsked {
    /// By its id, code or name, as of a day.
    fn find(tx: &mut db::Read<'_>, text: String, on: Date) -> db::Result<Self> {
        let unit = org::pick(tx, "unit", &text, on)?.ok_or(db::Error::NotFound)?;
        let name = org::whole(tx, unit, on)?.name;
        Ok(Self { unit, code: name.code, name: name.name })
    }
}

#[derive(Serialize)]
pub(crate) struct Posts {
    filter: Asked,
    unit: Option<UnitAsked>,
    posts: PageOf<Row>,
    on: Date,
    #[serde(skip)]
    paging: Paging,
    #[serde(skip)]
    here: String,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

pub(crate) async fn show(cx: Cx, Query(asked): Query<Asked>, paging: Paging) -> Reply {
    let (on, here) = (cx.on(), cx.here().to_owned());
    let none = Posts::none(asked.clone(), paging.clone(), here.clone(), on);
    match cx.read(move |tx| Posts::load(tx, asked, paging, here, on)).await {
        Ok(posts) => cx.show(posts),
        Err(why) => cx.again(why, |errors| Posts { errors, ..none }),
    }
}

impl Posts {
    /// The list before it is filled.
    fn none(filter: Asked, paging: Paging, here: String, on: Date) -> Self {
        let posts = PageOf { rows: vec![], next: None, previous: None, total: None };
        Self { filter, unit: None, posts, on, paging, here, errors: vec![] }
    }
    pub(crate) fn load(
        tx: &mut db::Read<'_>,
        asked: Asked,
        paging: Paging,
        here: String,
        on: Date,
    ) -> db::Result<Self> {
        let (filter, unit) = asked.filter(tx, on)?;
        let (sort, turned) = order(&paging);
        let edge = paging.edge().and_then(|[value, id]: [&str; 2]| Some((value.to_owned(), id.parse().ok()?)));
        let wanted = Wanted { sort, descending: turned != paging.backwards(), edge, most: i64::from(paging.fetch()) };
        let rows = page(tx, on, &filter, wanted)?;
        let total = count(tx, on, &filter)?;
        let key = |r: &Row| {
            let value = if sort == Sort::Code { &r.frame.code } else { &r.frame.name };
            [value.clone(), r.post.to_string()]
        };
        let posts = paging.page(rows, key, u64::try_from(total).ok());
        Ok(Self { unit, posts, ..Self::none(asked, paging, here, on) })
    }
    /// Every column, under the headings by which the import knows them: what was exported can be corrected and taken in.
    pub(crate) fn whole(&self, lang: Lang) -> Table {
        let t = Text::of(lang);
        table(t.posts().to_string(), &self.posts.rows, Shown::All, lang)
    }
}

fn order(paging: &Paging) -> (Sort, bool) {
    let asked = paging.sort(&["code", "name"]);
    let by = asked.and_then(|s| s.key.parse().ok()).unwrap_or(Sort::Code);
    (by, asked.is_some_and(|s| s.descending))
}

/// Which columns a table of posts has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shown {
    /// Those of the import.
    All,
    /// Those that fit on a screen.
    Screen,
    /// Those that are not the same for all posts of one unit.
    OfUnit,
}

pub(crate) fn classes(lang: Lang) -> Vec<(&'static str, &'static str)> {
    Class::ALL.iter().map(|c| (c.word(), c.label(lang))).collect()
}
/// Levels of leading posts and grades, the highest first.
pub(crate) fn levels(lang: Lang) -> Vec<(&'static str, &'static str)> {
    let all = codes::LEVEL.codes().iter().chain(codes::GRADE.codes());
    all.map(|c| (c.code, c.label(lang))).collect()
}
pub(crate) fn times(lang: Lang) -> Vec<(&'static str, &'static str)> {
    Time::ALL.iter().map(|t| (t.word(), t.label(lang))).collect()
}
/// The committees that may manage whoever holds a post.
pub(crate) fn authorities(lang: Lang) -> Vec<(&'static str, &'static str)> {
    codes::MANAGEMENT.codes().iter().map(|c| (c.code, c.label(lang))).collect()
}
pub(crate) fn managed_by(code: Option<&str>, lang: Lang) -> String {
    code.map(|c| codes::MANAGEMENT.label(c, lang).to_owned()).unwrap_or_default()
}
pub(crate) fn yes_no(yes: bool, lang: Lang) -> String {
    let t = Text::of(lang);
    if yes { t.yes().to_string() } else { t.no().to_string() }
}

/// A table of posts.
pub(crate) fn table(caption: String, rows: &[Row], shown: Shown, lang: Lang) -> Table {
    let t = Text::of(lang);
    let (all, screen) = (shown == Shown::All, shown == Shown::Screen);
    let sortable = |column: Column| if screen { column.sortable() } else { column };
    let columns = [
        (true, sortable(Column::text("code", t.code().to_string())).width(14)),
        (true, sortable(Column::link("name", t.name().to_string())).width(24)),
        (shown != Shown::OfUnit, Column::link("unit_name", t.unit_name().to_string()).width(24)),
        (all, Column::text("unit_code", t.unit_code().to_string()).width(12)),
        (true, Column::text("level", t.level().to_string()).width(14)),
        (true, Column::text("leading", t.leading().to_string()).width(8)),
        (true, Column::text("class", t.class().to_string()).width(12)),
        (all, Column::text("time", t.time().to_string()).width(10)),
        (all, Column::text("managed_by", t.managed_by().to_string()).width(20)),
        (true, Column::number("openings", t.openings().to_string())),
        (all, Column::number("term_years", t.term_years().to_string())),
    ];
    let kept: Vec<bool> = columns.iter().map(|c| c.0).collect();
    let columns = columns.into_iter().filter(|c| c.0).map(|c| c.1).collect();
    let line = |r: &Row| {
        let f = &r.frame;
        let cells = [
            Cell::new(&f.code),
            Cell::new(&f.name).href(format!("/posts/{}", r.post)),
            Cell::new(&r.unit_name).href(format!("/units/{}", f.unit)),
            Cell::new(&r.unit_code),
            Cell::new(f.level.as_deref().map(|l| level_label(l, lang)).unwrap_or_default()),
            Cell::new(yes_no(f.leading, lang)),
            Cell::new(f.class.label(lang)).note(if f.time == Time::Part && !all { f.time.label(lang) } else { "" }),
            Cell::new(f.time.label(lang)),
            Cell::new(managed_by(f.managed_by.as_deref(), lang)),
            Cell::from(f.openings),
            Cell::of(f.term_years),
        ];
        let cells: Vec<Cell> = cells.into_iter().zip(&kept).filter(|(_, kept)| **kept).map(|(cell, _)| cell).collect();
        ui::Row::from(cells).id(r.post)
    };
    Table::new(caption, columns).rows(rows.iter().map(line))
}

impl Page for Posts {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).posts().to_string()
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        Some(self.whole(lang))
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let f = &self.filter;
        let code = self.unit.as_ref().map_or(&f.unit, |u| &u.code);
        let wrong = self.errors.iter().map(|(_, says)| says.as_str()).collect::<Vec<_>>().join(" ");
        let leading = [("true", t.leading_only().to_string()), ("false", t.others_only().to_string())];
        let said = |value: &str| leading.iter().find(|(v, _)| *v == value).map(|(_, label)| label.clone());
        let mut bar = FilterBar::new(&self.here)
            .field(Field::text("q", t.filter_text().to_string()).value(&f.q).limit(100))
            .field(org::unit_field("unit", t.unit_code().to_string(), lang).hint("").value(code).error(wrong))
            .field(Field::check("below", t.with_below().to_string()).value(f.below))
            .field(Field::select("class", t.class().to_string(), classes(lang)).value(&f.class))
            .field(Field::select("level", t.level().to_string(), levels(lang)).value(&f.level))
            .field(Field::select("leading", t.leading().to_string(), leading.clone()).value(&f.leading));
        if let Some(unit) = &self.unit {
            bar = bar
                .active("unit", if f.below { t.and_below(unit.name.as_str()).to_string() } else { unit.name.clone() });
        }
        if let Ok(class) = f.class.parse::<Class>() {
            bar = bar.active("class", class.label(lang));
        }
        if !f.level.is_empty() {
            bar = bar.active("level", level_label(&f.level, lang));
        }
        if let Some(label) = said(&f.leading) {
            bar = bar.active("leading", label);
        }
        if !f.q.trim().is_empty() {
            bar = bar.active("q", f.q.clone());
        }
        let sort = self.paging.sort(&["code", "name"]).cloned();
        let table = table(t.posts().to_string(), &self.posts.rows, Shown::Screen, lang).at(&self.here, sort);
        let table = table.pager(self.posts.pager(&self.here)).exported();
        html! {
            (bar.html(lang))
            (table.empty(t.no_posts().to_string(), t.no_posts_hint().to_string()).html(lang))
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        let t = Text::of(view.lang);
        shell.lead = t.post_count(self.posts.total.unwrap_or_default()).to_string();
        shell.as_of = Some(ui::AsOf { date: self.on.to_string(), today: view.today.to_string() });
        shell.actions = html! {
            @if view.can::<Change>() {
                @let new = self.unit.as_ref().map_or("/posts/new".to_owned(), |u| ui::link::with("/posts/new", "unit", &u.code));
                (ui::primary_link(&t.create().to_string(), &new, Some(ui::Icon::Plus)))
                (ui::button_link(&t.take_in().to_string(), "/import/own-posts", Some(ui::Icon::Import)))
            }
        };
        shell
    }
}
