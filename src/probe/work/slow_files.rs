//! Files that do not end until the claim says so: a reader waits.

use std::io::{PipeReader, PipeWriter, Write, pipe};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread;

use futures::future::FutureExt;
use tokio::runtime::Handle;
use tokio::sync::Notify;

use crate::probe::time::heartbeat::skip_beats;
use crate::probe::time::patience::{self, Patience, TURN, sign_of_life};
use crate::probe::{End, Failure, Folder, Heart, Lane, expect};

/// Bytes in a file: more than a pipe holds without a reader (64 KiB on Linux, see pipe(7)).
const LENGTH: usize = 96 << 10;

/// The path by which a pipe can be opened, and its two ends.
type NamedPipe = (PathBuf, PipeReader, PipeWriter);

/// Pipes, under the paths that the system gives to open files. If there are no such paths, or too few pipes,
/// they are plain files, which never make a reader wait. A heart beats beside them.
pub struct SlowFiles {
    heart: Heart,
    lanes: Vec<Lane>,
    paths: Vec<PathBuf>,
    read: Arc<AtomicUsize>,
    stood_still: Arc<AtomicBool>,
    news: Arc<Notify>,
    finish: Option<Sender<usize>>,
    /// Kept open until the end, because the paths belong to them.
    _kept: (Vec<PipeReader>, Option<Folder>),
}

impl SlowFiles {
    /// Creates that many files.
    ///
    /// # Panics
    /// If neither pipes nor plain files can be created.
    pub fn new(files: usize) -> SlowFiles {
        let heart = Heart::new();
        let lanes: Vec<Lane> = (0..files).map(|file| Lane::new(format!("file {file}"))).collect();
        let slow = SlowFiles {
            heart,
            lanes,
            paths: Vec::new(),
            read: Arc::default(),
            stood_still: Arc::default(),
            news: Arc::default(),
            finish: None,
            _kept: (Vec::new(), None),
        };
        let named = |(reader, writer): (PipeReader, PipeWriter)| Some((name_of(&reader)?, reader, writer));
        let pipes: Option<Vec<NamedPipe>> = (0..files).map(|_| named(pipe().ok()?)).collect();
        match pipes {
            Some(pipes) => slow.of_pipes(pipes),
            None => slow.of_plain_files(),
        }
    }

    fn of_pipes(self, pipes: Vec<NamedPipe>) -> SlowFiles {
        let (mut paths, mut readers, mut writers) = (Vec::new(), Vec::new(), Vec::new());
        for (path, reader, writer) in pipes {
            paths.push(path);
            readers.push(reader);
            writers.push(writer);
        }
        let (finish, finished) = channel::<usize>();
        let (read, news, lanes) = (Arc::clone(&self.read), Arc::clone(&self.news), self.lanes.clone());
        let stood_still = Arc::clone(&self.stood_still);
        let runtime = Handle::current();
        thread::spawn(move || {
            // The lanes read the runtime's clock.
            let _runtime = runtime.enter();
            for (file, (writer, lane)) in writers.iter_mut().zip(&lanes).enumerate() {
                // This blocks until the file is read. The readers stay open until the end.
                let _ = writer.write_all(contents(file).as_bytes());
                lane.called();
                lane.started();
                read.fetch_add(1, Ordering::SeqCst);
                sign_of_life();
                news.notify_one();
            }
            let mut writers: Vec<Option<PipeWriter>> = writers.into_iter().map(Some).collect();
            let mut patience = Patience::of_eighths(5);
            while !patience.is_out() {
                match finished.recv_timeout(TURN) {
                    Ok(file) => {
                        lanes[file].ended(End::Finished);
                        writers[file] = None;
                    }
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            }
            stood_still.store(true, Ordering::SeqCst);
            skip_beats();
            lanes.iter().for_each(|lane| lane.ended(End::Finished));
        });
        SlowFiles { paths, finish: Some(finish), _kept: (readers, None), ..self }
    }

    fn of_plain_files(self) -> SlowFiles {
        let folder = Folder::new();
        let file = |file: usize| folder.file(&format!("file {file}"), contents(file));
        let paths = (0..self.lanes.len()).map(file).collect();
        self.read.store(self.lanes.len(), Ordering::SeqCst);
        SlowFiles { paths, _kept: (Vec::new(), Some(folder)), ..self }
    }

    /// The heart that beats beside them.
    pub fn heart(&self) -> Heart {
        self.heart
    }

    /// The paths to hand to an answer.
    pub fn paths(&self) -> Vec<PathBuf> {
        self.paths.clone()
    }

    /// The contents, in the same order.
    pub fn contents(&self) -> Vec<String> {
        (0..self.paths.len()).map(contents).collect()
    }

    /// Waits until each of the files is being read.
    ///
    /// # Panics
    /// If one is not read while the others are.
    pub async fn until_all_are_read(&self, cause: &str) {
        let all = self.paths.len();
        let news = async {
            while self.read.load(Ordering::SeqCst) < all {
                self.news.notified().await;
            }
        };
        sign_of_life();
        let enough = patience::wait(news.boxed_local(), 3).await.is_some();
        self.heart.beat(if enough { 2 } else { 8 }).await;
        self.expect_runtime_went_on();
        expect(enough, || {
            let read = self.read.load(Ordering::SeqCst);
            let headline = match read {
                0 => "no file was read".to_owned(),
                1 => "only 1 file was read at a time".to_owned(),
                more => format!("only {more} files were read at a time"),
            };
            Failure::new(headline)
                .expected(format!("all {all} files are read at the same time"))
                .seen(format!("file {read} was not read before another had come to its end"))
                .cause(cause)
        });
    }

    /// Expects that the runtime's own thread read none of them.
    ///
    /// # Panics
    /// If it did.
    pub fn expect_runtime_went_on(&self) {
        expect(!self.stood_still.load(Ordering::SeqCst), || {
            Failure::new("the runtime stood still while a file was read")
                .expected("other tasks run while a thread of the blocking pool waits for the disk")
                .seen("no heartbeat until the file had come to its end")
                .cause(
                    "std::fs in an async fn: async alone moves nothing to another thread; tokio::fs or \
                     spawn_blocking does",
                )
        });
    }

    /// Ends this file.
    pub fn finish(&self, file: usize) {
        sign_of_life();
        if let Some(finish) = &self.finish {
            // If all files have already ended, there is no receiver left.
            let _ = finish.send(file);
        }
    }

    /// Ends all files.
    pub fn finish_all(&self) {
        (0..self.paths.len()).for_each(|file| self.finish(file));
    }
}

/// A text whose first line tells the files apart.
fn contents(file: usize) -> String {
    format!("file {file}\n{}", ".".repeat(LENGTH))
}

/// The path by which the pipe's reading end can be opened again.
#[cfg(unix)]
fn name_of(reader: &PipeReader) -> Option<PathBuf> {
    use std::fs::File;
    use std::os::fd::AsRawFd;
    let open = |folder: &str| PathBuf::from(folder).join(reader.as_raw_fd().to_string());
    ["/proc/self/fd", "/dev/fd"].map(open).into_iter().find(|path| File::open(path).is_ok())
}

#[cfg(not(unix))]
fn name_of(_: &PipeReader) -> Option<PathBuf> {
    None
}
