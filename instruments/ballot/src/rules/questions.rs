//! Questions as people write them, and as the encrypted ballot asks them.

use ballots::belenios::{MAX_OPTIONS, Question};
use base::Lang;
use db::FieldError;
use serde::{Deserialize, Serialize};

use super::{line, lines, wrong};

/// The most people graded or voted on at once.
const MOST_PEOPLE: usize = 100;

/// A grade and what it counts in a score.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Grade {
    /// The grade.
    pub name: String,
    /// What it counts; nothing where no score is wanted.
    pub value: Option<u32>,
}

/// A question.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "form", rename_all = "snake_case")]
pub enum Ask {
    /// Choose some of several options.
    Choose {
        /// The question.
        text: String,
        /// The options.
        options: Vec<String>,
        /// The fewest to choose.
        min: u32,
        /// The most to choose.
        max: u32,
    },
    /// Grade one person. The last option gives no opinion, so that keeping silent is as secret as a grade.
    Grade {
        /// Whom, and in what.
        text: String,
        /// The grades, the best first.
        grades: Vec<Grade>,
    },
    /// Vote on one person: for, against, abstain, or another name instead.
    Vote {
        /// Whom, and for what.
        text: String,
        /// The other names that may be chosen.
        others: Vec<String>,
    },
}

/// The word of the language that the ballot is in.
pub(crate) fn word(lang: Lang, (zh, en): (&str, &str)) -> String {
    if lang == Lang::Zh { zh } else { en }.to_owned()
}
const NO_OPINION: (&str, &str) = ("不了解", "No opinion");
const VOTES: [(&str, &str); 3] = [("同意", "For"), ("不同意", "Against"), ("弃权", "Abstain")];

impl Ask {
    /// The question's text.
    pub fn text(&self) -> &str {
        match self {
            Self::Choose { text, .. } | Self::Grade { text, .. } | Self::Vote { text, .. } => text,
        }
    }
    /// What can be chosen, in the order in which it is encrypted.
    pub fn options(&self, lang: Lang) -> Vec<String> {
        match self {
            Self::Choose { options, .. } => options.clone(),
            Self::Grade { grades, .. } => {
                grades.iter().map(|g| g.name.clone()).chain([word(lang, NO_OPINION)]).collect()
            }
            Self::Vote { others, .. } => {
                let other = |name: &String| match lang {
                    Lang::Zh => format!("另选他人：{name}"),
                    Lang::En => format!("Another: {name}"),
                };
                VOTES.iter().map(|v| word(lang, *v)).chain(others.iter().map(other)).collect()
            }
        }
    }
    /// As it goes into the election.
    pub fn question(&self, lang: Lang) -> Question {
        let (min, max) = match self {
            Self::Choose { min, max, .. } => (*min, *max),
            Self::Grade { .. } | Self::Vote { .. } => (1, 1),
        };
        Question::choose(self.text(), self.options(lang), min, max)
    }
}

/// Questions as a form sends them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Written {
    /// `choose`, `grade` or `vote`.
    pub form: String,
    /// The question; for grades and votes what stands before each name may stay empty.
    pub text: String,
    /// Whom to grade or vote on, a line each.
    pub people: String,
    /// Options, grades or other names, a line each.
    pub options: String,
    /// The fewest to choose.
    pub min: String,
    /// The most to choose.
    pub max: String,
}

/// The questions of what was written: one, or one for each person.
///
/// # Errors
/// Each field with what is wrong.
pub fn ask(of: &Written) -> Result<Vec<Ask>, Vec<FieldError>> {
    match of.form.as_str() {
        "choose" => choose(of).map(|one| vec![one]),
        "grade" => {
            let (people, grades) = (people(of), grades(&of.options));
            let (Ok(people), Ok(grades)) = (&people, &grades) else {
                return Err(people.err().into_iter().chain(grades.err()).collect());
            };
            Ok(people.iter().map(|text| Ask::Grade { text: text.clone(), grades: grades.clone() }).collect())
        }
        "vote" => {
            let (people, others) = (people(of), lines("options", &of.options, MAX_OPTIONS - VOTES.len()));
            let (Ok(people), Ok(others)) = (&people, &others) else {
                return Err(people.err().into_iter().chain(others.err()).collect());
            };
            Ok(people.iter().map(|text| Ask::Vote { text: text.clone(), others: others.clone() }).collect())
        }
        _ => Err(vec![wrong("form", "请选择题型。", "Choose what kind of question it is.")]),
    }
}

