//! The addresses of the way from files to records.

use std::{collections::BTreeMap, sync::Arc};

use base::{Id, Lang};
use db::LedgerEntry;
use formats::sheet;
use ui::{Icon, Notice, Tone};
use web::{At, Cx, Form, Reply, Routes, Slice, Upload as Sent};

use crate::{
    Desk, File, Intake, Source, command,
    desk::{MOST, Seen, Stage, Upload, recognise},
    memory::{self, Remembered, mappings},
    pages::{ACTIONS, Choose, Index, One, Past, Remember, See, Text, Work, offered},
};

/// The pages of importing. The installation must be given a [`Desk`] as a part.
pub fn slice() -> Slice {
    // the largest archive of forms; spreadsheets are bounded when they are read
    let most = 128 << 20;
    let routes = Routes::new()
        .get(See, "/import", ("数据导入", "Imports"), index)
        .get(See, "/import/{kind}", ("选择要导入的文件", "Choose files to import"), choose)
        .get(See, "/import/{kind}/template", ("空白模板", "An empty template"), template)
        .post(See, "/import/{kind}", ("上传文件", "Upload files"), upload)
        .up_to(most * 2)
        .files(&["files"])
        .post(Remember, "/import/{kind}/forget", ("忘记列的对应", "Forget what columns mean"), forget)
        .takes_nothing()
        .get(See, "/import/{kind}/{id}", ("一次导入的进展", "An import as it stands"), work)
        .post(See, "/import/{kind}/{id}/columns", ("核对列名并检查", "Match columns and check"), columns)
        .takes::<BTreeMap<String, String>>()
        .post(See, "/import/{kind}/{id}/answers", ("回答问题并重新检查", "Answer questions and check again"), answers)
        .takes::<BTreeMap<String, String>>()
        .post(See, "/import/{kind}/{id}/record", ("入库", "Record"), record)
        .takes_nothing()
        .post(See, "/import/{kind}/{id}/drop", ("放弃这次上传", "Give the upload up"), drop_upload)
        .takes_nothing()
        .get(See, "/import/{kind}/past/{entry}", ("一次已入库的导入", "A past import"), past)
        .post(See, "/import/{kind}/past/{entry}/undo", ("撤销一次导入", "Undo an import"), undo)
        .takes_nothing();
    Slice::new("intake", ACTIONS)
        .routes(routes)
        .menu(See, "/import", ("数据导入", "Imports"), Icon::Import, 80)
        .command("import undo", ("撤销一次导入", "Take a whole import back"), command::undo_args, command::undo)
}

fn desk(cx: &Cx) -> db::Result<&Desk> {
    cx.app().part::<Desk>().ok_or_else(|| db::Error::Internal("the installation has no desk for imports".to_owned()))
}
fn kind(cx: &Cx, word: &str) -> db::Result<Arc<dyn Intake>> {
    desk(cx)?.kind(word).filter(|k| k.allows(cx.actor())).ok_or(db::Error::NotFound)
}

async fn index(cx: Cx) -> Reply {
    let desk = desk(&cx)?.clone();
    let kinds = offered(&desk, cx.actor());
    let past = cx.read(move |tx| past_of(tx, desk.kinds())).await?;
    cx.show(Index { kinds, past })
}

/// The latest imports of these kinds, newest first.
fn past_of(tx: &mut db::Read<'_>, kinds: &[Arc<dyn Intake>]) -> db::Result<Vec<Past>> {
    let may = tx.may::<See>()?;
    let events: Vec<&str> = kinds.iter().flat_map(|k| [k.events().0, k.events().1]).collect();
    let entries = tx.entries(&may, &events, LOOKED_AT)?;
    let me = tx.actor().account_id().map(|id| id.to_string());
    let undone = |entry: &db::Entry| {
        entries.iter().any(|e| {
            kinds.iter().any(|k| k.events().1 == e.event) && e.subject.as_deref() == Some(&entry.entry.to_string())
        })
    };
    let one = |e: &db::Entry| {
        let kind = kinds.iter().find(|k| k.events().0 == e.event)?;
        if !within_reach(e, &may, me.as_deref()) {
            return None;
        }
        let (kind, title) = (kind.kind(), kind.title());
        Some(Past { kind, title, at: day_and_time(e.at), entry: e.entry, seq: e.seq, undone: undone(e) })
    };
    Ok(entries.iter().filter_map(one).take(SHOWN).collect())
}

