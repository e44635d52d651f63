//! Accounts and their roles, for administrators.

use auth::{Account, ColumnGroup, Columns, Path, Role};
use base::{Date, Id, Lang};
use maud::{Markup, html};
use org::Unit;
use serde::{Deserialize, Serialize};
use ui::{Cell, Column, Field, Form as Questions, Pager, Table, Tone};
use web::{At, Cx, Form, Page, Query, Reply, Routes, View};

use super::{
    Screen, group_name,
    mine::{Names, over, shown},
    role_name, say, yes,
};
use crate::{
    GrantRoles, Keep, RoleGrant, See, Text,
    actions::{
        accounts::{self, AccountForm, Listed},
        grants::{self, GrantForm},
    },
    rules::grant::GRANTABLE,
    store::facts::{AccountRow, GrantRow},
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(See, "/accounts", ("账户列表", "Accounts"), list)
        .asks::<Asked>()
        .get(Keep, "/accounts/new", ("新建账户页", "The page to make an account"), blank)
        .post(Keep, "/accounts", ("新建账户", "Make an account"), make)
        .takes::<Filled>()
        .get(See, "/accounts/{id}", ("一个账户", "One account"), one)
        .post(Keep, "/accounts/{id}", ("修改账户", "Change an account"), change)
        .takes::<Filled>()
        .post(Keep, "/accounts/{id}/invite", ("发放设置链接", "Give out a set-up link"), invite)
        .takes_nothing()
        .post(Keep, "/accounts/{id}/disable", ("停用账户", "Disable an account"), disable)
        .takes_nothing()
        .post(Keep, "/accounts/{id}/enable", ("恢复账户", "Enable an account"), enable)
        .takes_nothing()
        .post(Keep, "/accounts/{id}/sign-out", ("使账户全部退出", "Sign an account out everywhere"), sign_out)
        .takes_nothing()
        .post(GrantRoles, "/accounts/{id}/grants", ("授予角色", "Grant a role"), grant)
        .takes::<Wanted>()
        .post(GrantRoles, "/accounts/{id}/grants/{grant}/withdraw", ("收回授权", "Withdraw a grant"), withdraw)
        .takes::<Ending>()
}

const MOST: usize = 100;

/// The list of accounts.
#[derive(Serialize)]
pub(crate) struct Accounts {
    accounts: Vec<Line>,
    #[serde(skip)]
    next: Option<String>,
}
#[derive(Serialize)]
struct Line {
    id: Id<Account>,
    name: String,
    display: String,
    disabled: bool,
    roles: Vec<Role>,
}
impl Accounts {
    /// At most `most` accounts after that name.
    pub(crate) fn load(tx: &mut db::Read<'_>, after: &str, most: usize) -> db::Result<Self> {
        let listed = accounts::list(tx, after, i64::try_from(most).unwrap_or(i64::MAX))?;
        let full = listed.len() == most;
        let last = listed.last().filter(|_| full).map(|l| ui::link::encode(&l.account.name_key));
        let line = |Listed { account, grants, .. }: Listed| Line {
            id: account.account,
            name: account.name,
            display: account.display,
            disabled: account.disabled,
            roles: grants.iter().map(|g| g.role).collect(),
        };
        let next = last.map(|key| format!("/accounts?after={key}"));
        Ok(Self { accounts: listed.into_iter().map(line).collect(), next })
    }
}
impl Page for Accounts {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).accounts().to_string()
    }
    fn body(&self, view: &View) -> Markup {
        let t = Text::of(view.lang);
        html! {
            @if view.can::<Keep>() { p { (ui::primary_link(&t.new_account().to_string(), "/accounts/new", Some(ui::Icon::Plus))) } }
            (self.table(view.lang).unwrap_or_default().html(view.lang))
        }
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let t = Text::of(lang);
        let columns = vec![
            Column::link("name", t.name().to_string()),
            Column::text("display", t.display().to_string()),
            Column::text("roles", t.role().to_string()),
            Column::badge("state", t.state().to_string()),
        ];
        let rows = self.accounts.iter().map(|a| {
            let roles: Vec<String> = a.roles.iter().map(|r| role_name(*r, lang)).collect();
            let state = if a.disabled {
                Cell::new(t.disabled().to_string()).tone(Tone::No)
            } else {
                Cell::new(t.active().to_string()).tone(Tone::Yes)
            };
            let cells = vec![
                Cell::new(&a.name).href(format!("/accounts/{}", a.id)),
                Cell::new(&a.display),
                Cell::new(roles.join(" · ")),
                state,
            ];
            ui::Row::from(cells).id(a.id)
        });
        let pager = Pager { next: self.next.clone(), ..Pager::default() };
        Some(
            Table::new(t.accounts().to_string(), columns)
                .rows(rows)
                .pager(pager)
                .exported()
                .empty(t.no_accounts().to_string(), ""),
        )
    }
}
#[derive(Deserialize)]
struct Asked {
    after: String,
}
async fn list(cx: Cx, Query(asked): Query<Asked>) -> Reply {
    let page = cx.read(move |tx| Accounts::load(tx, &asked.after, MOST)).await?;
    cx.show(page)
}

