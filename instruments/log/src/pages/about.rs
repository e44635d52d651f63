//! In plain words: what the log proves, and what it does not.

use base::Lang;
use maud::{Markup, html};
use ui::Shell;
use web::{Cx, Page, Reply, View};

use crate::Text;

/// The page, which has nothing but words.
#[derive(Clone, Debug, serde::Serialize)]
struct AboutPage {
    proves: Vec<String>,
    proves_not: Vec<String>,
}

pub(super) async fn about(cx: Cx) -> Reply {
    let t = Text::of(cx.lang());
    let proves = [t.proves_1(), t.proves_2(), t.proves_3(), t.proves_4()].map(|m| m.to_string());
    let not = [t.proves_not_1(), t.proves_not_2(), t.proves_not_3(), t.proves_not_4()].map(|m| m.to_string());
    cx.show(AboutPage { proves: proves.to_vec(), proves_not: not.to_vec() })
}

impl Page for AboutPage {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).about().to_string()
    }
    fn body(&self, view: &View) -> Markup {
        let t = Text::of(view.lang);
        html! {
            p { (t.about_what()) }
            h2 { (t.proves()) }
            ul { @for line in &self.proves { li { (line) } } }
            h2 { (t.proves_not()) }
            ul { @for line in &self.proves_not { li { (line) } } }
            h2 { (t.erased_title()) }
            p { (t.erased_how()) }
            h2 { (t.check_yourself()) }
            p { (t.about_check()) }
            p { (t.about_formats()) }
        }
    }
    fn frame(&self, view: &View, shell: Shell) -> Shell {
        let t = Text::of(view.lang);
        Shell { as_of: None, breadcrumbs: vec![(t.log().to_string(), "/log".to_owned())], ..shell }
    }
}
