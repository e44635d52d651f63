//! Why a form cannot be read, in words for the person who sent it.

use std::fmt;

use base::Lang;

/// What is wrong with a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Problem {
    /// No bytes at all.
    Empty,
    /// More bytes than the limit.
    TooLarge(u64),
    /// Neither `.lrmx` nor `.lrm`.
    NotAForm,
    /// XML of something else; its outermost element.
    OtherXml(String),
    /// Bytes that are wrong in the encoding of the file.
    Encoding,
    /// The XML is cut off or not well formed.
    BrokenXml,
    /// It declares a document type or entities of its own, which no editor writes and an attacker does.
    DocumentType,
    /// Elements within elements beyond the limit.
    TooDeep(usize),
    /// A field longer than the limit; its label.
    TooLong(&'static str, usize),
    /// More members of the family than the limit.
    TooManyRelatives(usize),
    /// An `.lrm` with another number of fields than 33.
    FieldCount(usize),
    /// An archive that cannot be opened.
    BrokenArchive,
    /// An archive with a password.
    Encrypted,
    /// An archive that grows beyond measure when unpacked, or holds more files than the limit.
    ArchiveTooLarge,
}

/// Why a form cannot be read, with the line where there is one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FormError {
    /// What is wrong.
    pub problem: Problem,
    /// The line of the file, from 1.
    pub line: Option<usize>,
}

impl From<Problem> for FormError {
    fn from(problem: Problem) -> Self {
        Self { problem, line: None }
    }
}

impl FormError {
    pub(super) fn at(problem: Problem, text: &str, position: usize) -> Self {
        let before = text.as_bytes().get(..position).unwrap_or(text.as_bytes());
        Self { problem, line: Some(before.iter().filter(|b| **b == b'\n').count() + 1) }
    }
    /// The sentence for a person: where, what is wrong, what to do.
    pub fn say(&self, lang: Lang) -> String {
        let (zh, en) = self.problem.words();
        match (self.line, lang) {
            (None, Lang::Zh) => zh,
            (None, Lang::En) => en,
            (Some(line), Lang::Zh) => format!("第{line}行：{zh}"),
            (Some(line), Lang::En) => format!("Line {line}: {en}"),
        }
    }
}
impl fmt::Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}
impl std::error::Error for FormError {}

impl Problem {
    fn words(&self) -> (String, String) {
        let again = "请在任免表编辑器中打开并重新保存，再上传";
        let anew = "Open it in the form editor, save it again and send that";
        match self {
            Self::Empty => ("文件是空的（0 字节）。".into(), "The file is empty (0 bytes).".into()),
            Self::TooLarge(limit) => {
                let mb = limit >> 20;
                (
                    format!("文件超过 {mb} MB，一般是照片过大。请缩小照片后再保存。"),
                    format!("The file is larger than {mb} MB, mostly because of the photograph. Make that smaller."),
                )
            }
            Self::NotAForm => (
                "这不是任免审批表文件（.lrmx 或 .lrm）。请选择任免表编辑器保存的文件。".into(),
                "This is no approval form (.lrmx or .lrm). Choose a file that the form editor saved.".into(),
            ),
            Self::OtherXml(root) => (
                format!("这是 XML 文件，但不是任免审批表：最外层是“{root}”，应为“Person”。"),
                format!("This is XML but no approval form: its outermost element is “{root}” instead of “Person”."),
            ),
            Self::Encoding => (
                format!("文字编码有误，部分内容无法读出。{again}。"),
                format!("Some of the text is wrong in its encoding. {anew}."),
            ),
            Self::BrokenXml => (
                format!("文件不完整或已损坏，从这里起无法读取。{again}。"),
                format!("The file is cut off or damaged; from here on it cannot be read. {anew}."),
            ),
            Self::DocumentType => (
                "文件中有文档类型或实体声明，任免审批表不会有这些内容，已拒绝读取。".into(),
                "The file declares a document type or entities, which no approval form has; it was refused.".into(),
            ),
            Self::TooDeep(limit) => (
                format!("标签嵌套超过 {limit} 层，不是正常的任免审批表。"),
                format!("Elements are nested more than {limit} deep, as in no approval form."),
            ),
            Self::TooLong(field, limit) => (
                format!("“{field}”超过 {limit} 字，请删减。"),
                format!("“{field}” has more than {limit} characters; shorten it."),
            ),
            Self::TooManyRelatives(limit) => (
                format!("家庭成员超过 {limit} 人，不是正常的任免审批表。"),
                format!("There are more than {limit} family members, as in no approval form."),
            ),
            Self::FieldCount(found) => (
                format!("应有 33 个以双引号括起、逗号分隔的栏目，实有 {found} 个：文件不完整，或某栏内含有引号加逗号。{again}。"),
                format!(
                    "There should be 33 fields in quotation marks with commas between, and there are {found}: the file is cut \
                     off, or a field holds a quotation mark and a comma itself. {anew}."
                ),
            ),
            Self::BrokenArchive => (
                "压缩包已损坏或不完整。请重新压缩为 ZIP。".into(),
                "The archive is damaged or incomplete. Make the ZIP file anew.".into(),
            ),
            Self::Encrypted => (
                "压缩包设有密码。请去掉密码后再上传。".into(),
                "The archive is locked with a password. Make it without one.".into(),
            ),
            Self::ArchiveTooLarge => (
                "压缩包内文件过多，或展开后大得异常，已停止读取。请拆成几个压缩包。".into(),
                "The archive holds too many files or grows beyond measure when unpacked; reading was stopped. Split it.".into(),
            ),
        }
    }
}
