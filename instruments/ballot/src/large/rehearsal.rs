//! A rehearsal: random ballots by the codes, counted in plain beside, so that everybody sees the count is right before it matters.

use std::path::Path;

use ballots::fast::Caster;
use base::Say;
use clap::ArgMatches;
use db::{Error, Result};
use web::Terminal;

use super::folder::{Folder, refused, text, unhex};
use crate::actions::chance;

/// A number below `n` by chance; good enough for a rehearsal.
fn below(n: usize) -> usize {
    let mut bytes = [0; 8];
    chance(&mut bytes);
    (u64::from_le_bytes(bytes) % n.max(1) as u64) as usize
}

/// Random choices that a question allows.
fn choices(min: usize, max: usize, options: usize) -> Vec<bool> {
    let mut left = min + below(max - min + 1);
    let mut values = vec![false; options];
    while left > 0 {
        let at = below(options);
        left -= usize::from(!std::mem::replace(&mut values[at], true));
    }
    values
}

pub(super) fn rehearse(terminal: &Terminal, args: &ArgMatches) -> Result<()> {
    let at = |name: &str| Path::new(args.get_one::<String>(name).map(String::as_str).unwrap_or_default());
    let folder = Folder::open(at("folder"))?;
    if !folder.ballots()?.is_empty() {
        return Err(Error::refused(
            "票箱中已有选票，不能演练。请用另一个文件夹。",
            "There are ballots in the urn; rehearse in another folder.",
        ));
    }
    let codes = text(at("codes"))?;
    let code = |line: &str| unhex(line.rsplit(',').next()?.trim());
    let codes: Vec<[u8; 32]> = codes.lines().skip(1).filter_map(code).collect();
    let voters = args.get_one::<usize>("voters").copied().unwrap_or(codes.len()).min(codes.len());
    let contests = &folder.poll.manifest().contests;
    let empty: Vec<Vec<u64>> = contests.iter().map(|c| vec![0; c.options.len()]).collect();
    let mut plain = vec![empty; folder.poll.manifest().classes.len()];
    let began = std::time::Instant::now();
    let mut all = Vec::with_capacity(voters * folder.poll.manifest().ballot_size());
    for code in &codes[..voters] {
        let values: Vec<Vec<bool>> = contests.iter().map(|c| choices(c.min, c.max, c.options.len())).collect();
        let caster = Caster::new(&folder.poll, *code).map_err(refused)?;
        let sealed = caster.seal(&values, 0, &mut chance).map_err(refused)?;
        let class = folder
            .poll
            .class(&sealed.credential())
            .ok_or_else(|| Error::refused("投票码不属于本次表决。", "The codes are not those of this poll."))?;
        for (sums, values) in plain[class].iter_mut().zip(&values) {
            sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += u64::from(*value));
        }
        all.extend(sealed.bytes());
    }
    let seconds = began.elapsed().as_secs_f64();
    folder.add(&all)?;
    let classes = folder.poll.manifest().classes.iter().zip(&plain);
    let line = |numbers: &Vec<u64>| numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(" ");
    let lines: Vec<String> = classes
        .map(|(c, questions)| format!("{} {}", c.name, questions.iter().map(line).collect::<Vec<_>>().join(" | ")))
        .collect();
    let lines = lines.join("\n");
    terminal.say(&Say::new(
        format!("演练：{voters}张随机选票，用时{seconds:.1}秒。直接清点（未乘权重）：\n{lines}"),
        format!("Rehearsed: {voters} random ballots in {seconds:.1} s. Counted in plain, without weights:\n{lines}"),
    ))
}
