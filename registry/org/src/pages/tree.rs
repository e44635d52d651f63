//! The tree of units, opened step by step, and the chart of one.

use base::{Date, Id};
use maud::{Markup, html};
use serde::Serialize;
use ui::Node;
use web::{At, Cx, Lang, Page, Reply, View};

use crate::{Row, Text, Unit, children, whole};

#[derive(Serialize)]
struct Shown {
    on: Date,
    of: Option<(Id<Unit>, String)>,
    units: Vec<Row>,
    /// Only the list, for a tree that is being opened.
    #[serde(skip)]
    bare: bool,
}

fn query(on: Date, view: &View) -> String {
    if on == view.today { String::new() } else { format!("?on={on}") }
}

fn node(row: &Row, on: Date, view: &View) -> Node {
    let query = query(on, view);
    let mut node =
        Node::new(&row.name.name, format!("/units/{}{query}", row.unit)).note(row.name.kind.label(view.lang));
    node.more = (row.below > 0).then(|| format!("/units/{}/below{query}", row.unit));
    node
}

impl Page for Shown {
    fn title(&self, lang: Lang) -> String {
        let t = Text::of(lang);
        match &self.of {
            None => t.tree().to_string(),
            Some((_, name)) => format!("{name} · {}", t.below()),
        }
    }
    fn table(&self, lang: Lang) -> Option<ui::Table> {
        Some(super::list::table(self.title(lang), &self.units, false, lang))
    }
    fn body(&self, view: &View) -> Markup {
        let nodes: Vec<Node> = self.units.iter().map(|r| node(r, self.on, view)).collect();
        if self.bare {
            return ui::children(view.lang, &nodes);
        }
        html! {
            @for node in &nodes { (node.html(view.lang)) }
            @if nodes.is_empty() { p { (Text::of(view.lang).no_units().to_string()) } }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        shell.as_of = Some(ui::AsOf { date: self.on.to_string(), today: view.today.to_string() });
        shell
    }
}

pub(crate) async fn show(cx: Cx) -> Reply {
    let on = cx.on();
    let units = cx.read(move |tx| children(tx, None, on)).await?;
    cx.show(Shown { on, of: None, units, bare: false })
}

pub(crate) async fn below(cx: Cx, At(id): At<Id<Unit>>) -> Reply {
    let on = cx.on();
    let (name, units) = cx.read(move |tx| Ok((whole(tx, id, on)?.name.name, children(tx, Some(id), on)?))).await?;
    cx.show(Shown { on, of: Some((id, name)), units, bare: true })
}

/// How many units a chart draws at most: more would not be read.
const MOST: usize = 300;
const LEVELS: usize = 3;

#[derive(Serialize)]
struct Chart {
    on: Date,
    name: String,
    root: Node,
}

fn grow(tx: &mut db::Read<'_>, row: &Row, on: Date, level: usize, left: &mut usize) -> db::Result<Node> {
    let mut node = Node::new(row.name.brief(), format!("/units/{}", row.unit));
    if level < LEVELS && row.below > 0 {
        for child in children(tx, Some(row.unit), on)? {
            if *left == 0 {
                break;
            }
            *left -= 1;
            node.parts.push(grow(tx, &child, on, level + 1, left)?);
        }
    }
    Ok(node)
}

pub(crate) async fn chart(cx: Cx, At(id): At<Id<Unit>>) -> Reply {
    let on = cx.on();
    let (name, root) = cx
        .read(move |tx| {
            let of = whole(tx, id, on)?;
            let name = of.name.name.clone();
            let top = Row { unit: id, name: of.name, parent: None, below: 1, approved: 0, staff: 0, leading: 0 };
            Ok((name, grow(tx, &top, on, 0, &mut MOST.clone())?))
        })
        .await?;
    cx.show(Chart { on, name, root })
}

impl Page for Chart {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).chart_of(self.name.as_str()).to_string()
    }
    fn body(&self, view: &View) -> Markup {
        ui::org_chart(view.lang, &self.root)
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        shell.as_of = Some(ui::AsOf { date: self.on.to_string(), today: view.today.to_string() });
        shell
    }
}
