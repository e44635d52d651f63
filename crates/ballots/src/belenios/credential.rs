//! Credentials (section 4.8): what a voter holds, and the list of their public parts with weights.

use std::collections::HashMap;

use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::{Element, Scalar, json, powers::Tables, sheet::Sheet};
use crate::{Chance, Refused, Why};

const DIGITS: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
/// Random characters of a credential; one more checks them.
const LENGTH: usize = 14;
/// The greatest weight of a ballot.
pub const MAX_WEIGHT: u64 = 1_000_000_000_000;
/// The longest text of a list of public credentials, in bytes.
const MAX_ROLL: usize = 1 << 30;

/// A character of Base58 drawn by chance, every one as likely as another.
pub(crate) fn digit(chance: &mut impl Chance) -> char {
    loop {
        let mut byte = [0];
        chance.fill(&mut byte);
        // 4 × 58 = 232: what lies above would favour the first characters
        if byte[0] < 232 {
            return char::from(DIGITS[usize::from(byte[0] % 58)]);
        }
    }
}

/// A voter's secret: fifteen characters, written in groups of three. The last one finds errors of typing.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential(String);
impl Credential {
    /// A new one drawn by chance.
    pub fn new(chance: &mut impl Chance) -> Self {
        let random: String = (0..LENGTH).map(|_| digit(chance)).collect();
        let check = 53 - rest_of_53(&random).unwrap_or_default();
        Self(grouped(&format!("{random}{}", char::from(DIGITS[check as usize]))))
    }
    /// One that somebody typed, with its hyphens or without.
    ///
    /// # Errors
    ///
    /// If characters are missing, are not ones that a credential has, or the last one does not fit the others.
    pub fn read(text: &str) -> Result<Self, Refused> {
        let plain: String = text.trim().chars().filter(|c| *c != '-').collect();
        if plain.chars().count() != LENGTH + 1 {
            return Err(Refused::new(
                Why::Credential,
                format!("投票码应有 {} 个字符，现有 {} 个", LENGTH + 1, plain.chars().count()),
                format!("a voting code has {} characters, this one has {}", LENGTH + 1, plain.chars().count()),
            ));
        }
        let valid = plain.is_ascii()
            && rest_of_53(&plain[..LENGTH])
                .zip(DIGITS.iter().position(|d| *d == plain.as_bytes()[LENGTH]))
                .is_some_and(|(rest, check)| (rest + check as u64).is_multiple_of(53));
        if !valid {
            return Err(Refused::new(
                Why::Credential,
                "投票码有误：请对照纸条逐字核对大小写（不含 0、O、I、l）",
                "the voting code has an error: compare it with the slip, capitals and small letters (there is no 0, O, I or l)",
            ));
        }
        Ok(Self(grouped(&plain)))
    }
    /// As it is given to the voter.
    pub fn text(&self) -> &str {
        &self.0
    }
    /// The exponent s that the credential stands for in an election: PBKDF2 with HMAC-SHA256, the election's id as salt, 1000
    /// rounds, one block.
    pub fn secret(&self, uuid: &str) -> Scalar {
        let mac = |message: &[&[u8]]| {
            let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_bytes()).expect("HMAC takes keys of every length");
            message.iter().for_each(|part| mac.update(part));
            mac.finalize().into_bytes()
        };
        let mut round = mac(&[uuid.as_bytes(), &[0, 0, 0, 1]]);
        let mut sum = round;
        for _ in 1..1000 {
            round = mac(&[&round]);
            sum.iter_mut().zip(round).for_each(|(a, b)| *a ^= b);
        }
        Scalar::of_hash(&sum)
    }
    /// The public part gˢ.
    pub fn public(&self, uuid: &str) -> Element {
        Element::generator().power(&self.secret(uuid))
    }
}
impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Credential")
    }
}
/// The number that Base58 digits write, modulo 53.
fn rest_of_53(text: &str) -> Option<u64> {
    text.bytes().try_fold(0, |n, b| Some((n * 58 + DIGITS.iter().position(|d| *d == b)? as u64) % 53))
}
fn grouped(plain: &str) -> String {
    let groups: Vec<&str> = (0..5).map(|i| &plain[i * 3..i * 3 + 3]).collect();
    groups.join("-")
}

/// The right to cast one ballot: its public credential and its weight.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seat {
    /// The public credential.
    pub credential: Element,
    /// How often its ballot counts.
    pub weight: u64,
}

