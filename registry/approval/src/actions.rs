//! Making the form of a person: as open as the roles and a reason allow.

use auth::ColumnGroup;
use base::{Date, Id, Lang, Say};
use db::{Read, Recorded, Write};
use formats::approval::{self, Field, Form};
use paper::Fonts;
use people::{Person, Reveal, Section, See, Values, actions};

use crate::{sheet, store, told, wording::Wording};

/// What a form is made with besides the file.
#[derive(Clone, Default, Debug)]
pub struct Wish {
    /// Texts about the appointment: post to be held, reason, who submits, days.
    pub proposal: Vec<(Field, String)>,
}

/// A form that was made.
#[derive(Clone, Debug)]
pub struct Made {
    /// Whose.
    pub person: Id<Person>,
    /// The form.
    pub form: Form,
    /// Restricted sections that have entries and are not on it.
    pub masked: Vec<Section>,
    /// Whether the form that came in held elements of other programs that are not on it: they go out only with everything
    /// that is restricted.
    pub more: bool,
}

/// The restricted sections that a form shows.
pub const RESTRICTED: [Section; 3] = [Section::Identity, Section::Health, Section::Kin];

/// The form without what is restricted.
///
/// # Errors
/// A person out of reach; the database.
pub fn open(tx: &mut Read<'_>, person: Id<Person>, wish: &Wish) -> db::Result<Made> {
    let may = tx.may::<See>()?;
    let today = tx.today();
    let file = people::file(tx, person, today)?;
    let (photo, wording) = store::kept(tx, &may, person)?;
    let form = told::told(&file, &[], wording.as_ref(), photo, &wish.proposal, today);
    let more = store::has_rest(tx, &may, person)?;
    Ok(Made { person, form, masked: masked(&file.sealed, &[]), more })
}

/// The form with restricted sections, for the reason given, with one entry in the ledger.
///
/// # Errors
/// As [`people::actions::reveal`].
pub fn full(
    tx: &mut Write<'_>,
    person: Id<Person>,
    groups: &[ColumnGroup],
    reason: &str,
    wish: &Wish,
) -> db::Result<Recorded<Made>> {
    let may = tx.may::<See>()?;
    let today = tx.today();
    let file = people::file(tx, person, today)?;
    let (photo, wording) = store::kept(tx, &may, person)?;
    let wanted = |s: &Section| s.group().is_some_and(|g| groups.contains(&g));
    let sections: Vec<Section> = RESTRICTED.into_iter().filter(wanted).collect();
    let all = ColumnGroup::ALL.iter().all(|g| groups.contains(g));
    let extras = if all {
        let reveals = tx.may::<Reveal>()?;
        store::rest_of(tx, &reveals, person)?
    } else {
        Vec::new()
    };
    let more = !all && store::has_rest(tx, &may, person)?;
    let opened = actions::reveal_all(tx, person, &sections, reason)?;
    Ok(opened.map(|opened| {
        let mut entries = opened.entries;
        // ids are in the order in which rows were made: the family stays in the order of the form
        entries.sort_by_key(|e| e.id);
        let values: Vec<Values> = entries.into_iter().map(|e| e.values).collect();
        let mut form = told::told(&file, &values, wording.as_ref(), photo, &wish.proposal, today);
        form.extras = extras;
        Made { person, form, masked: masked(&file.sealed, &sections), more }
    }))
}

fn masked(sealed: &[Section], shown: &[Section]) -> Vec<Section> {
    RESTRICTED.into_iter().filter(|s| sealed.contains(s) && !shown.contains(s)).collect()
}

/// The wording that is kept of a person's form, for the fields about the appointment.
pub(crate) fn wording(tx: &mut Read<'_>, person: Id<Person>) -> db::Result<Wording> {
    let may = tx.may::<See>()?;
    Ok(store::kept(tx, &may, person)?.1.unwrap_or_default())
}

base::words! {
    /// The files that a form goes out as.
    pub enum Format {
        /// The present editor's file.
        Lrmx = "lrmx",
        /// The older editor's file, with the photograph beside it.
        Lrm = "lrm",
        /// For Word and WPS.
        Docx = "docx",
        /// Looks the same everywhere.
        Pdf = "pdf",
    }
}

/// Files: the end of the name and the content, with what is to be said of them.
#[derive(Clone, Debug)]
pub struct Files {
    /// The first is the form, another its photograph.
    pub files: Vec<(&'static str, Vec<u8>)>,
    /// What the format could not hold.
    pub notes: Vec<Say>,
}

/// The form as files.
///
/// # Errors
/// For PDF: no Chinese font on this machine, with how to get one.
pub fn files(form: &Form, format: Format, lang: Lang, today: Date) -> Result<Files, Say> {
    let one = |end, bytes, notes| Files { files: vec![(end, bytes)], notes };
    Ok(match format {
        Format::Lrmx => one("lrmx", approval::lrmx(form), vec![]),
        Format::Lrm => {
            let written = approval::lrm(form);
            let mut files = vec![("lrm", written.lrm)];
            files.extend(written.pic.map(|p| ("pic", p.bytes().to_vec())));
            Files { files, notes: written.notes }
        }
        Format::Docx => one("docx", paper::docx(&sheet(form, lang, today))?, vec![]),
        Format::Pdf => {
            let drawn = paper::pdf(&sheet(form, lang, today), Fonts::of_machine()?)?;
            one("pdf", drawn.bytes, drawn.notes)
        }
    })
}
