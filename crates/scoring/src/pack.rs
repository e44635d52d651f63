//! Rule packs: what a regulation says of assessment, in numbers and words with their articles. A scheme names the pack that it
//! keeps to and may be stricter, never laxer. So no number of a regulation stands in a scheme, and a new regulation is a new pack.

use std::collections::{BTreeMap, HashSet};

use base::{Say, Weight};
use serde::{Deserialize, Serialize};

use crate::{
    Basis, Fixed, Scheme,
    plan::{Faults, SchemeError},
    scheme::Consequence,
};

/// The rules of a regulation.
#[derive(Deserialize, Serialize, Clone, PartialEq, Debug)]
#[serde(deny_unknown_fields)]
pub struct RulePack {
    /// The word that schemes name it by.
    pub id: String,
    /// What people call it.
    pub name: Say,
    /// Since when it is in force, as far as it is known: `2020`, `2020-12-28`.
    pub from: String,
    /// Numbers that formulas use by their word.
    #[serde(default)]
    pub numbers: Vec<RuleNumber>,
    /// The share of a peer group that may get a grade.
    #[serde(default)]
    pub shares: Vec<RuleShare>,
    /// What several years' results lead to.
    #[serde(default)]
    pub consequences: Vec<Consequence>,
    /// What its regulations and grades are called, by the words that it uses for them.
    #[serde(default)]
    pub called: BTreeMap<String, Say>,
}

/// A number of a rule.
#[derive(Deserialize, Serialize, Clone, PartialEq, Debug)]
#[serde(deny_unknown_fields)]
pub struct RuleNumber {
    /// The word that formulas use.
    pub id: String,
    /// What people call it.
    pub name: Say,
    /// The number.
    pub value: Fixed,
    /// In what it is counted.
    #[serde(default)]
    pub unit: String,
    /// The rule.
    pub basis: Basis,
}

/// The most that may get a grade.
#[derive(Deserialize, Serialize, Clone, PartialEq, Debug)]
#[serde(deny_unknown_fields)]
pub struct RuleShare {
    /// The word that quotas use.
    pub id: String,
    /// What people call it.
    pub name: Say,
    /// The share.
    pub share: Weight,
    /// The share with approval.
    #[serde(default)]
    pub approved: Option<Weight>,
    /// The rule.
    pub basis: Basis,
}

impl RulePack {
    /// Reads a pack from JSON.
    ///
    /// # Errors
    /// Where the text is no pack, or uses a word twice: each fault with its place.
    pub fn read(text: &str) -> Result<Self, Vec<SchemeError>> {
        let pack: Self = crate::plan::json(text, "规则包无法读取", "the rule pack cannot be read")?;
        let mut faults = Faults::default();
        let mut seen = HashSet::new();
        let numbers = pack.numbers.iter().map(|n| &n.id);
        for id in numbers.chain(pack.shares.iter().map(|s| &s.id)).chain(pack.consequences.iter().map(|c| &c.id)) {
            if !seen.insert(id) {
                faults.add(format!("“{id}”用了两次"), format!("“{id}” is used twice"));
            }
        }
        faults.done().map(|()| pack)
    }

    /// What a regulation or a grade is called; the word itself where nothing is said of it.
    pub fn called(&self, word: &str) -> Say {
        self.called.get(word).cloned().unwrap_or_else(|| Say::new(word, word))
    }
}

/// Writes into a scheme what it takes from its pack; gives the pack.
pub(crate) fn adopt<'a>(scheme: &mut Scheme, packs: &'a [RulePack], faults: &mut Faults) -> Option<&'a RulePack> {
    let pack = scheme.pack.as_ref().and_then(|id| packs.iter().find(|p| p.id == *id));
    if let (Some(id), None) = (&scheme.pack, pack) {
        let known = packs.iter().map(|p| p.id.as_str()).collect::<Vec<_>>().join("、");
        faults.add(
            format!("没有规则包“{id}”；可用：{known}"),
            format!("there is no rule pack “{id}”; there are: {known}"),
        );
    }
    for quota in scheme.grades.iter_mut().flat_map(|g| &mut g.quotas) {
        faults.enter(&format!("quota {}", quota.grade));
        if let Some(id) = &quota.rule {
            match pack.and_then(|p| p.shares.iter().find(|s| s.id == *id)) {
                Some(rule) => {
                    // who gives no share of their own with approval has the rule's, or none beyond their own
                    let own = quota.share;
                    quota.share = Some(stricter(own, rule.share, rule, faults));
                    let most = rule.approved.unwrap_or(rule.share);
                    quota.approved = match (quota.approved, own) {
                        (None, Some(_)) => None,
                        (approved, _) => Some(stricter(approved, most, rule, faults)),
                    };
                    quota.basis.get_or_insert_with(|| rule.basis.clone());
                }
                None => faults.unknown("share in the rule pack", "规则包中的比例", id),
            }
        }
        if quota.share.is_none() {
            faults.add("须写明比例 share，或所依规则 rule", "give a share, or the rule that it comes from");
        }
        faults.leave();
    }
    for consequence in pack.iter().flat_map(|p| &p.consequences) {
        if scheme.consequences.iter().any(|c| c.id == consequence.id) {
            let id = &consequence.id;
            faults.add(
                format!("“{id}”已由规则包规定"),
                format!("“{id}” is already what the rule pack says: take it out of the scheme"),
            );
        } else {
            scheme.consequences.push(consequence.clone());
        }
    }
    pack
}

/// The scheme's share, which is not above the rule's; the rule's where the scheme gives none.
fn stricter(own: Option<Weight>, most: Weight, rule: &RuleShare, faults: &mut Faults) -> Weight {
    let own = own.unwrap_or(most);
    if own > most {
        let percent = |w: Weight| crate::trace::percent(w.units());
        let (is, most) = (percent(own), percent(most));
        let Basis { rule, article, .. } = &rule.basis;
        faults.add(
            format!("比例 {is} 高于{rule}（{article}）所许的 {most}；可以从严，不可放宽"),
            format!(
                "the share {is} is above {most}, which {rule} ({article}) allows: a scheme may be stricter, not laxer"
            ),
        );
    }
    own
}
