//! What was saved: notifications from the katas' folder, and the contents of the files.

use std::fs;
use std::sync::mpsc::Sender;

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::news::News;
use crate::kit::Kit;

/// Sends a message for each change in the katas' folder. It watches the folder, not the files, because editors
/// replace files.
pub(super) fn watch_folder(kit: &Kit, news: &Sender<News>) -> notify::Result<RecommendedWatcher> {
    let news = news.clone();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        if event.is_ok_and(|event| !matches!(event.kind, EventKind::Access(_))) {
            let _ = news.send(News::Stirred);
        }
    })?;
    watcher.watch(&kit.root.join("katas"), RecursiveMode::NonRecursive)?;
    Ok(watcher)
}

/// The contents of the files at the last look, in the order of the katas.
pub(super) struct Texts(Vec<Option<Vec<u8>>>);

impl Texts {
    pub fn now(kit: &Kit) -> Texts {
        Texts(kit.katas.iter().map(|kata| text(kit, &kata.name)).collect())
    }

    /// The katas whose files have different contents. Editors touch files more often than they change them.
    pub fn changed(&mut self, kit: &Kit) -> Vec<String> {
        let mut changed = Vec::new();
        for (kata, before) in kit.katas.iter().zip(&mut self.0) {
            let now = text(kit, &kata.name);
            if *before != now {
                *before = now;
                changed.push(kata.name.clone());
            }
        }
        changed
    }
}

/// The contents of a kata's file, if it can be read.
fn text(kit: &Kit, kata: &str) -> Option<Vec<u8>> {
    fs::read(kit.kata_file(kata)).ok()
}
