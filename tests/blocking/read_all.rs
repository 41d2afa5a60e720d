//! `read_all`: reading a file blocks, so a thread of the pool does it.

use std::io;
use std::path::PathBuf;

use futures::future::{FutureExt, LocalBoxFuture};
use rstest::rstest;
use tokio_katas::probe::prelude::*;
use tokio_katas::probe::{Folder, SlowFiles, a_real_moment, cancel_on, patiently};

/// The file is rewritten between the call and the first poll.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    const EAGER: &str = "files read, or reads spawned, by the call itself, outside the async block";
    let folder = Folder::new();
    let path = folder.file("news", "yesterday's\n");
    expect_needs_no_runtime(|| read_all(vec![path.clone(), folder.no_file("nowhere")]));
    let news = read_all(vec![path]);
    let later = read_all(vec![folder.no_file("later")]);
    let_the_runtime_run().await;
    expect_no_tasks(EAGER);
    folder.file("news", "today's\n");
    folder.file("later", "there now\n");
    expect_read(&results(news.boxed_local()).await, &[Ok("today's\n".to_owned())], EAGER);
    expect_read(&results(later.boxed_local()).await, &[Ok("there now\n".to_owned())], EAGER);
}

/// A slow file: ten heartbeats pass before its end is there.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_runtime_goes_on_while_a_file_is_read() {
    let slow = SlowFiles::new(1);
    let seen = read_beside_a_heart(&slow, &[0], "a read that is never begun").await;
    expect_read(&seen, &texts(&slow.contents()), AS_IT_IS);
}

/// None of them ends before all are being read.
#[rstest]
#[case::two_files(2)]
#[case::seventy_files(70)]
#[claim]
#[tokio::test(start_paused = true)]
async fn all_files_are_read_at_the_same_time(#[case] files: usize) {
    let slow = SlowFiles::new(files);
    let script = async {
        slow.until_all_are_read(if files == 2 { ONE_BY_ONE } else { A_FEW }).await;
        slow.finish_all();
    };
    let call = read(slow.paths()).boxed_local();
    let both = patiently(beside(call, script.boxed_local()).boxed_local()).await;
    expect_read(&both.map(|(call, ())| call.value).unwrap_or_default(), &texts(&slow.contents()), ORDER);
}

/// Five files that end one after the other, the first of them last.
#[claim]
#[tokio::test(start_paused = true)]
async fn texts_are_in_the_order_of_their_paths() {
    let slow = SlowFiles::new(5);
    let seen = read_beside_a_heart(&slow, &[3, 4, 1, 2, 0], ONE_BY_ONE).await;
    expect_read(&seen, &texts(&slow.contents()), ORDER);
}

/// An empty file, one without a final newline, one with; Windows line ends, a byte-order mark, letters of four
/// bytes.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_text_is_given_as_it_is() {
    let folder = Folder::new();
    let inside = [
        "".to_owned(),
        "one line".to_owned(),
        "one line\n".to_owned(),
        "\n\n  two\r\nlines \r\n\n".to_owned(),
        "\u{feff}marked".to_owned(),
        "a\0b \u{1f980} é\u{301}".to_owned(),
        // Longer than a buffer, with letters that lie across its ends.
        format!("x{}", "é\u{1f980}".repeat(400_000)),
    ];
    let file = |(number, text): (usize, &String)| folder.file(&number.to_string(), text);
    let paths = inside.iter().enumerate().map(file).collect();
    let (seen, expected) = (read(paths).await, texts(&inside));
    expect_read(&seen[..6.min(seen.len())], &expected[..6], AS_IT_IS);
    let in_pieces = "a text that is decoded piece by piece: a letter may lie across two pieces";
    expect_read(&seen, &expected, in_pieces);
}

