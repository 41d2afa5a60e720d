//! `cargo kata hunt` as a program, over a sample checkout; in a terminal: `watch.rs`.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::process::{Child, Stdio};

use serde_json::Value;
use support::{CLAIMS, GOOD_OVERLAP, Ran, Sample};

/// The checkout of the other commands, so that its library is built once.
fn sample() -> Sample {
    let sample = Sample::fresh("companion");
    sample.with_answers_to_hunt();
    sample
}

/// The score as it is on disk.
fn score(sample: &Sample) -> Value {
    let text = fs::read_to_string(sample.notes.join("hunt/score.json")).expect("a score");
    serde_json::from_str(&text).expect("JSON")
}

fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:#?}"))
}

/// The first question whose code holds these words, and its number.
fn question(sample: &Sample, words: &str) -> (String, Value) {
    for seed in 0..100 {
        let seed = seed.to_string();
        let asked = json(&sample.run_without_cargo(&["hunt", "--all", "overlap", "--seed", &seed, "--json"]));
        if asked["code"].as_str().is_some_and(|code| code.contains(words)) {
            return (seed, asked);
        }
    }
    panic!("no question holds {words:?}")
}

/// The number of the choice that begins so.
fn choice(question: &Value, begins: &str) -> String {
    let choices = question["choices"].as_array().expect("choices");
    let place = choices.iter().position(|it| it.as_str().is_some_and(|it| it.starts_with(begins)));
    (place.unwrap_or_else(|| panic!("no choice {begins:?}: {question}")) + 1).to_string()
}

const ONE_BY_ONE: &str = "(work(0).await, work(1).await)";
const WAITS_LAST: &str = "sleep(";
const RIGHT: &str = "futures::future::join";

#[test]
fn only_what_has_passed_is_asked() {
    let sample = sample();
    for name in [&["hunt"][..], &["hunt", "overlap"]] {
        let ran = sample.run_without_cargo(name);
        ran.expect(1, &[]);
        assert!(
            ran.err.contains("passes yet; with --all") || ran.err.contains("does not pass yet; with --all"),
            "{ran:#?}"
        );
        assert_eq!((ran.out.as_str(), ran.err.lines().count()), ("", 1), "{ran:#?}");
    }
    sample.run(&["hunt", "overlap_"]).expect_error("did you mean pair::overlap?");
    sample.run(&["hunt", "solo", "--all"]).expect_error("no answer to solo is known");
    sample.run(&["hunt", "--answer", "1"]).expect_code(2, "--seed");

    sample.write("katas/pair.rs", &sample.overlap(GOOD_OVERLAP));
    sample.run(&["hunt"]).expect(0, &["pair::overlap, question ", "Nothing is wrong here."]);
    // The level that is not done stays out, although its kata is begun.
    assert_eq!(sample.run(&["hunt", "tally"]).code, Some(1));

    // Whether it passes is not known where no claim can be run.
    sample.write("katas/pair.rs", &(sample.overlap(GOOD_OVERLAP) + "// one line more\n"));
    let mut command = sample.command(&["hunt", "overlap"]);
    for name in ["TMPDIR", "TMP", "TEMP"] {
        command.env(name, sample.root.join("no/such/folder"));
    }
    let ran = Ran::of(command.output().expect("it runs"));
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:#?}");
    assert!(ran.err.contains("pair could not be judged, so it is not known what passes"), "{ran:#?}");
    assert!(!ran.err.contains("does not pass yet"), "{ran:#?}");
}

#[test]
fn a_question_and_what_its_answer_is_worth() {
    let sample = sample();
    let (seed, asked) = question(&sample, ONE_BY_ONE);
    let line = ["hunt", "pair::overlap", "--all", "--seed", &seed];
    let plain = sample.run_without_cargo(&line);
    plain.expect(
        0,
        &[
            &format!("pair::overlap, question {seed}\n\npub async fn overlap"),
            "\nWhich sentence of the contract does it break?\n\n  1. Calls `work` for 0 and for 1,",
            "(in every level) Nothing happens before the first poll.\n",
            "  4. Nothing is wrong here.\n",
            &format!("cargo kata hunt pair::overlap --all --seed {seed} --answer N"),
        ],
    );
    // Neither the header nor a comment, which would tell it, and no sentence that the answer breaks as well.
    for hidden in ["What is wrong", "Awaits the one", "one_by_one", "It adds nothing", "your choice"] {
        assert!(!plain.out.contains(hidden), "{hidden:?}: {plain:#?}");
    }
    assert_eq!(sample.run_without_cargo(&line).out, plain.out, "the same number, the same question");
    // Nothing was answered, and nothing counted.
    assert!(!sample.notes.join("hunt/score.json").exists());

    let good = choice(&asked, "Calls `work`");
    let told = sample.run(&[&line[..], &["--answer", &good]].concat());
    told.expect(
        0,
        &[
            "\nYes.\n\npair::overlap::both_start_at_once\n",
            "this answer: fails: job 1 started 20 ms too late",
            "reference solution: holds",
            "Awaits the one, then the other. Their times add up.\n\none by one: it does one after the other\n",
            "look at katas/pair.md, \"overlap\"\nanswers/pair/wrong/overlap__one_by_one.rs\n",
            "one by one: 1 of 1 found so far",
        ],
    );
    let bars = told.out.lines().filter(|line| line.trim_start().starts_with("job ") && line.contains('█'));
    assert_eq!(bars.count(), 4, "two jobs on each side; {told:#?}");
    let told = sample.run(&[&line[..], &["--answer", "4"]].concat());
    told.expect(
        1,
        &["Not this time. It breaks\n  1. Calls `work` for 0 and for 1", "one by one: 1 of 2 found so far"],
    );
    sample.run(&[&line[..], &["--answer", "5"]].concat()).expect_error("there are 4 choices");
}

