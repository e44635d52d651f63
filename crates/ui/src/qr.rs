//! A text as a QR code that a phone reads from the screen and from paper.

use maud::{Markup, PreEscaped, html};
use qrcode::{EcLevel, QrCode, render::svg};

/// The picture alone, of squares that stay sharp at any size; none where the text is too long for a code (about 2,300 bytes).
pub fn qr_picture(text: &str) -> Option<Markup> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let picture = code.render::<svg::Color<'_>>().min_dimensions(180, 180).quiet_zone(true).build();
    // the declaration belongs to a file of its own, not into a page
    let picture = picture.split_once("?>").map_or(picture.clone(), |(_, svg)| svg.to_owned());
    Some(PreEscaped(picture))
}

/// The picture with what it is: read aloud, and below it where `caption` is asked for. Nothing where the text is too long.
pub fn qr(text: &str, label: &str, caption: bool) -> Markup {
    html! {
        @if let Some(picture) = qr_picture(text) {
            figure.qr role="img" aria-label=(label) {
                (picture)
                @if caption { figcaption { (label) } }
            }
        }
    }
}