/// How many entries of the ledger are looked at, and how many past imports are shown at most.
const LOOKED_AT: i64 = 5000;
const SHOWN: usize = 200;

/// Whether a past import is the reader's business: the own ones are, and those of whoever reached no further than the
/// reader does. What an entry does not say is the business of who reaches the whole tree.
fn within_reach(entry: &db::Entry, may: &auth::Permit<See>, me: Option<&str>) -> bool {
    let own = me.is_some() && entry.actor.split_once(':').map(|(_, id)| id) == me;
    let payload = || serde_json::from_str::<serde_json::Value>(entry.payload.as_deref()?).ok();
    let over = || -> Option<Vec<auth::Path>> {
        payload()?["over"].as_array()?.iter().map(|p| p.as_str()?.parse().ok()).collect()
    };
    own || may.whole() || over().is_some_and(|all| !all.is_empty() && all.iter().all(|place| may.reaches(place)))
}

/// An instant as people here read it: day and minute, UTC+8.
fn day_and_time(at: base::Timestamp) -> String {
    let minutes = (at.0 / 60_000_000 + 8 * 60).rem_euclid(24 * 60);
    format!("{} {:02}:{:02}", at.date_at(8), minutes / 60, minutes % 60)
}

/// What the reader's columns meant earlier.
async fn earlier(cx: &Cx, intake: &dyn Intake) -> db::Result<Remembered> {
    let kind = intake.kind();
    cx.read(move |tx| memory::remembered(tx, kind)).await
}

fn choose_page(desk: &Desk, intake: &dyn Intake, remembered: Remembered, errors: Vec<(String, String)>) -> Choose {
    // whoever brings a form where people are brought is understood
    let others = desk.kinds().iter().filter(|k| k.stands_in_for() == Some(intake.kind()));
    let more: Vec<&'static str> = others.flat_map(|k| k.ends().iter().copied()).collect();
    let mut ends = intake.ends().to_vec();
    ends.extend(more.into_iter().filter(|e| !intake.ends().contains(e)));
    let megabytes = intake.most() >> 20;
    let (kind, title, hint, parts) = (intake.kind(), intake.title(), intake.hint(), intake.parts());
    Choose { kind, title, hint, parts, ends, megabytes, remembered, errors }
}

async fn choose(cx: Cx, At(word): At<String>) -> Reply {
    let intake = kind(&cx, &word)?;
    let remembered = earlier(&cx, intake.as_ref()).await?;
    let page = choose_page(desk(&cx)?, intake.as_ref(), remembered, vec![]);
    cx.show(page)
}

async fn forget(cx: Cx, At(word): At<String>) -> Reply {
    let kind = kind(&cx, &word)?.kind();
    cx.keep_books(move |tx| memory::remember(tx, kind, &Remembered::new())).await?;
    cx.go(format!("/import/{kind}"))
}

async fn template(cx: Cx, At(word): At<String>) -> Reply {
    let intake = kind(&cx, &word)?;
    let lang = cx.lang();
    let tables = intake.parts().iter().map(|part| {
        let heads: Vec<String> = part.layout.columns.iter().map(|c| c.label(lang).to_owned()).collect();
        sheet::Table::new(part.name(lang), heads, Vec::<Vec<sheet::Value>>::new())
    });
    let bytes = sheet::xlsx(tables.collect()).map_err(|e| db::Error::Internal(e.to_string()))?;
    let mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    cx.file(&format!("{}.xlsx", intake.title().to(lang)), mime, bytes)
}

