//! `.lrm`.

use base::Lang;
use formats::approval::{Field, Limits, lrm, lrmx, read};

use crate::made;

fn gbk(text: &str) -> Vec<u8> {
    encoding_rs::GBK.encode(text).0.into_owned()
}

/// A record of 33 fields, some of them given.
fn record(given: &[(usize, &str)]) -> String {
    let fields = (0..33).map(|i| given.iter().find(|(place, _)| *place == i).map_or("", |(_, text)| text));
    fields.map(|f| format!("\"{f}\"")).collect::<Vec<_>>().join(",")
}

#[test]
fn a_record_in_gbk_is_read() {
    let text = record(&[
        (0, "钟  岚"),
        (1, "女"),
        (2, "19800312"),
        (9, "大学#法学学士@研究生#法学硕士"),
        (10, "某学院法学专业#@某大学#另一大学"),
        (17, "1998.09--2002.07  某学院学习\r\n2002.09--         某局“一科”, 科员"),
        (20, "丈夫@父亲@@@@@@@@@@@"),
        (21, "于远@钟启@@@@@@@@@@@"),
        (22, "197911@195001@@@@@@@@@@@"),
        (23, "中共党员@群众@@@@@@@@@@@"),
        (24, "某校@已去世@@@@@@@@@@@"),
        (32, "20260102"),
    ]);
    let read = read(&gbk(&text), &Limits::default()).unwrap();
    assert!(read.notes.is_empty(), "{:?}", read.notes);
    let form = read.form;
    assert_eq!((form.name().as_str(), form.text(Field::Birth)), ("钟岚", "19800312"));
    assert_eq!((form.text(Field::FullLevel), form.text(Field::FullDegree)), ("大学", "法学学士"));
    assert_eq!(form.school_of_degree(true), "某学院法学专业");
    assert_eq!(form.school_of_degree(false), "另一大学");
    assert_eq!(form.text(Field::Resume), "1998.09--2002.07  某学院学习\n2002.09--         某局“一科”, 科员");
    assert_eq!(form.family.len(), 2);
    assert!(form.family[1].has_died());
    assert_eq!(lrm(&form).lrm, gbk(&text), "an unchanged file is written as it was");
}

#[test]
fn a_form_goes_from_one_format_to_the_other_and_back() {
    let mut form = made::form();
    // neither has a place in .lrm
    form.set(Field::Identity, "");
    let written = lrm(&form);
    assert!(written.notes.is_empty(), "{:?}", written.notes);
    assert_eq!(written.pic.as_ref().unwrap().bytes(), made::JPEG);
    let mut again = read(&written.lrm, &Limits::default()).unwrap().form;
    again.photo = written.pic;
    again.set(Field::Version, form.text(Field::Version));
    assert_eq!(again, form);
    assert_eq!(read(&lrmx(&again), &Limits::default()).unwrap().form, form);
}

#[test]
fn what_the_older_format_cannot_hold_is_said() {
    let mut form = made::form();
    form.set(Field::Name, "钟𬱖");
    form.set(Field::FullSchool, "某大学#1@分校");
    form.set(Field::Reason, "因\"工作\",需要");
    form.family = (0..15).map(|i| made::relative("子女", &format!("甲{i}"), "2001", "群众", "某@网")).collect();
    let written = lrm(&form);
    let notes: Vec<_> = written.notes.iter().map(|n| n.zh.as_str()).collect();
    assert_eq!(
        notes,
        [
            "“任免理由”中的分隔符号已改写为全角，否则 .lrm 无法读回。",
            ".lrm 没有“身份证号”一栏，未写入。",
            "“全日制学历毕业院校系及专业”中的分隔符号已改写为全角，否则 .lrm 无法读回。",
            ".lrm 最多写 13 名家庭成员，其余 2 名未写入。请改用 .lrmx。",
            ".lrm 采用 GBK 编码，写不出这些字，已用问号代替：𬱖。请改用 .lrmx。",
        ]
    );
    let again = read(&written.lrm, &Limits::default()).unwrap().form;
    assert_eq!(again.text(Field::Name), "钟?");
    assert_eq!(again.text(Field::FullSchool), "某大学＃1＠分校");
    assert_eq!(again.text(Field::Reason), "因\"工作＂,需要");
    assert_eq!((again.family.len(), again.family[0].work.as_str()), (13, "某＠网"));
}

#[test]
fn a_record_that_is_broken_is_refused_or_said() {
    let slipped = record(&[(20, "丈夫@父亲"), (21, "于远@钟启"), (24, "某校@学院@已去世")]);
    let notes = read(&gbk(&slipped), &Limits::default()).unwrap().notes;
    assert!(notes[0].zh.starts_with("家庭成员各栏的行数不一致"), "{notes:?}");
    let short = read(&gbk("\"甲\",\"男\""), &Limits::default()).expect_err("two fields are no form");
    assert_eq!(
        short.say(Lang::En),
        "There should be 33 fields in quotation marks with commas between, and there are 2: the file is cut off, or a field \
         holds a quotation mark and a comma itself. Open it in the form editor, save it again and send that."
    );
}
