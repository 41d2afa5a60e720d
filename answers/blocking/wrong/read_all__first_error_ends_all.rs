//! Uses `try_join_all`, which gives up at the first error and drops all the other texts.
//! family: first_error_ends_all
//! caught by: a_file_that_cannot_be_read_spoils_no_other
//! says: give up at the first error

use std::io;
use std::path::PathBuf;

use futures::future::try_join_all;
use tokio::fs;

pub async fn read_all(paths: Vec<PathBuf>) -> Vec<io::Result<String>> {
    match try_join_all(paths.into_iter().map(fs::read_to_string)).await {
        Ok(texts) => texts.into_iter().map(Ok).collect(),
        Err(error) => vec![Err(error)],
    }
}
