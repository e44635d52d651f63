//! The unit tree and its chart.

use maud::html;
use ui::{Lang, Node, Shell, org_chart};

use crate::{page, w};

pub fn units(lang: Lang) -> Shell {
    let office = |name: &str, n| Node::new(name, "/units/1").count(n);
    let root = Node::new("临江市", "/units/0").note(w(lang, "地级市", "prefecture")).count(3_412).open().parts([
        Node::new("市委工作机关", "/units/1").count(212).open().parts([
            office("市委办公室", 46),
            office("市委组织部", 58).parts([office("干部一科", 7), office("干部二科", 6), office("干部监督科", 5)]),
            office("市纪委监委", 108),
        ]),
        Node::new("市政府工作部门", "/units/2").count(1_871).parts([
            office("市财政局", 96),
            office("市教育局", 74),
            office("市文化广电旅游体育局非物质文化遗产保护中心", 19),
        ]),
        Node::new("临江职业技术学院", "/units/3").note(w(lang, "事业单位", "public institution")).count(644).parts([
            office("机电工程系党总支", 61).parts([office("教师第一党支部", 22), office("学生党支部", 31)]),
            office("教务处", 18),
        ]),
        Node::new("清河县", "/units/4").count(685),
    ]);
    let main = html! { div.columns { div.panel { (root.html(lang)) } } (org_chart(lang, &root)) };
    page(lang, "units", w(lang, "机构", "Units"), main)
}
