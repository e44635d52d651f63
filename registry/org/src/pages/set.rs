//! The forms for what a unit has from a day on: establishment, quotas, staff, funds, Party organisation.

use base::{Date, Id, Money, Say};
use db::{Error, FieldError};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use ui::{Field, Notice, Tone};
use web::{At, Cx, Form, Lang, Page, Reply, View};

use super::course;
use crate::{Affiliation, Course, Party, PartyKind, Purpose, Text, Unit, figures, whole};

base::words! {
    /// What a form sets.
    pub(crate) enum Figure {
        /// How many are approved on an establishment.
        Establishment = "establishment",
        /// How many leading posts of a level are approved.
        Quota = "quota",
        /// How many people there are.
        Staff = "staff",
        /// What is given for a purpose.
        Funds = "funds",
        /// The Party organisation and its term.
        Party = "party",
        /// Where it is and to which level of government it belongs.
        Affiliation = "affiliation",
    }
}

impl Figure {
    pub(crate) fn label(self, lang: Lang) -> String {
        let t = Text::of(lang);
        match self {
            Self::Establishment => t.establishments().to_string(),
            Self::Quota => t.quotas().to_string(),
            Self::Staff => t.staff().to_string(),
            Self::Funds => t.funds().to_string(),
            Self::Party => t.party_term().to_string(),
            Self::Affiliation => t.affiliation().to_string(),
        }
    }
}

/// What a form sends; what it does not ask for stays empty.
#[derive(Clone, Default, Debug, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Sent {
    on: String,
    kind: String,
    level: String,
    purpose: String,
    year: String,
    number: String,
    amount: String,
    started: String,
    years: String,
    area: String,
    belongs: String,
    ends: String,
}

