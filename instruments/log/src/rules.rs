//! What may go into the log. No I/O, no clock.

use base::{Lang, Say};
use sha2::{Digest, Sha256};
use tlog::{Field, MAX_FIELDS};

/// The longest value of a field, in bytes: more belongs into a file whose SHA-256 is the value.
pub const LONGEST: usize = 8 * 1024;

/// What goes into the log, before it has a place there.
#[derive(Clone, Debug)]
pub struct Publication {
    /// What kind of thing it is, such as `decision.published`.
    pub kind: &'static str,
    /// What it is about, in the words of the slice that publishes it: an id, never a name.
    pub subject: String,
    /// Its fields in their order.
    pub fields: Vec<PublicField>,
    /// The SHA-256 of the rules that applied.
    pub rule: Option<[u8; 32]>,
}

/// A field of it.
#[derive(Clone, Debug)]
pub struct PublicField {
    /// Its name: small letters, `.` and `-`.
    pub name: &'static str,
    /// Its value.
    pub value: String,
    /// Whether everybody may see the value. A field that is not shown is committed to all the same.
    pub shown: bool,
}

impl Publication {
    /// Something of that kind about that subject.
    pub fn new(kind: &'static str, subject: impl ToString) -> Self {
        Self { kind, subject: subject.to_string(), fields: Vec::new(), rule: None }
    }
    /// With a field that everybody may see.
    pub fn shown(mut self, name: &'static str, value: impl ToString) -> Self {
        self.fields.push(PublicField { name, value: value.to_string(), shown: true });
        self
    }
    /// With a field that is committed to and not shown.
    pub fn closed(mut self, name: &'static str, value: impl ToString) -> Self {
        self.fields.push(PublicField { name, value: value.to_string(), shown: false });
        self
    }
    /// Under these rules.
    pub fn under(mut self, rule: [u8; 32]) -> Self {
        self.rule = Some(rule);
        self
    }
}

/// The fields with their salts, one for each.
///
/// # Errors
/// A field without a plain name, twice the same name, too many or too long ones: a fault of the slice that publishes.
pub fn sealed(new: &Publication, salts: &[[u8; 32]]) -> Result<Vec<Field>, Say> {
    let plain = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'.' || b == b'-');
    for (at, field) in new.fields.iter().enumerate() {
        let twice = new.fields[..at].iter().any(|other| other.name == field.name);
        if !plain(field.name) || twice || field.value.len() > LONGEST || new.fields.len() > MAX_FIELDS {
            return Err(Say::new(
                format!("字段“{}”不能写入公开日志：名称不合规、重复，或内容超过 {LONGEST} 字节。", field.name),
                format!(
                    "The field “{}” cannot go into the public log: its name is not plain or comes twice, or it is longer \
                     than {LONGEST} bytes.",
                    field.name
                ),
            ));
        }
    }
    let field =
        |(f, salt): (&PublicField, &[u8; 32])| Field { name: f.name.to_owned(), value: f.value.clone(), salt: *salt };
    Ok(new.fields.iter().zip(salts).map(field).collect())
}

/// A text as the value of a field: itself, or where it is longer than a field holds its SHA-256, so that all of it is committed to.
pub fn fitting(text: &str) -> String {
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    let hash = Sha256::digest(text);
    hash.iter().fold("SHA-256 ".to_owned(), |all, byte| all + &format!("{byte:02x}"))
}

/// What a kind is called.
pub fn kind(kind: &str, lang: Lang) -> String {
    let (zh, en) = match kind {
        "ledger.head" => ("台账链头", "Head of the ledger"),
        "rule.version" => ("规则版本", "Version of rules"),
        "rule.adopted" => ("规则施行", "Rules adopted"),
        "erasure" => ("删除记录", "Erasure"),
        "correction" => ("更正", "Correction"),
        "notice" => ("公示", "Notice"),
        "decision.published" => ("决定", "Decision"),
        "recruitment.published" => ("招聘公告", "Announcement of a recruitment"),
        "ballot.manifest" => ("表决方案", "Ballot manifest"),
        "ballot.batch" => ("选票批次", "Batch of ballots"),
        "ballot.void" => ("作废剩余纸条", "Slips voided"),
        "ballot.close" => ("表决截止", "Close of a ballot"),
        "ballot.result" => ("表决结果", "Result of a ballot"),
        other => (other, other),
    };
    Say::new(zh, en).to(lang).to_owned()
}

/// What a field is called.
pub fn field(name: &str, lang: Lang) -> String {
    let (zh, en) = match name {
        "title" => ("标题", "Title"),
        "title.en" => ("英文标题", "Title in English"),
        "number" => ("条数", "Number of entries"),
        "hash" => ("散列值", "Hash"),
        "name" => ("名称", "Name"),
        "version" => ("版本", "Version"),
        "from" => ("施行日期", "In force from"),
        "document" => ("文号", "Number of the decision"),
        "digest" => ("SHA-256", "SHA-256"),
        "root" => ("根散列", "Merkle root"),
        "ballots" => ("选票数", "Ballots"),
        "voters" => ("投票人数", "Voters"),
        "printed" => ("印制纸条", "Slips printed"),
        "voided" => ("作废纸条", "Slips voided"),
        "manifest" => ("方案的 SHA-256", "SHA-256 of the manifest"),
        "counted" => ("计票方式", "How it was counted"),
        "reason" => ("原因", "Reason"),
        "opens" => ("开始日期", "Opens on"),
        "closes" => ("截止日期", "Closes on"),
        "state" => ("状态", "State"),
        "until" => ("截止日期", "Last day"),
        "withdrawn" => ("撤回日期", "Withdrawn on"),
        "edition" => ("第几稿", "Edition"),
        "text" => ("正文", "Text"),
        "people" => ("涉及人员", "People"),
        "procedure" => ("程序", "Procedure"),
        "step" => ("步骤", "Step"),
        "agreed" => ("是否通过", "Agreed"),
        "day" => ("日期", "Day"),
        "of" => ("所删条目的引用号", "Reference of the erased entry"),
        "fields" => ("所删字段", "Erased fields"),
        other => (other, other),
    };
    Say::new(zh, en).to(lang).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_has_a_plain_name_of_its_own_and_a_short_value() {
        let of = |new: Publication| sealed(&new, &[[1; 32]; 3]).map(|fields| fields.len()).map_err(|say| say.en);
        assert_eq!(of(Publication::new("notice", 1).shown("title", "a").closed("person", "b")), Ok(2));
        assert!(
            of(Publication::new("notice", 1).shown("title", "a").shown("title", "b")).unwrap_err().contains("“title”")
        );
        assert!(of(Publication::new("notice", 1).shown("A b", "a")).is_err());
        assert!(of(Publication::new("notice", 1).shown("title", "x".repeat(LONGEST + 1))).is_err());
    }
}
