//! The learner's commands as programs, over a sample checkout.

mod support;

use std::fs;

use serde_json::Value;
use support::{GOOD_OVERLAP, HANG, ONE_BY_ONE, Sample};

/// One checkout serves all tests here, one after the other: its library is built once.
fn sample() -> Sample {
    Sample::fresh("companion")
}

/// All levels done.
fn solve(sample: &Sample) {
    for kata in ["pair", "solo"] {
        let answer = sample.read(&format!("answers/{kata}/reference.rs"));
        sample.write(&format!("katas/{kata}.rs"), &answer);
    }
}

#[test]
fn a_fresh_checkout() {
    let sample = sample();
    // What nobody has touched needs no build to be called not started.
    let map = sample.run_without_cargo(&[]);
    map.expect(
        0,
        &[
            "0 of 3 levels done\n\npair",
            "· overlap                             not started\n  · tally",
            "next: open katas/pair.rs and katas/pair.md, then\n  cargo kata watch pair::overlap\n",
        ],
    );
    // A terminal that knows no other letters gets none.
    let dumb = sample.command(&[]).env("TERM", "dumb").output().expect("the program runs");
    let dumb = String::from_utf8(dumb.stdout).expect("text");
    assert!(dumb.contains("  - overlap") && dumb.is_ascii(), "{dumb}");
    let checked = sample.run_without_cargo(&["check"]);
    checked.expect(1, &["not started yet: katas/pair.rs is still its stub", "katas/pair.md", "solo\n"]);
    sample
        .run(&["check", "pair"])
        .expect(1, &["not started yet: katas/pair.rs:9 is still todo!()", "katas/pair.md,\n\"overlap\""]);
    // What has not changed costs nothing, so not even Cargo is there.
    assert_eq!(sample.run_without_cargo(&[]).out, map.out);
    // One level, and one object for each of its claims.
    let ran = sample.run_without_cargo(&["check", "pair::overlap", "--json"]);
    let records: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let ids: Vec<&str> = records.iter().map(|record| record["id"].as_str().expect("a name")).collect();
    assert_eq!(
        ids,
        ["pair::overlap::both_start_at_once", "pair::overlap::it_takes_as_long_as_the_longer_job"]
    );
    assert!(records.iter().all(|it| it["status"] == "fail" && it["reason"] == "not_started"), "{records:?}");
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""));

    sample.run(&["solution", "overlap"]).expect(1, &["does not pass yet", "cargo kata hint pair::overlap"]);
    sample
        .run(&["timeline", "overlap"])
        .expect(0, &["yours: not started\n  nothing to draw", "reference solution: holds"]);
}

#[test]
fn half_done_then_all_done() {
    let sample = sample();
    sample.write("katas/pair.rs", &sample.overlap(GOOD_OVERLAP));
    sample.run(&["check", "overlap"]).expect(0, &["✓ overlap ", "all claims hold"]);
    sample
        .run(&["check", "pair"])
        .expect(1, &["✓ overlap ", "· tally ", "not started yet: katas/pair.rs:17"]);
    sample.run(&[]).expect(0, &["1 of 3 levels done", "cargo kata watch pair::tally"]);

    solve(&sample);
    sample.run(&["check"]).expect(0, &["✓ overlap ", "✓ tally ", "✓ answer "]);
    sample.run_without_cargo(&[]).expect(0, &["3 of 3 levels done", "All done."]);
    // The reference solution of this level, what it needs, and no more.
    let shown = sample.run_without_cargo(&["solution", "tally"]);
    shown.expect(0, &["use std::ops::AddAssign;\n\npub struct Tally(u32);", "fn increase<T: AddAssign>"]);
    assert!(!shown.out.contains("join"), "{shown:?}");
    let shown = sample.run_without_cargo(&["solution", "overlap"]);
    assert!(
        shown.out.starts_with("use tokio::join;\n\npub async fn overlap") && shown.out.ends_with("}\n"),
        "{shown:?}"
    );
    assert!(shown.err.contains("answers/pair/right/overlap__futures.rs"), "{shown:?}");
}

#[test]
fn a_wrong_answer_is_told_what_it_does() {
    let sample = sample();
    sample.write("katas/pair.rs", &sample.overlap(ONE_BY_ONE));
    let checked = sample.run(&["check", "pair"]);
    checked.expect(
        1,
        &[
            "✗ overlap                             2 of 2 claims fail\n  · tally",
            "pair::overlap::both_start_at_once\n\n  job 1 started 20 ms too late",
            "usual cause   awaiting the first job before the second is called",
            "a hint: cargo kata hint pair::overlap",
        ],
    );
    // One claim is shown, not a wall of them.
    assert_eq!(checked.out.matches("usual cause").count(), 1, "{checked:?}");
    sample.run(&[]).expect(0, &["2 of 2 claims fail", "cargo kata watch pair::overlap"]);

    let drawn = sample.run(&["timeline", "overlap"]);
    drawn.expect(0, &["pair::overlap::both_start_at_once", "yours: fails: job 1 started 20 ms too late"]);
    // Both on one scale.
    let bars: Vec<&str> = drawn.out.lines().filter(|line| line.trim_start().starts_with("job ")).collect();
    let widths: Vec<usize> = bars.iter().map(|line| line.matches('█').count()).collect();
    assert_eq!(widths.len(), 4, "{drawn:?}");
    assert!(widths[0] == widths[2] && widths[1].abs_diff(widths[3]) <= 1, "{drawn:?}");
}

