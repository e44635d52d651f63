//! JSON as the formats have it (section 4.1): compact, fields in the order of the specification.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};

use super::{Element, Scalar};
use crate::{Refused, Why};

impl Serialize for Element {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.text())
    }
}
impl<'de> Deserialize<'de> for Element {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(from)?;
        Self::read(&text).map_err(|r| serde::de::Error::custom(r.say.en))
    }
}
impl Serialize for Scalar {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.text())
    }
}
impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(from)?;
        Self::read(&text).map_err(|r| serde::de::Error::custom(r.say.en))
    }
}

/// The value that `text` holds, of at most `limit` bytes.
pub(crate) fn read<T: DeserializeOwned>(text: &str, limit: usize) -> Result<T, Refused> {
    if text.len() > limit {
        return Err(Refused::new(
            Why::Limit,
            format!("内容长 {} 字节，超过上限 {limit}", text.len()),
            format!("{} bytes are more than the {limit} that are taken", text.len()),
        ));
    }
    serde_json::from_str(text).map_err(|e| {
        Refused::new(
            Why::Form,
            format!("不是所要求格式的 JSON（第 {} 行第 {} 列）：{e}", e.line(), e.column()),
            format!("this is not JSON of the form expected here (line {}, column {}): {e}", e.line(), e.column()),
        )
    })
}

/// The value as compact JSON.
pub(crate) fn write<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("these structures have string keys and no failing parts")
}

/// The value that `text` holds, which must also be written exactly as we would write it: then its hash has one meaning only.
pub(crate) fn read_exact<T: DeserializeOwned + Serialize>(text: &str, limit: usize) -> Result<T, Refused> {
    let value: T = read(text, limit)?;
    if write(&value) != text {
        return Err(Refused::new(
            Why::Form,
            "JSON 的写法不是规范规定的唯一写法（字段次序、空格、转义），其散列值因此没有确定的含义",
            "the JSON is not written in the one way that the specification has (order of fields, spaces, escapes), so its hash has \
             no certain meaning",
        ));
    }
    Ok(value)
}
