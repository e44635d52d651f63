//! What fuzz targets and property tests run: any file, any cells.

use eligibility::{
    majors::{Catalogue, Discipline, Group, Listed},
    pack::{Pack, Post},
};

use super::{Report, read, read_majors};
use crate::sheet::{Book, Limits};

/// Any file, as a post table and as a catalogue.
pub fn file(bytes: &[u8]) {
    let limits =
        Limits { bytes: 1 << 20, inflated: 4 << 20, cells: 20_000, rows: 20_000, merged: 500, ..Limits::default() };
    if let Ok(book) = Book::read("试.csv", bytes, &limits) {
        let table = read(&book);
        assert!(table.rejected.iter().all(|r| !r.why.zh.is_empty() && !r.why.en.is_empty()));
        let _ = read_majors(&book);
    }
}

/// The cells of one post, a line each: level, degree, fresh graduates, other requirements, majors.
///
/// # Panics
/// Where a clause is neither understood nor kept in its own words.
pub fn cells(pack: &Pack, text: &str) {
    let mut lines = text.lines().map(str::to_owned);
    let mut next = || lines.next().unwrap_or_default();
    let mut post = Post { level: next(), degree: next(), fresh: next(), other: next(), ..Post::default() };
    post.majors_bachelor = next();
    post.majors_postgraduate.clone_from(&post.majors_bachelor);
    let clauses = post.other.split([';', '；']).filter(|c| !c.trim().is_empty()).count();
    let table = super::PostTable { posts: vec![post], ..Default::default() };
    Report::make(&table, pack, &catalogue(), |_, built| assert_eq!(built.clauses.len(), clauses));
}

fn catalogue() -> Catalogue {
    let mut c = Catalogue::default();
    c.disciplines.insert("A1202".into(), Discipline { name: "工商管理".into() });
    let former = vec!["工商行政管理（部分）".into()];
    c.majors.insert("A120202".into(), Listed { name: "企业管理（含：财务管理、市场营销）".into(), former });
    c.groups.insert("03".into(), Group { name: "经济金融类".into(), codes: vec!["A1202".into()] });
    c
}
