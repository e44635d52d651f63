//! A table for the API.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::{Row, Table};

/// `{"columns":[{key,label,kind}],"rows":[{"id":…,"href":…,"name":"王小明"}],"sort":…,"page":…}`: a row is an object
/// with one text per column key; `id` and `href` (of its first link) stand beside them.
impl Serialize for Table {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        struct Rows<'a>(&'a Table);
        struct One<'a>(&'a Table, &'a Row);
        impl Serialize for Rows<'_> {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_seq(self.0.rows.iter().map(|row| One(self.0, row)))
            }
        }
        impl Serialize for One<'_> {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                let mut map = s.serialize_map(None)?;
                if let Some(id) = &self.1.id {
                    map.serialize_entry("id", id)?;
                }
                if let Some(href) = self.1.cells.iter().find_map(|c| c.href.as_ref()) {
                    map.serialize_entry("href", href)?;
                }
                for (column, cell) in self.0.columns.iter().zip(&self.1.cells) {
                    map.serialize_entry(column.key, &cell.text)?;
                }
                map.end()
            }
        }
        let mut map = s.serialize_map(None)?;
        map.serialize_entry("caption", &self.caption)?;
        map.serialize_entry("columns", &self.columns)?;
        map.serialize_entry("rows", &Rows(self))?;
        if let Some(sort) = &self.sort {
            map.serialize_entry("sort", sort)?;
        }
        if let Some(pager) = &self.pager {
            map.serialize_entry("page", pager)?;
        }
        map.end()
    }
}
