//! What an applicant does, by the address that only the applicant knows.

use auth::{Action, Permit};
use base::{Date, Id, IdNumber, Lang, Say, Timestamp};
use base64::{Engine, prelude::BASE64_STANDARD, prelude::BASE64_URL_SAFE_NO_PAD};
use db::{Books, Cell, Error, Event, Read, Recorded, Result, Write};
use decision::rules::media;
use sha2::{Digest, Sha256};

use super::{
    Application, Apply, Attachment, Recruitment,
    rules::{self, Answers},
    store::{self, Announced, Attached, Draft, FACTS, Filed, Handed, Review, Verdict},
};
use crate::actions::hash;

const DAY: i64 = 24 * 3_600_000_000;
/// How many applications to one recruitment may be begun in a day, so that a flood does not bury what people have to say.
const MOST_A_DAY: i64 = 3000;
/// How many links may be made for one address in a day.
const LINKS_A_DAY: i64 = 5;
/// How often one application may be saved.
const SAVES: i64 = 500;

/// Where an application stands, and what belongs to it.
pub(crate) struct Own {
    pub(crate) announced: Announced,
    pub(crate) draft: Draft,
    pub(crate) filed: Option<Filed>,
    pub(crate) review: Option<Review>,
    pub(crate) number: Option<String>,
    pub(crate) mark: Option<store::Mark>,
    pub(crate) files: Vec<Attached>,
    /// The file in the register, once there is one.
    pub(crate) person: Option<Id<people::Person>>,
}

impl Own {
    /// Whether it may be changed on a day: before it is handed in, while applications are taken; or while something is asked for.
    pub(crate) fn editable(&self, on: Date) -> bool {
        let handed = self.filed.as_ref().is_some_and(|f| f.state == Handed::Submitted);
        let asked = self.review.as_ref().filter(|r| r.verdict == Verdict::Supplement).and_then(|r| r.until);
        let asked = asked.is_some_and(|until| on <= until) && self.announced.state == store::Standing::Published;
        if handed { asked } else { self.announced.takes(on) }
    }
    fn change(&self, on: Date) -> Result<()> {
        if self.editable(on) {
            return Ok(());
        }
        let handed = self.filed.as_ref().is_some_and(|f| f.state == Handed::Submitted);
        Err(if handed {
            Error::refused(
                "报名已提交，不能修改。截止前可以撤回后修改。",
                "The application is handed in and cannot be changed. Before the deadline it can be taken back.",
            )
        } else {
            Error::refused(
                "现在不接受报名：未到开始日期，或已截止。",
                "Applications are not taken now: not yet, or no longer.",
            )
        })
    }
}

/// An application with what stands of it.
pub(crate) fn whole<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, of: Id<Application>) -> Result<Own> {
    let draft = store::draft(tx, may, of)?.ok_or(Error::NotFound)?;
    let announced = store::open(tx, may, draft.recruitment)?;
    let stood = store::stood(tx, may, draft.recruitment, Some(of))?;
    let files = store::files(tx, may, of)?;
    Ok(Own {
        announced,
        draft,
        filed: stood.filed.into_iter().next(),
        review: stood.reviews.into_iter().next(),
        number: stood.numbers.into_iter().next().map(|n| n.1),
        mark: stood.marks.into_iter().next().map(|m| (m.1, m.2)),
        person: stood.persons.into_iter().next().map(|p| p.1),
        files,
    })
}

/// The application that a secret opens.
pub(crate) fn own(tx: &mut Read<'_>, secret: &str) -> Result<Own> {
    let may = tx.may::<Apply>()?;
    let of = store::of_link(tx, &may, &hash(secret))?;
    whole(tx, &may, of)
}

/// A new secret for an application, kept as its hash.
pub(crate) fn link<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, of: Id<Application>) -> Result<String> {
    let mut bytes = [0u8; 24];
    getrandom::fill(&mut bytes).map_err(|e| Error::Internal(e.to_string()))?;
    let secret = BASE64_URL_SAFE_NO_PAD.encode(bytes);
    store::put_link(tx, may, of, &hash(&secret))?;
    Ok(secret)
}