/// Two do not exist, one is not UTF-8, one is a folder: four errors among four texts.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_file_that_cannot_be_read_spoils_no_other() {
    let folder = Folder::new();
    let paths = vec![
        folder.no_file("nowhere"),
        folder.file("a", "first"),
        folder.file("b", [b'o', b'k', 0xff, 0xfe]),
        folder.file("c", "second"),
        folder.no_file("no folder").join("file"),
        folder.file("d", "third"),
        folder.path(),
        folder.file("e", "last"),
    ];
    let mut seen = read(paths).await;
    let lost = if seen.len() == 4 { LEFT_OUT } else { SPOILS };
    expect_eq("the number of results", &seen.len(), &8, lost);
    // What kind of error a folder gives depends on the system.
    if let Some(folder @ Err(_)) = seen.get_mut(6) {
        *folder = Err(io::ErrorKind::Other);
    }
    let ok = |text: &str| Ok(text.to_owned());
    let (missing, broken) = (Err(io::ErrorKind::NotFound), Err(io::ErrorKind::InvalidData));
    expect_read(&seen[..2], &[missing.clone(), ok("first")], SPOILS);
    let not_utf_8 = if seen[2].is_ok() { LOSSY } else { ANOTHER_KIND };
    expect_read(&seen[..3], &[missing.clone(), ok("first"), broken.clone()], not_utf_8);
    let other = Err(io::ErrorKind::Other);
    let expected =
        [missing.clone(), ok("first"), broken, ok("second"), missing, ok("third"), other, ok("last")];
    expect_read(&seen, &expected, SPOILS);
}

/// A hundred files, each shorter than the one before, and the first of them once more.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_hundred_files_are_as_good_as_two() {
    let folder = Folder::new();
    let text = |file: usize| format!("{file} {}", "x".repeat(200 * (100 - file)));
    let mut paths: Vec<PathBuf> = (0..100).map(|file| folder.file(&file.to_string(), text(file))).collect();
    paths.push(paths[0].clone());
    let expected: Vec<Read> = (0..100).chain([0]).map(|file| Ok(text(file))).collect();
    let seen = read(paths).await;
    let twice = "a map of paths, in which a path that was given twice is there once";
    expect_eq("the number of results", &seen.len(), &expected.len(), twice);
    expect_read(&seen, &expected, ORDER);
}

/// No task is left at its end, nor when it is dropped while five files are being read.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_left_running() {
    let folder = Folder::new();
    let paths: Vec<PathBuf> = (0..8).map(|file| folder.file(&file.to_string(), "text")).collect();
    let call = async {
        let read = read_all(paths).await;
        expect_no_tasks("a task that was not awaited");
        read
    };
    results(call.boxed_local()).await;

    let slow = SlowFiles::new(5);
    let half_way = slow.until_all_are_read(ONE_BY_ONE);
    cancel_on(read_all(slow.paths()).boxed_local(), half_way.boxed_local()).await;
    let_the_runtime_run().await;
    expect_no_tasks(LEFT);
    slow.finish_all();
}

#[claim]
#[tokio::test(start_paused = true)]
async fn no_paths_give_no_texts() {
    let read = patiently(read_all(vec![]).boxed_local()).await;
    expect(read.is_some(), || {
        Failure::new("without paths the call never ends")
            .expected("no texts, at once")
            .seen("still pending, and no file to wait for")
            .cause("waiting for a first file that never comes")
    });
    expect_eq("the number of results", &read.map(|read| read.len()), &Some(0), "a result of no file");
}

/// Texts that no answer can know, some files missing, some not UTF-8.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_files_will_do() {
    let mut rng = Rng::of_this_run();
    let folder = Folder::new();
    for round in 0..4 {
        let (mut paths, mut expected) = (Vec::new(), Vec::new());
        for file in 0..rng.pick(1..30) {
            let (name, text) = (format!("{round}-{file}"), rng.words(12).join("\n"));
            let (path, read) = match rng.pick(0..5) {
                0 => (folder.no_file(&name), Err(io::ErrorKind::NotFound)),
                1 => {
                    let broken = [text.as_bytes(), &[0x80 | rng.pick(0..64) as u8]].concat();
                    (folder.file(&name, broken), Err(io::ErrorKind::InvalidData))
                }
                _ => (folder.file(&name, &text), Ok(text)),
            };
            paths.push(path);
            expected.push(read);
        }
        expect_read(&read(paths).await, &expected, SPOILS);
    }
}

