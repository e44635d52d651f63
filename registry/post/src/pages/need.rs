//! The form for what a post asks for: a block of questions for each requirement, sent as lists that belong together by
//! their places. It needs no script: blocks left empty are passed over, and a button brings more of them.

use std::collections::BTreeSet;

use base::{Date, Id, Score, Weight};
use db::{Error, FieldError};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use ui::{Control, Field, Notice, Tone};
use web::{At, Cx, Form, Lang, Page, Query, Reply, View};

use super::{
    act::{day, on_field},
    percent, wrong,
};
use crate::{
    Dimension, Post, Requirement, Text, actions,
    condition::{Check, VERSION},
    rules::MOST_REQUIREMENTS,
    whole,
};

/// Empty blocks that come with "more".
const MORE: usize = 4;

/// What the form sends: the first of each list belong together, and so on.
#[derive(Clone, Default, Debug, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Sent {
    on: String,
    dimension: Vec<String>,
    words: Vec<String>,
    /// `hard` or `soft`.
    hard: Vec<String>,
    /// Per cent.
    weight: Vec<String>,
    /// One of the checks; nothing where a person judges.
    check: Vec<String>,
    years: Vec<String>,
    /// The typed form, where the check is `typed`.
    condition: Vec<String>,
    more: bool,
}

/// What stands after the `?` of the form.
#[derive(Clone, Default, Debug, Deserialize)]
#[serde(default)]
pub(crate) struct How {
    /// With the typed form of each condition.
    typed: bool,
}

/// One block of questions as it was filled in.
#[derive(Clone, Default, Debug)]
struct Block {
    dimension: String,
    words: String,
    hard: String,
    weight: String,
    check: String,
    years: String,
    condition: String,
}

impl Sent {
    fn blocks(&self) -> Vec<Block> {
        let lists = [&self.dimension, &self.words, &self.hard, &self.weight, &self.check, &self.years, &self.condition];
        let n = lists.iter().map(|l| l.len()).max().unwrap_or(0).min(MOST_REQUIREMENTS + MORE);
        let at = |list: &Vec<String>, i: usize| list.get(i).map(|t| t.trim().to_owned()).unwrap_or_default();
        let block = |i| Block {
            dimension: at(&self.dimension, i),
            words: at(&self.words, i).replace("\r\n", "\n"),
            hard: at(&self.hard, i),
            weight: at(&self.weight, i),
            check: at(&self.check, i),
            years: at(&self.years, i),
            condition: at(&self.condition, i),
        };
        (0..n).map(block).collect()
    }
}

