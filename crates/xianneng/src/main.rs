//! `xianneng`: serve, migrate, verify, doctor, and every slice's commands.

use std::process::ExitCode;

fn main() -> ExitCode {
    xianneng::cli::main(std::env::args_os(), xianneng::slices())
}
