//! What can be done.

use crate::Role;

/// What an action does to the records.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Looks.
    See,
    /// Changes something; the ledger says what.
    Change,
    /// Shows a restricted column; asks for a reason, which the ledger keeps.
    Reveal,
}

/// Something an actor may do. Declared with [`actions!`](crate::actions).
pub trait Action: 'static {
    /// `slice.verb`, as the policy table and the tokens name it.
    const NAME: &'static str;
    /// What it does to the records.
    const KIND: Kind;
    /// The roles that may.
    const ROLES: &'static [Role];
}

/// A row of the policy table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ActionRow {
    /// `slice.verb`.
    pub name: &'static str,
    /// What it does to the records.
    pub kind: Kind,
    /// The roles that may.
    pub roles: &'static [Role],
}

/// Declares a slice's actions, each a type, and lists them in `ACTIONS`.
///
/// ```
/// use auth::Role::*;
/// auth::actions! {
///     /// Look at units.
///     See: See "org.see" [Officer, Leader, Inspector, Cadre];
///     /// Found, rename, move and close units.
///     Change: Change "org.change" [Officer];
/// }
/// assert_eq!(ACTIONS.len(), 2);
/// assert_eq!(<See as auth::Action>::NAME, "org.see");
/// ```
#[macro_export]
macro_rules! actions {
    ($($(#[$meta:meta])* $action:ident: $kind:ident $name:literal [$($role:ident),+ $(,)?];)+) => {
        $(
            $(#[$meta])*
            #[derive(Debug)]
            pub struct $action;
            impl $crate::Action for $action {
                const NAME: &'static str = $name;
                const KIND: $crate::Kind = $crate::Kind::$kind;
                const ROLES: &'static [$crate::Role] = &[$($crate::Role::$role),+];
            }
        )+
        /// What can be done in this slice, for the policy table.
        #[allow(dead_code, reason = "a test declares actions without showing them")]
        pub const ACTIONS: &[$crate::ActionRow] = &[$($crate::ActionRow {
            name: <$action as $crate::Action>::NAME,
            kind: <$action as $crate::Action>::KIND,
            roles: <$action as $crate::Action>::ROLES,
        }),+];
    };
}