#[test]
fn pictures_that_programs_can_read() {
    let sample = sample();
    // A panic's text ends in the message, and in the page.
    let body = "    work(0).await;\n    panic!(\"</pre><script>alert(1)</script> & \\u{1b}[31m\")\n";
    sample.write("katas/pair.rs", &sample.overlap(body));
    sample
        .run(&["timeline", "overlap", "--svg", "out.svg", "--html", "out.html"])
        .expect(0, &["written to out.svg"]);

    let svg = sample.read("out.svg");
    let svg = roxmltree::Document::parse(&svg).expect("it is XML");
    assert_eq!(svg.root_element().tag_name().namespace(), Some("http://www.w3.org/2000/svg"));
    let bars = |class: &str| svg.descendants().filter(|it| it.attribute("class") == Some(class)).count();
    assert_eq!(bars("done"), 3, "job 0 of yours, and both of the reference solution");
    assert!(svg.descendants().any(|it| it.text() == Some("job 1")));

    let html = sample.read("out.html");
    let page = scraper::Html::parse_document(&html);
    assert!(page.errors.is_empty(), "{:?}: {html}", page.errors);
    let all = |what: &str| page.select(&scraper::Selector::parse(what).expect("a selector")).count();
    assert_eq!(
        (all("script"), all("link"), all("figure svg"), all("h2")),
        (0, 0, 2, 2),
        "it needs nothing else"
    );
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; "), "{html}");
    assert!(!html.contains('\u{1b}') && !html.contains("src=") && !html.contains("url("), "{html}");

    sample.run(&["timeline", "overlap", "--svg", "no/folder/out.svg"]);
    let broken = sample.run(&["timeline", "overlap", "--svg", "no/folder/out.svg"]);
    assert_eq!(broken.code, Some(2));
    assert!(broken.err.starts_with("error: cannot write no/folder/out.svg"), "{broken:?}");
    sample.run(&["timeline", "overlap", "--claim", "nope"]).expect_error("pair::overlap has no claim nope");
}

#[test]
fn a_level_without_watched_work_is_drawn_by_its_time() {
    let sample = sample();
    let late = sample.read("answers/solo/reference.rs").replace("30", "60");
    sample.write("katas/solo.rs", &late);
    sample.run(&["timeline", "answer"]).expect(
        0,
        &[
            "yours: fails",
            "60 ms",
            "reference solution: holds",
            "the claim",
            "●",
            "woken at 60\n",
            "woken at 30\n",
        ],
    );
}

#[test]
fn a_kata_that_does_not_compile() {
    let sample = sample();
    sample.write("katas/pair.rs", &sample.overlap("    let 1 = ;\n"));
    let checked = sample.run(&["check", "pair"]);
    assert_eq!(checked.code, Some(2), "{checked:?}");
    for words in [
        "error: expected expression, found `;`",
        "katas/pair.rs:9",
        "katas/pair.rs does not compile with its tests\n",
    ] {
        assert!(checked.out.contains(words), "{words}: {checked:?}");
    }
    assert!(!checked.out.contains('\u{1b}'), "colours in a pipe: {checked:?}");
    let json = sample.run(&["check", "pair", "--json"]);
    assert_eq!((json.code, json.out.as_str()), (Some(2), ""), "{json:?}");
    assert!(json.err.contains("expected expression"), "{json:?}");
    // The other kata is judged all the same.
    sample.write("katas/solo.rs", &(sample.read("answers/solo/stub.rs") + "// Begun.\n"));
    let all = sample.run(&["check"]);
    assert!(all.code == Some(2) && all.out.contains("katas/solo.rs:5 is still todo!()"), "{all:?}");
    sample.run_without_cargo(&[]).expect(
        0,
        &[
            "! overlap                             does not compile",
            "· answer",
            "next: katas/pair.rs does not compile; read on with\n  cargo kata watch pair\n",
        ],
    );
    let reset = sample.run(&["reset", "overlap"]);
    assert!(
        reset.code == Some(2) && reset.err.contains("`cargo kata reset pair` resets the whole file"),
        "{reset:?}"
    );
    sample.run(&["reset", "pair"]).expect(0, &["what you wrote is kept in katas/backups/pair-1.rs\n"]);
    assert_eq!(sample.read("katas/pair.rs"), sample.read("answers/pair/stub.rs"));
    assert_eq!(sample.read("katas/backups/pair-1.rs"), sample.overlap("    let 1 = ;\n"));
    sample.run(&["reset", "pair"]).expect(0, &["katas/pair.rs is the stub already"]);
}

#[test]
fn a_kata_that_hangs() {
    let sample = sample();
    sample.write("katas/pair.rs", &sample.overlap(HANG));
    sample.run(&["check", "pair"]).expect(1, &["busy loop: your code kept the thread busy", "· tally"]);
}

