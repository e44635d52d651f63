//! A heap with four children to a node, over distances and posts.

/// The queue of a shortest path search.
#[derive(Clone, Debug, Default)]
pub(super) struct Heap(Vec<(i64, u32)>);

impl Heap {
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
    #[inline]
    pub(super) fn push(&mut self, x: (i64, u32)) {
        let h = &mut self.0;
        h.push(x);
        let mut i = h.len() - 1;
        while i > 0 {
            let q = (i - 1) >> 2;
            if h[q] <= x {
                break;
            }
            h[i] = h[q];
            i = q;
        }
        h[i] = x;
    }
    #[inline]
    pub(super) fn pop(&mut self) -> Option<(i64, u32)> {
        let h = &mut self.0;
        let top = *h.first()?;
        let x = h.pop()?;
        let n = h.len();
        if n == 0 {
            return Some(top);
        }
        let mut i = 0;
        loop {
            let first = 4 * i + 1;
            if first >= n {
                break;
            }
            let mut c = first;
            for k in first + 1..(first + 4).min(n) {
                if h[k] < h[c] {
                    c = k;
                }
            }
            if h[c] >= x {
                break;
            }
            h[i] = h[c];
            i = c;
        }
        h[i] = x;
        Some(top)
    }
}