async fn upload(cx: Cx, At(word): At<String>, mut sent: Sent) -> Reply {
    let mut intake = kind(&cx, &word)?;
    let remembered = earlier(&cx, intake.as_ref()).await?;
    let files = match sent.files("files") {
        Ok(files) => files,
        Err(why) => {
            let desk = desk(&cx)?;
            return cx.again(why, |errors| choose_page(desk, intake.as_ref(), remembered, errors));
        }
    };
    if let Some(stand_in) = desk(&cx)?.kind_for(&word, files.iter().map(|f| f.name.as_str()))
        && stand_in.allows(cx.actor())
    {
        intake = stand_in;
    }
    let files = files.into_iter().map(|f| File { name: f.name, bytes: f.bytes.into() }).collect();
    let mut source = Source { files, ..Source::default() };
    let (reader, known) = (intake.clone(), mappings(&remembered));
    let read = cx.work(move || Ok(recognise(reader.as_ref(), &mut source, &known).map(|_| source))).await?;
    let source = match read {
        Ok(source) => source,
        Err(why) => {
            let why = db::Error::field("files", why.say());
            let desk = desk(&cx)?;
            return cx.again(why, |errors| choose_page(desk, intake.as_ref(), remembered, errors));
        }
    };
    let ready = intake.parts().is_empty();
    let Some(id) = desk(&cx)?.put(cx.actor(), cx.app().db().now(), intake.kind(), source) else {
        let say = base::Say::each(|l| Text::of(l).too_many(MOST as u64).to_string());
        let desk = desk(&cx)?;
        return cx.again(db::Error::Refused(say), |errors| choose_page(desk, intake.as_ref(), remembered, errors));
    };
    if ready {
        desk(&cx)?.run(cx.app().db().clone(), cx.actor(), intake.clone(), id, false);
    }
    cx.go(format!("/import/{}/{id}", intake.kind()))
}

/// The upload of the address; where it is gone, the way to begin anew.
fn seen(cx: &Cx, word: &str, id: Id<Upload>) -> db::Result<(Arc<dyn Intake>, Seen)> {
    let intake = kind(cx, word)?;
    let seen = desk(cx)?.see(cx.actor(), word, id);
    let gone = || db::Error::Refused(base::Say::each(|l| Text::of(l).gone().to_string()));
    Ok((intake, seen.ok_or_else(gone)?))
}

async fn show(cx: &Cx, word: &str, id: Id<Upload>, wrong: Option<db::Error>) -> Reply {
    let (intake, seen) = seen(cx, word, id)?;
    let mut source = seen.source.clone();
    let reader = intake.clone();
    let opened = match seen.stage {
        Stage::Columns => {
            cx.work(move || Ok(recognise(reader.as_ref(), &mut source, &BTreeMap::new()).ok().flatten())).await?
        }
        _ => None,
    };
    let trouble = opened.as_ref().and_then(|o| o.tables(intake.parts(), &seen.source.sheets).err());
    let mut page = Work::new(intake.as_ref(), id, seen, opened);
    page.trouble = trouble;
    match wrong {
        None => cx.show(page),
        Some(why) => cx.again(why, |errors| Work { errors, ..page }),
    }
}

async fn work(cx: Cx, At((word, id)): At<(String, Id<Upload>)>) -> Reply {
    show(&cx, &word, id, None).await
}

async fn columns(
    cx: Cx,
    At((word, id)): At<(String, Id<Upload>)>,
    Form(form): Form<BTreeMap<String, String>>,
) -> Reply {
    let (intake, seen) = seen(&cx, &word, id)?;
    let parts = intake.parts();
    let (mut source, reader) = (seen.source, intake.clone());
    let before = earlier(&cx, intake.as_ref()).await?;
    let (known, mut all) = (mappings(&before), before.clone());
    let changed = cx
        .work(move || {
            let opened = recognise(reader.as_ref(), &mut source, &known)?;
            let Some(opened) = opened else { return Ok((source, None, all)) };
            for (i, one) in source.sheets.iter_mut().enumerate() {
                let wanted = form.get(&format!("part-{i}")).filter(|p| !p.is_empty());
                let part = parts.iter().find(|p| Some(p.key) == wanted.map(String::as_str));
                let same = one.part.as_deref() == part.map(|p| p.key);
                one.part = part.map(|p| p.key.to_owned());
                match (part, same, opened.sheet(one)) {
                    // another meaning of the sheet: its columns are guessed anew
                    (Some(part), false, Some(sheet)) => {
                        one.mapping = sheet::map_again(sheet, part.layout, known.get(part.key))
                    }
                    (Some(part), true, Some(sheet)) => {
                        let cols: Vec<u32> = one.mapping.headings.iter().map(|h| h.col).collect();
                        for col in cols {
                            if let Some(key) = form.get(&format!("key-{i}-{col}")) {
                                one.mapping.assign(col, Some(key.as_str()).filter(|k| !k.is_empty()));
                            }
                        }
                        memory::note(&mut all, part.key, &sheet::map(sheet, part.layout), &one.mapping);
                    }
                    _ => {}
                }
            }
            let trouble = opened.tables(parts, &source.sheets).err().map(db::Error::from);
            Ok((source, trouble, all))
        })
        .await?;
    let (source, trouble, all) = changed;
    if all != before {
        let kind = intake.kind();
        cx.keep_books(move |tx| memory::remember(tx, kind, &all)).await?;
    }
    desk(&cx)?.change(cx.actor(), id, |s, stage| {
        s.sheets = source.sheets;
        *stage = Stage::Columns;
    });
    if let Some(why) = trouble {
        return show(&cx, &word, id, Some(why)).await;
    }
    desk(&cx)?.run(cx.app().db().clone(), cx.actor(), intake, id, false);
    cx.go(format!("/import/{word}/{id}"))
}

