//! Every component in both languages as static pages, to look at and to check for accessibility.
//!
//! `cargo run -p ui --example gallery -- FOLDER`, then serve the folder: `python3 -m http.server -d FOLDER`.
//! The people and units in it do not exist.

mod figures;
mod forms;
mod lists;
mod pages;
mod person;
mod sheets;
mod units;

use std::{fs, io, path::Path};

use pages::{page, w};
use ui::{ASSETS, Lang};

fn main() -> io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "target/gallery".into());
    let folder = Path::new(&folder);
    fs::create_dir_all(folder.join("assets"))?;
    for asset in ASSETS {
        fs::write(folder.join(asset.path.trim_start_matches('/')), asset.bytes)?;
    }
    let found = [("/people/1", "欧阳明远", "市财政局"), ("/people/2", "欧阳婷", "市职业技术学院")];
    let found = found.map(|(href, text, note)| ui::Suggestion {
        href: href.into(),
        text: text.into(),
        note: note.into(),
        value: None,
    });
    fs::write(folder.join("suggest.html"), ui::suggestions(Lang::Zh, &found).into_string())?;
    for lang in Lang::ALL {
        let place = folder.join(lang.tag());
        fs::create_dir_all(&place)?;
        for (name, shell) in pages::all(lang) {
            fs::write(place.join(name).with_extension("html"), shell.html().into_string())?;
        }
    }
    println!("wrote {}", folder.display());
    Ok(())
}
