//! The page around every page.

use maud::{DOCTYPE, Markup, html};

use crate::{Icon, Lang, Notice, assets, link, logo, t::Text};

/// An entry of the menu.
#[derive(Clone, Debug, Default)]
pub struct NavItem {
    /// Where it leads.
    pub href: String,
    /// What it says.
    pub label: String,
    /// The drawing before it.
    pub icon: Option<Icon>,
    /// Whether the page shown belongs to it.
    pub current: bool,
    /// How many things wait there.
    pub count: Option<u64>,
    /// The part of the menu that it stands in; entries of one part follow each other. Empty: none.
    pub section: String,
}
impl NavItem {
    /// An entry.
    pub fn new(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self { href: href.into(), label: label.into(), ..Self::default() }
    }
    /// With a drawing.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }
    /// With so many things waiting there.
    pub fn count(mut self, count: u64) -> Self {
        self.count = Some(count);
        self
    }
    /// In that part of the menu.
    pub fn section(mut self, section: impl Into<String>) -> Self {
        self.section = section.into();
        self
    }
    /// Marked when the page shown belongs to it.
    pub fn current(mut self, current: bool) -> Self {
        self.current = current;
        self
    }
}

/// Who is signed in.
#[derive(Clone, Debug, Default)]
pub struct User {
    /// Name as shown.
    pub name: String,
    /// Role or unit, under the name.
    pub role: String,
    /// The own account's page.
    pub href: String,
    /// Where the sign-out form is posted.
    pub sign_out: String,
    /// Form token for signing out.
    pub csrf: String,
}

/// The date that the page's facts are of.
#[derive(Clone, Debug, Default)]
pub struct AsOf {
    /// The chosen date, `2025-12-31`.
    pub date: String,
    /// Today's date.
    pub today: String,
}

/// The one search box: a plain GET form whose suggestions come as the reader types.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// Where the form leads: `/search`.
    pub action: String,
    /// What was searched for.
    pub query: String,
    /// Address that answers `?q=` with suggestions ([`crate::suggestions`]).
    pub suggest: Option<String>,
}

/// A whole page. Fill in what there is: `Shell { lang, title, main, ..Shell::default() }.html()`.
#[derive(Clone, Debug, Default)]
pub struct Shell {
    /// The reader's language.
    pub lang: Lang,
    /// The page's name: `<title>` and the one `<h1>`.
    pub title: String,
    /// A sentence under the title.
    pub lead: String,
    /// The organisation, beside the mark.
    pub organisation: String,
    /// The page's own address (path and query), for the language and date switches.
    pub here: String,
    /// The menu.
    pub nav: Vec<NavItem>,
    /// Who is signed in.
    pub user: Option<User>,
    /// The way here, outermost first: label and address. The page itself is not in it.
    pub breadcrumbs: Vec<(String, String)>,
    /// Links to the page's sisters ([`crate::tabs`]) or buttons beside the title.
    pub actions: Markup,
    /// What just happened.
    pub notices: Vec<Notice>,
    /// The content.
    pub main: Markup,
    /// The date switch, where the page's facts have dates.
    pub as_of: Option<AsOf>,
    /// The search box.
    pub search: Option<Search>,
    /// The content policy's nonce, where the server sends one.
    pub nonce: Option<String>,
    /// The page's own script, in the place of the common one: where its hash is to name all that runs.
    pub script: Option<&'static assets::Asset>,
    /// Seconds until the page asks again by itself without scripts (a running job).
    pub refresh: Option<u16>,
}

/// What htmx may do here: no script from attributes, no history snapshots of pages that hold personal data.
const HTMX: &str = "history:reload, includeIndicatorCSS:false, mode:same-origin";

