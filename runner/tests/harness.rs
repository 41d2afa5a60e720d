//! The programs that hold claims, as `cargo test` runs them: they take the arguments and print the lines
//! of the compiler's own harness.

mod support;

use std::collections::BTreeSet;
use std::process::Command;

use support::{GOOD_OVERLAP, ONE_BY_ONE, Ran, Sample};

/// `cargo test --test pair -- ARGUMENTS` in a checkout with this answer to `overlap`.
fn test(sample: &Sample, arguments: &[&str]) -> Ran {
    Ran::of(command(sample, arguments).output().expect("cargo runs"))
}

fn command(sample: &Sample, arguments: &[&str]) -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["test", "--quiet", "--package", "pair", "--test", "pair", "--"]).args(arguments);
    cargo.envs(sample.settings()).env_remove("RUST_TEST_THREADS").current_dir(&sample.root);
    cargo
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

    // A level that is not begun is told once, unless a program reads it or one claim is asked for.
    sample.write("katas/pair.rs", &sample.read("answers/pair/stub.rs"));
    let untouched = test(&sample, &[]);
    let once = |ran: &Ran, words: &str| assert_eq!(ran.out.matches(words).count(), 1, "{words:?} {ran:#?}");
    says(
        &untouched,
        101,
        &["0 passed; 3 failed;", "\nfailures:\n    overlap (2 claims)\n    tally::it_adds_up\n"],
    );
    once(&untouched, "\ntest overlap (2 claims) ... not started\n");
    once(&untouched, "\n---- overlap (2 claims) stdout ----\nnot started yet: katas/pair.rs:9");
    once(&untouched, "not started yet: katas/pair.rs:9");
    assert!(!untouched.out.contains("overlap::"), "{untouched:#?}");
    says(&test(&sample, &["overlap", "-q"]), 101, &["\nFF\n", "\n---- overlap (2 claims) stdout ----\n"]);
    for each in
        [&["overlap", "--exact", "overlap::both_start_at_once"][..], &["both_start"], &["--format=json"]]
    {
        let ran = test(&sample, each);
        assert!(ran.out.contains("overlap::both_start_at_once") && !ran.out.contains(" claims)"), "{ran:#?}");
    }

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
        (&["--nonsense"][..], "error: --nonsense is not an option of these tests\n"),
        (&["--skip"], "error: --skip needs a value\n"),
        (&["--test-threads=0"], "error: --test-threads: 0 is not a number of threads\n"),
        (&["--format=junit"], "error: --format: junit is not one of pretty, terse and json\n"),
    ] {
        let ran = test(&sample, wrong);
        assert!(ran.out.is_empty() && ran.err.starts_with(words), "{ran:#?}");
        assert_ne!(ran.code, Some(0));
    }
}

/// A name that nothing has is no success, and the answer to it is something to type.
#[test]
fn a_name_that_fits_nothing() {
    let sample = Sample::fresh("harness");
    for (arguments, words) in [
        (&["overlop"][..], "no claim of pair is called overlop; did you mean overlap?"),
        (&["both_start_at_one"], "called both_start_at_one; did you mean both_start_at_once?"),
        (&["pair::overlap"], "called pair::overlap; did you mean overlap?"),
        (&["solo"], "called solo; the kata solo: cargo test --features extra --test solo"),
        (
            &["answer"],
            "called answer; the level answer of solo: cargo test --features extra --test solo answer",
        ),
        (&["solo::answer"], "called solo::answer; the level answer of solo: cargo test "),
        (&["--exact", "overlap"], "called exactly overlap; without --exact a part of a name is enough"),
        (&["xyz"], "called xyz; -- --list lists them"),
    ] {
        let ran = test(&sample, arguments);
        assert!(ran.code != Some(0) && ran.out.is_empty(), "{ran:#?}");
        assert!(ran.err.starts_with("error: no claim of pair is ") && ran.err.contains(words), "{ran:#?}");
    }
    // One of several is enough, and names may also be left out.
    says(&test(&sample, &["overlop", "tally"]), 101, &["running 1 test\n"]);
    says(&test(&sample, &["--skip", "a"]), 0, &["running 0 tests\n"]);
}

