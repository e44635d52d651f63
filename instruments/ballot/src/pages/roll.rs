//! What the keeper of the roll does on a ballot's page: slips or mails, their public parts, slips left over.

use base::Lang;
use maud::{Markup, html};
use ui::{Field, Notice, Tone};
use web::View;

use super::one::{One, UrnNow};
use crate::{KeepRoll, Text, rules::State};

impl One {
    /// What both ways of handing out codes are told: the ballot with its urn, for whoever draws from several boxes, and the
    /// address that phones reach. Quoted for a shell.
    fn said_to(&self, of: &UrnNow, lang: Lang) -> String {
        let title = match self.urns.len() {
            1 => self.head.title.clone(),
            _ => lang.aside(&self.head.title, &of.urn.name),
        };
        let origin = self.origin.as_deref().unwrap_or("https://…");
        format!(" --title '{}' --address {origin}", title.replace('\'', r"'\''"))
    }
    /// What the keeper of the roll does.
    pub(super) fn roll(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let state = self.head.state;
        if !self.by_machine() || !matches!(state, State::Keys | State::Slips | State::Fixed | State::Open) {
            return html! {};
        }
        let before = matches!(state, State::Keys | State::Slips);
        html! { section.no-print {
            h2 { (t.roll()) }
            p.hint { (t.roll_hint()) }
            @if self.keeps_urn { (Notice::new(Tone::Info, t.other_account().to_string()).html(lang)) }
            @if before {
                p { (t.make_slips()) }
                @for u in &self.urns {
                    @let spare = u.urn.size + u.urn.size / 10 + 2;
                    pre { "xianneng ballot slips " (u.urn.urn) " " (spare) (self.said_to(u, self.plan.lang)) " --sheet " (u.urn.urn) ".html --public " (u.urn.urn) ".json" }
                }
                p { (t.mail_codes()) }
                @for u in &self.urns {
                    pre { "xianneng ballot mail " (u.urn.urn) " --to voters.txt" (self.said_to(u, self.plan.lang)) " --public " (u.urn.urn) ".json" }
                }
            }
            @if self.keeps_roll && view.can::<KeepRoll>() {
                @if self.head.roll_keeper.is_none() && before { (ui::post_button(&t.take_roll().to_string(), &self.at("keep-roll"), &view.csrf, None)) }
                @if before {
                    (ui::Form::post(self.at("slips"), &view.csrf)
                        .field(Field::file("file", t.public_parts().to_string(), ".json").required())
                        .errors(self.errors_of("slips"))
                        .submit(t.bring_in().to_string())
                        .html(lang))
                }
                @for (i, u) in self.urns.iter().enumerate().filter(|(_, u)| u.urn.printed.is_some()) {
                    details open[self.form == "void"] {
                        summary.button { (t.void()) " " (u.urn.name) }
                        (ui::Form::post(self.at(&format!("void/{}", u.urn.urn)), &view.csrf)
                            .other(html! { p.hint { (t.void_hint()) } })
                            .field(Field::area("codes", t.codes().to_string()).required().nth(i))
                            .errors(self.errors_of("void").into_iter().map(|(f, m)| (if i == 0 { f } else { format!("{f}.{i}") }, m)))
                            .submit(t.void().to_string())
                            .html(lang))
                    }
                }
            }
        } }
    }
}
