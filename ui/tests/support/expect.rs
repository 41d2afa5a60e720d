//! What holds of a case on every toolchain. It stands in the case itself, above the line it is about:
//!
//! ```text
//!     //~ ERROR[E0382] use of moved value: `tx`
//!     //~ NOTE value moved here, in previous iteration of loop
//!     tokio::spawn(async move {
//! ```
//!
//! `ERROR` and `WARNING` say that the compiler, or Clippy by one of its lints, points at this line, with this
//! code (or with none) and a message that holds this phrase. `NOTE` is a phrase anywhere else in the same
//! message. `PANIC` is a phrase of what the running program says. The comments stand outside every snippet that rustc shows.

use cargo_metadata::diagnostic::{Diagnostic, DiagnosticLevel, DiagnosticSpan};

/// Who finds the mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finder {
    Rustc,
    Clippy,
    TheRun,
}

/// The lasting part of a case's message.
#[derive(Debug)]
pub struct Expected {
    pub finder: Finder,
    pub code: Option<String>,
    pub line: usize,
    pub phrase: String,
    pub notes: Vec<String>,
}

impl Expected {
    /// Reads the `//~` comments of a case; it has one `ERROR`, `WARNING` or `PANIC`.
    pub fn of(program: &str) -> Expected {
        let lines: Vec<&str> = program.lines().map(str::trim).collect();
        let comments =
            lines.iter().enumerate().filter_map(|(at, line)| Some((at, line.strip_prefix("//~ ")?)));
        let (mut head, mut notes) = (None, Vec::new());
        for (at, comment) in comments {
            let (kind, phrase) = comment.split_once(' ').expect("//~ KIND phrase");
            if kind == "NOTE" {
                notes.push(phrase.to_owned());
                continue;
            }
            let (kind, code) = match kind.split_once('[') {
                Some((kind, code)) => (kind, Some(code.trim_end_matches(']').to_owned())),
                None => (kind, None),
            };
            let finder = match kind {
                "ERROR" if code.as_ref().is_some_and(|code| code.starts_with("clippy::")) => Finder::Clippy,
                "ERROR" => Finder::Rustc,
                "WARNING" => Finder::Clippy,
                "PANIC" => Finder::TheRun,
                other => panic!("line {}: //~ {other} is none of ERROR, WARNING, PANIC, NOTE", at + 1),
            };
            let below = (at..lines.len()).find(|&line| !lines[line].starts_with("//~"));
            let line = below.expect("a line below the comment") + 1;
            assert!(head.is_none(), "line {}: one ERROR, WARNING or PANIC is enough", at + 1);
            head = Some((finder, code, line, phrase.to_owned()));
        }
        let (finder, code, line, phrase) = head.expect("a case has an //~ ERROR, WARNING or PANIC");
        Expected { finder, code, line, phrase, notes }
    }

    /// In one line, for the report of what was checked.
    pub fn describe(&self) -> String {
        let kind = match self.finder {
            Finder::Rustc => "error",
            Finder::Clippy => "clippy",
            Finder::TheRun => "panic",
        };
        let code = self.code.as_deref().map(|code| format!("[{code}]")).unwrap_or_default();
        format!("line {}: {kind}{code}: {}", self.line, self.phrase)
    }

    /// Whether one of `said` is the expected message; if not, what there is instead.
    pub fn found_in(&self, said: &[Diagnostic]) -> Result<(), String> {
        if said.iter().any(|diagnostic| self.fits(diagnostic)) {
            return Ok(());
        }
        let seen: String = said.iter().filter_map(|diagnostic| diagnostic.rendered.as_deref()).collect();
        let seen = if seen.is_empty() { "nothing was said".to_owned() } else { seen };
        let notes: String = self.notes.iter().map(|note| format!("          note: {note}\n")).collect();
        Err(format!("expected  {}\n{notes}seen\n{seen}", self.describe()))
    }

    fn fits(&self, diagnostic: &Diagnostic) -> bool {
        let level = match self.finder {
            Finder::Rustc => diagnostic.level == DiagnosticLevel::Error,
            // It denies some of its lints, and others only warn.
            Finder::Clippy => matches!(diagnostic.level, DiagnosticLevel::Error | DiagnosticLevel::Warning),
            Finder::TheRun => false,
        };
        level
            && diagnostic.code.as_ref().map(|code| &code.code) == self.code.as_ref()
            && diagnostic.spans.iter().any(|span| span.is_primary && line_of(span) == self.line)
            && diagnostic.message.contains(&self.phrase)
            && self.notes.iter().all(|note| says(diagnostic, note))
    }
}

/// The line in the program itself: what points into a macro counts where the macro is called.
fn line_of(span: &DiagnosticSpan) -> usize {
    match &span.expansion {
        Some(expansion) => line_of(&expansion.span),
        None => span.line_start,
    }
}

/// Whether the diagnostic, one of its labels or one of its notes holds `phrase`.
fn says(diagnostic: &Diagnostic, phrase: &str) -> bool {
    let mut labels = diagnostic.spans.iter().filter_map(|span| span.label.as_deref());
    diagnostic.message.contains(phrase)
        || labels.any(|label| label.contains(phrase))
        || diagnostic.children.iter().any(|child| says(child, phrase))
}
