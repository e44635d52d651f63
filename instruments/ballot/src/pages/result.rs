//! `/ballots/{ballot}/result`: what came out, option by option, with every working.

use base::{Id, Lang};
use maud::{Markup, html};
use public_log::Proven;
use serde::Serialize;
use ui::{Cell, Column, Fact, Notice, Row, Table, Tone};
use web::{At, Cx, Page, Reply, View};

use super::draft::said;
use crate::{
    Ballot, See, Text, actions,
    rules::{Elected, Outcome, Plan, QuestionOutcome},
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
    /// Where it stands in the public log.
    pub(super) proof: Proven,
}

pub(super) async fn load(cx: &Cx, id: Id<Ballot>) -> db::Result<ResultPage> {
    let origin = cx.app().config().origin.clone();
    cx.read(move |tx| {
        let may = tx.may::<See>()?;
        let whole = actions::reached(tx, &may, id)?;
        let (text, by_hand) = store::result(tx, &may, id)?.ok_or(db::Error::NotFound)?;
        let outcome = serde_json::from_str(&text).map_err(|e| db::Error::Corrupt(format!("a result: {e}")))?;
        let proof = Proven::of(tx, &may, &super::KINDS, &id.to_string(), origin)?;
        Ok(ResultPage {
            head: whole.head,
            plan: whole.plan,
            urns: whole.urns,
            trustees: whole.trustees,
            by_hand,
            manifest: whole.fixed.map(|f| f.digest),
            outcome,
            proof,
        })
    })
    .await
}

pub(super) async fn show(cx: Cx, At(id): At<Id<Ballot>>) -> Reply {
    let page = load(&cx, id).await?;
    cx.show(page)
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
        let rule = said(self.plan.quorum.as_ref(), lang);
        vec![
            Fact::new(t.may_vote().to_string(), o.entitled),
            Fact::new(t.present().to_string(), o.present),
            Fact::new(t.voted().to_string(), o.voters),
            match quorum {
                Some(quorum) => Fact::new(t.quorum().to_string(), quorum).note(rule),
                None => Fact::new(t.quorum().to_string(), rule),
            },
            Fact::new(t.majority().to_string(), said(self.plan.majority.as_ref(), lang)),
            Fact::new(
                t.counted_how().to_string(),
                if self.by_hand { t.counted_by_hand().to_string() } else { t.counted_encrypted().to_string() },
            ),
            Fact::of(t.manifest_hash().to_string(), self.manifest.as_ref()),
        ]
    }
    /// What came out of some questions, a line for each option.
    pub(super) fn lines(&self, questions: &[QuestionOutcome], named: bool, lang: Lang) -> Table {
        let t = Text::of(lang);
        let several = self.outcome.urns.len() > 1;
        let weighted = questions.iter().flat_map(|q| &q.lines).any(|l| l.weighted.is_some());
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
    fn question(&self, q: &QuestionOutcome, lang: Lang) -> Markup {
        let t = Text::of(lang);
        html! {
            div.list { (self.lines(std::slice::from_ref(q), false, lang).plain(lang)) }
            p.hint { (t.rates_of(q.of as i64)) }
            @if let Some(score) = &q.score {
                p { strong { (t.score()) " " (score.exact.shown(3)) } " = " (score.exact) }
                p.muted { (score.working) }
            }
            @if let Some(elected) = &q.elected { (self.elected(q, elected, lang)) }
        }
    }
    fn elected(&self, q: &QuestionOutcome, of: &Elected, lang: Lang) -> Markup {
        let t = Text::of(lang);
        let names = |some: &[usize]| joined(some.iter().map(|i| q.lines[*i].option.as_str()), lang);
        html! {
            @if of.elected.is_empty() { (Notice::new(Tone::Warning, t.nobody_elected().to_string()).html(lang)) }
            @else { (Notice::new(Tone::Yes, t.elected(names(&of.elected)).to_string()).html(lang)) }
            @if !of.tied.is_empty() { (Notice::new(Tone::Warning, t.tied(of.places as i64, names(&of.tied)).to_string()).html(lang)) }
            @if of.unfilled > 0 { (Notice::new(Tone::Warning, t.unfilled(of.unfilled as i64).to_string()).html(lang)) }
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
            @if !hidden.is_empty() { (Notice::new(Tone::Info, t.not_counted_separately(hidden).to_string()).html(lang)) }
            (ui::facts(lang, self.facts(lang)))
            (self.proof.html(lang))
            @for q in &self.outcome.questions { section { h2 { (q.text) } (self.question(q, lang)) } }
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
