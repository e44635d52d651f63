//! Large ballots: the same encrypted 0/1 choices over the group ristretto255, in a format of our own.
//!
//! The group has prime order, so every encoding that decodes is a member, and many equations can be checked as one. A proof carries
//! its commitments, not its challenges: the challenge is the hash of the *whole* context (poll, credential, question, ciphertexts,
//! commitments), and what remains are equations, which [`Poll::check_all`] adds up with random factors.
//!
//! `crates/ballots-check` reads the same bytes without a line or a library in common and checks each equation for itself.
//!
//! # The manifest
//!
//! Lines of UTF-8, each ended by a line feed, in this order; `φ` is the SHA-512 of them all and goes into every hash.
//!
//! ```text
//! xianneng-ballot/1
//! id ID                          1 to 64 letters, digits, hyphens
//! title TEXT
//! trustee KEY PROOF              one or more; 64 and 128 hexadecimal digits
//! class WEIGHT SIZE NAME         one or more; the weight of its ballots, how many may vote
//! question MIN MAX TEXT          one or more, each followed by its options
//! option TEXT
//! sum QUESTION CLASS+CLASS…      one or more: what may be opened, by number from 1; `0` is all questions
//! least K                        the least number of ballots of which a sum, or a difference of sums, may be shown
//! ```
//!
//! # Hashes
//!
//! Challenges are SHA-512 over fields, each as its length (4 bytes, little endian) and its bytes, reduced modulo the group's order ℓ
//! (little endian). The first field is `xianneng-ballot/1 ` and the name of the hash.
//!
//! | name | fields | equations |
//! |---|---|---|
//! | `trustee` | id, X, A | s·G = A + c·X |
//! | `choice` | φ, C, question, option, y, α, β, A₀, B₀, A₁, B₁ | sⱼ·G = Aⱼ + cⱼ·α, sⱼ·y = Bⱼ + cⱼ·(β − j·G), c₀ + c₁ = c |
//! | `total` | φ, C, question, y, all α and β, all A and B | the same over the sums of α and of β, j from MIN to MAX |
//! | `ballot` | φ, C, the ballot's bytes before the signature, A | s·G = A + c·C |
//! | `opening` | φ, sum, place, X, α, D, A, B | s·G = A + c·X, s·α = B + c·D |
//!
//! Questions, options and sums are numbers from 0 in 4 bytes, little endian; a place is that of a ciphertext among those of its sum,
//! question by question, option by option.
//!
//! # A ballot
//!
//! C (32 bytes), the sequence number (4 bytes, little endian), the answers, the signature A and s. An answer is for each option α β A₀
//! B₀ A₁ B₁ c₀ s₀ s₁ (288 bytes), then for the total all A B, all challenges but the last, all responses. Points and scalars are 32
//! bytes in the one encoding that RFC 9496 allows. Of several ballots of a credential the one with the highest sequence number counts.

mod ballot;
mod bytes;
mod check;
mod equations;
mod manifest;
mod opening;
mod plan;
mod prove;
mod transcript;
mod trustee;

pub use ballot::Sealed;
pub use check::{Poll, Seat};
pub use manifest::{Class, Contest, Manifest, Sum};
pub use opening::{Count, Opening, Sums};
pub use prove::Caster;
pub use trustee::{Key, Secret};
