//! The Sunshine site (阳光窗口): what everybody may see, without signing in; what is new as Atom (RFC 4287) and as JSON Feed 1.1.
//!
//! It can be served by itself: `xianneng portal` answers the public routes of the slices and no other. What a slice publishes it
//! says by a [`Source`]; only what a notice may show is in it.

mod feed;
mod news;
mod pages;

pub use feed::{atom, json};
pub use news::{News, Source, Sources, adoptions};

auth::actions! {
    /// Look at what is published: everyone.
    Look: See "portal.look" [Visitor, Administrator, Officer, Leader, Inspector, Cadre];
}

ui::messages!(pub(crate) Text);

/// The slice. The installation is given the [`Sources`] as a part.
pub fn slice() -> web::Slice {
    web::Slice::new("portal", ACTIONS).routes(pages::routes()).menu(
        web::Public,
        "/open",
        ("阳光窗口", "Sunshine site"),
        ui::Icon::Globe,
        840,
    )
}
