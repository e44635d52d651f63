//! A small log to play with.
#![allow(dead_code)]

use tlog::{KeyKind, Memory, Policy, SignKey, Writer};

pub const ORIGIN: &str = "records.example.org/log";

pub fn key() -> SignKey {
    SignKey::new(ORIGIN, KeyKind::Log, [7; 32]).unwrap()
}

pub fn witness(number: u8) -> SignKey {
    SignKey::new(&format!("witness{number}.example.org"), KeyKind::Witness, [number; 32]).unwrap()
}

pub fn entry(number: u64) -> Vec<u8> {
    format!("entry {number}").into_bytes()
}

pub fn alone() -> Policy {
    Policy::alone(key().public().clone())
}

/// A log of `size` entries, signed and shown after each of the sizes.
pub fn log(sizes: &[u64]) -> Writer<Memory> {
    let mut writer = Writer::create(Memory::default(), key()).unwrap();
    for size in sizes {
        while writer.size() < *size {
            writer.append(&entry(writer.size())).unwrap();
        }
        writer.sign().unwrap();
        writer.show(&[], &alone(), None).unwrap();
    }
    writer
}

/// Two of three witnesses.
pub fn policy() -> Policy {
    let mut text = format!("log {}\n", key().public());
    for number in 1..=3 {
        text += &format!("witness w{number} {}\n", witness(number).public());
    }
    text += "group all-of-them 2 w1 w2 w3\nquorum all-of-them\n";
    text.parse().unwrap()
}
