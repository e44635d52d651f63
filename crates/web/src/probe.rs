//! What a form struct consists of, found out by reading it.
//!
//! A field is offered one text after another until it takes one: any text, a day, an id, a figure, or one of the words
//! that its error names. So the API description needs no second declaration that could differ from the first.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
};

use serde::{
    Deserialize,
    de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor, value::Error as Plain},
};
use serde_json::{Value, json};

/// What is offered, and what taking it says about the field.
const SAMPLES: [&str; 4] = ["", "2026-01-01", "01890a5d-ac96-774b-bcce-b302099a8057", "1"];

/// The JSON Schema (2020-12) of a form or query.
pub(crate) fn schema<T: for<'de> Deserialize<'de>>() -> Value {
    let known = Known::default();
    // each failure moves one field to its next sample
    for _ in 0..1000 {
        if T::deserialize(Probe(&known)).is_ok() {
            break;
        }
        let mut fields = known.fields.borrow_mut();
        let Some(field) = known.at.borrow().as_ref().and_then(|at| fields.get_mut(at)) else { break };
        if field.words.is_empty() && field.sample == SAMPLES.len() {
            break;
        }
        field.sample += 1;
    }
    let fields = known.fields.borrow();
    let order = known.order.borrow();
    let properties: serde_json::Map<String, Value> =
        order.iter().filter_map(|name| Some((name.clone(), fields.get(name)?.schema()))).collect();
    json!({ "type": "object", "properties": properties })
}

#[derive(Default)]
struct Known {
    fields: RefCell<BTreeMap<String, Field>>,
    order: RefCell<Vec<String>>,
    at: RefCell<Option<String>>,
}

#[derive(Default)]
struct Field {
    kind: Option<&'static str>,
    list: bool,
    sample: usize,
    words: Vec<String>,
}
impl Field {
    fn schema(&self) -> Value {
        let one = match self.kind {
            Some(kind @ ("boolean" | "integer")) => json!({ "type": kind }),
            _ if !self.words.is_empty() => json!({ "type": "string", "enum": self.words }),
            _ => match self.sample {
                1 => json!({ "type": "string", "format": "date" }),
                2 => json!({ "type": "string", "format": "uuid" }),
                3 => json!({ "type": "string", "pattern": "^[-+]?[0-9.]+$" }),
                _ => json!({ "type": "string" }),
            },
        };
        if self.list { json!({ "type": "array", "items": one }) } else { one }
    }
}

#[derive(Clone, Copy)]
struct Probe<'a>(&'a Known);

impl<'de> de::Deserializer<'de> for Probe<'_> {
    type Error = Plain;
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Plain> {
        // a struct with flattened parts asks for any map: it gets an empty one and is described as open
        visitor.visit_map(Fields { known: self.0, names: [].iter(), at: "" })
    }
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Plain> {
        visitor.visit_map(Fields { known: self.0, names: fields.iter(), at: "" })
    }
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Plain> {
        visitor.visit_newtype_struct(self)
    }
    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct seq
        tuple tuple_struct map enum identifier ignored_any
    }
}

struct Fields<'a> {
    known: &'a Known,
    names: std::slice::Iter<'static, &'static str>,
    at: &'static str,
}
impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Plain;
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Plain> {
        let Some(name) = self.names.next() else { return Ok(None) };
        self.at = name;
        *self.known.at.borrow_mut() = Some(self.at.to_owned());
        if self.known.fields.borrow_mut().insert_new(self.at) {
            self.known.order.borrow_mut().push(self.at.to_owned());
        }
        seed.deserialize(de::value::StrDeserializer::new(name)).map(Some)
    }
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Plain> {
        let done = seed.deserialize(Offer { known: self.known, at: self.at, asked: &Cell::new(false) });
        if let Err(why) = &done {
            let text = why.to_string();
            // the errors of closed sets of words name all of them
            if let Some((_, list)) = text.split_once("is none of: ")
                && let Some(field) = self.known.fields.borrow_mut().get_mut(self.at)
                && field.words.is_empty()
            {
                field.words = list.split(", ").map(str::to_owned).collect();
                field.sample = SAMPLES.len() - 1;
            }
        }
        done
    }
}
trait InsertNew {
    fn insert_new(&mut self, name: &str) -> bool;
}
impl InsertNew for BTreeMap<String, Field> {
    fn insert_new(&mut self, name: &str) -> bool {
        let new = !self.contains_key(name);
        self.entry(name.to_owned()).or_default();
        new
    }
}

