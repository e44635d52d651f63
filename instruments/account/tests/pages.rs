//! The pages, walked through as a browser does.

mod house;

use account::{Gate, actions::accounts, rules::totp};
use auth::{Columns, Role};
use db::Event;
use house::*;
use testkit::{
    Bench,
    client::{Answer, Site},
};
use web::{App, Config};

auth::actions! {
    /// Shows an identity number.
    Reveal: Reveal "people.reveal" [Officer];
}

fn site(t: &Bench) -> Site {
    let app = App::new(t.db.clone(), Gate::default(), vec![account::slice()], Config::default()).unwrap();
    Site::of_app(app)
}
fn after<'a>(answer: &'a Answer, mark: &str) -> &'a str {
    let rest = answer.text.split(mark).nth(1).unwrap_or_else(|| panic!("no {mark} in\n{}", answer.text));
    rest.split(['<', '"', '&']).next().unwrap()
}
/// The first administrator's browser, signed in.
fn first_browser(t: &Bench, site: &Site) -> testkit::client::Client {
    let link = t.db.write(&console(t), |tx| accounts::invite_first(tx, Role::Administrator)).unwrap().secret;
    let browser = site.stranger();
    let page = format!("/set-up/{link}");
    browser
        .submit(&page, &[("name", "guanli"), ("display", "管理"), ("password", "short"), ("again", "short")])
        .is(422)
        .shows("12");
    let fields = [("name", "guanli"), ("display", "管理"), ("password", PASSWORD), ("again", PASSWORD)];
    browser.submit(&page, &fields).ok().shows("账户已设置好");
    browser.get(&page).is(404).shows("xianneng admin invite");
    browser.submit("/sign-in?to=%2Faccount", &[("name", "guanli"), ("password", PASSWORD)]).ok().shows("我的账户");
    browser
}