#[derive(Deserialize, Serialize, Clone, Default)]
struct Filled {
    name: String,
    display: String,
    person: String,
    language: String,
}
impl Filled {
    fn read(&self) -> db::Result<AccountForm> {
        let person = match self.person.trim() {
            "" => None,
            id => Some(id.parse().map_err(|_| db::Error::field("person", say(|t| t.person_wrong().to_string())))?),
        };
        let lang = Lang::from_tag(&self.language).unwrap_or_default();
        Ok(AccountForm { name: self.name.clone(), display: self.display.clone(), person, lang })
    }
    fn of(a: &AccountRow) -> Self {
        let person = a.person.map(|p| p.to_string()).unwrap_or_default();
        Self { name: a.name.clone(), display: a.display.clone(), person, language: a.lang.clone() }
    }
    fn form(&self, action: &str, view: &View, errors: Vec<(String, String)>) -> Markup {
        let t = Text::of(view.lang);
        let languages = Lang::ALL.map(|l| (l.tag(), l.name()));
        Questions::post(action, &view.csrf)
            .field(
                Field::text("name", t.name().to_string())
                    .hint(t.name_hint().to_string())
                    .value(&self.name)
                    .required()
                    .limit(40),
            )
            .field(Field::text("display", t.display().to_string()).value(&self.display).required().limit(60))
            .field(
                Field::text("person", t.person().to_string())
                    .hint(t.person_hint().to_string())
                    .value(&self.person)
                    .limit(40),
            )
            .field(Field::select("language", t.language().to_string(), languages).value(&self.language).required())
            .errors(errors)
            .html(view.lang)
    }
}
fn draw_blank(filled: &Filled, view: &View, errors: &[(String, String)]) -> Markup {
    let t = Text::of(view.lang);
    html! { p.lead { (t.new_account_lead()) } (filled.form("/accounts", view, errors.to_vec())) }
}
fn new_page(filled: Filled) -> Screen<Filled> {
    Screen::new(|t| t.new_account().to_string(), filled, draw_blank)
}
async fn blank(cx: Cx) -> Reply {
    cx.require::<Keep>()?;
    cx.show(new_page(Filled { language: cx.lang().tag().to_owned(), ..Filled::default() }))
}
async fn make(cx: Cx, Form(filled): Form<Filled>) -> Reply {
    let form = filled.read();
    let made = cx.write(move |tx| accounts::make(tx, &form?)).await;
    match made {
        Ok(id) => {
            let next = Text::of(cx.lang()).account_made_next().to_string();
            cx.done(format!("/accounts/{id}"), yes(&cx, |t| t.account_made().to_string()).next(next))
        }
        Err(why) => cx.again(why, |errors| new_page(filled).errors(errors)),
    }
}

