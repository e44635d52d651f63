//! Sister pages, as links.

use maud::{Markup, html};

use crate::{Lang, t::Text};

/// Sister pages: label, address, whether it is the one shown.
pub fn tabs(lang: Lang, pages: &[(String, String, bool)]) -> Markup {
    html! {
        nav.tabs aria-label=(Text::of(lang).views()) {
            @for (label, href, current) in pages { a href=(href) aria-current=[current.then_some("page")] { (label) } }
        }
    }
}