/// Each person, with what stands before the name.
fn people(of: &Written) -> Result<Vec<String>, FieldError> {
    let names = lines("people", &of.people, MOST_PEOPLE)?;
    if names.is_empty() {
        return Err(wrong("people", "请填写人选，每行一人。", "Write who it is about, a line each."));
    }
    let before = of.text.trim();
    if before.is_empty() {
        return Ok(names);
    }
    let before = line("text", before)?;
    names.iter().map(|name| line("people", &format!("{before}：{name}"))).collect()
}

fn choose(of: &Written) -> Result<Ask, Vec<FieldError>> {
    let (text, options) = (line("text", &of.text), lines("options", &of.options, MAX_OPTIONS));
    let mut all: Vec<FieldError> = Vec::new();
    let mut number = |field: &str, text: &str| {
        let n = text.trim().parse::<u32>().ok();
        if n.is_none() {
            all.push(wrong(field, "请填写整数。", "Give a whole number."));
        }
        n.unwrap_or_default()
    };
    let (min, max) = (number("min", &of.min), number("max", &of.max));
    match (text, options) {
        (Ok(text), Ok(options)) if all.is_empty() => {
            let n = options.len();
            if n == 0 {
                return Err(vec![wrong("options", "请填写选项，每行一个。", "Write the options, a line each.")]);
            }
            if min > max || max as usize > n || max == 0 {
                return Err(vec![wrong(
                    "max",
                    format!("共{n}个选项，可选数目应在此范围内，且最少数不大于最多数。"),
                    format!("There are {n} options: choose within that, and the fewest not above the most."),
                )]);
            }
            Ok(Ask::Choose { text, options, min, max })
        }
        (text, options) => {
            all.extend(text.err().into_iter().chain(options.err()));
            Err(all)
        }
    }
}

/// Grades, the best first, a line each, with what they count: `优秀 100`.
fn grades(written: &str) -> Result<Vec<Grade>, FieldError> {
    let grade = |text: String| {
        let value = text.rsplit_once([' ', '　', '\t']).and_then(|(name, n)| Some((name, n.parse::<u32>().ok()?)));
        match value {
            Some((name, value)) if value <= 1000 => Grade { name: name.trim().to_owned(), value: Some(value) },
            _ => Grade { name: text, value: None },
        }
    };
    let all: Vec<Grade> = lines("options", written, 20)?.into_iter().map(grade).collect();
    if all.len() < 2 {
        return Err(wrong(
            "options",
            "请填写至少两个等次，每行一个，可在后面写分值，如“优秀 100”。",
            "Write at least two grades, a line each, with what they count if you like: “excellent 100”.",
        ));
    }
    let valued = all.iter().filter(|g| g.value.is_some()).count();
    if valued != 0 && valued != all.len() {
        return Err(wrong(
            "options",
            "要么每个等次都写分值，要么都不写。",
            "Give all grades a value, or none of them.",
        ));
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(form: &str, text: &str, people: &str, options: &str, min: &str, max: &str) -> Written {
        let [form, text, people, options, min, max] = [form, text, people, options, min, max].map(str::to_owned);
        Written { form, text, people, options, min, max }
    }
    #[test]
    fn one_person_is_one_question_and_silence_is_an_answer() {
        let asked = ask(&of("grade", "总体评价", "甲\n乙\n", "优秀 100\n称职 80\n不称职 0", "", "")).unwrap();
        assert_eq!(asked.len(), 2);
        assert_eq!(asked[1].text(), "总体评价：乙");
        assert_eq!(asked[0].options(Lang::Zh), ["优秀", "称职", "不称职", "不了解"]);
        assert_eq!((asked[0].question(Lang::Zh).min, asked[0].question(Lang::Zh).max), (1, 1));
        let asked = ask(&of("vote", "", "甲", "乙\n丙", "", "")).unwrap();
        assert_eq!(asked[0].options(Lang::Zh), ["同意", "不同意", "弃权", "另选他人：乙", "另选他人：丙"]);
        assert_eq!(asked[0].options(Lang::En)[..3], ["For", "Against", "Abstain"]);
    }
    #[test]
    fn what_cannot_be_asked_is_named() {
        let field = |w: Written| ask(&w).unwrap_err()[0].field.clone();
        assert_eq!(field(of("", "", "", "", "", "")), "form");
        assert_eq!(field(of("choose", "谁", "", "甲\n乙", "0", "3")), "max");
        assert_eq!(field(of("choose", "谁", "", "甲\n乙", "2", "1")), "max");
        assert_eq!(field(of("choose", "", "", "甲", "0", "1")), "text");
        assert_eq!(field(of("choose", "谁", "", "甲\n甲", "0", "1")), "options");
        assert_eq!(field(of("grade", "", "甲", "优秀 100\n称职", "", "")), "options");
        assert_eq!(field(of("grade", "", "", "优秀\n称职", "", "")), "people");
    }
}
