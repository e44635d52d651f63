//! What people see.

mod interview;
mod list;
mod sheet;
mod slips;

use web::{Public, Routes};

use crate::{Run, See, rules::Written};

/// Where the slice answers.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(See, "/interviews", ("面试", "Interviews"), list::show)
        .post(Run, "/interviews", ("建立面试", "Draw an interview up"), list::draw_up)
        .takes::<Written>()
        .get(See, "/interviews/{interview}", ("一场面试", "An interview"), interview::show)
        .post(
            Run,
            "/interviews/{interview}/lists",
            ("录入考官和考生", "Enter members and candidates"),
            interview::lists,
        )
        .takes::<interview::Lists>()
        .post(Run, "/interviews/{interview}/open", ("开始打分", "Let members mark"), interview::open)
        .takes_nothing()
        .post(Run, "/interviews/{interview}/sheets", ("印发评分表二维码", "Hand the sheets out"), slips::hand_out)
        .takes_nothing()
        .post(Run, "/interviews/{interview}/close", ("结束面试", "Close the interview"), interview::close)
        .takes_nothing()
        .get(Public, "/sheet/{secret}", ("考官评分表", "A member's sheet"), sheet::show)
        .post(Public, "/sheet/{secret}", ("提交评分", "Give marks"), sheet::give)
        .takes::<std::collections::BTreeMap<String, String>>()
}
