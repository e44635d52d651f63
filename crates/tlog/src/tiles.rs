//! The nodes of a log's tree, read from its tiles.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex},
};

use crate::{Fetch, Hash, Level, Refused, TilePath, Why, tree::Nodes};

/// A tile with the nodes inside it: row 0 is what the file holds, each further row half as long.
pub(crate) struct Open(Vec<Vec<Hash>>);

impl Open {
    /// Reads the bytes of a tile.
    pub(crate) fn read(tile: &TilePath, bytes: &[u8]) -> Result<Self, Refused> {
        let expected = usize::from(tile.width) * 32;
        if bytes.len() != expected {
            let why = if bytes.len() < expected { Why::Truncated } else { Why::Form };
            return Err(Refused::new(
                why,
                format!("{tile} 有 {} 字节，应有 {expected} 字节；文件不完整或不是这份日志的，请重新取得", bytes.len()),
                format!(
                    "{tile} has {} bytes instead of {expected}; the file is incomplete or not this log's, fetch it again",
                    bytes.len()
                ),
            ));
        }
        let (hashes, _) = bytes.as_chunks::<32>();
        let mut rows = vec![hashes.iter().map(|h| Hash(*h)).collect::<Vec<_>>()];
        while rows[rows.len() - 1].len() > 1 {
            let below = &rows[rows.len() - 1];
            let row = below.chunks_exact(2).map(|pair| Hash::node(&pair[0], &pair[1])).collect();
            rows.push(row);
        }
        Ok(Self(rows))
    }
    fn node(&self, height: u8, at: u64) -> Option<Hash> {
        self.0.get(usize::from(height))?.get(usize::try_from(at).ok()?).copied()
    }
    /// The hashes that the file holds.
    pub(crate) fn hashes(&self) -> &[Hash] {
        &self.0[0]
    }
}

/// The tiles read last, at most so many: memory does not grow with the log.
pub struct TileCache {
    most: usize,
    kept: Mutex<Kept>,
}

/// The tiles, and their names in the order in which they came.
type Kept = (HashMap<TilePath, Arc<Open>>, VecDeque<TilePath>);

impl TileCache {
    /// A cache of at most `most` tiles, each of 16 KiB.
    pub fn new(most: usize) -> Self {
        Self { most: most.max(1), kept: Mutex::default() }
    }
    fn get(&self, tile: &TilePath) -> Option<Arc<Open>> {
        self.kept.lock().ok()?.0.get(tile).cloned()
    }
    fn put(&self, tile: TilePath, open: &Arc<Open>) {
        let Ok(mut kept) = self.kept.lock() else { return };
        let (map, order) = &mut *kept;
        if map.insert(tile, Arc::clone(open)).is_none() {
            order.push_back(tile);
        }
        while order.len() > self.most {
            if let Some(oldest) = order.pop_front() {
                map.remove(&oldest);
            }
        }
    }
}

/// The tree of a log of `size` entries, over its files.
pub struct Tiles<'a, F> {
    fetch: F,
    size: u64,
    cache: &'a TileCache,
}
impl<'a, F: Fetch> Tiles<'a, F> {
    /// The tree of the first `size` entries.
    pub fn new(fetch: F, size: u64, cache: &'a TileCache) -> Self {
        Self { fetch, size, cache }
    }
    pub(crate) fn tile(&self, tile: TilePath) -> Result<Arc<Open>, Refused> {
        if let Some(open) = self.cache.get(&tile) {
            return Ok(open);
        }
        let open = match self.fetch.fetch(&tile) {
            Ok(bytes) => Open::read(&tile, &bytes)?,
            // a partial tile may be gone once the full one is there
            Err(missing) if missing.why == Why::Missing && tile.width < 256 => {
                let full = self.fetch.fetch(&tile.full()).map_err(|_| missing)?;
                let width = usize::from(tile.width) * 32;
                Open::read(&tile, full.get(..width).unwrap_or(&full))?
            }
            Err(other) => return Err(other),
        };
        let open = Arc::new(open);
        self.cache.put(tile, &open);
        Ok(open)
    }
}
impl<F: Fetch> Nodes for Tiles<'_, F> {
    fn node(&self, level: u8, index: u64) -> Result<Hash, Refused> {
        let (tall, height) = (level / 8, level % 8);
        let outside = || {
            Refused::new(
                Why::Missing,
                format!("{} 条的日志没有这个节点", self.size),
                format!("a log of {} entries has no such node", self.size),
            )
        };
        let first = index.checked_mul(1 << height).ok_or_else(outside)?;
        let tile = TilePath::of(Level::Hashes(tall), first / 256, self.size).ok_or_else(outside)?;
        self.tile(tile)?.node(height, (first % 256) >> height).ok_or_else(outside)
    }
}
