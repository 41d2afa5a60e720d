//! Files for the claims that need some.

use std::env;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

use verdict::environment;

/// A folder of the claim's own. When the claim ends by itself, it is removed with everything in it.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// A new, empty folder.
    ///
    /// # Panics
    /// If none can be created.
    #[expect(clippy::new_without_default, reason = "it makes a folder")]
    pub fn new() -> Folder {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let base = env::var_os(environment::FOLDER).map_or_else(env::temp_dir, PathBuf::from);
        loop {
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            let path = base.join(format!("tokio-katas-files-{}-{number}", process::id()));
            match fs::create_dir(&path) {
                Ok(()) => return Folder { path },
                // Left behind by a claim that was killed.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => panic!("{}: {error}", path.display()),
            }
        }
    }

    /// Writes a file, replacing an earlier one with that name, and returns its path.
    ///
    /// # Panics
    /// If it cannot be written.
    pub fn file(&self, name: &str, contents: impl AsRef<[u8]>) -> PathBuf {
        let path = self.no_file(name);
        fs::write(&path, contents.as_ref()).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        path
    }

    /// The path of a file that does not exist.
    pub fn no_file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// The path of the folder itself.
    pub fn path(&self) -> PathBuf {
        self.path.clone()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed is left to the system.
        let _ = fs::remove_dir_all(&self.path);
    }
}
