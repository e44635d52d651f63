//! Reading what was written into a section. Pure.

use std::collections::BTreeMap;

use base::{Date, IdNumber, PartialDate, Precision, Say};
use db::FieldError;

use crate::section::{Field, Kind, Section};

/// The values of one entry, in the order of the section's fields. A value is kept in its exact stored form: a code, an
/// ISO date, a text without outer blanks.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Values {
    section: Section,
    each: Vec<Option<String>>,
}

impl Values {
    /// No value at all.
    pub fn none(section: Section) -> Self {
        Self { section, each: vec![None; section.fields().len()] }
    }
    /// Values as they are stored, in the order of the fields.
    pub fn stored(section: Section, each: Vec<Option<String>>) -> Self {
        debug_assert_eq!(each.len(), section.fields().len());
        Self { section, each }
    }
    /// The section.
    pub fn section(&self) -> Section {
        self.section
    }
    /// A value by its key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.each.get(self.section.place(key)?)?.as_deref()
    }
    /// A date by its key.
    pub fn date(&self, key: &str) -> Option<PartialDate> {
        self.get(key)?.parse().ok()
    }
    /// Puts a stored value in place, or takes it out.
    pub fn set(&mut self, key: &str, value: Option<String>) {
        if let Some(place) = self.section.place(key) {
            self.each[place] = value;
        }
    }
    /// All values with their fields.
    pub fn iter(&self) -> impl Iterator<Item = (&'static Field, Option<&str>)> {
        self.section.fields().iter().zip(self.each.iter().map(Option::as_deref))
    }
    /// The stored values in the order of the fields.
    pub fn into_stored(self) -> Vec<Option<String>> {
        self.each
    }
    /// The stored values as JSON with their keys: what is sealed, and what the person's own data is given out as.
    pub fn to_json(&self) -> serde_json::Value {
        let some = self.iter().filter_map(|(f, v)| Some((f.key.to_owned(), v?.into())));
        serde_json::Value::Object(some.collect())
    }
    /// Reads [`to_json`](Self::to_json) back. Keys that the section does not have are passed over.
    pub fn of_json(section: Section, json: &serde_json::Value) -> Self {
        let each = section.fields().iter().map(|f| json.get(f.key)?.as_str().map(str::to_owned)).collect();
        Self { section, each }
    }
    /// The day from which the entry holds by itself: its own date, where the section has one and it is known.
    pub fn natural_date(&self) -> Option<Date> {
        let key = self.section.shape().dated?;
        if self.section == Section::Annual {
            return Date::new(self.get(key)?.parse().ok()?, 12, 31);
        }
        Some(self.date(key)?.earliest())
    }
}

/// What a person wrote into a form or a row of a sheet: key → text.
pub type Written = BTreeMap<String, String>;

/// Reads an entry. Empty texts are absent values.
///
/// # Errors
/// Every field that is wrong, each with what is wrong and what is accepted. Never repeats a restricted value.
pub fn parse(section: Section, written: &Written) -> Result<Values, Vec<FieldError>> {
    let mut wrong = Vec::new();
    let mut each = Vec::new();
    for field in section.fields() {
        let text = written.get(field.key).map(|t| t.trim()).filter(|t| !t.is_empty());
        let value = match text {
            None if field.required => {
                Err(Say::new(format!("请填写{}。", field.zh), format!("{} is missing.", field.en)))
            }
            None => Ok(None),
            Some(text) => read(field, text).map(Some),
        };
        match value {
            Ok(v) => each.push(v),
            Err(say) => {
                wrong.push(FieldError { field: field.key.to_owned(), say });
                each.push(None);
            }
        }
    }
    let values = Values { section, each };
    if wrong.is_empty() {
        across(&values, &mut wrong);
    }
    if wrong.is_empty() { Ok(values) } else { Err(wrong) }
}

/// What fields say about each other within one entry.
fn across(values: &Values, wrong: &mut Vec<FieldError>) {
    if let (Some(began), Some(ended)) = (values.date("began"), values.date("ended"))
        && ended.latest() < began.earliest()
    {
        let say = Say::new("结束时间早于开始时间。", "The end lies before the beginning.");
        wrong.push(FieldError { field: "ended".into(), say });
    }
}