type ReadAll = fn(Vec<PathBuf>) -> LocalBoxFuture<'static, Vec<io::Result<String>>>;

pub static ANSWER: Answer<ReadAll> = Answer::new();

fn read_all(paths: Vec<PathBuf>) -> LocalBoxFuture<'static, Vec<io::Result<String>>> {
    ANSWER.get()(paths)
}

const ONE_BY_ONE: &str = "awaiting each file before the next is begun (for, then), or one thread for all: start all reads, \
     then wait (join_all)";
const A_FEW: &str =
    "only a few at a time (buffered): a limit that the task does not have; start all reads, then wait";
const ORDER: &str = "texts in the order in which the reads ended: the n-th text belongs to the n-th path";
const SPOILS: &str =
    "`?` or try_join_all, which give up at the first error: each file has a result of its own";
const LEFT_OUT: &str = "errors left out (filter, flatten): the n-th result belongs to the n-th path";
const LOSSY: &str = "from_utf8_lossy, which puts � where the file is broken: a broken text is an error";
const ANOTHER_KIND: &str = "an error of another kind: std::fs::read_to_string gives InvalidData";
const AS_IT_IS: &str = "a text that is trimmed, cut or read line by line: a file's text is all of it";
const LEFT: &str = "a task for each file, held by a plain JoinHandle: dropping a handle detaches its task";

/// What a file gave: its text, or the kind of its error.
type Read = Result<String, io::ErrorKind>;

/// Reads real files. The paused clock waits, whichever thread reads.
async fn read(paths: Vec<PathBuf>) -> Vec<Read> {
    results(read_all(paths).boxed_local()).await
}

async fn results(call: LocalBoxFuture<'_, Vec<io::Result<String>>>) -> Vec<Read> {
    let Some(results) = patiently(call).await else {
        Failure::new("read_all never came to its end")
            .expected("it ends with its last read")
            .seen("still pending, and nothing to wait for")
            .cause("a wake-up that is never sent, or a channel whose sender is still alive")
            .raise()
    };
    results.into_iter().map(|result| result.map_err(|error| error.kind())).collect()
}

/// The results, file by file: a long text is not shown in full.
fn expect_read(seen: &[Read], expected: &[Read], cause: &str) {
    expect_eq("the number of results", &seen.len(), &expected.len(), "a result lost, or one too many");
    let odd = seen.iter().zip(expected).position(|(seen, expected)| seen != expected);
    expect(odd.is_none(), || {
        let file = odd.unwrap_or_default();
        let shown = |read: &Read| match read {
            Ok(text) if text.len() > 60 => {
                let start: String = text.chars().take(20).collect();
                format!("a text of {} bytes, {start:?}…", text.len())
            }
            other => format!("{other:?}"),
        };
        Failure::new(format!("file {file}: not as expected"))
            .expected(shown(&expected[file]))
            .seen(shown(&seen[file]))
            .cause(cause)
    });
}

fn texts(texts: &[String]) -> Vec<Read> {
    texts.iter().cloned().map(Ok).collect()
}

/// Reads `slow` while the heart beats ten times. Only then do the files end, in that `order`, with a moment
/// between two.
async fn read_beside_a_heart(slow: &SlowFiles, order: &[usize], cause: &str) -> Vec<Read> {
    let script = async {
        slow.until_all_are_read(cause).await;
        slow.heart().beat(10).await;
        for &file in order {
            slow.finish(file);
            if file != order[order.len() - 1] {
                a_real_moment().await;
            }
            slow.heart().beat(2).await;
        }
    };
    slow.heart().beat(3).await;
    let both = patiently(beside(read(slow.paths()).boxed_local(), script.boxed_local()).boxed_local()).await;
    slow.expect_runtime_went_on();
    let Some((call, ())) = both else {
        Failure::new("all files have ended, and the call has not").cause(cause).raise()
    };
    call.value
}
