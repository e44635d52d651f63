//! A tree to steps, with the unit of every part checked.

use super::{
    Kind, Meaning, Op,
    lex::{FormulaError, Span},
    parse::{Node, Tree},
    unit::Unit,
};
use crate::{exact::Fixed, ratio::Ratio};

struct Checker<'a> {
    text: &'a str,
    meaning: &'a dyn Fn(&str) -> Option<Meaning>,
    ops: &'a mut Vec<Op>,
}

pub(super) fn check(
    text: &str,
    tree: &Tree,
    meaning: &dyn Fn(&str) -> Option<Meaning>,
    ops: &mut Vec<Op>,
) -> Result<Kind, FormulaError> {
    Checker { text, meaning, ops }.kind(tree)
}

impl Checker<'_> {
    fn error<T>(&self, span: Span, zh: impl Into<String>, en: impl Into<String>) -> Result<T, FormulaError> {
        Err(FormulaError::at(self.text, span, zh, en))
    }
    fn name(&self, name: &str, span: Span) -> Result<Meaning, FormulaError> {
        match (self.meaning)(name) {
            Some(meaning) => Ok(meaning),
            None => self.error(span, format!("没有名为“{name}”的数据"), format!("there is no fact “{name}”")),
        }
    }
    fn number(&mut self, tree: &Tree) -> Result<Unit, FormulaError> {
        match self.kind(tree)? {
            Kind::Number(unit) => Ok(unit),
            Kind::Truth => {
                self.error(tree.span, "此处应为数值，而非是与否", "a number is expected here, not yes or no")
            }
        }
    }
    fn truth(&mut self, tree: &Tree) -> Result<(), FormulaError> {
        match self.kind(tree)? {
            Kind::Truth => Ok(()),
            Kind::Number(_) => {
                self.error(tree.span, "此处应为条件，而非数值", "a condition is expected here, not a number")
            }
        }
    }
    fn same(&mut self, tree: &Tree, unit: &Unit) -> Result<(), FormulaError> {
        let found = self.number(tree)?;
        if found == *unit {
            return Ok(());
        }
        self.error(
            tree.span,
            format!("单位不同：这里是“{}”，前面是“{}”", found.zh(), unit.zh()),
            format!("units differ: here it is {found}, before it was {unit}"),
        )
    }
    fn literal(&mut self, digits: &str, by: i64, span: Span) -> Result<(), FormulaError> {
        match digits.parse::<Fixed>() {
            Ok(value) if value.units() <= crate::exact::FACT_LIMIT => {
                let value = Ratio::from_units(value.units());
                let by = Ratio::from_units(by * crate::exact::ONE);
                self.ops.push(Op::Number(value.div(by).unwrap_or(Ratio::ZERO)));
                Ok(())
            }
            _ => self.error(
                span,
                "数值至多六位小数，且不超过十亿",
                "a number has at most 6 decimals and is at most one milliard",
            ),
        }
    }
    fn kind(&mut self, tree: &Tree) -> Result<Kind, FormulaError> {
        let span = tree.span;
        Ok(match &tree.node {
            Node::Number(digits, unit) => {
                self.literal(digits, 1, span)?;
                Kind::Number(unit.as_deref().map_or_else(Unit::none, Unit::of))
            }
            Node::Percent(digits) => {
                self.literal(digits, 100, span)?;
                Kind::Number(Unit::none())
            }
            Node::Name(name) => {
                let meaning = self.name(name, span)?;
                self.ops.push(match meaning.value {
                    Some(units) => Op::Number(Ratio::from_units(units)),
                    None => Op::Load(meaning.slot),
                });
                Kind::Number(meaning.unit)
            }
            Node::Minus(inner) => {
                let unit = self.number(inner)?;
                self.ops.push(Op::Neg);
                Kind::Number(unit)
            }
            Node::Not(inner) => {
                self.truth(inner)?;
                self.ops.push(Op::Not);
                Kind::Truth
            }
            Node::If(when, yes, no) => {
                self.truth(when)?;
                let kind = self.kind(yes)?;
                match &kind {
                    Kind::Number(unit) => self.same(no, unit)?,
                    Kind::Truth => self.truth(no)?,
                }
                self.ops.push(Op::If);
                kind
            }
            Node::Two(sign, left, right) => self.two(sign, left, right, span)?,
            Node::Call(name, given) => self.call(name, given, span)?,
        })
    }
    fn two(&mut self, sign: &str, left: &Tree, right: &Tree, span: Span) -> Result<Kind, FormulaError> {
        if matches!(sign, "and" | "or") {
            self.truth(left)?;
            self.truth(right)?;
            self.ops.push(if sign == "and" { Op::And } else { Op::Or });
            return Ok(Kind::Truth);
        }
        let unit = self.number(left)?;
        if matches!(sign, "*" | "/") {
            let other = self.number(right)?;
            self.ops.push(if sign == "*" { Op::Mul } else { Op::Div });
            return match unit.times(&other, if sign == "*" { 1 } else { -1 }) {
                Some(unit) => Ok(Kind::Number(unit)),
                None => self.error(span, "单位的幂次过高", "the power of a unit is too high"),
            };
        }
        self.same(right, &unit)?;
        let (ops, kind): (&[Op], _) = match sign {
            "+" => (&[Op::Add], Kind::Number(unit)),
            "-" => (&[Op::Sub], Kind::Number(unit)),
            "<" => (&[Op::Less], Kind::Truth),
            "<=" => (&[Op::LessOrEqual], Kind::Truth),
            ">" => (&[Op::LessOrEqual, Op::Not], Kind::Truth),
            ">=" => (&[Op::Less, Op::Not], Kind::Truth),
            "=" => (&[Op::Equal], Kind::Truth),
            _ => (&[Op::Equal, Op::Not], Kind::Truth),
        };
        self.ops.extend_from_slice(ops);
        Ok(kind)
    }
    fn call(&mut self, name: &str, given: &[Tree], span: Span) -> Result<Kind, FormulaError> {
        match (name, given) {
            ("min" | "max", [first, rest @ ..]) if !rest.is_empty() => {
                let unit = self.number(first)?;
                for tree in rest {
                    self.same(tree, &unit)?;
                    self.ops.push(if name == "min" { Op::Min } else { Op::Max });
                }
                Ok(Kind::Number(unit))
            }
            ("abs", [x]) => {
                let unit = self.number(x)?;
                self.ops.push(Op::Abs);
                Ok(Kind::Number(unit))
            }
            ("between", [x, low, high]) => {
                let unit = self.number(x)?;
                self.same(low, &unit)?;
                self.ops.push(Op::Max);
                self.same(high, &unit)?;
                self.ops.push(Op::Min);
                Ok(Kind::Number(unit))
            }
            ("round", [x, Tree { node: Node::Number(digits, None), span }]) => {
                let unit = self.number(x)?;
                match digits.parse::<u8>() {
                    Ok(decimals @ 0..=6) => self.ops.push(Op::Round(decimals)),
                    _ => return self.error(*span, "小数位数应为 0 至 6", "decimals are 0 to 6"),
                }
                Ok(Kind::Number(unit))
            }
            ("known", [Tree { node: Node::Name(fact), span }]) => {
                let meaning = self.name(fact, *span)?;
                if meaning.value.is_some() {
                    return self.error(*span, "这是规则中的数，总是已知的", "this is a number of a rule, which is always known");
                }
                self.ops.push(Op::Known(meaning.slot));
                Ok(Kind::Truth)
            }
            ("otherwise", [x, instead]) => {
                let unit = self.number(x)?;
                self.same(instead, &unit)?;
                self.ops.push(Op::Otherwise);
                Ok(Kind::Number(unit))
            }
            ("min" | "max" | "abs" | "between" | "round" | "known" | "otherwise", _) => self.error(
                span,
                "参数不对：min(a, b…) max(a, b…) abs(x) between(x, 低, 高) round(x, 位数) known(名称) otherwise(x, 替代)",
                "wrong arguments: min(a, b…) max(a, b…) abs(x) between(x, low, high) round(x, decimals) known(name) otherwise(x, instead)",
            ),
            _ => self.error(
                span,
                format!("没有函数“{name}”；可用 min、max、abs、between、round、known、otherwise"),
                format!("there is no function “{name}”; there are min, max, abs, between, round, known, otherwise"),
            ),
        }
    }
}
