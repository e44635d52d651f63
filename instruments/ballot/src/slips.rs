//! Slips with voting codes, made without a network or a database: a sheet to cut, and the public parts of its codes, sorted, so that
//! the order on the sheet is lost.

use ballots::{
    Chance,
    belenios::{Credential, Element},
};
use base::{Lang, Say};
use maud::{DOCTYPE, PreEscaped, html};
use serde::{Deserialize, Serialize};

use crate::Text;

/// What the file of public parts begins with.
const FORMAT: &str = "xianneng-slips/1";
/// The most slips of one urn.
pub(crate) const MOST: u32 = 20_000;
/// The longest file of public parts, in bytes.
pub(crate) const MAX_FILE: usize = 32 << 20;

/// A slip: the code, and the address that its picture holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Slip {
    /// The code.
    pub code: String,
    /// Where it is used; what follows the `#` never reaches a server.
    pub address: String,
}

/// The file of public parts.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: String,
    urn: String,
    public: Vec<String>,
}

/// Public parts that were read.
pub(crate) struct PublicParts {
    pub(crate) urn: String,
    pub(crate) credentials: Vec<Element>,
}
impl PublicParts {
    /// Reads the file.
    pub(crate) fn read(text: &str) -> Result<Self, Say> {
        let wrong = |zh: String, en: String| Say::new(zh, en);
        if text.len() > MAX_FILE {
            return Err(wrong("文件过大。".into(), "The file is too large.".into()));
        }
        let file: File = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|e| {
            wrong(
                format!("这不是“xianneng ballot slips”写出的公开凭证文件（第{}行）：{e}", e.line()),
                format!("This is not the file that “xianneng ballot slips” writes (line {}): {e}", e.line()),
            )
        })?;
        if file.format != FORMAT || file.public.len() > MOST as usize {
            return Err(wrong(
                format!("文件格式应为“{FORMAT}”，至多{MOST}个凭证。"),
                format!("The file has the format “{FORMAT}” and at most {MOST} credentials."),
            ));
        }
        let read = |(i, text): (usize, &String)| {
            Element::read(text).map_err(|r| {
                wrong(format!("第{}个凭证：{}", i + 1, r.say.zh), format!("Credential {}: {}", i + 1, r.say.en))
            })
        };
        let credentials = file.public.iter().enumerate().map(read).collect::<Result<_, _>>()?;
        Ok(Self { urn: file.urn, credentials })
    }
}

/// Where a code is used.
pub(crate) fn address(site: &str, urn: &str, code: &str) -> String {
    format!("{}/vote/{urn}#{code}", site.trim_end_matches('/'))
}

/// Makes `count` slips for an urn, and the text of the file of their public parts.
pub fn printed(urn: &str, count: u32, site: &str, chance: &mut impl Chance) -> (Vec<Slip>, String) {
    let codes: Vec<Credential> = (0..count).map(|_| Credential::new(chance)).collect();
    let slip = |code: &Credential| Slip { code: code.text().to_owned(), address: address(site, urn, code.text()) };
    (codes.iter().map(slip).collect(), parts_of(urn, &codes))
}

/// The text of the file of the public parts of some codes.
///
/// # Errors
/// A text that is no code.
pub(crate) fn public_parts<'a>(urn: &str, codes: impl Iterator<Item = &'a str>) -> db::Result<String> {
    let codes = codes.map(Credential::read).collect::<Result<Vec<_>, _>>().map_err(|r| db::Error::Refused(r.say))?;
    Ok(parts_of(urn, &codes))
}

fn parts_of(urn: &str, codes: &[Credential]) -> String {
    let mut public: Vec<Element> = codes.iter().map(|code| code.public(urn)).collect();
    // by length and then by digits is by value: a random order that has nothing of the sheet's
    public.sort_by(|a, b| (a.text().len(), a.text()).cmp(&(b.text().len(), b.text())));
    let public = public.iter().map(|e| e.text().to_owned()).collect();
    let file = File { format: FORMAT.to_owned(), urn: urn.to_owned(), public };
    serde_json::to_string(&file).unwrap_or_default() + "\n"
}

const STYLE: &str = "@page{size:A4;margin:8mm}body{font:12pt 'Noto Sans CJK SC','Microsoft YaHei',sans-serif;margin:0}\
    ul{display:grid;grid-template-columns:1fr 1fr;list-style:none;margin:0;padding:0}\
    li{border:1px dashed #999;padding:5mm;height:54mm;box-sizing:border-box;display:flex;gap:4mm;align-items:center;break-inside:avoid}\
    svg{width:38mm;height:38mm;flex:none}h1{font-size:14pt;margin:5mm}@media print{h1{display:none}}h2{font-size:11pt;margin:0 0 2mm}p{margin:0 0 2mm;font-size:9pt}\
    code{font:bold 13pt monospace;display:block;margin:2mm 0}";

/// The sheet to cut, as a page that stands alone: it loads nothing.
pub(crate) fn sheet(title: &str, slips: &[Slip], lang: Lang) -> String {
    let t = Text::of(lang);
    let page = html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            // the heading is for whoever reads the page on a screen; on paper there are slips and nothing else
            body { main { h1 { (title) } ul { @for slip in slips {
                li {
                    @if let Some(picture) = ui::qr_picture(&slip.address) { (picture) }
                    div {
                        h2 { (title) }
                        p { (t.slip_how()) }
                        code { (slip.code) }
                        p { (t.slip_keep()) }
                        p { (slip.address.split('#').next().unwrap_or_default()) }
                    }
                }
            } } } }
        }
    };
    page.into_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_has_the_public_parts_in_an_order_that_tells_nothing() {
        let mut n = 0u8;
        let mut chance = |bytes: &mut [u8]| {
            for b in bytes {
                n = n.wrapping_mul(7).wrapping_add(13);
                *b = n;
            }
        };
        let (slips, file) = printed("abcdefghijkmno", 4, "https://xn.example/", &mut chance);
        assert_eq!(slips[0].address, format!("https://xn.example/vote/abcdefghijkmno#{}", slips[0].code));
        assert!(slips.iter().all(|s| !file.contains(&s.code)), "no code is in the file");
        let read = PublicParts::read(&file).map_err(|s| s.en).unwrap();
        let number = |e: &Element| (e.text().len(), e.text().to_owned());
        assert!(read.credentials.windows(2).all(|two| number(&two[0]) < number(&two[1])));
        let of_first = Credential::read(&slips[0].code).unwrap().public("abcdefghijkmno");
        assert!(read.credentials.contains(&of_first));
        let sheet = sheet("测评", &slips, Lang::Zh);
        assert_eq!(sheet.matches("<li>").count(), 4);
        assert!(!sheet.contains("http-equiv") && !sheet.contains("<script") && !sheet.contains("<link"));
    }
    #[test]
    fn what_is_no_such_file_is_refused() {
        for text in [
            "",
            "{}",
            "{\"format\":\"x\",\"urn\":\"u\",\"public\":[]}",
            "{\"format\":\"xianneng-slips/1\",\"urn\":\"u\",\"public\":[\"-1\"]}",
        ] {
            assert!(PublicParts::read(text).is_err(), "{text}");
        }
    }
}