#[test]
fn a_kata_that_is_not_there() {
    let sample = sample();
    sample.remove("katas/pair.rs");
    sample.run(&["check", "pair"]).expect(2, &["katas/pair.rs is missing: `cargo kata reset pair` restores"]);
    sample
        .run(&[])
        .expect(0, &["! overlap                             no file", "\n  cargo kata reset pair"]);
    sample.run(&["reset", "pair"]).expect(0, &["katas/pair.rs: the whole file is the stub again"]);
    sample.run(&["check", "pair"]).expect(1, &["· overlap "]);

    fs::write(sample.root.join("katas/pair.rs"), [0xff, 0xfe]).expect("a file");
    sample.run(&["check", "pair"]).expect(2, &["katas/pair.rs cannot be read as text: it is UTF-16; save"]);
    let latin = [sample.read("answers/pair/stub.rs").as_bytes(), b"// caf\xe9\n"].concat();
    fs::write(sample.root.join("katas/pair.rs"), &latin).expect("a file");
    let line = 1 + sample.read("answers/pair/stub.rs").lines().count();
    let checked = sample.run(&["check", "pair"]);
    checked.expect(2, &[&format!("cannot be read as text: line {line}, byte 7 is 0xe9,")]);
    let map = sample.run(&[]);
    map.expect(0, &["! overlap                             cannot be read", "\n  cargo kata check pair"]);
    assert!(!map.out.contains("reset"), "what is written there is not to be lost: {map:?}");
    sample.remove("katas/pair.rs");
    fs::create_dir(sample.root.join("katas/pair.rs")).expect("a folder");
    sample.run(&["check", "pair"]).expect(2, &["katas/pair.rs cannot be read: "]);
}

#[test]
fn claims_that_are_not_there() {
    let sample = sample();
    sample.remove("tests/solo/main.rs");
    let without = |path: &str, parts: [&str; 2]| {
        let text = parts.iter().fold(sample.read(path), |text, part| text.replace(part, ""));
        sample.write(path, &text);
    };
    without("tests/pair/lib.rs", ["pub mod tally;\n", ""]);
    without(
        "tests/pair/main.rs",
        ["#[path = \"bridge/tally.rs\"]\nmod tally;\n", "    tally::register();\n"],
    );
    sample.write("katas/pair.rs", &sample.overlap(ONE_BY_ONE));
    sample.run(&[]).expect(
        0,
        &[
            "  tally                               no claims yet",
            "  answer                              no claims yet",
        ],
    );
    sample.run(&["check", "solo"]).expect(2, &["the kit has no tests for it yet"]);
    sample.run(&["check", "tally"]).expect(2, &["nothing to judge"]);
}

/// A file that is moved into place may be older than what was built from the one before.
#[test]
fn an_old_file_in_the_place_of_a_new_one_is_judged_anew() {
    let sample = sample();
    let (good, bad) = (sample.root.join("good.rs"), sample.root.join("bad.rs"));
    fs::write(&good, sample.overlap(GOOD_OVERLAP)).expect("a file");
    fs::write(&bad, sample.overlap(ONE_BY_ONE)).expect("a file");
    sample.run(&["check", "overlap"]).expect(1, &["not started"]);
    fs::rename(&good, sample.root.join("katas/pair.rs")).expect("to be moved");
    sample.run(&["check", "overlap"]).expect(0, &["all claims hold"]);
    // Also where nothing is remembered.
    fs::remove_dir_all(&sample.notes).expect("to be forgotten");
    fs::rename(&bad, sample.root.join("katas/pair.rs")).expect("to be moved");
    let checked = sample.run(&["check", "overlap"]);
    assert!(checked.code == Some(1) || cfg!(windows), "{checked:?}");
}

/// What one kata includes on its own counts, too.
#[test]
fn an_included_file_that_changes_is_judged_anew() {
    let sample = sample();
    sample.write("katas/body.txt", "41");
    sample.write("katas/solo.rs", "pub async fn answer() -> u32 { include!(\"body.txt\") }\n");
    sample.run(&["check", "solo"]).expect(1, &["seen      41"]);
    sample.write("katas/body.txt", "42");
    sample.run(&["check", "solo"]).expect(1, &["1 of 2 claims fail"]);
    sample.remove("katas/body.txt");
}

/// Tests that a learner writes are not claims, and one that ends the whole run is not success.
#[test]
fn a_kata_may_have_tests_and_a_run_may_break_off() {
    let sample = sample();
    let good = sample.overlap(GOOD_OVERLAP);
    sample.write("katas/pair.rs", &format!("{good}\n#[test]\nfn mine() {{\n    panic!()\n}}\n"));
    let note = format!(
        "note: katas/pair.rs:{}: a test of your own is not run: only the claims",
        good.lines().count() + 2
    );
    sample.run(&["check", "overlap"]).expect(0, &["all claims hold", &note]);
    sample.run(&["check", "pair"]).expect(1, &["✓ overlap", "· tally", &note]);
    sample.write("katas/pair.rs", &format!("{good}\n#[test]\nfn mine() {{\n    std::process::exit(0)\n}}\n"));
    let ran = sample.run(&["check", "pair"]);
    assert!(ran.code != Some(0) && !ran.out.contains("all claims hold"), "{ran:?}");
}

#[test]
fn reset_of_one_level_leaves_the_others() {
    let sample = sample();
    solve(&sample);
    let solved = sample.read("katas/pair.rs");
    sample
        .run(&["reset", "pair::tally"])
        .expect(0, &["katas/backups/pair-1.rs", "katas/pair.rs: tally is the stub again"]);
    let now = sample.read("katas/pair.rs");
    assert!(now.contains("join!(work(0), work(1))") && now.contains("pub struct Tally;"), "{now}");
    assert_eq!(sample.read("katas/backups/pair-1.rs"), solved);
    sample.run(&["check", "pair"]).expect(1, &["✓ overlap ", "· tally "]);
}

