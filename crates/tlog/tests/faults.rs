//! The writer through faults at each write, flush and replacement: what was shown stays whole, and the log goes on.

mod common;

use std::collections::BTreeMap;

use common::{alone, entry, key};
use tlog::{CHECKPOINT, Checkpoint, Fetch, Head, Memory, Refused, SIGNED, Store, TilePath, Why, Writer, audit};

/// What goes wrong at an operation.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    /// It has no effect and says so: an I/O error.
    Error,
    /// A write stops half way and says so: a full disk.
    Half,
    /// It is done, but nobody hears of it: killed right after.
    Killed,
}

/// A disk with a cache that a power cut loses.
#[derive(Clone, Default)]
struct Disk {
    safe: BTreeMap<String, Vec<u8>>,
    cached: BTreeMap<String, Vec<u8>>,
    operations: usize,
    fails: Option<(usize, Fault)>,
}
impl Disk {
    /// Whether this operation meets the fault; afterwards everything fails, as for a process that is gone.
    fn fault(&mut self) -> Result<Option<Fault>, Refused> {
        self.operations += 1;
        match self.fails {
            Some((at, fault)) if self.operations == at + 1 => Ok(Some(fault)),
            Some((at, _)) if self.operations > at + 1 => Err(broken()),
            _ => Ok(None),
        }
    }
    /// The files as a process finds them that starts right after the old one was killed.
    fn after_kill(&self) -> Memory {
        let mut files = self.safe.clone();
        files.extend(self.cached.clone());
        Memory(files)
    }
    /// The files after the power came back: what was not flushed is there, cut off, or not.
    fn after_power_cut(&self, chance: usize) -> Memory {
        let mut files = self.safe.clone();
        for (at, (name, bytes)) in self.cached.iter().enumerate() {
            match (at + chance) % 3 {
                0 => {}
                1 => drop(files.insert(name.clone(), bytes[..bytes.len() / 2].to_vec())),
                _ => drop(files.insert(name.clone(), bytes.clone())),
            }
        }
        Memory(files)
    }
}
fn broken() -> Refused {
    Refused::new(Why::Storage, "磁盘故障", "the disk failed")
}
impl Fetch for Disk {
    fn fetch(&self, tile: &TilePath) -> Result<Vec<u8>, Refused> {
        self.read(&tile.to_string())?.ok_or_else(|| tlog::memory::missing(tile))
    }
}
impl Store for Disk {
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Refused> {
        Ok(self.cached.get(name).or_else(|| self.safe.get(name)).cloned())
    }
    fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), Refused> {
        let fault = self.fault()?;
        if fault != Some(Fault::Error) {
            let length = if fault == Some(Fault::Half) { bytes.len() / 2 } else { bytes.len() };
            self.cached.insert(name.to_owned(), bytes[..length].to_vec());
        }
        fault.map_or(Ok(()), |_| Err(broken()))
    }
    fn flush(&mut self) -> Result<(), Refused> {
        let fault = self.fault()?;
        match fault {
            None | Some(Fault::Killed) => self.safe.append(&mut self.cached),
            Some(Fault::Half) => {
                let half = self.cached.len() / 2;
                let names: Vec<String> = self.cached.keys().take(half).cloned().collect();
                for name in names {
                    let bytes = self.cached.remove(&name).unwrap_or_default();
                    self.safe.insert(name, bytes);
                }
            }
            Some(Fault::Error) => {}
        }
        fault.map_or(Ok(()), |_| Err(broken()))
    }
    fn replace(&mut self, name: &str, bytes: &[u8]) -> Result<(), Refused> {
        let fault = self.fault()?;
        if matches!(fault, None | Some(Fault::Killed)) {
            self.safe.insert(name.to_owned(), bytes.to_vec());
        }
        fault.map_or(Ok(()), |_| Err(broken()))
    }
    fn forget_partials(&mut self, full: &TilePath) {
        for files in [&mut self.safe, &mut self.cached] {
            let mut memory = Memory(std::mem::take(files));
            memory.forget_partials(full);
            *files = memory.0;
        }
    }
}

const SIZES: [u64; 7] = [1, 4, 200, 256, 257, 520, 600];

/// Runs the log to its end on this store; what was promised on the way goes to `promised`.
fn run<S: Store>(mut writer: Writer<S>, promised: &mut Vec<Head>) -> Result<Writer<S>, Refused> {
    for size in SIZES {
        while writer.size() < size {
            writer.append(&entry(writer.size()))?;
        }
        if writer.signed().size < size {
            promised.push(writer.sign()?);
        }
        if writer.shown() < size {
            writer.show(&[], &alone(), None)?;
        }
    }
    Ok(writer)
}