/// Begins an application, or sends a new link to one that was begun: the answer is the same, so that nobody learns who applies.
///
/// # Errors
/// No mail address; a recruitment that takes no applications; a flood of them.
pub(crate) fn begin(
    tx: &mut Books<'_>,
    of: Id<Recruitment>,
    email: &str,
    lang: Lang,
    origin: Option<&str>,
) -> Result<()> {
    let may = tx.may::<Apply>()?;
    let announced = store::open(tx, &may, of)?;
    let (today, now) = (tx.today(), tx.now());
    if !announced.takes(today) {
        return Err(Error::refused(
            "现在不接受报名：未到开始日期，或已截止。",
            "Applications are not taken now: not yet, or no longer.",
        ));
    }
    let email = inbox::rules::mail_address(email)
        .map_err(|e| Error::Invalid(vec![db::FieldError { field: "email".into(), ..e }]))?
        .to_lowercase();
    let since = Timestamp(now.0 - DAY);
    let mut draft = match store::of_address(tx, &may, of, &email)? {
        Some(draft) => draft,
        None => {
            if store::begun(tx, &may, of, since)? >= MOST_A_DAY {
                return Err(Error::refused(
                    "今天开始的报名过多，请明天再来，或与招聘单位联系。",
                    "Too many applications were begun today: come back tomorrow, or ask the office.",
                ));
            }
            let mut salt = vec![0u8; 32];
            getrandom::fill(&mut salt).map_err(|e| Error::Internal(e.to_string()))?;
            Draft {
                root: may.root(),
                application: Id::new(),
                recruitment: of,
                email: email.clone(),
                confirmed: false,
                lang: lang.tag().to_owned(),
                opening: String::new(),
                form: "{}".to_owned(),
                sealed: None,
                print: None,
                salt,
                made_at: now,
                saves: 0,
                letter: None,
            }
        }
    };
    if let Some(origin) = origin
        && store::links(tx, &may, draft.application, since)? < LINKS_A_DAY
    {
        let address = format!("{origin}/apply/{}", link(tx, &may, draft.application)?);
        draft.letter = Some(inbox::post(tx, &may, invitation(&announced, &email, &address, lang))?);
    }
    store::put_draft(tx, &may, &draft)
}

fn invitation(of: &Announced, email: &str, address: &str, lang: Lang) -> inbox::Letter {
    let subject = Say::new(format!("报名链接：{}", of.title), format!("Your application: {}", of.title));
    let text = Say::new(
        format!(
            "请用下面的链接填写、提交和查询报名：\n\n{address}\n\n链接只属于您，请勿转发。报名截止：{}（当日24时）。不是您本人操作的，请忽略。\n",
            of.closes
        ),
        format!(
            "Fill in, hand in and follow your application here:\n\n{address}\n\nThe link is yours alone; do not pass it on. Applications are taken until the end of {}. If this was not you, ignore it.\n",
            of.closes
        ),
    );
    let (subject, text) = (subject.to(lang).to_owned(), text.to(lang).to_owned());
    inbox::Letter { address: email.to_owned(), subject, text }
}

/// Tells an applicant by mail that something changed, without saying what and without the link.
pub(crate) fn tell<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, of: &Announced, draft: &Draft) -> Result<()> {
    let subject = Say::new(format!("报名状态有更新：{}", of.title), format!("News of your application: {}", of.title));
    let text = Say::new(
        "您的报名状态有更新，请用报名时收到的链接查看。\n",
        "There is news of your application; look at it with the link that you were sent.\n",
    );
    let lang = Lang::from_tag(&draft.lang).unwrap_or_default();
    let (subject, text) = (subject.to(lang).to_owned(), text.to(lang).to_owned());
    let letter = inbox::post(tx, may, inbox::Letter { address: draft.email.clone(), subject, text })?;
    store::put_draft(tx, may, &Draft { letter: Some(letter), ..draft.clone() })
}