/// Some editors write one. It is none of the text, and moves nothing in it.
#[test]
fn a_byte_order_mark_moves_nothing() {
    let sample = sample();
    sample.write("katas/pair.rs", &format!("\u{feff}{}", sample.read("answers/pair/stub.rs")));
    sample.run_without_cargo(&[]).expect(0, &["· overlap ", "· tally "]);
    solve(&sample);
    let solved = sample.read("katas/pair.rs").replace("pub struct Tally", "// counts…\npub struct Tally");
    sample.write("katas/pair.rs", &format!("\u{feff}{solved}"));
    sample.run(&["reset", "pair::tally"]).expect(0, &["katas/pair.rs: tally is the stub again"]);
    let now = sample.read("katas/pair.rs");
    let behind = now.find("/// Adds up").expect("the stub");
    assert!(now.starts_with("\u{feff}//! ") && now[..behind].contains("join!(work(0), work(1))"), "{now}");
    let stub = sample.read("answers/pair/stub.rs");
    let level = &stub[stub.find("/// Adds up").expect("the stub")..];
    assert!(now[behind..].starts_with(level), "{now}");
    sample.run(&["check", "pair"]).expect(1, &["✓ overlap ", "· tally "]);
}

/// Where only the kata has changed, Cargo is not asked; where anything else has, it is.
#[cfg(unix)]
#[test]
fn an_edit_of_a_kata_needs_no_cargo() {
    let sample = sample();
    let edited = |body: &str| {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a time");
        sample.write("katas/pair.rs", &(sample.overlap(body) + &format!("// {}\n", now.as_nanos())));
    };
    edited(GOOD_OVERLAP);
    sample.run(&["check", "pair"]).expect(1, &["✓ overlap"]);
    edited(ONE_BY_ONE);
    sample
        .run_without_cargo(&["check", "pair"])
        .expect(1, &["2 of 2 claims fail", "job 1 started 20 ms too late"]);
    edited("    let 1 = ;\n");
    let broken = sample.run_without_cargo(&["check", "pair"]);
    broken.expect(2, &["error: expected expression, found `;`", "--> katas/pair.rs:9"]);
    edited(GOOD_OVERLAP);
    sample.run_without_cargo(&["check", "pair::overlap"]).expect(0, &["✓ overlap"]);
    edited(ONE_BY_ONE);
    sample.run_without_cargo(&["check", "pair"]).expect(1, &["2 of 2 claims fail"]);

    let claims = sample.read("tests/pair/overlap.rs");
    sample.write("tests/pair/overlap.rs", &(claims + "// Changed.\n"));
    sample.run_without_cargo(&["check", "pair"]).expect_error("cannot start cargo");
    sample.run(&["check", "pair"]).expect(1, &["2 of 2 claims fail"]);
    edited(GOOD_OVERLAP);
    sample.run_without_cargo(&["check", "pair"]).expect(1, &["✓ overlap"]);
}

#[test]
fn hints_and_lessons() {
    let sample = sample();
    let show = sample.run_without_cargo(&["show", "overlap"]);
    show.expect(0, &["Awaiting the first job before the second is called makes two jobs out of one\nwait. See `join!`.", "2 hints: cargo kata hint pair::overlap"]);
    assert!(!show.out.contains("details") && !show.out.contains("tokio::join!"), "{show:?}");
    let hint = || sample.run_without_cargo(&["hint", "overlap"]);
    let first = hint();
    first.expect(0, &["Hint 1: who waits?\n\nThe caller, once.", "1 more: ask again"]);
    hint().expect(
        0,
        &[
            "Hint 1",
            "Hint 2: with what?\n\n    tokio::join!(a, b)",
            "cargo kata solution pair::overlap --spoil",
        ],
    );
    hint().expect(0, &["Hint 2", "no more hints"]);
    assert_eq!(sample.run(&["hint", "overlap", "--again"]).out, first.out);
    sample.run(&["hint", "tally"]).expect_error("katas/pair.md has no hints for tally");
    sample
        .run(&["hint", "pair"])
        .expect_error("pair is a whole kata; say which level, for example pair::overlap");
    sample.run(&["show", "overlop"]).expect_error("no kata or level is called overlop; did you mean ");
    sample.remove("katas/solo.md");
    sample.run(&["show", "answer"]).expect_error("katas/solo.md");
}

#[test]
fn where_nothing_can_be_written() {
    let sample = sample();
    // A file in the place of a folder: nobody may write there, not even root.
    fs::create_dir_all(sample.notes.parent().expect("a folder")).expect("a folder");
    fs::write(&sample.notes, "").expect("a file");
    sample.run(&["hint", "overlap"]).expect(0, &["Hint 1"]);
    sample.run(&["check", "pair"]).expect_error("cannot make ");
    sample.write("katas/pair.rs", "mine");
    fs::write(sample.root.join("katas/backups"), "").expect("a file");
    sample.run(&["reset", "pair"]).expect_error("cannot make ");
    assert_eq!(sample.read("katas/pair.rs"), "mine", "what has no backup is not overwritten");
}

