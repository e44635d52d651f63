//! The manifest: everything that must not change once voting begins, in lines, because lines can be compared by eye and have one
//! meaning. Its SHA-256 stands in the public log before the ballot opens.

use std::fmt::Write;

use base::Lang;

use super::{Ask, Kind, Plan, questions::word};

/// An urn in a manifest.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sealed {
    /// The election's id.
    pub urn: String,
    /// Its name.
    pub name: String,
    /// How many may vote.
    pub size: u64,
    /// The weight of its classes.
    pub weight: u32,
    /// Slips printed.
    pub printed: u64,
    /// Slips left over and voided so far.
    pub voided: u64,
    /// The SHA-256 of the roll, hex.
    pub roll: String,
    /// The fingerprint of the election.
    pub election: String,
}

/// What a manifest is made of.
#[derive(Clone, Debug)]
pub struct Fixing<'a> {
    /// The ballot's id.
    pub ballot: String,
    /// The title.
    pub title: &'a str,
    /// What it is for.
    pub kind: Kind,
    /// What was set up.
    pub plan: &'a Plan,
    /// The urns.
    pub urns: Vec<Sealed>,
    /// The scrutineers: name and the SHA-256 of the public key, hex.
    pub trustees: Vec<(String, String)>,
    /// The programs that voters' browsers run: name and SHA-256, hex.
    pub programs: Vec<(String, String)>,
}

const UNANIMOUS: (&str, &str) = (
    "全体意见一致时，票数本身就会表明每个人的选择，任何计票方法都无法隐藏。",
    "Where all vote alike the sums tell everybody's vote; no way of counting can hide that.",
);
const FEW: (&str, &str) = (
    "投票人数少于下限的票箱不单独计票。",
    "An urn in which fewer voted than the least number is not counted separately.",
);
const PRESENT: (&str, &str) = (
    "到会人数以清点人数为准；未清点的，以投票人数为准。",
    "Who came is counted at the meeting; where nobody counted, those who voted came.",
);

/// The text.
pub fn manifest(of: &Fixing<'_>) -> String {
    let (plan, lang) = (of.plan, of.plan.lang);
    let mut out = String::new();
    let mut line = |text: std::fmt::Arguments<'_>| {
        let _ = writeln!(out, "{text}");
    };
    line(format_args!("xianneng-ballot/1"));
    line(format_args!("ballot {}", of.ballot));
    line(format_args!("kind {}", of.kind));
    line(format_args!("title {}", of.title));
    if !plan.when.is_empty() {
        line(format_args!("when {}", plan.when));
    }
    for (i, ask) in plan.questions.iter().enumerate() {
        let question = ask.question(lang);
        line(format_args!("question {} {} {} {}", i + 1, question.min, question.max, question.question));
        for (j, option) in question.answers.iter().enumerate() {
            let value = match ask {
                Ask::Grade { grades, .. } => grades.get(j).and_then(|g| g.value),
                _ => None,
            };
            match value {
                Some(value) => line(format_args!("grade {value} {option}")),
                None => line(format_args!("option {option}")),
            }
        }
    }
    plan.classes.iter().for_each(|c| line(format_args!("class {} {} {}", c.size, c.weight, c.name)));
    for urn in &of.urns {
        line(format_args!("urn {} {} {} {}", urn.urn, urn.size, urn.weight, urn.name));
        line(format_args!("slips {} {} {}", urn.urn, urn.printed, urn.voided));
        line(format_args!("roll {} {}", urn.urn, urn.roll));
        line(format_args!("election {} {}", urn.urn, urn.election));
    }
    of.trustees.iter().for_each(|(name, key)| line(format_args!("scrutineer {key} {name}")));
    line(format_args!("least {}", plan.least));
    line(format_args!("revote {}", if plan.revote { "yes" } else { "no" }));
    line(format_args!("complaint {}", plan.complaint));
    for (what, rule) in [("quorum", &plan.quorum), ("majority", &plan.majority), ("candidates", &plan.margin)] {
        if let Some(rule) = rule {
            line(format_args!("{what} {} {} {} {}", rule.share, rule.needed, rule.rule, rule.edition));
        }
    }
    if let Some(rule) = &plan.ties {
        line(format_args!("ties {} {}", rule.rule, rule.edition));
    }
    of.programs.iter().for_each(|(name, digest)| line(format_args!("program {digest} {name}")));
    line(format_args!("note {}", word(lang, UNANIMOUS)));
    line(format_args!("note {}", word(lang, FEW)));
    if plan.quorum.is_some() {
        line(format_args!("note {}", word(lang, PRESENT)));
    }
    out
}

/// The sentence that unanimity cannot be hidden.
pub(crate) fn unanimous(lang: Lang) -> String {
    word(lang, UNANIMOUS)
}

#[cfg(test)]
mod tests {
    use super::{super::plan::tests, *};

    #[test]
    fn every_change_changes_the_text() {
        let plan = tests::plan(&[("代表", 9, 1)], vec![tests::choose(&["甲", "乙"], 1)]);
        let urn = Sealed {
            urn: "u".into(),
            name: "代表".into(),
            size: 9,
            weight: 1,
            printed: 10,
            voided: 1,
            roll: "aa".into(),
            election: "bb".into(),
        };
        let of = |plan: &Plan| {
            manifest(&Fixing {
                ballot: "1".into(),
                title: "测评",
                kind: Kind::Assessment,
                plan,
                urns: vec![urn.clone()],
                trustees: vec![("甲".into(), "cc".into())],
                programs: vec![("vote".into(), "dd".into())],
            })
        };
        let text = of(&plan);
        assert_eq!(
            text.lines().collect::<Vec<_>>()[..14],
            [
                "xianneng-ballot/1",
                "ballot 1",
                "kind assessment",
                "title 测评",
                "question 1 0 1 选谁",
                "option 甲",
                "option 乙",
                "class 9 1 代表",
                "urn u 9 1 代表",
                "slips u 10 1",
                "roll u aa",
                "election u bb",
                "scrutineer cc 甲",
                "least 5",
            ]
        );
        for change in [
            |p: &mut Plan| p.least = 6,
            |p: &mut Plan| p.complaint = 1,
            |p: &mut Plan| p.revote = false,
            |p: &mut Plan| p.classes[0].weight = 2,
            |p: &mut Plan| p.when = "今天".into(),
            |p: &mut Plan| p.quorum = Some(tests::threshold("2/3", crate::rules::Needed::OfEntitled)),
        ] {
            let mut other = plan.clone();
            change(&mut other);
            assert_ne!(of(&other), text);
        }
        assert!(text.contains("意见一致"));
    }
}
