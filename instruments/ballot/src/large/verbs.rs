//! What each role does.

use std::{collections::HashSet, path::Path};

use ballots::fast::{Caster, Count, Key, Manifest, Opening, Poll, Sealed, Secret, Sum, Sums};
use base::Say;
use clap::ArgMatches;
use db::{Error, Result};
use web::{Terminal, new_file, new_files};

use super::folder::{Folder, bytes, hex, refused, roll, text, unhex, written};
use crate::actions::chance;

/// The fewest scrutineers, and the least number of a sum that is shown, by the rule pack that comes with the program.
fn figure(rule: &str, name: &str) -> Result<u64> {
    let found = rulepacks::rules::shipped().ok().and_then(|packs| {
        let pack = packs.into_iter().find(|p| p.id == "cn/ballots")?;
        let rule = pack.rules.iter().rfind(|r| r.id == rule)?;
        u64::try_from(rule.whole(name)?).ok()
    });
    found.ok_or_else(|| Error::Corrupt(format!("the pack of rules on ballots has no {rule}")))
}

fn path<'a>(args: &'a ArgMatches, name: &str) -> &'a Path {
    Path::new(args.get_one::<String>(name).map(String::as_str).unwrap_or_default())
}

/// A plan: the manifest without its first line and its scrutineers; where it names no sums, one for each class.
fn plan(path: &Path, keys: Vec<Key>) -> Result<Manifest> {
    let mut lines: Vec<String> =
        text(path)?.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect();
    let of = |word: &str, lines: &[String]| lines.iter().filter(|l| l.starts_with(&format!("{word} "))).count();
    if let Some(own) = lines.iter().find(|l| l.starts_with("trustee ")) {
        let own: String = own.chars().take(20).collect();
        return Err(Error::refused(
            format!("方案中不写监票人（“{own}…”），公钥用 --key 给出。"),
            format!("The plan names no scrutineers (“{own}…”); their keys are given with --key."),
        ));
    }
    if of("sum", &lines) == 0 {
        let sums = (1..=of("class", &lines)).map(|class| format!("sum 0 {class}"));
        let at = lines.iter().position(|l| l.starts_with("least ")).unwrap_or(lines.len());
        lines.splice(at..at, sums.collect::<Vec<_>>());
    }
    let least = figure("least-shown", "voters")?;
    let own = lines.iter().find_map(|l| l.strip_prefix("least ")).and_then(|n| n.trim().parse::<u64>().ok());
    match own {
        None => lines.push(format!("least {least}")),
        Some(own) if own < least => {
            return Err(Error::Refused(Say::new(
                format!("least 为{own}，按规则不能低于{least}。"),
                format!("least is {own}; by the rule it is {least} at least."),
            )));
        }
        Some(_) => {}
    }
    let at = lines.iter().position(|l| l.starts_with("class ")).unwrap_or(lines.len());
    lines.splice(at..at, keys.iter().map(|key| format!("trustee {}", key.text())));
    let whole = format!("xianneng-ballot/1\n{}\n", lines.join("\n"));
    Manifest::read(&whole).map_err(refused)
}
/// The id and the classes of a plan whose scrutineers are not known yet.
fn voters(path: &Path) -> Result<(String, Vec<(String, u64)>)> {
    let lines = text(path)?;
    let id = lines.lines().find_map(|l| l.trim().strip_prefix("id ")).unwrap_or_default().to_owned();
    // any key stands in: the plan is checked whole before codes are made by it
    let (_, key) = Secret::new(&id, &mut chance);
    let plan = plan(path, vec![key])?;
    Ok((plan.id, plan.classes.into_iter().map(|c| (c.name, c.size)).collect()))
}

pub(super) fn key(terminal: &Terminal, args: &ArgMatches) -> Result<()> {
    let id = args.get_one::<String>("poll").map(|id| id.trim()).unwrap_or_default();
    let (secret, key) = Secret::new(id, &mut chance);
    let files =
        [(path(args, "secret"), format!("{}\n", secret.text())), (path(args, "public"), format!("{}\n", key.text()))];
    new_files(&files)?;
    let print = key.text().chars().take(16).collect::<String>();
    terminal.say(&Say::new(
        format!("密钥已制作，公钥开头为 {print}，请当面核对。私钥文件由本人保存，丢失则不能计票。"),
        format!("The key is made; its public part begins with {print}: compare it face to face. Keep the secret file; without it nothing is counted."),
    ))
}

