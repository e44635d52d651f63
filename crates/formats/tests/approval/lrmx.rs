//! `.lrmx`.

use base::Lang;
use formats::approval::{Field, Limits, lrmx, read};
use proptest::prelude::*;

use crate::made;

fn refused(bytes: &[u8]) -> String {
    read(bytes, &Limits::default()).expect_err("it cannot be read").say(Lang::Zh)
}

#[test]
fn every_field_survives_writing_and_reading() {
    let form = made::form();
    let again = read(&lrmx(&form), &Limits::default()).unwrap();
    assert!(again.notes.is_empty(), "{:?}", again.notes);
    assert_eq!(again.form, form);
}

#[test]
fn a_file_that_was_not_changed_is_written_byte_for_byte() {
    for change in [
        |f: String| f,
        |f: String| f.replace('\u{feff}', ""),
        |f: String| f.replace("\r\n", "\n"),
        |f: String| f.replace("<JiGuan />", "<JiGuan></JiGuan><!-- 注 -->"),
        |f: String| f.replace("某局科员", "A&B公司&nbsp;科员 &amp;lt;在职&amp;gt;\u{b}"),
    ] {
        let bytes = made::file(change);
        let form = read(&bytes, &Limits::default()).unwrap().form;
        assert_eq!(String::from_utf8(lrmx(&form)).unwrap(), String::from_utf8(bytes).unwrap());
    }
}

#[test]
fn only_what_was_changed_differs_in_the_file() {
    let bytes = made::file(|f| f);
    let mut form = read(&bytes, &Limits::default()).unwrap().form;
    form.set(Field::NativePlace, "某省某县");
    form.set(Field::Post, "某局<科长>");
    let written = String::from_utf8(lrmx(&form)).unwrap();
    let expected = String::from_utf8(bytes)
        .unwrap()
        .replace("<JiGuan />", "<JiGuan>某省某县</JiGuan>")
        .replace("</Person>", "  <XianRenZhiWu>某局&lt;科长&gt;</XianRenZhiWu>\r\n</Person>");
    assert_eq!(written, expected);
    assert_eq!(read(written.as_bytes(), &Limits::default()).unwrap().form, form);
}

#[test]
fn what_editors_and_careless_programs_write_is_understood() {
    let read_with = |change: fn(String) -> String| read(&made::file(change), &Limits::default()).unwrap();
    let plain = read_with(|f| f);
    assert_eq!(plain.form.name(), "钟岚");
    assert_eq!(plain.form.text(Field::Resume), "1998.09--2002.07  某学院学习\n2002.09--         某局科员");
    assert_eq!(plain.form.family.len(), 1, "the empty row of a blank form is nobody");
    assert_eq!(plain.form.photo.as_ref().unwrap().bytes(), made::JPEG);
    assert_eq!(plain.form.extras[0].xml, "<DaoLingNianYue a=\"1\">204003</DaoLingNianYue>");

    let spoilt = read_with(|f| f.replace("某局科员", "A&B公司&nbsp;科员 &amp;lt;在职&amp;gt;\u{b}"));
    assert!(spoilt.form.text(Field::Resume).ends_with("A&B公司 科员 <在职>"), "{}", spoilt.form.text(Field::Resume));
    let cdata = read_with(|f| f.replace("<JiGuan />", "<JiGuan><![CDATA[某<县>]]></JiGuan>"));
    assert_eq!(cdata.form.text(Field::NativePlace), "某<县>");
}

#[test]
fn a_file_in_gb18030_is_read_and_written_back_in_it() {
    let text = String::from_utf8(made::file(|f| f.replace('\u{feff}', "").replace("utf-8", "gb18030"))).unwrap();
    let (bytes, _, _) = encoding_rs::GB18030.encode(&text);
    let mut form = read(&bytes, &Limits::default()).unwrap().form;
    assert_eq!(form.name(), "钟岚");
    assert_eq!(lrmx(&form), bytes.as_ref());
    form.set(Field::NativePlace, "镕县");
    let changed = text.replace("<JiGuan />", "<JiGuan>镕县</JiGuan>");
    assert_eq!(lrmx(&form), encoding_rs::GB18030.encode(&changed).0.as_ref());
}

#[test]
fn a_form_in_the_order_of_the_template() {
    let mut form = made::form();
    form.set(Field::FullDegreeSchool, form.text(Field::FullSchool).to_owned());
    let written = String::from_utf8(lrmx(&form)).unwrap();
    let order: Vec<_> = [
        "<XingMing>",
        "<ChuShengNianYue>",
        "<JianLi>",
        "<RenMianLiYou>",
        "<JiaTingChengYuan>",
        "<ChengBaoDanWei>",
        "<ShenFenZheng>",
        "<ZhaoPian>",
        "<Version>",
    ]
    .iter()
    .map(|e| written.find(e).unwrap_or_else(|| panic!("{e} is there")))
    .collect();
    assert!(order.is_sorted(), "{order:?}");
    assert!(written.contains("<QuanRiZhiJiaoYu_XueWei_BiYeYuanXiaoXi />"), "the same school is folded");
    assert!(written.contains("学习&#13;\n2002.09--         某局科员"), "lines end in CR LF");
    assert!(form.school_of_degree(true) == form.text(Field::FullSchool));
}

