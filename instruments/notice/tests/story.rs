//! A notice from its publication to its effect.

use auth::Role;
use base::{Date, Id};
use notice::{Draft, See};
use org::{Founding, Kind, Name, Unit};
use testkit::{Bench, client::Site};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}
fn unit(t: &Bench) -> Id<Unit> {
    let name = Name {
        code: "HY".into(),
        name: "海晏局".into(),
        short: String::new(),
        kind: Kind::Other,
        rank: None,
        credit_code: None,
    };
    let f = Founding {
        on: day("2010-01-01"),
        name,
        parent: None,
        position: 0,
        establishments: vec![],
        quotas: vec![],
        party: None,
    };
    t.db.write(&t.officer(), |tx| org::found(tx, &f)).unwrap()
}
#[derive(diesel::QueryableByName)]
struct Row {
    #[diesel(sql_type = diesel::sql_types::Text)]
    text: String,
}
/// What waits for the public log.
fn logged(t: &Bench, sql: &str) -> Vec<String> {
    use diesel::RunQueryDsl;
    let rows: Vec<Row> =
        t.db.read(&t.officer(), |tx| {
            let may = tx.may::<See>()?;
            Ok(diesel::sql_query(sql).load(tx.with(&may))?)
        })
        .unwrap();
    rows.into_iter().map(|r| r.text).collect()
}
fn site(t: &Bench) -> Site {
    Site::of(t, vec![org::slice(), people::slice(), notice::slice(), public_log::slice()])
}

