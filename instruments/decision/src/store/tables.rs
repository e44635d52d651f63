//! The tables; the migration says what each column means.

diesel::table! {
    decision_procedure (root, id) {
        root -> Binary, id -> Binary, name -> Text, version -> Text, text -> Text,
        made -> Binary, unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    decision_case (root, id) {
        root -> Binary, id -> Binary, case_id -> Binary, title -> Text, unit -> Binary, procedure_id -> Binary,
        opened -> Text, made -> Binary, unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    decision_post (root, id) {
        root -> Binary, id -> Binary, case_id -> Binary, post -> Binary,
        made -> Binary, unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    decision_candidate (root, id) {
        root -> Binary, id -> Binary, case_id -> Binary, person -> Binary, post -> Binary, tenure -> Nullable<Binary>,
        made -> Binary, unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    decision_fact (root, id) {
        root -> Binary, id -> Binary, case_id -> Binary, step -> Text, subject -> Nullable<Binary>, name -> Text,
        value -> Text, day -> Text, made -> Binary, unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    decision_event (root, id) {
        root -> Binary, id -> Binary, case_id -> Binary, ordinal -> BigInt, step -> Text, kind -> Text, day -> Text,
        event -> Text, made -> Binary, unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    decision_paper (root, id) {
        root -> Binary, id -> Binary, paper -> Binary, case_id -> Binary, step -> Text, kind -> Text, name -> Text,
        media -> Text, size -> BigInt, hash -> Binary, made -> Binary, unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    decision_content (root, hash) {
        root -> Binary, hash -> Binary, content -> Binary, sealed -> Binary,
    }
}
diesel::table! {
    decision_now (root, case_id) {
        root -> Binary, case_id -> Binary, step -> Text, fulfilled -> Bool, notice -> Nullable<Binary>,
    }
}
diesel::allow_tables_to_appear_in_same_query!(decision_case, decision_now);
