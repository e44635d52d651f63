//! The cold start where each post is for one person and all posts are needed: an auction with falling steps, then exact prices.

use super::{Kernel, NONE, Net, OPEN};

/// The step falls by this factor from phase to phase.
const FALL: i64 = 7;
/// So many bids for each person at the most; what takes longer is left to the chains.
const PATIENCE: u64 = 4_000;

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
        let Some(widest) = self.cost[..net.arcs()].iter().map(|c| c.abs()).max().filter(|c| *c < (1 << 59) / times)
        else {
            return false;
        };
        let cost: Vec<i64> = self.cost[..net.arcs()].iter().map(|c| c * times).collect();
        let mut price = vec![0i64; n];
        let mut owner = vec![NONE; n];
        let mut mate = vec![NONE; n];
        let mut step = (widest * times / 4).max(1);
        let mut bids = 0u64;
        let mut waiting: Vec<u32> = Vec::with_capacity(n);
        loop {
            owner.fill(NONE);
            waiting.clear();
            waiting.extend((0..n as u32).rev());
            while let Some(i) = waiting.pop() {
                bids += 1;
                if bids > PATIENCE * n as u64 {
                    return false;
                }
                let (mut least, mut second, mut at) = (i64::MAX, i64::MAX, 0);
                let own = net.of(i as usize);
                for (k, (c, j)) in cost[own.clone()].iter().zip(&net.post[own.clone()]).enumerate() {
                    let v = c + price[*j as usize];
                    if v < least {
                        second = least;
                        least = v;
                        at = k;
                    } else if v < second {
                        second = v;
                    }
                }
                at += own.start;
                let raise = if second == i64::MAX { widest * times } else { second - least };
                let j = net.post[at] as usize;
                price[j] += raise + step;
                if price[j] >= OPEN {
                    return false;
                }
                mate[i as usize] = at as u32;
                let before = std::mem::replace(&mut owner[j], i);
                if before != NONE {
                    waiting.push(before);
                }
            }
            if step == 1 {
                break;
            }
            step = (step / FALL).max(1);
        }
        for (i, choice) in mate.iter().enumerate() {
            self.attach(net, i as u32, *choice);
        }
        self.price = price.iter().map(|p| p / times).collect();
        self.level(net);
        true
    }
    /// Lowers prices until everybody sits at a best post; the placing is the best one, so that this comes to an end.
    fn level(&mut self, net: &Net) {
        let n = net.people();
        let mut queue: std::collections::VecDeque<u32> = (0..n as u32).collect();
        let mut queued = vec![true; n];
        while let Some(i) = queue.pop_front() {
            queued[i as usize] = false;
            let own = self.choice[i as usize];
            let over = self.value(net, own) - self.best(net, i as usize).0;
            if over == 0 {
                continue;
            }
            let j = net.post[own as usize] as usize;
            self.price[j] -= over;
            for k in net.post_starts[j]..net.post_starts[j + 1] {
                let (other, a) = net.by_post[k as usize];
                if other != i
                    && !queued[other as usize]
                    && self.value(net, a) < self.value(net, self.choice[other as usize])
                {
                    queued[other as usize] = true;
                    queue.push_back(other);
                }
            }
        }
        // all posts are full, so that one number more on all of them changes nothing
        let lowest = self.price.iter().copied().min().unwrap_or(0).min(0);
        self.price.iter_mut().for_each(|p| *p -= lowest);
    }
}
