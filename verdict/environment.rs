//! The variables of the environment that a claim's process, or the program that starts it, reads. One table, for
//! the claims and for the runner.

/// Everything of the kit's begins so.
pub const PREFIX: &str = "TOKIO_KATAS_";

/// `1`: pictures in plain ASCII; `0`: never.
pub const ASCII: &str = "TOKIO_KATAS_ASCII";
/// In a claim's process: the file with its nonce, into which it writes its verdict; [`STDIN`] for the one that
/// its standard input is.
pub const RECORD: &str = "TOKIO_KATAS_RECORD";
/// In the place of a path: a process that can open no file is started with it open.
pub const STDIN: &str = "-";
/// The file to which each verdict is appended, one JSON object per line, for the program that drives the claims.
pub const VERDICTS: &str = "TOKIO_KATAS_VERDICTS";
/// A folder in which each claim is given one of its own, empty at first and gone at its end. In a claim's
/// process: that one.
pub const FOLDER: &str = "TOKIO_KATAS_FOLDER";
/// Milliseconds of real time after which a claim is stopped; a quarter of it may be spent computing. 4000 without it.
pub const LIMIT_MS: &str = "TOKIO_KATAS_LIMIT_MS";
/// MiB that a claim may print. 16 without it.
pub const OUTPUT_MIB: &str = "TOKIO_KATAS_OUTPUT_MIB";
/// The number from which claims draw their times and sizes; another one in each run without it.
pub const SEED: &str = "TOKIO_KATAS_SEED";
/// The number of the scene to draw if a claim passes that plays several; the last without it.
pub const SCENE: &str = "TOKIO_KATAS_SCENE";
/// If a claim watches no work, the instants at which it was woken are drawn.
pub const WAKES: &str = "TOKIO_KATAS_WAKES";
/// While `verify` judges: which of the answers in the program is registered.
pub const ANSWER: &str = "TOKIO_KATAS_ANSWER";
/// While the grader learns how Cargo calls rustc: the folder for what it notes.
pub const NOTE_RUSTC: &str = "TOKIO_KATAS_NOTE_RUSTC";

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    /// A name that is written elsewhere is not in the table.
    #[test]
    fn no_other_file_writes_a_name() {
        let kit = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the kit");
        let mut read = 0;
        for folder in ["src", "runner/src", "macros", "verdict"] {
            visit(&kit.join(folder), &mut |path, text| {
                read += 1;
                let ours = path.ends_with("verdict/environment.rs");
                assert!(ours || !text.contains(&format!("\"{}", super::PREFIX)), "{}", path.display());
            });
        }
        assert!(read > 50, "only {read} files");
    }

    fn visit(folder: &Path, look: &mut dyn FnMut(&Path, &str)) {
        for entry in fs::read_dir(folder).expect("a folder of the kit") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                visit(&path, look);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                look(&path, &fs::read_to_string(&path).expect("a file of the kit"));
            }
        }
    }
}
