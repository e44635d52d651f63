//! Long lists, a screenful at a time, by the key of the last row and never by its number: a row that comes or goes
//! meanwhile makes no other row appear twice or not at all.
//!
//! ```
//! # use web::Paging;
//! # fn rows(_: u32) -> Vec<(String, String)> { vec![] }
//! # let paging = Paging::default();
//! // in the store: order by (pinyin, id), or by both descending when `paging.backwards()`
//! if let Some([pinyin, id]) = paging.edge() {
//!     // … WHERE (pinyin, id) > ($1, $2), or < when going backwards
//! }
//! let rows = rows(paging.fetch()); // LIMIT: one more than shown, to know whether there are more
//! let page = paging.page(rows, |(pinyin, id)| [pinyin.clone(), id.clone()], Some(100_000));
//! assert_eq!(page.rows.len(), 0);
//! ```

use axum::{extract::FromRequestParts, http::request::Parts};
use serde::Serialize;
use ui::{Pager, Sort};

use crate::{App, Error, Result, Shape, error::say, visit::query_of};

/// Rows on a screen.
const SCREEN: u32 = 50;
/// The most rows that a program may ask for at once.
const MOST: u32 = 1000;
/// The most rows in an exported file: what a spreadsheet can hold.
const WHOLE: u32 = 1_000_000;

/// Which part of a list is wanted, and in which order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Paging {
    sort: Option<Sort>,
    edge: Option<Vec<String>>,
    backwards: bool,
    limit: u32,
}
impl Default for Paging {
    fn default() -> Self {
        Self { sort: None, edge: None, backwards: false, limit: SCREEN }
    }
}

/// A part of a list. The same for page and API: `next` and `previous` are keys for `?after=` and `?before=`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PageOf<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Key of the rows after these, for `?after=`.
    pub next: Option<String>,
    /// Key of the rows before these, for `?before=`.
    pub previous: Option<String>,
    /// Rows in the whole list, where counted.
    pub total: Option<u64>,
}

impl Paging {
    /// The whole list, for the command line and exports.
    pub fn whole() -> Self {
        Self { limit: WHOLE, ..Self::default() }
    }
    /// The first `limit` rows.
    pub fn first(limit: u32) -> Self {
        Self { limit: limit.clamp(1, WHOLE), ..Self::default() }
    }
    /// In that order.
    pub fn sorted(mut self, sort: Option<Sort>) -> Self {
        self.sort = sort;
        self
    }
    /// The order asked for, if it is by one of these columns; else none, which is the list's own order.
    pub fn sort(&self, columns: &[&str]) -> Option<&Sort> {
        self.sort.as_ref().filter(|s| columns.contains(&s.key.as_str()))
    }
    /// The key of the row beyond which to begin; nothing at the list's beginning or when it has not `N` parts (it was
    /// made for another order).
    pub fn edge<const N: usize>(&self) -> Option<[&str; N]> {
        let parts: Vec<&str> = self.edge.as_ref()?.iter().map(String::as_str).collect();
        parts.try_into().ok()
    }
    /// Whether the rows before the edge are wanted: ask for them in the opposite order.
    pub fn backwards(&self) -> bool {
        self.backwards && self.edge.is_some()
    }
    /// How many rows to ask the database for: one more than will be shown.
    pub fn fetch(&self) -> u32 {
        self.limit + 1
    }
    /// How many rows will be shown at most.
    pub fn limit(&self) -> u32 {
        self.limit
    }
    /// The page made of the rows that the database gave (at most [`fetch`](Self::fetch), in the order asked for). `key`
    /// gives a row's sort values, ending with its id.
    pub fn page<T, const N: usize>(
        &self,
        mut rows: Vec<T>,
        key: impl Fn(&T) -> [String; N],
        total: Option<u64>,
    ) -> PageOf<T> {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        if self.backwards() {
            rows.reverse();
        }
        let began_inside = self.edge.is_some();
        let (after, before) = if self.backwards() { (true, more) } else { (more, began_inside) };
        let of = |row: Option<&T>| row.map(|r| self.encode(&key(r)));
        PageOf { next: of(rows.last()).filter(|_| after), previous: of(rows.first()).filter(|_| before), rows, total }
    }

