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
/// The most work that the rule may cost, in numbers touched: below a second. Plans of offices need some thousands.
const MOST_WORK: u64 = 50_000_000;

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
        Shown::Nothing => Ok(()),
        Shown::TooMuchWork => Err(Refused::new(
            Why::Limit,
            "小类别和合计太多，无法核对最低人数规则：请合并类别",
            "there are too many small classes and sums to check the rule of the least number: merge classes",
        )),
        Shown::Few(classes) => {
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
        let keeps = matches!(shown(manifest, &chosen, cast), Shown::Nothing);
        if !keeps {
            chosen.pop();
        }
        keeps
    };
    manifest.sums.iter().map(keeps).collect()
}

/// What sums show.
enum Shown {
    /// Nothing of too few.
    Nothing,
    /// What these classes chose, who are too few.
    Few(Vec<usize>),
    /// It was not found out.
    TooMuchWork,
}

/// Whether these sums show what fewer than `least` chose.
fn shown(manifest: &Manifest, sums: &[&Sum], sizes: &[u64]) -> Shown {
    let small = (0..sizes.len()).filter(|c| sizes[*c] > 0 && sizes[*c] < manifest.least).collect();
    let mut search = Search { rows: Vec::new(), whole: 0, small, sizes, least: manifest.least, work: 0 };
    // questions of which the same sums are opened are one case
    let mut done: BTreeSet<Vec<Vec<usize>>> = BTreeSet::new();
    for question in 0..manifest.contests.len() {
        let mut rows: BTreeSet<Vec<usize>> = BTreeSet::new();
        for sum in sums.iter().filter(|s| s.question.is_none_or(|q| q == question)) {
            let mut by_weight: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
            // a class without a ballot adds nothing to any sum
            for class in sum.classes.iter().filter(|c| sizes[**c] > 0) {
                by_weight.entry(manifest.classes[*class].weight).or_default().push(*class);
            }
            rows.extend(by_weight.into_values());
        }
        search.rows = rows.into_iter().collect();
        if !done.insert(search.rows.clone()) {
            continue;
        }
        search.whole = search.rank(&BTreeSet::new());
        if let Some(found) = search.from(0, &mut BTreeSet::new()) {
            return Shown::Few(found);
        }
        if search.work > MOST_WORK {
            return Shown::TooMuchWork;
        }
    }
    Shown::Nothing
}

/// The search for a set of small classes, together fewer than `least`, in which a combination of the rows lies: without their columns
/// the rows then have a smaller rank.
struct Search<'a> {
    rows: Vec<Vec<usize>>,
    whole: usize,
    small: Vec<usize>,
    sizes: &'a [u64],
    least: u64,
    work: u64,
}
impl Search<'_> {
    fn rank(&mut self, without: &BTreeSet<usize>) -> usize {
        let (rank, work) = rank(&self.rows, without);
        self.work += work;
        rank
    }
    /// A set that holds `set` and further classes from number `from` of the small ones on.
    fn from(&mut self, from: usize, set: &mut BTreeSet<usize>) -> Option<Vec<usize>> {
        if !set.is_empty() && self.rank(set) < self.whole {
            return Some(set.iter().copied().collect());
        }
        for at in from..self.small.len() {
            let class = self.small[at];
            let within = set.iter().map(|c| self.sizes[*c]).sum::<u64>() + self.sizes[class] < self.least;
            if within && self.work <= MOST_WORK {
                set.insert(class);
                if let Some(found) = self.from(at + 1, set) {
                    return Some(found);
                }
                set.remove(&class);
            }
        }
        None
    }
}

/// The rank of the rows, each the classes with a 1 in it, without some columns; and how many numbers were touched.
fn rank(rows: &[Vec<usize>], without: &BTreeSet<usize>) -> (usize, u64) {
    let columns = rows.iter().flatten().max().map_or(0, |c| c + 1);
    let mut matrix: Vec<Vec<u128>> = rows.iter().map(|_| vec![0; columns]).collect();
    for (line, row) in matrix.iter_mut().zip(rows) {
        row.iter().filter(|c| !without.contains(c)).for_each(|c| line[*c] = 1);
    }
    let mut rank = 0;
    // the first part stands for what is done whatever the size
    let mut work = 200 + rows.len() as u64 * columns as u64;
    for column in 0..columns {
        let Some(at) = (rank..matrix.len()).find(|r| matrix[*r][column] != 0) else { continue };
        matrix.swap(rank, at);
        let inverse = power(matrix[rank][column], PRIME - 2);
        let pivot = matrix[rank].clone();
        for line in &mut matrix[rank + 1..] {
            let factor = line[column] * inverse % PRIME;
            if factor != 0 {
                work += columns as u64;
                line.iter_mut().zip(&pivot).for_each(|(a, b)| *a = (*a + (PRIME - factor) * b) % PRIME);
            }
        }
        rank += 1;
    }
    (rank, work)
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