/// A reader at this moment sees a whole log or none.
fn readers_see_a_whole_log(files: &Memory, what: &str) -> u64 {
    let Some(file) = files.0.get(CHECKPOINT) else { return 0 };
    let (shown, _) = Checkpoint::open(file, key().public()).unwrap_or_else(|e| panic!("{what}: {e}"));
    audit::read(files, shown.head, 0, |number, bytes| {
        assert_eq!(bytes, entry(number), "{what}");
        Ok(())
    })
    .unwrap_or_else(|e| panic!("{what}: {e}"));
    shown.head.size
}

#[test]
fn a_fault_at_any_operation_loses_nothing_promised_and_the_log_goes_on() {
    let whole = run(Writer::create(Disk::default(), key()).unwrap(), &mut Vec::new()).unwrap();
    let (end, operations) = (whole.signed(), whole.store().operations);
    assert!(operations > 25, "{operations}");
    for at in 0..operations {
        for fault in [Fault::Error, Fault::Half, Fault::Killed] {
            let disk = Disk { fails: Some((at, fault)), ..Disk::default() };
            let mut promised = Vec::new();
            let shared = std::rc::Rc::new(std::cell::RefCell::new(disk));
            let _ = Writer::create(Shared(shared.clone()), key()).and_then(|w| run(w, &mut promised));
            let disk = shared.borrow().clone();
            let cuts = (0..3).map(|chance| disk.after_power_cut(chance));
            for (how, files) in std::iter::once(disk.after_kill()).chain(cuts).enumerate() {
                let what = format!("{fault:?} at operation {at}, aftermath {how}");
                readers_see_a_whole_log(&files, &what);
                let again = if files.0.contains_key(SIGNED) {
                    Writer::open(files, key(), &promised)
                } else {
                    assert!(promised.is_empty(), "{what}");
                    Writer::create(files, key())
                };
                let again = again.unwrap_or_else(|e| panic!("{what}: {e}"));
                assert!(again.signed().size >= promised.last().map_or(0, |h| h.size), "{what}");
                let done = run(again, &mut Vec::new()).unwrap_or_else(|e| panic!("{what}: {e}"));
                assert_eq!(done.signed(), end, "{what}");
                assert_eq!(readers_see_a_whole_log(done.store(), &what), end.size, "{what}");
            }
        }
    }
}

#[test]
fn a_writer_that_failed_does_not_go_on() {
    let disk = Disk { fails: Some((3, Fault::Error)), ..Disk::default() };
    let mut writer = Writer::create(disk, key()).unwrap();
    writer.append(b"one").unwrap();
    assert_eq!(writer.sign().unwrap_err().why, Why::Storage);
    assert_eq!(writer.append(b"two").unwrap_err().why, Why::Storage);
    assert_eq!(writer.sign().unwrap_err().why, Why::Storage);
}

#[test]
fn an_older_backup_is_not_continued() {
    let mut writer = common::log(&[300]);
    let backup = writer.store().clone();
    writer.append(b"more").unwrap();
    let newest = writer.sign().unwrap();
    let refused = |files: Memory, known: &[Head]| Writer::open(files, key(), known).err().map(|e| e.why);
    // another memory than the files knows better
    assert_eq!(refused(backup.clone(), &[newest]), Some(Why::Older));
    assert_eq!(refused(Memory::default(), &[newest]), Some(Why::Older));
    // the files are mixed: what readers are shown is newer than what the writer signed
    writer.show(&[], &alone(), None).unwrap();
    let mut mixed = backup.clone();
    mixed.0.insert(CHECKPOINT.to_owned(), writer.store().0[CHECKPOINT].clone());
    assert_eq!(refused(mixed, &[]), Some(Why::Older));
    // the same size, another past
    let mut fork = Writer::open(backup, key(), &[]).unwrap();
    fork.append(b"forged").unwrap();
    fork.sign().unwrap();
    assert_eq!(refused(fork.store().clone(), &[newest]), Some(Why::Older));
    assert_eq!(refused(writer.store().clone(), &[newest]), None);
}

/// A disk that outlives its writer.
struct Shared(std::rc::Rc<std::cell::RefCell<Disk>>);
impl Fetch for Shared {
    fn fetch(&self, tile: &TilePath) -> Result<Vec<u8>, Refused> {
        self.0.borrow().fetch(tile)
    }
}
impl Store for Shared {
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Refused> {
        self.0.borrow().read(name)
    }
    fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), Refused> {
        self.0.borrow_mut().write(name, bytes)
    }
    fn flush(&mut self) -> Result<(), Refused> {
        self.0.borrow_mut().flush()
    }
    fn replace(&mut self, name: &str, bytes: &[u8]) -> Result<(), Refused> {
        self.0.borrow_mut().replace(name, bytes)
    }
    fn forget_partials(&mut self, full: &TilePath) {
        self.0.borrow_mut().forget_partials(full);
    }
}