pub(super) fn codes(terminal: &Terminal, args: &ArgMatches) -> Result<()> {
    let (_, classes) = voters(path(args, "plan"))?;
    let mut codes = String::from("class,code\n");
    let mut public: Vec<String> = Vec::new();
    for (i, (name, size)) in classes.iter().enumerate() {
        for _ in 0..*size {
            let (secret, credential) = Caster::credential(&mut chance);
            codes += &format!("\"{}\",{}\n", name.replace('"', "\"\""), hex(&secret));
            public.push(format!("{} {}\n", i + 1, hex(&credential)));
        }
    }
    // random numbers in their order: nothing is left of the order in which the codes stand
    public.sort_unstable();
    new_files(&[(path(args, "codes"), codes), (path(args, "roll"), public.concat())])?;
    let n = public.len();
    terminal.say(&Say::new(
        format!("已制作{n}个投票码。公开名册交给保管票箱的人；投票码文件不能交给他。"),
        format!("{n} codes are made. The public roll goes to whoever keeps the urn; the codes never do."),
    ))
}

pub(super) fn set_up(terminal: &Terminal, args: &ArgMatches) -> Result<()> {
    let id = text(path(args, "plan"))?
        .lines()
        .find_map(|l| l.trim().strip_prefix("id ").map(str::to_owned))
        .unwrap_or_default();
    let mut keys = Vec::new();
    for file in args.get_many::<String>("key").into_iter().flatten() {
        let written = text(Path::new(file))?;
        let (key, proof) = written.trim().split_once(' ').ok_or_else(|| {
            Error::refused(format!("“{file}”不是公钥文件。"), format!("“{file}” is no file of a public key."))
        })?;
        keys.push(Key::read(&id, key, proof).map_err(|r| refused(r.at(file.clone(), file.clone())))?);
    }
    let fewest = figure("scrutineers", "persons")?;
    if (keys.len() as u64) < fewest {
        return Err(Error::Refused(Say::new(
            format!("监票人{}位，至少须{fewest}位。", keys.len()),
            format!("There are {} scrutineers; at least {fewest} are needed.", keys.len()),
        )));
    }
    let manifest = plan(path(args, "plan"), keys)?;
    let public = text(path(args, "roll"))?;
    let seats = roll(&public)?;
    // whatever cannot be verified must not be fixed
    let poll = Poll::new(manifest, &seats).map_err(refused)?;
    Folder::make(path(args, "folder"), poll.manifest(), &public)?;
    let print = hex(&poll.manifest().fingerprint());
    let (n, size) = (seats.len(), poll.manifest().ballot_size());
    terminal.say(&Say::new(
        format!("方案已固定：{n}人可以投票，每张选票{size}字节。manifest.txt 的 SHA-512 请在投票前公布：\n{print}"),
        format!("The manifest is fixed: {n} may vote, and a ballot has {size} bytes. Publish the SHA-512 of manifest.txt before voting:\n{print}"),
    ))
}

/// The options chosen in a question, as values.
fn values(poll: &Poll, question: usize, chosen: &str) -> Result<Vec<bool>> {
    let contest = poll.manifest().contests.get(question);
    let n = contest.map_or(0, |c| c.options.len());
    let mut values = vec![false; n];
    for number in chosen.split([',', '，']).map(str::trim).filter(|t| *t != "0") {
        let at = number.parse::<usize>().ok().and_then(|i| i.checked_sub(1)).filter(|i| *i < n);
        let at = at.ok_or_else(|| {
            Error::refused(
                format!("第{}题没有选项“{number}”（共{n}项）。", question + 1),
                format!("Question {} has no option “{number}”; there are {n}.", question + 1),
            )
        })?;
        values[at] = true;
    }
    Ok(values)
}