#[test]
fn what_is_odd_is_said_and_nothing_is_lost() {
    let notes = |change: fn(String) -> String| {
        read(&made::file(change), &Limits::default()).unwrap().notes.into_iter().map(|n| n.zh).collect::<Vec<_>>()
    };
    assert_eq!(notes(|f| f.replace("/9j/4AAQ", "AAAA")), ["照片不是 JPEG、PNG、BMP 或 GIF 图片，未采用。"]);
    assert_eq!(notes(|f| f.replace("/9j/4AAQ", "*")), ["照片数据不完整，未采用。请在任免表编辑器中重新放入照片。"]);
    assert_eq!(notes(|f| f.replace("钟　岚", " ")), ["没有姓名。"]);
    assert_eq!(
        notes(|f| f.replace("<JiGuan />", "<XingBie>男</XingBie>")),
        ["“性别”在文件中出现多次，取最后一个有内容的。请核对。"]
    );
    // a photograph that cannot be taken stays in the file
    let bytes = made::file(|f| f.replace("/9j/4AAQ", "AAAA"));
    let form = read(&bytes, &Limits::default()).unwrap().form;
    assert_eq!(lrmx(&form), bytes);
}

#[test]
fn what_cannot_be_read_is_refused_with_place_and_advice() {
    for (bytes, why) in [
        (vec![], "文件是空的（0 字节）。"),
        (b"PK\x03\x04".to_vec(), "这不是任免审批表文件（.lrmx 或 .lrm）。请选择任免表编辑器保存的文件。"),
        (b"<html><body/></html>".to_vec(), "第1行：这是 XML 文件，但不是任免审批表：最外层是“html”，应为“Person”。"),
        (
            made::file(|f| f.replace("</JianLi>", "")),
            "第17行：文件不完整或已损坏，从这里起无法读取。请在任免表编辑器中打开并重新保存，再上传。",
        ),
        (
            made::file(|f| f.replace("<Person>", "<!DOCTYPE x [<!ENTITY a \"b\">]><Person>")),
            "第2行：文件中有文档类型或实体声明，任免审批表不会有这些内容，已拒绝读取。",
        ),
        (
            made::file(|f| f.replace("<JiGuan />", &format!("{}{}", "<a>".repeat(20), "</a>".repeat(20)))),
            "第6行：标签嵌套超过 8 层，不是正常的任免审批表。",
        ),
        (
            made::file(|f| f.replace("<JiGuan />", &format!("<JiGuan>{}</JiGuan>", "长".repeat(100_001)))),
            "第6行：“籍贯”超过 100000 字，请删减。",
        ),
        (
            made::file(|f| {
                f.replace(
                    "<JiaTingChengYuan>",
                    &format!("<JiaTingChengYuan>{}", "<Item><XingMing>甲</XingMing></Item>".repeat(201)),
                )
            }),
            "第10行：家庭成员超过 200 人，不是正常的任免审批表。",
        ),
        (
            b"\xef\xbb\xbf<Person>\n<XingMing>\xff\xfe</XingMing>".to_vec(),
            "第2行：文字编码有误，部分内容无法读出。请在任免表编辑器中打开并重新保存，再上传。",
        ),
    ] {
        assert_eq!(refused(&bytes), why);
    }
    let short = Limits { bytes: 100, ..Limits::default() };
    assert!(read(&made::file(|f| f), &short).is_err());
}

proptest! {
    #[test]
    fn any_texts_survive(name in "\\PC{0,20}", resume in "(\\PC{0,30}\n){0,5}", work in "\\PC{0,30}") {
        let mut form = made::form();
        form.set(Field::Name, name.trim());
        form.set(Field::Resume, resume.trim());
        form.family[0].work = work.trim().to_owned();
        let again = read(&lrmx(&form), &Limits::default()).unwrap().form;
        // what a careless program escaped twice is undone once, also where it was meant
        let meant = |t: &str| !t.contains('&') && !t.contains('\u{feff}');
        if meant(&name) && meant(&resume) && meant(&work) {
            prop_assert_eq!(again, form);
        }
    }
    #[test]
    fn cut_off_files_never_panic(at in 0usize..900) {
        let bytes = made::file(|f| f);
        formats::approval::trial::file(&bytes[..at.min(bytes.len())]);
    }
}