    /// The part that is wanted of a list that is at hand as a whole, in the ascending order of its keys.
    pub fn part<T, const N: usize>(&self, mut all: Vec<T>, key: impl Fn(&T) -> [String; N]) -> PageOf<T> {
        let total = all.len() as u64;
        if let Some(edge) = self.edge::<N>() {
            // found by halving: a key is made of few rows, however long the list is
            let beyond = |row: &T, or_there: bool| {
                let row = key(row);
                let row = row.each_ref().map(String::as_str);
                row < edge || or_there && row == edge
            };
            if self.backwards() {
                all.truncate(all.partition_point(|row| beyond(row, false)));
            } else {
                all.drain(..all.partition_point(|row| beyond(row, true)));
            }
        }
        if self.backwards() {
            all.reverse();
        }
        all.truncate(usize::try_from(self.fetch()).unwrap_or(usize::MAX));
        self.page(all, key, Some(total))
    }

    fn order(&self) -> String {
        self.sort.as_ref().map(|s| format!("{}{}", if s.descending { "-" } else { "" }, s.key)).unwrap_or_default()
    }
    fn encode(&self, key: &[String]) -> String {
        let text = serde_json::json!([self.order(), key]).to_string();
        base64(text.as_bytes())
    }
    /// The key of a cursor made for this order; nothing when it was made for another, as after a change of sorting.
    fn decode(&self, cursor: &str) -> Result<Option<Vec<String>>, ()> {
        let text = (cursor.len() <= 2000).then(|| unbase64(cursor)).flatten().ok_or(())?;
        let (order, key): (String, Vec<String>) = serde_json::from_slice(&text).map_err(drop)?;
        if key.len() > 8 || key.iter().any(|k| k.contains('\0')) {
            return Err(());
        }
        Ok((order == self.order()).then_some(key))
    }
}

impl<T> PageOf<T> {
    /// The rows changed into others, in their place.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> PageOf<U> {
        PageOf {
            rows: self.rows.into_iter().map(f).collect(),
            next: self.next,
            previous: self.previous,
            total: self.total,
        }
    }
    /// The links to the neighbouring parts, for a list at that address.
    pub fn pager(&self, here: &str) -> Pager {
        let bare = ui::link::without(here, &["after", "before"]);
        let to = |key: &str, cursor: &Option<String>| cursor.as_ref().map(|c| ui::link::with(&bare, key, c));
        Pager {
            total: self.total,
            before: None,
            first: self.previous.as_ref().map(|_| bare.clone()),
            previous: to("before", &self.previous),
            next: to("after", &self.next),
        }
    }
}