#[derive(Serialize)]
struct One {
    id: Id<Account>,
    name: String,
    display: String,
    disabled: bool,
    grants: Vec<GrantLine>,
    #[serde(skip)]
    filled: Filled,
    /// The role to grant, as filled in.
    #[serde(skip)]
    wanted: Wanted,
    #[serde(skip)]
    rows: Vec<GrantRow>,
    #[serde(skip)]
    names: Names,
}
#[derive(Serialize)]
struct GrantLine {
    id: Id<RoleGrant>,
    role: Role,
    /// The unit; none for the whole tree.
    unit: Option<Id<Unit>>,
    /// What it is called.
    name: Option<String>,
    place: String,
    columns: String,
    granted_by: String,
    valid_from: Date,
    valid_to: Option<Date>,
}
impl From<Listed> for One {
    fn from(l: Listed) -> Self {
        let line = |g: &GrantRow| GrantLine {
            id: g.role_grant,
            role: g.role,
            unit: g.unit,
            name: g.unit.and_then(|unit| l.names.get(&unit).cloned()),
            place: g.place.clone(),
            columns: g.shows.clone(),
            granted_by: g.granted_by.clone(),
            valid_from: g.valid_from,
            valid_to: g.valid_to,
        };
        let a = &l.account;
        let (id, disabled, filled) = (a.account, a.disabled, Filled::of(a));
        let (name, display) = (a.name.clone(), a.display.clone());
        let grants = l.grants.iter().map(line).collect();
        Self { id, name, display, disabled, grants, filled, wanted: Wanted::default(), rows: l.grants, names: l.names }
    }
}
fn draw_one(a: &One, view: &View, errors: &[(String, String)]) -> Markup {
    let (t, lang, csrf) = (Text::of(view.lang), view.lang, view.csrf.as_str());
    let at = |rest: &str| format!("/accounts/{}{rest}", a.id);
    let (details, granting): (Vec<_>, Vec<_>) =
        errors.iter().cloned().partition(|(n, _)| ["name", "display", "person", "language"].contains(&n.as_str()));
    html! {
        p { strong { (a.display) } " · " (a.name) " "
            @if a.disabled { (ui::badge(Tone::No, &t.disabled().to_string())) } @else { (ui::badge(Tone::Yes, &t.active().to_string())) } }
        section { h2 { (t.grants()) } (grants_part(a, &t, view)) }
        @if view.can::<GrantRoles>() { section { h2 { (t.grant()) } (grant_form(a, &t, view, granting)) } }
        @if view.can::<Keep>() {
            section { h2 { (t.details()) } (a.filled.form(&at(""), view, details)) }
            section {
                h2 { (t.invite()) }
                p.hint { (t.invite_says()) }
                (ui::post_button(&t.invite().to_string(), &at("/invite"), csrf, None))
                (ui::post_button(&t.end_all().to_string(), &at("/sign-out"), csrf, None))
                @if a.disabled { (ui::post_button(&t.enable().to_string(), &at("/enable"), csrf, None)) }
                @else { (ui::confirm(lang, &t.disable().to_string(), &t.disable_says().to_string(), &at("/disable"), csrf)) }
            }
        }
    }
}
fn grants_part(a: &One, t: &Text, view: &View) -> Markup {
    html! {
        @if a.rows.is_empty() { p { (t.no_roles()) } } @else { div.table-wrap role="region" aria-label=(t.grants()) tabindex="0" { table {
            thead { tr {
                th scope="col" { (t.role()) } th scope="col" { (t.place()) } th scope="col" { (t.shows()) }
                th scope="col" { (t.from()) } th scope="col" { (t.until()) } th scope="col" { (t.granted_by()) }
                th scope="col" { (t.withdraw()) }
            } }
            tbody { @for g in &a.rows { tr {
                td { (role_name(g.role, view.lang)) } td { (over(g, &a.names, t)) } td { (shown(g, view.lang)) }
                td { (g.valid_from) } td { @if let Some(to) = g.valid_to { (to) } } td { (g.granted_by) }
                td { @if view.can::<GrantRoles>() && g.valid_to.is_none_or(|to| to > view.today) {
                    form.inline method="post" action={ "/accounts/" (a.id) "/grants/" (g.role_grant) "/withdraw" } {
                        input type="hidden" name="csrf" value=(view.csrf);
                        input type="date" name="to" value=(view.today) aria-label=(t.withdraw_on().to_string());
                        button.button type="submit" { (t.withdraw()) }
                    }
                } }
            } } }
        } } }
    }
}
fn grant_form(a: &One, t: &Text, view: &View, errors: Vec<(String, String)>) -> Markup {
    let roles = GRANTABLE.map(|r| (r.word(), role_name(r, view.lang)));
    let groups = ColumnGroup::ALL.iter().map(|g| (g.word(), group_name(*g, view.lang)));
    let w = &a.wanted;
    let from = w.from.clone().unwrap_or_else(|| view.today.to_string());
    Questions::post(format!("/accounts/{}/grants", a.id), &view.csrf)
        .field(Field::select("role", t.role().to_string(), roles).value(&w.role).required())
        .field(
            org::unit_field("place", t.place().to_string(), view.lang).hint(t.place_hint().to_string()).value(&w.place),
        )
        .field(Field::checks("shows", t.shows().to_string(), groups).values(w.shows.clone()))
        .field(Field::day("from", t.from().to_string()).value(from).required())
        .field(Field::day("to", t.until().to_string()).value(w.to.as_deref().unwrap_or_default()))
        .errors(errors)
        .submit(t.grant().to_string())
        .html(view.lang)
}
async fn page(cx: &Cx, id: Id<Account>) -> db::Result<Screen<One>> {
    let listed = cx.read(move |tx| accounts::one(tx, id)).await?;
    let title = listed.account.display.clone();
    Ok(Screen::new(move |_| title.clone(), One::from(listed), draw_one))
}
async fn one(cx: Cx, At(id): At<Id<Account>>) -> Reply {
    let page = page(&cx, id).await?;
    cx.show(page)
}
/// Done, or the page again with the reason.
async fn settled(cx: Cx, id: Id<Account>, done: db::Result<()>, says: fn(&Text) -> String) -> Reply {
    match done {
        Ok(()) => cx.done(format!("/accounts/{id}"), yes(&cx, says)),
        Err(why) => {
            let page = page(&cx, id).await?;
            cx.again(why, |errors| page.errors(errors))
        }
    }
}
async fn change(cx: Cx, At(id): At<Id<Account>>, Form(filled): Form<Filled>) -> Reply {
    let form = filled.read();
    let done = cx.write(move |tx| accounts::change(tx, id, &form?)).await;
    settled(cx, id, done, |t| t.account_changed().to_string()).await
}
async fn disable(cx: Cx, At(id): At<Id<Account>>) -> Reply {
    let done = cx.write(move |tx| accounts::disable(tx, id, true)).await;
    settled(cx, id, done, |t| t.account_disabled().to_string()).await
}
async fn enable(cx: Cx, At(id): At<Id<Account>>) -> Reply {
    let done = cx.write(move |tx| accounts::disable(tx, id, false)).await;
    settled(cx, id, done, |t| t.account_enabled().to_string()).await
}
async fn sign_out(cx: Cx, At(id): At<Id<Account>>) -> Reply {
    let done = cx.write(move |tx| accounts::sign_out_everywhere(tx, id)).await.map(drop);
    settled(cx, id, done, |t| t.signed_out_there().to_string()).await
}
#[derive(Serialize)]
struct Given {
    href: String,
    account: Id<Account>,
}
fn draw_link(given: &Given, view: &View, _: &[(String, String)]) -> Markup {
    let t = Text::of(view.lang);
    html! {
        p.lead { (t.link_lead()) }
        p { code { (given.href) } " " (ui::copy_button(view.lang, &given.href)) }
        p { (ui::button_link(&t.accounts().to_string(), &format!("/accounts/{}", given.account), None)) }
    }
}
async fn invite(cx: Cx, At(id): At<Id<Account>>) -> Reply {
    match cx.write(move |tx| accounts::invite(tx, id)).await {
        Ok(link) => {
            let origin = cx.app().config().origin.clone().unwrap_or_default();
            let href = format!("{origin}/set-up/{}", link.secret);
            cx.show(Screen::new(|t| t.link().to_string(), Given { href, account: id }, draw_link))
        }
        Err(why) => settled(cx, id, Err(why), |t| t.link().to_string()).await,
    }
}

