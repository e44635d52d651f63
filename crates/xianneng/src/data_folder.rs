//! Where the embedded database is kept unless someone says otherwise.

use std::{env, path::PathBuf};

/// The platform's folder for a program's data.
pub fn data_folder() -> PathBuf {
    let set = |name: &str| env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let base = if cfg!(windows) {
        set("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        set("HOME").map(|h| h.join("Library/Application Support"))
    } else {
        set("XDG_DATA_HOME").filter(|p| p.is_absolute()).or_else(|| set("HOME").map(|h| h.join(".local/share")))
    };
    base.unwrap_or_default().join("xianneng")
}

/// The database's file in it.
pub fn default_database() -> String {
    data_folder().join("xianneng.sqlite").display().to_string()
}
