//! A made corps as flat files, for the peers.

use std::fs;

use matching::{Model, PersonId};

/// Writes arcs, quotas and what else a peer needs to state the same problem.
pub fn write(model: &Model, folder: &str) {
    fs::create_dir_all(folder).expect("a folder for the files");
    let put = |name: &str, numbers: Vec<i64>| {
        let bytes: Vec<u8> = numbers.iter().flat_map(|x| x.to_le_bytes()).collect();
        fs::write(format!("{folder}/{name}.i64"), bytes).expect("a file can be written");
    };
    let (mut starts, mut posts, mut costs) = (vec![0], Vec::new(), Vec::new());
    for i in 0..model.people() {
        for (post, cost) in model.arcs_of(PersonId(i as u32)) {
            posts.push(i64::from(post.0));
            costs.push(cost);
        }
        starts.push(posts.len() as i64);
    }
    put("starts", starts);
    put("posts", posts);
    put("costs", costs);
    put("bench", (0..model.people()).map(|i| model.person(PersonId(i as u32)).bench.unwrap_or(-1)).collect());
    let all = (0..model.posts()).map(|j| model.post(matching::PostId(j as u32)));
    put("quota", all.map(|p| i64::from(p.quota)).collect());
}
