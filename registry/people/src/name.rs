//! Names of persons and how they are read. Pure.

use pinyin::ToPinyin;

/// Surnames of two characters with a reading of their own.
const DOUBLE: &[(&str, [&str; 2])] = &[
    ("尉迟", ["yu", "chi"]),
    ("万俟", ["mo", "qi"]),
    ("长孙", ["zhang", "sun"]),
    ("澹台", ["tan", "tai"]),
    ("单于", ["chan", "yu"]),
    ("令狐", ["ling", "hu"]),
    ("宰父", ["zai", "fu"]),
    ("亓官", ["qi", "guan"]),
    ("夏侯", ["xia", "hou"]),
    ("皇甫", ["huang", "fu"]),
    ("诸葛", ["zhu", "ge"]),
    ("呼延", ["hu", "yan"]),
];

/// Characters that are read otherwise when they are a surname.
const SINGLE: &[(char, &str)] = &[
    ('单', "shan"),
    ('曾', "zeng"),
    ('解', "xie"),
    ('仇', "qiu"),
    ('区', "ou"),
    ('盖', "ge"),
    ('查', "zha"),
    ('朴', "piao"),
    ('任', "ren"),
    ('乐', "yue"),
    ('繁', "po"),
    ('缪', "miao"),
    ('折', "she"),
    ('种', "chong"),
    ('员', "yun"),
    ('召', "shao"),
    ('黑', "he"),
    ('秘', "bi"),
    ('洗', "xian"),
    ('冼', "xian"),
    ('覃', "qin"),
    ('能', "nai"),
    ('祭', "zhai"),
    ('翟', "zhai"),
    ('重', "chong"),
    ('都', "du"),
    ('行', "xing"),
    ('宿', "su"),
    ('尉', "wei"),
    ('谌', "chen"),
    ('过', "guo"),
    ('角', "jue"),
    ('卜', "bu"),
    ('薄', "bo"),
    ('牟', "mu"),
    ('隗', "wei"),
    ('车', "che"),
    ('石', "shi"),
    ('阚', "kan"),
    ('郗', "xi"),
    ('逯', "lu"),
    ('贾', "jia"),
    ('柏', "bai"),
    ('盛', "sheng"),
    ('沈', "shen"),
    ('晁', "chao"),
    ('撒', "sa"),
    ('宓', "mi"),
    ('訾', "zi"),
    ('那', "na"),
    ('哈', "ha"),
    ('长', "zhang"),
    ('燕', "yan"),
    ('应', "ying"),
    ('纪', "ji"),
    ('华', "hua"),
    ('俞', "yu"),
    ('瞿', "qu"),
    ('褚', "chu"),
    ('臧', "zang"),
    ('洪', "hong"),
    ('葛', "ge"),
    ('相', "xiang"),
    ('莘', "xin"),
    ('幺', "yao"),
    ('占', "zhan"),
];

/// A name without the blanks that forms put between two characters (`李　明`). Blanks between Latin words stay single.
pub fn tidy(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let latin = words.iter().all(|w| w.is_ascii());
    let tidy = words.join(if latin { " " } else { "" });
    // one form of the dot in names of ethnic groups
    tidy.replace(['•', '・', '．'], "·")
}

/// How a name is read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// Syllables without tones, in order; a character without a reading stands for itself.
    pub syllables: Vec<String>,
}

impl Reading {
    /// Reads a name: the surname as a surname, the rest as the characters are mostly read.
    pub fn of(name: &str) -> Self {
        let chars: Vec<char> = name.chars().filter(|c| c.is_alphanumeric()).collect();
        let text: String = chars.iter().collect();
        let mut syllables: Vec<String> = Vec::with_capacity(chars.len());
        let mut rest = 0;
        if let Some((_, both)) = DOUBLE.iter().find(|(s, _)| text.starts_with(s) && chars.len() > 2) {
            syllables.extend(both.map(str::to_owned));
            rest = 2;
        } else if let Some((_, one)) = chars.first().and_then(|c| SINGLE.iter().find(|(s, _)| s == c)) {
            syllables.push((*one).to_owned());
            rest = 1;
        }
        let mut latin = String::new();
        for c in &chars[rest..] {
            match c.to_pinyin() {
                Some(p) => {
                    syllables.extend((!latin.is_empty()).then(|| std::mem::take(&mut latin)));
                    syllables.push(p.plain().replace('ü', "v"));
                }
                None => latin.extend(c.to_lowercase()),
            }
        }
        syllables.extend((!latin.is_empty()).then_some(latin));
        Self { syllables }
    }
    /// `zhang wei`: what is kept beside the name.
    pub fn spaced(&self) -> String {
        self.syllables.join(" ")
    }
    /// `zw`.
    pub fn initials(&self) -> String {
        self.syllables.iter().filter_map(|s| s.chars().next()).collect()
    }
    /// What the name is found by besides its characters: full pinyin from each syllable on, and the initials.
    pub fn keys(&self) -> Vec<String> {
        let mut keys: Vec<String> = (0..self.syllables.len()).map(|i| self.syllables[i..].concat()).collect();
        keys.push(self.initials());
        keys
    }
}

/// The text that lists of names are ordered by: reading first, then characters, so that equal names lie together.
pub fn sort_key(name: &str) -> String {
    format!("{} {name}", Reading::of(name).spaced())
}

/// What a text is found by inside: itself from each character on, in small letters, without blanks and marks.
pub fn suffixes(text: &str) -> Vec<String> {
    let folded = fold(text);
    folded.char_indices().map(|(i, _)| folded[i..].to_owned()).collect()
}

/// A text as search compares it.
pub fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn surnames_are_read_as_surnames() {
        for (name, read) in [
            ("单雄信", "shan xiong xin"),
            ("曾国安", "zeng guo an"),
            ("解小龙", "xie xiao long"),
            ("仇和平", "qiu he ping"),
            ("区海明", "ou hai ming"),
            ("查良民", "zha liang min"),
            ("朴永哲", "piao yong zhe"),
            ("尉迟敬", "yu chi jing"),
            ("欧阳修远", "ou yang xiu yuan"),
            ("张单", "zhang dan"),
            ("吕绿", "lv lv"),
            ("买买提·艾力", "mai mai ti ai li"),
            ("John Smith", "johnsmith"),
        ] {
            assert_eq!(Reading::of(name).spaced(), read, "{name}");
        }
    }
    #[test]
    fn keys_find_from_every_syllable_and_by_initials() {
        assert_eq!(Reading::of("张三丰").keys(), ["zhangsanfeng", "sanfeng", "feng", "zsf"]);
        assert_eq!(suffixes("市财政局 局长"), ["市财政局局长", "财政局局长", "政局局长", "局局长", "局长", "长"]);
    }
    #[test]
    fn blanks_of_forms_go() {
        assert_eq!(
            (tidy("李　明"), tidy(" Anna  Li "), tidy("阿不都•买买提")),
            ("李明".into(), "Anna Li".into(), "阿不都·买买提".into())
        );
    }
    #[test]
    fn lists_go_by_reading_then_by_character() {
        let mut names = ["张伟", "章伟", "李娜", "单明", "张维", "黎娜"];
        names.sort_by_key(|n| sort_key(n));
        assert_eq!(names, ["李娜", "黎娜", "单明", "张伟", "张维", "章伟"]);
    }
    proptest! {
        #[test]
        fn never_panics(s in "\\PC{0,30}") {
            let r = Reading::of(&s);
            prop_assert!(r.keys().len() == r.syllables.len() + 1);
            prop_assert_eq!(tidy(&tidy(&s)), tidy(&s));
        }
    }
}