pub(super) fn seal(terminal: &Terminal, args: &ArgMatches) -> Result<()> {
    let folder = Folder::open(path(args, "folder"))?;
    let code = text(path(args, "code"))?;
    let secret = unhex(code.trim()).ok_or_else(|| {
        Error::refused(
            "投票码应为64位十六进制数字，请核对文件。",
            "A voting code has 64 hexadecimal digits; compare the file.",
        )
    })?;
    let chosen: Vec<&String> = args.get_many("choose").into_iter().flatten().collect();
    let choices: Vec<Vec<bool>> =
        chosen.iter().enumerate().map(|(q, text)| values(&folder.poll, q, text)).collect::<Result<_>>()?;
    let sequence = args.get_one::<u32>("again").copied().unwrap_or_default();
    let caster = Caster::new(&folder.poll, secret).map_err(refused)?;
    let sealed = caster.seal(&choices, sequence, &mut chance).map_err(refused)?.bytes();
    // a code that is not on the roll is told now, not when the ballot is handed in
    folder.poll.check(&sealed).map_err(refused)?;
    new_file(path(args, "ballot"), &sealed)?;
    let number = hex(&crate::actions::sha256_of(&sealed));
    terminal.say(&Say::new(
        format!("选票已加密（{}字节），编号 {number}。", sealed.len()),
        format!("The ballot is sealed ({} bytes); its number is {number}.", sealed.len()),
    ))
}

/// All ballots of the urn, checked.
fn checked(folder: &Folder, all: &[u8]) -> Result<Vec<Sealed>> {
    let ballots = folder.split(all);
    let one = |(i, ballot): (usize, std::result::Result<Sealed, ballots::Refused>)| {
        ballot.map_err(|r| refused(r.at(format!("第 {} 张选票", i + 1), format!("ballot {}", i + 1))))
    };
    folder.poll.check_all(&ballots).into_iter().enumerate().map(one).collect()
}

pub(super) fn take(terminal: &Terminal, args: &ArgMatches) -> Result<()> {
    let folder = Folder::open(path(args, "folder"))?;
    folder.not_counted()?;
    let there = folder.ballots()?;
    let size = folder.poll.manifest().ballot_size();
    let read = |bytes: &[u8]| Sealed::read(folder.poll.manifest(), bytes).map_err(refused);
    let mut known: HashSet<Vec<u8>> = folder.split(&there).into_iter().map(<[u8]>::to_vec).collect();
    let mut numbers: HashSet<([u8; 32], u32)> = HashSet::new();
    for ballot in folder.split(&there) {
        let ballot = read(ballot)?;
        numbers.insert((ballot.credential(), ballot.sequence()));
    }
    let (mut new, mut again) = (Vec::new(), 0);
    for file in args.get_many::<String>("ballot").into_iter().flatten() {
        let at = |r: ballots::Refused| refused(r.at(file.clone(), file.clone()));
        let content = bytes(Path::new(file))?;
        if content.is_empty() || !content.len().is_multiple_of(size) {
            return Err(Error::refused(
                format!("“{file}”不是这次表决的选票（每张{size}字节）。没有收下任何选票。"),
                format!("“{file}” holds no ballots of this poll ({size} bytes each). No ballot was taken."),
            ));
        }
        for ballot in content.chunks(size) {
            if !known.insert(ballot.to_vec()) {
                again += 1;
                continue;
            }
            let sealed = folder.poll.check(ballot).map_err(at)?;
            if !numbers.insert((sealed.credential(), sealed.sequence())) {
                return Err(Error::refused(
                    format!(
                        "“{file}”：同一投票码已有序号相同的另一张选票，改投请用 --again 加大序号。没有收下任何选票。"
                    ),
                    format!(
                        "“{file}”: another ballot of this code has the same number; vote again with a higher --again. No ballot was taken."
                    ),
                ));
            }
            new.extend_from_slice(ballot);
        }
    }
    folder.add(&new)?;
    let (n, all) = (new.len() / size, (there.len() + new.len()) / size);
    terminal.say(&Say::new(
        format!("收下{n}张选票（重复{again}张），共{all}张。"),
        format!("{n} ballots were taken ({again} were there already); there are {all}."),
    ))
}

fn sums(folder: &Folder) -> Result<(usize, Sums)> {
    let all = folder.ballots()?;
    let ballots = checked(folder, &all)?;
    Ok((ballots.len(), Sums::of(&folder.poll, &ballots).map_err(refused)?))
}