testkit::on_both_engines! {
    fn everybody_sees_a_notice_and_may_object_while_it_runs(t: Bench) {
        unit(t);
        t.on("2026-09-28");
        let site = site(t);
        let (officer, stranger) = (site.as_actor(t.officer()), site.stranger());
        let form = [("title", "任前公示"), ("unit", "HY"), ("text", "拟任职人员名单公示如下。"), ("until", "2026-10-10")];
        let at = officer.post("/notices/new", &form).is(303).location().unwrap();
        let open = format!("/open{at}");
        let news = t.db.read(&auth::Actor::visitor(t.root), |tx| notice::news(tx, 10)).unwrap();
        assert_eq!((news.len(), news[0].href.as_str()), (1, open.as_str()));
        stranger.get(&at).asks_to_sign_in();
        stranger.get(&open).ok().shows("拟任职人员名单公示如下").shows("公示中，剩余5个工作日").shows("提出意见");
        stranger.post(&open, &[("text", "年"), ("who", "")]).is(422);
        stranger.post(&open, &[("text", "任职年限与公示不符"), ("who", "海晏居民 13800000000")]).is(303);
        stranger.post(&open, &[("text", "没有参加过推荐会"), ("who", "")]).is(303);
        // whoever comes after sees neither what was said nor that anything was
        let page = stranger.get(&open).ok().hides("任职年限").hides("海晏居民").text;
        assert!(!page.contains("待答复"), "{page}");
        let data = stranger.json(&open).to_string();
        assert!(!data.contains("任职年限") && data.contains("\"blocked_by\":[]"), "{data}");
        officer.get(&at).ok().shows("任职年限与公示不符").shows("没有参加过推荐会").hides("海晏居民");
        t.on("2026-10-11");
        stranger.post(&open, &[("text", "太迟了的意见"), ("who", "")]).is(422).shows("公示期已结束");
        let other = format!("/open/notices/{}", Id::<Unit>::new());
        stranger.get(&other).is(404);
    }

    fn a_notice_runs_over_working_days_and_waits_for_every_answer(t: Bench) {
        unit(t);
        t.on("2026-09-28");
        let site = site(t);
        let officer = site.as_actor(t.officer());
        officer.get("/notices").ok().shows("还没有公示");
        // the form offers the earliest end: the national holidays do not count
        officer.get("/notices/new").ok().shows("2026-10-10");
        let form = [("title", "任前公示"), ("unit", "HY"), ("text", "拟任职人员名单公示如下。")];
        let with = |until| [form[0], form[1], form[2], ("until", until)];
        officer.post("/notices/new", &with("2026-09-28")).is(422).shows("截止日期应晚于发布日期。");
        officer.post("/notices/new", &with("")).is(422).shows("请写成 2026-06-01。");
        let at = officer.post("/notices/new", &with("2026-10-10")).is(303).location().unwrap();
        officer.get(&at).ok().shows("公示中，剩余5个工作日").shows("共5个工作日");

        t.on("2026-10-08");
        officer.get(&at).ok().shows("公示中，剩余2个工作日");
        officer.post(&format!("{at}/objections"), &[("day", "2026-10-09"), ("text", "年限不符")]).is(422).shows("不晚于今天");
        let sent = [("day", "2026-10-08"), ("text", "任职年限与公示不符"), ("who", "海晏居民")];
        officer.post(&format!("{at}/objections"), &sent).is(303);
        officer.get(&at).ok().shows("任职年限与公示不符").hides("海晏居民");

        t.on("2026-10-11");
        officer.get(&at).ok().shows("期满，1条意见未答复");
        let objection = officer.json(&at)["objections"][0]["objection"].as_str().unwrap().to_owned();
        officer.post(&format!("/objections/{objection}/answer"), &[("finding", ""), ("answer", "已核")]).is(422).shows("请选择核查结论。");
        let answer = [("finding", "unfounded"), ("answer", "经核查，年限符合规定。")];
        officer.post(&format!("/objections/{objection}/answer"), &answer).is(303);
        officer.post(&format!("/objections/{objection}/answer"), &answer).is(422).shows("该意见已答复。");
        officer.get(&at).ok().shows("公示期满").shows("不属实");

        // who objected opens with a reason only, and the reason is kept
        officer.post(&format!("/objections/{objection}/who"), &[("reason", "")]).is(422);
        officer.post(&format!("/objections/{objection}/who"), &[("reason", "回访核实意见")]).ok().shows("海晏居民");
        let leader = site.as_actor(t.actor(Role::Leader));
        leader.get(&at).ok().shows("公示期满").hides("任职年限与公示不符");
        leader.post(&format!("/objections/{objection}/who"), &[("reason", "想知道是谁")]).is(403);
        site.stranger().get(&at).asks_to_sign_in();
    }

    fn what_was_published_stays_visible_when_it_is_corrected_or_withdrawn(t: Bench) {
        unit(t);
        let site = site(t);
        let officer = site.as_actor(t.officer());
        let form = [("title", "任前公示"), ("unit", "HY"), ("text", "名单如下，甲。"), ("until", "2026-06-10")];
        let at = officer.post("/notices/new", &form).is(303).location().unwrap();
        let correct = |until: &str, reason: &str| {
            let sent = [("title", "任前公示"), ("text", "名单如下，乙。"), ("until", until), ("reason", reason)];
            officer.post(&format!("{at}/correct"), &sent)
        };
        correct("2026-06-09", "姓名有误").is(422).shows("公示期不能缩短，截止日期不早于2026-06-10。");
        correct("2026-06-12", "").is(422);
        correct("2026-06-12", "姓名有误").is(303);
        officer.get(&at).ok().shows("名单如下，乙。").shows("更正前的内容").shows("名单如下，甲。").shows("姓名有误");
        let json = officer.json(&at);
        assert_eq!((json["editions"][0]["edition"].as_i64(), json["standing"]["until"].as_str()), (Some(2), Some("2026-06-12")));
        officer.get(&format!("{at}/sheet")).ok().shows("发布机构（盖章）").hides("名单如下，甲。");
        officer.post(&format!("{at}/withdraw"), &[("reason", "另行研究")]).is(303);
        officer.get(&at).ok().shows("已于2026-06-01撤回。").shows("另行研究");
        correct("2026-06-20", "再改一次").is(422).shows("该公示已撤回");
        officer.get("/notices").ok().shows("已撤回");
        // all three went into the public log, and what it shows names nobody
        let kinds: Vec<String> = logged(t, "SELECT kind AS text FROM log_item ORDER BY item");
        assert_eq!(kinds, ["notice", "correction", "correction"]);
        let open = logged(t, "SELECT value AS text FROM log_open WHERE shown ORDER BY item, place").join(" ");
        assert!(open.contains("任前公示") && !open.contains("名单如下"), "{open}");
        officer.get("/notices?lang=en").ok().shows("Withdrawn");
    }

    fn a_notice_and_its_correction_are_proven_on_the_page_and_on_paper(t: Bench) {
        unit(t);
        let folder = tempfile::tempdir().unwrap();
        let place = public_log::Place::new(folder.path().join("log"));
        place.begin("hr.example.org/log").unwrap();
        let slices = || vec![org::slice(), people::slice(), notice::slice(), public_log::slice()];
        let of = || public_log::Place::new(folder.path().join("log"));
        let site = Site::with(t, slices(), |app| app.with(of()));
        let (officer, stranger) = (site.as_actor(t.officer()), site.stranger());
        // longer than a field of the log holds: it stands there by its hash, and every word is committed to
        let text = "名单如下。".repeat(800);
        let form = [("title", "任前公示"), ("unit", "HY"), ("text", &text), ("until", "2026-06-10")];
        let at = officer.post("/notices/new", &form).is(303).location().unwrap();
        let open = format!("/open{at}");
        stranger.get(&open).ok().shows("将在下一轮写入");
        let closed = logged(t, "SELECT value AS text FROM log_open WHERE name = 'text'");
        assert!(closed[0].starts_with("SHA-256 ") && closed[0].len() == 72, "{closed:?}");
        public_log::round(&t.db, t.root, &place, 0).unwrap();
        let correct = [("title", "任前公示"), ("text", "名单如下，乙。"), ("until", "2026-06-10"), ("reason", "姓名有误")];
        officer.post(&format!("{at}/correct"), &correct).is(303);
        public_log::round(&t.db, t.root, &place, 0).unwrap();
        // both are entries, the latest first; the correction says which it takes the place of
        let entries = stranger.json(&open)["proof"]["entries"].clone();
        assert_eq!((entries[0][0].as_str(), entries[1][0].as_str()), (Some("correction"), Some("notice")));
        let (now, was) = (entries[0][1].as_u64().unwrap(), entries[1][1].as_u64().unwrap());
        stranger.get(&open).ok().shows(&format!("/log/entries/{now}")).hides("将在下一轮写入");
        assert_eq!(stranger.json(&format!("/log/entries/{now}"))["supersedes"], was);
        stranger.get(&format!("/log/proof/{now}")).ok();
        // on paper a code leads there
        let address = format!("https://hr.example.org/log/entries/{now}");
        let known = Site::with(t, slices(), |app| app.with(of()).at("https://hr.example.org"));
        let officer = known.as_actor(t.officer());
        officer.get(&format!("{at}/sheet")).ok().shows("公布凭证").shows("<svg").shows(&address);
        officer.get(&format!("{at}/sheet?lang=en")).ok().shows("Proof of publication");
    }

    fn a_notice_shows_no_restricted_column(t: Bench) {
        let unit = unit(t);
        let basic = [("name", "林知远"), ("number", "A001"), ("sex", "1"), ("birth", "1985-03-12"), ("native_place", "青海海晏")];
        let basic = basic.map(|(k, v)| (k.to_owned(), v.to_owned())).into();
        let person = t.db.write(&t.officer(), |tx| people::actions::enter(tx, Some(unit), day("2015-01-01"), &basic)).unwrap();
        let shown = t.db.read(&t.officer(), |tx| notice::shown(tx, person, day("2026-06-01"), "副局长")).unwrap();
        assert_eq!((shown.birth.as_str(), shown.sex.as_str()), ("1985.03", "男"));
        let draft = Draft {
            unit,
            about: Some("case".into()),
            title: "任前公示".into(),
            text: "名单如下。".into(),
            people: vec![shown],
            until: day("2026-06-10"),
        };
        let id = t.db.write(&t.officer(), |tx| notice::publish_alone(tx, &draft)).unwrap();
        let told = t.db.read(&t.officer(), |tx| {
            let may = tx.may::<See>()?;
            notice::standing(tx, &may, id, day("2026-06-09"))
        }).unwrap();
        assert_eq!((told.left, told.whole, told.blocked_by.len()), (1, 7, 0));
        let page = site(t).as_actor(t.officer()).get(&format!("/notices/{id}")).ok().shows("林知远").shows("副局长");
        assert!(!page.text.contains("A001"), "a staff number is no permitted field");
    }
}
