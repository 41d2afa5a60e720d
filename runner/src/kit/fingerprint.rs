//! One value for many: two are the same only if all that they were made of was. It is written into files and read
//! back by later builds of this program, so it is SHA-256, which stays what it is.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::ui::text::hex;

/// A fingerprint in the making.
#[derive(Clone, Default)]
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

    /// Takes in what is at `path` in the folder `root`: a file, or a folder with all that is in it, by paths and
    /// contents. That nothing is there is taken in as well.
    ///
    /// # Errors
    /// If something is there and cannot be read.
    pub fn tree(&mut self, root: &Path, path: &Path) -> io::Result<()> {
        let place = root.join(path);
        self.text(path);
        if place.is_dir() {
            let entries = fs::read_dir(&place)?;
            let mut names = entries.map(|entry| Ok(entry?.file_name())).collect::<io::Result<Vec<_>>>()?;
            names.sort();
            self.bytes(&(names.len() as u64).to_le_bytes());
            return names.iter().try_for_each(|name| self.tree(root, &path.join(name)));
        }
        match fs::read(&place) {
            Ok(contents) => self.bytes(&contents),
            Err(error) if error.kind() == io::ErrorKind::NotFound => self.bytes(b"\0nothing"),
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// In hexadecimal digits.
    pub fn finish(self) -> String {
        hex(&self.0.finalize())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

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
            fingerprint.tree(folder.path(), Path::new("")).expect("to be read");
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
