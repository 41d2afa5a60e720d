//! Which checkout is judged: the one in which the command was typed, or none.

mod support;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use support::{ONE_BY_ONE, Ran, Sample};

/// `cargo test --test pair` in `root`, as someone types it there, with the sample's target folder.
fn test(sample: &Sample, root: &Path, place: &Path) -> Ran {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["test", "--quiet", "--package", "pair", "--test", "pair", "--manifest-path"]);
    cargo.arg(root.join("Cargo.toml")).envs(sample.settings()).current_dir(place);
    // What Cargo has set for these tests.
    cargo.env_remove("KATAS_CHECKOUT");
    Ran::of(cargo.output().expect("cargo runs"))
}

#[track_caller]
fn says(ran: &Ran, code: i32, out: &str, err: &str) {
    assert_eq!(ran.code, Some(code), "{ran:#?}");
    assert!(ran.out.contains(out) && ran.err.contains(err), "{out:?}, {err:?}; {ran:#?}");
}

/// A copy of a checkout beside it, which keeps all dates.
fn copied(sample: &Sample) -> PathBuf {
    fn copy(from: &Path, to: &Path) {
        if from.is_dir() {
            fs::create_dir_all(to).expect("a folder");
            for entry in fs::read_dir(from).expect("a folder") {
                let name = entry.expect("an entry").file_name();
                copy(&from.join(&name), &to.join(&name));
            }
        } else {
            fs::copy(from, to).expect("a copy");
            dated(to, fs::metadata(from).and_then(|about| about.modified()).expect("its date"));
        }
    }
    let name = sample.root.file_name().expect("a name").to_string_lossy().into_owned() + "-copy";
    let root = sample.root.with_file_name(name);
    let _ = fs::remove_dir_all(&root);
    copy(&sample.root, &root);
    root
}

fn dated(file: &Path, date: SystemTime) {
    File::options().append(true).open(file).and_then(|file| file.set_modified(date)).expect("a new date");
}

fn long_ago() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1 << 30)
}

const RIGHT: &str = "3 passed; 0 failed;";
const STUB: &str = "0 passed; 3 failed;";

#[test]
fn two_checkouts_that_share_a_target_folder() {
    let sample = Sample::fresh("checkouts");
    let copy = copied(&sample);
    sample.write("katas/pair.rs", &sample.read("answers/pair/reference.rs"));
    dated(&copy.join("katas/pair.rs"), long_ago());
    says(&test(&sample, &sample.root, &sample.root), 0, RIGHT, "");
    // Neither is one of its files newer than what was built, nor was this one built yet.
    says(&test(&sample, &copy, &copy), 101, STUB, "");
    says(&test(&sample, &sample.root, &sample.root), 0, RIGHT, "");
    // The companion, likewise.
    let mut check = sample.command(&["check", "pair"]);
    Ran::of(check.current_dir(&copy).output().expect("it runs")).expect(1, &["not started yet"]);
    sample.run(&["check", "pair"]).expect(0, &["all claims hold"]);

    // Elsewhere Cargo does not read the kit's settings, so it goes by dates: then nothing is judged.
    let elsewhere = sample.root.parent().expect("a folder");
    says(&test(&sample, &sample.root, elsewhere), 0, RIGHT, "");
    let refused = test(&sample, &copy, elsewhere);
    says(&refused, 1, "", "error: this program was built in ");
    assert!(refused.err.contains("cargo clean --package pair"), "{refused:#?}");
    assert!(!refused.out.contains("passed"), "{refused:#?}");
}

#[test]
fn an_older_text_that_was_put_in_place_is_not_taken_for_the_one_that_was_built() {
    let sample = Sample::fresh("checkouts");
    let file = sample.root.join("katas/pair.rs");
    sample.write("katas/pair.rs", &sample.read("answers/pair/reference.rs"));
    says(&test(&sample, &sample.root, &sample.root), 0, RIGHT, "");
    sample.write("katas/pair.rs", &sample.overlap(ONE_BY_ONE));
    dated(&file, long_ago());
    let refused = test(&sample, &sample.root, &sample.root);
    says(
        &refused,
        1,
        "",
        "error: katas/pair.rs is not the text that this program was built from, so nothing",
    );
    assert!(!refused.out.contains("passed"), "{refused:#?}");
    // The companion goes by contents.
    sample.run(&["check", "pair"]).expect(1, &["✗ overlap"]);
    // What was advised helps.
    dated(&file, SystemTime::now());
    says(&test(&sample, &sample.root, &sample.root), 101, "0 passed; 3 failed;", "");
}

/// Brackets in a path are a pattern for whoever looks for files by one.
#[test]
fn a_folder_with_brackets_in_its_name() {
    let sample = Sample::fresh("class [x] of ünlü");
    sample.write("katas/pair.rs", &sample.read("answers/pair/reference.rs"));
    says(&test(&sample, &sample.root, &sample.root), 0, RIGHT, "");
    sample.run(&["check", "pair"]).expect(0, &["all claims hold"]);
}
