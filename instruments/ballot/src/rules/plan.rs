//! What is set up: who is asked what, by which rules it is counted.

use ballots::belenios::MAX_QUESTIONS;
use base::{Lang, Say};
use rulepacks::rules::Share;
use serde::{Deserialize, Serialize};

use super::{Ask, urns};

base::words! {
    /// What a ballot is for.
    pub enum Kind {
        /// Democratic recommendation 民主推荐.
        Recommendation = "recommendation",
        /// Democratic assessment 民主测评.
        Assessment = "assessment",
        /// Competition for a post 竞争上岗.
        Competition = "competition",
        /// Election 选举.
        Election = "election",
        /// Satisfaction review, such as of the year's selection work 满意度评议.
        Satisfaction = "satisfaction",
        /// Anything else.
        Other = "other",
    }
}
impl Kind {
    /// What people call it.
    pub fn label(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Self::Recommendation => ("民主推荐", "Democratic recommendation"),
            Self::Assessment => ("民主测评", "Democratic assessment"),
            Self::Competition => ("竞争上岗", "Competition for a post"),
            Self::Election => ("选举", "Election"),
            Self::Satisfaction => ("满意度评议", "Satisfaction review"),
            Self::Other => ("其他表决", "Other ballot"),
        };
        if lang == Lang::Zh { zh } else { en }
    }
}

base::words! {
    /// Of whom a share is taken.
    pub enum Needed {
        /// Of all who are entitled to vote.
        OfEntitled = "entitled",
        /// Of those who voted.
        OfVoters = "voters",
        /// Of the ballots that give a grade.
        OfGraded = "graded",
    }
}

/// A share that a rule asks for, as it stood when the ballot was set up.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Threshold {
    /// The share.
    pub share: Share,
    /// Of whom.
    pub needed: Needed,
    /// How many of the best grades count together, where the rule is on grades.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grades: Option<u32>,
    /// The rule: pack and id, `cn/ballots election-majority`.
    pub rule: String,
    /// Where it stands.
    pub cite: Say,
    /// Its words.
    pub text: Say,
    /// The SHA-256 of the edition.
    pub edition: String,
}

/// A rule that is words alone, as it stood when the ballot was set up.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Cited {
    /// The rule: pack and id, `cn/ballots election-tie`.
    pub rule: String,
    /// Where it stands.
    pub cite: Say,
    /// Its words.
    pub text: Say,
    /// The SHA-256 of the edition.
    pub edition: String,
}

/// A class of voters.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Class {
    /// What it is called.
    pub name: String,
    /// How many may vote.
    pub size: u32,
    /// Its weight in scores and rates.
    pub weight: u32,
}

/// What is set up.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Plan {
    /// The language that the ballot is in.
    #[serde(with = "tag")]
    pub lang: Lang,
    /// When and where, as voters are told.
    pub when: String,
    /// The classes of voters.
    pub classes: Vec<Class>,
    /// The questions.
    pub questions: Vec<Ask>,
    /// The scrutineers' names.
    pub scrutineers: Vec<String>,
    /// The fewest scrutineers by the rule.
    pub fewest_scrutineers: u32,
    /// The fewest voters of anything that is shown.
    pub least: u32,
    /// How long complaints are heard between the end of voting and the count, in minutes.
    pub complaint: u32,
    /// Whether a voter may vote again, so that the last ballot counts.
    pub revote: bool,
    /// How many must come.
    pub quorum: Option<Threshold>,
    /// What majority is needed.
    pub majority: Option<Threshold>,
    /// How many more candidates than places an election needs, as a share of the places.
    pub margin: Option<Threshold>,
    /// Who is elected where more have the majority than there are places, or votes are equal, or places stay unfilled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ties: Option<Cited>,
    /// What it is held for, where it was set up from there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
}

/// What a ballot is held for: a step of a case, or an earlier ballot that left something open.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct About {
    /// What it is called.
    pub title: String,
    /// Where it is.
    pub href: String,
}

mod tag {
    use base::Lang;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(lang: &Lang, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(lang.tag())
    }
    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Lang, D::Error> {
        let tag = String::deserialize(from)?;
        Lang::from_tag(&tag).ok_or_else(|| serde::de::Error::custom("no such language"))
    }
}