async fn answers(
    cx: Cx,
    At((word, id)): At<(String, Id<Upload>)>,
    Form(form): Form<BTreeMap<String, String>>,
) -> Reply {
    let (intake, seen) = seen(&cx, &word, id)?;
    let Stage::Checked(report) = &seen.stage else { return cx.go(format!("/import/{word}/{id}")) };
    let fits = |q: &crate::Question, a: &str| match q.answers[..] {
        [] => !a.trim().is_empty() && a.chars().count() <= 200,
        _ => q.answers.iter().any(|(w, _)| w == a),
    };
    let given = |q: &crate::Question| form.get(&q.key).filter(|a| fits(q, a)).cloned();
    let chosen: Vec<(String, Option<String>)> = report.questions.iter().map(|q| (q.key.clone(), given(q))).collect();
    if let Some((key, _)) = chosen.iter().find(|(_, a)| a.is_none()) {
        let why = db::Error::field(key, base::Say::each(|l| Text::of(l).no_question().to_string()));
        return show(&cx, &word, id, Some(why)).await;
    }
    desk(&cx)?.change(cx.actor(), id, |source, _| {
        source.choices.extend(chosen.into_iter().filter_map(|(k, a)| Some((k, a?))));
    });
    desk(&cx)?.run(cx.app().db().clone(), cx.actor(), intake, id, false);
    cx.go(format!("/import/{word}/{id}"))
}

async fn record(cx: Cx, At((word, id)): At<(String, Id<Upload>)>) -> Reply {
    let (intake, seen) = seen(&cx, &word, id)?;
    if matches!(&seen.stage, Stage::Checked(r) if r.is_clean()) {
        desk(&cx)?.run(cx.app().db().clone(), cx.actor(), intake, id, true);
    }
    cx.go(format!("/import/{word}/{id}"))
}

async fn drop_upload(cx: Cx, At((word, id)): At<(String, Id<Upload>)>) -> Reply {
    kind(&cx, &word)?;
    desk(&cx)?.drop_upload(cx.actor(), id);
    cx.go("/import")
}

async fn past(cx: Cx, At((word, entry)): At<(String, Id<LedgerEntry>)>) -> Reply {
    let intake = kind(&cx, &word)?;
    let found = cx
        .read(move |tx| {
            let past = past_of(tx, std::slice::from_ref(&intake))?;
            let past = past.into_iter().find(|p| p.entry == entry).ok_or(db::Error::NotFound)?;
            let may = tx.may::<See>()?;
            let payload = tx.entries_of(&may, &[entry])?.pop().and_then(|e| e.payload);
            let payload = payload.and_then(|p| serde_json::from_str(&p).ok());
            Ok(One { past, payload })
        })
        .await?;
    cx.show(found)
}

async fn undo(cx: Cx, At((word, entry)): At<(String, Id<LedgerEntry>)>) -> Reply {
    let intake = kind(&cx, &word)?;
    let reader = intake.clone();
    // what one cannot see cannot be taken back; the slice asks for its own permit besides
    cx.read(move |tx| {
        let past = past_of(tx, std::slice::from_ref(&reader))?;
        past.iter().any(|p| p.entry == entry).then_some(()).ok_or(db::Error::NotFound)
    })
    .await?;
    cx.write(move |tx| intake.undo(tx, entry)).await?;
    let lang: Lang = cx.lang();
    cx.done("/import", Notice::new(Tone::Yes, Text::of(lang).undone().to_string()))
}
