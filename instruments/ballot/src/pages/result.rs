//! `/ballots/{ballot}/result`: what came out, option by option, with every working.

use base::{Id, Lang};
use maud::{Markup, html};
use public_log::Proven;
use serde::Serialize;
use ui::{Cell, Column, Fact, Notice, Row, Table, Tone};
use web::{At, Cx, Page, Reply, View};

use super::draft::{quorum_of, rules_of};
use crate::{
    Ballot, Run, See, Text, actions,
    rules::{self, Elected, Outcome, Plan, QuestionOutcome},
    store::{self, Head, Trustee, Urn},
};

/// A result.
#[derive(Serialize)]
pub(super) struct ResultPage {
    pub(super) head: Head,
    #[serde(skip)]
    pub(super) plan: Plan,
    pub(super) urns: Vec<Urn>,
    pub(super) trustees: Vec<Trustee>,
    /// Whether it was counted by hand.
    pub(super) by_hand: bool,
    /// The SHA-256 of the manifest, where one was fixed.
    pub(super) manifest: Option<String>,
    pub(super) outcome: Outcome,
    /// Ballots that were set up because this one left something open.
    followed: Vec<Head>,
    /// Where it stands in the public log.
    pub(super) proof: Proven,
}

pub(super) async fn load(cx: &Cx, id: Id<Ballot>) -> db::Result<ResultPage> {
    let origin = cx.app().config().origin.clone();
    cx.read(move |tx| {
        let may = tx.may::<See>()?;
        let whole = actions::reached(tx, &may, id)?;
        let found = actions::found(tx, &may, id)?.ok_or(db::Error::NotFound)?;
        let followed = store::held_for(tx, &may, &format!("/ballots/{id}/result"))?;
        let proof = Proven::of(tx, &may, &super::KINDS, &id.to_string(), origin)?;
        Ok(ResultPage {
            head: whole.head,
            plan: whole.plan,
            urns: whole.urns,
            trustees: whole.trustees,
            by_hand: found.by_hand,
            manifest: whole.fixed.map(|f| f.digest),
            outcome: found.outcome,
            followed,
            proof,
        })
    })
    .await
}

pub(super) async fn show(cx: Cx, At(id): At<Id<Ballot>>) -> Reply {
    let page = load(&cx, id).await?;
    cx.show(page)
}

pub(super) async fn vote_again(cx: Cx, At((id, question)): At<(Id<Ballot>, usize)>) -> Reply {
    let next = cx.write(move |tx| actions::vote_again(tx, id, question)).await?;
    cx.done(format!("/ballots/{next}"), Notice::new(Tone::Yes, Text::of(cx.lang()).drawn_again().to_string()))
}

/// Names one after another.
pub(super) fn joined<'a>(names: impl Iterator<Item = &'a str>, lang: Lang) -> String {
    names.collect::<Vec<_>>().join(if lang == Lang::Zh { "、" } else { ", " })
}

