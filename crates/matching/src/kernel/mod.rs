//! The exact kernel: people (each once) to posts (up to the quota) or to no post, at the least cost, warm.
//!
//! Kept between calls, in integers: `u_i = min(bench_i, min_j c_ij + p_j)`; prices are not negative; whoever has a place has it
//! at that minimum; a post whose price is above 0 is full. Then costs and prices prove each other best. A choice that is
//! closed has a cost from [`CLOSED`] on and is never taken.
//!
//! All changes are written to a log, so that a trial can be taken back at the cost of what it changed.

mod auction;
mod augment;
mod cold;
mod heap;
mod hole;
mod search;

use std::sync::OnceLock;

pub(crate) use search::Search;

/// From this cost on a choice is closed.
pub(crate) const CLOSED: i64 = 1 << 61;
/// A cost or a sum of it that can still be paid is below this.
pub(crate) const OPEN: i64 = 1 << 60;
/// Nobody, nothing.
pub(crate) const NONE: u32 = u32::MAX;
/// So many places can be added to each post of a finished plan.
pub(crate) const SPARE: u32 = 4;

/// Who may have what: arcs by person and by post.
#[derive(Clone, Debug, Default)]
pub(crate) struct Net {
    pub starts: Vec<u32>,
    pub post: Vec<u32>,
    pub quota: Vec<u32>,
    by_post: OnceLock<ByPost>,
}

/// Arcs by post: the person and the arc.
#[derive(Clone, Debug)]
struct ByPost {
    starts: Vec<u32>,
    of: Vec<(u32, u32)>,
}

impl Net {
    pub(crate) fn new(starts: Vec<u32>, post: Vec<u32>, quota: Vec<u32>) -> Self {
        Self { starts, post, quota, by_post: OnceLock::new() }
    }
    /// Where the arcs of each post begin when they lie by post.
    fn post_starts(&self) -> Vec<u32> {
        let mut starts = vec![0u32; self.posts() + 1];
        for j in &self.post {
            starts[*j as usize + 1] += 1;
        }
        for j in 0..self.posts() {
            starts[j + 1] += starts[j];
        }
        starts
    }
    /// Who may have a post: the person and the arc. They are laid out by post when this is first asked, which a placing from
    /// nothing mostly does not.
    #[inline]
    pub(crate) fn of_post(&self, j: usize) -> &[(u32, u32)] {
        let by = self.by_post.get_or_init(|| {
            let starts = self.post_starts();
            let mut fill = starts.clone();
            let mut of = vec![(0, 0); self.arcs()];
            for i in 0..self.people() {
                for a in self.of(i) {
                    let at = &mut fill[self.post[a] as usize];
                    of[*at as usize] = (i as u32, a as u32);
                    *at += 1;
                }
            }
            ByPost { starts, of }
        });
        &by.of[by.starts[j] as usize..by.starts[j + 1] as usize]
    }
    pub(crate) fn people(&self) -> usize {
        self.starts.len() - 1
    }
    pub(crate) fn posts(&self) -> usize {
        self.quota.len()
    }
    pub(crate) fn arcs(&self) -> usize {
        self.post.len()
    }
    #[inline]
    pub(crate) fn of(&self, i: usize) -> std::ops::Range<usize> {
        self.starts[i] as usize..self.starts[i + 1] as usize
    }
}

/// One change: a person took a choice or gave it up, or a post changed its price.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Change {
    Took(u32, u32),
    Left(u32, u32),
    Price(u32, i64),
}

/// Places and prices at one moment.
#[derive(Clone, Debug)]
pub(crate) struct Snapshot {
    price: Vec<i64>,
    choice: Vec<u32>,
    members: Vec<u32>,
    count: Vec<u32>,
    place: Vec<u32>,
}