/// What is still wrong with it; nothing where it can be laid down.
pub fn problems(kind: Kind, plan: &Plan) -> Vec<Say> {
    let mut all = Vec::new();
    let mut say = |zh: String, en: String| all.push(Say::new(zh, en));
    if plan.questions.is_empty() {
        say("还没有问题。".into(), "There is no question yet.".into());
    }
    if plan.questions.len() > MAX_QUESTIONS {
        say(
            format!("问题共{}个，最多{MAX_QUESTIONS}个。", plan.questions.len()),
            format!("There are {} questions; at most {MAX_QUESTIONS} are possible.", plan.questions.len()),
        );
    }
    for (i, ask) in plan.questions.iter().enumerate() {
        if let Err(why) = ask.question(plan.lang).check() {
            say(format!("第{}题：{}", i + 1, why.say.zh), format!("Question {}: {}", i + 1, why.say.en));
        }
    }
    let (n, fewest) = (plan.scrutineers.len(), plan.fewest_scrutineers as usize);
    if n < fewest {
        say(
            format!("监票人有{n}位，至少须{fewest}位：票数由全体监票人共同打开，一个人不能看到任何一票。"),
            format!("There are {n} scrutineers; at least {fewest} are needed, so that nobody alone can open a vote."),
        );
    }
    if plan.classes.is_empty() {
        say("还没有投票人类别。".into(), "There is no class of voters yet.".into());
    } else if let Err(why) = urns(kind, &plan.classes, plan.least) {
        all.push(why);
    }
    if kind == Kind::Election {
        all.extend(of_election(plan));
    }
    all
}

fn of_election(plan: &Plan) -> Vec<Say> {
    let mut all = Vec::new();
    if plan.classes.windows(2).any(|two| two[0].weight != two[1].weight) {
        all.push(Say::new(
            "选举中每票效力相同，各类投票人的权重应一致。",
            "In an election every vote counts alike: give all classes the same weight.",
        ));
    }
    let Some(margin) = &plan.margin else { return all };
    for (i, ask) in plan.questions.iter().enumerate() {
        let Ask::Choose { options, max, .. } = ask else { continue };
        let least = i64::from(*max) + margin.share.fewest(i64::from(*max), false);
        if (options.len() as i64) < least {
            all.push(Say::new(
                format!(
                    "第{}题：应选{max}人，候选人{}人，至少须{least}人（多于应选人数的{}，{}）。",
                    i + 1,
                    options.len(),
                    margin.share,
                    margin.cite.zh
                ),
                format!(
                    "Question {}: {max} are to be elected of {} candidates; at least {least} are needed ({} more, {}).",
                    i + 1,
                    options.len(),
                    margin.share,
                    margin.cite.en
                ),
            ));
        }
    }
    all
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn threshold(share: &str, needed: Needed) -> Threshold {
        let word = Say::new("甲规", "a rule");
        Threshold {
            share: share.parse().unwrap(),
            needed,
            grades: None,
            rule: "cn/ballots a-rule".into(),
            cite: word.clone(),
            text: word,
            edition: "00".into(),
        }
    }
    pub(crate) fn plan(classes: &[(&str, u32, u32)], questions: Vec<Ask>) -> Plan {
        let class =
            |(name, size, weight): &(&str, u32, u32)| Class { name: (*name).into(), size: *size, weight: *weight };
        Plan {
            lang: Lang::Zh,
            when: String::new(),
            classes: classes.iter().map(class).collect(),
            questions,
            scrutineers: vec!["甲".into(), "乙".into()],
            fewest_scrutineers: 2,
            least: 5,
            complaint: 60,
            revote: true,
            quorum: None,
            majority: None,
            margin: None,
            ties: None,
            about: None,
        }
    }
    pub(crate) fn choose(options: &[&str], max: u32) -> Ask {
        let options = options.iter().map(|o| (*o).to_owned()).collect();
        Ask::Choose { text: "选谁".into(), options, min: 0, max }
    }

    #[test]
    fn an_election_needs_more_candidates_than_places_and_equal_votes() {
        let mut p = plan(&[("代表", 9, 1)], vec![choose(&["甲", "乙", "丙", "丁", "戊"], 5)]);
        p.margin = Some(threshold("1/5", Needed::OfEntitled));
        let told = problems(Kind::Election, &p);
        assert!(told.len() == 1 && told[0].zh.contains("至少须6人"), "{told:?}");
        assert!(problems(Kind::Other, &p).is_empty());
        p.questions = vec![choose(&["甲", "乙", "丙"], 2)];
        p.classes.push(Class { name: "列席".into(), size: 9, weight: 2 });
        let told = problems(Kind::Election, &p);
        assert!(told.len() == 1 && told[0].zh.contains("权重应一致"), "{told:?}");
    }
    #[test]
    fn one_scrutineer_is_too_few() {
        let mut p = plan(&[("代表", 9, 1)], vec![choose(&["甲", "乙"], 1)]);
        p.scrutineers.pop();
        assert!(problems(Kind::Other, &p)[0].zh.contains("至少须2位"));
    }
    #[test]
    fn a_plan_is_kept_as_it_is() {
        let p = plan(&[("代表", 9, 1)], vec![choose(&["甲", "乙"], 1)]);
        assert_eq!(serde_json::from_str::<Plan>(&serde_json::to_string(&p).unwrap()).unwrap(), p);
    }
}