impl Block {
    fn of(r: &Requirement) -> Self {
        let (check, years) = match &r.condition {
            Some(condition) => {
                let (check, years) = Check::of(condition);
                (check.to_string(), years.map(|y| y.to_string()).unwrap_or_default())
            }
            None => Default::default(),
        };
        Self {
            dimension: r.dimension.to_string(),
            words: r.words.clone(),
            hard: if r.hard { "hard" } else { "soft" }.to_owned(),
            weight: r.weight.map(|w| percent(w).trim_end_matches('%').to_owned()).unwrap_or_default(),
            check,
            years,
            condition: r.condition.clone().unwrap_or_default(),
        }
    }
    /// A block for a dimension, to be filled in.
    fn empty(dimension: Option<Dimension>) -> Self {
        let dimension = dimension.map(|d| d.to_string()).unwrap_or_default();
        Self { dimension, hard: "soft".to_owned(), ..Self::default() }
    }
    /// Whether nothing was asked for in it: its dimension alone asks for nothing.
    fn is_empty(&self) -> bool {
        [&self.words, &self.weight, &self.check, &self.years].iter().all(|t| t.is_empty())
    }
    fn requirement(&self, i: usize, position: i64, errors: &mut Vec<FieldError>) -> Option<Requirement> {
        let before = errors.len();
        let mut is_wrong = |field: &str, f: fn(&Text) -> String| errors.push(wrong(&format!("{field}.{i}"), f));
        let dimension = self.dimension.parse().ok();
        if dimension.is_none() {
            is_wrong("dimension", |t| t.dimension_needed().to_string());
        }
        let hard = match self.hard.as_str() {
            "hard" => true,
            "soft" | "" => false,
            _ => {
                is_wrong("hard", |t| t.hard_needed().to_string());
                false
            }
        };
        let weight = match self.weight.trim_end_matches(['%', '％']).trim() {
            "" => None,
            written => {
                let read = written.parse::<Score>().ok().filter(|s| s.units() % 100 == 0);
                if read.is_none() {
                    is_wrong("weight", |t| t.weight_needed().to_string());
                }
                read.map(|s| Weight::from_units(s.units() / 100))
            }
        };
        let condition = match self.check.parse::<Check>() {
            _ if self.check.is_empty() => None,
            Ok(Check::Typed) => Some(self.condition.clone()),
            Ok(check) => {
                let years = self.years.parse::<u8>().ok().filter(|y| (16..=99).contains(y));
                if check == Check::AgeAtMost && years.is_none() {
                    is_wrong("years", |t| t.years_needed().to_string());
                }
                check.condition(years.unwrap_or_default())
            }
            Err(_) => {
                is_wrong("check", |t| t.check_needed().to_string());
                None
            }
        };
        let condition_version = condition.as_ref().map(|_| VERSION);
        let words = self.words.clone();
        let made = Requirement { dimension: dimension?, hard, weight, words, condition, condition_version, position };
        (errors.len() == before).then_some(made)
    }
}

/// What the blocks ask for, and in which block each of them stands.
fn asked(blocks: &[Block]) -> db::Result<(Vec<Requirement>, Vec<usize>)> {
    let (mut all, mut places, mut errors) = (Vec::new(), Vec::new(), Vec::new());
    for (i, block) in blocks.iter().enumerate().filter(|(_, b)| !b.is_empty()) {
        if let Some(made) = block.requirement(i, all.len() as i64, &mut errors) {
            all.push(made);
            places.push(i);
        }
    }
    if errors.is_empty() { Ok((all, places)) } else { Err(Error::Invalid(errors)) }
}

/// The rules name requirements by their place among them; the form names blocks.
fn by_block(why: Error, places: &[usize]) -> Error {
    let Error::Invalid(mut fields) = why else { return why };
    for f in &mut fields {
        if let Some((name, i)) = f.field.split_once('.')
            && let Some(place) = i.parse::<usize>().ok().and_then(|i| places.get(i))
        {
            f.field = format!("{name}.{place}");
        }
    }
    Error::Invalid(fields)
}

