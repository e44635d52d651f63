//! Where a ballot stands, and what can follow.

use base::{Lang, Say};

base::words! {
    /// Where a ballot stands.
    pub enum State {
        /// Being set up.
        Draft = "draft",
        /// The scrutineers make their keys.
        Keys = "keys",
        /// Slips are printed and their public parts brought in; what was left over is voided.
        Slips = "slips",
        /// Fixed: the manifest is in the public log and nothing of it changes any more.
        Fixed = "fixed",
        /// Voting.
        Open = "open",
        /// Voting has ended; complaints are heard.
        Closed = "closed",
        /// The scrutineers open the sums.
        Counting = "counting",
        /// The result is known.
        Counted = "counted",
        /// Given up, with a reason.
        Cancelled = "cancelled",
    }
}

/// What can be done with a ballot as a whole.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verb {
    /// Change what is asked of whom.
    SetUp,
    /// Set-up is finished: urns are formed.
    LayDown,
    /// A scrutineer's key came.
    Key,
    /// Bring the public parts of slips in.
    BringIn,
    /// Void slips that were left over.
    Void,
    /// Fix the manifest.
    Fix,
    /// Begin voting.
    Open,
    /// Cast a ballot.
    Cast,
    /// End voting.
    Close,
    /// Sum up under encryption.
    Count,
    /// A scrutineer's part in opening the sums came.
    OpenSums,
    /// The result is known.
    Finish,
    /// Declare that it is voted and counted on paper instead.
    Paper,
    /// Enter a count made by hand.
    ByHand,
    /// Give it up.
    Cancel,
}

impl State {
    /// What people call it.
    pub fn say(self) -> Say {
        let (zh, en) = match self {
            Self::Draft => ("拟定中", "Being set up"),
            Self::Keys => ("监票人制作密钥", "Scrutineers make keys"),
            Self::Slips => ("制作和领取纸条", "Slips are made"),
            Self::Fixed => ("方案已固定，尚未开始", "Fixed, not yet open"),
            Self::Open => ("投票中", "Voting"),
            Self::Closed => ("投票已截止", "Voting has ended"),
            Self::Counting => ("计票中", "Counting"),
            Self::Counted => ("已有结果", "Counted"),
            Self::Cancelled => ("已取消", "Cancelled"),
        };
        Say::new(zh, en)
    }
    /// The same in one language.
    pub fn label(self, lang: Lang) -> String {
        self.say().to(lang).to_owned()
    }
}

/// The state after the verb.
///
/// # Errors
/// Why it cannot be done now.
pub fn turn(from: State, verb: Verb) -> Result<State, Say> {
    use State as S;
    use Verb as V;
    let to = match (verb, from) {
        (V::SetUp, S::Draft) => S::Draft,
        (V::LayDown, S::Draft) => S::Keys,
        (V::Key, S::Keys) => S::Slips,
        // slips need the urns alone: they may be printed while scrutineers still make their keys
        (V::BringIn, S::Keys | S::Slips) => from,
        (V::Void, S::Keys | S::Slips | S::Fixed | S::Open) => from,
        (V::Fix, S::Slips) => S::Fixed,
        (V::Open, S::Fixed) => S::Open,
        (V::Cast, S::Open) => S::Open,
        (V::Close, S::Open) => S::Closed,
        (V::Count, S::Closed) => S::Counting,
        (V::OpenSums, S::Counting) => S::Counting,
        (V::Finish, S::Counting) => S::Counted,
        // nothing may be in an urn yet: a meeting that votes on paper votes on paper alone
        (V::Paper, S::Keys | S::Slips | S::Fixed) => from,
        (V::ByHand, S::Keys | S::Slips | S::Fixed) => S::Counted,
        (V::Cancel, S::Counted | S::Cancelled) => return Err(not_now(from, verb)),
        (V::Cancel, _) => S::Cancelled,
        _ => return Err(not_now(from, verb)),
    };
    Ok(to)
}

/// The same for a ballot of which it is declared, or not, that it goes on on paper.
///
/// # Errors
/// Why it cannot be done now.
pub fn turn_on(from: State, paper: bool, verb: Verb) -> Result<State, Say> {
    use Verb as V;
    match verb {
        V::ByHand if !paper && turn(from, V::Paper).is_ok() => Err(Say::new(
            "还没有宣布改用纸票：请先由保管票箱的账号宣布并写明原因，再录入人工计票。",
            "Paper has not been declared yet: the account that keeps the urn declares it, with the reason, before counts are entered.",
        )),
        V::Key | V::BringIn | V::Void | V::Fix | V::Open | V::Paper if paper => Err(Say::new(
            "本次表决已宣布改用纸票，不再进行电子投票。",
            "This ballot was declared to go on on paper; there is no electronic voting any more.",
        )),
        _ => turn(from, verb),
    }
}

