//! What others published to test such logs by, and what others' witnesses answered.

use std::{fs, path::Path};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::Value;
use sha2::{Digest, Sha256};
use tlog::{Checkpoint, Hash, Head, KeyKind, Note, SignKey, Signature, VerifyKey, tree, witness};

/// The folder of the vectors of `transparency-dev/merkle`, as a crate of the registry carries them (`cargo xtask test` brings it),
/// or a clone of that project given by hand.
fn vectors() -> Option<std::path::PathBuf> {
    let found = std::env::var_os("XIANNENG_MERKLE_VECTORS").map(std::path::PathBuf::from);
    if found.is_none() {
        assert!(std::env::var_os("CI").is_none(), "under CI, `cargo xtask test` brings the vectors");
        println!("SKIPPED: the published vectors of Merkle proofs are absent (`cargo xtask test` brings them)");
    }
    found
}

fn files(folder: &Path, into: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, into);
        } else if path.extension().is_some_and(|e| e == "json") {
            into.push(path);
        }
    }
}

/// A hash of a vector; nothing where there is none. Some are words instead: these stand for hashes that nothing gives.
fn hash(text: &Value) -> Option<Hash> {
    let text = text.as_str().filter(|t| !t.is_empty())?;
    let bytes = STANDARD.decode(text).ok().and_then(|b| b.try_into().ok());
    Some(bytes.map_or_else(|| Hash::leaf(text.as_bytes()), Hash))
}
/// Whether the proof of a vector holds here.
fn holds(v: &Value) -> bool {
    let number = |name: &str| v[name].as_u64().unwrap();
    let read = |name: &str| hash(&v[name]);
    let Some(path) = v["proof"].as_array().into_iter().flatten().map(hash).collect::<Option<Vec<_>>>() else {
        return false;
    };
    if v.get("leafIdx").is_some() {
        let (Some(leaf), Some(root)) = (read("leafHash"), read("root")) else { return false };
        return tree::check_inclusion(number("leafIdx"), number("treeSize"), &leaf, &path, &root).is_ok();
    }
    let (Some(old), Some(new)) = (read("root1"), read("root2")) else { return false };
    tree::check_consistency(number("size1"), &old, number("size2"), &new, &path).is_ok()
}

#[test]
fn the_published_vectors_of_merkle_proofs_are_judged_as_published() {
    let Some(folder) = vectors() else { return };
    let (mut inclusion, mut consistency) = (Vec::new(), Vec::new());
    files(&folder.join("inclusion"), &mut inclusion);
    files(&folder.join("consistency"), &mut consistency);
    let (mut held, mut refused) = (0, 0);
    for file in inclusion.iter().chain(&consistency) {
        let v: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
        let holds = holds(&v);
        // stricter: a tree without entries has the one root that RFC 6962 gives it, and words standing for it are refused
        let words = v["size1"] == 0 && hash(&v["root1"]) != Some(Hash::empty());
        // wider: everything continues an empty log, as a witness's first request needs
        let first = v["size1"] == 0 && v["size2"] != 0 && !words && v["proof"].as_array().is_some_and(Vec::is_empty);
        assert_eq!(holds, first || !words && v["wantErr"] == false, "{}: {}", file.display(), v["desc"]);
        *(if holds { &mut held } else { &mut refused }) += 1;
    }
    println!("published vectors: {held} hold, {refused} are refused");
    assert!(held >= 10 && refused >= 150, "{held} {refused}");
}

/// A key under a name, as a line of a policy.
fn key(name: &str, kind: KeyKind, public: &str) -> VerifyKey {
    let byte = if kind == KeyKind::Log { 1 } else { 4 };
    let bytes: Vec<u8> = (0..64).step_by(2).map(|i| u8::from_str_radix(&public[i..i + 2], 16).unwrap()).collect();
    let id = Sha256::digest([name.as_bytes(), &[b'\n', byte], &bytes].concat());
    let id: String = id[..4].iter().map(|b| format!("{b:02x}")).collect();
    format!("{name}+{id}+{}", STANDARD.encode([&[byte], bytes.as_slice()].concat())).parse().unwrap()
}

