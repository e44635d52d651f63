//! A policy's text: C2SP tlog-policy.

use std::str::FromStr;

use crate::{
    KeyKind, Policy, Refused, VerifyKey, Why,
    policy::{Group, Member, Witness, is_kind},
    refused::{decimal, form},
};

const MAX_TEXT: usize = 256 * 1024;
const MAX_OF_EACH: usize = 256;

impl Policy {
    fn member(&self, name: &str) -> Option<Member> {
        let witness = self.witnesses.iter().position(|w| w.name == name).map(Member::Witness);
        witness.or_else(|| self.groups.iter().position(|(called, _)| called == name).map(Member::Group))
    }
    fn line(&mut self, words: &[&str], quorum: &mut bool) -> Result<(), Refused> {
        match words {
            ["log", key] | ["log", key, _] => {
                let key = self.key(key, KeyKind::Log)?;
                self.logs.push((key, words.get(2).map(|url| (*url).to_owned())));
            }
            ["witness", name, key] | ["witness", name, key, _] => {
                let (key, name) = (self.key(key, KeyKind::Witness)?, self.new_name(name)?);
                self.witnesses.push(Witness { name, key, url: words.get(3).map(|url| (*url).to_owned()) });
            }
            ["group", name, least, members @ ..] if !members.is_empty() => {
                let name = self.new_name(name)?;
                let mut found = Vec::new();
                for member in members {
                    let one = self.member(member).ok_or_else(|| unknown(member))?;
                    if self.groups.iter().any(|(_, g)| g.members.contains(&one)) || found.contains(&one) {
                        return Err(form(
                            format!("“{member}”已在一个组里，不能重复计数"),
                            format!("“{member}” is in a group already and cannot count twice"),
                        ));
                    }
                    found.push(one);
                }
                let count = match *least {
                    "all" => Some(found.len()),
                    "any" => Some(1),
                    number => decimal(number).and_then(|n| usize::try_from(n).ok()),
                };
                let least = count.filter(|n| (1..=found.len()).contains(n)).ok_or_else(|| {
                    form(
                        format!("组里有 {} 个成员，门槛应为 1 至 {0}、all 或 any", found.len()),
                        format!("the group has {} members: its threshold is 1 to {0}, all or any", found.len()),
                    )
                })?;
                self.groups.push((name, Group { least, members: found }));
            }
            ["quorum", name] if !*quorum => {
                *quorum = true;
                self.quorum = match *name {
                    "none" => None,
                    name => Some(self.member(name).ok_or_else(|| unknown(name))?),
                };
            }
            _ => {
                return Err(form(
                    "应为 log、witness、group 或（只一次的）quorum，后面是各自的内容",
                    "expected log, witness, group, or (once) quorum, with what belongs to it",
                ));
            }
        }
        Ok(())
    }
    fn key(&self, text: &str, kind: KeyKind) -> Result<VerifyKey, Refused> {
        let key: VerifyKey = text.parse()?;
        if !is_kind(&key, kind) {
            return Err(Refused::new(
                Why::Key,
                "密钥类型不对：日志用 01 类，见证用 04 类",
                "a key of the wrong kind: a log's is of type 01, a witness's of type 04",
            ));
        }
        let twice = match kind {
            KeyKind::Log => self.logs.iter().any(|(known, _)| known.material() == key.material()),
            KeyKind::Witness => self.witnesses.iter().any(|w| w.key.material() == key.material()),
        };
        if twice {
            return Err(Refused::new(Why::Key, "同一密钥出现两次", "the same key twice"));
        }
        if self.logs.len() >= MAX_OF_EACH || self.witnesses.len() >= MAX_OF_EACH {
            return Err(Refused::new(
                Why::Limit,
                format!("日志和见证各最多 {MAX_OF_EACH} 个"),
                format!("at most {MAX_OF_EACH} logs and as many witnesses"),
            ));
        }
        Ok(key)
    }
    fn new_name(&self, name: &str) -> Result<String, Refused> {
        if name == "none" || self.member(name).is_some() || self.groups.len() >= MAX_OF_EACH {
            return Err(form(
                format!("名称“{name}”已被使用，或组太多"),
                format!("the name “{name}” is taken, or there are too many groups"),
            ));
        }
        Ok(name.to_owned())
    }
}

fn unknown(name: &str) -> Refused {
    form(format!("前面没有名为“{name}”的见证或组"), format!("no witness or group “{name}” stands above"))
}

impl FromStr for Policy {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        if text.len() > MAX_TEXT {
            return Err(Refused::new(
                Why::Limit,
                format!("信任策略最长 {MAX_TEXT} 字节"),
                format!("a policy has at most {MAX_TEXT} bytes"),
            ));
        }
        let mut policy = Self::default();
        let mut quorum = false;
        for (at, line) in text.split('\n').enumerate() {
            let place = |refused: Refused| refused.at(&format!("{}", at + 1));
            if line.chars().any(|c| (c < ' ' && c != '\t') || c == '\u{7f}') {
                return Err(place(form("含有控制字符", "holds control characters")));
            }
            let words: Vec<&str> = line.split([' ', '\t']).filter(|w| !w.is_empty()).collect();
            if words.first().is_none_or(|w| w.starts_with('#')) {
                continue;
            }
            policy.line(&words, &mut quorum).map_err(place)?;
        }
        if quorum {
            return Ok(policy);
        }
        Err(form(
            "信任策略缺少 quorum 行；不要求见证时写 quorum none",
            "the policy has no quorum line; without witnesses it reads quorum none",
        ))
    }
}
