//! Checking ballots, and whole archives (section 3.5).

use std::collections::HashMap;

use super::{
    Ballot, Board, Decryption, Election, Outcome, Roll, Tally, Trustees, ballot::Fault, powers::Tables, sheet::Sheet,
};
use crate::{Refused, Why};

/// Products computed together: enough that side-by-side work is full, few enough for the memory of a small machine.
const TOGETHER: usize = 4096;

/// An election with what is needed to check the proofs of its ballots. Who may vote is for the caller to know, who may keep the roll
/// where a credential is found faster than by reading all of it; [`Verifier`] knows it itself.
pub struct Checker {
    election: Election,
    pub(crate) tables: Tables,
}
impl Checker {
    /// Checks the election's own parts: its key is the trustees'.
    ///
    /// # Errors
    ///
    /// If not.
    pub fn new(election: Election, trustees: &Trustees) -> Result<Self, Refused> {
        if *election.key() != trustees.key() {
            return Err(Refused::new(
                Why::Differs,
                "选举公钥不是各托管人公钥之积",
                "the election's public key is not the product of the trustees' keys",
            ));
        }
        let tables = Tables::new(election.key());
        Ok(Self { election, tables })
    }
    /// The election.
    pub fn election(&self) -> &Election {
        &self.election
    }
    /// Whether a ballot whose credential is known to be on the roll is one of this election, and everything in it is proved. The
    /// signature comes first: whoever has no code but a credential from the roll, which is public, is told at a fraction of the cost.
    ///
    /// # Errors
    ///
    /// If not.
    pub fn check(&self, ballot: &Ballot) -> Result<(), Refused> {
        let mut sheet = Sheet::<Fault>::new();
        ballot.examine_signature(&self.election, &mut sheet, |fault| fault)?;
        self.settle(&sheet)?;
        let mut sheet = Sheet::new();
        ballot.examine_answers(&self.election, &mut sheet, |fault| fault);
        self.settle(&sheet)
    }
    fn settle(&self, sheet: &Sheet<Fault>) -> Result<(), Refused> {
        sheet.faults(&self.tables).into_iter().next().map_or(Ok(()), |fault| Err(fault.into()))
    }
}

/// An election with its roll, and what is needed to check its ballots.
pub struct Verifier {
    checker: Checker,
    roll: Roll,
}
impl Verifier {
    /// Checks the election's own parts: its key is the trustees', every credential is in the group.
    ///
    /// # Errors
    ///
    /// If not.
    pub fn new(election: Election, trustees: &Trustees, roll: Roll) -> Result<Self, Refused> {
        let checker = Checker::new(election, trustees)?;
        roll.check(&checker.tables)?;
        Ok(Self { checker, roll })
    }
    /// The election.
    pub fn election(&self) -> &Election {
        &self.checker.election
    }
    /// The election without its roll.
    pub fn checker(&self) -> &Checker {
        &self.checker
    }
    /// Who may vote.
    pub fn roll(&self) -> &Roll {
        &self.roll
    }
    /// A ballot as it was sent, if it is one of this election, its credential is on the roll and everything in it is proved.
    ///
    /// # Errors
    ///
    /// If not.
    pub fn check(&self, raw: &str) -> Result<Ballot, Refused> {
        self.check_all(&[raw]).pop().expect("one answer for one ballot")
    }
    /// The same for many, which is faster than one after another.
    pub fn check_all(&self, raws: &[&str]) -> Vec<Result<Ballot, Refused>> {
        let mut ballots: Vec<Result<Ballot, Refused>> = Vec::with_capacity(raws.len());
        let mut sheet = Sheet::<(usize, Fault)>::new();
        for raw in raws {
            let place = ballots.len();
            ballots.push(self.examine(raw, place, &mut sheet));
            if sheet.len() >= TOGETHER {
                self.settle(&mut sheet, &mut ballots);
            }
        }
        self.settle(&mut sheet, &mut ballots);
        ballots
    }
    fn examine(&self, raw: &str, place: usize, sheet: &mut Sheet<(usize, Fault)>) -> Result<Ballot, Refused> {
        let ballot = Ballot::read(raw)?;
        if self.roll.place(&ballot.credential).is_none() {
            return Err(Refused::new(
                Why::Credential,
                "选票的凭证不在本次选举的名册上",
                "the ballot's credential is not on the roll of this election",
            ));
        }
        ballot.examine(self.election(), sheet, |fault| (place, fault))?;
        Ok(ballot)
    }
    fn settle(&self, sheet: &mut Sheet<(usize, Fault)>, ballots: &mut [Result<Ballot, Refused>]) {
        for (place, fault) in std::mem::replace(sheet, Sheet::new()).faults(&self.checker.tables) {
            // the first fault of a ballot is the one that is told
            if ballots[place].is_ok() {
                ballots[place] = Err(fault.into());
            }
        }
    }
}

