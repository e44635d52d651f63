//! A part with its rules priced: the kernel under the present multipliers, and what each row counts there.

use super::program::Program;
use crate::{
    kernel::{CLOSED, Change, Kernel, Search},
    plan::SCALE,
};

#[derive(Clone)]
pub(crate) struct Relaxed<'p> {
    pub program: &'p Program,
    pub kernel: Kernel,
    pub search: Search,
    /// The figure of each row; the program's, unless it was asked what another one would bring.
    pub figure: Vec<i64>,
    /// The multiplier of each row.
    pub lambda: Vec<i64>,
    /// What each row counts now.
    pub count: Vec<i64>,
    /// The true scaled cost of what is chosen.
    pub cost: i64,
    /// What cuts whose worth is in the costs take off the bound, and of the price of each row.
    base: i64,
    taken: Vec<i64>,
    /// How often each person moved.
    pub moved: Vec<u32>,
    /// How many reasons close each choice.
    closed: Vec<u16>,
    touched: Vec<u32>,
    mark: Vec<bool>,
}

impl<'p> Relaxed<'p> {
    /// Everybody placed at the least cost without the rules; `None` where that cannot be.
    pub(crate) fn new(program: &'p Program) -> Option<Self> {
        let mut kernel = Kernel::new(&program.net, program.cost.clone());
        let mut search = Search::new(&program.net);
        if !kernel.cold(&program.net, &mut search) {
            return None;
        }
        debug_assert_eq!(kernel.primal(), kernel.dual(&program.net), "prices prove the placing best");
        let mut it = Self {
            program,
            kernel,
            search,
            figure: program.rows.iter().map(|r| r.figure).collect(),
            lambda: vec![0; program.rows.len()],
            count: vec![0; program.rows.len()],
            cost: 0,
            base: 0,
            taken: vec![0; program.rows.len()],
            moved: vec![0; program.net.people()],
            closed: vec![0; program.choices()],
            touched: Vec::new(),
            mark: vec![false; program.net.people()],
        };
        it.recount();
        Some(it)
    }
    /// The same placing and prices over a program with other rows at the end: those that are new are worth nothing yet, and what
    /// those that are gone are worth stays in the costs, `base` in all and `taken` of the price of each row.
    pub(crate) fn onto<'q>(self, program: &'q Program, base: i64, taken: Vec<i64>) -> Relaxed<'q> {
        let rows = program.rows.len();
        let (mut figure, mut lambda) = (self.figure, self.lambda);
        let known = figure.len().min(rows);
        figure.truncate(rows);
        figure.extend(program.rows[known..].iter().map(|r| r.figure));
        lambda.resize(rows, 0);
        let mut it = Relaxed {
            program,
            kernel: self.kernel,
            search: self.search,
            figure,
            lambda,
            count: vec![0; rows],
            cost: 0,
            base,
            taken,
            moved: self.moved,
            closed: self.closed,
            touched: self.touched,
            mark: self.mark,
        };
        it.recount();
        it
    }
    pub(crate) fn recount(&mut self) {
        self.kernel.log.clear();
        self.count.fill(0);
        self.cost = 0;
        for &v in &self.kernel.choice {
            self.cost += self.program.cost[v as usize];
            for (r, w) in self.program.rows_of(v) {
                self.count[*r as usize] += i64::from(*w);
            }
        }
    }
    /// How far a row is beyond its figure (above 0: broken, or paid for).
    #[inline]
    pub(crate) fn excess(&self, r: usize) -> i64 {
        (self.count[r] - self.figure[r]) * self.program.rows[r].sense
    }
    /// The largest multiplier a row may have.
    pub(crate) fn cap(&self, r: usize) -> i64 {
        let price = self.program.rows[r].price.map_or(i64::MAX, |p| p * SCALE - self.taken[r]);
        price.min(self.program.ceiling)
    }
    /// Sets all multipliers and makes the placing best under them.
    pub(crate) fn price(&mut self, lambda: &[i64]) {
        for (r, new) in lambda.iter().enumerate() {
            let change = (new - self.lambda[r]) * self.program.rows[r].sense;
            if change == 0 {
                continue;
            }
            self.lambda[r] = *new;
            for (v, w) in self.program.choices_of(r) {
                self.kernel.cost[*v as usize] += change * i64::from(*w);
                let i = self.program.person[*v as usize];
                if !std::mem::replace(&mut self.mark[i as usize], true) {
                    self.touched.push(i);
                }
            }
        }
        let touched = std::mem::take(&mut self.touched);
        for i in &touched {
            self.mark[*i as usize] = false;
        }
        self.kernel.restore(&self.program.net, &mut self.search, &touched);
        debug_assert_eq!(self.kernel.primal(), self.kernel.dual(&self.program.net), "prices prove the placing best");
        self.touched = touched;
        self.touched.clear();
        self.settle();
    }
    /// Counts what the log says, and forgets the log.
    pub(crate) fn settle(&mut self) {
        let log = std::mem::take(&mut self.kernel.log);
        for change in &log {
            self.apply(*change, 1);
        }
        self.kernel.log = log;
        self.kernel.log.clear();
    }
    #[inline]
    fn apply(&mut self, change: Change, sign: i64) {
        let (v, sign) = match change {
            Change::Took(i, v) => {
                self.moved[i as usize] += 1;
                (v, sign)
            }
            Change::Left(_, v) => (v, -sign),
            Change::Price(..) => return,
        };
        self.cost += sign * self.program.cost[v as usize];
        for (r, w) in self.program.rows_of(v) {
            self.count[*r as usize] += sign * i64::from(*w);
        }
    }
    /// No plan of the part costs less, in parts of a cost unit.
    pub(crate) fn bound(&self) -> i64 {
        let rows = self.program.rows.iter().zip(&self.lambda).zip(&self.figure);
        self.kernel.primal() - rows.map(|((row, l), figure)| l * row.sense * figure).sum::<i64>() - self.base
    }
    /// Closes a choice for one reason, or takes one reason away.
    pub(crate) fn close(&mut self, choice: u32, closed: bool) {
        let reasons = &mut self.closed[choice as usize];
        if closed {
            *reasons += 1;
            if *reasons == 1 {
                self.kernel.cost[choice as usize] += CLOSED;
            }
        } else {
            *reasons -= 1;
            if *reasons == 0 {
                self.kernel.cost[choice as usize] -= CLOSED;
            }
        }
    }
    /// A person's choices, "no post" last.
    pub(crate) fn choices(&self, i: u32) -> impl Iterator<Item = u32> + use<> {
        let net = &self.program.net;
        net.of(i as usize).map(|a| a as u32).chain([net.arcs() as u32 + i])
    }
}
