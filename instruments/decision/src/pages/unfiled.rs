//! What the gates of a step look for in the files of the candidates and do not find, and where it is recorded.

use maud::{Markup, html};
use people::Section;
use procedure::{Step, Subject};
use web::View;

use super::case::Shown;
use crate::Text;

/// The facts that come from a file, and the section that says them.
const FROM_FILE: [(&str, Section); 4] = [
    ("annual.last", Section::Annual),
    ("sanctions", Section::Award),
    ("work.began", Section::Basic),
    ("education.level", Section::Study),
];

impl Shown {
    pub(super) fn unfiled(&self, step: &Step, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let looks = |fact: &str| {
            step.gates.iter().any(|g| self.asked(g) && g.each.is_some() && g.check.facts().contains(&fact))
        };
        let missing: Vec<(&Subject, &str, Section)> = self
            .facts
            .group("candidates")
            .iter()
            .flat_map(|s| FROM_FILE.iter().map(move |(fact, section)| (s, *fact, *section)))
            .filter(|(s, fact, _)| looks(fact) && !s.facts.contains_key(*fact))
            .collect();
        html! {
            @if !missing.is_empty() {
                p { (t.unfiled()) }
                ul {
                    @for (s, fact, section) in missing {
                        li {
                            (s.name) " · " (self.case.procedure.called(fact).to(lang)) " "
                            a href=(format!("/people/{}#{}", s.id, section.word())) { (t.record_in_file()) }
                            // that there is none is an entry of its own: nobody is taken for clean because nobody looked
                            @if section == Section::Award { " · " a href=(format!("/people/{}/absent/new", s.id)) { (t.record_none()) } }
                        }
                    }
                }
            }
        }
    }
}
