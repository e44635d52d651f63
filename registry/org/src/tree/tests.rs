use proptest::prelude::*;

use super::*;
use crate::timeline;

fn day(n: i32) -> Date {
    Date::new(2020, 1, 1).unwrap().plus_days(n)
}
fn id(n: usize) -> Id<Unit> {
    Id::from_bytes([n as u8; 16])
}
fn found(tree: &mut Tree, n: usize, parent: Option<usize>, from: i32) {
    let stand = Stand { parent: parent.map(id), position: 0 };
    let places = vec![Span { id: Some(Id::new()), from: day(from), to: None, value: stand }];
    tree.units.insert(id(n), Node { number: n as u32, from: day(from), to: None, places });
}
/// Moves and keeps the move only where what results is a tree, as the store does.
fn try_move(tree: &mut Tree, n: usize, parent: usize, on: i32) -> Result<(), TreeError> {
    let mut moved = tree.clone();
    if let Some(node) = moved.units.get_mut(&id(n)) {
        let turn = timeline::state(&node.places, day(on), Stand { parent: Some(id(parent)), position: 0 });
        node.places = timeline::turned(&node.places, &turn);
        node.places.iter_mut().for_each(|s| s.id = Some(s.id.unwrap_or_else(Id::new)));
    }
    moved.ways()?;
    *tree = moved;
    Ok(())
}
/// Whether `n` stands at or below `top` on a day, by following the facts alone.
fn stands_below(tree: &Tree, n: usize, top: usize, on: Date) -> bool {
    let (mut at, mut steps) = (Some(id(n)), 0);
    while let Some(here) = at {
        assert!(steps < 100, "the chain above does not end");
        if here == id(top) {
            return true;
        }
        at = tree.parent(here, on);
        steps += 1;
    }
    false
}

#[test]
fn a_cycle_is_told_with_its_day() {
    let mut tree = Tree::default();
    found(&mut tree, 1, None, 0);
    found(&mut tree, 2, Some(1), 0);
    found(&mut tree, 3, Some(2), 0);
    assert!(matches!(try_move(&mut tree, 2, 3, 5), Err(TreeError::Cycle(_, d)) if d == day(5)));
    // 3 leaves on day 10, so 2 may go below it from then on, and not before
    try_move(&mut tree, 3, 1, 10).unwrap();
    assert!(try_move(&mut tree, 2, 3, 9).is_err());
    try_move(&mut tree, 2, 3, 10).unwrap();
    let ways = &tree.ways().unwrap()[&id(2)];
    let paths: Vec<_> = ways.iter().map(|w| (w.from.as_str(), w.path.as_str())).collect();
    assert_eq!(paths, [("0001-01-01", "0001/0002/"), ("2020-01-11", "0001/0003/0002/")]);
}

#[test]
fn a_planned_move_is_kept_from_being_contradicted() {
    let mut tree = Tree::default();
    found(&mut tree, 1, None, 0);
    found(&mut tree, 2, Some(1), 0);
    found(&mut tree, 3, Some(1), 0);
    try_move(&mut tree, 2, 3, 100).unwrap();
    assert!(matches!(try_move(&mut tree, 3, 2, 50), Err(TreeError::Cycle(_, d)) if d == day(100)));
}

#[test]
fn nobody_stands_under_who_is_not_there() {
    let mut tree = Tree::default();
    found(&mut tree, 1, None, 0);
    found(&mut tree, 2, None, 30);
    found(&mut tree, 3, Some(1), 0);
    assert_eq!(try_move(&mut tree, 3, 2, 20), Err(TreeError::NoParent(id(3), day(20))));
    tree.units.get_mut(&id(2)).unwrap().to = Some(day(60));
    assert_eq!(try_move(&mut tree, 3, 2, 40), Err(TreeError::NoParent(id(3), day(60))));
}

#[test]
fn too_deep_is_told() {
    let mut tree = Tree::default();
    found(&mut tree, 1, None, 0);
    for n in 2..=Path::DEEPEST {
        found(&mut tree, n, Some(n - 1), 0);
    }
    assert!(tree.ways().is_ok());
    found(&mut tree, Path::DEEPEST + 1, Some(Path::DEEPEST), 0);
    assert!(matches!(tree.ways(), Err(TreeError::TooDeep(_))));
}

proptest! {
    #[test]
    fn whatever_moves_the_ranges_of_paths_are_the_subtrees(
        parents in prop::collection::vec(0usize..8, 9),
        moves in prop::collection::vec((2usize..10, 1usize..10, 0i32..30), 0..25),
    ) {
        let mut tree = Tree::default();
        found(&mut tree, 1, None, 0);
        for (i, p) in parents.iter().take(8).enumerate() {
            found(&mut tree, i + 2, Some(p % (i + 1) + 1), 0);
        }
        for (n, parent, on) in moves {
            let _ = try_move(&mut tree, n, parent, on);
        }
        let ways = tree.ways().unwrap();
        for d in [0, 3, 11, 29, 40] {
            let path = |n: usize| ways[&id(n)].iter().find(|w| w.from <= day(d) && day(d) < w.to).unwrap().path.clone();
            for top in 1..10 {
                let (from, to) = path(top).range();
                for n in 1..10 {
                    let p = path(n);
                    let within = p.as_str() >= from.as_str() && p.as_str() < to.as_str();
                    prop_assert_eq!(within, stands_below(&tree, n, top, day(d)), "{} under {} on day {}", n, top, d);
                }
            }
        }
        for ways in ways.values() {
            prop_assert_eq!(ways[0].from.as_str(), DAYS.0);
            prop_assert_eq!(ways[ways.len() - 1].to.as_str(), DAYS.1);
            prop_assert!(ways.windows(2).all(|w| w[0].to == w[1].from && w[0].from < w[0].to));
        }
    }
}