#[test]
fn the_clinic() {
    let sample = sample();
    sample.run(&["clinic"]).expect(
        0,
        &[
            "error[E0308]: mismatched types\n    no_number                 A text for a number\n",
            "nothing; when it runs: the `…` stands still\n    no_wait ",
        ],
    );
    let page = sample.run(&["clinic", "no_number"]);
    page.expect(0, &[
        "ui/no_number.rs\n\n  1 fn main() {\n  2     // The mistake: a text is no number.\n  4     let _number: u32 = \"one\";",
        "\n\nerror[E0308]: mismatched types\n --> no_number.rs:4:24\n",
        "diagnosis\n\nThe rule\n\nA text is no number.",
        "cure: ui/cures/no_number.rs\n\nfn main() {\n    let _number: u32 = 1;",
    ]);
    sample
        .run(&["clinic", "no_numbr"])
        .expect_error("the clinic has no case no_numbr; did you mean no_number?");
    // By code, by a sentence with other names in it, and by what only a diagnosis says.
    for asked in [&["E0308"][..], &["error[e0308]"], &["mismatched", "types"]] {
        let arguments = [&["clinic"], asked].concat();
        sample.run(&arguments).expect(0, &["no_number", "error[E0308]: mismatched types", "diagnosis"]);
    }
    sample.run(&["clinic", "the `other` stands still"]).expect(0, &["the case: no_wait"]);
    sample
        .run(&["clinic", "a text is no number"])
        .expect(0, &["no case has this message; this diagnosis mentions it", "no_number "]);
    sample.write("ui/no_wait.stderr", "error[E0308]: mismatched types\n");
    sample.run(&["clinic", "E0308"]).expect(
        0,
        &[
            "2 cases fit",
            "no_number                 A text for a number\n    error[E0308]: mismatched types\n",
            "no_wait                   A clock that stands still\n    error[E0308]: mismatched types\n",
        ],
    );
    sample.run(&["clinic", "E0309"]).expect_error(
        "the clinic has no case for E0309; did you mean E0308? `rustc --explain E0309` explains it; \
         codes with a case (ui/README.md, \"By code\"): E0308",
    );
    sample.run(&["clinic", "no such sentence"]).expect_error("`cargo kata clinic` lists what it has");
    drop(sample);
    let sample = Sample::fresh("companion");

    let quiz = |answers: &str| {
        fs::write(sample.root.join("answers.txt"), answers).expect("a file");
        let file = fs::File::open(sample.root.join("answers.txt")).expect("a file");
        let output = sample.command(&["clinic", "--quiz"]).stdin(file).output().expect("the program runs");
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let said = quiz("");
    assert!(said.contains("What does the compiler say?") && said.contains("Come back any time"), "{said}");
    assert!(!said.contains("The mistake") && !said.contains("//~") && !said.contains("diagnosis"), "{said}");
    let number = |symptom: &str| {
        let line = said.lines().find(|line| line.ends_with(symptom)).expect("a choice");
        line.trim_start().split('.').next().expect("its number").to_owned()
    };
    let right = number("mismatched types");
    let wrong = number("stands still");
    let said = quiz(&format!("what?\n{right}\n"));
    assert!(
        said.contains("Yes.") && said.contains("diagnosis") && said.contains("1 of 1 predicted"),
        "{said}"
    );
    let said = quiz(&format!("{wrong}\nq\n"));
    assert!(said.contains("Not this time, but: error[E0308]") && said.contains("0 of 1 predicted"), "{said}");
}

/// What `solution` shows is a right answer by itself.
#[test]
fn the_worked_answers_that_are_shown_are_right() {
    let sample = sample();
    let answers = sample.root.join("shown");
    for (kata, level) in [("pair", "overlap"), ("pair", "tally"), ("solo", "answer")] {
        let shown = sample.run_without_cargo(&["solution", level, "--spoil"]);
        sample.write(&format!("shown/{kata}/right/{level}__shown.rs"), &shown.expect(0, &["pub "]).out);
    }
    let ran = sample.run(&["verify", "--json", "--answers", &answers.to_string_lossy()]);
    let report: Value = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:?}"));
    assert_eq!((&report["summary"]["as_expected"], ran.code), (&Value::from(3), Some(0)), "{ran:?}");
}

/// A bound too many is refused. A row of the table that shows nothing is a complaint, and so is a level without one.
#[test]
fn bounds_that_no_contract_gives_are_refused() {
    let sample = sample();
    let verify = || {
        let ran = sample.run(&["verify", "--json", "pair"]);
        let report: Value = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:?}"));
        let found = &report["summary"]["over_strict"];
        let complaints = found["complaints"].as_array().expect("complaints");
        let first_line =
            |complaint: &Value| complaint.as_str().and_then(|it| it.lines().next()).map(str::to_owned);
        (found["refused"].as_u64(), complaints.iter().filter_map(first_line).collect::<Vec<_>>())
    };
    assert_eq!(verify(), (Some(3), vec![]));

    let table = "answers/over-strict.toml";
    sample.write(
        table,
        "[pair]\noverlap = [\"F: Fn(usize) -> Fut\", \"Fut: Send\", \"Fut: Nonsense\", \"Q: Send\", \"Fut Send\"]\nnope = []\n\
         [nowhere]\nlevel = []\n",
    );
    let complaints = [
        "answers/over-strict.toml: there is no level nowhere::level",
        "answers/over-strict.toml: there is no level pair::nope",
        "pair::overlap with `Q: Send`: the reference has no type parameter Q there",
        "pair::overlap with `Fut Send`: this is no bound on a type parameter",
        "pair::overlap with `F: Fn(usize) -> Fut`: rustc accepts an answer that asks for this, and the contract \
         does not give it",
        "pair::overlap with `Fut: Nonsense`: the reference does not compile with it",
    ];
    assert_eq!(verify(), (Some(1), complaints.map(str::to_owned).to_vec()));

    sample.write(table, "");
    let complaint = "pair::overlap: it is generic, and answers/over-strict.toml lists no bound for it";
    assert_eq!(verify(), (Some(0), vec![complaint.to_owned()]));

    sample.write(table, "[pair]\noverlap = 1\n");
    sample.run(&["verify", "--json", "pair"]).expect_error("answers/over-strict.toml, line 2: ");
}

