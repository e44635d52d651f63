//! Tokens to a tree, by precedence: or, and, not, comparison, sum, product, sign.

use super::{
    MAX_DEPTH,
    lex::{FormulaError, Span, Token, lex},
};

#[derive(Clone, PartialEq, Debug)]
pub(super) struct Tree {
    pub(super) node: Node,
    pub(super) span: Span,
}

#[derive(Clone, PartialEq, Debug)]
pub(super) enum Node {
    /// A literal and its unit.
    Number(String, Option<String>),
    Percent(String),
    Name(String),
    Call(String, Vec<Tree>),
    Minus(Box<Tree>),
    Not(Box<Tree>),
    Two(&'static str, Box<Tree>, Box<Tree>),
    If(Box<Tree>, Box<Tree>, Box<Tree>),
}

const RESERVED: [&str; 6] = ["and", "or", "not", "if", "then", "else"];

pub(super) fn parse(text: &str) -> Result<Tree, FormulaError> {
    let mut parser = Parser { text, tokens: lex(text)?, at: 0, depth: 0 };
    let tree = parser.or()?;
    match parser.peek() {
        Token::End => Ok(tree),
        _ => Err(parser.error("此处公式应已结束", "the formula should end here")),
    }
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<(Token, Span)>,
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> &Token {
        &self.tokens[self.at].0
    }
    fn span(&self) -> Span {
        self.tokens[self.at].1
    }
    fn error(&self, zh: &str, en: &str) -> FormulaError {
        FormulaError::at(self.text, self.span(), zh, en)
    }
    fn is(&self, sign: &str) -> bool {
        match self.peek() {
            Token::Sign(s) => *s == sign,
            Token::Name(n) => RESERVED.contains(&sign) && n == sign,
            _ => false,
        }
    }
    fn take(&mut self, sign: &str) -> bool {
        let there = self.is(sign);
        self.at += usize::from(there);
        there
    }
    fn need(&mut self, sign: &str) -> Result<(), FormulaError> {
        if self.take(sign) {
            return Ok(());
        }
        Err(self.error(&format!("此处应为“{sign}”"), &format!("“{sign}” is expected here")))
    }
    fn deeper<T>(&mut self, inner: impl FnOnce(&mut Self) -> Result<T, FormulaError>) -> Result<T, FormulaError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.error("嵌套过深", "nested too deeply"));
        }
        let done = inner(self);
        self.depth -= 1;
        done
    }
    fn chain(
        &mut self,
        signs: &[&'static str],
        part: fn(&mut Self) -> Result<Tree, FormulaError>,
    ) -> Result<Tree, FormulaError> {
        let (mut left, mut links) = (part(self)?, 0);
        while let Some(sign) = signs.iter().find(|s| self.is(s)) {
            // a long chain is a deep tree, which is walked by recursion later
            links += 1;
            if links > super::MAX_OPS {
                return Err(self.error("公式过长", "the formula is too long"));
            }
            self.at += 1;
            let right = part(self)?;
            let span = (left.span.0, right.span.1);
            left = Tree { node: Node::Two(sign, Box::new(left), Box::new(right)), span };
        }
        Ok(left)
    }
    fn or(&mut self) -> Result<Tree, FormulaError> {
        self.deeper(|p| p.chain(&["or"], Self::and))
    }
    fn and(&mut self) -> Result<Tree, FormulaError> {
        self.chain(&["and"], Self::not)
    }
    fn not(&mut self) -> Result<Tree, FormulaError> {
        let from = self.span().0;
        if self.take("not") {
            let inner = self.deeper(Self::not)?;
            return Ok(Tree { span: (from, inner.span.1), node: Node::Not(Box::new(inner)) });
        }
        let left = self.sum()?;
        let Some(sign) = ["<=", ">=", "!=", "<", ">", "="].into_iter().find(|s| self.is(s)) else { return Ok(left) };
        self.at += 1;
        let right = self.sum()?;
        let span = (left.span.0, right.span.1);
        Ok(Tree { node: Node::Two(sign, Box::new(left), Box::new(right)), span })
    }
    fn sum(&mut self) -> Result<Tree, FormulaError> {
        self.chain(&["+", "-"], Self::product)
    }
    fn product(&mut self) -> Result<Tree, FormulaError> {
        self.chain(&["*", "/"], Self::signed)
    }
    fn signed(&mut self) -> Result<Tree, FormulaError> {
        let from = self.span().0;
        if self.take("-") {
            let inner = self.deeper(Self::signed)?;
            return Ok(Tree { span: (from, inner.span.1), node: Node::Minus(Box::new(inner)) });
        }
        self.primary()
    }
    fn primary(&mut self) -> Result<Tree, FormulaError> {
        let (token, span) = self.tokens[self.at].clone();
        if self.take("(") {
            let inner = self.or()?;
            self.need(")")?;
            return Ok(inner);
        }
        if self.take("if") {
            let when = self.or()?;
            self.need("then")?;
            let yes = self.or()?;
            self.need("else")?;
            let no = self.or()?;
            let span = (span.0, no.span.1);
            return Ok(Tree { node: Node::If(Box::new(when), Box::new(yes), Box::new(no)), span });
        }
        match token {
            Token::Number(digits) => {
                self.at += 1;
                if self.take("%") {
                    return Ok(Tree { node: Node::Percent(digits), span: (span.0, span.1 + 1) });
                }
                let (unit, end) = match self.peek() {
                    Token::Name(n) if !RESERVED.contains(&n.as_str()) => (Some(n.clone()), self.span().1),
                    _ => (None, span.1),
                };
                self.at += usize::from(unit.is_some());
                Ok(Tree { node: Node::Number(digits, unit), span: (span.0, end) })
            }
            Token::Name(name) if !RESERVED.contains(&name.as_str()) => {
                self.at += 1;
                if !self.take("(") {
                    return Ok(Tree { node: Node::Name(name), span });
                }
                let mut given = Vec::new();
                if !self.is(")") {
                    given.push(self.or()?);
                    while self.take(",") {
                        given.push(self.or()?);
                    }
                }
                let end = self.span().1;
                self.need(")")?;
                Ok(Tree { node: Node::Call(name, given), span: (span.0, end) })
            }
            Token::End => Err(self.error("公式在此中断", "the formula breaks off here")),
            _ => Err(self.error("此处应为数、名称或括号", "a number, a name or a bracket is expected here")),
        }
    }
}
