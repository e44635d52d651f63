//! From a form to the entries of a file. Pure: knows nothing of what is recorded.

use base::{Date, Precision, Say};
use formats::approval::{self, Field, Form, Joined, Period, Resume};
use people::{Section, Values, Written, parse};

use crate::study;

/// What a form says.
#[derive(Clone, Debug)]
pub struct Heard {
    /// Basic information; nothing where not even the name can be read.
    pub basic: Option<Values>,
    /// Everything else, identity number, health and family included.
    pub entries: Vec<Values>,
    /// What is not recorded as an entry, and why. Never repeats what is restricted.
    pub odd: Vec<Say>,
}

/// The word that entries of a form give as their source.
pub(crate) const SOURCE: &str = "干部任免审批表";

/// Reads a form. `today` stands in for the day on which it was filled in.
pub fn heard(form: &Form, today: Date) -> Heard {
    let mut ear = Ear { form, on: approval::reference(form, today), entries: Vec::new(), odd: Vec::new() };
    let basic = ear.basic();
    ear.one(Section::Identity, Field::Identity, "id_number");
    ear.one(Section::Health, Field::Health, "condition");
    for full_time in [true, false] {
        ear.studies(full_time);
    }
    ear.title();
    ear.career();
    ear.awards();
    ear.annual();
    ear.family();
    Heard { basic, entries: ear.entries, odd: ear.odd }
}

struct Ear<'f> {
    form: &'f Form,
    on: Date,
    entries: Vec<Values>,
    odd: Vec<Say>,
}

/// A text on one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Ear<'_> {
    fn text(&self, field: Field) -> String {
        line(self.form.text(field))
    }
    /// Says that a field is not understood; the text stays with the form's wording.
    fn unread(&mut self, field: Field, why: &Say) {
        self.odd.push(Say::new(
            format!("“{}”未能录入：{}", field.label(base::Lang::Zh), why.zh),
            format!("“{}” is not recorded: {}", field.label(base::Lang::En), why.en),
        ));
    }
    /// The values that can be read; those that cannot are left out and said.
    fn read(&mut self, section: Section, mut written: Written, field: Field) -> Option<Values> {
        written.retain(|_, text| !text.trim().is_empty());
        let mut gone: Vec<String> = Vec::new();
        for _ in 0..written.len() + 1 {
            match parse(section, &written) {
                Ok(values) => return Some(values),
                Err(wrong) => {
                    for w in wrong {
                        // that a value is missing goes without saying where it was just said that it cannot be read, or
                        // where there is no name at all, which stops the whole file
                        let said =
                            gone.contains(&w.field) || section == Section::Basic && !written.contains_key(&w.field);
                        if !said {
                            self.unread(of_basic(section, &w.field).unwrap_or(field), &w.say);
                        }
                        // a value that an entry cannot be without: there is no entry
                        written.remove(&w.field)?;
                        gone.push(w.field);
                    }
                }
            }
        }
        None
    }
    fn put(&mut self, section: Section, pairs: &[(&str, String)], field: Field) {
        let written = pairs.iter().map(|(k, v)| ((*k).to_owned(), v.clone())).collect();
        let values = self.read(section, written, field);
        self.entries.extend(values);
    }
    fn one(&mut self, section: Section, field: Field, key: &str) {
        let text = self.text(field);
        if !text.is_empty() {
            self.put(section, &[(key, text)], field);
        }
    }

    fn basic(&mut self) -> Option<Values> {
        let mut written = Written::new();
        for (key, field) in BASIC {
            let text = if *field == Field::Name { self.form.name() } else { self.text(*field) };
            let text = match field {
                Field::Birth | Field::WorkStart if !text.is_empty() => match approval::date(&text) {
                    Some(date) => date.to_string(),
                    None => text,
                },
                _ => text,
            };
            written.insert((*key).to_owned(), text);
        }
        let joined = Joined::read(self.form.text(Field::Joined));
        if let Some(date) = joined.party {
            written.insert("joined".into(), date.to_string());
            written.insert("political".into(), "中共党员".into());
        }
        for other in &joined.others {
            let key = if written.contains_key("political") { "second_party" } else { "political" };
            if written.contains_key(key) {
                self.unread(Field::Joined, &Say::new("党派多于两个。", "There are more than two parties."));
            } else {
                written.insert(key.into(), other.clone());
            }
        }
        self.read(Section::Basic, written, Field::Name)
    }

    fn studies(&mut self, full_time: bool) {
        for study in study::told(self.form, full_time) {
            let field = if full_time { Field::FullLevel } else { Field::ServiceLevel };
            self.put(Section::Study, &study, field);
        }
    }

    fn title(&mut self) {
        let text = self.text(Field::Title);
        if text.is_empty() || matches!(&*text, "无" | "（无）" | "(无)") {
            return;
        }
        self.put(Section::Certificate, &[("kind", "title".into()), ("name", text)], Field::Title);
    }

    fn career(&mut self) {
        for period in Resume::read(self.form.text(Field::Resume)).periods {
            self.period(&period);
            period.within.iter().for_each(|p| self.period(p));
        }
    }
    fn period(&mut self, period: &Period) {
        let Some(from) = period.from else {
            let (zh, en) = ("有一行没有起止年月。", "a line has no months of beginning and end.");
            return self.unread(Field::Resume, &Say::new(zh, en));
        };
        let ended = period.to.map(|d| d.to_string()).unwrap_or_default();
        let pairs = [("began", from.to_string()), ("ended", ended), ("work", line(&period.text))];
        self.put(Section::Career, &pairs, Field::Resume);
    }

    fn awards(&mut self) {
        let text = self.form.text(Field::Awards);
        if none(text) {
            let on = self.on.to_string();
            let pairs = [("what", "award".to_owned()), ("on", on), ("source", SOURCE.to_owned())];
            return self.put(Section::Absent, &pairs, Field::Awards);
        }
        for sentence in text.split(['\n', '；', ';', '。']).map(str::trim).filter(|s| !s.is_empty()) {
            let told = approval::results(sentence);
            if told.is_empty() {
                let why = Say::new("有一条没有年份。", "one has no year.");
                self.unread(Field::Awards, &why);
            }
            for (year, what) in told {
                match award(&what) {
                    Some((name, honour)) => {
                        let pairs = [("name", name), ("on", year.to_string()), ("honour", honour)];
                        self.put(Section::Award, &pairs, Field::Awards);
                    }
                    None => {
                        let why = Say::new(
                            format!("“{what}”不在奖惩名称代码中，请人工录入。"),
                            format!("“{what}” is in no table of rewards and sanctions; enter it by hand."),
                        );
                        self.unread(Field::Awards, &why);
                    }
                }
            }
        }
    }

    fn annual(&mut self) {
        let text = self.form.text(Field::Annual);
        let told = approval::results(text);
        if told.is_empty() && !none(text) && !text.trim().is_empty() {
            self.unread(Field::Annual, &Say::new("没有年度和等次。", "there is no year with its result."));
        }
        for (year, result) in told {
            let pairs = [("year", year.to_string()), ("result", result)];
            self.put(Section::Annual, &pairs, Field::Annual);
        }
    }

    fn family(&mut self) {
        for relative in self.form.family.clone() {
            let birth = approval::date(&relative.birth).map(|d| d.to_string()).unwrap_or_default();
            let known = codes::POLITICAL.find(&relative.political).is_some();
            let pairs = [
                ("relation", line(&relative.relation)),
                ("name", line(&relative.name)),
                ("birth", birth),
                ("political", if known { relative.political.trim().to_owned() } else { String::new() }),
                ("work", line(&relative.work)),
            ];
            let written: Written = pairs.iter().map(|(k, v)| ((*k).to_owned(), v.clone())).collect();
            match parse(Section::Kin, &strip(written)) {
                Ok(values) => self.entries.push(values),
                // what is wrong would repeat what is restricted
                Err(_) => self.odd.push(Say::new(
                    "家庭成员中有一行的称谓或姓名不能识别，未录入，请人工录入。",
                    "The relation or name of a member of the family is not understood; that row is not recorded. Enter it by hand.",
                )),
            }
        }
    }
}