#[test]
fn right_answers_are_mixed_in() {
    let sample = sample();
    let (seed, asked) = question(&sample, RIGHT);
    let line = ["hunt", "overlap", "--all", "--seed", &seed, "--answer"];
    let good = choice(&asked, "Nothing is wrong");
    let told = sample.run(&[&line[..], &[&good]].concat());
    told.expect(0, &["Yes.", "this answer: holds", "reference solution: holds", "With the `futures` crate."]);
    let told = sample.run(&[&line[..], &["1"]].concat());
    told.expect(1, &["Not this time: nothing is wrong here.", "right answers: 1 of 2 found so far"]);
}

#[test]
fn records_for_programs() {
    let sample = sample();
    let (seed, asked) = question(&sample, WAITS_LAST);
    assert_eq!((&asked["kata"], &asked["level"]), (&"pair".into(), &"overlap".into()), "{asked}");
    assert_eq!(asked["seed"].to_string(), seed);
    assert!(asked.get("correct").is_none() && asked.get("idea").is_none(), "it tells nothing yet: {asked}");
    let good = choice(&asked, "It adds nothing");
    let ran = sample.run(&["hunt", "overlap", "--all", "--seed", &seed, "--answer", "5", "--json"]);
    let told = json(&ran);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""), "{told}");
    assert_eq!(told["correct"].to_string(), good);
    let has = |key: &str, value: Value| assert_eq!(told[key], value, "{key}: {told}");
    has("answer", 5.into());
    has("right", false.into());
    has("family", "wrong_wait".into());
    has("lesson", "README.md".into());
    has("file", "answers/pair/wrong/overlap__waits_last.rs".into());
    has("idea", "Waits when both are done. That takes longer.".into());
    has("claim", format!("pair::overlap::{}", CLAIMS[1]).into());
    assert_eq!((&told["verdict"]["status"], &told["reference"]["status"]), (&"fail".into(), &"pass".into()));
    assert_eq!((&told["verdict"]["ms"], &told["reference"]["ms"]), (&25.into(), &20.into()), "{told}");
}

/// What cannot be drawn is answered all the same, and counts.
#[test]
fn an_answer_counts_even_if_nothing_can_be_drawn() {
    let sample = sample();
    let (seed, asked) = question(&sample, ONE_BY_ONE);
    let good = choice(&asked, "Calls `work`");
    let hunt = |more: &[&str]| {
        let line =
            [&["hunt", "overlap", "--all", "--json", "--seed", &seed, "--answer", &good][..], more].concat();
        let mut command = sample.command(&line);
        command.env("CARGO", "/no/cargo/here").stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().expect("the program starts")
    };
    let hunts: Vec<Child> = (0..3).map(|_| hunt(&[])).collect();
    let uncounted = hunt(&["--no-score"]);
    for hunt in hunts.into_iter().chain([uncounted]) {
        let ran = Ran::of(hunt.wait_with_output().expect("it ends"));
        let told = json(&ran);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{told}");
        assert_eq!(
            (&told["right"], &told["idea"]),
            (&true.into(), &"Awaits the one, then the other. Their times add up.".into()),
            "{told}"
        );
        assert!(told["problem"].as_str().is_some_and(|why| why.starts_with("cannot start cargo")), "{told}");
        assert_eq!(
            (&told["claim"], &told["verdict"], &told["reference"]),
            (&Value::Null, &Value::Null, &Value::Null)
        );
    }
    assert_eq!(score(&sample)["families"]["one_by_one"]["found"], 3);
    // In text, too.
    let ran = sample.run_without_cargo(&["hunt", "overlap", "--all", "--seed", &seed, "--answer", &good]);
    ran.expect(0, &["Yes.", "Awaits the one, then the other.", "one by one: 4 of 4 found so far"]);
    assert!(ran.err.contains("it cannot be drawn: cannot start cargo"), "{ran:#?}");
}

