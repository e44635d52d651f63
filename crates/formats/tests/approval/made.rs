//! A person who does not exist, and the file of that person as the editor writes it.

use formats::approval::{Field, Form, Photo, Relative};

/// The first bytes of a JPEG, enough to be told as one.
pub const JPEG: &[u8] = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01";

/// A form with something in every field.
pub fn form() -> Form {
    let mut form = Form::default();
    for field in Field::ALL {
        form.set(*field, format!("{}之内容", field.label(base::Lang::Zh)));
    }
    form.set(Field::Name, "钟　岚");
    form.set(Field::Sex, "女");
    form.set(Field::Birth, "198003");
    form.set(Field::Joined, "200207；民盟");
    form.set(Field::FullDegreeSchool, "另一所学院<法律>&经济系");
    form.set(Field::Resume, "1998.09--2002.07  某学院法学专业学习\n2002.09--         某局科员");
    form.set(Field::AgeOn, "20260101");
    form.set(Field::FilledOn, "20260102");
    form.set(Field::Version, "3.2.1.16");
    form.family = vec![
        relative("丈夫", "于远", "197911", "中共党员", "某校教师"),
        relative("父亲", "钟启", "195001", "群众", "已去世"),
    ];
    form.photo = Photo::new(JPEG, 1 << 20).ok();
    form
}

pub fn relative(relation: &str, name: &str, birth: &str, political: &str, work: &str) -> Relative {
    Relative {
        relation: relation.into(),
        name: name.into(),
        birth: birth.into(),
        political: political.into(),
        work: work.into(),
    }
}

/// A file as the editor writes it, elements in its order; `change` may spoil it.
pub fn file(change: impl Fn(String) -> String) -> Vec<u8> {
    change(
        "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<Person>\r\n  <XingMing>钟　岚</XingMing>\r\n  \
         <XingBie>女</XingBie>\r\n  <ChuShengNianYue>198003</ChuShengNianYue>\r\n  <JiGuan />\r\n  \
         <JianLi>1998.09--2002.07  某学院学习&#xD;\n2002.09--         某局科员</JianLi>\r\n  <DaoLingNianYue a=\"1\">204003</DaoLingNianYue>\r\n  \
         <JiaTingChengYuan>\r\n    <Item><ChengWei>丈夫</ChengWei><XingMing>于远</XingMing><ChuShengRiQi>19791105</ChuShengRiQi>\
         <ZhengZhiMianMao>中共党员</ZhengZhiMianMao><GongZuoDanWeiJiZhiWu>某校教师</GongZuoDanWeiJiZhiWu></Item>\r\n    \
         <Item><ChengWei /><XingMing /><ChuShengRiQi /><ZhengZhiMianMao /><GongZuoDanWeiJiZhiWu /></Item>\r\n  </JiaTingChengYuan>\r\n  \
         <ZhaoPian>/9j/4AAQ\r\nSkZJRgAB</ZhaoPian>\r\n  <Version>3.2.1.6</Version>\r\n</Person>"
            .to_owned(),
    )
    .into_bytes()
}