impl ResultPage {
    pub(super) fn facts(&self, lang: Lang) -> Vec<Fact> {
        let t = Text::of(lang);
        let o = &self.outcome;
        let quorum = o.quorum.as_ref().map(|(met, working)| {
            let word = if *met { t.quorum_met() } else { t.quorum_missed() };
            format!("{word} ({working})")
        });
        let rule = quorum_of(&self.plan, lang);
        let mut all = vec![
            Fact::new(t.may_vote().to_string(), o.entitled),
            Fact::new(t.present().to_string(), o.present),
            Fact::new(t.voted().to_string(), o.voters),
            rule.fact(&quorum.unwrap_or_default()),
        ];
        all.extend(rules_of(&self.plan, lang).into_iter().map(|rule| rule.fact("")));
        all.push(Fact::new(t.counted_how().to_string(), self.counted_how(lang)));
        all.push(Fact::of(t.manifest_hash().to_string(), self.manifest.as_ref()));
        all
    }
    /// By machine, or on paper and why.
    pub(super) fn counted_how(&self, lang: Lang) -> String {
        let t = Text::of(lang);
        match &self.head.paper {
            _ if !self.by_hand => t.counted_encrypted().to_string(),
            Some(reason) => t.counted_by_hand_because(reason.as_str()).to_string(),
            None => t.counted_by_hand().to_string(),
        }
    }
    /// What came out of some questions, a line for each option.
    pub(super) fn lines(&self, questions: &[QuestionOutcome], named: bool, lang: Lang) -> Table {
        let t = Text::of(lang);
        let several = self.outcome.urns.len() > 1;
        let weighted = questions.iter().flat_map(|q| &q.lines).any(|l| l.weighted.is_some());
        let better = questions.iter().flat_map(|q| &q.lines).any(|l| l.better.is_some());
        let passing = questions.iter().flat_map(|q| &q.lines).any(|l| l.passed.is_some());
        const URNS: [&str; 12] = ["u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8", "u9", "u10", "u11", "u12"];
        let urns = self.outcome.urns.iter().zip(URNS).filter(|_| several);
        let mut columns = Vec::new();
        if named {
            columns.push(Column::text("question", t.question_text().to_string()).width(30));
        }
        columns.push(Column::text("option", t.option().to_string()).width(20));
        columns.extend(urns.map(|(u, key)| Column::number(key, &u.name)));
        columns.push(Column::number("votes", t.votes().to_string()));
        columns.push(Column::number("rate", t.rate().to_string()));
        if better {
            columns.push(Column::number("better", t.better().to_string()));
        }
        if weighted {
            columns.push(Column::number("weighted", t.weighted_rate().to_string()));
        }
        if passing {
            columns.push(Column::badge("passed", t.passed().to_string()));
        }
        let mut rows: Vec<Row> = Vec::new();
        for q in questions {
            for line in &q.lines {
                let mut cells = Vec::new();
                if named {
                    cells.push(Cell::new(&q.text));
                }
                cells.push(Cell::new(&line.option));
                if several {
                    cells.extend(line.by_urn.iter().map(|n| n.map_or_else(|| Cell::new("—"), Cell::from)));
                }
                cells.push(line.votes.into());
                cells.push(Cell::of(line.rate.map(|r| r.percent())));
                if better {
                    cells.push(Cell::of(line.better.map(|r| r.percent())));
                }
                if weighted {
                    cells.push(match &line.weighted {
                        Some((exact, working)) => Cell::new(exact.percent()).note(working),
                        None => Cell::new(""),
                    });
                }
                if passing {
                    cells.push(match &line.passed {
                        Some((true, working)) => Cell::new(t.yes().to_string()).tone(Tone::Yes).note(working),
                        Some((false, working)) => Cell::new(t.no().to_string()).tone(Tone::No).note(working),
                        None => Cell::new(""),
                    });
                }
                rows.push(Row::from(cells));
            }
        }
        let caption = match questions {
            [one] => one.text.clone(),
            _ => t.result().to_string(),
        };
        Table::new(caption, columns).rows(rows)
    }
    fn question(&self, n: usize, q: &QuestionOutcome, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        html! {
            div.list { (self.lines(std::slice::from_ref(q), false, lang).plain(lang)) }
            p.hint { (t.rates_of(q.of as i64)) }
            @if let Some(score) = &q.score {
                p { strong { (t.score()) " " (score.exact.shown(3)) } " = " (score.exact) }
                p.muted { (score.working) }
            }
            @if let Some((met, says)) = self.support(q, lang) { (Notice::new(if met { Tone::Yes } else { Tone::Warning }, says).html(lang)) }
            @if let Some(elected) = &q.elected { (self.elected(n, q, elected, view)) }
        }
    }
    /// Whether the best grades have the share that the rule asks for: a sentence with its working.
    pub(super) fn support(&self, q: &QuestionOutcome, lang: Lang) -> Option<(bool, String)> {
        let t = Text::of(lang);
        let (met, working) = q.supported.as_ref()?;
        let best = self.plan.majority.as_ref().and_then(|m| m.grades).unwrap_or_default() as usize;
        let names = joined(q.lines.iter().take(best).map(|l| l.option.as_str()), lang);
        Some((
            *met,
            if *met { t.supported(names, working.as_str()) } else { t.not_supported(names, working.as_str()) }
                .to_string(),
        ))
    }
    /// Who is elected, who has equal votes, and what stays open: a sentence each.
    pub(super) fn elected_says(&self, q: &QuestionOutcome, of: &Elected, lang: Lang) -> Vec<String> {
        let t = Text::of(lang);
        let names = |some: &[usize]| joined(some.iter().map(|i| q.lines[*i].option.as_str()), lang);
        let mut all = Vec::new();
        if !of.elected.is_empty() {
            all.push(t.elected(names(&of.elected)).to_string());
        } else if of.tied.is_empty() {
            all.push(t.nobody_elected().to_string());
        }
        if !of.tied.is_empty() {
            all.push(t.tied(of.places as i64, names(&of.tied)).to_string());
        }
        if of.unfilled > 0 {
            all.push(t.unfilled(of.unfilled as i64).to_string());
        }
        all
    }
    fn elected(&self, n: usize, q: &QuestionOutcome, of: &Elected, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let tone = |i: usize| if i == 0 && !of.elected.is_empty() { Tone::Yes } else { Tone::Warning };
        let says = self.elected_says(q, of, lang);
        let next = self.plan.questions.get(n).and_then(|ask| rules::again(ask, of)).filter(|_| view.can::<Run>());
        html! {
            @for (i, says) in says.iter().enumerate() { (Notice::new(tone(i), says).html(lang)) }
            @if let Some(next) = next {
                @let label = if next.tied { t.vote_again().to_string() } else { t.elect_the_rest().to_string() };
                p.no-print { (ui::post_button(&label, &format!("/ballots/{}/again/{n}", self.head.ballot), &view.csrf, None)) }
                p.hint.no-print { (if next.tied { t.vote_again_hint().to_string() } else { t.elect_the_rest_hint().to_string() }) }
            }
        }
    }
}

