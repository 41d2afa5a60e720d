//! What the claims ask of a learner's tests.

use own_tests::{TABLES, TESTS, Test};
use tokio_katas::probe::{self, Failure, Rng};

use super::run::{Outcome, Run, run};
use super::words;
use crate::answers::Answer;

/// A level: the tests in one module of the kata, and the answers that judge them.
pub struct Level {
    /// Its name, which is that of the module.
    pub name: &'static str,
    /// Where the bridge says which kata it belongs to: the bridge's own `module_path!()`.
    pub suite: &'static probe::Answer<&'static str>,
    /// The right answers.
    pub right: &'static [Answer],
    /// The wrong ones.
    pub wrong: &'static [Answer],
}

impl Level {
    /// Expects that no test fails a right answer.
    ///
    /// # Panics
    /// If one does, or if there is no test yet.
    pub fn every_right_answer_passes(&self) {
        for test in self.tests() {
            let mut runs = self.right.iter().map(|answer| (answer, self.run(test, answer)));
            let mut passed = 0;
            let Some((answer, run)) = runs.find(|(_, run)| {
                passed += usize::from(run.passed());
                !run.passed()
            }) else {
                continue;
            };
            let name = test.name(self.name);
            let failure = match run.outcome {
                Outcome::Hung(how) => words::never_ends(name, how),
                Outcome::Failed { said, place } => {
                    let everywhere = passed == 0 && runs.all(|(_, run)| !run.passed());
                    words::fails_right_answers(name, &said, &place, (!everywhere).then_some(answer.idea))
                }
                Outcome::Passed | Outcome::RealTime(_) | Outcome::Todo => continue,
            };
            let failure =
                failure.expected(format!("it passes with each of {} right answers", self.right.len()));
            drawn(failure, run.picture).raise();
        }
    }

    /// Expects that a test of the suite fails the wrong answer called `name`. `does` says what that one does, and
    /// `look` what a test must look at to see it.
    ///
    /// # Panics
    /// If none does, or if there is no test yet.
    pub fn catches(&self, name: &str, does: &str, look: &str) {
        let answer = self.wrong.iter().find(|answer| answer.name == name);
        let answer = answer.unwrap_or_else(|| panic!("{name} is not among the answers of {}", self.name));
        let (mut too_strict, mut pictures) = (None, Vec::new());
        let tests = self.tests();
        for test in &tests {
            let run = self.run(test, answer);
            match run.outcome {
                Outcome::Passed => pictures.push((test.name(self.name), run.picture)),
                Outcome::RealTime(_) | Outcome::Todo => {}
                // A test that fails right answers, too, has not told them apart.
                _ if !self.picks_out(test, answer) => {
                    too_strict.get_or_insert(test.name(self.name));
                }
                Outcome::Failed { .. } => {
                    // Once more, so that what is drawn is the wrong answer's doing.
                    self.run(test, answer);
                    return;
                }
                Outcome::Hung(how) => {
                    println!(
                        "caught: your test `{}` does not end with this answer ({how})",
                        test.name(self.name)
                    );
                    return;
                }
            }
        }
        let seen = match (too_strict, tests.len()) {
            (Some(name), _) => format!(
                "only `{name}` fails, and not because of this answer: it fails right ones as well, or passes when run again"
            ),
            (None, 1) => "your one test passes".to_owned(),
            (None, tests) => format!("all {tests} of your tests pass"),
        };
        // The one with most to see.
        let picture = pictures.into_iter().filter_map(|(name, picture)| Some((name, picture?)));
        let picture = picture.max_by_key(|(_, picture)| (picture.rows.len(), picture.end_ms));
        let seen = match &picture {
            Some((name, _)) => format!("{seen}; this is what it does in `{name}`"),
            None => seen,
        };
        let failure = Failure::new(format!("your tests accept an answer that {does}"))
            .expected("at least one of your tests fails with it")
            .seen(seen)
            .cause(look);
        drawn(failure, picture.map(|(_, picture)| picture)).raise();
    }

    /// Whether the test fails this wrong answer and no right one, in a row that nobody knows: neither what an earlier
    /// run has left behind nor the number of the run is what tells them apart.
    fn picks_out(&self, test: &'static Test, wrong: &Answer) -> bool {
        let mut rng = Rng::of_this_run();
        let drawn =
            wrong.name.bytes().map(|byte| rng.next_u64() ^ u64::from(byte)).fold(0, u64::wrapping_add);
        let place = drawn as usize % (self.right.len() + 1);
        let (before, behind) = self.right.split_at(place);
        let passes = |answer: &Answer| self.run(test, answer).passed();
        before.iter().all(passes) && !passes(wrong) && behind.iter().all(passes)
    }

