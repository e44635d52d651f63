//! The head of a wizard.

use maud::{Markup, html};

use crate::{Icon, Lang, t::Text};

/// Where one is in a procedure of named steps; `now` counts from 0.
pub fn steps(lang: Lang, names: &[&str], now: usize) -> Markup {
    let t = Text::of(lang);
    html! {
        ol.steps aria-label=(t.steps()) {
            @for (i, name) in names.iter().enumerate() {
                li.step-done[i < now].step-now[i == now] aria-current=[(i == now).then_some("step")] {
                    span.step-mark aria-hidden="true" { @if i < now { (Icon::Check) } @else { (i + 1) } }
                    span { (name) @if i < now { span.visually-hidden { " " (t.step_done()) } } }
                }
            }
        }
    }
}
