//! A store in memory: for examples, tests, and logs that are rebuilt at will.

use std::collections::BTreeMap;

use crate::{Fetch, Refused, Store, TilePath, Why};

/// Files by name.
#[derive(Clone, Default, Debug, PartialEq, Eq)]
pub struct Memory(pub BTreeMap<String, Vec<u8>>);

impl Fetch for Memory {
    fn fetch(&self, tile: &TilePath) -> Result<Vec<u8>, Refused> {
        self.0.get(&tile.to_string()).cloned().ok_or_else(|| missing(tile))
    }
}
impl Store for Memory {
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Refused> {
        Ok(self.0.get(name).cloned())
    }
    fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), Refused> {
        self.0.insert(name.to_owned(), bytes.to_vec());
        Ok(())
    }
    fn flush(&mut self) -> Result<(), Refused> {
        Ok(())
    }
    fn replace(&mut self, name: &str, bytes: &[u8]) -> Result<(), Refused> {
        self.write(name, bytes)
    }
    fn forget_partials(&mut self, full: &TilePath) {
        let partials = format!("{full}.p/");
        self.0.retain(|name, _| !name.starts_with(&partials));
    }
}

/// The refusal of a store that has no such tile.
pub fn missing(tile: &TilePath) -> Refused {
    Refused::new(
        Why::Missing,
        format!("缺少文件 {tile}；请重新取得日志或从备份恢复"),
        format!("the file {tile} is missing; fetch the log again or restore it from a backup"),
    )
}