/// The last lines of a kata that nobody has begun name the one that comes next, and levels come in the
/// order of the list.
#[test]
fn where_to_begin() {
    let sample = Sample::fresh("harness");
    let untouched = test(&sample, &[]);
    says(
        &untouched,
        101,
        &[
            "\nBegin with overlap, its first level:\nopen katas/pair.rs and katas/pair.md, then run\n\n    cargo test --test pair\n\n",
        ],
    );
    assert!(!test(&sample, &["overlap"]).out.contains("Begin with"), "it was begun");
    // Another comes before it.
    let list = sample.read("katas/katas.toml");
    let (pair, solo) = list.split_once("[[kata]]\nname = \"solo\"").expect("two katas");
    sample.write("katas/katas.toml", &format!("[[kata]]\nname = \"solo\"{solo}{pair}"));
    let advice = "\npair has not been started. The katas build on each other, and the next in order is solo:\n\
                  open katas/solo.rs and katas/solo.md, then run\n\n    cargo test --features extra --test solo\n";
    says(&test(&sample, &[]), 101, &[advice]);
    sample.write("katas/solo.rs", &sample.read("answers/solo/reference.rs"));
    says(&test(&sample, &[]), 101, &["Begin with overlap"]);
    sample.write("katas/pair.rs", &sample.overlap(ONE_BY_ONE));
    assert!(!test(&sample, &[]).out.contains("Begin with"));

    let order = |sample: &Sample| {
        let out = test(sample, &["--list", "--format=terse"]).out;
        out.lines().map(|line| line.split("::").next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(order(&sample), ["overlap", "overlap", "tally"]);
    let turned = list.replace("    { name = \"overlap\", points = 1 },\n", "");
    let turned = turned.replace(
        "items = [\"Tally\"] },\n",
        "items = [\"Tally\"] },\n    { name = \"overlap\", points = 1 },\n",
    );
    sample.write("katas/katas.toml", &turned);
    assert_eq!(order(&sample), ["tally", "overlap", "overlap"]);
}

/// Only claims are run, and whoever writes a test into a kata hears of it.
#[test]
fn a_test_of_the_learners_own() {
    let sample = Sample::fresh("harness");
    let good = sample.read("answers/pair/reference.rs");
    assert_eq!(test(&sample, &["tally"]).err.lines().find(|line| line.starts_with("note")), None);
    sample.write("katas/pair.rs", &format!("{good}\n#[test]\nfn mine() {{\n    panic!()\n}}\n"));
    let lines = good.lines().count() + 2;
    let note = format!("note: katas/pair.rs:{lines}: a test of your own is not run: only the claims are\n");
    let ran = test(&sample, &[]);
    assert!(ran.code == Some(0) && ran.err.starts_with(&note), "{ran:#?}");
    let ran = test(&sample, &["mine"]);
    assert!(
        ran.code != Some(0) && ran.err.starts_with(&format!("{note}error: no claim of pair is called mine")),
        "{ran:#?}"
    );
    let two = "\n#[cfg(test)]\nmod tests {\n    #[tokio::test(start_paused = true)]\n    async fn a() {}\n    #[test]\n    fn b() {}\n}\n";
    sample.write("katas/pair.rs", &format!("{good}{two}"));
    assert!(test(&sample, &[]).err.contains("tests of your own are not run"));
}

/// As IDEs ask for it: an object for each event, as the compiler's own harness has them.
#[test]
fn events_as_json() {
    let sample = Sample::fresh("harness");
    let body = format!("    println!(\"a \\\"word\\\"\");\n{ONE_BY_ONE}");
    sample.write("katas/pair.rs", &sample.overlap(&body));
    let json = |arguments: &[&str]| -> (Option<i32>, Vec<serde_json::Value>) {
        let ran = test(&sample, &[&["--format=json", "-Z", "unstable-options"], arguments].concat());
        let events = ran.out.lines().map(|line| serde_json::from_str(line).expect("an object on each line"));
        (ran.code, events.collect())
    };
    const NAME: &str = "overlap::both_start_at_once";
    let (code, events) = json(&["--show-output", "both"]);
    assert_eq!(code, Some(101));
    assert_eq!(events.len(), 4, "{events:?}");
    assert_eq!(events[0], serde_json::json!({ "type": "suite", "event": "started", "test_count": 1 }));
    assert_eq!(events[1], serde_json::json!({ "type": "test", "event": "started", "name": NAME }));
    assert_eq!(
        (&events[2]["type"], &events[2]["event"], &events[2]["name"]),
        (&"test".into(), &"failed".into(), &NAME.into())
    );
    let said = events[2]["stdout"].as_str().expect("what it said");
    assert!(said.starts_with("a \"word\"\n  job 1 started 20 ms too late\n"), "{said}");
    assert!(events[3]["exec_time"].is_f64(), "{events:?}");
    let mut end = events[3].clone();
    end["exec_time"] = 0.into();
    assert_eq!(
        end,
        serde_json::json!({
            "type": "suite", "event": "failed", "passed": 0, "failed": 1, "ignored": 0, "measured": 0,
            "filtered_out": 2, "exec_time": 0
        })
    );

    sample.write(
        "katas/pair.rs",
        &sample.overlap(&format!("    println!(\"a word\");\n{}", support::GOOD_OVERLAP)),
    );
    let (code, events) = json(&["both"]);
    assert_eq!(
        (code, &events[2]["event"], &events[2]["stdout"]),
        (Some(0), &"ok".into(), &serde_json::Value::Null)
    );
    // Nothing that is printed gets between the lines.
    let (_, events) = json(&["both", "--show-output", "--nocapture"]);
    assert_eq!((&events[2]["stdout"], &events[3]["event"]), (&"a word\n".into(), &"ok".into()));
    let (code, events) = json(&["--list", "tally"]);
    assert_eq!((code, events.len()), (Some(0), 3));
    assert_eq!(
        (&events[1]["event"], &events[1]["name"]),
        (&"discovered".into(), &"tally::it_adds_up".into())
    );
}

/// What a claim prints is shown where it fails, and where it is asked for.
#[test]
fn what_a_kata_prints_is_kept() {
    let sample = Sample::fresh("harness");
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

/// Of what fails in a level, the claim that shows best what is wrong comes last on the screen, with the known mistake
/// that fails like this; `check` shows it first.
#[test]
fn a_known_mistake_is_named() {
    let sample = Sample::fresh("harness");
    sample.write("katas/pair.rs", &sample.overlap(ONE_BY_ONE));
    let plain = test(&sample, &["overlap"]);
    assert!(!plain.out.contains("look at this one first"), "there is no table: {plain:#?}");
    sample.write(
        "katas/mistakes/pair.txt",
        "family one_by_one\nidea it does one after the other\nlesson katas/solo.md, \"answer\"\n\n\
         level overlap\nclaim it_takes_as_long_as_the_longer_job\nclaim both_start_at_once\n\n\
         mistake awaits_each\nfamily one_by_one\nidea Awaits the one, then the other.\n\
         tells it_takes_as_long_as_the_longer_job | it ended # ms too late | awaiting the first job before the second is called\n\
         fails both_start_at_once | job # started # ms too late | awaiting the first job before the second is called\n",
    );
    let named = test(&sample, &["overlap"]);
    let (_, last) = named.out.split_once("\ntest result: FAILED. 0 passed; 2 failed;").expect("the result");
    for words in [
        "look at this one first, of 2 that fail in overlap: overlap::it_takes_as_long_as_the_longer_job\n",
        "  it ended 10 ms too late",
        "usual cause   awaiting the first job before the second is called. A known\n",
        "fails just like this: it awaits the one, then the other",
        "look at       katas/pair.md, \"overlap\"; katas/solo.md, \"answer\"",
    ] {
        assert!(last.contains(words), "{words:?} {named:#?}");
    }
    assert_eq!(last.matches("look at this one first").count(), 1, "{named:#?}");
    // A part of a level tells too little, and a program wants none of it.
    for some in [&["both_start"][..], &["overlap", "--format=json"], &["tally"]] {
        assert!(!test(&sample, some).out.contains("look at this one"), "{some:?}");
    }
    sample.run(&["check", "overlap"]).expect(1, &["pair::overlap::it_takes_as_long", "it awaits the one"]);

    // Another mistake in the same level: nothing that fits is known.
    sample.write("katas/pair.rs", &sample.overlap("    let _ = work;\n    panic!(\"no\")\n"));
    let other = test(&sample, &["overlap"]);
    assert!(
        other.out.contains("2 that fail in overlap") && !other.out.contains("known mistake"),
        "{other:#?}"
    );
    sample.write("katas/pair.rs", &sample.read("answers/pair/reference.rs"));
    let right = test(&sample, &[]);
    assert!(right.code == Some(0) && !right.out.contains("look at"), "{right:#?}");
    sample.write("katas/pair.rs", &sample.read("answers/pair/stub.rs"));
    assert!(!test(&sample, &[]).out.contains("look at this one"));
}

/// The program includes the kata by a path with dots; `.cargo/config.toml` shortens it.
#[test]
fn an_error_of_the_compiler_names_the_kata_as_the_learner_does() {
    let sample = Sample::fresh("harness");
    sample.write("katas/pair.rs", &sample.overlap("    let number: u32 = first;\n"));
    let ran = test(&sample, &[]);
    assert_eq!(ran.code, Some(101), "{ran:#?}");
    assert!(ran.err.contains(" --> katas/pair.rs:"), "{ran:#?}");
    assert!(!ran.err.contains("/../"), "{ran:#?}");
}

/// Claims of a level may share a process, as long as they pass. What an answer does to a later claim there is not the
/// verdict: that claim runs again, in a process of its own.
#[test]
fn what_goes_wrong_beside_another_claim_is_judged_by_itself() {
    let sample = Sample::fresh("harness");
    let second_time = |does: &str| {
        format!(
            "    use std::sync::atomic::{{AtomicUsize, Ordering}};\n    static CALLS: AtomicUsize = AtomicUsize::new(0);\n    \
             if CALLS.fetch_add(1, Ordering::SeqCst) > 0 {{ {does} }}\n{GOOD_OVERLAP}"
        )
    };
    for does in [
        "panic!(\"called again\")",
        "loop { std::hint::spin_loop() }",
        "std::thread::sleep(std::time::Duration::from_secs(60))",
        "std::process::exit(0)",
        "std::future::pending::<()>().await",
        "print!(\"{}\", \"much \".repeat(10_000)); panic!(\"called again\")",
    ] {
        sample.write("katas/pair.rs", &sample.overlap(&second_time(does)));
        says(&test(&sample, &["overlap"]), 0, &["test result: ok. 2 passed; 0 failed;"]);
    }

    // The same answer is wrong for every claim on its first call: no claim is right by what another one left behind.
    let first_time = second_time("panic!(\"called too early\")").replace("> 0", "== 0");
    sample.write("katas/pair.rs", &sample.overlap(&first_time));
    says(&test(&sample, &["overlap"]), 101, &["0 passed; 2 failed;", "called too early"]);

    // What each prints is shown with it.
    let aloud = format!("    println!(\"so long\");\n    eprintln!(\"and aloud\");\n{GOOD_OVERLAP}");
    sample.write("katas/pair.rs", &sample.overlap(&aloud));
    let ran = test(&sample, &["overlap", "--show-output"]);
    says(&ran, 0, &["both_start_at_once stdout ----\nso long\nand aloud\n\n"]);
    assert_eq!(ran.out.matches("so long").count(), 2, "{ran:#?}");
}

#[test]
fn claims_that_pass_share_a_process_unless_told_otherwise() {
    let sample = Sample::fresh("harness");
    let own_number = format!("    println!(\"process {{}}\", std::process::id());\n{GOOD_OVERLAP}");
    sample.write("katas/pair.rs", &sample.overlap(&own_number));
    let processes = |ran: &Ran| -> BTreeSet<String> {
        ran.out.lines().filter(|line| line.starts_with("process ")).map(str::to_owned).collect()
    };
    let shared = test(&sample, &["overlap", "--show-output"]);
    assert_eq!(processes(&shared).len(), 1, "{shared:#?}");
    let mut cargo = command(&sample, &["overlap", "--show-output"]);
    let alone = Ran::of(cargo.env("TOKIO_KATAS_ALONE", "1").output().expect("cargo runs"));
    assert_eq!(processes(&alone).len(), 2, "{alone:#?}");
}
