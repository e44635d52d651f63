//! A place for one free person: the shortest chain of shifts.

use super::{Kernel, NONE, Net, OPEN, Search};

/// Where a chain ends.
#[derive(Clone, Copy)]
enum End {
    /// At a place left at this post.
    Post(u32),
    /// With this person going without a post.
    Bench(u32),
}

impl Kernel {
    /// Places the free person `start`, shifting others; prices follow. False where there is no chain; nothing changed then.
    pub(crate) fn augment(&mut self, net: &Net, search: &mut Search, start: u32) -> bool {
        search.begin();
        let mut shortest = OPEN;
        let mut end = None;
        let (least, _) = self.best(net, start as usize);
        if least >= OPEN {
            return false;
        }
        self.scan(net, search, start, -least, &mut shortest, &mut end);
        while let Some((d, j)) = search.heap.pop() {
            if d >= shortest {
                break;
            }
            let ju = j as usize;
            if search.is_done(ju) || d > search.dist[ju] {
                continue;
            }
            search.finish(j);
            for k in 0..self.count[ju] {
                let i = self.members[(self.first[ju] + k) as usize];
                let own = self.cost[self.choice[i as usize] as usize] + self.price[ju];
                self.scan(net, search, i, d - own, &mut shortest, &mut end);
            }
        }
        let Some(end) = end else { return false };
        for k in 0..search.scanned.len() {
            let j = search.scanned[k];
            let rise = shortest - search.dist[j as usize];
            if rise != 0 {
                self.set_price(j, self.price[j as usize] + rise);
            }
        }
        let (mut i, mut choice) = match end {
            End::Post(j) => (search.person[j as usize], search.choice[j as usize]),
            End::Bench(i) => (i, net.arcs() as u32 + i),
        };
        loop {
            let old = self.choice[i as usize];
            self.leave(net, i);
            self.take(net, i, choice);
            if old == NONE {
                return true;
            }
            let j = net.post[old as usize] as usize;
            choice = search.choice[j];
            i = search.person[j];
        }
    }
    /// Looks at all that one person could have, `offset` being the distance so far less the person's own value.
    #[inline]
    fn scan(&self, net: &Net, search: &mut Search, i: u32, offset: i64, shortest: &mut i64, end: &mut Option<End>) {
        let bench = self.cost[net.arcs() + i as usize] + offset;
        if bench < *shortest {
            *shortest = bench;
            *end = Some(End::Bench(i));
        }
        for a in net.of(i as usize) {
            let j = net.post[a] as usize;
            let d = self.cost[a] + self.price[j] + offset;
            if d >= *shortest || !search.improves(j, d) {
                continue;
            }
            search.reach(j, d, i, a as u32);
            if self.room(j) {
                *shortest = d;
                *end = Some(End::Post(j as u32));
            } else {
                search.heap.push((d, j as u32));
            }
        }
    }
}
