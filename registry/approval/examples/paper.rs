//! Writes a form that nobody's is, on paper in every way: `cargo run -p approval --example paper -- FOLDER`.

use std::{fs, path::Path};

use base::Lang;
use formats::approval::{Field, Form, Relative};

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    let long = std::env::args().nth(2).is_some();
    let form = form(long);
    let today = "2026-11-01".parse().map_err(std::io::Error::other)?;
    for lang in [Lang::Zh, Lang::En] {
        let paper = approval::sheet(&form, lang, today);
        let at = |end: &str| Path::new(&folder).join(format!("form-{}.{end}", lang.tag()));
        fs::write(at("docx"), paper::docx(&paper).map_err(|e| std::io::Error::other(e.en))?)?;
        let fonts = paper::Fonts::of_machine().map_err(|e| std::io::Error::other(e.en))?;
        let drawn = paper::pdf(&paper, fonts).map_err(|e| std::io::Error::other(e.en))?;
        fs::write(at("pdf"), drawn.bytes)?;
        fs::write(
            at("html"),
            format!(
                "<!doctype html><meta charset=utf-8><link rel=stylesheet href=app.css>{}",
                paper.html().into_string()
            ),
        )?;
    }
    Ok(())
}

fn form(long: bool) -> Form {
    let mut form = Form::default();
    for (field, text) in [
        (Field::Name, "钟　岚"),
        (Field::Sex, "女"),
        (Field::Birth, "198003"),
        (Field::Ethnic, "汉族"),
        (Field::NativePlace, "南原省云溪市"),
        (Field::Birthplace, "南原省云溪市"),
        (Field::Joined, "200207；民盟"),
        (Field::WorkStart, "200209"),
        (Field::Health, "健康"),
        (Field::Title, "高级经济师"),
        (Field::Expertise, "财政预算与绩效管理"),
        (Field::FullLevel, "大学"),
        (Field::FullDegree, "经济学学士"),
        (Field::FullSchool, "云溪大学经济学院财政学专业"),
        (Field::ServiceLevel, "研究生"),
        (Field::ServiceDegree, "公共管理硕士"),
        (Field::ServiceSchool, "南原大学公共管理学院公共管理专业"),
        (Field::ServiceDegreeSchool, "另一所大学政府管理学院行政管理专业"),
        (Field::Post, "云溪市财政局预算处处长、一级调研员"),
        (Field::ToHold, "云溪市财政局党组成员、副局长"),
        (Field::ToLeave, "云溪市财政局预算处处长"),
        (Field::Awards, "2019年记三等功一次。\n2021年、2022年嘉奖。"),
        (Field::Annual, "2021年、2022年优秀，2023年、2024年、2025年称职"),
        (Field::Reason, "工作需要"),
        (Field::Submitter, "中共云溪市财政局党组"),
        (Field::AgeOn, "20261101"),
        (Field::FilledOn, "20261101"),
        (Field::FilledBy, "于远"),
    ] {
        form.set(field, text);
    }
    let mut resume = String::from(
        "1998.09--2002.07  云溪大学经济学院财政学专业学习\n2002.07--2002.09  待业\n2002.09--2006.03  云溪市财政局办公室科员\n\
         2006.03--2010.05  云溪市财政局办公室副主任科员\n（其间：2007.09--2010.06  南原大学公共管理学院公共管理专业在职研究生学习，获公共管理硕士学位）\n\
         2010.05--2014.11  云溪市财政局预算处副处长\n2014.11--2018.02  云溪市石桥县人民政府副县长、党组成员（挂职）\n\
         2018.02--         云溪市财政局预算处处长、一级调研员\n（2020.03--2020.12参加中央党校中青年干部培训班学习）",
    );
    if long {
        for year in 0..60 {
            resume += &format!(
                "\n{}.03--{}.03  某某市某某区人民政府办公室综合协调与应急值守处副处长、三级调研员（其间挂职锻炼）",
                1950 + year,
                1951 + year
            );
        }
    }
    form.set(Field::Resume, resume);
    let r = |a: &str, b: &str, c: &str, d: &str, e: &str| Relative {
        relation: a.into(),
        name: b.into(),
        birth: c.into(),
        political: d.into(),
        work: e.into(),
    };
    form.family = vec![
        r("丈夫", "于远", "197911", "中共党员", "云溪市第一中学高级教师"),
        r("女儿", "于小岚", "200806", "群众", "云溪市第一中学学生"),
        r("父亲", "钟启", "195001", "群众", "云溪市机械厂退休干部（已去世）"),
        r("母亲", "陆芳", "195210", "中共党员", "云溪市妇幼保健院原主任医师（退休）"),
    ];
    form
}
