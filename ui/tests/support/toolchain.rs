//! Which compiler this is, and which one the pins are made with.

use super::{read, root};
use std::process::Command;

/// `Err` with the compiler's version if it is not the one that `rust-toolchain.toml` names.
pub fn pinned() -> Result<(), String> {
    let file: toml::Table = read(&root().join("rust-toolchain.toml")).parse().expect("TOML");
    let channel = file["toolchain"]["channel"].as_str().expect("a channel");
    let output = Command::new("rustc").arg("--version").output().expect("`rustc --version` runs");
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if version.split(' ').nth(1) == Some(channel) {
        return Ok(());
    }
    Err(format!("this is {version}, the pins are of {channel}"))
}
