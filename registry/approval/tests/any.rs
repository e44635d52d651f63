//! Whatever stands in a form, it is heard, told and put on paper, or said not to be understood.

use base::Lang;
use formats::approval::{Field, Form, Relative};
use proptest::prelude::*;

proptest! {
    #[test]
    fn any_text_in_any_field_is_heard_and_fits_on_paper(
        texts in proptest::collection::vec("\\PC{0,40}|[0-9年、.—-]{0,20}|(无|获优秀称号|2019年记三等功。|19[0-9]{4}--[0-9]{0,6} \\PC{0,200}\n){0,6}", Field::ALL.len()),
        work in "\\PC{0,300}",
    ) {
        let today = "2026-06-01".parse().unwrap();
        let mut form = Form::default();
        for (field, text) in Field::ALL.iter().zip(texts) {
            form.set(*field, text);
        }
        form.family = (0..20).map(|_| Relative { work: work.clone(), ..Relative::default() }).collect();
        approval::trial::record(&formats::approval::lrmx(&form), today);
        let heard = approval::heard(&form, today);
        prop_assert!(heard.basic.is_none() || heard.basic.as_ref().is_some_and(|b| b.get("name").is_some()));
        for lang in [Lang::Zh, Lang::En] {
            let paper = approval::sheet(&form, lang, today);
            for page in &paper.pages {
                let high: f32 = page.rows.iter().map(|r| r.height).sum();
                let heading = if page.heading.is_empty() { 0.0 } else { paper::HEADING };
                let foot = if page.foot.is_empty() { 0.0 } else { paper::FOOT };
                prop_assert!(high + heading + foot <= paper::HEIGHT, "{} mm", high);
            }
            prop_assert!(paper::docx(&paper).is_ok());
        }
    }
}
