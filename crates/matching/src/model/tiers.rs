//! Tiers: first that people have posts, then that the priced rules are kept, then that people fit.

use serde::{Deserialize, Serialize};

use super::{Fault, Model, PersonId, Rule, fault, widest};

/// What one unit of each tier weighs: whatever the tiers below save together weighs less.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Tiers {
    /// The least that fit can cost in all; it stands below all weights.
    pub base: i64,
    /// One person too few or too many for a priced rule, where the price is 1.
    pub law: i64,
    /// One person without a post, where that costs 1.
    pub fill: i64,
}
impl Tiers {
    /// A cost in tiers: what people without a post count, what priced rules count, and what fit costs above the least.
    pub const fn split(self, cost: i64) -> (i64, i64, i64) {
        let above = cost - self.base;
        (above / self.fill, above % self.fill / self.law, above % self.fill % self.law)
    }
}

impl Model {
    /// The same model with its costs in tiers. What it costs to leave somebody without a post and what priced rules cost are
    /// counts then (1 for each, unless something weighs more within its tier); the costs of arcs are the lowest tier as they
    /// are.
    ///
    /// # Errors
    /// [`Fault::TooWide`] where the weights leave the limits, for so many people and so wide a fit; a negative count of a
    /// person without a post ([`Fault::BadBench`]).
    pub fn in_tiers(&self) -> Result<(Self, Tiers), Vec<Fault>> {
        let mut model = self.clone();
        let (mut base, mut span) = (0i128, 0i128);
        let mut least = Vec::with_capacity(self.people());
        for (i, spec) in self.people.iter().enumerate() {
            let person = PersonId(i as u32);
            if spec.bench.is_some_and(|b| b < 0) {
                return Err(vec![Fault::BadBench(person)]);
            }
            let costs = || self.arcs_of(person).map(|a| i128::from(a.1));
            let low = costs().min().unwrap_or(0);
            least.push(low);
            base += low;
            span += costs().max().unwrap_or(low) - low;
        }
        // the most that priced rules can count in all
        let mut counts = 0i128;
        for rule in &self.rules {
            let Rule::Team { unit, at_least, at_most, price: Some(price), .. } = rule else { continue };
            let posts = self.posts.iter().filter(|p| p.unit == *unit && p.leading);
            let places = posts.map(|p| i128::from(p.quota)).sum::<i128>().min(self.people.len() as i128);
            let over = (places - i128::from(*at_most)).max(0);
            counts += i128::from(*price) * over.max(i128::from(*at_least));
        }
        let law = span + 1;
        let fill = law.saturating_mul(counts).saturating_add(law);
        let small = |x: i128| i64::try_from(x).map_err(|_| vec![Fault::TooWide]);
        let tiers = Tiers { base: small(base)?, law: small(law)?, fill: small(fill)? };
        for (spec, low) in model.people.iter_mut().zip(&least) {
            if let Some(bench) = &mut spec.bench {
                *bench = small(low.saturating_add(fill.saturating_mul(i128::from(*bench))))?;
            }
        }
        for rule in &mut model.rules {
            if let Rule::Team { price: Some(price), .. } = rule {
                *price = small(law.saturating_mul(i128::from(*price)))?;
            }
        }
        model.widest = widest(&model.arc_costs, &model.people, &model.rules);
        let faults = fault::find(&model);
        if faults.is_empty() { Ok((model, tiers)) } else { Err(faults) }
    }
}
