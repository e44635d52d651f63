//! The tables, for the queries of this slice. `migrations/0210-ballot.sql` says what they hold.

diesel::table! {
    ballot_head (root, id) {
        root -> Binary, id -> Binary, ballot -> Binary, unit -> Binary, title -> Text, kind -> Text, plan -> Text,
        state -> Text, urn_keeper -> Text, roll_keeper -> Nullable<Text>, reason -> Nullable<Text>,
        closed_at -> Nullable<BigInt>, present -> Nullable<BigInt>, paper -> Nullable<Text>, made -> Binary, unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    ballot_urn (root, id) {
        root -> Binary, id -> Binary, ballot -> Binary, urn -> Text, place -> BigInt, name -> Text, weight -> BigInt,
        size -> BigInt, printed -> Nullable<BigInt>, roll -> Nullable<Text>, election -> Nullable<Text>,
        made -> Binary, unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    ballot_scrutineer (root, id) {
        root -> Binary, id -> Binary, ballot -> Binary, scrutineer -> Binary, place -> BigInt, name -> Text,
        key -> Nullable<Text>, made -> Binary, unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    ballot_link (root, secret) { root -> Binary, secret -> Binary, ballot -> Binary, scrutineer -> Binary, }
}
diesel::table! {
    ballot_fixed (root, id) {
        root -> Binary, id -> Binary, ballot -> Binary, manifest -> Text, digest -> Text, trustees -> Text,
        item -> Binary, at -> BigInt, made -> Binary, unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    ballot_void (root, id) {
        root -> Binary, id -> Binary, urn -> Text, credential -> Binary, made -> Binary, unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    ballot_seat (root, urn, credential) { root -> Binary, urn -> Text, credential -> Binary, }
}
diesel::table! {
    ballot_gate (root, urn) { root -> Binary, urn -> Text, taking -> Bool, batched_at -> BigInt, }
}
diesel::table! {
    ballot_cast (root, urn, tracker) {
        root -> Binary, urn -> Text, tracker -> Text, credential -> Binary, seq -> BigInt, raw -> Text,
        batch -> Nullable<BigInt>,
    }
}
diesel::table! {
    ballot_batch (root, id) {
        root -> Binary, id -> Binary, urn -> Text, number -> BigInt, ballots -> BigInt, digest -> Text, item -> Binary,
        made -> Binary, unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    ballot_tally (root, id) {
        root -> Binary, id -> Binary, urn -> Text, voters -> BigInt, tally -> Nullable<Text>, sized -> Nullable<Text>,
        made -> Binary, unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    ballot_opening (root, id) {
        root -> Binary, id -> Binary, urn -> Text, owner -> BigInt, part -> Text,
        made -> Binary, unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    ballot_sums (root, id) {
        root -> Binary, id -> Binary, urn -> Text, sums -> Text, made -> Binary, unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    ballot_paper (root, id) {
        root -> Binary, id -> Binary, ballot -> Binary, teller -> Text, counts -> Text,
        made -> Binary, unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    ballot_result (root, id) {
        root -> Binary, id -> Binary, ballot -> Binary, result -> Text, by_hand -> Bool, item -> Binary,
        made -> Binary, unmade -> Nullable<Binary>,
    }
}

/// The fact tables, for the ledger.
pub const FACTS: &[&str] = &[
    "ballot_head",
    "ballot_urn",
    "ballot_scrutineer",
    "ballot_fixed",
    "ballot_void",
    "ballot_batch",
    "ballot_tally",
    "ballot_opening",
    "ballot_sums",
    "ballot_paper",
    "ballot_result",
];