impl Page for ResultPage {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).result_of(self.head.title.as_str()).to_string()
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let at = format!("/ballots/{}/result", self.head.ballot);
        Some(self.lines(&self.outcome.questions, true, lang).at(at, None).exported())
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let hidden = joined(self.outcome.urns.iter().filter(|u| u.sums.is_none()).map(|u| u.name.as_str()), lang);
        html! {
            @if !self.outcome.holds() { (Notice::new(Tone::No, t.does_not_hold().to_string()).html(lang)) }
            @if self.by_hand { (Notice::new(Tone::Warning, t.by_hand_notice().to_string()).html(lang)) }
            @if !hidden.is_empty() {
                (Notice::new(Tone::Info, t.not_counted_separately(hidden).to_string()).html(lang))
                @if self.plan.majority.is_some() { p.hint { (t.hidden_may_decide()) } }
            }
            (ui::facts(lang, self.facts(lang)))
            (self.proof.html(lang))
            @for (n, q) in self.outcome.questions.iter().enumerate() { section { h2 { (q.text) } (self.question(n, q, view)) } }
            @if !self.followed.is_empty() {
                section { h2 { (t.followed()) } ul { @for next in &self.followed { li { a href={ "/ballots/" (next.ballot) } { (next.title) } " " (ui::badge(super::list::tone(next.state), &next.state.label(lang))) } } } }
            }
            section.no-print {
                h2 { (t.check_it()) }
                @if self.by_hand { p { (t.check_by_hand()) } } @else {
                    p { (t.check_hint()) }
                    ul { @for u in &self.urns { li {
                        (u.name) " "
                        a href={ "/vote/" (u.urn) "/archive" } { (t.archive()) } " · "
                        a href={ "/vote/" (u.urn) "/board" } { (t.board()) } " "
                        code { "xianneng verify --ballot " (u.urn) ".bel" }
                    } } }
                }
                p { a href={ "/ballots/" (self.head.ballot) "/result?format=xlsx" } { "xlsx" } " · " a href={ "/ballots/" (self.head.ballot) "/result?format=json" } { "JSON" } }
            }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        let t = Text::of(view.lang);
        shell.breadcrumbs = vec![
            (t.ballots().to_string(), "/ballots".to_owned()),
            (self.head.title.clone(), format!("/ballots/{}", self.head.ballot)),
        ];
        let sheet = format!("/ballots/{}/sheet", self.head.ballot);
        shell.actions = ui::button_link(&t.print_sheet().to_string(), &sheet, Some(ui::Icon::Print));
        shell
    }
}
