//! The right edge of a log: all that a writer must hold, however long the log is.

use crate::{Fetch, Hash, Level, Refused, TileCache, TilePath, Tiles, Why, bundle, tree};

/// Eight levels of tiles hold 2⁶⁴ leaves.
const LEVELS: usize = 8;

/// The tiles at the right edge that are not full, and the entries of the last bundle.
pub(crate) struct Edge {
    pub(crate) size: u64,
    levels: Vec<Vec<Hash>>,
    entries: Vec<u8>,
}
impl Edge {
    /// The edge of the empty log.
    pub(crate) fn empty() -> Self {
        Self { size: 0, levels: vec![Vec::new(); LEVELS], entries: Vec::new() }
    }
    /// Reads the edge of a log of `size` entries back, and checks that the last bundle fits its tile. Whether it fits the
    /// signed root the caller checks.
    pub(crate) fn load(fetch: &impl Fetch, size: u64) -> Result<Self, Refused> {
        let cache = TileCache::new(LEVELS);
        let tiles = Tiles::new(fetch, size, &cache);
        let mut edge = Self { size, ..Self::empty() };
        for (level, hashes) in edge.levels.iter_mut().enumerate() {
            if let Some(tile) = TilePath::partial(Level::Hashes(level as u8), size) {
                *hashes = tiles.tile(tile)?.hashes().to_vec();
            }
        }
        if let Some(tile) = TilePath::partial(Level::Entries, size) {
            let bytes = fetch.fetch(&tile)?;
            let leaves: Vec<Hash> = bundle::entries(&bytes, tile.width)?.into_iter().map(Hash::leaf).collect();
            if leaves != edge.levels[0] {
                return Err(Refused::new(
                    Why::Proof,
                    format!("{tile} 与其散列值不符：文件被改动过，请从备份恢复"),
                    format!("{tile} does not fit its hashes: the file was changed, restore it from a backup"),
                ));
            }
            edge.entries = bytes;
        }
        Ok(edge)
    }
    /// Adds an entry; tiles that become full by it go to `full`.
    pub(crate) fn push(
        &mut self,
        entry: &[u8],
        mut full: impl FnMut(TilePath, &[u8]) -> Result<(), Refused>,
    ) -> Result<(), Refused> {
        bundle::push(&mut self.entries, entry)?;
        self.levels[0].push(Hash::leaf(entry));
        self.size += 1;
        if self.size.is_multiple_of(256) {
            full(TilePath { level: Level::Entries, index: self.size / 256 - 1, width: 256 }, &self.entries)?;
            self.entries.clear();
        }
        for level in 0..LEVELS - 1 {
            if self.levels[level].len() < 256 {
                break;
            }
            let index = (self.size >> (8 * (level + 1))) - 1;
            full(TilePath { level: Level::Hashes(level as u8), index, width: 256 }, &bytes(&self.levels[level]))?;
            let mut row = std::mem::take(&mut self.levels[level]);
            while row.len() > 1 {
                for at in 0..row.len() / 2 {
                    row[at] = Hash::node(&row[2 * at], &row[2 * at + 1]);
                }
                row.truncate(row.len() / 2);
            }
            self.levels[level + 1].push(row[0]);
        }
        Ok(())
    }
    /// The tiles that are not full and have changed since the log had `before` entries.
    pub(crate) fn partials(&self, before: u64) -> Vec<(TilePath, Vec<u8>)> {
        let changed = |level| TilePath::count(level, before) != TilePath::count(level, self.size);
        let mut found = Vec::new();
        for (level, hashes) in self.levels.iter().enumerate() {
            let level = Level::Hashes(level as u8);
            if let Some(tile) = TilePath::partial(level, self.size).filter(|_| changed(level)) {
                found.push((tile, bytes(hashes)));
            }
        }
        if let Some(tile) = TilePath::partial(Level::Entries, self.size).filter(|_| changed(Level::Entries)) {
            found.push((tile, self.entries.clone()));
        }
        found
    }
    /// The root of the tree.
    pub(crate) fn root(&self) -> Result<Hash, Refused> {
        tree::root(self, self.size)
    }
}
impl tree::Nodes for Edge {
    fn node(&self, level: u8, index: u64) -> Result<Hash, Refused> {
        let (tall, height) = (usize::from(level / 8), level % 8);
        let first = ((index << height) % 256) as usize;
        let gone = || Refused::new(Why::Missing, "节点不在边缘", "the node is not at the edge");
        let below = self.levels.get(tall).and_then(|row| row.get(first..first + (1 << height))).ok_or_else(gone)?;
        let mut row = below.to_vec();
        while row.len() > 1 {
            row = row.chunks_exact(2).map(|pair| Hash::node(&pair[0], &pair[1])).collect();
        }
        Ok(row[0])
    }
}

fn bytes(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|h| h.0).collect()
}
