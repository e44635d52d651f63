//! The tally plan: what may be opened, so that nothing that can be computed from it speaks of fewer than `least` ballots.
//!
//! Who knows some sums knows all their combinations: the whole without one class is the class. So the rule is asked of every
//! combination: there must be none (over rational factors) in which only classes appear that have, together, fewer ballots. And as
//! 5·a + b often gives away a and b, a sum over classes of different weights counts as one sum for each weight.

use std::collections::{BTreeMap, BTreeSet};

use super::{Manifest, Sum};
use crate::{Refused, Why};

/// The prime 2⁶¹ − 1, modulo which ranks are computed: a rank that is smaller there than over the rationals would need a determinant
/// of zeros and ones that this number divides.
const PRIME: u128 = (1 << 61) - 1;

/// Whether the plan keeps the rule for the sizes of the classes.
pub(crate) fn check(manifest: &Manifest) -> Result<(), Refused> {
    for (i, sum) in manifest.sums.iter().enumerate() {
        let at = |r: Refused| r.at(format!("第 {} 项合计", i + 1), format!("sum {}", i + 1));
        let classes = manifest.classes.len();
        let good = sum.question.is_none_or(|q| q < manifest.contests.len())
            && !sum.classes.is_empty()
            && sum.classes.is_sorted_by(|a, b| a < b)
            && sum.classes.iter().all(|c| *c < classes);
        if !good {
            let zh = "问题或类别的编号不对（类别须由小到大，不重复）";
            return Err(at(Refused::new(
                Why::Plan,
                zh,
                "its question or classes are not ones of this poll (classes in order, none twice)",
            )));
        }
        if manifest.sums[..i].contains(sum) {
            return Err(at(Refused::new(Why::Twice, "出现两次", "it is there twice")));
        }
    }
    let sizes: Vec<u64> = manifest.classes.iter().map(|c| c.size).collect();
    let sums: Vec<&Sum> = manifest.sums.iter().collect();
    match shown(manifest, &sums, &sizes) {
        None => Ok(()),
        Some(classes) => {
            let names: Vec<&str> = classes.iter().map(|c| manifest.classes[*c].name.as_str()).collect();
            let (k, few) = (manifest.least, classes.iter().map(|c| sizes[*c]).sum::<u64>());
            Err(Refused::new(
                Why::Plan,
                format!(
                    "由这些合计可算出“{}”的结果，其中只有 {few} 人，少于 {k} 人：请与权重相同的其他类别合并计票",
                    names.join("、")
                ),
                format!(
                    "these sums let anybody compute what “{}” chose, who are {few}, fewer than {k}: merge them with other classes \
                     of the same weight",
                    names.join(", ")
                ),
            ))
        }
    }
}

/// Which sums of the plan may be opened when so many ballots of each class are there: in the plan's order, each that keeps the rule
/// together with those before.
pub(crate) fn openable(manifest: &Manifest, cast: &[u64]) -> Vec<bool> {
    let mut chosen: Vec<&Sum> = Vec::new();
    let keeps = |sum| {
        chosen.push(sum);
        let keeps = shown(manifest, &chosen, cast).is_none();
        if !keeps {
            chosen.pop();
        }
        keeps
    };
    manifest.sums.iter().map(keeps).collect()
}

/// The classes of which these sums show what fewer than `least` chose, if there are any.
fn shown(manifest: &Manifest, sums: &[&Sum], sizes: &[u64]) -> Option<Vec<usize>> {
    (0..manifest.contests.len()).find_map(|question| {
        let mut rows: BTreeSet<Vec<usize>> = BTreeSet::new();
        for sum in sums.iter().filter(|s| s.question.is_none_or(|q| q == question)) {
            let mut by_weight: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
            // a class without a ballot adds nothing to any sum
            for class in sum.classes.iter().filter(|c| sizes[**c] > 0) {
                by_weight.entry(manifest.classes[*class].weight).or_default().push(*class);
            }
            rows.extend(by_weight.into_values());
        }
        let rows: Vec<Vec<usize>> = rows.into_iter().collect();
        let whole = rank(&rows, &BTreeSet::new());
        let small: Vec<usize> = (0..sizes.len()).filter(|c| sizes[*c] > 0 && sizes[*c] < manifest.least).collect();
        let mut set = BTreeSet::new();
        search(&rows, whole, &small, sizes, manifest.least, &mut set)
    })
}

/// Looks for a set of small classes, together fewer than `least`, in which a combination of the rows lies: without their columns the
/// rows then have a smaller rank.
fn search(
    rows: &[Vec<usize>],
    whole: usize,
    small: &[usize],
    sizes: &[u64],
    least: u64,
    set: &mut BTreeSet<usize>,
) -> Option<Vec<usize>> {
    if !set.is_empty() && rank(rows, set) < whole {
        return Some(set.iter().copied().collect());
    }
    for (i, class) in small.iter().enumerate() {
        if set.iter().map(|c| sizes[*c]).sum::<u64>() + sizes[*class] < least {
            set.insert(*class);
            if let Some(found) = search(rows, whole, &small[i + 1..], sizes, least, set) {
                return Some(found);
            }
            set.remove(class);
        }
    }
    None
}

/// The rank of the rows, each the classes with a 1 in it, without some columns.
fn rank(rows: &[Vec<usize>], without: &BTreeSet<usize>) -> usize {
    let columns = rows.iter().flatten().max().map_or(0, |c| c + 1);
    let mut matrix: Vec<Vec<u128>> = rows.iter().map(|_| vec![0; columns]).collect();
    for (line, row) in matrix.iter_mut().zip(rows) {
        row.iter().filter(|c| !without.contains(c)).for_each(|c| line[*c] = 1);
    }
    let mut rank = 0;
    for column in 0..columns {
        let Some(at) = (rank..matrix.len()).find(|r| matrix[*r][column] != 0) else { continue };
        matrix.swap(rank, at);
        let inverse = power(matrix[rank][column], PRIME - 2);
        let pivot = matrix[rank].clone();
        for line in &mut matrix[rank + 1..] {
            let factor = line[column] * inverse % PRIME;
            if factor != 0 {
                line.iter_mut().zip(&pivot).for_each(|(a, b)| *a = (*a + (PRIME - factor) * b) % PRIME);
            }
        }
        rank += 1;
    }
    rank
}
fn power(mut base: u128, mut exponent: u128) -> u128 {
    let mut out = 1;
    while exponent > 0 {
        if exponent & 1 == 1 {
            out = out * base % PRIME;
        }
        base = base * base % PRIME;
        exponent >>= 1;
    }
    out
}
