//! `xianneng`: serve, migrate, verify, doctor, and every slice's commands.

use std::process::ExitCode;

/// Rows and pages are made of many short texts: a tenth of an import went into finding room for them. It takes the place of the
/// system's for the engine written in C, too.
#[global_allocator]
static ROOM: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    xianneng::cli::main(std::env::args_os(), xianneng::slices())
}