/// What a verified archive says.
#[derive(Clone, Debug)]
pub struct Verified {
    /// The election.
    pub election: Election,
    /// How many trustees must act to open a sum.
    pub trustees: usize,
    /// How many may vote.
    pub credentials: usize,
    /// Ballots on the board, with those that later ones replaced.
    pub ballots: usize,
    /// Ballots that count: the last of each credential.
    pub counted: usize,
    /// The sum of their weights.
    pub weight: u64,
    /// The result, if it is published.
    pub outcome: Option<Outcome>,
}

/// Checks everything that an archive lets anybody check: its chain, the trustees' proofs, the roll, every ballot, the encrypted
/// tally, the partial decryptions, the result.
///
/// # Errors
///
/// With the first thing that does not hold.
pub fn verify(archive: &[u8]) -> Result<Verified, Refused> {
    let board = Board::read(archive)?;
    let election = Election::read(&board.election).map_err(|r| r.at("选举", "election"))?;
    let trustees = Trustees::read(&board.trustees).map_err(|r| r.at("托管人", "trustees"))?;
    let roll = Roll::read(&board.credentials).map_err(|r| r.at("名册", "roll"))?;
    let verifier = Verifier::new(election, &trustees, roll)?;
    let raws: Vec<&str> = board.ballots.iter().map(String::as_str).collect();
    let mut last: HashMap<usize, Ballot> = HashMap::new();
    let checked = verifier.check_all(&raws);
    for (i, (ballot, raw)) in checked.into_iter().zip(&raws).enumerate() {
        let ballot = ballot.map_err(|r| {
            r.at(
                format!("第 {} 张选票（{}）", i + 1, Ballot::tracker(raw)),
                format!("ballot {} ({})", i + 1, Ballot::tracker(raw)),
            )
        })?;
        let place = verifier.roll.place(&ballot.credential).expect("checked above");
        last.insert(place, ballot);
    }
    let counted = last.len();
    let mut places: Vec<usize> = last.keys().copied().collect();
    places.sort_unstable();
    let tally = Tally::of(
        verifier.election(),
        places.iter().map(|place| (&last[place], verifier.roll.seats()[*place].weight)),
    )?;
    if let Some((ciphertexts, sized)) = &board.tally {
        let ours = (tally.raw(), tally.sized_raw());
        if (ciphertexts, sized) != (&ours.0, &ours.1) {
            return Err(Refused::new(
                Why::Differs,
                "公布的加密合计与由选票算出的不同",
                "the published encrypted tally differs from the one computed from the ballots",
            ));
        }
    }
    let decryptions = board.decryptions.iter().map(|(raw, owned)| Decryption::read(raw, owned));
    let decryptions: Vec<(usize, Decryption)> = decryptions.collect::<Result<_, _>>()?;
    for (i, (owner, decryption)) in decryptions.iter().enumerate() {
        let at = |r: Refused| r.at(format!("第 {owner} 位托管人的解密"), format!("decryption by trustee {owner}"));
        let key = trustees
            .keys()
            .get(owner.wrapping_sub(1))
            .ok_or_else(|| at(Refused::new(Why::Form, "没有这位托管人", "there is no such trustee")))?;
        if decryptions[..i].iter().any(|(other, _)| other == owner) {
            return Err(at(Refused::new(Why::Twice, "出现两次", "it is there twice")));
        }
        decryption.check(verifier.checker(), &tally, &key.public_key).map_err(at)?;
    }
    let outcome = match &board.result {
        None => None,
        Some(raw) => {
            let outcome = Outcome::read(raw)?;
            outcome.check(&tally, &trustees, &decryptions)?;
            Some(outcome)
        }
    };
    Ok(Verified {
        trustees: trustees.keys().len(),
        credentials: verifier.roll.seats().len(),
        ballots: raws.len(),
        counted,
        weight: tally.weight(),
        outcome,
        election: verifier.checker.election,
    })
}
