//! Reads one file that was handed in.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use crate::ui::text::unmarked;

/// The text of each kata that was handed in, or why it cannot be accepted.
pub type Katas = BTreeMap<String, Result<String, String>>;

/// Refuses an empty submission.
pub fn some(katas: Katas) -> Result<Katas, String> {
    if katas.is_empty() {
        Err("it holds none of the katas: there is no katas/KATA.rs in it".to_owned())
    } else {
        Ok(katas)
    }
}

/// Bytes that a kata file may have: ten times the largest reference solution, and quickly parsed.
pub const LARGEST_FILE: u64 = 64 << 10;

pub fn why_not(error: &io::Error) -> String {
    #[cfg(unix)]
    if error.raw_os_error() == Some(libc::ELOOP) {
        return "is a link".to_owned();
    }
    format!("cannot be read: {error}")
}

/// Reads a file without following a link, waiting for a pipe, or reading more than the limit.
pub fn read_file(path: &Path) -> io::Result<Result<String, String>> {
    let file = match open_regular(path)? {
        Ok(file) => file,
        Err(why) => return Ok(Err(why)),
    };
    if file.metadata()?.len() > LARGEST_FILE {
        return Ok(Err(too_large()));
    }
    read_text(file)
}

/// Opens a file that is one: no link is followed, no pipe is waited for.
pub fn open_regular(path: &Path) -> io::Result<Result<File, String>> {
    if fs::symlink_metadata(path)?.is_symlink() {
        return Ok(Err("is a link".to_owned()));
    }
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NOFOLLOW | libc::O_NONBLOCK);
    let file = options.open(path)?;
    Ok(if file.metadata()?.is_file() { Ok(file) } else { Err("is not a regular file".to_owned()) })
}

/// Why a file of more than [`LARGEST_FILE`] bytes is not accepted.
pub fn too_large() -> String {
    format!("is larger than {} KiB", LARGEST_FILE >> 10)
}

/// Reads a kata file of at most [`LARGEST_FILE`] bytes. The inner error says why it cannot be accepted.
///
/// # Errors
/// If it cannot be read.
pub fn read_text(source: impl Read) -> io::Result<Result<String, String>> {
    let mut bytes = Vec::new();
    source.take(LARGEST_FILE + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Ok(Err(too_large()));
    }
    if bytes.contains(&0) {
        return Ok(Err("holds a NUL character".to_owned()));
    }
    // Without a byte-order mark, so that an unchanged file equals the one that was handed out.
    Ok(String::from_utf8(bytes).map(unmarked).map_err(|_| "is not UTF-8".to_owned()))
}