/// Keeps a draft as it was written, right or wrong.
///
/// # Errors
/// An answer that is too long; an application that cannot be changed.
pub(crate) fn save(tx: &mut Books<'_>, secret: &str, opening: &str, sent: &Answers) -> Result<()> {
    let may = tx.may::<Apply>()?;
    let own = own(tx, secret)?;
    let today = tx.today();
    own.change(today)?;
    if own.draft.saves >= SAVES {
        return Err(Error::refused("保存次数过多，请直接提交。", "It was saved too often; hand it in."));
    }
    let answers = rules::kept(sent).map_err(Error::Invalid)?;
    let form = serde_json::to_string(&answers).map_err(|e| Error::Internal(e.to_string()))?;
    let opening: String = opening.trim().chars().take(60).collect();
    let saves = own.draft.saves + 1;
    store::put_draft(tx, &may, &Draft { confirmed: true, opening, form, saves, ..own.draft })
}

pub(crate) fn file_cell(file: Id<Attachment>) -> Cell {
    Cell::new("recruit_file", "sealed", file)
}
pub(crate) fn private_cell(of: Id<Application>) -> Cell {
    Cell::new("recruit_draft", "sealed", of)
}

/// Attaches a paper to a draft.
///
/// # Errors
/// A file that is not taken, with the kinds that are; too many; an application that cannot be changed.
pub(crate) fn attach(tx: &mut Books<'_>, secret: &str, kind: &str, name: &str, bytes: &[u8]) -> Result<()> {
    let may = tx.may::<Apply>()?;
    let own = own(tx, secret)?;
    let today = tx.today();
    own.change(today)?;
    if !rules::ATTACHMENTS.iter().any(|a| a.0 == kind) {
        return Err(Error::field("kind", Say::new("请选择材料种类。", "Choose which paper it is.")));
    }
    if own.files.len() >= rules::MOST_FILES {
        let most = rules::MOST_FILES;
        return Err(Error::refused(format!("最多{most}份附件。"), format!("At most {most} attachments.")));
    }
    if bytes.len() > rules::LARGEST {
        let most = rules::LARGEST / 1024 / 1024;
        let say = Say::new(format!("文件超过{most}MB。"), format!("The file is larger than {most} MB."));
        return Err(Error::field("file", say));
    }
    let media = media(bytes).map_err(|say| Error::field("file", say))?;
    let file = Id::new();
    let sealed = tx.sealer(&may).seal(file_cell(file), &BASE64_STANDARD.encode(bytes))?;
    let name: String = name.chars().filter(|c| !c.is_control()).take(120).collect();
    let new = Attached {
        file,
        application: own.draft.application,
        kind: kind.to_owned(),
        name: if name.trim().is_empty() { kind.to_owned() } else { name },
        media: media.to_owned(),
        size: bytes.len() as i64,
        hash: Sha256::digest(bytes).to_vec(),
    };
    store::put_draft(tx, &may, &Draft { confirmed: true, ..own.draft })?;
    store::put_file(tx, &may, &new, &sealed)
}

/// Removes an attachment from a draft.
///
/// # Errors
/// An application that cannot be changed.
pub(crate) fn detach(tx: &mut Books<'_>, secret: &str, file: Id<Attachment>) -> Result<()> {
    let may = tx.may::<Apply>()?;
    let own = own(tx, secret)?;
    let today = tx.today();
    own.change(today)?;
    store::drop_file(tx, &may, own.draft.application, file)
}

/// What is asked for when an application is handed in.
#[derive(Clone, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub(crate) struct Handing {
    pub(crate) id_number: String,
    pub(crate) phone: String,
    pub(crate) truthful: String,
}

/// What is restricted of an application, as it is sealed.
#[derive(serde::Serialize, serde::Deserialize)]
pub(crate) struct Private {
    pub(crate) id_number: String,
    pub(crate) phone: String,
}

