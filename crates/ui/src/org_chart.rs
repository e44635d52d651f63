//! The organisation chart: the first level side by side, everything below hanging under it.

use maud::{Markup, html};

use crate::{Lang, tree::Node};

const BOX: (i32, i32) = (156, 40);
const STEP: i32 = 50;
const INDENT: i32 = 18;
const GAP: i32 = 20;

struct Placed<'a> {
    node: &'a Node,
    x: i32,
    y: i32,
    level: usize,
    /// Where the line from the unit above begins, for hanging units.
    from: (i32, i32),
}

/// The chart of a unit and what stands under it, as a drawing with links; the same tree as text stands below it.
pub fn org_chart(lang: Lang, root: &Node) -> Markup {
    let t = crate::t::Text::of(lang);
    let mut placed = Vec::new();
    let (mut x, mut deepest) = (0, STEP);
    let top = BOX.1 + 40;
    for branch in &root.parts {
        let mut y = top;
        let width = hang(branch, x, &mut y, 1, (x, top), &mut placed);
        x = width + GAP;
        deepest = deepest.max(y);
    }
    let width = (x - GAP).max(BOX.0);
    let middle = width / 2;
    let first: Vec<i32> = placed.iter().filter(|p| p.level == 1).map(|p| p.x + BOX.0 / 2).collect();
    let (left, right) = (first.first().copied().unwrap_or(middle), first.last().copied().unwrap_or(middle));
    let (view, title) = (format!("-1 -1 {} {}", width + 2, deepest), t.chart_of_organisation(root.label.as_str()));
    html! {
        figure.org-chart {
            figcaption { (title) }
            div.table-wrap role="region" aria-label=(title) tabindex="0" {
                svg viewBox=(view) width=(width + 2) height=(deepest) role="group" aria-label=(title) {
                    title { (title) }
                    @if !first.is_empty() {
                        path.org-line d={ "M" (middle) " " (BOX.1) "V" (BOX.1 + 20) "M" (left.min(middle)) " " (BOX.1 + 20) "H" (right.max(middle)) } {}
                        @for x in &first { path.org-line d={ "M" (x) " " (BOX.1 + 20) "V" (top) } {} }
                    }
                    @for p in placed.iter().filter(|p| p.level > 1) {
                        path.org-line d={ "M" (p.from.0) " " (p.from.1) "V" (p.y + BOX.1 / 2) "H" (p.x) } {}
                    }
                    (unit(root, middle - BOX.0 / 2, 0, 0))
                    @for p in &placed { (unit(p.node, p.x, p.y, p.level)) }
                }
            }
            details.figures { summary { (t.same_as_list()) } (root.html(lang)) }
        }
    }
}

/// Places a unit at `x` and what is under it below, indented; answers how far right it reaches.
fn hang<'a>(node: &'a Node, x: i32, y: &mut i32, level: usize, from: (i32, i32), out: &mut Vec<Placed<'a>>) -> i32 {
    let line = (x + INDENT / 2, *y + BOX.1);
    out.push(Placed { node, x, y: *y, level, from });
    *y += STEP;
    let mut right = x + BOX.0;
    for part in &node.parts {
        right = right.max(hang(part, x + INDENT, y, level + 1, line, out));
    }
    right
}

fn unit(node: &Node, x: i32, y: i32, level: usize) -> Markup {
    let lines = two_lines(&node.label);
    let place = x + BOX.0 / 2;
    html! {
        a href=(node.href) {
            title { (node.label) @if let Some(n) = node.count { " · " (n) } }
            rect class={ "org-box org-level-" (level.min(2)) } x=(x) y=(y) width=(BOX.0) height=(BOX.1) rx="3" {}
            @match lines {
                (one, None) => text x=(place) y=(y + 25) { (one) },
                (one, Some(two)) => { text x=(place) y=(y + 17) { (one) } text x=(place) y=(y + 33) { (two) } },
            }
        }
    }
}

/// A name on at most two lines of eleven Chinese characters; the title says the rest.
fn two_lines(name: &str) -> (String, Option<String>) {
    const LINE: usize = 22;
    let width = |c: char| if c.is_ascii() { 1 } else { 2 };
    let (mut one, mut two, mut used) = (String::new(), String::new(), 0);
    for c in name.chars() {
        used += width(c);
        if used <= LINE {
            one.push(c);
        } else if used <= 2 * LINE - 2 {
            two.push(c);
        } else {
            two.push('…');
            break;
        }
    }
    // a Latin word is not broken where a space is near
    if !two.is_empty()
        && one.is_ascii()
        && let Some(at) = one.rfind(' ')
    {
        two = one.split_off(at).trim_start().to_owned() + &two;
    }
    (one, (!two.is_empty()).then_some(two))
}
