//! Inputs that others published. Each test says so where its data is not there.

#[path = "some/peer.rs"]
mod peer;
#[path = "some/published.rs"]
mod published;

use std::path::{Path, PathBuf};

use matching::{Builder, Options, PersonSpec, PostId, PostSpec, Unwatched, check, solve};

fn data(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(folder)
}

#[test]
fn assign100_of_the_or_library_costs_305() {
    let path = std::env::var("XIANNENG_ASSIGN100").map_or_else(|_| data("or-library/assign100.txt"), PathBuf::from);
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("SKIPPED: neither ../shared/data/or-library/assign100.txt nor XIANNENG_ASSIGN100 is here");
        return;
    };
    let mut numbers = text.split_whitespace().map(|t| t.parse::<i64>().unwrap());
    let n = numbers.next().unwrap() as usize;
    let costs: Vec<i64> = numbers.collect();
    assert_eq!((n, costs.len()), (100, n * n));
    let mut b = Builder::new();
    let unit = b.unit(None);
    let posts: Vec<PostId> = (0..n).map(|_| b.post(PostSpec::of(unit))).collect();
    for (i, row) in costs.chunks(n).enumerate() {
        b.person(PersonSpec::at(posts[i]), &posts.iter().copied().zip(row.iter().copied()).collect::<Vec<_>>());
    }
    let model = b.finish().unwrap();
    let plan = solve(&model, &Options::default(), &Unwatched).unwrap();
    assert_eq!((plan.cost, plan.gap()), (305, 0));
    assert_eq!(peer::least(&model), Some(305));
}
#[test]
fn a_corps_on_published_posts_costs_what_another_exact_solver_says() {
    let Some(corps) = published::corps(&data("cn-gd-posts-2026"), 8, 500, false) else {
        println!("SKIPPED: ../shared/data/cn-gd-posts-2026 is not here");
        return;
    };
    let model = &corps.model;
    println!("{} of {} people, {} posts, {} arcs", model.people(), corps.considered, model.posts(), model.arcs());
    assert_eq!((model.posts(), model.people()), (1_168, 500));
    let plan = solve(model, &Options::default(), &Unwatched).unwrap();
    assert_eq!(plan.gap(), 0, "the prices prove it best");
    assert_eq!(Some(plan.cost), peer::least(model));
    println!("{} without a post, cost {}", plan.places.iter().filter(|p| p.is_none()).count(), plan.cost);
}
#[test]
fn a_corps_on_published_posts_keeps_rules_and_comes_close_to_its_bound() {
    let Some(corps) = published::corps(&data("cn-gd-posts-2026"), 8, 300, true) else {
        println!("SKIPPED: ../shared/data/cn-gd-posts-2026 is not here");
        return;
    };
    let plan = solve(&corps.model, &Options::default(), &Unwatched).unwrap();
    let checked = check(&corps.model, &plan).unwrap();
    println!("cost {}, gap {:?} millionths", checked.cost, plan.gap_ppm());
    assert!(!plan.certificate.multipliers.is_empty(), "the rules matter here");
    assert!(plan.gap_ppm().unwrap() < 2_000, "{:?}", plan.gap_ppm());
}
