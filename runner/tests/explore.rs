//! `cargo kata explore` as a program, over a sample checkout.

mod support;

use support::{GOOD_OVERLAP, HANG, ONE_BY_ONE, Sample};

/// Polls the first job once and takes it for started. In the usual order that is enough: its timer runs.
const POLLED_ONCE: &str = "    let mut first = Box::pin(work(0));\n    let _ = futures::poll!(&mut first);\n    \
     let second = work(1).await;\n    (first.await, second)\n";

#[test]
fn a_level_is_tried_in_other_orders() {
    let sample = Sample::fresh("explore");
    sample.run(&["explore"]).expect(1, &["not started yet: katas/pair.rs:9 is still todo!()"]);
    sample
        .run(&["explore", "solo::answer", "--seeds", "3"])
        .expect(1, &["not started yet: katas/solo.rs:5 is still todo!()"]);

    // What fails anyway is told as a check tells it.
    sample.write("katas/pair.rs", &sample.overlap(ONE_BY_ONE));
    let failed = sample.run(&["explore", "overlap"]);
    failed.expect(1, &["2 of 2 claims fail", "job 1 started 20 ms too late", "once it passes in this one"]);
    sample.write("katas/pair.rs", &sample.overlap(HANG));
    sample.run(&["explore", "overlap"]).expect(1, &["busy loop"]);
    sample.write("katas/pair.rs", &sample.overlap("    let 1 = ;\n"));
    sample.run(&["explore", "overlap"]).expect(2, &["katas/pair.rs does not compile with its tests"]);

    // Sound in every order.
    sample.write("katas/pair.rs", &sample.overlap(GOOD_OVERLAP));
    let held = sample.run(&["explore", "pair::overlap"]);
    assert_eq!((held.code, held.out.as_str()), (Some(0), "pair::overlap: 2 claims hold in 200 orders\n"));
    sample
        .run(&["explore", "overlap", "--seeds", "3"])
        .expect(0, &["pair::overlap: 2 claims hold in 3 orders\n"]);
    sample
        .run(&["explore", "overlap", "--seed", "4000000000"])
        .expect(0, &["pair::overlap: 2 claims hold in order 4000000000\n"]);
    sample.write("katas/solo.rs", &sample.read("answers/solo/reference.rs"));
    sample
        .run(&["explore", "answer"])
        .expect(0, &["solo::answer: 2 claims hold; there is nothing in them to reorder\n"]);
}

/// An answer that holds in the usual order only. The order in which it fails is named, and comes again.
#[test]
fn an_order_in_which_it_fails_comes_again() {
    let sample = Sample::fresh("explore");
    sample.write("katas/pair.rs", &sample.overlap(POLLED_ONCE));
    sample.run(&["check", "overlap"]).expect(0, &["all claims hold"]);
    let failed = sample.run(&["explore", "overlap"]);
    failed.expect(
        1,
        &[
            "pair::overlap: 1 of 2 claims fails in another order\n\n",
            "pair::overlap::it_takes_as_long_as_the_longer_job\n\n  it ended 10 ms too late: after 30 ms, not 20 ms",
            "  job 0     ███",
        ],
    );
    let line = failed.out.lines().last().expect("a line");
    let seed = line.rsplit(' ').next().expect("a word");
    let order = format!("in order {seed} of 200; again: cargo kata explore pair::overlap --seed {seed}");
    assert_eq!(line, order);
    // It is the first.
    let message = |out: &str| out.split("\n\n").skip(1).collect::<Vec<_>>().join("\n").replace(line, "");
    let again = sample.run(&["explore", "pair::overlap", "--seed", seed]);
    again.expect(1, &[&format!("\nin order {seed}\n")]);
    let same = message(&again.out).replace(&format!("in order {seed}\n"), "\n");
    assert_eq!(same.trim_end(), message(&failed.out).trim_end());
    let before: u32 = seed.parse::<u32>().expect("a number") - 1;
    if before > 0 {
        sample.run(&["explore", "overlap", "--seeds", &before.to_string()]).expect(0, &["2 claims hold"]);
    }
    // What was found is of no account to a check.
    sample.run_without_cargo(&["check", "overlap"]).expect(0, &["all claims hold"]);
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let sample = Sample::fresh("explore");
    sample.run(&["explore", "nowhere"]).expect_error("nowhere");
    for arguments in
        [&["--seeds", "0"][..], &["--seeds", "x"], &["--seed", "x"], &["--seed", "1", "--seeds", "2"]]
    {
        let ran = sample.run(&[&["explore", "overlap"], arguments].concat());
        assert!(ran.code == Some(2) && ran.out.is_empty() && ran.err.starts_with("error: "), "{ran:?}");
    }
    // A claim that states one order is left out, and the reason is named; of nothing else there is no word of success.
    let claims = sample.read("tests/pair/overlap.rs");
    let marked = claims.replacen("#[claim]", "#[claim(one_order = \"job 1 ends first\")]", 1);
    sample.write("tests/pair/overlap.rs", &marked);
    sample.write("katas/pair.rs", &sample.overlap(GOOD_OVERLAP));
    sample.run(&["explore", "overlap"]).expect(
        0,
        &[
            "pair::overlap: 1 claim holds in 200 orders\n",
            "  left out: overlap::both_start_at_once: job 1 ends first\n",
        ],
    );
    sample.write("tests/pair/overlap.rs", &marked.replace("#[claim]", "#[claim(one_order = \"so it is\")]"));
    sample
        .run(&["explore", "overlap"])
        .expect_error("no claim of pair::overlap can be tried in other orders: job 1 ends first");
}
