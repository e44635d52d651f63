//! A voter who cheats as well as can be: everything that can be proved is proved, what cannot is claimed, and the whole is signed.
//! Written from the specification's formulas alone.

use ballots::{
    Chance,
    belenios::{Answer, Ciphertext, Element, Proof, Question, Scalar},
};

use super::Whole;

/// p − 1, whose square is 1: the number outside the group that hides best.
const MINUS_ONE: &str = "20694785691422546401013643657505008064922989295751104097100884787057374219242717401922237254497684338129066633138078958404960054389636289796393038773905722803605973749427671376777618898589872735865049081167099310535867780980030790491654063777173764198678527273474476341835600035698305193144284561701911000786737307333564123971732897913240474578834468260652327974647951137672658693582180046317922073668860052627186363386088796882120769432366149491002923444346373222145884100586421050242120365433561201320481118852408731077014151666200162313177169372189248078507711827842317498073276598828825169183103125680162072880718";

/// What the cheat puts into each ciphertext, and whether the first is moved out of the group.
pub struct Cheat<'a> {
    pub values: &'a [u64],
    pub outside: bool,
}

fn g(n: u64) -> Element {
    Element::generator().power(&Scalar::small(n))
}
fn over_g(beta: &Element, n: u64) -> Element {
    beta.times(&Element::generator().power(&Scalar::small(n).negated()))
}
fn even(scalar: &Scalar) -> bool {
    matches!(scalar.text().as_bytes().last(), Some(b'0' | b'2' | b'4' | b'6' | b'8'))
}

/// A proof that one of the branches is true, which holds if the one at `truth` is.
fn claim(
    head: &str,
    y: &Element,
    branches: &[(Element, Element)],
    truth: usize,
    r: Scalar,
    must_be_even: bool,
    chance: &mut impl Chance,
) -> Vec<Proof> {
    loop {
        let w = Scalar::random(chance);
        let (mut texts, mut proofs, mut others) = (Vec::new(), Vec::new(), Scalar::ZERO);
        for (j, (alpha, beta)) in branches.iter().enumerate() {
            let (c, s) = (Scalar::random(chance), Scalar::random(chance));
            let (a, b) = if j == truth {
                (Element::generator().power(&w), y.power(&w))
            } else {
                others = others.plus(c);
                (Element::generator().power(&s).times(&alpha.power(&c)), y.power(&s).times(&beta.power(&c)))
            };
            texts.push(format!("{},{}", a.text(), b.text()));
            proofs.push(Proof { challenge: c, response: s });
        }
        let challenge = Scalar::hash(&[head, &texts.join(",")]).minus(others);
        proofs[truth] = Proof { challenge, response: w.minus(r.times(challenge)) };
        if !must_be_even || even(&challenge) {
            return proofs;
        }
    }
}

/// An answer to a question without a blank vote.
pub fn answer(whole: &mut Whole, voter: usize, question: &Question, cheat: &Cheat<'_>) -> Answer {
    let chance = &mut whole.chance;
    let election = whole.verifier.election();
    let y = election.key();
    let public = whole.credentials[voter].public(election.uuid());
    let s0 = format!("{}|{}", election.fingerprint(), public.text());
    let secrets: Vec<Scalar> = cheat.values.iter().map(|_| Scalar::random(chance)).collect();
    let mut choices = Vec::new();
    let mut individual_proofs = Vec::new();
    for (i, (value, r)) in cheat.values.iter().zip(&secrets).enumerate() {
        let mut alpha = Element::generator().power(r);
        let out = cheat.outside && i == 0;
        if out {
            alpha = alpha.times(&Element::read(MINUS_ONE).unwrap());
        }
        let beta = y.power(r).times(&g(*value));
        let head = format!("prove|{s0}|{},{}|", alpha.text(), beta.text());
        let branches = [(alpha.clone(), beta.clone()), (alpha.clone(), over_g(&beta, 1))];
        let truth = usize::from(*value > 0);
        individual_proofs.push(claim(&head, y, &branches, truth, *r, out, chance));
        choices.push(Ciphertext { alpha, beta });
    }
    let texts: Vec<String> = choices.iter().map(|c| format!("{},{}", c.alpha.text(), c.beta.text())).collect();
    let one = Element::generator().power(&Scalar::ZERO);
    let product =
        |part: fn(&Ciphertext) -> &Element| choices.iter().fold(one.clone(), |product, c| product.times(part(c)));
    let (alpha, beta) = (product(|c| &c.alpha), product(|c| &c.beta));
    let r = secrets.iter().fold(Scalar::ZERO, |sum, r| sum.plus(*r));
    let head = format!("prove|{s0}|{}|{},{}|", texts.join(","), alpha.text(), beta.text());
    let branches: Vec<_> = (question.min..=question.max).map(|m| (alpha.clone(), over_g(&beta, m.into()))).collect();
    let sum: u64 = cheat.values.iter().sum();
    let truth = sum.clamp(question.min.into(), question.max.into()) - u64::from(question.min);
    let overall_proof = claim(&head, y, &branches, truth as usize, r, cheat.outside, chance);
    Answer { choices, individual_proofs, overall_proof, blank_proof: None }
}
