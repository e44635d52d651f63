//! Archives of forms.

use std::io::{Cursor, Write};

use base::Lang;
use formats::approval::{Limits, entries};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::made;

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The archive with each name written in GBK and the flag for UTF-8 taken away, as Chinese Windows does it.
fn in_gbk(ascii: &str, chinese: &str) -> Vec<u8> {
    let (gbk, _, _) = encoding_rs::GBK.encode(chinese);
    assert_eq!(ascii.len(), gbk.len());
    let mut bytes = archive(&[(ascii, &made::file(|f| f))]);
    let places: Vec<usize> =
        bytes.windows(ascii.len()).enumerate().filter(|(_, w)| *w == ascii.as_bytes()).map(|(i, _)| i).collect();
    assert_eq!(places.len(), 2, "in the local header and in the directory");
    for place in places {
        bytes[place..place + gbk.len()].copy_from_slice(&gbk);
    }
    bytes
}

#[test]
fn names_in_gbk_are_read() {
    let found = entries(&in_gbk("aabbccdd.Lrmx", "名册钟岚.Lrmx"), &Limits::default()).unwrap();
    assert_eq!(found[0].name, "名册钟岚.Lrmx");
    assert_eq!((found[0].stem(), found[0].extension().as_str()), ("名册钟岚", "lrmx"));
}

#[test]
fn folders_are_gone_through_and_what_a_mac_adds_is_left_out() {
    let bytes =
        archive(&[("甲/钟岚.lrm", b"x"), ("甲/钟岚.pic", b"y"), ("__MACOSX/甲/._钟岚.lrm", b"z"), ("甲/._a", b"")]);
    let found = entries(&bytes, &Limits::default()).unwrap();
    assert_eq!(found.iter().map(|e| e.name.as_str()).collect::<Vec<_>>(), ["甲/钟岚.lrm", "甲/钟岚.pic"]);
    assert_eq!(found[0].stem(), found[1].stem());
}

#[test]
fn what_is_no_archive_or_a_bomb_is_refused() {
    let why = |bytes: &[u8], limits: Limits| entries(bytes, &limits).expect_err("refused").say(Lang::Zh);
    assert_eq!(why(b"PK\x03\x04 cut", Limits::default()), "压缩包已损坏或不完整。请重新压缩为 ZIP。");
    let zeros = vec![0u8; 3 << 20];
    let bomb = archive(&[("a.lrmx", &zeros), ("b.lrmx", &zeros)]);
    let small = Limits { inflated: 4 << 20, ..Limits::default() };
    assert_eq!(why(&bomb, small), "压缩包内文件过多，或展开后大得异常，已停止读取。请拆成几个压缩包。");
    let few = Limits { files: 1, ..Limits::default() };
    assert!(why(&bomb, few).starts_with("压缩包内文件过多"));
}