#[test]
fn what_eight_witnesses_of_others_signed_holds_here() {
    // a tree head of a Sigsum test log with the cosignatures that public witnesses gave it on 2026-02-04 (crate `sigsum` 0.3.0)
    let log = "sigsum.org/v1/tree/1643169b32bef33a3f54f8a353b87c475d19b6223cbb106390d10a29978e1cba";
    let root = hex("901fefc6f1d978d2c2bedb82d448755bcdc7e8626e67ac7ee80873771be9b667");
    let head = Head { size: 381_382, root: Hash(root.try_into().unwrap()) };
    let text = Checkpoint { origin: log.to_owned(), head, extensions: vec![] }.text();
    let signed = "8a8bf1fca60d1344fb6e2106e8f8906af833d3d75a21fe8d3af72be459f7a11f2ae6606ec6344a13b851cd454b3d281a2b1ae47732f7a8d6afbcc0134d1a2d00";
    let logs = [
        "4644af2abd40f4895a003bca350f9d5912ab301a49c77f13e5b6d905c20a5fe6",
        "47e481606d8acba747a6b053d6c2d191605fb122175d410a1202a91430abce39",
    ];
    let public =
        logs.into_iter().find(|k| hexed(&Sha256::digest(hex(k))) == log["sigsum.org/v1/tree/".len()..]).unwrap();
    let mut lines = vec![signature(&key(log, KeyKind::Log, public), &hex(signed))];
    let mut keys = vec![key(log, KeyKind::Log, public)];
    let witnesses = [
        "1c25f8a44c635457e2e391d1efbca7d4c2951a0aef06225a881e46b98962ac6c",
        "28c92a5a3a054d317c86fc2eeb6a7ab2054d6217100d0be67ded5b74323c5806",
        "f4855a0f46e8a3e23bb40faf260ee57ab8a18249fa402f2ca2d28a60e1a3130e",
        "dcbf728e02d479f5a7e20dc09adf525833ed6e797526517aeb07fc6854849fc6",
        "ebcdeb78e7fdb2ef9227b2c1ef11e94600b55b4d6d9a57877e31ee89e59adc36",
        "4a921b7caef58ae670cdc11ef4184f1c058f7b9259a9107a969f69fa54aa496f",
        "636582aec12f32c18a21733db9e3f718058ee7aaec6dbe4eb81781e0f4300c6e",
        "2b6eb0ec483503544cde4e8fc1ce6d1921db21dffccc186865f808f7625443cc",
    ];
    let answers = [
        (
            "1c997261f16e6e81d13f420900a2542a4b6a049c2d996324ee5d82a90ca3360c",
            "a1ee1182b265204499cbef3ae59f3ea228b928b3cbda8817a4ed5a12776823e9ad8ef1ce986b9b98d9954f1798ec4315c1820704600a231c69038ccc9726d202",
        ),
        (
            "49c4cd6124b7c572f3354d854d50b2a4b057a750f786cf03103c09de339c4ea3",
            "aaf642e81a54399777180f238573d74878b68c7b645d8011583621405bb450b4e7887fc76502a8142c493d64e3ed3e556d82dad1706411082e58805f64fa9d02",
        ),
        (
            "70b861a010f25030de6ff6a5267e0b951e70c04b20ba4a3ce41e7fba7b9b7dfc",
            "f5953f406f5fd97d9c9d1328b00b07bf434a5eb76d8da359aeda98c414de29ca1ced1872971ea0f137508a7bb05c7d322548409425677af96433706319bc0801",
        ),
        (
            "86b5414ae57f45c2953a074640bb5bedebad023925d4dc91a31de1350b710089",
            "3434b4646904714f4983c8e7e976a45332711f10012b19fbeb5549b6c0c04fb4ed52feed2da829354623c52b22b90093776034a8d57d660f9ff27a118f5bf801",
        ),
        (
            "c1d2d6935c2fb43bef395792b1f3c1dfe4072d4c6cadd05e0cc90b28d7141ed3",
            "f0dce1bcdda3a2826479d62e6afedbe9ec06e8f990ae59d8cefa84d9a6ee68c12c2820fb00e1dbdc30044b16c7695a9d1047cec4788dc757f698d34ebaec4305",
        ),
        (
            "d960fcff859a34d677343e4789c6843e897c9ff195ea7140a6ef382566df3b65",
            "b44c41f75566850003f7f655a6dc7bb38bb980e8e2c383871e29883805d3adec7782a08388b9386d9718380a4bb6900043e2b46080cff0fa75a500c36ef9df0a",
        ),
        (
            "e4a6a1e4657d8d7a187cc0c20ed51055d88c72f340d29534939aee32d86b4021",
            "70697b4a6b07e79e49d0a8e41fd7450a593ee9df11da6244cebe4b0c15c8e52f28ad3931b95a806fc7f16b4ad90197971ddc087434c7985b8b3a0223c9fa3603",
        ),
        (
            "42351ad474b29c04187fd0c8c7670656386f323f02e9a4ef0a0055ec061ecac8",
            "6610e5cf4ead2062d9783fbc19d2bae65eded35335495ad0cf0386277ed2d51854ced64efa21a6db0a398fdfb6761aa7d5659e54950a060d167fbdcb7b5ece05",
        ),
    ];
    for (number, (of, bytes)) in answers.iter().enumerate() {
        // a key is named there by its hash
        let Some(public) = witnesses.into_iter().find(|k| hexed(&Sha256::digest(hex(k))) == *of) else { continue };
        let key = key(&format!("witness-{number}.example.org"), KeyKind::Witness, public);
        lines.push(signature(&key, &[1_770_193_051u64.to_be_bytes().as_slice(), &hex(bytes)].concat()));
        keys.push(key);
    }
    assert_eq!(keys.len(), 1 + 8);
    let note = Note { text, signatures: lines };
    let read = Note::read(note.file().as_bytes()).unwrap();
    let signers = read.signers(&keys.iter().collect::<Vec<_>>()).unwrap();
    assert_eq!(signers.len(), 9);
    assert!(signers[1..].iter().all(|(_, time)| *time == Some(1_770_193_051)));
    let other = Note { text: note.text.replace("381382", "381383"), ..note };
    assert!(Note::read(other.file().as_bytes()).unwrap().signers(&keys.iter().collect::<Vec<_>>()).is_err());
}

