//! The environment variables that a claim's process, or the program that starts it, reads. One table for the
//! claims and the runner; `docs/architecture.md` shows it, and a test compares the two.

/// What the names of all the kit's variables begin with.
pub const PREFIX: &str = "TOKIO_KATAS_";

/// `1`: draw timelines in plain ASCII; `0`: never. Unset: if the terminal is dumb or the locale is not UTF-8.
pub const ASCII: &str = "TOKIO_KATAS_ASCII";
/// In a claim's process: the file with its nonce, into which it writes its verdict; `-` for the one that its
/// standard input is.
pub const RECORD: &str = "TOKIO_KATAS_RECORD";
/// In the place of that path: a process that can open no file is started with it open.
pub const STDIN: &str = "-";
/// The file to which each verdict is appended, one JSON object per line, for the program that drives the claims.
pub const VERDICTS: &str = "TOKIO_KATAS_VERDICTS";
/// A folder in which each claim gets a folder of its own, empty at first and removed afterwards. In a claim's
/// process: the claim's own.
pub const FOLDER: &str = "TOKIO_KATAS_FOLDER";
/// Milliseconds of real time that a claim may take, and a quarter of that computing. Unset: 4000.
pub const LIMIT_MS: &str = "TOKIO_KATAS_LIMIT_MS";
/// MiB that a claim may print. Unset: 16.
pub const OUTPUT_MIB: &str = "TOKIO_KATAS_OUTPUT_MIB";
/// The seed from which claims draw times and sizes. Unset: always the same one. `cargo kata grade` draws one for
/// each run.
pub const SEED: &str = "TOKIO_KATAS_SEED";
/// The number of the order in which watched work runs, or `FIRST-LAST`: each claim in each of these, up to the first in
/// which it fails. Unset: the order in which the runtime polls it.
pub const ORDER: &str = "TOKIO_KATAS_ORDER";
/// The number of the scene to draw if a claim passes that plays several; the last without it.
pub const SCENE: &str = "TOKIO_KATAS_SCENE";
/// If set, a claim that watches no work draws the instants at which it was woken.
pub const WAKES: &str = "TOKIO_KATAS_WAKES";
/// If set, each claim gets a process of its own from the start. Unset: a claim of a level that passes may share one
/// with those before it.
pub const ALONE: &str = "TOKIO_KATAS_ALONE";
/// For `cargo kata verify`: which of the answers in the program to register.
pub const ANSWER: &str = "TOKIO_KATAS_ANSWER";
/// While the runner stands in for rustc, to learn how Cargo calls it: the folder for what it notes.
pub const NOTE_RUSTC: &str = "TOKIO_KATAS_NOTE_RUSTC";
/// While the runner stands in for rustc: the tests of katas are not compiled.
pub const ONLY_NOTE_RUSTC: &str = "TOKIO_KATAS_ONLY_NOTE_RUSTC";
/// While the runner stands in for rustc: the user's own `RUSTC_WRAPPER`, behind which rustc is called.
pub const RUSTC_WRAPPER: &str = "TOKIO_KATAS_RUSTC_WRAPPER";

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    /// A name written out elsewhere would not be in the table.
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