testkit::on_both_engines! {
    fn from_the_link_to_the_second_factor(t: testkit::Bench) {
        let site = site(t);
        site.stranger().get("/account").asks_to_sign_in();
        site.stranger().get("/sign-in?lang=en").ok().shows("Sign-in name");
        let wrong = site.stranger().submit("/sign-in", &[("name", "guanli"), ("password", "wrong wrong wrong")]);
        wrong.is(422).shows("登录名或密码不对").hides("wrong wrong");
        let browser = first_browser(t, &site);
        browser.post("/account/second", &[("second_password", "not this one")]).is(422).shows("密码不对");
        let offer = browser.post("/account/second", &[("second_password", PASSWORD)]).ok().shows("<svg");
        let key = after(&offer, "密钥: <code>").replace(' ', "");
        let secret = unbase32(&key);
        browser.post("/account/second/prove", &[("code", "000000")]).is(422).shows("<svg");
        let code = totp::code(&secret, totp::step(t.db.now())).unwrap();
        let codes = browser.post("/account/second/prove", &[("code", &code)]).ok().shows("恢复码");
        assert_eq!(codes.text.matches("<li><code>").count(), 10);
        browser.get("/account").ok().shows("还剩 10 个恢复码").hides(after(&codes, "<li><code>"));
        browser.follow(browser.post("/sign-out", &[])).ok().shows("已退出登录");
        browser.get("/account").asks_to_sign_in();

        browser.submit("/sign-in?to=%2Faccount", &[("name", "guanli"), ("password", PASSWORD)]).ok().shows("第二验证");
        browser.get("/account").is(303); // half-way in leads back to the code
        browser.submit("/sign-in/code?to=%2Faccount", &[("code", &code)]).is(422).shows("已经用过");
        let recovery = after(&codes, "<li><code>").to_owned();
        browser.submit("/sign-in/code?to=%2Faccount", &[("code", &recovery)]).ok().shows("还剩 9 个恢复码");
        browser.get("/sign-in").is(303);
    }

    fn an_administrator_lets_someone_in(t: testkit::Bench) {
        let site = site(t);
        let admin = first_browser(t, &site);
        admin.submit("/accounts/new", &[("name", "gu\u{430}nli"), ("display", "林")]).is(422).shows("不能含");
        let made = admin.submit("/accounts/new", &[("name", "lin"), ("display", "林知远")]).ok().shows("账户已建立");
        let id = after(&made, "action=\"/accounts/").split('/').next().unwrap().to_owned();
        let at = |rest: &str| format!("/accounts/{id}{rest}");
        let link = admin.post(&at("/invite"), &[]).ok();
        let path = format!("/set-up/{}", after(&link, "/set-up/"));
        let lin = site.stranger();
        lin.submit(&path, &[("password", PASSWORD), ("again", PASSWORD)]).ok();
        lin.submit("/sign-in?to=%2Faccount", &[("name", "lin"), ("password", PASSWORD)]).ok().shows("还没有角色");
        lin.get("/accounts").is(404);
        lin.get("/policy").is(404);
        unit(t, "A", "海晏职业学院");
        admin.post(&at("/grants"), &[("role", "leader"), ("place", "nowhere")]).is(422).shows("没有叫“nowhere”的机构").shows("value=\"nowhere\"");
        admin.post(&at("/grants"), &[("role", "leader"), ("place", "A"), ("from", "soon")]).is(422).shows("完整日期");
        let grant = [("role", "leader"), ("place", "A 海晏职业学院"), ("shows", "health"), ("from", "2026-06-01")];
        admin.follow(admin.post(&at("/grants"), &grant)).ok().shows("角色已授予").shows("海晏职业学院").shows("健康").hides("0001/");
        admin.post(&at("/grants"), &[("role", "administrator")]).is(422).shows("管理员账户不能兼任");
        lin.get("/policy?lang=en").ok().shows("account.grant");
        lin.get("/policy?format=csv").ok().shows("account.grant");
        let known = admin.json("/accounts");
        assert_eq!(known["accounts"][1]["roles"][0], "leader");
        // a token, shown once
        let token = [("name", "导出"), ("scope", "see"), ("expires_on", "2026-08-01"), ("confirm", PASSWORD)];
        let made = lin.post("/account/tokens", &token).ok().shows("xnt_");
        lin.get("/account").ok().shows("导出").hides(after(&made, "<code>"));
        admin.follow(admin.post(&at("/disable"), &[])).ok().shows("已停用");
        lin.get("/account").asks_to_sign_in();
    }

    fn reveals_are_read_by_those_who_watch(t: testkit::Bench) {
        let site = site(t);
        let admin = first_browser(t, &site);
        let by = t.officer();
        let person = t.actor(Role::Cadre).person().unwrap();
        t.db.write(&by, |tx| {
            tx.may::<Reveal>()?;
            let why = serde_json::json!({ "section": "identity", "reason": "核对任免审批表" });
            tx.record(Event::new("people.revealed").about(person).with(why)?, ())
        }).unwrap();
        let subject = person.to_string();
        admin.get("/reveals").ok().shows("session:").hides("核对").hides(&subject);
        let read = |actor: &auth::Actor| {
            t.db.read(actor, |tx| account::actions::reveals::list(tx, i64::MAX, 10)).unwrap()
        };
        let seen = read(&t.actor(Role::Inspector));
        assert_eq!((seen[0].person.as_deref(), seen[0].reason.as_deref()), (Some(subject.as_str()), Some("核对任免审批表")));
        assert!(read(&t.actor_over(Role::Inspector, "0001/".parse().unwrap())).is_empty(), "the place is not known");
        // what says where is seen by who leads that part, and by nobody beside it
        let here = t.actor_over(Role::Leader, "0001/000a/".parse().unwrap());
        let beside = t.actor_over(Role::Leader, "0001/000b/".parse().unwrap());
        t.db.write(&by, |tx| {
            tx.may::<Reveal>()?;
            let why = serde_json::json!({ "place": "0001/000a/000c/", "section": "health", "reason": "安排疗养" });
            tx.record(Event::new("people.revealed").about(person).with(why)?, ())
        }).unwrap();
        assert_eq!(read(&here).iter().map(|r| r.reason.as_deref()).collect::<Vec<_>>(), [Some("安排疗养")]);
        assert!(read(&beside).is_empty());
        // what one may not see takes no room on the page
        let first = t.db.read(&here, |tx| account::actions::reveals::list(tx, i64::MAX, 1)).unwrap();
        assert_eq!(first.len(), 1);
        assert!(read(&t.actor(Role::Cadre)).is_empty(), "another's file");
        let grant = auth::Grant { role: Role::Cadre, over: auth::Path::whole(), columns: Columns::NONE };
        let own = auth::Actor::account(auth::Door::Session, t.root, base::Id::new(), Some(person), vec![grant]);
        assert_eq!(read(&own)[1].reason.as_deref(), Some("核对任免审批表"));
    }
}

fn unbase32(text: &str) -> Vec<u8> {
    let (mut out, mut held, mut bits) = (Vec::new(), 0u32, 0);
    for c in text.bytes() {
        held = held << 5 | b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".iter().position(|l| *l == c).unwrap() as u32;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            out.push((held >> bits & 255) as u8);
        }
    }
    out
}
