//! The tables as they stand in `data/`.

use std::{collections::BTreeMap, sync::LazyLock};

use base::Lang;

/// One value of a table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Code {
    /// The code, as it is kept.
    pub code: &'static str,
    /// The label of the standard.
    pub zh: &'static str,
    /// The label in English; empty where none is settled, then the Chinese one stands for it.
    pub en: &'static str,
}
impl Code {
    /// The label in a language.
    pub fn label(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En if !self.en.is_empty() => self.en,
            _ => self.zh,
        }
    }
}

pub(crate) struct Content {
    pub(crate) standard: &'static str,
    pub(crate) edition: &'static str,
    pub(crate) zh: &'static str,
    pub(crate) en: &'static str,
    pub(crate) codes: Vec<Code>,
    pub(crate) places: BTreeMap<&'static str, usize>,
    pub(crate) written: BTreeMap<String, usize>,
}

/// A code table. Copying one costs nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Table(&'static str);

/// The lines of a data file after its head, cut at tabs.
fn lines(file: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    file.lines().skip(1).filter(|l| !l.is_empty()).map(|l| l.split('\t').collect())
}

static TABLES: LazyLock<BTreeMap<&'static str, Content>> = LazyLock::new(|| {
    let mut tables = BTreeMap::new();
    for line in lines(include_str!("../data/tables.tsv")) {
        let [slug, standard, edition, zh, en] = line[..] else { continue };
        let (codes, places, written) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
        tables.insert(slug, Content { standard, edition, zh, en, codes, places, written });
    }
    for line in lines(include_str!("../data/codes.tsv")) {
        let [slug, code, zh, en] = line[..] else { continue };
        let Some(table) = tables.get_mut(slug) else { continue };
        table.places.insert(code, table.codes.len());
        table.codes.push(Code { code, zh, en });
    }
    for line in lines(include_str!("../data/aliases.tsv")) {
        let [slug, written, code] = line[..] else { continue };
        let Some(table) = tables.get_mut(slug) else { continue };
        if let Some(place) = table.places.get(code) {
            table.written.insert(crate::find::folded(written), *place);
        }
    }
    for table in tables.values_mut() {
        for (i, code) in table.codes.iter().enumerate() {
            for text in [code.en, code.zh] {
                // an alias decides where a label alone would be found twice; the first of two equal labels stands
                table.written.entry(crate::find::folded(text)).or_insert(i);
            }
        }
        table.written.remove("");
    }
    tables
});

impl Table {
    pub(crate) const fn of(slug: &'static str) -> Self {
        Self(slug)
    }
    pub(crate) fn content(self) -> Option<&'static Content> {
        TABLES.get(self.0)
    }
    /// The name by which forms and links mean this table: `political`.
    pub const fn slug(self) -> &'static str {
        self.0
    }
    /// The standard or template that it is taken from: `GB/T 4762`.
    pub fn standard(self) -> &'static str {
        self.content().map_or("", |c| c.standard)
    }
    /// The edition: `2006`, or the template's version. Empty where the source names none.
    pub fn edition(self) -> &'static str {
        self.content().map_or("", |c| c.edition)
    }
    /// What it is a table of.
    pub fn name(self, lang: Lang) -> &'static str {
        self.content().map_or("", |c| if lang == Lang::En { c.en } else { c.zh })
    }
    /// Its values in the order of the standard.
    pub fn codes(self) -> &'static [Code] {
        self.content().map_or(&[], |c| &c.codes)
    }
    /// The value with that code.
    pub fn get(self, code: &str) -> Option<&'static Code> {
        let content = self.content()?;
        content.places.get(code).map(|i| &content.codes[*i])
    }
    /// The label of a code; a code that is not in the table is shown as it is, so that nothing recorded disappears.
    pub fn label(self, code: &str, lang: Lang) -> &str {
        self.get(code).map_or(code, |c| c.label(lang))
    }
}
