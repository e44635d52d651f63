//! A place left at a post that has a price: its price falls, or a chain of people moves up until the place costs nothing.

use super::{Kernel, NONE, Net, Search};

impl Kernel {
    pub(super) fn fill(&mut self, net: &Net, search: &mut Search, start: u32) {
        search.begin();
        let mut shortest = i64::MAX;
        // where the chain begins: at a post that is left with a free place, or with somebody who had no post
        let mut from: (u32, Option<(u32, u32)>) = (start, None);
        search.reach(start as usize, 0, NONE, 0);
        search.heap.push((0, start));
        while let Some((d, j)) = search.heap.pop() {
            let ju = j as usize;
            if d >= shortest {
                break;
            }
            if search.is_done(ju) || d > search.dist[ju] {
                continue;
            }
            search.finish(j);
            if d + self.price[ju] < shortest {
                shortest = d + self.price[ju];
                from = (j, None);
            }
            for &(i, a) in net.of_post(ju) {
                let now = self.choice[i as usize];
                if now == NONE {
                    continue;
                }
                let next = d + self.cost[a as usize] + self.price[ju] - self.value(net, now);
                if next >= shortest {
                    continue;
                }
                if now as usize >= net.arcs() {
                    shortest = next;
                    from = (j, Some((i, a)));
                } else {
                    let s = net.post[now as usize];
                    if s != j && search.improves(s as usize, next) {
                        search.reach(s as usize, next, i, a);
                        search.heap.push((next, s));
                    }
                }
            }
        }
        for k in 0..search.scanned.len() {
            let j = search.scanned[k];
            let fall = shortest - search.dist[j as usize];
            if fall > 0 {
                self.set_price(j, self.price[j as usize] - fall);
            }
        }
        let (mut hole, benched) = from;
        if let Some((i, a)) = benched {
            self.leave(net, i);
            search.path.push((i, a));
        }
        while hole != start {
            let (i, a) = (search.person[hole as usize], search.choice[hole as usize]);
            self.leave(net, i);
            search.path.push((i, a));
            hole = net.post[a as usize];
        }
        for k in 0..search.path.len() {
            let (i, a) = search.path[k];
            self.take(net, i, a);
        }
    }
}
