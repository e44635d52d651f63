//! Writes a workbook of fictional people to a file: `cargo run -p synth --example workbook -- PEOPLE SEED FILE`.

use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(count), Some(seed), Some(file)) = (args.next(), args.next(), args.next()) else {
        return Err("PEOPLE SEED FILE".into());
    };
    let (count, seed): (usize, u64) = (count.parse()?, seed.parse()?);
    let start = Instant::now();
    let bytes = match count {
        0 => formats::sheet::xlsx(synth::organisation(seed).to_tables())?,
        n if file.ends_with(".csv") => formats::sheet::csv(synth::people_table(n, seed), Default::default())?,
        n => formats::sheet::xlsx(vec![synth::people_table(n, seed)])?,
    };
    let written = start.elapsed();
    let start = Instant::now();
    let book = formats::sheet::Book::read(&file, &bytes, &formats::sheet::Limits::default())?;
    let read = start.elapsed();
    let start = Instant::now();
    let made = synth::people(count, seed).map(|p| p.name.len()).sum::<usize>();
    println!(
        "{} bytes written in {written:?}, {} sheets read back in {read:?}; people alone {:?} ({made})",
        bytes.len(),
        book.sheets.len(),
        start.elapsed()
    );
    std::fs::write(file, bytes)?;
    Ok(())
}
