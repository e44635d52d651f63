//! Asking the witnesses, over HTTP.

use std::{io::Read, time::Duration};

use base::Say;
use tlog::{Policy, Refused, Signature, Why, Writer, witness::Answer};
use tlog_files::Folder;

/// How long one witness may take; the others are asked all the same.
const PATIENCE: Duration = Duration::from_secs(10);

/// The longest answer that is read: the longest note.
const LONGEST: u64 = tlog::MAX_NOTE as u64;

/// An agent that follows nothing and waits for nobody.
pub(crate) fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder();
    config.timeout_global(Some(PATIENCE)).http_status_as_error(false).max_redirects(0).build().into()
}

/// Asks each witness of the policy to sign the writer's checkpoint; gives the signatures and what went wrong. A witness that
/// signed another size last says so and is asked once more from there.
pub(crate) fn witnesses(writer: &Writer<Folder>, policy: &Policy, old: u64) -> (Vec<Signature>, Vec<Say>) {
    let (mut lines, mut trouble) = (Vec::new(), Vec::new());
    let agent = agent();
    for (name, _, url) in policy.witnesses() {
        let Some(url) = url else { continue };
        match one(&agent, url, writer, old) {
            Ok(signed) => lines.extend(signed),
            Err(why) => trouble.push(why.at(name).say),
        }
    }
    (lines, trouble)
}

fn one(agent: &ureq::Agent, url: &str, writer: &Writer<Folder>, old: u64) -> Result<Vec<Signature>, Refused> {
    let mut old = old;
    for _ in 0..2 {
        match post(agent, url, &writer.request(old)?.body())? {
            Answer::Signed(lines) => return Ok(lines),
            Answer::Behind(size) => old = size,
            Answer::Malformed(why) | Answer::Unsigned(why) | Answer::Inconsistent(why) => return Err(why),
            Answer::Unknown => {
                return Err(Refused::new(
                    Why::Origin,
                    "见证不认识这份日志；请把日志公钥交给见证方登记",
                    "the witness does not know this log; give it the log's public key",
                ));
            }
        }
    }
    Err(Refused::new(Why::Replayed, "见证两次给出不同的条数", "the witness named two sizes in a row"))
}

fn post(agent: &ureq::Agent, url: &str, body: &str) -> Result<Answer, Refused> {
    let answer = agent.post(format!("{}/add-checkpoint", url.trim_end_matches('/'))).send(body);
    let mut answer = answer.map_err(|e| unreached(&e.to_string()))?;
    let mut bytes = Vec::new();
    let read = answer.body_mut().as_reader().take(LONGEST).read_to_end(&mut bytes);
    read.map_err(|e| unreached(&e.to_string()))?;
    Answer::read(answer.status().as_u16(), &bytes)
}

/// The address did not answer.
pub(crate) fn unreached(why: &str) -> Refused {
    Refused::new(Why::Missing, format!("无法连接：{why}"), format!("cannot be reached: {why}"))
}
