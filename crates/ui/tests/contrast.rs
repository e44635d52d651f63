//! Every pair of colours that carries words reaches WCAG 2.2 AA in both themes, computed from `tokens.css`.

use std::collections::BTreeMap;

const TOKENS: &str = include_str!("../../../assets/css/tokens.css");

/// Words need 4.5:1 (WCAG 2.2, 1.4.3).
const WORDS: &[(&str, &[&str])] = &[
    ("ink", &["paper", "sheet", "row", "accent-soft", "no-soft", "yes-soft", "warning-soft"]),
    ("ink-2", &["paper", "sheet", "row"]),
    ("ink-3", &["paper", "sheet", "row"]),
    ("accent", &["paper", "sheet", "row", "accent-soft"]),
    ("accent-hover", &["paper", "sheet", "row", "accent-soft"]),
    ("on-accent", &["accent", "accent-hover"]),
    ("on-seal", &["seal"]),
    ("yes", &["paper", "sheet", "row", "yes-soft"]),
    ("no", &["paper", "sheet", "row", "no-soft"]),
    ("paper", &["no"]),
    ("warning", &["paper", "sheet", "row", "warning-soft"]),
    ("unknown", &["sheet", "row", "unknown-soft"]),
];
/// Edges of controls and marks of charts need 3:1 (WCAG 2.2, 1.4.11).
const EDGES: &[(&str, &[&str])] = &[
    ("line-strong", &["paper", "sheet"]),
    ("seal", &["sheet"]),
    ("chart-1", &["sheet"]),
    ("chart-2", &["sheet"]),
    ("chart-3", &["sheet"]),
    ("chart-4", &["sheet"]),
    ("chart-5", &["sheet"]),
    ("chart-6", &["sheet"]),
];

fn colours(css: &str) -> BTreeMap<&str, f64> {
    css.lines()
        .filter_map(|line| {
            let (name, value) = line.trim().strip_prefix("--")?.split_once(':')?;
            let hex = value.trim().strip_prefix('#')?.trim_end_matches(';');
            Some((name, luminance(u32::from_str_radix(hex, 16).ok()?)))
        })
        .collect()
}

/// Relative luminance of an sRGB colour, as WCAG defines it.
fn luminance(rgb: u32) -> f64 {
    let part = |shift: u32| {
        let c = f64::from((rgb >> shift) & 0xff) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0)
}

#[test]
fn words_and_edges_stand_out_in_both_themes() {
    assert!((luminance(0xffffff) - 1.0).abs() < 1e-9 && luminance(0) == 0.0);
    let (light, dark) = TOKENS.split_once("prefers-color-scheme: dark").expect("tokens.css has a dark theme");
    let mut wrong = Vec::new();
    for (theme, css) in [("light", light), ("dark", dark)] {
        let colours = colours(css);
        for (pairs, least) in [(WORDS, 4.5), (EDGES, 3.0)] {
            for (front, backs) in pairs {
                for back in *backs {
                    let (a, b) = (colours[front], colours[back]);
                    let ratio = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                    if ratio < least {
                        wrong.push(format!("{theme}: {front} on {back} is {ratio:.2}:1, needs {least}:1"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}
