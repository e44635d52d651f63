//! Forms in and out: word for word, all or nothing, nothing overwritten unseen, and taken back as a whole.

use std::io::{Cursor, Write};

use auth::{ColumnGroup, Columns, Grant, Role};
use base::{Id, Lang};
use formats::approval::{Extra, Field, Form, Limits, Relative};
use intake::{File, Intake, Report, RunError, Source, dry_run, record};
use people::{Filter, Order, Person, Wanted};
use testkit::{Bench, client::Site};
use zip::{ZipWriter, write::SimpleFileOptions};

/// The identity number of the standard's own example; nobody's.
const ID: &str = "11010519491231002X";
const REASON: &str = "任免材料准备";

/// A form with something in every field that a file keeps.
fn form() -> Form {
    let mut form = Form::default();
    for (field, text) in [
        (Field::Name, "钟　岚"),
        (Field::Sex, "女"),
        (Field::Birth, "194912"),
        (Field::Ethnic, "汉族"),
        (Field::NativePlace, "南原云溪"),
        (Field::Birthplace, "南原云溪"),
        (Field::Joined, "197207；民盟"),
        (Field::WorkStart, "197109"),
        (Field::Health, "健康"),
        (Field::Title, "高级经济师"),
        (Field::Expertise, "财政预算"),
        (Field::FullLevel, "大学"),
        (Field::FullDegree, "经济学学士"),
        (Field::FullSchool, "云溪大学经济学院财政学专业"),
        (Field::ServiceLevel, "中央党校大学"),
        (Field::ServiceSchool, "中央党校经济管理专业"),
        (Field::Post, "云溪市财政局预算处处长"),
        (Field::ToHold, "云溪市财政局副局长"),
        (
            Field::Resume,
            "1967.09--1971.07  云溪大学经济学院财政学专业学习\n1971.09--1980.03  云溪市财政局办公室科员\n（其间：1975.09--1978.07  某党校学习）\n1980.03--         云溪市财政局预算处处长",
        ),
        (Field::Awards, "2019年记三等功一次。\n全局通报表扬若干次。"),
        (Field::Annual, "2023年、2024年优秀，2025年称职"),
        (Field::Submitter, "中共云溪市财政局党组"),
        (Field::AgeOn, "20260601"),
        (Field::FilledOn, "20260601"),
        (Field::Identity, ID),
        (Field::Version, "3.2.1.16"),
    ] {
        form.set(field, text);
    }
    let r = |a: &str, b: &str, c: &str, d: &str, e: &str| Relative {
        relation: a.into(),
        name: b.into(),
        birth: c.into(),
        political: d.into(),
        work: e.into(),
    };
    form.family = vec![
        r("丈夫", "于远", "194911", "中共党员", "某校教师"),
        r("儿子", "于小川", "197806", "群众", "某厂职工"),
        r("父亲", "钟启", "192001", "群众", "已去世"),
    ];
    let picture = synth::form(&synth::people(1, 1).next().unwrap(), 1).photo;
    form.photo = picture;
    form.extras =
        vec![Extra { element: "DaoLingNianYue".into(), xml: "<DaoLingNianYue a=\"1\">200912</DaoLingNianYue>".into() }];
    form
}
fn file(name: &str, form: &Form) -> (String, Vec<u8>) {
    (name.to_owned(), approval::lrmx(form))
}
fn source(files: impl IntoIterator<Item = (String, Vec<u8>)>, said: &[(&str, &str)]) -> Source {
    // the slice says that photographs go with their persons
    let _ = ::approval::slice();
    let files = files.into_iter().map(|(name, bytes)| File { name, bytes: bytes.into() }).collect();
    let choices = said.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    Source { files, choices, ..Source::default() }
}
fn zip(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
fn done(t: &Bench, mut source: Source) -> Result<Report, RunError> {
    record(&t.db, &t.officer(), &approval::Forms, &mut source, &|_, _| {})
}
fn looked(t: &Bench, mut source: Source) -> Report {
    dry_run(&t.db, &t.officer(), &approval::Forms, &mut source).unwrap()
}
fn people_of(t: &Bench) -> Vec<(Id<Person>, String)> {
    let wanted = Wanted { order: Order::Name, descending: false, edge: None, limit: 50 };
    let today = "2026-06-01".parse().unwrap();
    let list = t.db.read(&t.officer(), |tx| people::list(tx, &Filter::default(), &wanted, today)).unwrap();
    list.rows.into_iter().map(|l| (l.person, l.post_title)).collect()
}
fn out(t: &Bench, person: Id<Person>) -> Form {
    let all = ColumnGroup::ALL;
    t.db.write(&t.officer(), |tx| ::approval::actions::full(tx, person, all, REASON, &::approval::Wish::default()))
        .unwrap()
        .form
}
mod approval {
    pub use ::approval::Forms;
    pub use formats::approval::*;
}
const NOWHERE: (&str, &str) = ("unit", "无");

testkit::on_both_engines! {
    fn a_form_that_came_in_goes_out_byte_for_byte_and_again_as_what_was_changed(t: Bench) {
        let bytes = approval::lrmx(&form());
        let report = done(t, source([("钟岚.lrmx".into(), bytes.clone())], &[NOWHERE])).unwrap();
        assert_eq!((report.figure("new"), report.figure("photos")), (1, 1), "{report:?}");
        let told: Vec<&str> = report.odd.iter().map(|o| o.say.zh.as_str()).collect();
        assert!(told.iter().any(|o| o.contains("奖惩情况") && o.contains("没有年份")), "{told:?}");
        let person = people_of(t)[0].0;
        let back = approval::lrmx(&out(t, person));
        assert_eq!(String::from_utf8(back).unwrap(), String::from_utf8(bytes).unwrap());

        // what is recorded since is in it, in the form's words; the rest stays word for word
        let annual = [("year", "2022"), ("result", "称职")].map(|(k, v)| (k.to_owned(), v.to_owned()));
        t.db.write(&t.officer(), |tx| {
            people::actions::record(tx, person, people::Section::Annual, "2026-06-01".parse().unwrap(), &annual.into())
        }).unwrap();
        let later = out(t, person);
        assert_eq!(later.text(Field::Annual), "2022年称职，2023年优秀，2024年优秀，2025年称职");
        assert_eq!(later.text(Field::Awards), "2019年记三等功一次。\n全局通报表扬若干次。");
        let entries = later.family.iter().map(|r| r.name.as_str()).collect::<Vec<_>>();
        assert_eq!(entries, ["于远", "于小川", "钟启"]);
    }

    fn a_batch_comes_in_whole_or_not_at_all_and_goes_again(t: Bench) {
        let forms: Vec<Form> = synth::people(60, 7).filter(|p| p.id_number.is_some()).take(20).map(|p| synth::form(&p, 7)).collect();
        let files: Vec<_> = forms.iter().enumerate().map(|(i, f)| file(&format!("{i}-{}.Lrmx", f.name()), f)).collect();
        let mut broken = files.clone();
        broken.push(("坏.lrmx".into(), b"<Person><XingMing>".to_vec()));
        let Err(RunError::Wrong(report)) = done(t, source([("批.zip".into(), zip(&broken))], &[NOWHERE])) else { panic!() };
        assert_eq!((report.wrong_in_all, report.wrong[0].place.as_str()), (1, "坏.lrmx"));
        assert!(people_of(t).is_empty());
        let mut twice = files.clone();
        twice.push(("又一份.lrmx".into(), files[3].1.clone()));
        let Err(RunError::Wrong(report)) = done(t, source([("批.zip".into(), zip(&twice))], &[NOWHERE])) else { panic!() };
        assert!(report.wrong[0].say.zh.contains("同一个人"), "{report:?}");

        let mut nested = files.clone();
        nested.push(("里.zip".into(), zip(&files[..1])));
        let Err(RunError::Wrong(report)) = done(t, source([("批.zip".into(), zip(&nested))], &[NOWHERE])) else { panic!() };
        assert_eq!((report.wrong_in_all, report.wrong[0].place.as_str()), (1, "里.zip"));
        assert!(report.wrong[0].say.zh.contains("请先解开"), "{report:?}");

        // what else lies in a folder is said and holds nothing up
        let mut beside = files.clone();
        beside.push(("说明.txt".into(), "这批表共20份".into()));
        beside.push(("Thumbs.db".into(), vec![0xd0, 0xcf, 0x11, 0xe0]));
        let first = done(t, source([("批.zip".into(), zip(&beside))], &[NOWHERE])).unwrap();
        assert_eq!(first.figure("new"), 20);
        for name in ["说明.txt", "Thumbs.db"] {
            assert!(first.odd.iter().any(|o| o.place == name && o.say.zh.contains("未导入")), "{first:?}");
        }
        // the same once more changes nothing
        let again = done(t, source([("批.zip".into(), zip(&files))], &[NOWHERE])).unwrap();
        assert_eq!((again.figure("unchanged"), again.figure("changed"), again.figure("new")), (20, 0, 0), "{again:?}");
        let entry = first.entry.unwrap();
        t.db.write(&t.officer(), |tx| approval::Forms.undo(tx, entry)).unwrap();
        assert!(people_of(t).is_empty());
    }

    fn nothing_is_overwritten_before_a_human_saw_what(t: Bench) {
        let mut first = form();
        first.set(Field::Identity, "");
        done(t, source([file("a.lrmx", &first)], &[NOWHERE])).unwrap();
        let person = people_of(t)[0].0;
        let mut second = form();
        second.set(Field::Post, "云溪市财政局副局长");
        second.set(Field::Resume, "1967.09--1971.07  云溪大学经济学院财政学专业学习\n1971.09--         云溪市财政局副局长");
        second.family.pop();
        // no identity number is recorded: a human says whether it is the same person
        let report = looked(t, source([file("b.lrmx", &second)], &[]));
        let asked: Vec<&str> = report.questions.iter().map(|q| q.key.as_str()).collect();
        assert_eq!(asked, ["same:b.lrmx", "unit"]);
        let same = ("same:b.lrmx", person.to_string());
        let report = looked(t, source([file("b.lrmx", &second)], &[(same.0, &same.1)]));
        let changes: Vec<String> = report.changes.iter().map(|c| format!("{}：{} → {}", c.what.zh, c.was.zh, c.becomes.zh)).collect();
        assert_eq!(changes, [
            "工作单位及职务：云溪市财政局预算处处长 → 云溪市财政局副局长",
            "简历：1971.09 1980.03 云溪市财政局办公室科员；1975.09 1978.07 某党校学习；1980.03 云溪市财政局预算处处长 → 1971.09 云溪市财政局副局长",
            "家庭成员及社会关系：1条与文件不同（受限信息，不显示） → 0条",
        ]);
        assert_eq!(report.questions[0].key, "overwrite");

        let keep = [(same.0, same.1.as_str()), ("overwrite", "keep")];
        done(t, source([file("b.lrmx", &second)], &keep)).unwrap();
        let kept = out(t, person);
        assert_eq!((kept.text(Field::Post), kept.text(Field::Identity)), ("云溪市财政局预算处处长", ID));
        assert_eq!(kept.family.len(), 3);

        let theirs = done(t, source([file("b.lrmx", &second)], &[("overwrite", "file")])).unwrap();
        let now = out(t, person);
        assert_eq!(now.text(Field::Post), "云溪市财政局副局长");
        assert_eq!(now.text(Field::Resume), second.text(Field::Resume));
        assert_eq!(now.family.len(), 2);
        t.db.write(&t.officer(), |tx| approval::Forms.undo(tx, theirs.entry.unwrap())).unwrap();
        let before = out(t, person);
        assert_eq!((before.text(Field::Post), before.family.len()), ("云溪市财政局预算处处长", 3));
        assert!(before.text(Field::Resume).contains("1975.09--1978.07"));
    }

    fn what_is_at_odds_is_a_list_of_work_and_no_wall(t: Bench) {
        let mut odd = form();
        odd.set(Field::Sex, "男");
        odd.set(Field::Joined, "196012");
        odd.set(Field::Resume, "1967.09--1971.07  某大学学习\n1972.09--         某局科员");
        odd.set(Field::Annual, "2023年优秀");
        let report = looked(t, source([file("a.lrmx", &odd)], &[NOWHERE]));
        assert!(report.is_clean());
        let all = report.odd.iter().map(|o| o.say.zh.as_str()).collect::<Vec<_>>().join("\n");
        for part in ["第17位与性别不一致", "入党时最多11岁", "间断13个月", "缺2024、2025年度考核结果"] {
            assert!(all.contains(part), "{part}: {all}");
        }
        assert!(!all.contains(ID));
    }

    fn what_cannot_be_read_is_said_once_and_by_its_field(t: Bench) {
        let mut odd = form();
        odd.set(Field::Birth, "1980.13");
        odd.set(Field::Identity, "110105194912310021");
        let report = looked(t, source([file("a.lrmx", &odd)], &[NOWHERE]));
        let said: Vec<&str> = report.odd.iter().map(|o| o.say.zh.as_str()).filter(|s| s.contains("未能录入")).collect();
        let born = "“出生年月”未能录入：“1980.13”不是日期，请写成 1980.05、1980-05-12 或 1980。";
        assert_eq!(said[..2], [born, "“身份证号”未能录入：身份号码的校验位不符，请核对是否输错一位。"], "{said:?}");
        assert_eq!(said.iter().filter(|s| s.contains("身份证号")).count(), 1, "{said:?}");
    }

    fn the_older_format_comes_with_its_photograph_beside_it(t: Bench) {
        let written = approval::lrm(&form());
        let pic = written.pic.unwrap().bytes().to_vec();
        let files = [("钟岚.lrm".to_owned(), written.lrm), ("钟岚.pic".to_owned(), pic.clone()), ("别人.jpg".to_owned(), vec![0xff, 0xd8, 0xff])];
        let report = done(t, source(files, &[NOWHERE])).unwrap();
        assert_eq!((report.figure("new"), report.figure("photos")), (1, 1));
        assert!(report.odd.iter().any(|o| o.say.zh.contains("1张照片没有同名的审批表")), "{report:?}");
        let person = people_of(t)[0].0;
        assert_eq!(out(t, person).photo.unwrap().bytes(), pic);
    }

    fn the_form_is_made_with_what_the_reader_may_see_and_one_entry(t: Bench) {
        done(t, source([file("a.lrmx", &form())], &[NOWHERE])).unwrap();
        let person = people_of(t)[0].0;
        let site = Site::of(t, vec![people::slice(), ::approval::slice()]);
        let officer = site.as_actor(t.officer());
        let here = format!("/people/{person}/approval");
        officer.get(&here).ok().shows("干部任免审批表").shows("1949.12").shows("（76岁）").shows("云溪市财政局副局长").hides(ID).hides("于远");
        site.as_actor(t.officer()).reading(Lang::En).get(&here).ok().shows("Approval form").shows("(76)");
        let with = [("groups", "identity"), ("groups", "family"), ("groups", "health")];
        officer.post(&here, &[&with[..], &[("format", "lrmx")]].concat()).is(422).hides(ID).shows("请写明查看原因");
        officer.post(&here, &[("format", "pdf"), ("age_on", "明天")]).is(422).shows("2026-11-01");
        let sent = [&with[..], &[("reason", REASON), ("format", "lrmx"), ("to_hold", "某局局长"), ("age_on", "2026-10-01")]].concat();
        let bytes = officer.post(&here, &sent).ok().bytes;
        let read = approval::read(&bytes, &Limits::default()).unwrap().form;
        assert_eq!((read.text(Field::Identity), read.text(Field::ToHold), read.text(Field::AgeOn)), (ID, "某局局长", "20261001"));
        assert_eq!(read.family.len(), 3);
        // what no field of the form holds goes out with everything that is restricted, and only then
        assert_eq!(read.extras, form().extras);
        let one = [&with[..1], &[("reason", REASON), ("format", "lrmx")]].concat();
        let bytes = officer.post(&here, &one).ok().bytes;
        assert_eq!(approval::read(&bytes, &Limits::default()).unwrap().form.extras, []);
        officer.get(&here).shows("审批表以外的内容").hides("200912");
        for (format, starts) in [("docx", &b"PK"[..]), ("lrm", b"PK"), ("pdf", b"%PDF")] {
            let answer = officer.post(&here, &[("format", format)]);
            if format == "pdf" && paper::Fonts::of_machine().is_err() {
                answer.is(422).shows("fonts-noto-cjk");
                continue;
            }
            assert!(answer.ok().bytes.starts_with(starts), "{format}");
        }
        // roles without these columns see a form without them
        let grants = vec![Grant { role: Role::Officer, over: auth::Path::whole(), columns: Columns::NONE }];
        let blind = auth::Actor::account(auth::Door::Session, t.root, Id::new(), None, grants);
        let blind = site.as_actor(blind);
        blind.get(&here).ok().hides("查看原因");
        assert!(blind.post(&here, &sent).status.as_u16() >= 400);
    }
}
