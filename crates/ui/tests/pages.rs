//! What is on a page: escaped, described for screen readers, in the reader's language.

use ui::{Cell, Column, Field, FilterBar, Form, Lang, Notice, Pager, Shell, Sort, Table, Tone};

const EVIL: &str = "\"><script>alert(1)</script>&'";

fn list() -> Table {
    let columns = vec![Column::link("name", "姓名").sortable(), Column::number("age", "年龄").sortable()];
    Table::new("名册", columns)
        .rows([vec![Cell::new(EVIL).href("/people/1?a=\"x"), Cell::from(41u32)]])
        .at("/people?q=%E7%8E%8B&after=x", Sort::parse("-age"))
        .pager(Pager {
            total: Some(12_345),
            before: Some(100),
            next: Some("/people?after=y".into()),
            ..Pager::default()
        })
        .exported()
}

#[test]
fn nothing_from_outside_becomes_markup() {
    for lang in Lang::ALL {
        let form = Form::post(EVIL, EVIL)
            .field(Field::text("a", EVIL).value(EVIL).hint(EVIL).error(EVIL))
            .field(Field::area("b", EVIL).value(EVIL))
            .field(Field::select("c", EVIL, [(EVIL, EVIL)]).value(EVIL))
            .field(Field::radios("d", EVIL, [(EVIL, EVIL)]));
        let page = Shell {
            lang,
            title: EVIL.into(),
            lead: EVIL.into(),
            organisation: EVIL.into(),
            here: format!("/x?q={EVIL}"),
            breadcrumbs: vec![(EVIL.into(), EVIL.into())],
            notices: vec![Notice::new(Tone::No, EVIL).kept(EVIL).next(EVIL).link(EVIL, EVIL)],
            main: maud::html! { (form.html(lang)) (list().html(lang)) (FilterBar::new(EVIL).active(EVIL, EVIL).html(lang)) },
            ..Shell::default()
        };
        let html = page.html().into_string();
        assert!(!html.contains("<script>alert"), "{html}");
        assert!(!html.contains(EVIL), "{html}");
        assert!(!html.contains(" style="), "the content policy forbids style attributes");
        assert!(!html.contains('\u{2068}'), "no bidi marks");
    }
}

#[test]
fn a_list_says_how_it_is_sorted_and_where_it_continues() {
    let html = list().html(Lang::Zh).into_string();
    assert!(html.contains(r#"aria-sort="descending""#), "{html}");
    assert!(html.contains(r#"href="/people?q=%E7%8E%8B&amp;sort=name""#), "{html}");
    assert!(html.contains(r#"scope="row""#) && html.contains("<caption>名册</caption>"), "{html}");
    assert!(html.contains("第 101–101 条，共 12,345 条"), "{html}");
    assert!(html.contains(r#"href="/people?q=%E7%8E%8B&amp;format=xlsx""#), "{html}");
    assert!(html.contains(r#"rel="next""#), "{html}");
    assert!(list().html(Lang::En).into_string().contains("101–101 of 12,345"));
}

#[test]
fn a_list_is_json_with_a_field_per_column() {
    let json = serde_json::to_value(list()).unwrap();
    assert_eq!(json["rows"][0]["age"], "41");
    assert_eq!(json["rows"][0]["href"], "/people/1?a=\"x");
    assert_eq!(json["columns"][1]["kind"], "number");
    assert_eq!(json["sort"], serde_json::json!({"key": "age", "descending": true}));
    assert_eq!(json["page"], serde_json::json!({"total": 12345, "before": 100, "next": "/people?after=y"}));
}

#[test]
fn a_wrong_answer_is_described_where_it_stands_and_at_the_top() {
    let form = Form::post("/people", "token")
        .field(Field::date("born", "出生日期").required().value("1980.13"))
        .errors([("born", "1980.13 没有第 13 个月"), ("gone", "别处的问题")]);
    let html = form.html(Lang::Zh).into_string();
    assert!(html.contains(r#"aria-describedby="f-born-hint f-born-error""#), "{html}");
    assert!(html.contains(r#"aria-invalid="true""#), "{html}");
    assert!(html.contains(r##"<a href="#f-born">出生日期</a>"##), "{html}");
    assert!(html.contains("别处的问题") && html.contains("有 2 处需要更正"), "{html}");
    assert!(html.contains(r#"value="1980.13""#), "what was typed is kept");
    assert!(html.contains(r#"name="csrf" value="token""#), "{html}");
}

#[test]
fn a_password_is_never_sent_back() {
    let html = Field::password("p", "密码").value("secret").html(Lang::Zh).into_string();
    assert!(!html.contains("secret"));
}

#[test]
fn a_page_names_its_language_and_leads_to_the_other() {
    for (lang, other) in [(Lang::Zh, "en"), (Lang::En, "zh-CN")] {
        let html = Shell { lang, here: "/people?on=2025-12-31".into(), ..Shell::default() }.html().into_string();
        assert!(html.contains(&format!(r#"<html lang="{}">"#, lang.tag())), "{html}");
        assert!(html.contains(&format!(r#"href="/people?on=2025-12-31&amp;lang={other}""#)), "{html}");
        assert!(html.contains(r##"href="#main""##));
    }
}