/// The requests by which the witness `litewitness` is tested, and the status of its answers. Ours must answer the same to each;
/// where that one says 403 to an unknown log, C2SP tlog-witness says 404; and ours takes one spelling of Base64 only, so that a false
/// signature whose last bits mean nothing is malformed (400) rather than false (403).
#[test]
fn our_witness_answers_as_another_one_was_recorded_to() {
    const TREE: &str = "sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e56";
    let public =
        key(&format!("{TREE}2"), KeyKind::Log, "ffdc2d4d98e4124d3feaf788c0c2f9abfd796083d1f0495437f302ec79cf100f");
    let leaf = |n: u8, last: u8| {
        let mut bytes = [0; 32];
        (bytes[0], bytes[1], bytes[31]) = (42, n, last);
        STANDARD.encode(bytes)
    };
    let request = |old: u64, proof: &[String], tree: &str, size: u64, root: &str, signed: &str| {
        let proof: String = proof.iter().map(|h| format!("{h}\n")).collect();
        format!("old {old}\n{proof}\n{tree}\n{size}\n{root}\n\n— {tree} {signed}\n")
    };
    let (ours, theirs) = (format!("{TREE}2"), format!("{TREE}3"));
    let (one, three, five) = (
        leaf(0, 0),
        "RcCI1Nk56ZcSmIEfIn0SleqtV7uvrlXNccFx595Iwl0=".to_owned(),
        "QrtXrQZCCvpIgsSmOsah7HdICzMLLyDfxToMql9WTjY=".to_owned(),
    );
    let good = "UgIom2VbtIcdFbwFAy1n7s6IkAxIY6J/GQOTuZF2ORV39d75cbAj2aQYwyJre36kezNobZs4SUUdrcawfAB8WVrx6go=";
    let bad = "UgIom2VbtIcdFbwFAy1n7s6IkAxIY6J/GQOTuZF2ORV39d75cbAj2aQYwyJre36kezNobZs4SUUdrcawfAB8WVrx6gx=";
    let first = "UgIom7fPZTqpxWWhyjWduBvTvGVqsokMbqTArsQilegKoFBJQjUFAmQ0+YeSPM3wfUQMFSzVnnNuWRTYrajXpNUbIQY=";
    let last = "UgIomw/EOJmWi0i1FQsOj+etB7F8IccFam/jgd6wzRns4QPVmyEZtdvl1U2KEmLOZ/ASRcWJi0tW90dJWAShei7sDww=";
    let upto = |last| vec![leaf(1, 0), leaf(2, last)];
    let from_one = [leaf(1, 0), "+fUDV+k970B4I3uKrqJM4aP1lloPZP8mvr2Z4wRw2LI=".into(), leaf(4, 0)];
    let from_three = [leaf(2, 0), leaf(3, 0), "wgiIFdZfYNv6WU1OllBKsWnLYIS/DBMqt8Uh/S4OukE=".into(), leaf(4, 0)];
    let asked = [
        (request(0, &[], &ours, 1, &one, first), 200, "—"),
        (request(1, &upto(0), &ours, 3, &three, bad), 400, ""),
        (request(1, &upto(0), &ours, 3, &three, last), 403, ""),
        (request(1, &upto(0), &theirs, 3, &three, good), 404, ""),
        (request(1, &[], &ours, 3, &three, good), 422, ""),
        (request(1, &upto(16), &ours, 3, &three, good), 422, ""),
        (request(1, &upto(0), &ours, 3, &three, good), 200, "—"),
        (request(1, &from_one, &ours, 5, &five, last), 409, "3\n"),
        (request(3, &from_three, &ours, 5, &five, last), 200, "—"),
        (request(0, &[], &ours, 5, &five, last), 409, "5\n"),
    ];
    let own = SignKey::new("example.com/witness", KeyKind::Witness, [9; 32]).unwrap();
    let mut known = None;
    for (number, (body, status, begins)) in asked.iter().enumerate() {
        let log = |origin: &str| (origin == ours).then(|| (public.clone(), known));
        let (answer, kept) = witness::consider(body.as_bytes(), log, &own, 1_780_286_400);
        assert_eq!(answer.status(), *status, "request {number}: {answer:?}");
        assert!(answer.body().starts_with(begins), "request {number}: {}", answer.body());
        known = kept.map(|k| k.head).or(known);
    }
}

fn signature(key: &VerifyKey, bytes: &[u8]) -> Signature {
    let text = key.to_string();
    let id: Vec<u8> = hex(text[key.name().len() + 1..].split('+').next().unwrap());
    Signature::read(&format!("— {} {}", key.name(), STANDARD.encode([&id, bytes].concat()))).unwrap()
}
fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).unwrap()).collect()
}
fn hexed(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
