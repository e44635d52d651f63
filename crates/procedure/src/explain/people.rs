//! Who was there, and in which order.

use base::{Lang, Say};

use super::{Answer, Asked, Checked};

impl Asked<'_> {
    pub(super) fn apart(&self, tied: &str, present: &[String]) -> Checked<Answer> {
        let tied = self.words(tied)?;
        if tied.is_empty() {
            return Ok(Answer::yes(Say::new("没有应当回避的人员。", "Nobody has to leave.")));
        }
        let name = |id: &String| self.of.facts.called(id).to_owned();
        let all: Vec<String> = tied.iter().map(name).collect();
        let mut stayed: Vec<(String, String, String)> = Vec::new();
        for occasion in present {
            let title = self.title(occasion);
            for id in self.words(occasion)?.iter().filter(|id| tied.contains(id)) {
                stayed.push((name(id), title.zh.clone(), title.en.clone()));
            }
        }
        if stayed.is_empty() {
            return Ok(Answer::yes(Say::new(
                format!("应当回避：{}；均已回避。", Lang::Zh.list(&all)),
                format!("Had to leave: {}; all did.", Lang::En.list(&all)),
            )));
        }
        let zh: Vec<String> = stayed.iter().map(|(who, zh, _)| format!("{who}（{zh}）")).collect();
        let en: Vec<String> = stayed.iter().map(|(who, _, en)| format!("{who} ({en})")).collect();
        Ok(Answer::no(
            Say::new(
                format!("应当回避而未回避：{}。", Lang::Zh.list(zh)),
                format!("Should have left and did not: {}.", Lang::En.list(en)),
            ),
            Say::new(
                "应回避的人员须离场且不参加表决，重新讨论。",
                "They have to leave the room and not to vote; discuss it again without them.",
            ),
        ))
    }

    pub(super) fn last(&self, order: &str, who: &str) -> Checked<Answer> {
        let (order, who) = (self.words(order)?, self.word(who)?);
        let name = self.of.facts.called(who);
        Ok(match order.iter().position(|id| id == who) {
            None => Answer::yes(Say::new(format!("{name}未参加表态。"), format!("{name} did not take part."))),
            Some(at) if at + 1 == order.len() => {
                Answer::yes(Say::new(format!("{name}最后表态。"), format!("{name} spoke last.")))
            }
            Some(at) => Answer::no(
                Say::new(
                    format!("{name}第{}个表态，共{}人。", at + 1, order.len()),
                    format!("{name} spoke as number {} of {}.", at + 1, order.len()),
                ),
                Say::new(format!("{name}须最后表态。"), format!("{name} has to speak last.")),
            ),
        })
    }
}
