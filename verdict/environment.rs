//! The environment variables that a claim's process, or the program that starts it, reads. One table for the
//! claims and the runner; `docs/architecture.md` shows it, and a test compares the two.

/// What the names of all the kit's variables begin with.
pub const PREFIX: &str = "TOKIO_KATAS_";

/// `1`: draw timelines in plain ASCII; `0`: never. Unset: if the terminal is dumb or the locale is not UTF-8.
pub const ASCII: &str = "TOKIO_KATAS_ASCII";
/// In a claim's process: the file that holds its nonce and receives its verdict.
pub const RECORD: &str = "TOKIO_KATAS_RECORD";
/// A file to which each verdict is appended, one JSON object per line. Unset: none.
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
/// MiB of address space for a sandboxed claim. Unset: no sandbox.
pub const SEAL_MIB: &str = "TOKIO_KATAS_SEAL_MIB";
/// Grants a sandboxed claim the loopback, in a network of its own (`alone`) or the machine's (`shared`).
pub const SEAL_LOOPBACK: &str = "TOKIO_KATAS_SEAL_LOOPBACK";
/// For a claim that plays several scenes and passes: the number of the scene to draw. Unset: the last.
pub const SCENE: &str = "TOKIO_KATAS_SCENE";
/// If set, a claim that watches no work draws the instants at which it was woken.
pub const WAKES: &str = "TOKIO_KATAS_WAKES";
/// For `cargo kata verify`: which of the answers in the program to register.
pub const ANSWER: &str = "TOKIO_KATAS_ANSWER";
/// For `cargo kata grade`: the folder in which this program, called in place of rustc, records the arguments.
pub const NOTE_RUSTC: &str = "TOKIO_KATAS_NOTE_RUSTC";

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