/// All who may vote: the list of public credentials.
#[derive(Clone, Debug)]
pub struct Roll {
    raw: String,
    seats: Vec<Seat>,
    places: HashMap<Box<str>, usize>,
}
impl Roll {
    /// These seats. They should be in an order that says nothing, such as that of their numbers (see [`Roll::sorted`]).
    ///
    /// # Errors
    ///
    /// If one is there twice or its weight is too great.
    pub fn new(seats: Vec<Seat>) -> Result<Self, Refused> {
        let weighted = seats.iter().any(|s| s.weight != 1);
        let text = |s: &Seat| {
            if weighted { format!("{},{}", s.credential.text(), s.weight) } else { s.credential.text().to_owned() }
        };
        let raw = json::write(&seats.iter().map(text).collect::<Vec<_>>());
        Self::of(raw, seats)
    }
    /// These seats in the order of their credentials, which are random: the order in which they were issued is lost.
    ///
    /// # Errors
    ///
    /// As for [`Roll::new`].
    pub fn sorted(mut seats: Vec<Seat>) -> Result<Self, Refused> {
        seats.sort_by(|a, b| a.credential.value().cmp(b.credential.value()));
        Self::new(seats)
    }
    /// A list as it was published.
    ///
    /// # Errors
    ///
    /// As for [`Roll::new`], and if the text is not such a list.
    pub fn read(raw: &str) -> Result<Self, Refused> {
        let lines: Vec<String> = json::read(raw, MAX_ROLL)?;
        let seat = |(i, line): (usize, &String)| -> Result<Seat, Refused> {
            let (key, weight) = line.split_once(',').unwrap_or((line, "1"));
            let plain = weight.len() <= 20 && (weight == "0" || !weight.starts_with('0'));
            let weight = weight.parse().ok().filter(|_| plain && weight.bytes().all(|b| b.is_ascii_digit()));
            let credential = Element::read(key).map_err(|r| at(i, r))?;
            let weight = weight.ok_or_else(|| {
                at(
                    i,
                    Refused::new(
                        Why::Form,
                        "权重应为非负整数",
                        "the weight must be a whole number that is not negative",
                    ),
                )
            })?;
            Ok(Seat { credential, weight })
        };
        let seats = lines.iter().enumerate().map(seat).collect::<Result<_, _>>()?;
        Self::of(raw.to_owned(), seats)
    }
    fn of(raw: String, seats: Vec<Seat>) -> Result<Self, Refused> {
        let mut places = HashMap::with_capacity(seats.len());
        for (i, seat) in seats.iter().enumerate() {
            if seat.weight > MAX_WEIGHT {
                let say = (format!("权重超过上限 {MAX_WEIGHT}"), format!("the weight is greater than {MAX_WEIGHT}"));
                return Err(at(i, Refused::new(Why::Limit, say.0, say.1)));
            }
            if let Some(first) = places.insert(seat.credential.text().into(), i) {
                let say = (format!("与第 {} 个相同", first + 1), format!("it is the same as number {}", first + 1));
                return Err(at(i, Refused::new(Why::Twice, say.0, say.1)));
            }
        }
        Ok(Self { raw, seats, places })
    }
    /// Whether all are in the group.
    ///
    /// # Errors
    ///
    /// Naming the first that is not.
    pub(crate) fn check(&self, tables: &Tables) -> Result<(), Refused> {
        for (block, seats) in self.seats.chunks(1024).enumerate() {
            let mut sheet = Sheet::new();
            for (i, seat) in seats.iter().enumerate() {
                let base = sheet.base(&seat.credential);
                sheet.member(base, block * 1024 + i);
            }
            if let Some(i) = sheet.faults(tables).first() {
                return Err(at(*i, Refused::new(Why::Group, "不在群中", "it is not in the group")));
            }
        }
        Ok(())
    }
    /// The text as it is published.
    pub fn raw(&self) -> &str {
        &self.raw
    }
    /// The seats, in the list's order.
    pub fn seats(&self) -> &[Seat] {
        &self.seats
    }
    /// The place of a credential in the list.
    pub fn place(&self, credential: &Element) -> Option<usize> {
        self.places.get(credential.text()).copied()
    }
}
fn at(i: usize, refused: Refused) -> Refused {
    refused.at(format!("第 {} 个公开凭证", i + 1), format!("public credential {}", i + 1))
}
