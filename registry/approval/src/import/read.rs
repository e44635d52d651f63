//! From files to forms. Reads on every core: a form is small, an archive of them is not.

use std::collections::HashMap;

use base::{Date, Say};
use formats::approval::{self, Entry, Extra, Limits, Photo};
use intake::{Report, Source};

use crate::{
    heard::{Heard, heard},
    open::{self, is_other, is_photo},
    store::PHOTO,
    wording::Wording,
};

/// A form that came in.
#[derive(Debug)]
pub(super) struct Came {
    /// The file's name, to tell its sender what is meant.
    pub(super) place: String,
    /// What it says.
    pub(super) heard: Heard,
    /// Its words.
    pub(super) wording: Wording,
    /// Its photograph.
    pub(super) photo: Option<Photo>,
    /// What it holds beside the fields of the form.
    pub(super) extras: Vec<Extra>,
}

/// The most that is kept of what the form does not know, in bytes of a form.
const REST: usize = 64 << 10;

/// The forms of the files. What cannot be read is wrong, and then nothing is recorded.
pub(super) fn read(source: &Source, today: Date, report: &mut Report) -> Vec<Came> {
    let mut entries: Vec<Entry> = Vec::new();
    for file in &source.files {
        if file.bytes.starts_with(b"PK") {
            match approval::entries(&file.bytes, &Limits::default()) {
                Ok(inside) => entries.extend(inside),
                Err(why) => report.wrong_at(file.name.clone(), Say::each(|l| why.say(l))),
            }
        } else {
            entries.push(Entry { name: file.name.clone(), bytes: file.bytes.to_vec() });
        }
    }
    let path = |e: &Entry| e.name.rsplit_once('.').map_or(e.name.clone(), |(path, _)| path.to_owned());
    let (photos, rest): (Vec<Entry>, Vec<Entry>) = entries.into_iter().partition(is_photo);
    let (others, forms): (Vec<Entry>, Vec<Entry>) = rest.into_iter().partition(is_other);
    for other in others {
        let say = Say::new("不是任免审批表，未导入。", "It is no approval form and was left out.");
        report.odd_at(other.name, say);
    }
    let beside: HashMap<String, Entry> = photos.into_iter().map(|e| (path(&e), e)).collect();
    let mut used = 0;
    let cores = std::thread::available_parallelism().map_or(1, usize::from).min(8);
    let each = forms.len().div_ceil(cores).max(1);
    let read = |entry: &Entry| {
        let mut read = open::read(entry)?;
        let heard = heard(&read.form, today);
        let wording = Wording::of(&read.form);
        let extras = std::mem::take(&mut read.form.extras);
        Ok((heard, wording, read.form.photo.take(), extras, read.notes))
    };
    type Done = Result<(Heard, Wording, Option<Photo>, Vec<Extra>, Vec<Say>), Say>;
    let done: Vec<Done> = std::thread::scope(|scope| {
        let work: Vec<_> =
            forms.chunks(each).map(|part| scope.spawn(move || part.iter().map(read).collect::<Vec<Done>>())).collect();
        // a thread that broke off breaks this one off: the import stops as a whole
        work.into_iter().flat_map(|w| w.join().unwrap_or_else(|e| std::panic::resume_unwind(e))).collect()
    });
    let mut came = Vec::with_capacity(forms.len());
    for (entry, done) in forms.iter().zip(done) {
        let place = entry.name.clone();
        let (heard, wording, photo, mut extras, notes) = match done {
            Ok(done) => done,
            Err(why) => {
                report.wrong_at(place, why);
                continue;
            }
        };
        for note in notes.into_iter().chain(heard.odd.iter().cloned()) {
            report.odd_at(place.clone(), note);
        }
        if heard.basic.is_none() {
            let say = Say::new("没有姓名，不知道是谁的表。", "There is no name: nobody knows whose form this is.");
            report.wrong_at(place.clone(), say);
        }
        let beside = beside.get(&path(entry));
        used += usize::from(beside.is_some());
        let photo = match (photo, beside) {
            (None, Some(file)) => match Photo::new(&file.bytes, PHOTO) {
                Ok(photo) => Some(photo),
                Err(why) => {
                    report.odd_at(place.clone(), why);
                    None
                }
            },
            (photo, _) => photo,
        };
        let photo = photo.filter(|p| {
            let fits = p.bytes().len() <= PHOTO && paper::Picture::new(p.bytes(), "").is_some();
            if !fits {
                let say = Say::new(
                    format!("照片超过 {} MB 或已损坏，未采用。", PHOTO >> 20),
                    format!("The photograph is larger than {} MB or damaged and was left out.", PHOTO >> 20),
                );
                report.odd_at(place.clone(), say);
            }
            fits
        });
        if extras.iter().map(|e| e.xml.len() + e.element.len()).sum::<usize>() > REST {
            let say = Say::new(
                format!("表中有审批表没有的内容，超过 {} KB，未保存。", REST >> 10),
                format!("It holds more than {} KB beside the fields of the form, which was left out.", REST >> 10),
            );
            report.odd_at(place.clone(), say);
            extras.clear();
        }
        came.push(Came { place, heard, wording, photo, extras });
    }
    if used < beside.len() {
        let n = beside.len() - used;
        let say = Say::new(
            format!("{n}张照片没有同名的审批表，未采用。"),
            format!("{n} photographs have no form of the same name and were left out."),
        );
        report.odd_at(String::new(), say);
    }
    if came.is_empty() && report.wrong_in_all == 0 {
        let say = Say::new(
            "文件中没有干部任免审批表（.lrmx 或 .lrm）。",
            "There is no approval form (.lrmx or .lrm) in the files.",
        );
        report.wrong_at(String::new(), say);
    }
    came
}
