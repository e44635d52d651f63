//! Figures that a body below has put in the place of a pack's.

use base::Say;
use db::FieldError;
use rulepacks::rules::{Pack, Parameter, Rule, Value};

use super::wrong;

/// The pack with these figures in the place of its own: rule, name, value. Each is applied to every version of the rule that
/// lets it be; one that an edition no longer allows is left out, as the pack's own figure is the least.
pub fn applied(mut pack: Pack, figures: &[(String, String, Value)]) -> Pack {
    for rule in &mut pack.rules {
        for (_, name, value) in figures.iter().filter(|(id, _, _)| *id == rule.id) {
            if rule.allows(name, value)
                && let Some(parameter) = rule.parameters.get_mut(name)
            {
                parameter.value = value.clone();
            }
        }
    }
    pack
}

/// A figure as written in a form: of the same kind as the rule's own, and as strict or stricter.
///
/// # Errors
/// The field with what is wrong and what would do.
pub fn written(rule: &Rule, name: &str, text: &str) -> Result<Value, FieldError> {
    let own = rule.parameters.get(name).ok_or_else(|| wrong("name", "请选择一个数值。", "Choose a figure."))?;
    let text = text.trim();
    let value = match &own.value {
        Value::Whole(_) => text.parse().ok().filter(|n: &i64| *n >= 0).map(Value::Whole),
        Value::Share(_) => text.parse().ok().map(Value::Share),
        Value::List(_) => {
            let words = text.split(['、', ',', '，']).map(str::trim).filter(|w| !w.is_empty());
            Some(Value::List(words.map(str::to_owned).collect()))
        }
    };
    let value = value.ok_or_else(|| {
        let like = own.value_text();
        wrong("value", format!("请按这样的写法填写：{like}。"), format!("Write it like this: {like}."))
    })?;
    if rule.allows(name, &value) {
        return Ok(value);
    }
    let least = Say::each(|l| own.say(l));
    Err(wrong(
        "value",
        format!("只能从严：规则的数值是{}，不能放宽。", least.zh),
        format!("It may only be stricter: the rule says {}, and that cannot be relaxed.", least.en),
    ))
}

trait Written {
    fn value_text(&self) -> String;
}
impl Written for Parameter {
    fn value_text(&self) -> String {
        match &self.value {
            Value::Whole(n) => n.to_string(),
            Value::Share(share) => share.to_string(),
            Value::List(words) => words.join("、"),
        }
    }
}
