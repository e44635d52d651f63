//! Names and values as forms and addresses send them, read into a struct.
//!
//! Every field is optional on the wire: what is not sent is `""`, `None`, `false` or an empty list. What is sent and the
//! struct does not know is passed over. Whether an answer may be missing is for `rules.rs` to say, in words.

use base::Say;
use db::FieldError;
use serde::{
    Deserialize,
    de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor, value::Error as Plain},
};

use crate::error::say;

/// The most names that one form or address may carry.
const MOST: usize = 2000;

/// Reads `a=1&b=2`; what is no UTF-8 becomes the replacement character, which no field accepts silently as something else.
pub fn read_pairs(query: &str) -> Vec<(String, String)> {
    let pairs = query.split('&').filter(|p| !p.is_empty()).take(MOST);
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (ui::link::decode(name), ui::link::decode(value))
        })
        .collect()
}

/// The fields of a JSON object as the same names and values: an API client sends what the form would.
pub(crate) fn pairs_of_json(bytes: &[u8]) -> Result<Vec<(String, String)>, String> {
    use serde_json::Value;
    let text = |value: Value| match value {
        Value::Null => Ok(None),
        Value::String(s) => Ok(Some(s)),
        Value::Bool(b) => Ok(Some(b.to_string())),
        Value::Number(n) => Ok(Some(n.to_string())),
        Value::Array(_) | Value::Object(_) => Err("a list or object within a field".to_owned()),
    };
    let Value::Object(map) = serde_json::from_slice(bytes).map_err(|e| e.to_string())? else {
        return Err("the body is not a JSON object".to_owned());
    };
    let mut pairs = Vec::new();
    for (name, value) in map.into_iter().take(MOST) {
        let values = if let Value::Array(items) = value { items } else { vec![value] };
        for value in values {
            pairs.extend(text(value)?.map(|v| (name.clone(), v)));
        }
    }
    Ok(pairs)
}

/// The struct that the pairs describe, or which field cannot be read.
pub(crate) fn read<T: for<'de> Deserialize<'de>>(pairs: &[(String, String)]) -> Result<T, Vec<FieldError>> {
    let at = std::cell::RefCell::new(String::new());
    T::deserialize(Pairs { pairs, at: &at }).map_err(|why| {
        let field = at.borrow().clone();
        let why = why.to_string();
        let wrong: Say = say(|t| t.cannot_be_read(why.as_str()).to_string());
        vec![FieldError { field, say: wrong }]
    })
}

/// All pairs. `at` is the field being read, for the error.
#[derive(Clone, Copy)]
struct Pairs<'a> {
    pairs: &'a [(String, String)],
    at: &'a std::cell::RefCell<String>,
}

impl<'de> de::Deserializer<'de> for Pairs<'_> {
    type Error = Plain;
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Plain> {
        let mut names: Vec<&str> = Vec::new();
        for (name, _) in self.pairs {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        visitor.visit_map(Fields { all: self, names: names.into_iter(), value: None })
    }
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Plain> {
        visitor.visit_map(Fields { all: self, names: fields.iter().copied(), value: None })
    }
    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Plain> {
        visitor.visit_unit()
    }
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Plain> {
        visitor.visit_newtype_struct(self)
    }
    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit seq tuple
        tuple_struct map enum identifier ignored_any
    }
}

struct Fields<'a, N> {
    all: Pairs<'a>,
    names: N,
    value: Option<&'a str>,
}
impl<'de, 'a, N: Iterator<Item = &'a str>> MapAccess<'de> for Fields<'a, N> {
    type Error = Plain;
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Plain> {
        self.value = self.names.next();
        let Some(name) = self.value else { return Ok(None) };
        *self.all.at.borrow_mut() = name.to_owned();
        seed.deserialize(de::value::StrDeserializer::new(name)).map(Some)
    }
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Plain> {
        let name = self.value.unwrap_or_default();
        let values = self.all.pairs.iter().filter(|(n, _)| n == name).map(|(_, v)| v.as_str()).collect();
        seed.deserialize(Values(values))
    }
}