pub(super) fn open(terminal: &Terminal, args: &ArgMatches) -> Result<()> {
    let folder = Folder::open(path(args, "folder"))?;
    let secret = Secret::read(text(path(args, "secret"))?.trim()).map_err(refused)?;
    let (n, sums) = sums(&folder)?;
    if !sums.open().contains(&true) {
        return Err(Error::refused(
            "各类投票人数都少于下限，没有可以解密的合计。",
            "In every class fewer than the least number voted; there is no sum to open.",
        ));
    }
    let opening = Opening::new(&folder.poll, &sums, &secret, &mut chance);
    let own = (0..folder.poll.manifest().trustees.len()).find(|t| opening.check(&folder.poll, &sums, *t).is_ok());
    let own = own.ok_or_else(|| {
        Error::refused("这把私钥不属于本次表决的任何一位监票人。", "This key is none of this poll’s scrutineers’.")
    })?;
    folder.put_opening(own, &opening)?;
    terminal.say(&Say::new(
        format!("已核验{n}张选票，第{}位监票人的解密已写入。", own + 1),
        format!("{n} ballots were verified; the part of scrutineer {} is written.", own + 1),
    ))
}

/// The parts of the scrutineers, and what the sums open to.
fn counted(folder: &Folder, sums: &Sums) -> Result<(Vec<Vec<u8>>, Count)> {
    let none = !sums.open().contains(&true);
    let parts = if none { vec![Vec::new(); folder.poll.manifest().trustees.len()] } else { folder.openings()? };
    let openings =
        parts.iter().map(|p| Opening::read(p)).collect::<std::result::Result<Vec<_>, _>>().map_err(refused)?;
    let count = Count::of(&folder.poll, sums, &openings).map_err(refused)?;
    Ok((parts, count))
}

/// What a sum is of, in words.
fn named(manifest: &Manifest, sum: &Sum) -> String {
    sum.classes.iter().map(|c| manifest.classes[*c].name.as_str()).collect::<Vec<_>>().join("、")
}
fn tell(terminal: &Terminal, folder: &Folder, sums: &Sums, count: &Count) -> Result<()> {
    let manifest = folder.poll.manifest();
    let cast: u64 = sums.cast().iter().sum();
    let mut zh = vec![format!("计入{cast}张选票。")];
    let mut en = vec![format!("{cast} ballots count.")];
    for (sum, opened) in manifest.sums.iter().zip(&count.0) {
        let name = named(manifest, sum);
        let Some(questions) = opened else {
            zh.push(format!("{name}：投票人数少于{}，不公布。", manifest.least));
            en.push(format!("{name}: fewer than {} voted; not shown.", manifest.least));
            continue;
        };
        for (place, numbers) in questions.iter().enumerate() {
            let contest = &manifest.contests[sum.question.unwrap_or(place)];
            let lines = contest.options.iter().zip(numbers).map(|(o, n)| format!("  {n}  {o}"));
            let lines = lines.collect::<Vec<_>>().join("\n");
            zh.push(format!("{name}：{}\n{lines}", contest.text));
            en.push(format!("{name}: {}\n{lines}", contest.text));
        }
    }
    terminal.say(&Say::new(zh.join("\n"), en.join("\n")))
}

pub(super) fn count(terminal: &Terminal, args: &ArgMatches) -> Result<()> {
    let folder = Folder::open(path(args, "folder"))?;
    let (_, sums) = sums(&folder)?;
    let (_, count) = counted(&folder, &sums)?;
    folder.put_result(&count)?;
    tell(terminal, &folder, &sums, &count)
}

pub(super) fn verify(terminal: &Terminal, args: &ArgMatches) -> Result<()> {
    let folder = Folder::open(path(args, "folder"))?;
    let (n, sums) = sums(&folder)?;
    let Some(published) = folder.result()? else {
        return terminal.say(&Say::new(
            format!("{n}张选票全部有效；还没有结果。"),
            format!("All {n} ballots are valid; there is no result yet."),
        ));
    };
    let (parts, count) = counted(&folder, &sums)?;
    if written(&count) != published {
        return Err(Error::Found(Say::new(
            "公布的结果与由选票和解密算出的不同。",
            "The published result is not what the ballots and the parts open to.",
        )));
    }
    if args.get_flag("twice") {
        let roll: Vec<([u8; 32], usize)> = folder.seats.iter().map(|s| (s.credential, s.class)).collect();
        let all = folder.ballots()?;
        let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
        let second = ballots_check::Poll::read(&folder.poll.manifest().text(), &roll);
        let agrees = second.and_then(|p| p.count(&folder.split(&all), &parts, &count.0));
        if let Err(why) = agrees {
            return Err(Error::Found(Say::new(
                format!("第二个核验程序不同意：{why}。"),
                format!("The second verifier does not agree: {why}."),
            )));
        }
    }
    tell(terminal, &folder, &sums, &count)?;
    terminal.say(&Say::new("核验通过。", "All of it holds."))
}
