//! A recruitment: announced at a desk, applied for on a phone without an account, reviewed clause by clause.

use thirtyfour::prelude::*;

use crate::{
    harness::{Browser, story},
    qualify::{published, takes_in},
};

async fn put(b: &Browser, name: &str, text: &str) -> WebDriverResult<()> {
    let script = "const f = document.querySelector(`[name=\"${arguments[0]}\"]`); f.value = arguments[1];";
    b.driver.execute(script, vec![name.into(), text.into()]).await.map(drop)
}
/// Sends the form of that address.
async fn send(b: &Browser, action: &str) -> WebDriverResult<()> {
    let script = format!("document.querySelector('form[method=\"post\"][action=\"{action}\"]').submit()");
    b.driver.execute(&script, Vec::new()).await.map(drop)
}
async fn path(b: &Browser) -> WebDriverResult<String> {
    Ok(b.driver.current_url().await?.path().to_owned())
}
/// In both languages on a desktop and a phone.
async fn looked_at(b: &Browser, page: &str, name: &str) -> WebDriverResult<()> {
    for (lang, window, size, scheme) in [
        ("zh-CN", "desktop", (1280, 900), "light"),
        ("en", "phone", (390, 844), "dark"),
        ("zh-CN", "phone", (390, 844), "light"),
        ("en", "desktop", (1280, 900), "light"),
    ] {
        b.window(size.0, size.1).await?;
        b.scheme(scheme).await?;
        b.go(&format!("{page}?lang={lang}")).await?;
        b.accessible(&format!("{name} {lang} {window}")).await?;
        b.shot(&format!("{name}-{lang}-{window}")).await?;
    }
    b.window(1280, 900).await?;
    b.scheme("light").await?;
    b.go(&format!("{page}?lang=zh-CN")).await
}

#[test]
fn people_apply_on_phones_without_an_account_and_read_why() {
    story("zh-CN", async |b: Browser| {
        let folder = tempfile::tempdir().expect("a folder");
        b.window(1280, 900).await?;
        b.sign_in("officer").await?;
        takes_in(&b, &published(folder.path())).await?;
        b.go("/recruitments/new?lang=zh-CN").await?;
        put(&b, "title", "某市2026年公开招聘").await?;
        put(&b, "unit", "U00002").await?;
        b.driver
            .execute("const f = document.querySelector('[name=call]'); f.selectedIndex = f.options.length - 1;", vec![])
            .await?;
        let year = this_year(&b).await?;
        put(&b, "closes", &format!("{}-12-31", year + 1)).await?;
        put(&b, "text", "公开招聘一级科员两名。\n同分的，笔试成绩高者在前。").await?;
        send(&b, "/recruitments/new").await?;
        b.see("核对后发布").await?;
        let at = path(&b).await?;
        looked_at(&b, &at, "recruitment-draft").await?;
        send(&b, &format!("{at}/publish")).await?;
        b.see("公告已发布").await?;
        // whoever comes by sees it and applies; no mail server is set, so the office hands the link out
        let open = format!("/open{at}");
        looked_at(&b, &open, "recruitment-open").await?;
        put(&b, "email", "liming@example.org").await?;
        send(&b, &open).await?;
        b.see("请到招聘单位领取报名链接").await?;
        b.go(&format!("{at}?show=draft&lang=zh-CN")).await?;
        b.driver.query(By::Css("main table a[href*='/applications/']")).first().await?.click().await?;
        b.see("当面交付新链接").await?;
        let one = path(&b).await?;
        send(&b, &format!("{one}/link")).await?;
        b.see("只显示这一次").await?;
        b.accessible("a link that is handed out").await?;
        let link =
            b.driver.query(By::Css("main a[href*='/apply/']")).first().await?.attr("href").await?.unwrap_or_default();
        let link = link[link.find("/apply/").expect("an address")..].to_owned();
        b.driver.delete_all_cookies().await?;
        looked_at(&b, &link, "apply-empty").await?;
        b.window(390, 844).await?;
        for (field, text) in [
            ("basic.0.name", "李明"),
            ("basic.0.sex", "1"),
            ("basic.0.birth", "1995-05"),
            ("basic.0.political", "13"),
            ("study.0.kind", "全日制"),
            ("study.0.major", "法学"),
            ("study.0.ended", "2017-06-30"),
        ] {
            put(&b, field, text).await?;
        }
        b.driver
            .execute(
                "const pick = (n, t) => { const f = document.querySelector(`[name=\"${n}\"]`); f.value = [...f.options].find(o => o.text.includes(t)).value; };
                 pick('study.0.level', '大学'); pick('study.0.degree', '法学学士'); pick('opening', '一级科员');",
                vec![],
            )
            .await?;
        send(&b, &link).await?;
        b.see("草稿已保存").await?;
        b.accessible("a draft").await?;
        send(&b, &format!("{link}/submit")).await?;
        b.see("请填写18位身份证号").await?;
        b.accessible("what is missing").await?;
        b.shot("apply-missing-zh-CN-phone").await?;
        put(&b, "id_number", "110105199505040012").await?;
        let digits = "11010519950504001";
        let number =
            format!("{digits}{}", base::IdNumber::check_digit(digits.as_bytes().try_into().expect("17 digits")));
        put(&b, "id_number", &number).await?;
        put(&b, "phone", "13800000000").await?;
        b.driver.execute("document.querySelector('[name=truthful]').checked = true", vec![]).await?;
        send(&b, &format!("{link}/submit")).await?;
        b.see("报名已提交").await?;
        looked_at(&b, &link, "apply-handed-in").await?;
        b.sign_in("officer").await?;
        looked_at(&b, &at, "recruitment-applications").await?;
        looked_at(&b, &one, "recruitment-application").await?;
        b.driver.execute("document.querySelector('[name=verdict][value=supplement]').checked = true", vec![]).await?;
        put(&b, "says", "请补充中共党员证明").await?;
        send(&b, &format!("{one}/review")).await?;
        b.see("结论已记录").await?;
        b.driver.delete_all_cookies().await?;
        looked_at(&b, &link, "apply-supplement").await
    });
}

/// The year by the browser's clock, which is the server's.
async fn this_year(b: &Browser) -> WebDriverResult<i64> {
    let year = b.driver.execute("return new Date().getFullYear()", vec![]).await?;
    Ok(year.json().as_i64().unwrap_or(2026))
}
