//! What a browser is, coarsely: enough to know one's own sessions apart, not enough to follow anybody.

/// Browser and system by name, such as `Firefox · Windows`; `—` for what is not known. Nothing else is kept of the
/// browser's own description.
pub fn hint(agent: &str) -> &'static str {
    const BROWSERS: [(&str, usize); 5] = [("Edg", 0), ("OPR", 1), ("Firefox", 2), ("Chrom", 3), ("Safari", 4)];
    const SYSTEMS: [(&str, usize); 6] =
        [("Android", 0), ("iPhone", 1), ("iPad", 1), ("Windows", 2), ("Mac OS", 3), ("Linux", 4)];
    const NAMES: [[&str; 6]; 6] = [
        ["Edge · Android", "Edge · iOS", "Edge · Windows", "Edge · macOS", "Edge · Linux", "Edge"],
        ["Opera · Android", "Opera · iOS", "Opera · Windows", "Opera · macOS", "Opera · Linux", "Opera"],
        ["Firefox · Android", "Firefox · iOS", "Firefox · Windows", "Firefox · macOS", "Firefox · Linux", "Firefox"],
        ["Chrome · Android", "Chrome · iOS", "Chrome · Windows", "Chrome · macOS", "Chrome · Linux", "Chrome"],
        ["Safari · Android", "Safari · iOS", "Safari · Windows", "Safari · macOS", "Safari · Linux", "Safari"],
        ["Android", "iOS", "Windows", "macOS", "Linux", "—"],
    ];
    let found = |list: &[(&str, usize)]| list.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, at)| *at);
    NAMES[found(&BROWSERS).unwrap_or(5)][found(&SYSTEMS).unwrap_or(5)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_are_kept() {
        let windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36";
        assert_eq!(hint(windows), "Chrome · Windows");
        assert_eq!(hint(&format!("{windows} Edg/126.0")), "Edge · Windows");
        assert_eq!(hint("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"), "Firefox · Linux");
        assert_eq!(hint("curl/8 <script>"), "—");
    }
}
