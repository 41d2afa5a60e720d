//! What the tests of the clinic share.
#![allow(dead_code)] // each test program uses its part

pub mod cases;
pub mod expect;
pub mod package;
pub mod run;
pub mod toolchain;
pub mod treatment;

use std::path::{Path, PathBuf};

/// The folder `ui/`.
pub fn ui() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder that holds `ui/`, `katas/` and `answers/`.
pub fn root() -> &'static Path {
    ui().parent().expect("ui/ lies in the repository")
}

/// What a file says; a file that cannot be read is named.
pub fn read(path: &Path) -> String {
    match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => panic!("{}: {error}", short(path)),
    }
}

/// A path as a reader of the repository writes it.
pub fn short(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// The names of the files in `folder` that end in `.ext`, without the ending, sorted.
pub fn stems(folder: &Path, ext: &str) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", short(folder)));
    let paths = entries.map(|entry| entry.expect("a readable folder").path());
    let mut stems: Vec<String> = paths
        .filter(|path: &PathBuf| path.extension().is_some_and(|found| found == ext))
        .map(|path| path.file_stem().expect("a file name").to_string_lossy().into_owned())
        .collect();
    stems.sort();
    stems
}

/// Says it to the terminal even when the test passes and libtest keeps its output.
pub fn announce(text: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "{text}");
}