/// A family that was missed comes first, until it is found.
#[test]
fn what_was_missed_comes_again() {
    let sample = sample();
    let next = || json(&sample.run_without_cargo(&["hunt", "--all", "overlap", "--json"]));
    let score = sample.notes.join("hunt/score.json");
    for words in [WAITS_LAST, ONE_BY_ONE, RIGHT] {
        let (seed, asked) = question(&sample, words);
        let answer = |number: &str| {
            sample.run(&["hunt", "--all", "overlap", "--seed", &seed, "--answer", number, "--json"])
        };
        let right = json(&answer("1"))["correct"].to_string();
        let wrong = if right == "2" { "3" } else { "2" };
        assert_eq!(answer(wrong).code, Some(1));
        for _ in 0..6 {
            assert_eq!(next()["code"], asked["code"], "missed, so it comes first");
        }
        assert_eq!(answer(&right).code, Some(0));
    }
    let codes: BTreeSet<String> = (0..20).map(|_| next()["code"].to_string()).collect();
    assert!(codes.len() > 1, "nothing is missed any more: {codes:?}");
    // What cannot be read is kept, and costs the score only.
    fs::write(&score, "{ \"families\": ").expect("a broken score");
    let ran = sample.run_without_cargo(&["hunt", "--all", "overlap"]);
    assert!(
        ran.code == Some(0) && ran.err.contains("the score could not be read and begins anew"),
        "{ran:#?}"
    );
    assert!(!score.exists() && score.with_extension("json.broken").exists());
}

#[test]
fn a_paper_for_a_class() {
    let sample = sample();
    let write = |more: &[&str]| sample.run_without_cargo(&[&["hunt", "--export"], more].concat());
    let _ = fs::remove_dir_all(sample.root.join("papers"));
    fs::create_dir(sample.root.join("papers")).expect("a folder");
    // No level need have passed, and there are no more than three answers.
    let ran = write(&["papers/one.md", "--seed", "7"]);
    ran.expect(0, &["written to papers/one.md: 3 questions, paper 7"]);
    let paper = sample.read("papers/one.md");
    let (questions, key) = paper.split_once("\n# Key\n").expect("a key at the end");
    for (nth, words) in [ONE_BY_ONE, WAITS_LAST, RIGHT].into_iter().enumerate() {
        assert!(questions.contains(&format!("\n## {}. pair::overlap\n\n```rust\n", nth + 1)), "{paper}");
        assert_eq!(questions.matches(words).count(), 1, "{words}: {paper}");
    }
    assert!(!questions.contains("Awaits the one") && !questions.contains(CLAIMS[0]), "{questions}");
    for told in [
        "** Calls `work` for 0 and for 1, and runs both at the same time. (`both_start_at_once`)\n   Awaits the one, ",
        "** Nothing is wrong here.\n   With the `futures` crate.\n   `cargo kata hunt pair::overlap --all --seed ",
    ] {
        assert!(key.contains(told), "{told:?} is missing: {key}");
    }
    // What the key says is so.
    for line in key.lines().filter_map(|line| line.trim().strip_prefix("`cargo kata ")) {
        let words: Vec<&str> = line.trim_end_matches('`').split(' ').collect();
        assert_eq!(sample.run(&words).code, Some(0), "{line}");
    }
    // Whoever checks a key has found nothing.
    assert!(!sample.notes.join("hunt/score.json").exists());
    write(&["papers/two.md", "--seed", "7"]);
    assert_eq!(sample.read("papers/two.md"), paper, "the same number, the same paper");
    write(&["papers/three.md", "--questions", "1"]).expect(0, &["1 question, paper "]);
    write(&["papers/one.md"]).expect_error("is there already: name a new file");
    assert_eq!(sample.read("papers/one.md"), paper);
    write(&["papers/no/folder.md"]).expect_error("cannot write");
    write(&["papers/four.md", "--questions", "0"]).expect_code(2, "0 is not in");
}

#[test]
fn a_copy_without_answers_says_so() {
    let sample = sample();
    let stubs = sample.root.join("katas/.stubs");
    fs::create_dir(&stubs).expect("as an export makes it");
    let ran = sample.run_without_cargo(&["hunt"]);
    fs::remove_dir(stubs).expect("to be removed");
    ran.expect_error("exported without the reference solutions, which this command needs");
}
