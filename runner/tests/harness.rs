//! The programs that hold claims, as `cargo test` runs them: they take the arguments and print the lines
//! of the compiler's own harness.

mod support;

use std::process::Command;

use support::{ONE_BY_ONE, Ran, Sample};

/// `cargo test --test pair -- ARGUMENTS` in a checkout with this answer to `overlap`.
fn test(sample: &Sample, arguments: &[&str]) -> Ran {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["test", "--quiet", "--package", "pair", "--test", "pair", "--"]).args(arguments);
    cargo.envs(sample.settings()).env_remove("RUST_TEST_THREADS").current_dir(&sample.root);
    Ran::of(cargo.output().expect("cargo runs"))
}

/// The lines are the compiler's own harness's, and as long.
#[track_caller]
fn says(ran: &Ran, code: i32, words: &[&str]) {
    assert_eq!(ran.code, Some(code), "{ran:#?}");
    for words in words {
        assert!(ran.out.contains(words), "{words:?} is missing; {ran:#?}");
    }
}

#[test]
fn it_behaves_like_the_compilers_own() {
    let sample = Sample::fresh("harness");
    sample.write("katas/pair.rs", &sample.overlap(ONE_BY_ONE));
    let all = test(&sample, &[]);
    says(
        &all,
        101,
        &[
            "\nrunning 3 tests\n",
            "\ntest overlap::both_start_at_once ... FAILED\n",
            "\n---- overlap::both_start_at_once stdout ----\n",
            "job 1 started 20 ms too late",
            "not started yet: katas/pair.rs:",
            "\nfailures:\n    overlap::both_start_at_once\n    overlap::it_takes_as_long_as_the_longer_job\n",
            "\ntest result: FAILED. 0 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in ",
        ],
    );

    sample.write("katas/pair.rs", &sample.read("answers/pair/reference.rs"));
    let good = test(&sample, &[]);
    says(&good, 0, &["test tally::it_adds_up ... ok\n", "\ntest result: ok. 3 passed; 0 failed;"]);
    let names = |ran: &Ran| -> Vec<String> {
        let lines = ran.out.lines().filter_map(|line| line.strip_prefix("test "));
        let mut names: Vec<String> =
            lines.filter_map(|line| Some(line.split_once(" ... ")?.0.to_owned())).collect();
        names.sort();
        names
    };
    const BOTH: &str = "overlap::both_start_at_once";
    const LONGER: &str = "overlap::it_takes_as_long_as_the_longer_job";
    const TALLY: &str = "tally::it_adds_up";
    for (arguments, expected) in [
        (&["overlap"][..], &[BOTH, LONGER][..]),
        (&["both", "tally"], &[BOTH, TALLY]),
        (&["--exact", "overlap"], &[]),
        (&["--exact", BOTH, "--test-threads=1"], &[BOTH]),
        (&["--skip", "both", "--test-threads", "2"], &[LONGER, TALLY]),
        (&["--ignored"], &[]),
        (&["--include-ignored"], &[BOTH, LONGER, TALLY]),
    ] {
        let ran = test(&sample, arguments);
        assert_eq!(names(&ran), expected, "{arguments:?} {ran:#?}");
        let result = format!(
            "{} passed; 0 failed; 0 ignored; 0 measured; {} filtered out;",
            expected.len(),
            3 - expected.len()
        );
        says(&ran, 0, &[&result]);
    }

    test(&sample, &["--list"])
        .expect(0, &["overlap::both_start_at_once: test\n", "\n3 tests, 0 benchmarks\n"]);
    let terse = test(&sample, &["--list", "--format", "terse", "tally"]);
    assert_eq!(terse.out, "tally::it_adds_up: test\n");
    says(&test(&sample, &["-q"]), 0, &["\n...\n"]);
    let colours = test(&sample, &["--color=always"]);
    assert!(colours.out.contains("... \u{1b}[32mok\u{1b}[0m\n"), "{colours:#?}");
    says(&test(&sample, &["--help"]), 0, &["--skip NAME"]);
    for (wrong, words) in [
        (&["--nonsense"][..], "error: --nonsense is no option of these tests\n"),
        (&["--skip"], "error: --skip wants a value\n"),
        (&["--test-threads=0"], "error: --test-threads: 0 is no number of threads\n"),
        (&["--format=json"], "error: --format: json is neither pretty nor terse\n"),
    ] {
        let ran = test(&sample, wrong);
        assert!(ran.out.is_empty() && ran.err.starts_with(words), "{ran:#?}");
        assert_ne!(ran.code, Some(0));
    }
}

/// What a claim prints is shown where it fails, and where it is asked for.
#[test]
fn what_a_kata_prints_is_kept() {
    let sample = Sample::fresh("harness-output");
    let prints = |body: &str| sample.overlap(&format!("    println!(\"a word\");\n{body}"));
    sample.write("katas/pair.rs", &prints(ONE_BY_ONE));
    let bad = test(&sample, &["both"]);
    says(&bad, 101, &["---- overlap::both_start_at_once stdout ----\na word\n"]);
    sample.write("katas/pair.rs", &prints(support::GOOD_OVERLAP));
    assert!(!test(&sample, &["both"]).out.contains("a word"));
    says(&test(&sample, &["both", "--nocapture"]), 0, &["a word\n"]);
    says(
        &test(&sample, &["both", "--show-output"]),
        0,
        &[
            "\nsuccesses:\n\n---- overlap::both_start_at_once stdout ----\na word\n",
            "\nsuccesses:\n    overlap::both",
        ],
    );
}
