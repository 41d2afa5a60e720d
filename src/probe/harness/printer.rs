//! Prints events as the compiler's own harness does: in words, in letters, or as JSON.

use std::collections::HashSet;
use std::env;
use std::io::{IsTerminal, Write, stdout};
use std::time::Duration;

use tinyjson::JsonValue;
use verdict::{Reason, Verdict};

use super::Claim;
use super::options::{Format, Options};
use super::untouched::{Told, Untouched, level_of};

/// How one test ended.
pub(super) struct Ended {
    pub name: &'static str,
    pub verdict: Verdict,
    /// What it said.
    pub said: String,
}

impl Ended {
    pub fn passed(&self) -> bool {
        self.verdict.passed()
    }
}

/// A test that can be run.
pub(super) struct Listed {
    pub name: &'static str,
    /// Whether nothing else may run meanwhile.
    pub alone: bool,
    /// Why it is left out where orders are drawn, if it is.
    pub left_out: Option<&'static str>,
}

/// The totals of a run.
pub(super) struct Counts {
    pub passed: usize,
    pub failed: usize,
    pub filtered_out: usize,
    pub time: Duration,
}

pub(super) struct Printer {
    format: Format,
    show_output: bool,
    colour: bool,
    untouched: Untouched,
}

impl Printer {
    /// Prints what becomes of `tests`.
    pub fn new(options: &Options, tests: &[&Claim]) -> Printer {
        let colour =
            options.colour.unwrap_or_else(|| stdout().is_terminal() && env::var_os("NO_COLOR").is_none());
        // A program reads JSON, or has asked for tests by their names: it wants to hear of each.
        let each = options.format == Format::Json || options.exact;
        let untouched =
            if each { Untouched::default() } else { Untouched::of(tests.iter().map(|test| test.name())) };
        Printer { format: options.format, show_output: options.show_output, colour, untouched }
    }

    fn paint(&self, word: &str, code: u8) -> String {
        if self.colour { format!("\x1b[{code}m{word}\x1b[0m") } else { word.to_owned() }
    }

    /// What is known of tests before they run.
    pub fn list(&self, tests: &[Listed]) {
        let count = tests.len();
        if self.format == Format::Json {
            println!(r#"{{ "type": "suite", "event": "discovery" }}"#);
            for Listed { name, alone, left_out } in tests {
                let (name, left_out) = (json(name), left_out.map_or("null".to_owned(), json));
                println!(
                    r#"{{ "type": "test", "event": "discovered", "name": {name}, "ignore": false, "alone": {alone}, "left_out": {left_out} }}"#
                );
            }
            println!(
                r#"{{ "type": "suite", "event": "completed", "tests": {count}, "benchmarks": 0, "total": {count}, "ignored": 0 }}"#
            );
            return;
        }
        tests.iter().for_each(|test| println!("{}: test", test.name));
        if self.format == Format::Pretty {
            println!("\n{count} tests, 0 benchmarks");
        }
    }

    pub fn begins(&self, tests: usize) {
        if self.format == Format::Json {
            println!(r#"{{ "type": "suite", "event": "started", "test_count": {tests} }}"#);
        } else {
            println!("\nrunning {tests} test{}", if tests == 1 { "" } else { "s" });
        }
    }

    pub fn started(&self, name: &str) {
        if self.format == Format::Json {
            println!(r#"{{ "type": "test", "event": "started", "name": {} }}"#, json(name));
        }
    }

    pub fn ended(&mut self, test: &Ended) {
        if self.format == Format::Json {
            return self.ended_json(test);
        }
        for told in self.untouched.ended(test.name, test.verdict.reason) {
            match (self.format, told) {
                (Format::Terse, Told::Claim(_, Reason::Ok)) => print!("."),
                (Format::Terse, Told::Claim(..)) => print!("{}", self.paint("F", 31)),
                (Format::Terse, Told::Level(_, claims)) => print!("{}", self.paint(&"F".repeat(claims), 31)),
                (_, Told::Claim(name, Reason::Ok)) => println!("test {name} ... {}", self.paint("ok", 32)),
                (_, Told::Claim(name, _)) => println!("test {name} ... {}", self.paint("FAILED", 31)),
                (_, Told::Level(level, claims)) => {
                    println!("test {} ... {}", whole_level(level, claims), self.paint("not started", 33));
                }
            }
        }
        let _ = stdout().flush();
    }

    fn ended_json(&self, test: &Ended) {
        let (name, passed) = (json(test.name), test.passed());
        let shown = !test.said.is_empty() && (!passed || self.show_output);
        let said = if shown { format!(r#", "stdout": {}"#, json(&test.said)) } else { String::new() };
        let event = if passed { "ok" } else { "failed" };
        println!(r#"{{ "type": "test", "name": {name}, "event": "{event}"{said} }}"#);
        let _ = stdout().flush();
    }

    /// All that was said, and how many passed.
    pub fn ends(&self, tests: &[Ended], counts: &Counts) {
        let Counts { passed, failed, filtered_out, time } = counts;
        let seconds = time.as_secs_f64();
        if self.format == Format::Json {
            let event = if *failed == 0 { "ok" } else { "failed" };
            println!(
                r#"{{ "type": "suite", "event": "{event}", "passed": {passed}, "failed": {failed}, "ignored": 0, "measured": 0, "filtered_out": {filtered_out}, "exec_time": {seconds} }}"#
            );
            return;
        }
        if self.format == Format::Terse {
            println!();
        }
        self.section("successes", tests.iter().filter(|test| test.passed() && self.show_output));
        self.section("failures", tests.iter().filter(|test| !test.passed()));
        let word = if *failed == 0 { self.paint("ok", 32) } else { self.paint("FAILED", 31) };
        println!(
            "\ntest result: {word}. {passed} passed; {failed} failed; 0 ignored; 0 measured; {filtered_out} filtered out; finished in {seconds:.2}s\n"
        );
    }

    /// What tests said, under a headline, if there are any; a level that is not begun says it once.
    fn section<'a>(&self, title: &str, tests: impl Iterator<Item = &'a Ended>) {
        let mut blocks: Vec<(String, &str)> = Vec::new();
        let mut seen: HashSet<&str> = HashSet::new();
        for test in tests {
            match self.untouched.claims(test.name) {
                None => blocks.push((test.name.to_owned(), &test.said)),
                Some(claims) if seen.insert(level_of(test.name)) => {
                    blocks.push((whole_level(level_of(test.name), claims), &test.said));
                }
                Some(_) => {}
            }
        }
        if blocks.is_empty() {
            return;
        }
        println!("\n{title}:\n");
        for (name, said) in blocks.iter().filter(|(_, said)| !said.is_empty()) {
            println!("---- {name} stdout ----\n{said}");
        }
        println!("\n{title}:");
        for (name, _) in blocks {
            println!("    {name}");
        }
    }

    /// Something for a reader, behind the result.
    pub fn advice(&self, text: &str) {
        if self.format != Format::Json {
            println!("{text}");
        }
    }
}

/// All claims of a level, as one.
fn whole_level(level: &str, claims: usize) -> String {
    format!("{level} ({claims} claims)")
}

/// A text as a JSON string.
fn json(text: &str) -> String {
    // Strings always serialise.
    JsonValue::from(text.to_owned()).stringify().unwrap_or_default()
}