impl Shell {
    /// The page as a document.
    pub fn html(&self) -> Markup {
        let t = Text::of(self.lang);
        html! {
            (DOCTYPE)
            html lang=(self.lang.tag()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="referrer" content="same-origin";
                    meta name="format-detection" content="telephone=no";
                    meta name="htmx-config" content=(HTMX);
                    @if let Some(seconds) = self.refresh { noscript { meta http-equiv="refresh" content=(seconds); } }
                    title { (self.title) " · " (t.product()) }
                    link rel="icon" type="image/svg+xml" href=(assets::favicon());
                    link rel="stylesheet" href=(assets::style_sheet());
                    @if let Some(own) = self.script {
                        script src=(own.path) integrity=(own.integrity) defer nonce=[self.nonce.as_deref()] {}
                    } @else if let Some(script) = assets::script() {
                        script src=(script) defer nonce=[self.nonce.as_deref()] {}
                    }
                }
                body {
                    a.skip href="#main" { (t.skip_to_content()) }
                    (self.bar(&t))
                    div.frame {
                        @if !self.nav.is_empty() { (self.menu(&t)) }
                        main #main tabindex="-1" { (self.head(&t)) div #content { (self.main) } }
                    }
                    (crate::dialog::confirm_dialog(&t))
                }
            }
        }
    }

    fn bar(&self, t: &Text) -> Markup {
        html! {
            header.bar {
                @if !self.nav.is_empty() {
                    button.bar-menu type="button" popovertarget="menu" aria-label=(t.menu()) { (Icon::Menu) }
                }
                a.brand href="/" {
                    (logo())
                    span.brand-name { (t.product()) }
                    @if !self.organisation.is_empty() { span.brand-organisation { (self.organisation) } }
                }
                @if let Some(search) = &self.search { (search.html(t)) }
                div.bar-end {
                    @if let Some(as_of) = &self.as_of { (as_of.html(&self.here, t)) }
                    (self.languages(t))
                    @if let Some(user) = &self.user { (user.html(t)) }
                }
            }
        }
    }

    fn languages(&self, t: &Text) -> Markup {
        html! {
            @for other in Lang::ALL.into_iter().filter(|l| *l != self.lang) {
                a.bar-tool href=(link::with(&self.here, "lang", other.tag())) hreflang=(other.tag()) lang=(other.tag())
                    rel="alternate" title=(t.change_language()) { (Icon::Globe) span { (other.name()) } }
            }
        }
    }

    fn menu(&self, t: &Text) -> Markup {
        html! {
            nav.menu #menu popover aria-label=(t.main_menu()) {
                @for part in self.nav.chunk_by(|a, b| a.section == b.section) {
                    @let section = part.first().map(|item| item.section.as_str()).unwrap_or_default();
                    @if !section.is_empty() { h2 { (section) } }
                    ul { @for item in part { (item.html()) } }
                }
            }
        }
    }

    fn head(&self, t: &Text) -> Markup {
        html! {
            @if !self.breadcrumbs.is_empty() {
                nav.crumbs aria-label=(t.you_are_here()) {
                    ol { @for (label, href) in &self.breadcrumbs { li { a href=(href) { (label) } (Icon::Chevron) } } }
                }
            }
            header.page-head {
                div { h1 { (self.title) } @if !self.lead.is_empty() { p.lead { (self.lead) } } }
                @if !self.actions.0.is_empty() { div.page-actions { (self.actions) } }
            }
            @if let Some(past) = self.as_of.as_ref().filter(|a| a.date != a.today) {
                p.as-of-past role="status" {
                    (Icon::Clock) span { (t.as_of_past(past.date.as_str())) " " a href=(link::without(&self.here, &["on"])) { (t.back_to_today()) } }
                }
            }
            @if !self.notices.is_empty() { div.notices { @for notice in &self.notices { (notice.html(self.lang)) } } }
        }
    }
}

impl NavItem {
    fn html(&self) -> Markup {
        html! {
            li {
                a href=(self.href) aria-current=[self.current.then_some("page")] {
                    @if let Some(icon) = self.icon { (icon) }
                    span { (self.label) }
                    @if let Some(n) = self.count.filter(|n| *n > 0) { span.count { (n) } }
                }
            }
        }
    }
}

impl AsOf {
    fn html(&self, here: &str, t: &Text) -> Markup {
        let past = self.date != self.today;
        html! {
            details.as-of.bar-drop {
                summary.bar-tool.as-of-chosen[past] { (Icon::Calendar) span { @if past { (self.date) } @else { (t.today()) } } }
                form.drop method="get" action=(link::without(here, &["on", "after", "before"]).split('?').next().unwrap_or_default()) {
                    label for="as-of" { (t.show_as_of()) }
                    input #as-of type="date" name="on" value=(self.date) max="9999-12-31";
                    (crate::form::hidden_query(here, &["on", "after", "before"]))
                    button.button type="submit" { (t.show()) }
                    @if past { a href=(link::without(here, &["on"])) { (t.back_to_today()) } }
                }
            }
        }
    }
}

impl User {
    fn html(&self, t: &Text) -> Markup {
        html! {
            details.user.bar-drop {
                summary.bar-tool { (Icon::Person) span { (self.name) } }
                div.drop {
                    p { strong { (self.name) } @if !self.role.is_empty() { br; (self.role) } }
                    a href=(self.href) { (Icon::Settings) (t.my_account()) }
                    form method="post" action=(self.sign_out) {
                        input type="hidden" name="csrf" value=(self.csrf);
                        button.button type="submit" { (Icon::SignOut) (t.sign_out()) }
                    }
                }
            }
        }
    }
}

impl Search {
    fn html(&self, t: &Text) -> Markup {
        html! {
            search.bar-search {
                form method="get" action=(self.action) role="search" {
                    (crate::combobox::input("q", &self.query, &t.search_hint(), self.suggest.as_deref(), Some("/")))
                    button type="submit" aria-label=(t.search()) { (Icon::Search) }
                }
            }
        }
    }
}
