//! People who sign in: accounts, roles, sessions, second factor, tokens.
//!
//! An account and its roles are facts in the ledger; what proves who signs in (hashes, keys, sessions) is kept in books
//! beside it and never in a ledger entry. [`Keeper`] is the door: the only place that makes an actor for an account.

pub mod actions;
mod commands;
mod gate;
mod keeper;
mod pages;
mod policy;
pub mod rules;
mod secret;
mod store;

auth::actions! {
    /// Sign in, use a link: what everyone may try.
    Enter: Change "account.enter" [Visitor];
    /// One's own account: password, second factor, sessions, tokens, language.
    Own: Change "account.own" [Administrator, Officer, Leader, Inspector, Cadre, Visitor];
    /// See accounts and who holds which role.
    See: See "account.see" [Administrator];
    /// Make accounts, invite their owners, disable them.
    Keep: Change "account.keep" [Administrator];
    /// Grant and withdraw roles.
    GrantRoles: Change "account.grant" [Administrator];
    /// See who looked at restricted columns of whom, and why; a cadre sees who looked at the own.
    Reveals: See "account.reveals" [Administrator, Leader, Inspector, Cadre];
    /// See which role may do what.
    Policy: See "account.policy" [Administrator, Officer, Leader, Inspector, Cadre];
}

pub use actions::{
    reveals::called,
    sign_in::{Answer, Ticket},
};
pub use commands::tokens::KnownActions;
pub use gate::Gate;
pub use keeper::{Keeper, Session};
pub use policy::policy_table;
pub use secret::Cost;
pub use store::{
    books::{SessionKey, TokenKey},
    facts::{AccountRow, GrantRow, RoleGrant},
};

ui::messages!(pub(crate) Text);

/// The slice.
pub fn slice() -> web::Slice {
    web::Slice::new("account", ACTIONS)
        .routes(pages::routes())
        .menu(See, "/accounts", ("账户", "Accounts"), ui::Icon::Lock, 900)
        .menu(Reveals, "/reveals", ("调阅记录", "Reveal log"), ui::Icon::Eye, 910)
        .menu(Policy, "/policy", ("权限表", "Who may do what"), ui::Icon::Scales, 920)
        .command(
            "admin invite",
            ("发放一次性设置链接", "Give out a one-time set-up link"),
            commands::invite_args,
            commands::invite,
        )
        .command("admin list", ("列出账户", "List accounts"), commands::no_args, commands::list)
        .command(
            "admin token make",
            ("为账户签发 API 令牌", "Make an API token for an account"),
            commands::tokens::make_args,
            commands::tokens::make,
        )
        .command(
            "admin token list",
            ("列出账户的 API 令牌", "List the API tokens of an account"),
            commands::tokens::list_args,
            commands::tokens::list,
        )
        .command(
            "admin token revoke",
            ("撤销 API 令牌", "Revoke an API token"),
            commands::tokens::revoke_args,
            commands::tokens::revoke,
        )
        .command("admin disable", ("停用账户", "Disable an account"), commands::name_arg, commands::disable)
}
