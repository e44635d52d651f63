//! A portrait of nobody: a grey JPEG of a head and shoulders, flat in each block of eight by eight dots.

use crate::rng::Rng;

/// Blocks of eight by eight dots: width and height.
const SIZE: (u16, u16) = (36, 48);
/// Codes of the categories of differences (ITU-T T.81, table K.3): length and bits.
const DC: [(u8, u16); 9] = [(2, 0), (3, 2), (3, 3), (3, 4), (3, 5), (3, 6), (4, 14), (5, 30), (6, 62)];

/// The picture file.
pub(crate) fn jpeg(mut rng: Rng) -> Vec<u8> {
    let (w, h) = SIZE;
    let mut out = vec![0xff, 0xd8];
    let mut part = |marker: u8, content: &[u8]| {
        out.extend([0xff, marker]);
        out.extend((content.len() as u16 + 2).to_be_bytes());
        out.extend(content);
    };
    part(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    part(0xdb, &[&[0u8][..], &[8; 64]].concat());
    let side = |blocks: u16| (blocks * 8).to_be_bytes();
    part(0xc0, &[&[8u8][..], &side(h), &side(w), &[1, 1, 0x11, 0]].concat());
    let categories: Vec<u8> = (0..12).collect();
    part(0xc4, &[&[0u8][..], &[0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0], &categories].concat());
    // of the other coefficients there is only that none follows
    part(0xc4, &[&[0x10u8][..], &[1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], &[0]].concat());
    part(0xda, &[1, 1, 0, 0, 63, 0]);
    let mut bits = Bits::default();
    let (wide, tall) = (15 + rng.below(4) as i32, 19 + rng.below(4) as i32);
    let mut last = 0i32;
    for y in 0..i32::from(h) {
        for x in 0..i32::from(w) {
            let (dx, dy) = (2 * x - i32::from(w), 2 * (y - 19));
            let head = dx * dx * tall * tall + dy * dy * wide * wide <= wide * wide * tall * tall;
            let across = dx.abs() <= 8 + (y - 30) * 3;
            let tone = if head {
                60
            } else if y > 30 && across {
                -70
            } else {
                95
            };
            let value = tone + rng.below(7) as i32 - 3;
            bits.difference(value - last);
            last = value;
        }
    }
    out.extend(bits.end());
    out.extend([0xff, 0xd9]);
    out
}

#[derive(Default)]
struct Bits {
    out: Vec<u8>,
    held: u32,
    count: u32,
}

impl Bits {
    fn put(&mut self, length: u8, bits: u16) {
        for i in (0..length).rev() {
            self.held = self.held << 1 | u32::from(bits >> i & 1);
            self.count += 1;
            if self.count == 8 {
                self.out.push(self.held as u8);
                if self.held == 0xff {
                    self.out.push(0);
                }
                (self.held, self.count) = (0, 0);
            }
        }
    }
    /// The difference from the block before, and that nothing else is in the block.
    fn difference(&mut self, by: i32) {
        let category = 32 - by.unsigned_abs().leading_zeros();
        let (length, code) = DC[category as usize];
        self.put(length, code);
        let bits = if by < 0 { by - 1 } else { by };
        self.put(category as u8, (bits & ((1 << category) - 1)) as u16);
        self.put(1, 0);
    }
    fn end(mut self) -> Vec<u8> {
        while self.count != 0 {
            self.put(1, 1);
        }
        self.out
    }
}
