//! From classes to urns: a class with too few voters is counted together with others of the same weight.
//!
//! Each urn is counted as one sum for each option, and urns have no voter in common, so the difference of two published sums is
//! never that of fewer voters than an urn has.

use base::Say;

use super::{Class, Kind};

/// An urn to be set up: some classes of one weight.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Forming {
    /// The classes, by number from 0.
    pub classes: Vec<usize>,
    /// How many may vote.
    pub size: u32,
    /// The weight of each of the classes.
    pub weight: u32,
}

/// The urns of these classes, in which at least `least` may vote each. An election has one: who is elected hangs on every vote, so that no
/// class may stay uncounted because few of it voted.
///
/// # Errors
/// A class that cannot be counted together with another.
pub fn urns(kind: Kind, classes: &[Class], least: u32) -> Result<Vec<Forming>, Say> {
    if kind == Kind::Election {
        let all: Vec<usize> = (0..classes.len()).collect();
        let size = classes.iter().map(|c| c.size).sum();
        let weight = classes.first().map_or(1, |c| c.weight);
        return if size < least {
            Err(too_few(classes, &all, size, least))
        } else {
            Ok(vec![Forming { classes: all, size, weight }])
        };
    }
    let mut weights: Vec<u32> = Vec::new();
    for class in classes {
        if !weights.contains(&class.weight) {
            weights.push(class.weight);
        }
    }
    let mut all = Vec::new();
    for weight in weights {
        let of = |i: &usize| classes[*i].weight == weight;
        let (small, large): (Vec<usize>, Vec<usize>) =
            (0..classes.len()).filter(of).partition(|i| classes[*i].size < least);
        let size = |some: &[usize]| some.iter().map(|i| classes[*i].size).sum::<u32>();
        let mut urns: Vec<Vec<usize>> = large.iter().map(|i| vec![*i]).collect();
        if !small.is_empty() {
            let together = size(&small);
            // what is still too small joins the smallest of the others
            match urns.iter_mut().min_by_key(|u| size(u)).filter(|_| together < least) {
                Some(other) => {
                    other.extend(&small);
                    other.sort_unstable();
                }
                None if together < least => return Err(too_few(classes, &small, together, least)),
                None => urns.push(small),
            }
        }
        urns.sort();
        all.extend(urns.into_iter().map(|classes| Forming { size: size(&classes), classes, weight }));
    }
    Ok(all)
}

fn too_few(classes: &[Class], small: &[usize], together: u32, least: u32) -> Say {
    let names: Vec<&str> = small.iter().map(|i| classes[*i].name.as_str()).collect();
    Say::new(
        format!(
            "“{}”共{together}人，少于{least}人，公布其票数会暴露个人的选择，又没有权重相同的其他类别可以合并计票。请改为与另一类相同的权重，或并入另一类。",
            names.join("、")
        ),
        format!(
            "“{}” has {together} voters, fewer than {least}: their sums would show what single voters chose, and no other class of \
             the same weight can be counted with it. Give it the weight of another class, or make it a part of one.",
            names.join("”, “")
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formed(classes: &[(u32, u32)], least: u32) -> Result<Vec<(Vec<usize>, u32)>, String> {
        let classes: Vec<Class> = classes
            .iter()
            .enumerate()
            .map(|(i, (size, weight))| Class { name: format!("类{i}"), size: *size, weight: *weight })
            .collect();
        urns(Kind::Other, &classes, least)
            .map(|all| all.into_iter().map(|u| (u.classes, u.size)).collect())
            .map_err(|say| say.zh)
    }
    #[test]
    fn a_class_of_enough_voters_has_an_urn_of_its_own() {
        assert_eq!(formed(&[(7, 40), (30, 60)], 5), Ok(vec![(vec![0], 7), (vec![1], 30)]));
    }
    #[test]
    fn an_election_has_one_urn() {
        let class = |name: &str, size| Class { name: name.into(), size, weight: 1 };
        let formed = urns(Kind::Election, &[class("机关", 30), class("离退休", 3)], 5);
        assert_eq!(formed, Ok(vec![Forming { classes: vec![0, 1], size: 33, weight: 1 }]));
        assert!(urns(Kind::Election, &[class("机关", 4)], 5).is_err());
    }
    #[test]
    fn small_classes_of_one_weight_are_counted_together() {
        assert_eq!(formed(&[(2, 1), (30, 1), (3, 1)], 5), Ok(vec![(vec![0, 2], 5), (vec![1], 30)]));
        // together still too few: with the smallest of the others
        assert_eq!(formed(&[(2, 1), (30, 1), (8, 1)], 5), Ok(vec![(vec![0, 2], 10), (vec![1], 30)]));
    }
    #[test]
    fn a_small_class_of_a_weight_of_its_own_is_refused() {
        let say = formed(&[(4, 40), (30, 60)], 5).unwrap_err();
        assert!(say.contains("“类0”共4人，少于5人") && say.contains("相同的权重"), "{say}");
        assert!(formed(&[(4, 1)], 5).is_err());
    }
    #[test]
    fn every_voter_is_in_one_urn_of_at_least_the_least() {
        for a in 1..9u32 {
            for b in 1..9 {
                for c in 1..9 {
                    for w in 1..3 {
                        let Ok(all) = formed(&[(a, 1), (b, w), (c, 1)], 5) else { continue };
                        let mut classes: Vec<usize> = all.iter().flat_map(|u| u.0.clone()).collect();
                        classes.sort_unstable();
                        assert_eq!(classes, [0, 1, 2]);
                        assert!(all.iter().all(|u| u.1 >= 5), "{all:?}");
                    }
                }
            }
        }
    }
}
