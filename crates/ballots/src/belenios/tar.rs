//! The old tar format, as far as archives use it (section 4.4): a block of 512 bytes with the name and the size, then the content
//! in whole blocks.

use crate::{Refused, Why};

const BLOCK: usize = 512;

/// Appends a record.
pub(crate) fn append(out: &mut Vec<u8>, name: &str, time: u64, content: &[u8]) {
    let mut head = [0u8; BLOCK];
    let mut put = |at: usize, text: &str| head[at..at + text.len()].copy_from_slice(text.as_bytes());
    put(0, name);
    put(100, "0000644");
    put(108, "0000000");
    put(116, "0000000");
    put(124, &format!("{:011o}", content.len()));
    put(136, &format!("{time:011o}"));
    put(148, "        ");
    put(156, "0");
    let sum: u32 = head.iter().map(|b| u32::from(*b)).sum();
    head[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    out.extend(head);
    out.extend(content);
    out.resize(out.len().next_multiple_of(BLOCK), 0);
}

/// The records of an archive, one after another: name and text.
pub(crate) struct Records<'a> {
    rest: &'a [u8],
    number: usize,
}
impl<'a> Records<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, number: 0 }
    }
    fn one(&mut self) -> Option<(&'a str, &'a str)> {
        let (head, rest) = self.rest.split_at_checked(BLOCK)?;
        let name = std::str::from_utf8(head[..100].split(|b| *b == 0).next()?).ok()?;
        let size = std::str::from_utf8(&head[124..135]).ok()?;
        let size = usize::from_str_radix(size, 8).ok().filter(|_| !size.starts_with('+'))?;
        let content = std::str::from_utf8(rest.get(..size)?).ok()?;
        self.rest = rest.get(size.next_multiple_of(BLOCK)..)?;
        Some((name, content))
    }
}
impl<'a> Iterator for Records<'a> {
    type Item = Result<(&'a str, &'a str), Refused>;
    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        self.number += 1;
        Some(self.one().ok_or_else(|| {
            self.rest = &[];
            Refused::new(
                Why::Form,
                format!("档案第 {} 条记录不完整或不是文本", self.number),
                format!("record {} of the archive is cut short or is not text", self.number),
            )
        }))
    }
}
