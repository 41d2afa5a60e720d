//! Reads the files in the call. The future only hands over the texts.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: by the call itself

use std::fs;
use std::future::{Future, ready};
use std::io;
use std::path::PathBuf;

pub fn read_all(paths: Vec<PathBuf>) -> impl Future<Output = Vec<io::Result<String>>> {
    ready(paths.into_iter().map(fs::read_to_string).collect())
}