/// Reads `sort`, `after`, `before` and `limit`. A damaged cursor is said, not guessed at.
impl FromRequestParts<App> for Paging {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self> {
        let query = query_of(&parts.uri);
        let shape = Shape::of(&query, &parts.headers).unwrap_or(Shape::Page);
        Self::read(&query, shape)
    }
}
impl Paging {
    fn read(query: &[(String, String)], shape: Shape) -> Result<Self> {
        let get = |key: &str| query.iter().find(|(k, v)| k == key && !v.is_empty()).map(|(_, v)| v.as_str());
        if shape.whole_list() {
            return Ok(Self::whole().sorted(get("sort").and_then(Sort::parse)));
        }
        let mut paging = Self { sort: get("sort").and_then(Sort::parse), ..Self::default() };
        if let Some(text) = get("limit") {
            let limit = text.parse::<u32>().ok().filter(|l| (1..=MOST).contains(l));
            let wrong = || db::Error::field("limit", say(|t| t.no_such_limit(u64::from(MOST)).to_string()));
            paging.limit = limit.ok_or_else(wrong)?;
        }
        for (name, backwards) in [("after", false), ("before", true)] {
            if let Some(cursor) = get(name) {
                let wrong = |()| db::Error::field(name, say(|t| t.damaged_cursor().to_string()));
                paging.edge = paging.decode(cursor).map_err(wrong)?;
                paging.backwards = backwards;
            }
        }
        Ok(paging)
    }
}

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Base64 for addresses, without padding (RFC 4648 §5).
fn base64(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let n = chunk.iter().fold(0u32, |n, b| n << 8 | u32::from(*b)) << (8 * (3 - chunk.len()));
        for i in 0..=chunk.len() {
            out.push(char::from(DIGITS[(n >> (18 - 6 * i) & 63) as usize]));
        }
    }
    out
}
fn unbase64(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() * 3 / 4);
    for chunk in text.as_bytes().chunks(4) {
        let mut n = 0u32;
        for byte in chunk {
            n = n << 6 | DIGITS.iter().position(|d| d == byte)? as u32;
        }
        n <<= 6 * (4 - chunk.len());
        out.extend_from_slice(&n.to_be_bytes()[1..chunk.len()]);
    }
    (text.len() % 4 != 1).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(query: &str) -> Result<Paging> {
        Paging::read(&crate::read_pairs(query), Shape::Page)
    }
    /// The database's part: rows 0..n beyond the edge, in the order asked for.
    fn rows(paging: &Paging, n: u32) -> Vec<u32> {
        let edge = paging.edge().map(|[id]: [&str; 1]| id.parse::<u32>().unwrap());
        let all: Vec<u32> = match (edge, paging.backwards()) {
            (None, _) => (0..n).collect(),
            (Some(e), false) => (e + 1..n).collect(),
            (Some(e), true) => (0..e).rev().collect(),
        };
        all.into_iter().take(paging.fetch() as usize).collect()
    }
    fn key(row: &u32) -> [String; 1] {
        [row.to_string()]
    }

    #[test]
    fn forwards_and_back_show_every_row_once() {
        for n in [0, 1, 49, 50, 51, 100, 101, 175] {
            let (mut query, mut seen, mut pages) = (String::new(), Vec::<u32>::new(), Vec::new());
            loop {
                let paging = ask(&query).unwrap();
                let page = paging.page(rows(&paging, n), key, None);
                seen.extend(page.rows.iter().copied());
                pages.push(page.rows.clone());
                match page.next {
                    Some(cursor) => query = format!("after={cursor}"),
                    None => {
                        let mut previous = page.previous;
                        let mut back = pages.len();
                        while let Some(cursor) = previous {
                            back -= 1;
                            let paging = ask(&format!("before={cursor}")).unwrap();
                            let page = paging.page(rows(&paging, n), key, None);
                            assert_eq!(page.rows, pages[back - 1]);
                            previous = page.previous;
                        }
                        assert!(back <= 1, "{n}");
                        break;
                    }
                }
            }
            assert_eq!(seen, (0..n).collect::<Vec<_>>());
        }
    }
    #[test]
    fn a_list_at_hand_is_shown_in_the_same_parts_as_one_in_the_database() {
        let key = |row: &u32| [format!("{row:03}")];
        let all: Vec<u32> = (0..120).collect();
        let first = ask("").unwrap().part(all.clone(), key);
        assert_eq!((first.rows.len(), first.rows[49], first.previous.as_ref(), first.total), (50, 49, None, Some(120)));
        let second = ask(&format!("after={}", first.next.unwrap())).unwrap().part(all.clone(), key);
        let third = ask(&format!("after={}", second.next.unwrap())).unwrap().part(all.clone(), key);
        assert_eq!((second.rows[0], third.rows[0], third.rows.len(), third.next), (50, 100, 20, None));
        let back = ask(&format!("before={}", third.previous.unwrap())).unwrap().part(all.clone(), key);
        assert_eq!(back.rows, second.rows);
        // the row at the edge went away meanwhile
        let fewer: Vec<u32> = all.into_iter().filter(|row| *row != 49).collect();
        assert_eq!(ask(&format!("before={}", second.previous.unwrap())).unwrap().part(fewer, key).rows.len(), 49);
        assert_eq!(Paging::whole().part((0..120).collect(), key).rows.len(), 120);
    }
    #[test]
    fn a_cursor_is_checked() {
        let paging = ask("sort=-name").unwrap();
        let cursor = paging.encode(&["王".to_owned(), "7".to_owned()]);
        assert_eq!(ask(&format!("sort=-name&after={cursor}")).unwrap().edge(), Some(["王", "7"]));
        assert_eq!(ask(&format!("sort=-name&after={cursor}")).unwrap().edge::<1>(), None);
        assert_eq!(ask(&format!("sort=name&after={cursor}")).unwrap().edge::<2>(), None, "of another order");
        for bad in ["x", "****", "QUJD", &"A".repeat(3000), "王"] {
            assert_eq!(ask(&format!("after={bad}")).unwrap_err().fields()[0].field, "after");
        }
        for bad in ["0", "-1", "1001", "x"] {
            assert_eq!(ask(&format!("limit={bad}")).unwrap_err().fields()[0].field, "limit");
        }
    }
    #[test]
    fn base64_round_trips() {
        for n in 0..40u8 {
            let bytes: Vec<u8> = (0..n).map(|i| i.wrapping_mul(37) ^ n).collect();
            assert_eq!(unbase64(&base64(&bytes)), Some(bytes));
        }
        assert_eq!(base64(b"fo"), "Zm8");
    }
}