/// One text for one field.
#[derive(Clone, Copy)]
struct Offer<'a> {
    known: &'a Known,
    at: &'static str,
    asked: &'a Cell<bool>,
}
impl Offer<'_> {
    fn with<T>(&self, f: impl FnOnce(&mut Field) -> T) -> Option<T> {
        self.known.fields.borrow_mut().get_mut(self.at).map(f)
    }
    fn text(&self) -> String {
        let text = self.with(|f| match (SAMPLES.get(f.sample), f.words.first()) {
            (Some(sample), _) => (*sample).to_owned(),
            (None, word) => word.cloned().unwrap_or_default(),
        });
        text.unwrap_or_default()
    }
    fn kind(&self, kind: &'static str) {
        self.with(|f| f.kind = Some(kind));
    }
}
macro_rules! integers {
    ($($method:ident)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Plain> {
            self.kind("integer");
            visitor.visit_u8(1)
        }
    )+};
}
impl<'de> de::Deserializer<'de> for Offer<'_> {
    type Error = Plain;
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Plain> {
        self.kind("string");
        visitor.visit_string(self.text())
    }
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Plain> {
        self.kind("boolean");
        visitor.visit_bool(false)
    }
    integers! { deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 }
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Plain> {
        visitor.visit_some(self)
    }
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Plain> {
        visitor.visit_newtype_struct(self)
    }
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Plain> {
        struct Once<'a>(Offer<'a>);
        impl<'de> SeqAccess<'de> for Once<'_> {
            type Error = Plain;
            fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Plain> {
                if self.0.asked.replace(true) { Ok(None) } else { seed.deserialize(self.0).map(Some) }
            }
        }
        self.with(|f| f.list = true);
        visitor.visit_seq(Once(self))
    }
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Plain> {
        self.with(|f| f.words = words.iter().map(|w| (*w).to_owned()).collect());
        visitor.visit_enum(de::value::StrDeserializer::<Plain>::new(words.first().unwrap_or(&"")))
    }
    serde::forward_to_deserialize_any! {
        i128 u128 f32 f64 char str string bytes byte_buf unit unit_struct tuple tuple_struct map struct identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    base::words! {
        /// A colour.
        enum Colour {
            /// Red.
            Red = "red",
            /// Blue.
            Blue = "blue",
        }
    }
    #[derive(Deserialize)]
    #[allow(dead_code, reason = "read by the probe")]
    struct Plum {
        name: String,
        note: Option<String>,
        picked: base::Date,
        eaten: Option<base::Date>,
        tree: base::Id<u8>,
        others: Vec<base::Id<u8>>,
        colour: Colour,
        second: Option<Colour>,
        ripe: bool,
        count: Option<u32>,
        weight: base::Score,
        #[serde(skip)]
        errors: Vec<(String, String)>,
    }

    #[test]
    fn a_form_describes_itself() {
        let day = json!({ "type": "string", "format": "date" });
        let id = json!({ "type": "string", "format": "uuid" });
        let colour = json!({ "type": "string", "enum": ["red", "blue"] });
        let properties = json!({
            "name": { "type": "string" },
            "note": { "type": "string" },
            "picked": day,
            "eaten": day,
            "tree": id,
            "others": { "type": "array", "items": id },
            "colour": colour,
            "second": colour,
            "ripe": { "type": "boolean" },
            "count": { "type": "integer" },
            "weight": { "type": "string", "pattern": "^[-+]?[0-9.]+$" },
        });
        assert_eq!(schema::<Plum>(), json!({ "type": "object", "properties": properties }));
    }
}
