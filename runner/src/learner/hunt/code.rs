//! The code of an answer as it is shown: without its header and its comments, which say what is wrong with it.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::kit::Kit;
use crate::ui::output::{WIDTH, fold};

/// The code in the text of an answer's file, at most 80 columns wide.
pub fn shown(kit: &Kit, text: &str) -> String {
    let comment = |line: &&str| {
        let line = line.trim_start();
        line.starts_with("//") && !line.starts_with("///")
    };
    let code: Vec<&str> = text.lines().filter(|line| !comment(line)).collect();
    let code = code.join("\n").trim().to_owned() + "\n";
    let narrow = formatted(&kit.root, &code).unwrap_or(code);
    fold(narrow.trim_end(), WIDTH)
}

/// The code as rustfmt writes it in so many columns; `None` if there is no rustfmt.
fn formatted(folder: &Path, code: &str) -> Option<String> {
    let width = format!("max_width={WIDTH}");
    let mut rustfmt = Command::new("rustfmt");
    rustfmt.args(["--edition", "2024", "--emit", "stdout", "--config", &width]).current_dir(folder);
    rustfmt.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = rustfmt.spawn().ok()?;
    // It reads all before it writes anything.
    let told = child.stdin.take()?.write_all(code.as_bytes());
    let output = child.wait_with_output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    (told.is_ok() && output.status.success() && !text.trim().is_empty()).then_some(text)
}
