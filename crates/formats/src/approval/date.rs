//! Dates, Party membership and annual results as the form writes them.

use base::PartialDate;

/// The date that a field holds: `198003`, `19800312`, `1980.03`, `1980.03.12` and what else offices write, also with an age
/// in brackets behind it. Nothing where it is no date; the text itself stays in the form.
pub fn date(text: &str) -> Option<PartialDate> {
    let text = text.trim();
    let bare = text.split(['（', '(', '\n']).next().unwrap_or_default().trim();
    bare.parse().ok()
}

/// The date as the form writes it: `198003`, or `19800312` where the day is known.
pub fn compact(date: PartialDate) -> String {
    date.as_str().replace('-', "")
}

/// What the field 入党时间 says: when someone joined the Party, another party's name, or both (`199806；民盟`).
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Joined {
    /// When the Communist Party was joined.
    pub party: Option<PartialDate>,
    /// Everything else that stands there, in the order in which it does: other parties, `无党派`.
    pub others: Vec<String>,
}

impl Joined {
    /// Reads the field.
    pub fn read(text: &str) -> Self {
        let mut joined = Self::default();
        for part in text.split(['；', ';', '、', '，', ',', '\n']).map(str::trim).filter(|p| !p.is_empty()) {
            match date(part) {
                Some(when) if joined.party.is_none() => joined.party = Some(when),
                _ => joined.others.push(part.to_owned()),
            }
        }
        joined
    }
    /// The field again.
    pub fn write(&self) -> String {
        let party = self.party.map(compact);
        party.into_iter().chain(self.others.iter().cloned()).collect::<Vec<_>>().join("；")
    }
}

/// The annual results that the field 年度考核结果 tells, as year and words: `2021年、2022年优秀，2023年称职` tells three. Years
/// that are joined share the words behind the last of them.
pub fn results(text: &str) -> Vec<(i16, String)> {
    let chars: Vec<char> = text.chars().collect();
    let (mut found, mut waiting) = (Vec::new(), Vec::new());
    let mut i = 0;
    while i < chars.len() {
        let digits: String = chars[i..].iter().take_while(|c| c.is_ascii_digit()).collect();
        let year =
            (digits.len() == 4).then(|| digits.parse::<i16>().ok()).flatten().filter(|y| (1949..=2199).contains(y));
        if let Some(year) = year {
            // 2019－2021年 means the years between as well
            if let Some(&first) = waiting.last()
                && matches!(
                    chars[..i].iter().rev().find(|c| !c.is_whitespace() && **c != '年'),
                    Some('-' | '－' | '—' | '–' | '至' | '~' | '～')
                )
            {
                waiting.extend(first + 1..year);
            }
            waiting.push(year);
            i += 4;
            continue;
        }
        let words: String = chars[i..].iter().take_while(|c| !c.is_ascii_digit()).collect();
        i += if digits.is_empty() { words.chars().count() } else { digits.len() };
        if !digits.is_empty() {
            continue;
        }
        let result = words
            .trim_matches(|c: char| c.is_whitespace() || "年、，,；;。.:：-－—–~～至和及度考核结果为（）()".contains(c))
            .to_owned();
        if !result.is_empty() {
            found.extend(waiting.drain(..).map(|year| (year, result.clone())));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_come_in_four_forms() {
        for (text, read) in [
            ("198003", Some("1980-03")),
            ("19800312", Some("1980-03-12")),
            ("1980.03", Some("1980-03")),
            ("1980.03.12", Some("1980-03-12")),
            ("1980.03（45岁）", Some("1980-03")),
            ("198013", None),
            ("", None),
            ("不详", None),
        ] {
            assert_eq!(date(text).map(|d| d.to_string()).as_deref(), read, "{text}");
        }
        assert_eq!(compact("1980-03".parse().unwrap()), "198003");
    }
    #[test]
    fn the_party_and_other_parties_stand_in_one_field() {
        for (text, party, others) in [
            ("199806", Some("1998-06"), vec![]),
            ("199806；民盟", Some("1998-06"), vec!["民盟"]),
            ("无党派", None, vec!["无党派"]),
            ("民建；1999.01", Some("1999-01"), vec!["民建"]),
            ("", None, vec![]),
        ] {
            let joined = Joined::read(text);
            assert_eq!(joined.party.map(|d| d.to_string()).as_deref(), party, "{text}");
            assert_eq!(joined.others, others, "{text}");
        }
        assert_eq!(Joined::read("1998.06；民盟").write(), "199806；民盟");
    }
    #[test]
    fn years_that_are_joined_share_a_result() {
        let of = |text| results(text).into_iter().map(|(y, r)| format!("{y}{r}")).collect::<Vec<_>>().join(" ");
        assert_eq!(of("2021年、2022年优秀，2023年称职"), "2021优秀 2022优秀 2023称职");
        assert_eq!(of("2021年度考核称职；2022年度考核优秀。"), "2021称职 2022优秀");
        assert_eq!(of("2019-2021年称职"), "2019称职 2020称职 2021称职");
        assert_eq!(of("2020年：合格\n2021年：优秀"), "2020合格 2021优秀");
        assert_eq!(of("近三年均为称职"), "");
        assert_eq!(of(""), "");
    }
}