fn not_now(from: State, verb: Verb) -> Say {
    let now = from.say();
    if verb == Verb::Cast {
        return match from {
            State::Draft | State::Keys | State::Slips | State::Fixed => Say::new(
                "投票尚未开始，请在宣布开始后再投。您的投票码没有被使用。",
                "Voting has not begun. Vote once it is announced; your code was not used.",
            ),
            State::Cancelled => Say::new("这次表决已取消。", "This ballot was cancelled."),
            _ => Say::new("投票已截止，这张选票没有被收下。", "Voting has ended; this ballot was not taken."),
        };
    }
    let (zh, en) = match verb {
        Verb::SetUp | Verb::LayDown => {
            ("方案已定，不能再改。", "What is asked of whom is settled and cannot be changed.")
        }
        Verb::Key => ("现在不收监票人的公钥。", "No keys of scrutineers are taken now."),
        Verb::BringIn => ("现在不能录入纸条的公开部分。", "No slips are brought in now."),
        Verb::Void => ("现在不能作废纸条。", "No slips are voided now."),
        Verb::Fix => ("还不能固定方案：监票人的密钥未齐。", "It cannot be fixed yet: keys of scrutineers are missing."),
        Verb::Open => ("固定方案后才能开始投票。", "Voting begins after the manifest is fixed."),
        Verb::Close => ("投票没有在进行。", "Voting is not going on."),
        Verb::Count => ("投票截止后才能计票。", "Counting follows the end of voting."),
        Verb::OpenSums => ("现在不收监票人的解密。", "No parts of scrutineers are taken now."),
        Verb::Paper | Verb::ByHand => (
            "改用纸票须在开始电子投票之前。",
            "Paper takes the place of this ballot before electronic voting begins only.",
        ),
        Verb::Finish | Verb::Cast | Verb::Cancel => ("现在不能这样做。", "This cannot be done now."),
    };
    Say::new(format!("{zh}（目前：{}）", now.zh), format!("{en} (Now: {}.)", now.en))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ballot_goes_one_way() {
        let way = [
            (Verb::LayDown, State::Keys),
            (Verb::Key, State::Slips),
            (Verb::BringIn, State::Slips),
            (Verb::Fix, State::Fixed),
            (Verb::Open, State::Open),
            (Verb::Cast, State::Open),
            (Verb::Close, State::Closed),
            (Verb::Count, State::Counting),
            (Verb::Finish, State::Counted),
        ];
        let end = way.iter().fold(State::Draft, |from, (verb, to)| {
            assert_eq!(turn(from, *verb), Ok(*to));
            *to
        });
        assert!(turn(end, Verb::Cancel).is_err(), "what is counted stays counted");
    }
    #[test]
    fn a_ballot_on_paper_is_declared_before_it_is_counted() {
        for state in State::ALL.iter().filter(|s| turn(**s, Verb::Paper).is_ok()) {
            assert!(turn_on(*state, false, Verb::ByHand).unwrap_err().en.contains("not been declared"));
            assert_eq!(turn_on(*state, true, Verb::ByHand), Ok(State::Counted));
            for verb in [Verb::Key, Verb::BringIn, Verb::Fix, Verb::Open, Verb::Paper] {
                assert!(turn_on(*state, true, verb).unwrap_err().en.contains("on paper"));
            }
            assert_eq!(turn_on(*state, true, Verb::Cancel), Ok(State::Cancelled));
        }
        for state in [State::Draft, State::Open, State::Closed, State::Counting, State::Counted, State::Cancelled] {
            assert!(turn_on(state, false, Verb::Paper).is_err() && turn_on(state, false, Verb::ByHand).is_err());
        }
    }
    #[test]
    fn nothing_is_cast_but_while_voting_goes_on() {
        for state in State::ALL {
            assert_eq!(turn(*state, Verb::Cast).is_ok(), *state == State::Open, "{state}");
        }
        assert!(turn(State::Closed, Verb::Cast).unwrap_err().en.contains("ended"));
        assert!(turn(State::Fixed, Verb::Cast).unwrap_err().en.contains("not begun"));
    }
    #[test]
    fn what_is_fixed_is_not_changed() {
        for state in State::ALL.iter().filter(|s| **s != State::Draft) {
            assert!(turn(*state, Verb::SetUp).is_err() && turn(*state, Verb::LayDown).is_err());
        }
        for state in [State::Fixed, State::Open, State::Closed, State::Counting, State::Counted] {
            assert!(turn(state, Verb::BringIn).is_err() && turn(state, Verb::Key).is_err());
        }
    }
}
