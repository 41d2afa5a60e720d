//! Prints events as the compiler's own harness does: in words, in letters, or as JSON.

use std::env;
use std::io::{IsTerminal, Write, stdout};
use std::time::Duration;

use tinyjson::JsonValue;
use verdict::Reason;

use super::options::{Format, Options};

/// How one test ended.
pub(super) struct Ended {
    pub name: &'static str,
    pub reason: Reason,
    /// Its output.
    pub said: String,
}

impl Ended {
    pub fn passed(&self) -> bool {
        self.reason == Reason::Ok
    }
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
}

impl Printer {
    pub fn new(options: &Options) -> Printer {
        let colour =
            options.colour.unwrap_or_else(|| stdout().is_terminal() && env::var_os("NO_COLOR").is_none());
        Printer { format: options.format, show_output: options.show_output, colour }
    }

    fn paint(&self, word: &str, code: u8) -> String {
        if self.colour { format!("\x1b[{code}m{word}\x1b[0m") } else { word.to_owned() }
    }

    /// Names, each with whether nothing else may run meanwhile.
    pub fn list(&self, tests: &[(&str, bool)]) {
        let count = tests.len();
        if self.format == Format::Json {
            println!(r#"{{ "type": "suite", "event": "discovery" }}"#);
            for (name, alone) in tests {
                let name = json(name);
                println!(
                    r#"{{ "type": "test", "event": "discovered", "name": {name}, "ignore": false, "alone": {alone} }}"#
                );
            }
            println!(
                r#"{{ "type": "suite", "event": "completed", "tests": {count}, "benchmarks": 0, "total": {count}, "ignored": 0 }}"#
            );
            return;
        }
        tests.iter().for_each(|(name, _)| println!("{name}: test"));
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

    pub fn ended(&self, test: &Ended) {
        let name = test.name;
        match (self.format, test.passed()) {
            (Format::Terse, true) => print!("."),
            (Format::Terse, false) => print!("{}", self.paint("F", 31)),
            (Format::Pretty, true) => println!("test {name} ... {}", self.paint("ok", 32)),
            (Format::Pretty, false) => println!("test {name} ... {}", self.paint("FAILED", 31)),
            (Format::Json, passed) => {
                let shown = !test.said.is_empty() && (!passed || self.show_output);
                let said = if shown { format!(r#", "stdout": {}"#, json(&test.said)) } else { String::new() };
                let event = if passed { "ok" } else { "failed" };
                println!(r#"{{ "type": "test", "name": {}, "event": "{event}"{said} }}"#, json(name));
            }
        }
        let _ = stdout().flush();
    }

    /// All output, and how many tests passed.
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
        section("successes", tests.iter().filter(|test| test.passed() && self.show_output).collect());
        section("failures", tests.iter().filter(|test| !test.passed()).collect());
        let word = if *failed == 0 { self.paint("ok", 32) } else { self.paint("FAILED", 31) };
        println!(
            "\ntest result: {word}. {passed} passed; {failed} failed; 0 ignored; 0 measured; {filtered_out} filtered out; finished in {seconds:.2}s\n"
        );
    }

    /// Prints something for a human reader, after the result.
    pub fn advice(&self, text: &str) {
        if self.format != Format::Json {
            println!("{text}");
        }
    }
}

/// The output of tests under a headline, if there are any.
fn section(title: &str, tests: Vec<&Ended>) {
    if tests.is_empty() {
        return;
    }
    println!("\n{title}:\n");
    for test in tests.iter().filter(|test| !test.said.is_empty()) {
        println!("---- {} stdout ----\n{}", test.name, test.said);
    }
    println!("\n{title}:");
    for test in tests {
        println!("    {}", test.name);
    }
}

/// A text as a JSON string.
fn json(text: &str) -> String {
    // Strings always serialise.
    JsonValue::from(text.to_owned()).stringify().unwrap_or_default()
}
