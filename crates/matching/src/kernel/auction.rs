//! The cold start where each post is for one person and all posts are needed: an auction with falling steps, then exact prices.

use super::{Kernel, NONE, Net, OPEN};

/// The step falls by this factor from phase to phase.
const FALL: i64 = 8;
/// So many bids for each person at the most; what takes longer is left to the chains.
const PATIENCE: u64 = 4_000;

/// A post that a person may have, and what it costs.
type Arc = (u32, i32);

/// What each person may have, the best of it in front. Prices only rise here, so that whatever was worse than the front when all
/// was looked at last is still no better than it was then: mostly a bid needs the front alone.
struct Bidders {
    arcs: Vec<Arc>,
    all: Vec<Bidder>,
    times: i64,
}
#[derive(Clone, Copy)]
struct Bidder {
    start: u32,
    /// Where the front ends.
    front: u32,
    end: u32,
    /// No post behind the front is better than this.
    rest: i64,
    /// How much worse than the best a post of the front was.
    width: i64,
}

/// The best post of a person, by its place, its value, and the value of the second best.
struct Bid {
    at: usize,
    least: i64,
    second: i64,
}

impl Bidders {
    #[inline]
    fn best(&self, from: u32, to: u32, price: &[i64]) -> Bid {
        let (mut least, mut second, mut at) = (i64::MAX, i64::MAX, from as usize);
        for (k, (post, cost)) in self.arcs[from as usize..to as usize].iter().enumerate() {
            let v = i64::from(*cost) * self.times + price[*post as usize];
            // without branches, which nothing could foresee
            second = second.min(least.max(v));
            at = if v < least { from as usize + k } else { at };
            least = least.min(v);
        }
        Bid { at, least, second }
    }
    #[inline]
    fn bid(&mut self, i: usize, price: &[i64]) -> Bid {
        let one = self.all[i];
        let mut found = self.best(one.start, one.front, price);
        if found.least < one.rest {
            found.second = found.second.min(one.rest);
            return found;
        }
        self.sort(i, price)
    }
    /// Looks at all that a person may have and brings the best of it to the front.
    fn sort(&mut self, i: usize, price: &[i64]) -> Bid {
        let one = self.all[i];
        let mut found = self.best(one.start, one.end, price);
        let limit = found.second.max(found.least + one.width);
        let (mut front, mut rest) = (one.start as usize, i64::MAX);
        for k in one.start as usize..one.end as usize {
            let (post, cost) = self.arcs[k];
            let v = i64::from(cost) * self.times + price[post as usize];
            let near = v <= limit;
            found.at = if k == found.at { front } else { found.at };
            self.arcs.swap(front, k);
            front += usize::from(near);
            rest = rest.min(if near { i64::MAX } else { v });
        }
        let many = front - one.start as usize;
        let one = &mut self.all[i];
        one.front = front as u32;
        one.rest = rest;
        if many > 10 {
            one.width /= 2;
        } else if many < 5 {
            one.width = (one.width * 2).min(OPEN);
        }
        found
    }
}

impl Kernel {
    /// Whether the problem is of this form.
    pub(super) fn is_square(&self, net: &Net) -> bool {
        let n = net.people();
        n > 1
            && n == net.posts()
            && self.quota.iter().all(|q| *q == 1)
            && self.cost[net.arcs()..].iter().all(|c| *c >= OPEN)
            && (0..n).all(|i| !net.of(i).is_empty())
    }
    /// Places everybody by auction; false where that did not come to an end, with nothing changed.
    pub(super) fn auction(&mut self, net: &Net) -> bool {
        let n = net.people();
        // with costs times (people + 1) a last step of 1 leaves nobody better off elsewhere
        let times = n as i64 + 1;
        let costs = &self.cost[..net.arcs()];
        let shared = costs.iter().fold(0, |all, c| all | c).trailing_zeros().min(62);
        let fits = |c: &i64| i32::try_from(c >> shared).ok();
        let Some(arcs) = net.post.iter().zip(costs).map(|(j, c)| Some((*j, fits(c)?))).collect::<Option<Vec<Arc>>>()
        else {
            return false;
        };
        let widest = arcs.iter().map(|(_, c)| i64::from(*c).abs()).max().unwrap_or(0);
        let width = widest * times / 16;
        let one = |i: usize| Bidder {
            start: net.starts[i],
            front: net.starts[i],
            end: net.starts[i + 1],
            rest: i64::MIN,
            width,
        };
        let mut bidders = Bidders { arcs, all: (0..n).map(one).collect(), times };
        let mut price = vec![0i64; n];
        let mut owner = vec![NONE; n];
        let mut step = (widest * times / 64).max(1);
        let mut bids = 0u64;
        let mut waiting: Vec<u32> = Vec::with_capacity(2 * n);
        waiting.extend(0..n as u32);
        loop {
            let mut next = 0;
            while next < waiting.len() {
                let i = waiting[next];
                next += 1;
                if next == n {
                    waiting.drain(..n);
                    next = 0;
                }
                bids += 1;
                if bids > PATIENCE * n as u64 {
                    return false;
                }
                let Bid { at, least, second } = bidders.bid(i as usize, &price);
                let raise = if second == i64::MAX { widest * times } else { second - least };
                let j = bidders.arcs[at].0 as usize;
                price[j] += raise + step;
                if price[j] >= OPEN {
                    return false;
                }
                let before = std::mem::replace(&mut owner[j], i);
                if before != NONE {
                    waiting.push(before);
                }
            }
            if step == 1 {
                break;
            }
            step = (step / FALL).max(1);
            owner.fill(NONE);
            waiting.clear();
            waiting.extend(0..n as u32);
        }
        drop(bidders);
        for (j, i) in owner.iter().enumerate() {
            // the cheapest, where somebody has the same post twice
            let all = net.of(*i as usize).filter(|a| net.post[*a] == j as u32);
            let Some(choice) = all.min_by_key(|a| self.cost[*a]) else { return false };
            self.attach(net, *i, choice as u32);
        }
        self.price = exact(&price, times).into_iter().map(|p| p << shared).collect();
        true
    }
}

/// Prices that leave nobody better off elsewhere at all, from prices that leave everybody better off by at most 1 part of `times`.
/// There are fewer prices than remainders; counted from a remainder that none has, rounding down brings no two prices further
/// apart than they may be. All posts are full, so that the lowest can be 0.
fn exact(price: &[i64], times: i64) -> Vec<i64> {
    let mut taken = vec![false; times as usize];
    price.iter().for_each(|p| taken[p.rem_euclid(times) as usize] = true);
    let from = taken.iter().position(|t| !t).unwrap_or(0) as i64;
    let lowest = price.iter().map(|p| (p - from).div_euclid(times)).min().unwrap_or(0);
    price.iter().map(|p| (p - from).div_euclid(times) - lowest).collect()
}
