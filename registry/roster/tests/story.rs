//! A roster is designed, kept, looked at and taken out.

use formats::sheet::{Book, Limits};
use people::Written;
use testkit::{Bench, client::Site};

fn enter(t: &Bench, pairs: &[(&str, &str)]) {
    let written: Written = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    t.db.write(&t.officer(), |tx| people::actions::enter(tx, None, "2020-01-01".parse().unwrap(), &written)).unwrap();
}

testkit::on_both_engines! {
    fn a_roster_is_designed_kept_and_taken_out_in_groups(t: Bench) {
        enter(t, &[("name", "周强"), ("sex", "男"), ("birth", "1980.05"), ("level", "1A31"), ("post_title", "某局局长")]);
        enter(t, &[("name", "李娜"), ("sex", "女"), ("birth", "1985.06"), ("level", "1A32"), ("post_title", "某局副局长")]);
        enter(t, &[("name", "孙丽"), ("sex", "女"), ("birth", "1990.07")]);
        let site = Site::of(t, vec![people::slice(), org::slice(), roster::slice()]);
        let officer = site.as_actor(t.officer());
        officer.get("/people/roster").ok().shows("名册设计").shows("工作单位及职务");
        site.as_actor(t.officer()).reading(base::Lang::En).get("/people/roster").ok().shows("Roster designer");
        let design = [("title", "领导干部名册"), ("at_ordinal", "1"), ("at_name", "2"), ("at_birth", "4"), ("at_sex", "3"), ("group", "level"), ("paper", "a4")];
        officer.post("/people/roster", &[&design[..], &[("do", "show")]].concat()).ok().shows("共 3 人").shows("周强").hides("工作单位及职务</th>");
        officer.post("/people/roster", &[("at_name", "第一")]).is(422).shows("请填写整数");
        officer.post("/people/roster", &[("title", "空")]).is(422).shows("请至少选择一栏");

        let bytes = officer.post("/people/roster", &[&design[..], &[("do", "take")]].concat()).ok().bytes;
        let book = Book::read("名册.xlsx", &bytes, &Limits::default()).unwrap();
        let rows: Vec<String> = (0..8).map(|r| (0..4).map(|c| book.sheets[0].cell(r, c).text().to_string()).collect::<Vec<_>>().join("|")).collect();
        // the title stands over all columns
        assert_eq!(rows[0], ["领导干部名册"; 4].join("|"));
        assert_eq!(rows[1..4], [ "序号|姓名|性别|出生年月", "|县处级正职（1人）||", "1|周强|男|1980.05"]);
        assert_eq!(rows[5..8], ["2|李娜|女|1985.06", "|其他（1人）||", "3|孙丽|女|1990.07"]);
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut xml = String::new();
        std::io::Read::read_to_string(&mut zip.by_name("xl/worksheets/sheet1.xml").unwrap(), &mut xml).unwrap();
        assert!(xml.contains("paperSize=\"9\" orientation=\"landscape\" fitToWidth=\"1\""), "{xml}");

        officer.post("/people/roster", &[&design[..], &[("do", "save"), ("name", "常用")]].concat()).is(303);
        officer.post("/people/roster", &[&design[..], &[("do", "save"), ("name", " ")]].concat()).is(422).shows("请填写模板名称");
        let page = officer.get("/people/roster").ok();
        assert!(page.text.contains("常用"));
        let other = Site::of(t, vec![people::slice(), org::slice(), roster::slice()]).as_actor(t.officer());
        other.get("/people/roster").ok().hides("常用");
        let at = page.text.find("/people/roster?template=").unwrap() + "/people/roster?template=".len();
        let id = &page.text[at..at + 36];
        officer.get(&format!("/people/roster?template={id}")).ok().shows("领导干部名册");
        officer.post(&format!("/people/roster/{id}/remove"), &[]).is(303);
        officer.get("/people/roster").ok().hides("常用");
    }
}
