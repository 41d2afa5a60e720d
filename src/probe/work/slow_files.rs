//! Files that do not end before the claim says so: whoever reads one waits.

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

/// More than fits into a pipe that nobody reads.
const LENGTH: usize = 96 << 10;

/// Where a pipe can be opened, and its two ends.
type NamedPipe = (PathBuf, PipeReader, PipeWriter);

/// Pipes, under the names that the system gives to open files. Where there are no such names, or no
/// room for so many, they are plain files, which never make a reader wait. A heart beats beside them.
pub struct SlowFiles {
    heart: Heart,
    lanes: Vec<Lane>,
    paths: Vec<PathBuf>,
    read: Arc<AtomicUsize>,
    stood_still: Arc<AtomicBool>,
    news: Arc<Notify>,
    finish: Option<Sender<usize>>,
    /// Open to the end, since the paths are theirs.
    _kept: (Vec<PipeReader>, Option<Folder>),
}

impl SlowFiles {
    /// So many files.
    ///
    /// # Panics
    /// If they can be neither pipes nor plain files.
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
            // For the clock that the lanes read.
            let _runtime = runtime.enter();
            for (file, (writer, lane)) in writers.iter_mut().zip(&lanes).enumerate() {
                // It does not come back before somebody reads. The readers stay open to the end.
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

    /// What to hand to an answer.
    pub fn paths(&self) -> Vec<PathBuf> {
        self.paths.clone()
    }

    /// What is in them, in that order.
    pub fn contents(&self) -> Vec<String> {
        (0..self.paths.len()).map(contents).collect()
    }

    /// Waits until each of the files is being read.
    ///
    /// # Panics
    /// If one is not, while the others are.
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

    /// The runtime's own thread read none of them.
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

    /// This file comes to its end.
    pub fn finish(&self, file: usize) {
        sign_of_life();
        if let Some(finish) = &self.finish {
            // Once all have come to their end by themselves there is nobody to tell.
            let _ = finish.send(file);
        }
    }

    /// All files come to their end.
    pub fn finish_all(&self) {
        (0..self.paths.len()).for_each(|file| self.finish(file));
    }
}

/// Text, with a line that tells the files apart.
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
