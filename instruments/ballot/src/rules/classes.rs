//! Voter classes as people write them.

use db::FieldError;

use super::{Class, line, wrong};

/// The most classes: more would make exact fractions too long, and no form has more.
const MOST: usize = 12;
/// The most voters of a class.
const MOST_VOTERS: u32 = 1_000_000;
/// The greatest weight.
const MOST_WEIGHT: u32 = 1000;

/// Classes, a line each: name, number of voters, weight. Without a weight it is 1.
///
/// # Errors
/// The line that is not understood.
pub fn classes(written: &str) -> Result<Vec<Class>, FieldError> {
    let mut all: Vec<Class> = Vec::new();
    for (i, text) in written.lines().map(str::trim).filter(|l| !l.is_empty()).enumerate() {
        let class = one(text).ok_or_else(|| {
            wrong(
                "classes",
                format!("第{}行看不懂：“{text}”。请写“名称 人数 权重”，如“中层干部 30 40”。", i + 1),
                format!("Line {} is not understood: “{text}”. Write name, voters, weight: “heads 30 40”.", i + 1),
            )
        })?;
        if all.iter().any(|c| c.name == class.name) {
            return Err(wrong(
                "classes",
                format!("类别“{}”出现了两次。", class.name),
                format!("The class “{}” is there twice.", class.name),
            ));
        }
        all.push(class);
    }
    if all.is_empty() || all.len() > MOST {
        return Err(wrong(
            "classes",
            format!("请写1到{MOST}类投票人。"),
            format!("Write 1 to {MOST} classes of voters."),
        ));
    }
    Ok(all)
}

fn one(text: &str) -> Option<Class> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (name, voters, weight) = match words.as_slice() {
        [name, voters] => ((*name).to_owned(), *voters, "1"),
        [name @ .., voters, weight] if !name.is_empty() => (name.join(" "), *voters, *weight),
        _ => return None,
    };
    let size = voters.parse().ok().filter(|n| (1..=MOST_VOTERS).contains(n))?;
    let weight = weight.parse().ok().filter(|n| (1..=MOST_WEIGHT).contains(n))?;
    Some(Class { name: line("classes", &name).ok()?, size, weight })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_has_a_name_voters_and_a_weight() {
        let read = classes("领导班子 7 40\n中层干部 30 35\n 职工 代表 50 25\n工会 9").unwrap();
        let told: Vec<(&str, u32, u32)> = read.iter().map(|c| (c.name.as_str(), c.size, c.weight)).collect();
        assert_eq!(told, [("领导班子", 7, 40), ("中层干部", 30, 35), ("职工 代表", 50, 25), ("工会", 9, 1)]);
    }
    #[test]
    fn what_is_not_understood_is_named() {
        for (text, says) in [
            ("", "1到12类"),
            ("甲", "第1行"),
            ("甲 7 40\n乙 0 1", "第2行"),
            ("甲 7\n甲 8", "两次"),
            ("甲 7 0", "第1行"),
        ] {
            let say = classes(text).unwrap_err().say.zh;
            assert!(say.contains(says), "{say}");
        }
    }
}