#[test]
fn help_and_colours() {
    let sample = sample();
    let learners =
        ["check", "watch", "hint", "show", "clinic", "explore", "hunt", "solution", "reset", "timeline"];
    let instructors = ["class", "export", "merge", "verify"];
    for command in [None].into_iter().chain(learners.into_iter().chain(instructors).map(Some)) {
        let arguments: Vec<&str> = command.into_iter().chain(["--help"]).collect();
        let help = sample.run(&arguments);
        help.expect(0, &["Usage: cargo kata", "--color <WHEN>", "Print help"]);
        assert!(help.out.lines().count() <= 24, "{help:?}");
    }
    // All are listed, and this program says where those are that it does not have.
    let list = sample.run(&["help"]).out;
    for command in learners.into_iter().chain(instructors).chain(["grade"]) {
        assert!(list.contains(&format!("\n  {command} ")), "{command} is missing: {list}");
    }
    sample.run(&["--color", "never", "verify", "--json", "-x"]).expect_error("`kata-grade`");
    assert_eq!(sample.run(&["nonsense"]).code, Some(2));
    sample
        .run(&["watch"])
        .expect_error("watch needs a terminal; `cargo kata check` prints one verdict anywhere");
    let always = sample.run(&["show", "overlap", "--color", "always"]);
    assert!(always.out.contains("\u{1b}[1m"), "{always:?}");
    let output = sample.command(&["check", "nope"]).current_dir("/").output().expect("the program runs");
    assert!(
        String::from_utf8_lossy(&output.stderr).starts_with("error: no katas/katas.toml here or above /")
    );
}

/// A list of katas that is not right: one sentence.
#[test]
fn a_list_that_is_not_right() {
    let sample = sample();
    let list = sample.read("katas/katas.toml");
    let with = |line: &str| list.replace("feature = \"extra\"\n", line);
    for (line, sentence) in [
        ("grants = [\"thread\"]\n", "line 12: \"thread\" cannot be granted to a kata; what can: threads"),
        ("feature = \"extras\"\n", "solo needs the feature extras, which Cargo.toml does not have"),
        ("garnts = []\n", "unknown field `garnts`"),
    ] {
        sample.write("katas/katas.toml", &with(line));
        sample.run(&[]).expect_error(sentence);
    }
}

/// Whoever reads may stop reading.
#[test]
fn a_reader_that_leaves_is_no_error() {
    let sample = sample();
    let mut command = sample.command(&["show", "overlap"]);
    command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let mut child = command.spawn().expect("the program runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

/// Ctrl-C, as a terminal sends it to a program that does not read keys.
#[cfg(unix)]
#[test]
fn an_interrupt_leaves_nothing_running() {
    let sample = sample();
    sample.write("katas/pair.rs", &sample.overlap(HANG));
    let mut command = sample.command(&["check", "pair"]);
    // It would go on for a quarter of an hour.
    command.env("TOKIO_KATAS_LIMIT_MS", "4000000");
    command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let child = command.spawn().expect("the program runs");
    support::processes::wait_until_running(&sample, "pair");
    let id = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &id]).status().expect("kill runs").success());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(130), ""));
    support::processes::wait_until_gone(&sample, "pair");
}

/// A temporary folder that is not there, or takes nothing: nothing is known of the answer then.
#[test]
fn a_failure_of_the_machine_is_no_verdict() {
    let sample = sample();
    solve(&sample);
    sample.run(&["check"]).expect(0, &["✓ overlap", "✓ tally", "✓ answer"]);
    let nowhere = sample.root.join("no/such/folder");
    let broken = |arguments: &[&str]| {
        let mut command = sample.command(arguments);
        for name in ["TMPDIR", "TMP", "TEMP"] {
            command.env(name, &nowhere);
        }
        support::Ran::of(command.output().expect("it runs"))
    };
    let named = nowhere.to_string_lossy().into_owned();
    let ran = broken(&["check", "pair"]);
    assert_eq!(ran.code, Some(2), "{ran:#?}");
    for words in ["! overlap", "could not be judged", "says nothing about your answer", &named] {
        assert!(ran.out.contains(words), "{words:?}; {ran:#?}");
    }
    assert!(!ran.out.contains("claims fail") && !ran.out.contains("a hint"), "{ran:#?}");
    let ran = broken(&["check", "pair", "--json"]);
    let reasons: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert!(ran.code == Some(2) && reasons.len() == 3, "{ran:#?}");
    assert!(reasons.iter().all(|it| it["reason"] == "harness_error"), "{ran:#?}");
    assert_eq!(broken(&["solution", "overlap"]).code, Some(2));
    // What was known before is known still.
    sample.run_without_cargo(&[]).expect(0, &["3 of 3 levels done"]);

    sample.write("katas/pair.rs", &(sample.read("katas/pair.rs") + "// one line more\n"));
    let map = broken(&[]);
    assert!(map.code == Some(2) && map.out.contains("! overlap"), "{map:#?}");
    assert!(map.err.contains("error: pair could not be judged") && map.err.contains(&named), "{map:#?}");
    sample.run(&[]).expect(0, &["3 of 3 levels done"]);
}

