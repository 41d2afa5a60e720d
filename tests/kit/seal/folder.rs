//! With a folder granted.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::Command;

use tokio_katas::probe::Reason;

use crate::judge;

use super::{Attempt, attempt};

const GRANTED: &str = "TOKIO_KATAS_FOLDER";

/// The claim's own.
fn folder() -> PathBuf {
    std::env::var_os(GRANTED).expect("the wrapper says where").into()
}

async fn expect_refused(attempts: impl IntoIterator<Item = Attempt>) {
    super::expect_refused(Some(GRANTED), attempts).await;
}

#[tokio::test]
async fn files_and_folders_come_and_go_in_it() {
    super::expect_works(GRANTED, async || {
        let (folder, file) = (folder(), folder().join("inner/file"));
        assert_eq!(fs::read_dir(&folder)?.count(), 0, "it is empty at first");
        fs::create_dir(folder.join("inner"))?;
        fs::write(&file, "one")?;
        fs::write(&file, "two, and shorter")?;
        tokio::fs::rename(&file, folder.join("file")).await?;
        assert_eq!(tokio::fs::read_to_string(folder.join("file")).await?, "two, and shorter");
        fs::remove_dir(folder.join("inner"))?;
        fs::remove_file(folder.join("file"))
    })
    .await;
}

#[tokio::test]
async fn no_other_file_can_be_read() {
    expect_refused([
        attempt("reading a file", || fs::read("Cargo.toml")),
        attempt("reading memory", || fs::File::open("/proc/self/mem")),
    ])
    .await;
}

/// What another claim left, or leaves at this moment.
#[tokio::test]
async fn the_folder_around_it_is_closed() {
    expect_refused([
        attempt("listing the folders of other claims", || fs::read_dir(folder().join(".."))),
        attempt("writing beside it", || fs::write(folder().join("../note"), "")),
        attempt("moving out of it", || {
            fs::write(folder().join("file"), "")?;
            fs::rename(folder().join("file"), folder().join("../file"))
        }),
    ])
    .await;
}

#[tokio::test]
async fn no_link_leads_out_of_it() {
    expect_refused([
        attempt("a link", || symlink("/etc/hostname", folder().join("link"))),
        attempt("a hard link", || fs::hard_link("Cargo.toml", folder().join("link"))),
    ])
    .await;
}

#[tokio::test]
async fn a_file_that_grows_without_end_is_stopped() {
    super::ask(Some(GRANTED));
    let verdict = judge(async {
        let _ = fs::File::create(folder().join("file")).and_then(|file| file.set_len(1 << 30));
    })
    .await;
    assert_eq!(verdict.reason, Reason::Signal, "{}", verdict.text(false));
}

#[tokio::test]
async fn no_program_runs_and_nobody_listens() {
    expect_refused([
        attempt("starting a program", || Command::new("true").spawn()),
        attempt("listening", || TcpListener::bind("127.0.0.1:0")),
    ])
    .await;
}
