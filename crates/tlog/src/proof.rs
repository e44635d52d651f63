//! What a person holds: a file that proves an entry without asking anybody.

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::{
    Hash, Policy, Refused, Verdict, Why,
    refused::{decimal, form},
    tree::{MAX_PROOF, check_inclusion},
};

const FIRST: &str = "c2sp.org/tlog-proof@v1";

/// The longest proof file.
const MAX_FILE: usize = 2 * 1024 * 1024;

/// A proof in the form of C2SP tlog-proof.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proof {
    /// What travels beside the proof, such as the entry with its opened fields. The proof does not vouch for it.
    pub extra: Option<Vec<u8>>,
    /// The number of the entry, from 0.
    pub index: u64,
    /// The hashes from the entry up to the root.
    pub hashes: Vec<Hash>,
    /// The signed checkpoint.
    pub checkpoint: String,
}
impl Proof {
    /// Reads a proof file.
    pub fn read(bytes: &[u8]) -> Result<Self, Refused> {
        if bytes.len() > MAX_FILE {
            return Err(Refused::new(
                Why::Limit,
                format!("证明文件有 {} 字节，最多 {MAX_FILE} 字节", bytes.len()),
                format!("the proof has {} bytes, at most {MAX_FILE} are read", bytes.len()),
            ));
        }
        let cut = || {
            Refused::new(
                Why::Truncated,
                "证明文件不完整：缺少编号、散列值或检查点；请重新下载",
                "the proof is incomplete: number, hashes or checkpoint are missing; download it again",
            )
        };
        let text = std::str::from_utf8(bytes).map_err(|_| form("证明文件不是 UTF-8", "the proof is not UTF-8"))?;
        let (first, mut rest) = text.split_once('\n').ok_or_else(cut)?;
        if first != FIRST {
            return Err(form(
                format!("不是证明文件：第一行应为 {FIRST}"),
                format!("not a proof: its first line must be {FIRST}"),
            ));
        }
        let mut extra = None;
        if let Some(tail) = rest.strip_prefix("extra ") {
            let (data, tail) = tail.split_once('\n').ok_or_else(cut)?;
            let data = STANDARD.decode(data);
            extra = Some(data.map_err(|_| form("extra 行不是 base64", "the line “extra” is not base64"))?);
            rest = tail;
        }
        let (line, mut rest) = rest.split_once('\n').ok_or_else(cut)?;
        let index = line.strip_prefix("index ").and_then(decimal);
        let index = index.ok_or_else(|| form("缺少 index 行", "the line “index” is missing"))?;
        let mut hashes = Vec::new();
        loop {
            let (line, tail) = rest.split_once('\n').ok_or_else(cut)?;
            rest = tail;
            if line.is_empty() {
                break;
            }
            let hash = Hash::from_base64(line);
            hashes.push(hash.ok_or_else(|| {
                let at = hashes.len() + 1;
                form(format!("第 {at} 个散列值有误"), format!("the hash number {at} is not one"))
            })?);
            if hashes.len() > MAX_PROOF {
                return Err(Refused::new(Why::Limit, "散列值过多", "too many hashes"));
            }
        }
        Ok(Self { extra, index, hashes, checkpoint: rest.to_owned() })
    }
    /// The proof as a file.
    pub fn file(&self) -> String {
        let extra = self.extra.as_ref().map(|e| format!("extra {}\n", STANDARD.encode(e))).unwrap_or_default();
        let hashes: String = self.hashes.iter().map(|h| format!("{h}\n")).collect();
        format!("{FIRST}\n{extra}index {}\n{hashes}\n{}", self.index, self.checkpoint)
    }
    /// Checks that the log which the policy trusts holds this entry at this number.
    pub fn check(&self, entry: &[u8], policy: &Policy, now: Option<u64>) -> Result<Verdict, Refused> {
        let verdict = policy.check(self.checkpoint.as_bytes(), now)?;
        let head = verdict.checkpoint.head;
        check_inclusion(self.index, head.size, &Hash::leaf(entry), &self.hashes, &head.root)?;
        Ok(verdict)
    }
}