/// The field of the form that a basic value is read from.
fn of_basic(section: Section, key: &str) -> Option<Field> {
    let basic = (section == Section::Basic).then_some(BASIC)?;
    let own = basic.iter().find(|(k, _)| *k == key).map(|(_, field)| *field);
    own.or_else(|| ["political", "joined", "second_party"].contains(&key).then_some(Field::Joined))
}

fn strip(mut written: Written) -> Written {
    written.retain(|_, v| !v.is_empty());
    written
}

/// Whether a field says that there is nothing.
pub(crate) fn none(text: &str) -> bool {
    matches!(text.trim().trim_matches(['（', '）', '(', ')', '。']), "无")
}

/// The code and, where it is a title of its own, the name of what somebody was given.
fn award(what: &str) -> Option<(String, String)> {
    let bare = what.trim_end_matches(['。', '，', '次', '一', '1']);
    let tries = ["", "记", "获", "荣获", "荣立", "受", "给予", "被授予", "授予"].map(|head| bare.strip_prefix(head));
    if let Some(code) = tries.into_iter().flatten().find_map(|t| codes::AWARD.find(t)) {
        return Some((code.to_owned(), String::new()));
    }
    let honour = ["称号", "先进", "优秀", "模范", "标兵", "能手", "劳模", "奖"].iter().any(|w| what.contains(w));
    let bad = ["警告", "记过", "降级", "撤职", "开除", "诫勉", "处分", "处理"].iter().any(|w| what.contains(w));
    (honour && !bad).then(|| ("授予荣誉称号".to_owned(), what.trim_start_matches("获").to_owned()))
}

/// Basic values and the fields that say them.
pub(crate) const BASIC: &[(&str, Field)] = &[
    ("name", Field::Name),
    ("sex", Field::Sex),
    ("birth", Field::Birth),
    ("ethnic", Field::Ethnic),
    ("native_place", Field::NativePlace),
    ("birthplace", Field::Birthplace),
    ("work_start", Field::WorkStart),
    ("post_title", Field::Post),
    ("specialty", Field::Expertise),
];

/// The month or day of birth as it is compared with others'.
pub(crate) fn month(values: &Values) -> Option<String> {
    let birth = values.date("birth").filter(|d| d.precision() != Precision::Year)?;
    Some(birth.as_str()[..7].to_owned())
}
