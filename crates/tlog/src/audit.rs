//! A whole log read from its files: every entry against every hash up to the signed root.

use crate::{Fetch, Hash, Head, Level, Refused, TileCache, TilePath, Tiles, Why, bundle, tree, writer_edge::Edge};

/// Reads the entries from `from` on, checks them against the tiles and the tiles against the root, and hands each entry out.
/// Memory does not grow with the log. With `from` above 0 the entries before are taken from the tiles' word, which the root
/// still binds.
pub fn read(
    fetch: &impl Fetch,
    head: Head,
    from: u64,
    mut each: impl FnMut(u64, &[u8]) -> Result<(), Refused>,
) -> Result<(), Refused> {
    let cache = TileCache::new(16);
    let tiles = Tiles::new(fetch, head.size, &cache);
    if tree::root(&tiles, head.size)? != head.root {
        return Err(Refused::new(
            Why::Proof,
            "瓦片与检查点的根不符：瓦片被改动，或检查点属于另一份日志",
            "the tiles do not lead to the checkpoint's root: tiles were changed, or the checkpoint is another log's",
        ));
    }
    let mut edge = Edge::empty();
    let whole = from == 0;
    for index in from / 256..head.size.div_ceil(256) {
        let Some(place) = TilePath::of(Level::Entries, index, head.size) else { break };
        let leaves = tiles.tile(TilePath { level: Level::Hashes(0), ..place })?;
        let bytes = match fetch.fetch(&place) {
            Err(missing) if missing.why == Why::Missing && place.width < 256 => {
                let full = fetch.fetch(&place.full()).map_err(|_| missing)?;
                let mut kept = Vec::new();
                for entry in &bundle::entries(&full, 256)?[..usize::from(place.width)] {
                    bundle::push(&mut kept, entry)?;
                }
                kept
            }
            other => other?,
        };
        for (at, (entry, leaf)) in bundle::entries(&bytes, place.width)?.into_iter().zip(leaves.hashes()).enumerate() {
            let number = index * 256 + at as u64;
            if Hash::leaf(entry) != *leaf {
                return Err(Refused::new(
                    Why::Proof,
                    format!("第 {number} 条与其散列值不符：条目被改动过"),
                    format!("entry {number} does not fit its hash: it was changed"),
                ));
            }
            if whole {
                edge.push(entry, |tile, bytes| same(fetch, head.size, tile, bytes))?;
            }
            if number >= from {
                each(number, entry)?;
            }
        }
    }
    Ok(())
}

/// A full tile of the log holds what the entries make of it.
fn same(fetch: &impl Fetch, size: u64, tile: TilePath, bytes: &[u8]) -> Result<(), Refused> {
    let inside = TilePath::of(tile.level, tile.index, size).is_some_and(|t| t.width == 256);
    if tile.level == Level::Entries || !inside || fetch.fetch(&tile)? == bytes {
        return Ok(());
    }
    Err(Refused::new(
        Why::Proof,
        format!("{tile} 与条目不符：瓦片被改动过"),
        format!("{tile} does not fit the entries: the tile was changed"),
    ))
}
