//! Asking before what cannot be undone.

use maud::{Markup, html};

use crate::{Icon, Lang, t::Text};

/// The one dialog of a page; `data-confirm` on a button fills it. Without scripts [`confirm`] asks in place.
pub(crate) fn confirm_dialog(t: &Text) -> Markup {
    html! {
        dialog #confirm aria-labelledby="confirm-text" {
            form method="dialog" {
                p #confirm-text {}
                div.buttons {
                    button.button.primary value="yes" { (t.go_ahead()) }
                    button.button value="" autofocus { (t.cancel()) }
                }
            }
        }
    }
}

/// A dangerous act that asks first, without scripts: the button opens what it would do and the one that does it.
pub fn confirm(lang: Lang, label: &str, says: &str, action: &str, csrf: &str) -> Markup {
    let t = Text::of(lang);
    html! {
        details.confirm {
            summary.button.danger { (label) }
            form.confirm-box method="post" action=(action) {
                input type="hidden" name="csrf" value=(csrf);
                p { (Icon::Warning) span { (says) } }
                p.hint { (t.close_to_cancel()) }
                button.button.danger.solid type="submit" { (label) }
            }
        }
    }
}

/// A masked value, and the form that asks why it should be shown. The reason is logged by the page that answers.
pub fn reveal(lang: Lang, masked: &str, action: &str, csrf: &str) -> Markup {
    let t = Text::of(lang);
    // several on one page must not share ids
    let id =
        format!("why-{}", action.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect::<String>());
    html! {
        details.reveal {
            summary { span.masked { (masked) } span.reveal-show { (Icon::Eye) (t.reveal()) } }
            form.confirm-box method="post" action=(action) {
                input type="hidden" name="csrf" value=(csrf);
                label for=(id) { (t.reveal_why()) }
                p.hint id={ (id) "-hint" } { (t.reveal_logged()) }
                input id=(id) name="reason" type="text" required minlength="4" maxlength="200" autocomplete="off" aria-describedby={ (id) "-hint" };
                button.button type="submit" { (t.reveal()) }
            }
        }
    }
}
