//! What a slice hands over.

use auth::ActionRow;
use base::{Lang, Say};
use clap::ArgMatches;
use ui::Icon;

use crate::{
    Access, Command, Console, Needs, Routes, Run, Terminal,
    find::{Find, Finder},
};

/// Looks whether what the slice needs is there.
pub type LookFor = fn(&Console) -> db::Result<Vec<Check>>;
/// Says something when the server starts, or nothing.
pub type AtStart = fn(&Console) -> db::Result<Option<Say>>;

/// A slice on one screen.
#[derive(Clone, Debug)]
pub struct Slice {
    /// Its name: `org`.
    pub name: &'static str,
    /// What can be done in it.
    pub actions: &'static [ActionRow],
    /// Where it answers.
    pub routes: Routes,
    /// Its entries in the main menu.
    pub menu: Vec<MenuItem>,
    /// Its commands.
    pub commands: Vec<Command>,
    /// What of it the search box finds.
    pub finders: Vec<Finder>,
    /// What it looks at when someone asks what is missing on this machine.
    pub checks: Vec<LookFor>,
    /// What it has to say when the server starts (a set-up link, work that was interrupted).
    pub at_start: Vec<AtStart>,
}

/// Something that the machine needs, and whether it is there.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Check {
    /// What was looked at.
    pub what: Say,
    /// There, missing (`No`), or missed by some functions only (`Warning`).
    pub state: ui::Tone,
    /// What was found.
    pub found: Say,
    /// How to get it. Empty when it is there.
    pub next: Say,
}

/// An entry of the main menu, shown to those who may follow it.
#[derive(Clone, Debug)]
pub struct MenuItem {
    /// Where it leads.
    pub href: &'static str,
    /// What it says.
    pub label: Say,
    /// The drawing before it.
    pub icon: Icon,
    /// Who sees it.
    pub access: Access,
    /// Its place: small numbers first.
    pub order: u16,
}

impl Slice {
    /// A slice with that name and its `ACTIONS`.
    pub fn new(name: &'static str, actions: &'static [ActionRow]) -> Self {
        Self {
            name,
            actions,
            routes: Routes::new(),
            menu: Vec::new(),
            commands: Vec::new(),
            finders: Vec::new(),
            checks: Vec::new(),
            at_start: Vec::new(),
        }
    }
    /// What of it everyone may see, for a server that knows no sign-in: no other route is there at all.
    pub fn public(self) -> Self {
        let mut menu = self.menu;
        menu.retain(|item| matches!(item.access, Access::Public));
        Self { routes: self.routes.public(), menu, ..Self::new(self.name, self.actions) }
    }
    /// It answers there.
    pub fn routes(mut self, routes: Routes) -> Self {
        self.routes = self.routes.and(routes);
        self
    }
    /// It stands in the menu.
    pub fn menu<N: Needs>(mut self, _: N, href: &'static str, (zh, en): (&str, &str), icon: Icon, order: u16) -> Self {
        self.menu.push(MenuItem { href, label: Say::new(zh, en), icon, access: N::ACCESS, order });
        self
    }
    /// It has that command over the installation's data: `words` such as `import people`.
    pub fn command(
        mut self,
        words: &'static str,
        (zh, en): (&str, &str),
        args: fn(clap::Command, Lang) -> clap::Command,
        run: fn(&Console, &ArgMatches) -> db::Result<()>,
    ) -> Self {
        self.commands.push(Command { words, about: Say::new(zh, en), args, run: Run::Data(run) });
        self
    }
    /// It has that command over the files named alone: `words` such as `generate people`.
    pub fn tool(
        mut self,
        words: &'static str,
        (zh, en): (&str, &str),
        args: fn(clap::Command, Lang) -> clap::Command,
        run: fn(&Terminal, &ArgMatches) -> db::Result<()>,
    ) -> Self {
        self.commands.push(Command { words, about: Say::new(zh, en), args, run: Run::Files(run) });
        self
    }
    /// The search box finds its things; small orders come first.
    pub fn finds<N: Needs>(mut self, _: N, (zh, en): (&str, &str), order: u16, find: Find) -> Self {
        self.finders.push(Finder { slice: self.name, label: Say::new(zh, en), access: N::ACCESS, order, find });
        self
    }
    /// It looks at something when someone asks what is missing (`xianneng doctor`).
    pub fn check(mut self, check: LookFor) -> Self {
        self.checks.push(check);
        self
    }
    /// It does or says something when the server starts.
    pub fn at_start(mut self, say: AtStart) -> Self {
        self.at_start.push(say);
        self
    }
}