/// Costs, prices and places. Choices are numbered: arcs first, then each person's "no post".
#[derive(Clone, Debug)]
pub(crate) struct Kernel {
    /// The cost of each choice.
    pub cost: Vec<i64>,
    pub price: Vec<i64>,
    /// How many people each post can have; the net's, with places added since.
    pub quota: Vec<u32>,
    /// The choice of each person, or [`NONE`].
    pub choice: Vec<u32>,
    /// The members of each post lie together.
    first: Vec<u32>,
    members: Vec<u32>,
    pub count: Vec<u32>,
    place: Vec<u32>,
    pub log: Vec<Change>,
}

impl Kernel {
    /// Nobody placed, all prices 0.
    pub(crate) fn new(net: &Net, cost: Vec<i64>) -> Self {
        let mut first = vec![0u32; net.posts() + 1];
        let all: u64 = net.quota.iter().map(|q| u64::from(q + SPARE)).sum();
        // who may have a post is counted only where quotas alone would take more memory than the arcs
        let most = if all > net.arcs() as u64 { net.post_starts() } else { Vec::new() };
        for j in 0..net.posts() {
            let most = most.get(j..j + 2).map_or(u32::MAX, |of| of[1] - of[0]);
            first[j + 1] = first[j] + (net.quota[j] + SPARE).min(most);
        }
        Self {
            members: vec![0; first[net.posts()] as usize],
            first,
            cost,
            price: vec![0; net.posts()],
            quota: net.quota.clone(),
            choice: vec![NONE; net.people()],
            count: vec![0; net.posts()],
            place: vec![0; net.people()],
            log: Vec::new(),
        }
    }
    /// Whether a post has a place left.
    #[inline]
    fn room(&self, j: usize) -> bool {
        self.count[j] < self.quota[j]
    }
    #[inline]
    fn members(&self, j: usize) -> &[u32] {
        &self.members[self.first[j] as usize..(self.first[j] + self.count[j]) as usize]
    }
    /// What a choice costs its person, with the price of the post.
    #[inline]
    pub(crate) fn value(&self, net: &Net, choice: u32) -> i64 {
        let a = choice as usize;
        if a < net.arcs() { self.cost[a] + self.price[net.post[a] as usize] } else { self.cost[a] }
    }
    /// A person's best choice and its value; closed where there is none.
    #[inline]
    pub(crate) fn best(&self, net: &Net, i: usize) -> (i64, u32) {
        let bench = net.arcs() + i;
        let (mut least, mut at) = (self.cost[bench], bench as u32);
        let own = net.of(i);
        for (k, (c, j)) in self.cost[own.clone()].iter().zip(&net.post[own.clone()]).enumerate() {
            let v = c + self.price[*j as usize];
            if v < least {
                least = v;
                at = (own.start + k) as u32;
            }
        }
        (least, at)
    }
    #[inline]
    fn attach(&mut self, net: &Net, i: u32, choice: u32) {
        if (choice as usize) < net.arcs() {
            let j = net.post[choice as usize] as usize;
            let at = self.first[j] + self.count[j];
            self.members[at as usize] = i;
            self.place[i as usize] = at;
            self.count[j] += 1;
        }
        self.choice[i as usize] = choice;
    }
    #[inline]
    fn detach(&mut self, net: &Net, i: u32) {
        let choice = self.choice[i as usize];
        if (choice as usize) < net.arcs() {
            let j = net.post[choice as usize] as usize;
            let (at, last) = (self.place[i as usize], self.first[j] + self.count[j] - 1);
            let k = self.members[last as usize];
            self.members[at as usize] = k;
            self.place[k as usize] = at;
            self.count[j] -= 1;
        }
        self.choice[i as usize] = NONE;
    }
    #[inline]
    pub(crate) fn take(&mut self, net: &Net, i: u32, choice: u32) {
        self.attach(net, i, choice);
        self.log.push(Change::Took(i, choice));
    }
    #[inline]
    pub(crate) fn leave(&mut self, net: &Net, i: u32) {
        let choice = self.choice[i as usize];
        if choice != NONE {
            self.detach(net, i);
            self.log.push(Change::Left(i, choice));
        }
    }
    #[inline]
    fn set_price(&mut self, j: u32, price: i64) {
        self.log.push(Change::Price(j, self.price[j as usize]));
        self.price[j as usize] = price;
    }
    /// Takes back one change; the caller takes them from the end of the log.
    pub(crate) fn undo(&mut self, net: &Net, change: Change) {
        match change {
            Change::Took(i, _) => self.detach(net, i),
            Change::Left(i, choice) => self.attach(net, i, choice),
            Change::Price(j, old) => self.price[j as usize] = old,
        }
    }
    /// After costs of these people's choices changed, makes everything best again. False where somebody cannot be placed; the
    /// caller then undoes.
    pub(crate) fn restore(&mut self, net: &Net, search: &mut Search, touched: &[u32]) -> bool {
        search.free.clear();
        for &i in touched {
            let (least, _) = self.best(net, i as usize);
            let now = self.choice[i as usize];
            if now == NONE || least >= OPEN || self.value(net, now) != least {
                if (now as usize) < net.arcs() {
                    search.note_hole(net.post[now as usize]);
                }
                self.leave(net, i);
                search.free.push(i);
            }
        }
        self.seat(net, search)
    }
    /// Lowers the price of a post with a place left until somebody else would as soon be there, so that chains find the place at
    /// what it is worth.
    fn sink(&mut self, net: &Net, j: u32) {
        let ju = j as usize;
        let mut fall = self.price[ju];
        if fall == 0 || !self.room(ju) {
            return;
        }
        for (i, a) in net.of_post(ju) {
            let now = self.choice[*i as usize];
            if now != NONE && now != *a {
                fall = fall.min(self.cost[*a as usize] + self.price[ju] - self.value(net, now));
            }
        }
        if fall > 0 {
            self.set_price(j, self.price[ju] - fall);
        }
    }
    /// Seats everybody of `search.free` and fills the places left behind.
    fn seat(&mut self, net: &Net, search: &mut Search) -> bool {
        let free = std::mem::take(&mut search.free);
        let mut all = true;
        for k in 0..search.holes.len() {
            self.sink(net, search.holes[k]);
        }
        for &i in &free {
            let (least, choice) = self.best(net, i as usize);
            // somebody may be named twice
            if least >= OPEN || self.choice[i as usize] != NONE {
                continue;
            }
            let room = choice as usize >= net.arcs() || self.room(net.post[choice as usize] as usize);
            if room {
                self.take(net, i, choice);
            }
        }
        for &i in &free {
            if self.choice[i as usize] == NONE && !self.augment(net, search, i) {
                all = false;
                break;
            }
        }
        search.free = free;
        let holes = std::mem::take(&mut search.holes);
        for &j in &holes {
            while all && self.price[j as usize] > 0 && self.room(j as usize) {
                self.fill(net, search, j);
            }
        }
        search.clear_holes(holes);
        all
    }
    /// Places and prices as they are now.
    pub(crate) fn snapshot(&self) -> Snapshot {
        Snapshot {
            price: self.price.clone(),
            choice: self.choice.clone(),
            members: self.members.clone(),
            count: self.count.clone(),
            place: self.place.clone(),
        }
    }
    /// Places and prices as they were; the log is forgotten.
    pub(crate) fn load(&mut self, then: &Snapshot) {
        self.price.clone_from(&then.price);
        self.choice.clone_from(&then.choice);
        self.members.clone_from(&then.members);
        self.count.clone_from(&then.count);
        self.place.clone_from(&then.place);
        self.log.clear();
    }
    /// The sum of what people's choices cost; everybody must have one.
    pub(crate) fn primal(&self) -> i64 {
        self.choice.iter().map(|c| self.cost[*c as usize]).sum()
    }
    /// What the prices prove: no placing costs less.
    pub(crate) fn dual(&self, net: &Net) -> i64 {
        let people: i64 = (0..net.people()).map(|i| self.best(net, i).0).sum();
        let places: i64 = self.price.iter().zip(&self.quota).map(|(p, q)| p * i64::from(*q)).sum();
        people - places
    }
}
