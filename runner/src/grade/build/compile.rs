//! Compiles a submission's kata with the bridge to its claims, and finds out what is at fault if that fails.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use std::{env, fs};

use anyhow::{Context, Result, bail};
use verdict::Reason;

use crate::claims::cargo::Diagnostic;
use crate::grade::build::compiler::{Compiler, Outcome, places, without_allows};
use crate::grade::build::environment::BuildEnvironment;
use crate::grade::build::fault::Fault;
use crate::grade::build::pieces::{self, Piece};
use crate::grade::build::shape::Shape;
use crate::grade::build::worker_dir::{WorkerDir, write};
use crate::grade::sandbox::compile::CompileSandbox;
use crate::grade::words;
use crate::kit::Kata;

/// The result for one kata.
pub struct CompiledKata {
    /// The test program, if any level can be judged.
    pub program: Option<PathBuf>,
    /// The levels that cannot.
    pub faults: BTreeMap<String, Fault>,
    /// A remark about a part of the file that had to be left out.
    pub note: Option<String>,
}

/// One kata in a worker directory.
pub struct Job<'a> {
    pub env: &'a BuildEnvironment,
    pub worker_dir: &'a WorkerDir,
    pub kata: &'a Kata,
    /// The kit's stub, whose items replace those of a broken level.
    pub stub: &'a str,
    /// Whether the list of forbidden items is in force.
    pub lints: bool,
    /// When the submission's time is over.
    pub deadline: Instant,
    /// What a program of this kata is built of, if that is known.
    pub shape: Option<&'a Shape>,
}