/// As where the disk is full: the linker fails, which no line of the kata is to blame for.
#[cfg(unix)]
#[test]
fn a_linker_that_fails_is_no_verdict() {
    let sample = sample();
    solve(&sample);
    sample.run(&["check", "pair"]).expect(0, &["all claims hold"]);
    sample.write("katas/pair.rs", &(sample.read("katas/pair.rs") + "// one line more\n"));
    // The toolchain's own programs, and no linker.
    let mut rustc = std::process::Command::new("rustc");
    let sysroot = rustc.args(["--print", "sysroot"]).output().expect("rustc runs").stdout;
    let programs = std::path::Path::new(String::from_utf8(sysroot).expect("text").trim()).join("bin");
    let broken = |arguments: &[&str]| {
        let mut command = sample.command(arguments);
        support::Ran::of(command.env("PATH", &programs).output().expect("it runs"))
    };
    let ran = broken(&["check", "pair"]);
    ran.expect(2, &["linker `cc` not found", "the tests of pair could not be built"]);
    let map = broken(&[]);
    assert!(map.code == Some(2) && map.out.contains("! overlap"), "{map:#?}");
    assert!(map.err.contains("error: pair could not be judged"), "{map:#?}");
    assert!(!map.out.contains("does not compile"), "{map:#?}");
    sample.run(&["check", "pair"]).expect(0, &["all claims hold"]);
}

/// Whoever clears the temporary folder takes a claim's record with it: no early exit of the answer.
#[test]
fn a_record_that_vanishes_is_no_verdict() {
    let sample = sample();
    let body = "    let record = std::env::var(\"TOKIO_KATAS_RECORD\").unwrap();\n    \
                let _ = std::fs::remove_file(record);\n    std::process::exit(0)\n";
    sample.write("katas/pair.rs", &sample.overlap(body));
    let ran = sample.run(&["check", "overlap"]);
    ran.expect(2, &["! overlap", "could not be judged", "was removed while the claim ran"]);
    let map = sample.run(&[]);
    assert!(map.code == Some(2) && map.err.contains("was removed while the claim ran"), "{map:#?}");
}

/// Another build may put a new program in the place of one that runs.
#[cfg(target_os = "linux")]
#[test]
fn a_program_whose_file_is_gone_runs_to_its_end() {
    use std::io::{BufRead, BufReader, Read};
    let sample = sample();
    solve(&sample);
    let mut cargo = std::process::Command::new(env!("CARGO"));
    cargo.args(["test", "--no-run", "--message-format=json", "--package", "pair", "--test", "pair"]);
    let built = cargo.envs(sample.settings()).current_dir(&sample.root).output().expect("cargo runs");
    let built = String::from_utf8(built.stdout).expect("text");
    let messages = built.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let mut programs = messages.filter_map(|it| it["executable"].as_str().map(str::to_owned));
    let copy = sample.root.join("program");
    fs::copy(programs.next().expect("a program"), &copy).expect("a copy");

    let mut command = std::process::Command::new(&copy);
    command.arg("--test-threads=1").env_remove("CARGO_MANIFEST_DIR").stdout(std::process::Stdio::piped());
    let mut child = command.spawn().expect("the program runs");
    let mut said = BufReader::new(child.stdout.take().expect("a pipe"));
    let mut line = String::new();
    while !line.starts_with("running") {
        line.clear();
        assert!(said.read_line(&mut line).expect("a line") > 0, "it says nothing");
    }
    fs::write(sample.root.join("other"), "no program").expect("a file");
    fs::rename(sample.root.join("other"), &copy).expect("it is put in its place");
    let mut rest = String::new();
    said.read_to_string(&mut rest).expect("text");
    assert!(child.wait().expect("it ends").success() && rest.contains("3 passed; 0 failed"), "{rest}");
}

/// Two commands at once, with the kata saved in between: each says what one of the two texts deserves.
#[test]
fn two_at_once_are_both_judged() {
    let sample = sample();
    solve(&sample);
    sample.run(&["check", "pair"]).expect(0, &["all claims hold"]);
    for round in 0..6 {
        let start = || {
            let mut command = sample.command(&["check", "pair"]);
            command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
            command.spawn().expect("the program runs")
        };
        let text = sample.read("answers/pair/reference.rs");
        sample.write("katas/pair.rs", &format!("{text}// {round}\n"));
        let one = start();
        std::thread::sleep(std::time::Duration::from_millis(round * 60));
        sample.write("katas/pair.rs", &format!("{text}// {round} again\n"));
        let other = start();
        for child in [one, other] {
            let ran = support::Ran::of(child.wait_with_output().expect("it ends"));
            // One whose text was saved over while it was compiled may say so.
            let saved = ran.err.contains("katas/pair.rs is not the text that this program was built from");
            assert!(saved || ran.code == Some(0) && ran.out.contains("all claims hold"), "{ran:#?}");
        }
    }
}

/// What the shown claim printed stands below its message, cut, and cannot play with the terminal.
#[test]
fn what_a_claim_prints_is_shown() {
    let sample = sample();
    let body = "    println!(\"first {:?}\\u{1b}[31m\", 1);\n    dbg!(2);\n    for i in 0..20 { println!(\"line {i} {}\", \"x\".repeat(99)); }\n";
    sample.write("katas/pair.rs", &sample.overlap(&format!("{body}{ONE_BY_ONE}")));
    let checked = sample.run(&["check", "pair"]);
    checked
        .expect(1, &["\n\nit printed\n  first 1?[31m\n  line 0 xxx", "xxx…\n", "\n  … and 14 lines more\n"]);
    sample.write("katas/pair.rs", &sample.overlap(&format!("    dbg!(2);\n{ONE_BY_ONE}")));
    sample.run(&["check", "pair"]).expect(1, &["it printed\n  [katas/pair.rs:9:5] 2 = 2\n"]);
    // From memory, too.
    sample.write("katas/pair.rs", &sample.overlap(ONE_BY_ONE));
    let checked = sample.run(&["check", "pair"]);
    assert!(!checked.out.contains("it printed"), "{checked:?}");
}

