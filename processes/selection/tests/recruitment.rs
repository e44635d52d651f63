//! A recruitment from the announcement on the open site to candidates in a case.

mod house;

use house::{Bureau, PDF, answers, check, import, number};
use testkit::{Bench, client::Client};

/// What a mark sheet says.
fn sheet(rows: &[(&str, &str)]) -> String {
    rows.iter().fold("准考证号,成绩\n".to_owned(), |all, (number, mark)| format!("{all}{number},{mark}\n"))
}

testkit::on_both_engines! {
    fn from_the_announcement_to_candidates_in_a_case(t: Bench) {
        let b = Bureau::new(t, None);
        let stranger = b.site.stranger();
        stranger.get(&b.open()).is(404);
        b.publish();
        stranger.get("/open").ok().shows("海晏局2026年公开招聘");
        stranger.get(&b.open()).ok().shows("同分的，笔试成绩高者在前").shows("10100011").shows("当面领取").shows("至 2026-12-10");
        // five apply: three lawyers in the Party, one lawyer who is not, one economist
        let people = [
            ("李明", "男", "1995.05", "党员", "法学", "1995-05-04", 1),
            ("周静", "女", "1996.03", "党员", "法学", "1996-03-08", 2),
            ("吴迪", "男", "1994.11", "党员", "经济法", "1994-11-30", 3),
            ("孙丽", "女", "1996.12", "群众", "法学", "1996-12-01", 4),
            ("赵强", "男", "1994.08", "党员", "金融学", "1994-08-15", 5),
        ];
        let mut links = Vec::new();
        for (i, (name, sex, birth, political, major, born, order)) in people.into_iter().enumerate() {
            let all = answers(name, sex, birth, political, major);
            links.push(b.apply(&stranger, &format!("p{i}@example.org"), &all, &number(born, order)));
        }
        let computed: Vec<(String, String)> = b.lines("").iter()
            .map(|l| (l["name"].as_str().unwrap().to_owned(), l["computed"].as_str().unwrap().to_owned())).collect();
        let expected = [("李明", "yes"), ("周静", "yes"), ("吴迪", "yes"), ("孙丽", "no"), ("赵强", "no")];
        assert_eq!(computed, expected.map(|(n, c)| (n.to_owned(), c.to_owned())));
        // the office confirms what is plain, and says why in the rest
        b.officer.post(&format!("{}/confirm", b.at), &[]).is(303);
        assert_eq!(b.lines("qualified").len(), 3);
        let review = |one: &str, verdict: &str, says: &str, until: &str| {
            b.officer.post(&format!("{one}/review"), &[("verdict", verdict), ("says", says), ("until", until)])
        };
        b.officer.get(&links[3].1).ok().shows("政治面貌为").shows("不符合");
        review(&links[3].1, "unqualified", "", "").is(422);
        review(&links[3].1, "unqualified", "职位要求中共党员", "").is(303);
        stranger.get(&links[3].0).ok().shows("不合格").shows("职位要求中共党员").shows("政治面貌为").hides("周静");
        // overruled with a reason
        review(&links[4].1, "qualified", "", "").is(422);
        review(&links[4].1, "supplement", "请补充法学第二学位证书", "2026-06-03").is(422).shows("不少于3个工作日");
        review(&links[4].1, "supplement", "请补充法学第二学位证书", "2026-06-12").is(303);
        t.on("2026-06-11");
        b.officer.post(&format!("{}/numbers", b.at), &[]).is(422).shows("全部审查完毕");
        stranger.get(&links[4].0).ok().shows("请在 2026-06-12 前");
        stranger.upload(&format!("{}/files", links[4].0), "file", "证书.pdf", PDF, &[("kind", "diploma")]).is(303);
        stranger.post(&format!("{}/submit", links[4].0), &[("truthful", "true")]).is(303);
        assert_eq!(b.lines("open").len(), 1);
        review(&links[4].1, "qualified", "第二学位为法学，证书已核对", "").is(303);
        // whoever was not asked for more can change nothing after the deadline
        stranger.post(&links[0].0, &answers("李某", "男", "1995.05", "党员", "法学")).is(422).shows("不能修改");
        stranger.post(&format!("{}/withdraw", links[0].0), &[]).is(422).shows("报名已截止");

        b.officer.post(&format!("{}/numbers", b.at), &[]).is(303);
        let exam = |name: &str| b.lines("qualified").iter().find(|l| l["name"] == name).unwrap()["number"].as_str().unwrap().to_owned();
        let numbers = ["李明", "周静", "吴迪", "赵强"].map(exam);
        assert!(numbers.iter().all(|n| n.starts_with("20260601") && n.len() == 13), "{numbers:?}");
        // marks: nothing is recorded before the check is clean; an import can be undone
        let marks = |rows: &[(usize, &str)]| sheet(&rows.iter().map(|(i, m)| (numbers[*i].as_str(), *m)).collect::<Vec<_>>());
        let bad = marks(&[(0, "八十"), (0, "80"), (1, "")]) + "999,70\n";
        check(&b.officer, "written-marks", &[("成绩.csv", bad.as_bytes())]).1
            .shows("最多两位小数").shows("出现两次").shows("缺考不等于零分").shows("没有准考证号");
        import(&b.officer, "written-marks", &[("成绩.csv", marks(&[(0, "70"), (1, "70")]).as_bytes())]);
        let all = marks(&[(0, "80"), (1, "75.5"), (2, "75.5"), (3, "缺考")]);
        let second = import(&b.officer, "written-marks", &[("成绩.csv", all.as_bytes())]);
        b.officer.get(&format!("{}/lists", b.at)).ok().shows("75.5").shows("缺考");
        b.officer.post(&format!("/import/written-marks/past/{second}/undo"), &[]).is(303);
        b.officer.get(&format!("{}/lists", b.at)).ok().shows(">70<").hides("75.5").shows("2 人没有成绩");
        import(&b.officer, "written-marks", &[("成绩.csv", all.as_bytes())]);
        stranger.get(&links[0].0).ok().shows("80").shows(&numbers[0]);

        // three go on: equals at the line are all in
        let lists = b.officer.json(&format!("{}/lists", b.at));
        let on: Vec<bool> = lists["openings"][0]["list"].as_array().unwrap().iter().map(|p| p["on"].as_bool().unwrap()).collect();
        assert_eq!(on, [true, true, true, false]);
        let form = [
            ("code", "10100011"), ("title", "海晏局一级科员面试"), ("day", "2026-06-20"), ("places", "1"), ("ratio", "1"), ("out", "1"),
            ("highest", "100"), ("written", "50"), ("pass", "60"), ("level", ""), ("ties", "笔试成绩高者在前"),
        ];
        let interview = b.officer.post(&format!("{}/interview", b.at), &form).is(303).location().unwrap();
        let candidates: Vec<String> = b.officer.json(&interview)["candidates"].as_array().unwrap().iter()
            .map(|c| format!("1 {} {} {} {}", c["number"], c["name"].as_str().unwrap(), mark_of(c["name"].as_str().unwrap()), c["exam"].as_str().unwrap())).collect();
        let members = "1 甲官\n1 乙官\n1 丙官\n1 丁官\n1 戊官\n1 己官\n1 庚官\n";
        b.officer.post(&format!("{interview}/lists"), &[("members", members), ("candidates", &candidates.join("\n"))]).is(303);
        b.officer.post(&format!("{interview}/open"), &[]).is(303);
        stranger.get(&links[1].0).ok().shows("进入面试");
        give_all(&b.officer, &stranger, &interview, &[("李明", "80"), ("周静", "90"), ("吴迪", "85")]);
        b.officer.post(&format!("{interview}/close"), &[]).is(303);
        // 90·½ + 75.5·½ = 82.75 is the best
        stranger.get(&links[1].0).ok().shows("82.75");
        b.officer.get(&format!("{}/lists", b.at)).ok().shows("82.75");

        // the first goes into a case and gets a file
        let sent = [("title", "海晏局一级科员招聘"), ("procedure", "cn/recruitment"), ("unit", "HY"), ("posts", "P1")];
        let case = b.officer.post("/cases/new", &sent).is(303).location().unwrap();
        let id = case.trim_start_matches("/cases/").to_owned();
        announce(&b, &case);
        let who = links[1].1.rsplit('/').next().unwrap().to_owned();
        let into = format!("{id}:{}", b.post);
        b.officer.post(&format!("{}/case", b.at), &[("code", "10100011"), ("case", &into)]).is(422).shows("请选择人选");
        for _ in 0..2 {
            let fields = [("code", "10100011"), ("case", into.as_str()), ("who", who.as_str())];
            b.officer.post(&format!("{}/case", b.at), &fields).is(303).leads_to(&case);
        }
        let candidates = b.officer.json(&case)["candidates"].as_array().unwrap().clone();
        assert_eq!(candidates.len(), 1);
        let person = candidates[0]["person"].as_str().unwrap();
        b.officer.get(&format!("/people/{person}")).ok().shows("周静").shows("海晏大学").shows("法学");
    }

    fn nothing_of_an_applicant_is_seen_by_others_and_it_is_deleted_in_time(t: Bench) {
        let b = Bureau::new(t, None);
        b.publish();
        let (one, other) = (b.site.stranger(), b.site.stranger());
        let born = number("1995-05-04", 1);
        let (link, at) = b.apply(&one, "liming@example.org", &answers("李明", "男", "1995.05", "党员", "法学"), &born);
        for path in ["/open", &b.open(), "/open/feed.json"] {
            other.get(path).ok().hides("李明").hides("liming");
        }
        other.get("/apply/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").is(404);
        other.get(&at).asks_to_sign_in();
        other.get(&b.at).asks_to_sign_in();
        // the link shows no number and no whole address; another applicant cannot use the number
        one.get(&link).ok().hides(&born).hides("liming@").shows("l***@example.org");
        let (second, _) = b.begin(&other, "other@example.org");
        other.post(&second, &answers("李明", "男", "1995.05", "党员", "法学")).is(303);
        let handing = [("id_number", born.as_str()), ("phone", "13800000000"), ("truthful", "true")];
        other.post(&format!("{second}/submit"), &handing).is(422).shows("已报名");
        // the number is opened with a reason only, and nowhere in the clear
        b.officer.get(&at).ok().hides(&born).hides("13800000000");
        b.officer.post(&format!("{at}/private"), &[("reason", "")]).is(422);
        b.officer.post(&format!("{at}/private"), &[("reason", "电话通知笔试")]).ok().shows(&born).shows("13800000000");
        b.site.as_actor(t.actor(auth::Role::Cadre)).get(&at).is(404);
        let college = b.site.as_actor(t.actor_over(auth::Role::Officer, "0001/000a/".parse().unwrap()));
        college.get(&at).is(404);
        college.post(&format!("{}/publish", b.at), &[]).is(404);
        // kept for six months after the deadline
        b.officer.post(&format!("{}/erase", b.at), &[]).is(422).shows("2026-12-10");
        t.on("2026-12-10");
        let due = t.db.read(&t.officer(), |tx| selection::recruit::due(tx, "2026-12-31".parse().unwrap())).unwrap();
        assert!(due.iter().any(|d| d.key.ends_with("/erase") && d.what.zh.contains("应删除")), "{due:?}");
        b.officer.post(&format!("{}/erase", b.at), &[]).is(303);
        one.get(&link).is(404);
        b.officer.get(&b.at).ok().hides("李明");
    }

    fn a_relative_on_the_panel_is_away_before_anybody_marks(t: Bench) {
        let b = Bureau::new(t, None);
        let born = number("1996-03-08", 2);
        // the applicant has a file, whose family names a member of the panel; both are found by numbers and not by names
        let niece = house::person(t, b.unit, "周静", "K1");
        let uncle = house::person(t, b.unit, "周远山", "K2");
        house::record(t, niece, people::Section::Identity, &[("id_number", born.as_str())]);
        house::record(t, niece, people::Section::Kin, &[("relation", "叔父"), ("name", "周远山"), ("other", &uncle.to_string())]);
        b.publish();
        let stranger = b.site.stranger();
        b.apply(&stranger, "a@example.org", &answers("周静", "女", "1996.03", "党员", "法学"), &born);
        b.officer.post(&format!("{}/confirm", b.at), &[]).is(303);
        t.on("2026-06-11");
        b.officer.post(&format!("{}/numbers", b.at), &[]).is(303);
        let exam = b.lines("qualified")[0]["number"].as_str().unwrap().to_owned();
        import(&b.officer, "written-marks", &[("成绩.csv", sheet(&[(exam.as_str(), "80")]).as_bytes())]);
        let form = [
            ("code", "10100011"), ("title", "海晏局一级科员面试"), ("day", "2026-06-20"), ("places", "1"), ("ratio", "1"), ("out", "1"),
            ("highest", "100"), ("written", "50"), ("pass", "60"), ("level", ""), ("ties", "笔试成绩高者在前"),
        ];
        let interview = b.officer.post(&format!("{}/interview", b.at), &form).is(303).location().unwrap();
        let members = "1 周远山 K2\n1 甲官\n1 乙官\n1 丙官\n1 丁官\n1 戊官\n1 己官\n";
        let candidates = format!("1 1 周静 80 {exam}");
        b.officer.post(&format!("{interview}/lists"), &[("members", members), ("candidates", &candidates)]).is(303);
        b.officer.post(&format!("{interview}/open"), &[]).is(303);
        let page = b.officer.json(&interview);
        assert_eq!(page["given"], serde_json::json!([1, 0, 0, 0, 0, 0, 0]));
        assert_eq!(page["candidates"][0]["written"], "80");
        // the sheet of the relative takes no mark, and the score is made of the others
        let slips = b.officer.post(&format!("{interview}/sheets"), &[]).ok().text;
        let mut sheets: Vec<String> = slips.split("href=\"/sheet/").skip(1).map(|s| format!("/sheet/{}", s.split('"').next().unwrap())).collect();
        sheets.dedup();
        let field = format!("mark-{}", page["candidates"][0]["candidate"].as_str().unwrap());
        stranger.get(&sheets[0]).ok().shows("亲属回避").hides("周静");
        stranger.post(&sheets[0], &[(field.as_str(), "100")]).is(422);
        for sheet in &sheets[1..] {
            stranger.post(sheet, &[(field.as_str(), "84")]).is(303);
        }
        b.officer.post(&format!("{interview}/close"), &[]).is(303);
        b.officer.get(&interview).ok().shows("回避：亲属回避").shows("= 84").shows(">82.00<");
    }

    fn what_an_application_lacks_is_said_field_by_field(t: Bench) {
        let b = Bureau::new(t, None);
        b.publish();
        let one = b.site.stranger();
        one.post(&b.open(), &[("email", "nobody")]).is(422).shows("请填写邮箱地址");
        let (link, at) = b.begin(&one, "a@example.org");
        // a draft may be wrong; handing it in may not
        one.post(&link, &[("basic.0.name", "李明"), ("basic.0.birth", "某年"), ("opening", "")]).is(303);
        one.get(&link).ok().shows("李明").shows("某年").shows("未提交");
        one.post(&format!("{link}/submit"), &[("id_number", "1"), ("phone", "")]).is(422)
            .shows("请选择报考职位").shows("基本信息 · 出生年月").shows("末位校验").shows("请填写联系电话").shows("请确认所填内容真实");
        one.post(&link, &answers("李明", "男", "1995.05", "党员", "法学")).is(303);
        let wrong = number("1996-05-04", 1);
        let handing = |n: &str| one.post(&format!("{link}/submit"), &[("id_number", n), ("phone", "010-88888888"), ("truthful", "true")]);
        handing(&wrong).is(422).shows("与填写的性别、出生年月不一致");
        // attachments: kind by content, size, number
        let attach = |bytes: &[u8]| one.upload(&format!("{link}/files"), "file", "证书.pdf", bytes, &[("kind", "diploma")]);
        attach(b"MZ\x90\x00").is(422).shows("按文件内容识别");
        for _ in 0..12 {
            attach(PDF).is(303);
        }
        attach(PDF).is(422).shows("最多12份");
        let file = one.json(&link)["files"][0]["file"].as_str().unwrap().to_owned();
        one.post(&format!("{link}/files/{file}/remove"), &[]).is(303);
        handing(&number("1995-05-04", 1)).is(303);
        // handed in it stands; taken back it can be changed and handed in again
        attach(PDF).is(422).shows("不能修改");
        one.post(&format!("{link}/withdraw"), &[]).is(303);
        one.get(&link).ok().shows("已撤回");
        assert!(b.lines("").is_empty());
        one.post(&format!("{link}/submit"), &[("truthful", "true")]).is(303);
        // the office opens a paper with a reason
        let file = b.officer.json(&at)["files"][0]["file"].as_str().unwrap().to_owned();
        b.officer.post(&format!("{at}/files/{file}"), &[("reason", "")]).is(422);
        assert_eq!(b.officer.post(&format!("{at}/files/{file}"), &[("reason", "核对学历证书")]).ok().bytes, PDF);
        // before it opens and after it closes nobody applies; the deadline moves later only, with a reason that everybody sees
        t.on("2026-06-11");
        one.post(&b.open(), &[("email", "b@example.org")]).is(422).shows("现在不接受报名");
        b.officer.post(&format!("{}/amend", b.at), &[("closes", "2026-06-09"), ("reason", "报名人数不足")]).is(422);
        b.officer.post(&format!("{}/amend", b.at), &[("closes", "2026-06-15"), ("reason", "报名人数不足")]).is(303);
        one.get(&b.open()).ok().shows("2026-06-15").shows("报名人数不足").shows("先前版本");
        b.officer.post(&format!("{}/amend", b.at), &[("cancel", "true"), ("reason", "招聘计划取消")]).is(303);
        one.get(&b.open()).ok().shows("已取消").shows("招聘计划取消");
        one.post(&b.open(), &[("email", "b@example.org")]).is(422);
    }
}