#[derive(Serialize)]
struct Asks {
    figure: Figure,
    unit: Id<Unit>,
    name: String,
    course: Course,
    sent: Sent,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

fn choices(table: codes::Table, lang: Lang) -> Vec<(&'static str, &'static str)> {
    table.codes().iter().map(|c| (c.code, c.label(lang))).collect()
}

impl Asks {
    fn fields(&self, lang: Lang) -> Vec<Field> {
        let (t, s) = (Text::of(lang), &self.sent);
        let number = |label: String| Field::number("number", label).value(&s.number);
        let mut fields = match self.figure {
            Figure::Establishment | Figure::Staff => {
                let label = if self.figure == Figure::Staff { t.counted() } else { t.approved() }.to_string();
                let kinds = choices(codes::ESTABLISHMENT, lang);
                vec![
                    Field::select("kind", t.establishment_kind().to_string(), kinds).value(&s.kind).required(),
                    number(label),
                ]
            }
            Figure::Quota => vec![
                Field::select("level", t.level().to_string(), choices(codes::LEVEL, lang)).value(&s.level).required(),
                number(t.approved().to_string()),
            ],
            Figure::Funds => {
                let purposes = Purpose::ALL.iter().map(|p| (p.word(), p.label(lang)));
                vec![
                    Field::number("year", t.year().to_string()).value(&s.year).required().limit(4),
                    Field::select("purpose", t.purpose().to_string(), purposes).value(&s.purpose).required(),
                    Field::number("amount", t.amount().to_string()).value(&s.amount),
                ]
            }
            Figure::Party => {
                let kinds = PartyKind::ALL.iter().map(|k| (k.word(), k.label(lang)));
                vec![
                    Field::select("kind", t.party_kind().to_string(), kinds).value(&s.kind),
                    Field::day("started", t.term_started().to_string()).value(&s.started),
                    Field::number("years", t.term_years().to_string()).value(&s.years).limit(2),
                ]
            }
            Figure::Affiliation => vec![
                Field::text("area", t.area().to_string()).value(&s.area).limit(80),
                Field::select("belongs", t.belongs().to_string(), choices(codes::SUBORDINATION, lang))
                    .value(&s.belongs),
            ],
        };
        fields.push(Field::check("ends", t.figure_ends().to_string()).value(&s.ends));
        fields.push(Field::day("on", t.on_day().to_string()).value(&s.on).required().hint(t.on_hint().to_string()));
        fields
    }
}

impl Page for Asks {
    fn title(&self, lang: Lang) -> String {
        format!("{} · {}", self.name, self.figure.label(lang))
    }
    fn body(&self, view: &View) -> Markup {
        let back = format!("/units/{}", self.unit);
        let action = format!("/units/{}/set/{}", self.unit, self.figure);
        let fields = self.fields(view.lang).into_iter();
        let form = fields.fold(ui::Form::post(action, &view.csrf), ui::Form::field);
        html! {
            (form.errors(self.errors.clone()).submit(Text::of(view.lang).save().to_string()).cancel(back).html(view.lang))
            (course::table(&self.course, Some(self.figure), view.lang))
        }
    }
}

fn wrong(field: &str, f: impl Fn(&Text) -> String) -> FieldError {
    FieldError { field: field.to_owned(), say: Say::each(|lang| f(&Text::of(lang))) }
}

impl Sent {
    fn read<T: std::str::FromStr>(&self, field: &str, text: &str, f: impl Fn(&Text) -> String) -> db::Result<T> {
        text.trim().parse().map_err(|_| Error::Invalid(vec![wrong(field, f)]))
    }
    fn day(&self, field: &str, text: &str) -> db::Result<Date> {
        self.read(field, text, |t| t.day_needed().to_string())
    }
    /// A value; none where the figure is to end. An empty box without that is a slip.
    fn unless_ended<T>(&self, value: impl FnOnce() -> db::Result<T>) -> db::Result<Option<T>> {
        if self.ends.is_empty() { value().map(Some) } else { Ok(None) }
    }
    fn number(&self) -> db::Result<Option<i64>> {
        self.unless_ended(|| self.read("number", &self.number, |t| t.number_needed().to_string()))
    }
}

fn set(tx: &mut db::Write<'_>, unit: Id<Unit>, figure: Figure, s: &Sent) -> db::Result<db::Recorded<()>> {
    let on = s.day("on", &s.on)?;
    // the rules speak of what a box is called there
    let named = |why: Error, from: &str, to: &str| match why {
        Error::Invalid(mut fields) => {
            fields.iter_mut().filter(|f| f.field == from).for_each(|f| f.field = to.to_owned());
            Error::Invalid(fields)
        }
        why => why,
    };
    match figure {
        Figure::Establishment => figures::set_establishment(tx, unit, on, &s.kind, s.number()?)
            .map_err(|why| named(why, "approved", "number")),
        Figure::Staff => {
            figures::set_staff(tx, unit, on, &s.kind, s.number()?).map_err(|why| named(why, "counted", "number"))
        }
        Figure::Quota => {
            figures::set_quota(tx, unit, on, &s.level, s.number()?).map_err(|why| named(why, "approved", "number"))
        }
        Figure::Funds => {
            let year = s.read("year", &s.year, |t| t.year_needed().to_string())?;
            let purpose = s.read("purpose", &s.purpose, |t| t.purpose_needed().to_string())?;
            let amount: Option<Money> = s.unless_ended(|| {
                s.read("amount", &s.amount.replace([',', '，'], ""), |t| t.amount_needed().to_string())
            })?;
            figures::set_funds(tx, unit, on, year, purpose, amount)
        }
        Figure::Party => {
            let party = s.unless_ended(|| {
                let kind = s.read("kind", &s.kind, |t| t.party_kind_needed().to_string())?;
                let started = s.day("started", &s.started)?;
                let years = s.read("years", &s.years, |t| t.number_needed().to_string())?;
                Ok(Party { kind, started, years })
            })?;
            figures::set_party(tx, unit, on, party).map_err(|why| named(why, "party_years", "years"))
        }
        Figure::Affiliation => {
            let some = |text: &str| Some(text.trim().to_owned()).filter(|t| !t.is_empty());
            let said = Affiliation { area: some(&s.area), belongs: some(&s.belongs) };
            let said = s.unless_ended(|| match said == Affiliation::default() {
                true => Err(Error::Invalid(vec![wrong("area", |t| t.affiliation_needed().to_string())])),
                false => Ok(said),
            })?;
            figures::set_affiliation(tx, unit, on, said)
        }
    }
}

async fn page(cx: &Cx, unit: Id<Unit>, figure: Figure) -> db::Result<Asks> {
    let on = cx.on();
    let of = cx.read(move |tx| whole(tx, unit, on)).await?;
    let mut sent = Sent { on: cx.today().to_string(), ..Sent::default() };
    if let (Figure::Party, Some(party)) = (figure, &of.party) {
        sent.kind = party.kind.to_string();
        (sent.started, sent.years) = (party.started.to_string(), party.years.to_string());
    }
    if figure == Figure::Party && of.party.is_none() {
        sent.kind = of.name.kind.party().map(|k| k.to_string()).unwrap_or_default();
    }
    if let (Figure::Affiliation, Some(said)) = (figure, &of.affiliation) {
        sent.area = said.area.clone().unwrap_or_default();
        sent.belongs = said.belongs.clone().unwrap_or_default();
    }
    if figure == Figure::Funds {
        sent.year = cx.today().year().to_string();
    }
    Ok(Asks { figure, unit, name: of.name.name, course: of.course, sent, errors: vec![] })
}

pub(crate) async fn form(cx: Cx, At((id, figure)): At<(Id<Unit>, Figure)>) -> Reply {
    let page = page(&cx, id, figure).await?;
    cx.show(page)
}

pub(crate) async fn act(cx: Cx, At((id, figure)): At<(Id<Unit>, Figure)>, Form(sent): Form<Sent>) -> Reply {
    let asked = sent.clone();
    match cx.write(move |tx| set(tx, id, figure, &asked)).await {
        Ok(()) => {
            let says = Text::of(cx.lang()).done(sent.on.trim()).to_string();
            cx.done(format!("/units/{id}"), Notice::new(Tone::Yes, says))
        }
        Err(why) => {
            let page = page(&cx, id, figure).await?;
            cx.again(why, |errors| Asks { sent, errors, ..page })
        }
    }
}
