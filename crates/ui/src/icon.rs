//! Our own icons: 16 × 16, drawn with one stroke in the colour of the text beside them.

use maud::{Markup, PreEscaped, Render, html};

/// A small drawing beside a word. Hidden from screen readers: the word says it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)] // the names say what is drawn
pub enum Icon {
    Back,
    Calendar,
    Chart,
    Check,
    Chevron,
    Clock,
    Copy,
    Cross,
    Document,
    Down,
    Edit,
    Export,
    Eye,
    Filter,
    Globe,
    Home,
    Import,
    Inbox,
    Info,
    List,
    Lock,
    Menu,
    Next,
    Person,
    Plus,
    Post,
    Print,
    Question,
    Scales,
    Search,
    Settings,
    SignOut,
    Sort,
    Trash,
    Unit,
    Up,
    Warning,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Back => "M10 3 5 8l5 5",
            Self::Calendar => "M2.5 4h11v9.5h-11zM2.5 7h11M5.5 2v3M10.5 2v3",
            Self::Chart => "M2.5 2v11.5H14M5.5 11V8M8.5 11V4.5M11.5 11V6.5",
            Self::Check => "m3 8.5 3.5 3.5L13 4.5",
            Self::Chevron => "m6 3 5 5-5 5",
            Self::Clock => "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12M8 4.5V8l2.5 2",
            Self::Copy => "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
            Self::Cross => "m4 4 8 8M12 4l-8 8",
            Self::Document => "M3.5 1.5h6l3 3v10h-9zM9.5 1.5v3h3M5.5 8h5M5.5 11h5",
            Self::Down => "M8 3v10M4 9l4 4 4-4",
            Self::Edit => "m3 13 .6-2.8L11 2.8 13.2 5l-7.4 7.4z",
            Self::Export => "M8 10V2M5 5l3-3 3 3M2.5 10v3.5h11V10",
            Self::Eye => "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8M8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4",
            Self::Filter => "M2 3h12M4.5 8h7M6.5 13h3",
            Self::Globe => "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12M2 8h12M8 2c4 4 4 8 0 12C4 10 4 6 8 2",
            Self::Home => "m2 8 6-5.5L14 8M4 6.5v7h8v-7",
            Self::Import => "M8 2v8M5 7l3 3 3-3M2.5 10v3.5h11V10",
            Self::Inbox => "M2 9h3.5l1 2h3l1-2H14M2 9l2-6h8l2 6v4.5H2z",
            Self::Info => "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12M8 7.5v3.5M8 4.8v.4",
            Self::List => "M5.5 4H14M5.5 8H14M5.5 12H14M2 4h.5M2 8h.5M2 12h.5",
            Self::Lock => "M3.5 7h9v6.5h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2",
            Self::Menu => "M2 4h12M2 8h12M2 12h12",
            Self::Next => "m6 3 5 5-5 5",
            Self::Person => "M8 8a2.8 2.8 0 1 0 0-5.6A2.8 2.8 0 0 0 8 8M2.5 14c.4-3 2.6-4.2 5.5-4.2s5.1 1.2 5.5 4.2",
            Self::Plus => "M8 3v10M3 8h10",
            Self::Post => "M2 5.5h12v8H2zM5.5 5.5v-3h5v3M2 9h12",
            Self::Print => "M4 6V2h8v4M4 11.5H2V6h12v5.5h-2M4 9.5h8V14H4z",
            Self::Question => "M5.5 6a2.5 2.5 0 1 1 3.6 2.2C8.3 8.7 8 9.1 8 10M8 12.4v.4",
            Self::Scales => "M8 2v12M5 14h6M3 4h10M3 4 1 9h4zM13 4l-2 5h4z",
            Self::Search => "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10M10.6 10.6 14 14",
            Self::Settings => "M2 4.5h6M11 4.5h3M9.5 3v3M2 11.5h3M8 11.5h6M6.5 10v3",
            Self::SignOut => "M9.5 5V2.5h-7v11h7V11M6 8h8M11.5 5.5 14 8l-2.5 2.5",
            Self::Sort => "M5 13V3M2.5 5.5 5 3l2.5 2.5M11 3v10M8.5 10.5 11 13l2.5-2.5",
            Self::Trash => "M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.6 9h6.8l.6-9",
            Self::Unit => "M6 2h4v3.5H6zM1.5 10.5h4V14h-4zM10.5 10.5h4V14h-4zM8 5.5V8M3.5 10.5V8h9v2.5",
            Self::Up => "M8 13V3M4 7l4-4 4 4",
            Self::Warning => "M8 2 14.5 13.5h-13zM8 6.5v3.5M8 11.6v.4",
        }
    }
}

impl Render for Icon {
    fn render(&self) -> Markup {
        html! {
            svg.icon viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false" {
                path d=(self.path()) {}
            }
        }
    }
}

/// The mark: a seal with 人, a person, standing on a step above the ground line.
pub fn logo() -> Markup {
    html! {
        svg.logo viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false" {
            (PreEscaped(concat!(
                r#"<rect class="logo-seal" x="1" y="1" width="30" height="30" rx="6"/>"#,
                r#"<path class="logo-ink" d="M16 6c-.4 6-3.4 10.4-8.6 13.4M15.2 10.8c1.4 4 4.4 6.8 9.4 8.6M7 24.5h18"/>"#,
            )))
        }
    }
}
