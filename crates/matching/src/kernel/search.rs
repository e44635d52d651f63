//! What a shortest path search needs, kept between searches.

use super::{Net, heap::Heap};

#[derive(Clone, Debug, Default)]
pub(crate) struct Search {
    pub(super) dist: Vec<i64>,
    /// The person through whom a post was reached, and with which choice.
    pub(super) person: Vec<u32>,
    pub(super) choice: Vec<u32>,
    seen: Vec<u32>,
    done: Vec<u32>,
    now: u32,
    pub(super) heap: Heap,
    pub(super) scanned: Vec<u32>,
    pub(super) path: Vec<(u32, u32)>,
    pub(super) free: Vec<u32>,
    /// Posts that somebody left, whose price may have to fall.
    pub(super) holes: Vec<u32>,
    hole: Vec<bool>,
    /// Posts scanned so far: the measure of work.
    pub work: u64,
}

impl Search {
    pub(crate) fn new(net: &Net) -> Self {
        let p = net.posts();
        Self {
            dist: vec![0; p],
            person: vec![0; p],
            choice: vec![0; p],
            seen: vec![0; p],
            done: vec![0; p],
            hole: vec![false; p],
            ..Self::default()
        }
    }
    pub(super) fn begin(&mut self) {
        if self.now == u32::MAX {
            self.seen.fill(0);
            self.done.fill(0);
            self.now = 0;
        }
        self.now += 1;
        self.heap.clear();
        self.scanned.clear();
        self.path.clear();
    }
    #[inline]
    pub(super) fn is_done(&self, j: usize) -> bool {
        self.done[j] == self.now
    }
    #[inline]
    pub(super) fn finish(&mut self, j: u32) {
        self.done[j as usize] = self.now;
        self.scanned.push(j);
        self.work += 1;
    }
    /// Whether `dist` improves what is known about a post.
    #[inline]
    pub(super) fn improves(&self, j: usize, dist: i64) -> bool {
        self.seen[j] != self.now || (dist < self.dist[j] && self.done[j] != self.now)
    }
    #[inline]
    pub(super) fn reach(&mut self, j: usize, dist: i64, person: u32, choice: u32) {
        self.seen[j] = self.now;
        self.dist[j] = dist;
        self.person[j] = person;
        self.choice[j] = choice;
    }
    pub(crate) fn note_hole(&mut self, j: u32) {
        if !std::mem::replace(&mut self.hole[j as usize], true) {
            self.holes.push(j);
        }
    }
    pub(super) fn clear_holes(&mut self, mut holes: Vec<u32>) {
        for j in holes.drain(..).chain(self.holes.drain(..)) {
            self.hole[j as usize] = false;
        }
        self.holes = holes;
    }
}