#[derive(Deserialize, Clone, Default)]
struct Wanted {
    role: String,
    /// A unit, as [`org::pick`] reads one; empty for the whole tree.
    place: String,
    shows: Vec<String>,
    from: Option<String>,
    to: Option<String>,
}
impl Wanted {
    fn read(&self, tx: &mut db::Read<'_>, account: Id<Account>) -> db::Result<GrantForm> {
        let wrong = |field: &str, f: fn(&Text) -> String| db::Error::field(field, say(f));
        let today = tx.today();
        let day = |field: &str, typed: &Option<String>| -> db::Result<Option<Date>> {
            let typed = typed.as_deref().map(str::trim).filter(|t| !t.is_empty());
            typed.map(|t| t.parse().map_err(|_| wrong(field, |t| t.day_wrong().to_string()))).transpose()
        };
        let role = self.role.parse().map_err(|_| wrong("role", |t| t.role_wrong().to_string()))?;
        let (from, to) = (day("from", &self.from)?.unwrap_or(today), day("to", &self.to)?);
        let unit = org::pick(tx, "place", &self.place, from.max(today))?;
        let place = match unit {
            Some(unit) => {
                let (may, root) = (tx.may::<org::See>()?, tx.root());
                org::path_of(tx.with(&may), root, unit, today)?.ok_or(db::Error::NotFound)?
            }
            None => Path::whole(),
        };
        let shows = Columns::of_words(&self.shows.join(" ")).map_err(|_| db::Error::NotFound)?;
        Ok(GrantForm { account, role, over: (unit, place), shows, from, to })
    }
}
async fn grant(cx: Cx, At(id): At<Id<Account>>, Form(wanted): Form<Wanted>) -> Reply {
    let asked = wanted.clone();
    let done = cx
        .write(move |tx| {
            let form = asked.read(tx, id)?;
            grants::grant(tx, &form)
        })
        .await;
    match done {
        Ok(_) => cx.done(format!("/accounts/{id}"), yes(&cx, |t| t.granted().to_string())),
        Err(why) => {
            let mut page = page(&cx, id).await?;
            page.data.wanted = wanted;
            cx.again(why, |errors| page.errors(errors))
        }
    }
}
#[derive(Deserialize)]
struct Ending {
    to: Option<Date>,
}
async fn withdraw(cx: Cx, At((id, grant)): At<(Id<Account>, Id<RoleGrant>)>, Form(ending): Form<Ending>) -> Reply {
    let to = ending.to.unwrap_or(cx.today());
    let done = cx.write(move |tx| grants::withdraw(tx, grant, to)).await;
    settled(cx, id, done, |t| t.withdrawn().to_string()).await
}
