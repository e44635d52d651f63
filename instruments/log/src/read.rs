//! Items as they are shown, and their proofs.

use auth::{Action, Permit};
use base::{Id, Lang, Timestamp};
use db::{Error, Read, Result};
use tlog::{Checkpoint, Entry, Field, Level, Opened, Proof, Shown, TilePath, Tiles, bundle, tree};

use crate::{
    Item, Place,
    place::told,
    round::commitments,
    rules,
    store::{self, Open, Row},
};

/// A field as it is shown.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct FieldShown {
    pub(crate) name: String,
    /// The value, where it is public and still kept.
    pub(crate) value: Option<String>,
    /// Whether value and salt are still kept.
    pub(crate) kept: bool,
}

/// An item as it is shown.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct ItemShown {
    pub(crate) index: u64,
    pub(crate) item: Option<Id<Item>>,
    pub(crate) at: Option<Timestamp>,
    pub(crate) kind: String,
    pub(crate) reference: String,
    pub(crate) rule: Option<String>,
    pub(crate) supersedes: Option<u64>,
    pub(crate) fields: Vec<FieldShown>,
    /// The bytes that are logged.
    pub(crate) entry: String,
}
impl ItemShown {
    /// What it says, in a line.
    pub(crate) fn line(&self, lang: Lang) -> String {
        let value = |name: &str| self.fields.iter().find(|f| f.name == name).and_then(|f| f.value.clone());
        let title = (lang == Lang::En).then(|| value("title.en")).flatten();
        title.or_else(|| value("title")).or_else(|| value("name")).or_else(|| value("number")).unwrap_or_default()
    }
    pub(crate) fn kind(&self, lang: Lang) -> String {
        rules::kind(&self.kind, lang)
    }
}

/// The fields of an item as they travel beside a proof: open where they are public and kept.
pub(crate) fn fields(row: &Row, open: &[Open]) -> Option<Vec<Shown>> {
    let one = |(place, commitment)| {
        let kept = open.iter().find(|o| o.place == place as i64 && o.shown);
        let Some(kept) = kept else { return Some(Shown::Closed(commitment)) };
        let salt = kept.salt.clone().try_into().ok()?;
        Some(Shown::Open(Field { name: kept.name.clone(), value: kept.value.clone(), salt }))
    };
    commitments(row)?.into_iter().enumerate().map(one).collect()
}

/// The bytes of an entry, from its bundle.
pub(crate) fn entry(place: &Place, checkpoint: &Checkpoint, index: u64) -> Result<Vec<u8>> {
    use tlog::Fetch;
    let size = checkpoint.head.size;
    let tile = TilePath::of(Level::Entries, index / 256, size).filter(|_| index < size).ok_or(Error::NotFound)?;
    let files = place.files();
    let (bytes, width) = match files.fetch(&tile) {
        Ok(bytes) => (bytes, tile.width),
        // the partial bundle goes when the full one is there
        Err(_) => (files.fetch(&tile.full()).map_err(told)?, 256),
    };
    let entries = bundle::entries(&bytes, width).map_err(told)?;
    entries.get((index % 256) as usize).map(|e| e.to_vec()).ok_or(Error::NotFound)
}

/// What stands at that number, as far as readers are shown the log.
pub(crate) fn item<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    place: &Place,
    checkpoint: &Checkpoint,
    index: u64,
) -> Result<ItemShown> {
    let bytes = entry(place, checkpoint, index)?;
    let row = store::at(tx, may, index, index + 1)?.into_iter().next();
    shown(index, &bytes, row.as_ref())
}

/// An entry with what the database keeps behind it. An entry that the database does not know is shown all the same.
pub(crate) fn shown(index: u64, bytes: &[u8], row: Option<&(Row, Vec<Open>)>) -> Result<ItemShown> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let entry = Entry::read(bytes).map_err(told)?;
    let row = row.filter(|(row, _)| row.reference == entry.reference);
    let field = |o: &Open| FieldShown { name: o.name.clone(), value: o.shown.then(|| o.value.clone()), kept: true };
    let mut fields: Vec<FieldShown> = row.iter().flat_map(|(_, open)| open.iter().map(field)).collect();
    let all = row.map_or(0, |(row, _)| row.commitments.split_whitespace().count());
    let gone = all.saturating_sub(fields.len());
    fields.extend((0..gone).map(|_| FieldShown { name: String::new(), value: None, kept: false }));
    Ok(ItemShown {
        index,
        item: row.map(|(row, _)| row.item),
        at: row.map(|(row, _)| row.at),
        kind: entry.kind,
        reference: store::hex(&entry.reference),
        rule: entry.rule.map(|r| store::hex(&r)),
        supersedes: entry.supersedes,
        fields,
        entry: text,
    })
}

/// The proof of an entry, with the item's public fields beside it.
pub(crate) fn proof<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, place: &Place, index: u64) -> Result<Proof> {
    let (checkpoint, file) = place.shown().map_err(told)?.ok_or(Error::NotFound)?;
    let bytes = entry(place, &checkpoint, index)?;
    let tiles = Tiles::new(place.files(), checkpoint.head.size, &place.cache);
    let hashes = tree::inclusion(&tiles, index, checkpoint.head.size).map_err(told)?;
    let row = store::at(tx, may, index, index + 1)?.into_iter().next();
    let text = String::from_utf8(bytes).map_err(|_| Error::Corrupt("a log entry is not text".to_owned()))?;
    let fields = row.and_then(|(row, open)| fields(&row, &open)).unwrap_or_default();
    let opened = Opened { entry: text, fields };
    // what does not fit the commitment is not handed out as if it did
    let extra = opened.check().is_ok().then(|| opened.text().into_bytes());
    Ok(Proof { extra, index, hashes, checkpoint: file })
}