    /// Expects that each row of a table has become a test.
    ///
    /// # Panics
    /// If rows are lost, or if there is no test yet.
    pub fn every_row_is_a_test(&self) {
        self.tests();
        let tests = self.tests_with_ignored();
        for table in TABLES.iter().filter(|table| self.owns(table.path) && table.rows > 0) {
            let rows = tests.iter().filter(|test| table.has(test)).count();
            probe::expect(rows == table.rows, || {
                let name = table.path.rsplit("::").next().unwrap_or(table.path);
                Failure::new(format!("your table `{name}` loses rows"))
                    .expected(format!("{} tests, one for each row", table.rows))
                    .seen(format!("{rows}"))
                    .cause(
                        "an attribute between #[rstest] and a #[case]: it belongs to the next row alone, and the other \
                         rows are no tests; the order is #[rstest], all #[case(…)], then #[tokio::test(…)]",
                    )
            });
        }
    }

    /// Expects that no test waits for the real clock.
    ///
    /// # Panics
    /// If one does, or if there is no test yet.
    pub fn no_test_waits_for_the_real_clock(&self) {
        for test in self.tests() {
            for answer in self.right {
                match self.run(test, answer).outcome {
                    Outcome::RealTime(how) => {
                        words::waits_for_the_real_clock(test.name(self.name), &how).raise()
                    }
                    // So it will with the next, and each costs time.
                    Outcome::Hung(_) => break,
                    Outcome::Passed | Outcome::Failed { .. } | Outcome::Todo => {}
                }
            }
        }
    }

    /// Expects that each test can fail: that something in it checks something, or that some answer makes it fail.
    ///
    /// # Panics
    /// If one cannot, or if there is no test yet.
    pub fn every_test_can_fail(&self) {
        let idle = |test: &&Test| !test.checks && !test.table().is_some_and(|table| table.checks);
        for test in self.tests().into_iter().filter(idle) {
            let fails = self.wrong.iter().any(|wrong| !self.run(test, wrong).passed());
            probe::expect(fails, || {
                Failure::new(format!("your test `{}` cannot fail", test.name(self.name)))
                    .expected("an assertion, or whatever else makes it fail")
                    .seen("no assert, unwrap or ? in it, and it passes with every answer, right or wrong")
                    .cause("a call whose result is not looked at: a test has to be seen to fail once")
            });
        }
    }

    /// Runs the test; ends the claim if there is nothing in it yet.
    fn run(&self, test: &'static Test, answer: &Answer) -> Run {
        let run = run(test, answer);
        if matches!(run.outcome, Outcome::Todo) {
            Failure::new("a test is not written yet").raise();
        }
        run
    }

    /// The tests that run, in the order of the file.
    fn tests(&self) -> Vec<&'static Test> {
        let mut tests = self.tests_with_ignored();
        tests.retain(|test| !test.ignored);
        if tests.is_empty() {
            probe::not_started(format!("every test in `{}` is marked #[ignore]", self.name));
        }
        // Whatever a claim asks, it is not begun while there is one of these.
        if let (Some(open), Some(any)) = (tests.iter().find(|test| test.todo), self.right.first()) {
            self.run(open, any);
        }
        tests
    }

    fn tests_with_ignored(&self) -> Vec<&'static Test> {
        let mut tests: Vec<&Test> = TESTS.iter().filter(|test| self.owns(test.path)).collect();
        tests.sort_by_key(|test| (test.line, test.path));
        if tests.iter().all(|test| test.name(self.name).starts_with("example")) {
            probe::not_started(format!("`{}` in katas/testing.rs has no test of your own", self.name));
        }
        tests
    }

    /// Whether a path lies in this level's module of the kata under judgement.
    fn owns(&self, path: &str) -> bool {
        let bridge = self.suite.get();
        let program = bridge.rsplit_once("::").map_or(bridge, |(program, _)| program);
        let inner = path.strip_prefix(program).and_then(|rest| rest.strip_prefix("::kata::"));
        inner.is_some_and(|inner| inner.split("::").any(|module| module == self.name))
    }
}

impl Run {
    /// Whether nothing speaks against the answer.
    fn passed(&self) -> bool {
        matches!(self.outcome, Outcome::Passed | Outcome::RealTime(_))
    }
}

fn drawn(failure: Failure, picture: Option<probe::Timeline>) -> Failure {
    match picture {
        Some(picture) => failure.picture(picture),
        None => failure,
    }
}