/// Reads one value into its stored form.
pub fn read(field: &Field, text: &str) -> Result<String, Say> {
    let shown = || text.chars().take(30).collect::<String>();
    match field.kind {
        Kind::Text(most) | Kind::Long(most) => {
            let long = matches!(field.kind, Kind::Long(_));
            if text.chars().count() > most {
                return Err(Say::new(
                    format!("{}最多{most}个字。", field.zh),
                    format!("{} takes at most {most} characters.", field.en),
                ));
            }
            if text.chars().any(|c| c.is_control() && !(long && c == '\n')) {
                return Err(Say::new(
                    format!("{}中有不可见的控制字符，请删除后重新输入。", field.zh),
                    format!("{} holds invisible control characters; remove them and write it again.", field.en),
                ));
            }
            let name = field.key == "name" && !matches!(field.kind, Kind::Long(_));
            Ok(if name { crate::name::tidy(text) } else { text.to_owned() })
        }
        Kind::Code(table) => table.find(text).map(str::to_owned).ok_or_else(|| {
            let some = |lang| table.codes().iter().take(4).map(|c| c.label(lang)).collect::<Vec<_>>();
            Say::new(
                format!(
                    "“{}”不是{}代码表（{}）中的值，例如可以填：{}。",
                    shown(),
                    field.zh,
                    table.standard(),
                    some(base::Lang::Zh).join("、")
                ),
                format!(
                    "“{}” is no value of {} ({}); write for example {}.",
                    shown(),
                    field.en,
                    table.standard(),
                    some(base::Lang::En).join(", ")
                ),
            )
        }),
        Kind::Rank => codes::find_rank(text).map(str::to_owned).ok_or_else(|| {
            Say::new(
                format!("“{}”不是职务层次或职级，例如可以填：县处级副职、一级调研员、正科级。", shown()),
                format!("“{}” is no level of post and no grade; write for example 县处级副职 or 正科级.", shown()),
            )
        }),
        Kind::Education => {
            let found = codes::EDUCATION.find(text).or_else(|| codes::EDUCATION_SHOWN.find(text));
            found.map(str::to_owned).ok_or_else(|| {
                Say::new(
                    format!("“{}”不是学历，可以填：研究生、大学、大专、中央党校研究生等。", shown()),
                    format!("“{}” is no level of education; write for example 研究生, 大学, 大专.", shown()),
                )
            })
        }
        Kind::When => match text.parse::<PartialDate>() {
            Ok(date) if date.earliest().year() >= 1900 => Ok(date.to_string()),
            _ => Err(Say::new(
                format!("“{}”不是日期，请写成 1980.05、1980-05-12 或 1980。", shown()),
                format!("“{}” is not a date: write 1980-05-12, or 1980-05 or 1980 where only that is known.", shown()),
            )),
        },
        Kind::Year => match text.trim_end_matches('年').parse::<PartialDate>() {
            Ok(y) if y.precision() == Precision::Year && y.earliest().year() >= 1949 => Ok(y.to_string()),
            _ => Err(Say::new(
                format!("“{}”不是年度，请写成 2024。", shown()),
                format!("“{}” is not a year: write 2024.", shown()),
            )),
        },
        Kind::Upto(most) => match text.parse::<i64>() {
            Ok(n) if (1..=most).contains(&n) => Ok(n.to_string()),
            _ => Err(Say::new(
                format!("{}应为1至{most}的整数。", field.zh),
                format!("{} is a whole number from 1 to {most}.", field.en),
            )),
        },
        Kind::Choice(words) => {
            let found = words.iter().find(|(w, zh, en)| *w == text || *zh == text || en.eq_ignore_ascii_case(text));
            found.map(|w| w.0.to_owned()).ok_or_else(|| {
                let zh: Vec<&str> = words.iter().map(|w| w.1).collect();
                let en: Vec<&str> = words.iter().map(|w| w.2).collect();
                Say::new(
                    format!("“{}”不是{}，可以填：{}。", shown(), field.zh, zh.join("、")),
                    format!("“{}” is no {}; write one of: {}.", shown(), field.en, en.join(", ")),
                )
            })
        }
        // the number itself is never repeated in a message
        Kind::Identity => text.parse::<IdNumber>().map(|n| n.as_str().to_owned()).map_err(|e| {
            use base::CheckError::{Character, Date, Digit, Length};
            let zh = match e {
                Length(n) => format!("身份号码应为18位，现有{n}位。"),
                Character(n) => format!("身份号码第{n}位不是允许的字符。"),
                Digit => "身份号码的校验位不符，请核对是否输错一位。".to_owned(),
                Date => "身份号码中的出生日期不存在。".to_owned(),
            };
            Say::new(zh, format!("Identity number: {e}."))
        }),
        Kind::Person => text
            .parse::<base::Id<crate::Person>>()
            .map(|id| id.to_string())
            .map_err(|_| Say::new("请从列表中选择本系统内的人员。", "Choose a person of this system from the list.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(pairs: &[(&str, &str)]) -> Written {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    #[test]
    fn a_row_of_a_sheet_is_read() {
        let basic = written(&[
            ("name", "李　明"),
            ("sex", "男"),
            ("birth", "1980.05"),
            ("ethnic", "汉"),
            ("political", "党员"),
            ("joined", "200206"),
            ("number", "  "),
        ]);
        let v = parse(Section::Basic, &basic).unwrap();
        assert_eq!((v.get("name"), v.get("sex"), v.get("birth")), (Some("李明"), Some("1"), Some("1980-05")));
        assert_eq!((v.get("ethnic"), v.get("political"), v.get("number")), (Some("01"), Some("01"), None));
        assert_eq!(Values::of_json(Section::Basic, &v.to_json()), v);
    }
    #[test]
    fn everything_wrong_is_said_at_once() {
        let basic = written(&[("sex", "第三"), ("birth", "1980.13"), ("ethnic", "火星族")]);
        let wrong = parse(Section::Basic, &basic).unwrap_err();
        let fields: Vec<&str> = wrong.iter().map(|w| w.field.as_str()).collect();
        assert_eq!(fields, ["name", "sex", "birth", "ethnic"]);
        assert!(wrong[2].say.zh.contains("1980.13"));
    }
    #[test]
    fn an_identity_number_is_never_repeated() {
        let wrong = parse(Section::Identity, &written(&[("id_number", "110105194912310021")])).unwrap_err();
        assert!(!format!("{wrong:?}").contains("1949"));
        assert!(parse(Section::Identity, &written(&[("id_number", "11010519491231002x")])).is_ok());
    }
    #[test]
    fn an_end_before_the_beginning_is_refused() {
        let career = written(&[("began", "2010.09"), ("ended", "2010.08"), ("work", "某局科员")]);
        assert_eq!(parse(Section::Career, &career).unwrap_err()[0].field, "ended");
        let study = written(&[("kind", "全日制"), ("began", "2010"), ("ended", "2010.07")]);
        assert!(parse(Section::Study, &study).is_ok());
    }
    #[test]
    fn what_holds_from_when() {
        let annual = parse(Section::Annual, &written(&[("year", "2024年"), ("result", "优秀")])).unwrap();
        assert_eq!(annual.natural_date(), Date::new(2024, 12, 31));
        let award = parse(Section::Award, &written(&[("name", "嘉奖"), ("on", "2023.3")])).unwrap();
        assert_eq!(award.natural_date(), Date::new(2023, 3, 1));
    }
    proptest! {
        #[test]
        fn hostile_cells_are_read_or_refused(text in "\\PC{0,60}|[=+@-][A-Z]+\\(.*\\)", place in 0usize..Section::ALL.len()) {
            let section = Section::ALL[place];
            for field in section.fields() {
                if let Ok(stored) = read(field, &text) {
                    // what was stored is read as itself again
                    prop_assert_eq!(read(field, &stored), Ok(stored.clone()), "{}", field.key);
                }
            }
        }
    }
}
