//! One value for many: two are the same only if all that they were made of was. It is written into files and read
//! back by later builds of this program, so it is SHA-256, which stays what it is.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::ui::text::hex;

/// A fingerprint in the making.
#[derive(Default)]
pub struct Fingerprint(Sha256);

impl Fingerprint {
    /// Takes in one value. Where it ends is part of the fingerprint.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.0.update((bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
    }

    pub fn text(&mut self, text: impl AsRef<OsStr>) {
        self.bytes(text.as_ref().as_encoded_bytes());
    }

    /// Takes in the path and the contents of a file, or of all files in a folder. What cannot be read counts as
    /// something that is not there.
    pub fn tree(&mut self, path: &Path) {
        self.text(path);
        if let Ok(entries) = fs::read_dir(path) {
            let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
            paths.sort();
            self.bytes(&(paths.len() as u64).to_le_bytes());
            paths.iter().for_each(|path| self.tree(path));
        } else {
            let contents = fs::read(path).ok();
            self.bytes(&[u8::from(contents.is_some())]);
            contents.iter().for_each(|contents| self.bytes(contents));
        }
    }

    /// In hexadecimal digits.
    pub fn finish(self) -> String {
        hex(&self.0.finalize())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::Fingerprint;

    fn of(values: &[&str]) -> String {
        let mut fingerprint = Fingerprint::default();
        values.iter().for_each(|value| fingerprint.text(value));
        fingerprint.finish()
    }

    /// A value that another build would write differently is a cache that nothing is found in.
    #[test]
    fn it_stays_what_it_is() {
        assert_eq!(of(&["one", "two"]), "a5aceaae72938b67ddf03e38544ea0dc5d3b7405e22beb483bafebd681804590");
        assert_ne!(of(&["one", "two"]), of(&["onet", "wo"]));
        assert_ne!(of(&["one"]), of(&["one", ""]));
    }

    #[test]
    fn a_tree_is_the_names_and_contents_of_its_files() {
        let folder = tempfile::tempdir().expect("a folder");
        let tree = || {
            let mut fingerprint = Fingerprint::default();
            fingerprint.tree(folder.path());
            fingerprint.finish()
        };
        let write = |path: &str, text: &str| fs::write(folder.path().join(path), text).expect("a file");
        let empty = tree();
        write("a", "");
        let named = tree();
        write("a", "1");
        let filled = tree();
        assert!(empty != named && named != filled);
        write("a", "");
        assert_eq!(tree(), named);
        fs::remove_file(folder.path().join("a")).expect("to be removed");
        assert_eq!(tree(), empty);
    }
}
