//! Waits for a text before it looks whether all are there. With no paths that text never comes.
//! family: zero
//! caught by: no_paths_give_no_texts
//! says: waiting for a first file

use std::io;
use std::path::PathBuf;

use tokio::fs;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

pub async fn read_all(paths: Vec<PathBuf>) -> Vec<io::Result<String>> {
    let (tx, mut rx) = mpsc::unbounded_channel();
    let mut texts: Vec<Option<io::Result<String>>> = paths.iter().map(|_| None).collect();
    let mut tasks = JoinSet::new();
    for (place, path) in paths.into_iter().enumerate() {
        let tx = tx.clone();
        tasks.spawn(async move { tx.send((place, fs::read_to_string(path).await)) });
    }
    loop {
        let (place, text) = rx.recv().await.expect("this function holds a sender");
        texts[place] = Some(text);
        if texts.iter().all(Option::is_some) {
            while tasks.join_next().await.is_some() {}
            return texts.into_iter().flatten().collect();
        }
    }
}