/// Behind rustc's words stands what they do not say.
#[test]
fn what_a_compile_error_means() {
    let sample = sample();
    sample.write("katas/pair.rs", &sample.overlap("    let _: u32 = \"one\";\n    todo!()\n"));
    sample
        .run(&["check", "pair"])
        .expect(2, &["does not compile with its tests\n\nwhat this means: cargo kata clinic no_number\n"]);

    let stub = sample.read("answers/pair/stub.rs");
    sample.write("katas/pair.rs", &stub.replace("F: Fn(usize) -> Fut,", "F: Fn(usize) -> Fut + Clone,"));
    let checked = sample.run(&["check", "pair"]);
    assert_eq!(checked.code, Some(2), "{checked:?}");
    let was = "the signature of `overlap` is no longer the stub's, which was\n\n    \
               pub async fn overlap<F, Fut>(work: F) -> (Fut::Output, Fut::Output)\n    where\n        F: Fn(usize) -> Fut,\n        Fut: Future,\n";
    assert!(checked.out.ends_with(was), "{checked:?}");
    // A method, and one that is gone.
    sample.write("katas/pair.rs", &stub.replace("add(&mut self, number: u32)", "add(self, n: u32)"));
    let checked = sample.run(&["check", "pair"]);
    assert!(checked.out.contains("`Tally::add` is no longer the stub's"), "{checked:?}");
    assert!(checked.out.ends_with("\n    pub fn add(&mut self, number: u32) -> u32\n"), "{checked:?}");
    sample.write("katas/pair.rs", &stub.replace("pub fn add(", "pub fn plus("));
    let checked = sample.run(&["check", "pair"]);
    assert!(checked.out.contains("`Tally::add` is missing; the stub's was"), "{checked:?}");
    // Another name for a parameter is no other signature.
    sample.write("katas/pair.rs", &stub.replace("number", "n").replace("todo!(\"run both\")", "work"));
    let checked = sample.run(&["check", "pair"]);
    assert!(checked.code == Some(2) && !checked.out.contains("the signature"), "{checked:?}");

    sample.write("katas/pair.rs", &format!("use tokio_stream::StreamExt;\n{stub}"));
    let checked = sample.run(&["check", "pair"]);
    let crates = "\na kata has std, tokio and futures; `tokio_stream` is not among them\n";
    assert!(checked.code == Some(2) && checked.out.ends_with(crates), "{checked:?}");
}

/// Without a name, the level that is next.
#[test]
fn the_next_level_needs_no_name() {
    let sample = sample();
    sample.run(&["hint"]).expect(0, &["pair::overlap\n\nHint 1: who waits?"]);
    sample.write("katas/pair.rs", &sample.overlap(GOOD_OVERLAP));
    sample.run(&["show"]).expect(0, &["tally\n\nAdd up."]);
    sample.write("katas/pair.rs", &sample.read("answers/pair/reference.rs"));
    sample.run(&["timeline"]).expect(0, &["solo::answer::", "yours: not started"]);
    solve(&sample);
    sample.run(&["show"]).expect_error("no level is left to do; name one");
    sample.run(&["help"]).expect(0, &["Usage: cargo kata"]);
    sample.run(&["help", "check"]).expect(0, &["Usage: cargo kata check"]);
}

/// Lines end as they did before, whatever system the stub comes from.
#[test]
fn a_reset_keeps_the_line_ends() {
    let sample = sample();
    let windows = |text: &str| text.replace('\n', "\r\n");
    sample.write("katas/pair.rs", &windows(&sample.read("answers/pair/reference.rs")));
    sample.run(&["reset", "pair::tally"]).expect(0, &["tally is the stub again"]);
    let now = sample.read("katas/pair.rs");
    assert!(now.contains("pub struct Tally;\r\n") && now.contains("join!(work(0), work(1))\r\n"), "{now:?}");
    assert_eq!(now, windows(&now.replace("\r\n", "\n")), "a line ends in another way");
    sample.run(&["reset", "pair"]).expect(0, &["the whole file is the stub again"]);
    assert_eq!(sample.read("katas/pair.rs"), windows(&sample.read("answers/pair/stub.rs")));
    sample.run(&["reset", "pair"]).expect(0, &["katas/pair.rs is the stub already"]);
}

/// Of a claim that plays several scenes both sides show the one in which yours failed.
#[test]
fn both_sides_of_a_timeline_show_the_same_scene() {
    let sample = sample();
    let claim = "\n#[claim]\n#[tokio::test(start_paused = true)]\nasync fn any_two_jobs_will_do() {\n    \
                 for ms in [50, 20] {\n        new_scene();\n        let jobs = Jobs::lasting_ms([ms, 10]);\n        \
                 overlap(jobs.work()).await;\n        jobs.started(1).expect_at_ms(0, ONE_BY_ONE);\n    }\n}\n";
    sample.write("tests/pair/overlap.rs", &(sample.read("tests/pair/overlap.rs") + claim));
    sample.write("katas/pair.rs", &sample.overlap(ONE_BY_ONE));
    let drawn = sample.run(&["timeline", "overlap", "--claim", "any_two_jobs_will_do"]);
    drawn.expect(0, &["yours: fails: job 1 started 50 ms too late", "reference solution: holds"]);
    let bars: Vec<usize> = drawn
        .out
        .lines()
        .filter(|line| line.trim_start().starts_with("job 0"))
        .map(|line| line.matches('█').count())
        .collect();
    assert!(bars.len() == 2 && bars[0] == bars[1], "{drawn:?}");
}
