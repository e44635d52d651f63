//! Chinese fonts of this machine. None comes with the program: they are large, and an office has the faces that its rules
//! on documents name.

use std::{fs, path::PathBuf, process::Command, sync::OnceLock};

use base::Say;
use krilla::text::Font;
use skrifa::{FontRef, MetadataProvider};

/// A font file that has the characters of a form.
#[derive(Clone)]
pub struct Face {
    /// Where it is.
    pub file: PathBuf,
    /// Its place among those of one file.
    pub index: u32,
    pub(crate) bytes: std::sync::Arc<Vec<u8>>,
    pub(crate) font: Font,
}
impl std::fmt::Debug for Face {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.file.display(), self.index)
    }
}

/// What forms are drawn with.
#[derive(Clone, Debug)]
pub struct Fonts {
    /// For what is filled in and for labels: 宋体 or what comes nearest.
    pub text: Face,
    /// For the title, where there is one: 小标宋 or a bold face.
    pub title: Option<Face>,
}

/// The families for text and for titles, the best first.
const TEXT: &[&str] =
    &["SimSun", "NSimSun", "Songti SC", "STSong", "Noto Serif CJK SC", "Source Han Serif SC", "FangSong"];
const TITLE: &[&str] = &["FZXiaoBiaoSong-B05S", "方正小标宋简体", "STZhongsong"];
/// What a machine without fontconfig has.
const PLACES: &[(&str, u32)] = &[
    ("C:\\Windows\\Fonts\\simsun.ttc", 0),
    ("C:\\Windows\\Fonts\\simfang.ttf", 0),
    ("/System/Library/Fonts/Supplemental/Songti.ttc", 3),
];

impl Fonts {
    /// The fonts of this machine, looked for once.
    ///
    /// # Errors
    /// There is none, with how to get one.
    pub fn of_machine() -> Result<&'static Self, Say> {
        static FOUND: OnceLock<Option<Fonts>> = OnceLock::new();
        FOUND.get_or_init(look).as_ref().ok_or_else(Self::missing)
    }
    /// How to get Chinese fonts.
    pub fn missing() -> Say {
        Say::new(
            "本机没有中文字体，无法生成 PDF。请安装：apt install fonts-noto-cjk（或将宋体放入字体目录后运行 fc-cache）。",
            "There is no Chinese font on this machine, so that no PDF can be made. Install one: apt install fonts-noto-cjk.",
        )
    }
}

fn look() -> Option<Fonts> {
    let text = TEXT.iter().find_map(|f| family(f, "regular")).or_else(|| family("serif", "regular"));
    let text = text.or_else(|| PLACES.iter().find_map(|(file, index)| face(PathBuf::from(file), *index)))?;
    let title = TITLE.iter().find_map(|f| family(f, "regular"));
    let bold = || family("Noto Serif CJK SC", "bold").or_else(|| family("Source Han Serif SC", "bold"));
    Some(Fonts { text, title: title.or_else(bold) })
}

/// The file that fontconfig gives for a family in Chinese, where it is that family.
fn family(name: &str, style: &str) -> Option<Face> {
    let wish = format!("{name}:lang=zh-cn:style={style}");
    let found = Command::new("fc-match").args(["-f", "%{file}\n%{index}\n%{family}", &wish]).output().ok()?;
    let found = String::from_utf8(found.stdout).ok()?;
    let mut lines = found.lines();
    let (file, index, families) = (lines.next()?, lines.next()?.parse().ok()?, lines.next()?);
    let same = name == "serif" || families.split(',').any(|f| f.eq_ignore_ascii_case(name));
    if same { face(PathBuf::from(file), index) } else { None }
}

/// A face that has the characters of the form's title.
fn face(file: PathBuf, index: u32) -> Option<Face> {
    let bytes = std::sync::Arc::new(fs::read(&file).ok()?);
    // what is above is the place among the instances of a variable font
    let index = index & 0xffff;
    let chars = FontRef::from_index(&bytes, index).ok()?;
    if !"干部任免审批表".chars().all(|c| chars.charmap().map(c).is_some()) {
        return None;
    }
    let font = Font::new(bytes.clone().into(), index)?;
    Some(Face { file, index, bytes, font })
}
