//! The cold start: people bid for posts without a step of their own, so that all that is seated is seated exactly; whoever
//! would only repeat a bid is left to the chains.

use super::{Kernel, Net, OPEN, Search};

impl Kernel {
    /// Places everybody. False where that cannot be.
    pub(crate) fn cold(&mut self, net: &Net, search: &mut Search) -> bool {
        if self.is_square(net) && self.auction(net) {
            return true;
        }
        let n = net.people();
        // what each seated person would pay at most, and each full post's cheapest such bid
        let mut bid = vec![0i64; n];
        let mut queue: Vec<u32> = (0..n as u32).rev().collect();
        let mut left = Vec::new();
        let mut budget = 12 * n as u64;
        while let Some(i) = queue.pop() {
            let bench = net.arcs() + i as usize;
            let (mut least, mut second, mut at) = (self.cost[bench], i64::MAX, bench);
            for a in net.of(i as usize) {
                let v = self.cost[a] + self.price[net.post[a] as usize];
                // of two that are as good, the one with a place left
                if v < least || (v == least && at < net.arcs() && !self.room(net.post[at] as usize)) {
                    second = least;
                    least = v;
                    at = a;
                } else if v < second {
                    second = v;
                }
            }
            if least >= OPEN || budget == 0 {
                left.push(i);
                continue;
            }
            budget -= 1;
            if at >= net.arcs() {
                self.attach(net, i, at as u32);
                continue;
            }
            let j = net.post[at] as usize;
            // nobody else to go to: content whatever the price, within bounds that keep sums small
            let content = self.price[j] + if second >= OPEN { OPEN >> 24 } else { second - least };
            bid[i as usize] = content;
            if self.room(j) {
                self.attach(net, i, at as u32);
                continue;
            }
            let (mut low, mut who) = (content, i);
            for &k in self.members(j) {
                if bid[k as usize] < low {
                    low = bid[k as usize];
                    who = k;
                }
            }
            if who == i {
                if low > self.price[j] && self.count[j] > 0 {
                    self.price[j] = low;
                }
                left.push(i);
                continue;
            }
            self.detach(net, who);
            self.attach(net, i, at as u32);
            let next = self.members(j).iter().map(|k| bid[*k as usize]).min().unwrap_or(low);
            if next > self.price[j] {
                self.price[j] = next;
            }
            queue.push(who);
        }
        self.log.clear();
        search.free = left;
        let done = self.seat(net, search);
        self.log.clear();
        done
    }
}