impl Job<'_> {
    /// Compiles `source`. Levels that do not compile are replaced by the stub's, one by one.
    pub fn build(&self, source: &str) -> Result<CompiledKata> {
        if let Some((line, name)) = assembler(source) {
            let fault = Fault::new(Reason::ForbiddenApi, words::assembler(&self.shown_path(), line, name));
            return Ok(self.all(fault, BTreeMap::new()));
        }
        let mut text = source.to_owned();
        let mut faults: BTreeMap<String, Fault> = BTreeMap::new();
        // Items outside the levels that were removed: levels that need them share the fault.
        let mut helpers: BTreeMap<String, Fault> = BTreeMap::new();
        let mut note = None;
        let mut loosened = false;
        // Each round takes something away, so there is an end to them; this is for a surprise.
        for round in 0..40 {
            // A first round is due to everybody.
            if round > 0 && Instant::now() > self.deadline {
                let late = words::out_of_time(self.env.limits.submission_seconds);
                return Ok(self.all(Fault::new(Reason::Timeout, late), faults));
            }
            let errors = match self.compile(&text)? {
                Outcome::Program(program) => {
                    let beyond = match self.shape {
                        Some(shape) => Shape::of(&program)?.beyond(shape),
                        None => None,
                    };
                    if let Some(what) = beyond {
                        let message = words::beyond_the_kata(&self.shown_path(), &what);
                        return Ok(self.all(Fault::new(Reason::ForbiddenApi, message), faults));
                    }
                    return Ok(CompiledKata { program: Some(program), faults, note });
                }
                Outcome::Rejected(fault) => return Ok(self.all(fault, faults)),
                Outcome::Unlinked(said) => {
                    // Whose fault that is shows a text that is known to be right.
                    let fault =
                        Fault::new(Reason::CompileError, words::not_linked(&self.shown_path(), &said));
                    return match self.compile(self.stub)? {
                        Outcome::Program(_) => Ok(self.all(fault, faults)),
                        _ => bail!("the linker fails, whatever is compiled: {said}"),
                    };
                }
                Outcome::Refused(errors) => errors,
            };
            if !loosened && let Some(looser) = without_allows(&text, &errors, &|file| self.is_kata(file)) {
                (text, loosened) = (looser, true);
                continue;
            }
            let mut items = match self.take_apart(&text)? {
                Ok(items) => items,
                Err(fault) => return Ok(self.all(fault, faults)),
            };
            let blame = self.blame(&text, &items, &errors, &helpers);
            if let Some(fault) = blame.whole {
                return Ok(self.all(fault, faults));
            }
            let mut progress = false;
            for (level, fault) in blame.levels {
                if let Some(known) = self.kata.levels.iter().find(|known| known.name == level)
                    && !faults.contains_key(&level)
                {
                    text = pieces::with_stub(&text, &items, self.stub, &level, &known.items());
                    // What was taken out is not there a second time; the rest has not moved.
                    items.retain(|item| !item.name.as_ref().is_some_and(|name| known.items().contains(name)));
                    faults.insert(level, fault);
                    progress = true;
                }
            }
            if !progress {
                for (piece, fault) in blame.helpers {
                    text = pieces::blank(&text, &piece.range);
                    note.get_or_insert_with(|| words::left_out(&self.shown_path(), &fault));
                    helpers.insert(piece.name.unwrap_or_default(), fault);
                    progress = true;
                }
            }
            if !progress {
                return Ok(self.all(blame.rest, faults));
            }
            if faults.len() == self.kata.levels.len() {
                break;
            }
        }
        let rest = Fault::new(Reason::CompileError, words::NOT_BY_ITSELF);
        Ok(self.all(rest, faults))
    }

    /// The items of a text; a text that brings the parser down is nobody's but its own trouble.
    fn take_apart(&self, text: &str) -> Result<Result<Vec<Piece>, Fault>> {
        const LIMIT: Duration = Duration::from_secs(10);
        let BuildEnvironment { compile_sandbox, .. } = self.env;
        let program = env::current_exe().context("cannot find this program")?;
        let alone = CompileSandbox { cpu_seconds: LIMIT.as_secs(), file_mib: 1, ..compile_sandbox.clone() };
        let alone =
            CompileSandbox { read: [compile_sandbox.read.clone(), vec![program.clone()]].concat(), ..alone };
        let mut command = alone.command(&program).context("cannot start the parser")?;
        command.arg(pieces::NAME);
        let items = pieces::ask(command, text, LIMIT).context("cannot start the parser")?;
        let why =
            |why: String| Fault::new(Reason::BadSubmission, words::not_parsed(&self.shown_path(), &why));
        Ok(items.map_err(why))
    }

    /// Nothing can be judged: levels without a fault of their own get `fault`.
    fn all(&self, fault: Fault, mut faults: BTreeMap<String, Fault>) -> CompiledKata {
        for level in &self.kata.levels {
            faults.entry(level.name.clone()).or_insert_with(|| fault.clone());
        }
        CompiledKata { program: None, faults, note: None }
    }

    /// Whether the compiler means the kata: by the path it is given, or by that of `.cargo/config.toml`.
    fn is_kata(&self, file: &str) -> bool {
        file == self.shown_path() || file == format!("tests/{0}/../../katas/{0}.rs", self.kata.name)
    }

    /// The kata's path as a student knows it.
    fn shown_path(&self) -> String {
        format!("katas/{}.rs", self.kata.name)
    }

    fn compile(&self, text: &str) -> Result<Outcome> {
        let Job { worker_dir, kata: Kata { name, levels, .. }, .. } = self;
        let file = worker_dir.tree.join("katas").join(format!("{name}.rs"));
        fs::create_dir_all(worker_dir.tree.join("katas")).context("cannot make a folder for the kata")?;
        write(&file, text)?;
        self.compiler(&self.shown_path()).compile(&|file| {
            let level =
                file.strip_prefix(&format!("tests/{name}/bridge/")).and_then(|name| name.strip_suffix(".rs"));
            self.is_kata(file)
                || file == format!("tests/{name}/main.rs")
                || level.is_some_and(|level| levels.iter().any(|known| known.name == level))
        })
    }

    fn compiler<'a>(&'a self, shown: &'a str) -> Compiler<'a> {
        Compiler {
            env: self.env,
            worker_dir: self.worker_dir,
            kata: &self.kata.name,
            shown,
            lints: self.lints,
        }
    }
}

/// The line on which a text names a macro of assembler, and its name: in whatever is compiled for another processor,
/// too. The compiler does not count a function of nothing but assembler as `unsafe`; it cannot be written without one
/// of these names.
pub fn assembler(text: &str) -> Option<(usize, &'static str)> {
    const ANYWHERE: [&str; 2] = ["naked_asm", "global_asm"];
    /// A word that others may use, too: not as a macro.
    const CALLED: &str = "asm";
    let in_line = |line: &str| {
        let mut rest = line;
        while let Some(at) = rest.find(|c: char| c.is_alphabetic() || c == '_') {
            rest = &rest[at..];
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            let word;
            (word, rest) = rest.split_at(end);
            if let Some(name) = ANYWHERE.into_iter().find(|name| *name == word) {
                return Some(name);
            }
            let next = rest.trim_start();
            if word == CALLED && next.starts_with('!') && !next.starts_with("!=") {
                return Some(CALLED);
            }
        }
        None
    };
    text.lines().enumerate().find_map(|(at, line)| Some((at + 1, in_line(line)?)))
}

