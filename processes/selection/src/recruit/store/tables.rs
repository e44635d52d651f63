//! The tables; the migration says what each column means.

diesel::table! {
    recruit_announcement (root, id) {
        root -> Binary, id -> Binary, recruitment -> Binary, unit -> Binary, call_id -> Binary, title -> Text, text -> Text,
        opens -> Text, closes -> Text, state -> Text, reason -> Nullable<Text>, day -> Text,
        made -> Binary, unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    recruit_application (root, id) {
        root -> Binary, id -> Binary, application -> Binary, recruitment -> Binary, opening -> Text, state -> Text,
        day -> Text, content -> Binary, made -> Binary, unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    recruit_review (root, id) {
        root -> Binary, id -> Binary, application -> Binary, recruitment -> Binary, verdict -> Text, computed -> Text,
        reasons -> Text, says -> Text, until -> Nullable<Text>, day -> Text, made -> Binary, unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    recruit_number (root, id) {
        root -> Binary, id -> Binary, application -> Binary, recruitment -> Binary, number -> Text,
        made -> Binary, unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    recruit_mark (root, id) {
        root -> Binary, id -> Binary, application -> Binary, recruitment -> Binary, mark -> Nullable<BigInt>,
        away -> Nullable<Text>, made -> Binary, unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    recruit_interview (root, id) {
        root -> Binary, id -> Binary, recruitment -> Binary, opening -> Text, interview -> Binary,
        made -> Binary, unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    recruit_person (root, id) {
        root -> Binary, id -> Binary, application -> Binary, recruitment -> Binary, person -> Binary,
        made -> Binary, unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    recruit_draft (root, application) {
        root -> Binary, application -> Binary, recruitment -> Binary, email -> Text, confirmed -> Bool, lang -> Text,
        opening -> Text, form -> Text, sealed -> Nullable<Binary>, print -> Nullable<Binary>, salt -> Binary,
        made_at -> BigInt, saves -> BigInt, letter -> Nullable<Binary>,
    }
}
diesel::table! {
    recruit_link (root, secret) {
        root -> Binary, secret -> Binary, application -> Binary, made_at -> BigInt,
    }
}
diesel::table! {
    recruit_file (root, file) {
        root -> Binary, file -> Binary, application -> Binary, kind -> Text, name -> Text, media -> Text, size -> BigInt,
        hash -> Binary, sealed -> Binary,
    }
}