/// Hands an application in: all of it must read, and be stated to be true.
///
/// # Errors
/// Every field that is wrong or missing; an identity number under which somebody applied already.
pub(crate) fn submit(tx: &mut Write<'_>, secret: &str, of: &Handing) -> Result<Recorded<()>> {
    let may = tx.may::<Apply>()?;
    let own = own(tx, secret)?;
    let today = tx.today();
    own.change(today)?;
    let mut errors = Vec::new();
    let (_, openings) = screening::published(tx, &may, own.announced.call_id)?;
    if !openings.iter().any(|o| o.code == own.draft.opening) {
        errors.push(rules::wrong("opening", "请选择报考职位并保存。", "Choose the post that you apply for, and save."));
    }
    let values = rules::read(&own.draft.answers()?).map_err(|e| errors.extend(e)).unwrap_or_default();
    let mut draft = Draft { confirmed: true, ..own.draft.clone() };
    let (number, phone) = (of.id_number.trim().to_ascii_uppercase(), of.phone.trim());
    // once given it stands, unless it is given anew
    if draft.sealed.is_none() || !number.is_empty() || !phone.is_empty() {
        let read = number.parse::<IdNumber>();
        let called =
            (7..=20).contains(&phone.len()) && phone.bytes().all(|b| b.is_ascii_digit() || b"+- ".contains(&b));
        match &read {
            Ok(number) => errors.extend(rules::agrees(number, &values)),
            Err(_) => errors.push(rules::wrong(
                "id_number",
                "请填写18位身份证号，末位校验须正确。",
                "Give the identity number of 18 characters; its last one must be right.",
            )),
        }
        if !called {
            errors.push(rules::wrong("phone", "请填写联系电话。", "Give a telephone number."));
        }
        if let (Ok(number), true) = (read, called) {
            let print = people::identity_print(tx, number.as_str())?;
            for other in store::of_print(tx, &may, &draft, &print)? {
                let stood = store::stood(tx, &may, draft.recruitment, Some(other))?;
                if stood.filed.iter().any(|f| f.state == Handed::Submitted) {
                    errors.push(rules::wrong(
                        "id_number",
                        "该身份证号已报名；每人限报一个职位。要改报的，请先撤回原来的报名。",
                        "Somebody applied under this number already; each may apply for one post. Take the other application back first.",
                    ));
                }
            }
            let private = Private { id_number: number.as_str().to_owned(), phone: phone.to_owned() };
            let text = serde_json::to_string(&private).map_err(|e| Error::Internal(e.to_string()))?;
            draft.sealed = Some(tx.sealer(&may).seal(private_cell(draft.application), &text)?);
            draft.print = Some(print);
        }
    }
    if of.truthful != "true" {
        errors.push(rules::wrong("truthful", "请确认所填内容真实。", "Confirm that what is told is true."));
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let content = content(&draft, &own.files);
    store::put_draft(tx, &may, &draft)?;
    let new = Filed {
        application: draft.application,
        recruitment: draft.recruitment,
        opening: draft.opening.clone(),
        state: Handed::Submitted,
        day: today,
    };
    store::file(tx, &may, &new, &content)?;
    tx.record(Event::new("recruitment.applied").about(draft.application).facts(FACTS), ())
}

/// The salted SHA-256 of what an application says: once salt and text are deleted, it tells nothing.
fn content(draft: &Draft, files: &[Attached]) -> Vec<u8> {
    let mut all = Sha256::new();
    let mut add = |part: &[u8]| {
        all.update((part.len() as u64).to_be_bytes());
        all.update(part);
    };
    add(&draft.salt);
    add(draft.opening.as_bytes());
    add(draft.form.as_bytes());
    add(draft.print.as_deref().unwrap_or_default());
    files.iter().for_each(|f| add(&f.hash));
    all.finalize().to_vec()
}

/// Takes an application back, while applications are taken.
///
/// # Errors
/// Nothing handed in; the deadline is over.
pub(crate) fn withdraw(tx: &mut Write<'_>, secret: &str) -> Result<Recorded<()>> {
    let may = tx.may::<Apply>()?;
    let own = own(tx, secret)?;
    let today = tx.today();
    let Some(filed) = own.filed.filter(|f| f.state == Handed::Submitted) else {
        return Err(Error::refused("没有已提交的报名。", "Nothing is handed in."));
    };
    if !own.announced.takes(today) {
        return Err(Error::refused(
            "报名已截止，不能在网上撤回；放弃的请与招聘单位联系。",
            "Applications are no longer taken, so it cannot be taken back here; tell the office if you step back.",
        ));
    }
    let content = content(&own.draft, &own.files);
    store::file(tx, &may, &Filed { state: Handed::Withdrawn, day: today, ..filed }, &content)?;
    tx.record(Event::new("recruitment.withdrawn").about(own.draft.application).facts(FACTS), ())
}