// --------------------------------------------------------------------------------------- blame

/// Who is at fault.
struct Blame {
    levels: BTreeMap<String, Fault>,
    helpers: Vec<(Piece, Fault)>,
    /// A fault of all levels: code that takes effect without being called.
    whole: Option<Fault>,
    /// The fault of all levels if they cannot be told apart.
    rest: Fault,
}

impl Job<'_> {
    fn blame(
        &self,
        text: &str,
        pieces: &[Piece],
        errors: &[Diagnostic],
        helpers: &BTreeMap<String, Fault>,
    ) -> Blame {
        let mut blame = Blame {
            levels: BTreeMap::new(),
            helpers: Vec::new(),
            whole: None,
            rest: errors.first().map_or_else(
                || Fault::new(Reason::CompileError, words::NOT_BY_ITSELF),
                |error| self.fault(error, 0),
            ),
        };
        let owner = |piece: &Piece| {
            let name = piece.name.as_ref()?;
            self.kata.levels.iter().find(|level| level.items().contains(name))
        };
        for error in errors {
            let mut levels = BTreeSet::new();
            let mut loose = Vec::new();
            let (mut line_in_kata, mut in_bridge) = (0, None);
            for (file, line) in places(error) {
                if self.is_kata(&file) {
                    line_in_kata = if line_in_kata == 0 { line } else { line_in_kata };
                    let Some(at) = pieces::line_range(text, line) else { continue };
                    for piece in pieces.iter().filter(|it| it.range.start < at.end && at.start < it.range.end)
                    {
                        match owner(piece) {
                            Some(level) => drop(levels.insert(level.name.clone())),
                            None => loose.push(piece.clone()),
                        }
                    }
                } else if let Some(level) = file.strip_prefix(&format!("tests/{}/bridge/", self.kata.name)) {
                    in_bridge = in_bridge.or(level.strip_suffix(".rs").map(str::to_owned));
                }
            }
            let fault = match helpers.iter().find(|(name, _)| names(error, name)) {
                Some((_, fault)) => fault.clone(),
                None => self.fault(error, line_in_kata),
            };
            if levels.is_empty() && loose.is_empty() {
                levels.extend(in_bridge);
            }
            for level in levels {
                // Report what is forbidden before what is merely wrong.
                let entry = blame.levels.entry(level).or_insert_with(|| fault.clone());
                if entry.reason == Reason::CompileError && fault.reason != Reason::CompileError {
                    *entry = fault.clone();
                }
            }
            let code = error.code.as_ref().map(|code| code.code.as_str());
            if !loose.is_empty() && (fault.reason == Reason::ForbiddenInput || code == Some("unsafe_code")) {
                blame.whole.get_or_insert_with(|| fault.clone());
            }
            for piece in loose {
                if !blame.helpers.iter().any(|(known, _)| known.range == piece.range) {
                    blame.helpers.push((piece, fault.clone()));
                }
            }
            if blame.rest.reason == Reason::CompileError {
                blame.rest = fault;
            }
        }
        blame
    }

    fn fault(&self, error: &Diagnostic, line: usize) -> Fault {
        let path = self.shown_path();
        let place = if line > 0 { format!("{path}:{line}") } else { path.clone() };
        self.compiler(&path).fault(error, &place)
    }
}

/// Whether an error says that `helper` is missing.
fn names(error: &Diagnostic, helper: &str) -> bool {
    !helper.is_empty() && error.message.contains(&format!("`{helper}`"))
}

#[cfg(test)]
mod tests {
    use super::assembler;

    #[test]
    fn assembler_is_found_by_its_names_alone() {
        for (text, found) in [
            ("fn a() {}\n    core::arch::naked_asm!(\"ret\")", Some((2, "naked_asm"))),
            ("use std::arch::{global_asm as harmless};", Some((1, "global_asm"))),
            ("unsafe { asm ! (\"\") }", Some((1, "asm"))),
            ("r#naked_asm!()", Some((1, "naked_asm"))),
            ("let asm = wasm!(asm_of(my_naked_asm));", None),
            ("asm != other", None),
        ] {
            assert_eq!(assembler(text), found, "{text}");
        }
    }
}