#[derive(Serialize)]
struct Asks {
    post: Id<Post>,
    name: String,
    sent: Sent,
    #[serde(skip)]
    blocks: Vec<Block>,
    #[serde(skip)]
    typed: bool,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

impl Asks {
    fn new(post: Id<Post>, name: String, sent: Sent, mut blocks: Vec<Block>, how: &How) -> Self {
        // those of the six dimensions that nothing is asked for of yet come as empty blocks
        let seen: BTreeSet<String> = blocks.iter().map(|b| b.dimension.clone()).collect();
        let missing = Dimension::ALL.iter().filter(|d| !seen.contains(d.word())).map(|d| Block::empty(Some(*d)));
        let missing: Vec<Block> = missing.collect();
        let more = if sent.more { MORE } else { usize::from(missing.is_empty()) };
        blocks.extend(missing);
        blocks.extend((0..more).map(|_| Block::empty(None)));
        blocks.truncate(MOST_REQUIREMENTS);
        Self { post, name, sent, blocks, typed: how.typed, errors: vec![] }
    }
    fn questions(&self, i: usize, block: &Block, lang: Lang) -> Vec<Field> {
        let t = Text::of(lang);
        let dimensions = Dimension::ALL.iter().map(|d| (d.word(), d.label(lang)));
        let hardness = [("soft", t.soft_long().to_string()), ("hard", t.hard_long().to_string())];
        let typed = self.typed || block.check == Check::Typed.word();
        let checks = Check::CHOICES.into_iter().chain(typed.then_some(Check::Typed)).map(|c| (c.word(), c.label(lang)));
        let mut fields = vec![
            Field::new(Control::Area(2), "words", t.asks_for().to_string()).value(&block.words).limit(10_000),
            Field::select("dimension", t.dimension().to_string(), dimensions).value(&block.dimension),
            Field::select("hard", t.hard_or_soft().to_string(), hardness).value(&block.hard),
            Field::number("weight", t.weight_percent().to_string()).value(&block.weight).limit(8),
            Field::select("check", t.check().to_string(), checks).value(&block.check),
            Field::number("years", t.age_years().to_string()).value(&block.years).limit(2),
        ];
        if self.typed {
            let area = Field::new(Control::Area(3), "condition", t.condition().to_string()).value(&block.condition);
            fields.push(area.limit(100_000).hint(t.condition_hint().to_string()));
        }
        fields.into_iter().map(|f| f.nth(i)).collect()
    }
}

impl Page for Asks {
    fn title(&self, lang: Lang) -> String {
        format!("{} · {}", self.name, Text::of(lang).require())
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let here = format!("/posts/{}/require", self.post);
        let action = if self.typed { format!("{here}?typed=true") } else { here.clone() };
        let mut form =
            ui::Form::post(action, &view.csrf).other(html! { p.hint { (t.require_hint()) " " (t.check_hint()) } });
        for (i, block) in self.blocks.iter().enumerate() {
            form = form.group(t.requirement_nth(i as u64 + 1).to_string(), self.questions(i, block, lang));
            if !self.typed {
                form = form.hidden("condition", &block.condition);
            }
        }
        let more = html! {
            p.buttons {
                button.button type="submit" name="more" value="true" formnovalidate { (ui::Icon::Plus) (t.more_blocks()) }
                @if !self.typed { a href={ (here) "?typed=true" } { (t.with_conditions()) } }
            }
        };
        let form = form.other(more).field(on_field(&self.sent.on, lang)).errors(self.errors.clone());
        form.submit(t.save().to_string()).cancel(format!("/posts/{}", self.post)).html(lang)
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        shell.breadcrumbs = super::crumbs(Some(&(self.post, self.name.clone())), view.lang);
        shell
    }
}

pub(crate) async fn form(cx: Cx, At(id): At<Id<Post>>, Query(how): Query<How>) -> Reply {
    let on = cx.on();
    let whole = cx.read(move |tx| whole(tx, id, on)).await?;
    let blocks = whole.requirements.iter().map(Block::of).collect();
    let sent = Sent { on: cx.today().to_string(), ..Sent::default() };
    cx.show(Asks::new(id, whole.frame.name, sent, blocks, &how))
}

pub(crate) async fn act(cx: Cx, At(id): At<Id<Post>>, Query(how): Query<How>, Form(sent): Form<Sent>) -> Reply {
    let today = cx.today();
    let blocks = sent.blocks();
    if sent.more {
        let name = name(&cx, id, today).await?;
        return cx.show(Asks::new(id, name, sent, blocks, &how));
    }
    let (on, read) = (sent.on.clone(), blocks.clone());
    let done = cx
        .write(move |tx| {
            whole(tx, id, today)?;
            let (all, places) = asked(&read)?;
            actions::require(tx, id, day(&on)?, &all).map_err(|why| by_block(why, &places))
        })
        .await;
    match done {
        Ok(()) => {
            let says = Text::of(cx.lang()).done(sent.on.trim()).to_string();
            cx.done(format!("/posts/{id}"), Notice::new(Tone::Yes, says))
        }
        Err(why) => {
            let name = name(&cx, id, today).await?;
            cx.again(why, |errors| Asks { errors, ..Asks::new(id, name, sent, blocks, &how) })
        }
    }
}

async fn name(cx: &Cx, id: Id<Post>, on: Date) -> db::Result<String> {
    cx.read(move |tx| Ok(whole(tx, id, on)?.frame.name)).await
}