fn mark_of(name: &str) -> &'static str {
    match name {
        "李明" => "80",
        _ => "75.5",
    }
}

/// The announcement step of the case.
fn announce(b: &Bureau, case: &str) {
    let facts =
        [("step", "announcement"), ("case:announcement.on", "2026-06-01"), ("case:announcement.tie_rule", "yes")];
    b.officer.post(&format!("{case}/facts"), &facts).is(303);
    for kind in ["plan", "announcement"] {
        b.officer
            .upload(&format!("{case}/papers"), "file", "材料.pdf", PDF, &[("step", "announcement"), ("kind", kind)])
            .is(303);
    }
    b.officer.post(&format!("{case}/close"), &[("step", "announcement"), ("outcome", "done")]).is(303);
}

/// Every member gives each candidate the same mark.
fn give_all(officer: &Client, member: &Client, interview: &str, marks: &[(&str, &str)]) {
    let page = officer.post(&format!("{interview}/sheets"), &[]).ok().text;
    let mut sheets: Vec<String> =
        page.split("href=\"/sheet/").skip(1).map(|s| format!("/sheet/{}", s.split('"').next().unwrap())).collect();
    sheets.dedup();
    let candidates = officer.json(interview)["candidates"].as_array().unwrap().clone();
    for sheet in sheets {
        let fields: Vec<(String, &str)> = candidates
            .iter()
            .map(|c| {
                let mark = marks.iter().find(|m| c["name"] == m.0).unwrap().1;
                (format!("mark-{}", c["candidate"].as_str().unwrap()), mark)
            })
            .collect();
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (k.as_str(), *v)).collect();
        member.post(&sheet, &fields).is(303);
    }
}