/// All values of one name.
struct Values<'a>(Vec<&'a str>);
impl<'a> Values<'a> {
    fn first(&self) -> &'a str {
        self.0.first().copied().unwrap_or_default()
    }
    /// A checkbox: sent when ticked. Some forms send a hidden `false` before it, so the last value counts.
    fn ticked(&self) -> Result<bool, Plain> {
        match self.0.last().copied().unwrap_or_default() {
            "" | "false" | "0" | "off" | "no" => Ok(false),
            "true" | "1" | "on" | "yes" => Ok(true),
            other => Err(de::Error::invalid_value(de::Unexpected::Str(other), &"yes or no")),
        }
    }
}
macro_rules! numbers {
    ($($method:ident $visit:ident $t:ty,)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Plain> {
            let text = self.first().trim();
            let number = text.parse::<$t>();
            visitor.$visit(number.map_err(|_| de::Error::invalid_value(de::Unexpected::Str(text), &"a whole number"))?)
        }
    )+};
}
impl<'de> de::Deserializer<'de> for Values<'_> {
    type Error = Plain;
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Plain> {
        visitor.visit_str(self.first())
    }
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Plain> {
        visitor.visit_bool(self.ticked()?)
    }
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Plain> {
        if self.0.iter().all(|v| v.is_empty()) { visitor.visit_none() } else { visitor.visit_some(self) }
    }
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Plain> {
        struct Each<'a>(std::vec::IntoIter<&'a str>);
        impl<'de> SeqAccess<'de> for Each<'_> {
            type Error = Plain;
            fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Plain> {
                self.0.next().map(|v| seed.deserialize(Values(vec![v]))).transpose()
            }
        }
        visitor.visit_seq(Each(self.0.into_iter()))
    }
    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Plain> {
        visitor.visit_unit()
    }
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Plain> {
        visitor.visit_newtype_struct(self)
    }
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Plain> {
        visitor.visit_enum(de::value::StrDeserializer::<Plain>::new(self.first()))
    }
    numbers! {
        deserialize_i8 visit_i8 i8,
        deserialize_i16 visit_i16 i16,
        deserialize_i32 visit_i32 i32,
        deserialize_i64 visit_i64 i64,
        deserialize_u8 visit_u8 u8,
        deserialize_u16 visit_u16 u16,
        deserialize_u32 visit_u32 u32,
        deserialize_u64 visit_u64 u64,
    }
    serde::forward_to_deserialize_any! {
        i128 u128 f32 f64 char str string bytes byte_buf unit_struct tuple tuple_struct map struct identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize, PartialEq, Debug)]
    struct Answers {
        name: String,
        note: Option<String>,
        on: Option<base::Date>,
        tags: Vec<String>,
        agreed: bool,
        count: Option<u32>,
    }

    #[test]
    fn nothing_sent_is_an_empty_form() {
        let empty: Answers = read(&[]).unwrap();
        let name = String::new();
        assert_eq!(empty, Answers { name, note: None, on: None, tags: vec![], agreed: false, count: None });
    }
    #[test]
    fn a_form_and_a_json_object_say_the_same() {
        let form = read_pairs("name=%E7%8E%8B+x&note=&on=2025-12-31&tags=a&tags=b&agreed=on&count=+7&unknown=1&csrf=t");
        let json = r#"{"name":"王 x","note":null,"on":"2025-12-31","tags":["a","b"],"agreed":true,"count":7,"x":1}"#;
        let json = pairs_of_json(json.as_bytes()).unwrap();
        let form: Answers = read(&form).unwrap();
        assert_eq!(form, read(&json).unwrap());
        assert_eq!((form.name.as_str(), form.tags.len(), form.agreed, form.count), ("王 x", 2, true, Some(7)));
    }
    #[test]
    fn what_cannot_be_read_is_named() {
        let wrong = |query| read::<Answers>(&read_pairs(query)).unwrap_err()[0].field.clone();
        assert_eq!(wrong("count=many"), "count");
        assert_eq!(wrong("on=1980.13"), "on");
        assert_eq!(wrong("agreed=perhaps"), "agreed");
        assert!(
            pairs_of_json(b"[1]").is_err() && pairs_of_json(b"{\"a\":{}}").is_err() && pairs_of_json(b"{").is_err()
        );
    }
}
