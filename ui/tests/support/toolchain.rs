//! Whether this machine prints what the pins hold.

use super::{read, root};
use std::path::PathBuf;
use std::process::Command;

/// `Err` with the reason if messages cannot be compared word for word here: the compiler is not the one that
/// `rust-toolchain.toml` names, or Cargo's folder lies in this workspace, as a CI's cache often wants it
/// (trybuild 1.0.122 then prints `$WORKSPACE/…` where the pins say `$CARGO`).
pub fn pinned() -> Result<(), String> {
    let workspace = root().canonicalize().expect("this repository");
    if let Some(home) = std::env::var_os("CARGO_HOME").map(PathBuf::from)
        && home.canonicalize().is_ok_and(|home| home.starts_with(&workspace))
    {
        return Err(format!("CARGO_HOME ({}) is inside this workspace", home.display()));
    }
    let file: toml::Table = read(&root().join("rust-toolchain.toml")).parse().expect("TOML");
    let channel = file["toolchain"]["channel"].as_str().expect("a channel");
    let output = Command::new("rustc").arg("--version").output().expect("`rustc --version` runs");
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if version.split(' ').nth(1) == Some(channel) {
        return Ok(());
    }
    Err(format!("this is {version}, the pins are of {channel}"))
}
