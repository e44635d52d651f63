//! One person: facts, career, why a post is or is not open.

use maud::html;
use ui::{Event, Fact, Lang, Reason, Shell, Tone, answer, facts, reveal, tabs, timeline};

use crate::{page, w};

pub fn person(lang: Lang) -> Shell {
    let list = [
        Fact::new(w(lang, "姓名", "Name"), "欧阳明远"),
        Fact::new(w(lang, "出生年月", "Born"), "1978-04").note(w(
            lang,
            "2019 年档案专项审核认定",
            "As established in the 2019 file audit",
        )),
        Fact::new(w(lang, "民族", "Ethnic group"), "汉族"),
        Fact::of(w(lang, "健康状况", "Health"), None::<&str>),
        Fact::markup(w(lang, "身份证号", "ID number"), reveal(lang, "4403**********1234", "/people/1/id", "token")),
        Fact::new(w(lang, "全日制教育", "Full-time education"), "大学本科，经济学学士"),
        Fact::new(w(lang, "现任职务", "Post"), "临江市财政局党组成员、副局长").note(w(
            lang,
            "2021-06 起",
            "since 2021-06",
        )),
        Fact::markup(w(lang, "档案核验", "File check"), answer(Tone::Yes, lang)),
    ];
    let events = [
        Event::since("2021-06", "临江市财政局党组成员、副局长")
            .note(w(lang, "临委干〔2021〕88 号", "Decision 2021-88"))
            .tone(Tone::Info)
            .href("/tenure/9"),
        Event::since("2016-03", "临江市财政局预算科科长").until("2021-06"),
        Event::since("2019-04", w(lang, "挂职：清河县白石镇党委副书记", "Seconded: deputy secretary, Baishi township"))
            .until("2020-04")
            .note(w(lang, "期满考核：良好", "Rated good at the end")),
        Event::since("2001-08", "临江市财政局科员").until("2016-03"),
    ];
    let reason = Reason::new(
        Tone::No,
        w(lang, "符合“审计局副局长（10250001）”的全部条件", "Meets all conditions of post 10250001"),
    )
    .clause(w(lang, "2026 年岗位表 第 5 行", "2026 post table, row 5"))
    .parts([
        Reason::new(Tone::Yes, w(lang, "学历为大学本科以上", "Bachelor or higher")).clause("G5").parts([Reason::new(
            Tone::Yes,
            w(lang, "全日制或在职均可", "Full-time or in-service"),
        )
        .fact("大学本科", "2001-07")]),
        Reason::new(
            Tone::No,
            w(
                lang,
                "专业为审计学（B120207）或会计学（B120203）",
                "Major is auditing (B120207) or accounting (B120203)",
            ),
        )
        .clause("I5")
        .fact("财政学（B020201）", "2001-07"),
        Reason::new(Tone::Unknown, w(lang, "具有中级以上职称", "Holds an intermediate title"))
            .clause("N5")
            .fact(w(lang, "没有职称记录", "no title recorded"), ""),
        Reason::new(Tone::Yes, w(lang, "报名时不超过 50 周岁", "Not over 50 when applying"))
            .clause(w(lang, "公告 三（二）", "Notice 3(2)"))
            .fact("47", "2026-02-10"),
    ]);
    let pages = [
        (w(lang, "基本信息", "Basics").to_owned(), "#".to_owned(), true),
        (w(lang, "任职经历", "Career").to_owned(), "#career".to_owned(), false),
        (w(lang, "可报岗位", "Open posts").to_owned(), "#posts".to_owned(), false),
        (w(lang, "变更记录", "Changes").to_owned(), "#log".to_owned(), false),
    ];
    let main = html! {
        (tabs(lang, &pages))
        (facts(lang, list))
        h2 { (w(lang, "任职经历", "Career")) }
        (timeline(lang, &events))
        h2 { (w(lang, "为什么不符合", "Why not")) }
        (reason.html(lang))
    };
    let mut shell = page(lang, "person", "欧阳明远", main);
    shell.lead = "临江市财政局党组成员、副局长".into();
    shell
}
