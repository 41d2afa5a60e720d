//! Compiles a submission's kata with its claims, and finds out whose fault it is if that fails.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::pieces::{self, Piece};
use super::words;
use super::workshop::{Bench, Workshop, write};
use crate::cargo::{Diagnostic, Span};
use crate::kit::Kata;
use crate::process::{self, Group};

/// How rustc calls an error of its own.
const ICE: &str = "error: internal compiler error";
/// Bytes of diagnostics that are read.
const LONGEST: u64 = 4 << 20;

/// Why claims cannot be judged.
#[derive(Debug, Clone)]
pub struct Fault {
    pub reason: &'static str,
    pub message: String,
}

impl Fault {
    pub fn new(reason: &'static str, message: impl Into<String>) -> Fault {
        Fault { reason, message: message.into() }
    }
}

/// What came of one kata.
pub struct Built {
    /// The test program, if any level can be judged.
    pub program: Option<PathBuf>,
    /// The levels that cannot.
    pub faults: BTreeMap<String, Fault>,
}

/// What the compiler made of a text.
enum Outcome {
    Program(PathBuf),
    Refused(Vec<Diagnostic>),
    /// All of the kata is at fault.
    Rejected(Fault),
}

/// One kata on a bench.
pub struct Job<'a> {
    pub shop: &'a Workshop,
    pub bench: &'a Bench,
    pub kata: &'a Kata,
    /// The kit's own stub, in whose items a broken level's are exchanged.
    pub stub: &'a str,
    pub lints: bool,
}

impl Job<'_> {
    /// Compiles `source`. What does not compile is exchanged for the stub's, level by level.
    pub fn build(&self, source: &str) -> Result<Built> {
        let mut text = source.to_owned();
        let mut faults: BTreeMap<String, Fault> = BTreeMap::new();
        // Items of no level that were taken out: who needs them shares their fault.
        let mut helpers: BTreeMap<String, Fault> = BTreeMap::new();
        let mut loosened = false;
        // Each round takes something away, so there is an end to them; this is for a surprise.
        for _ in 0..40 {
            let errors = match self.compile(&text)? {
                Outcome::Program(program) => return Ok(Built { program: Some(program), faults }),
                Outcome::Rejected(fault) => return Ok(self.all(fault, faults)),
                Outcome::Refused(errors) => errors,
            };
            if !loosened && let Some(looser) = without_allows(&text, &errors, &self.kata_path()) {
                (text, loosened) = (looser, true);
                continue;
            }
            let blame = self.blame(&text, &errors, &helpers);
            if let Some(fault) = blame.whole {
                return Ok(self.all(fault, faults));
            }
            let mut progress = false;
            for (level, fault) in blame.levels {
                if let Some(known) = self.kata.levels.iter().find(|known| known.name == level)
                    && !faults.contains_key(&level)
                {
                    text = pieces::with_stub(&text, self.stub, &level, &known.items());
                    faults.insert(level, fault);
                    progress = true;
                }
            }
            if !progress {
                for (piece, fault) in blame.helpers {
                    text = pieces::blank(&text, &piece.range);
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
        let rest = Fault::new("compile_error", words::NOT_BY_ITSELF);
        Ok(self.all(rest, faults))
    }

    /// Nothing can be judged: levels without a fault of their own get `fault`.
    fn all(&self, fault: Fault, mut faults: BTreeMap<String, Fault>) -> Built {
        for level in &self.kata.levels {
            faults.entry(level.name.clone()).or_insert_with(|| fault.clone());
        }
        Built { program: None, faults }
    }

    /// The kata's path as the compiler is told it.
    fn kata_path(&self) -> String {
        format!("tests/../katas/{}.rs", self.kata.name)
    }

    /// The kata's path as a student knows it.
    fn shown_path(&self) -> String {
        format!("katas/{}.rs", self.kata.name)
    }

    fn compile(&self, text: &str) -> Result<Outcome> {
        let Job { shop, bench, kata, .. } = self;
        write(&bench.tree.join("katas").join(format!("{}.rs", kata.name)), text)?;
        clear(&bench.out)?;
        let (program, inputs) = (bench.out.join(&kata.name), bench.out.join("inputs.d"));
        let mut cell = shop.cell.clone();
        cell.write.push(bench.out.clone());
        let mut command = cell.command(&shop.driver)?;
        command.args(shop.recipe(&kata.name)?);
        command.args([
            "--error-format=json",
            "-C",
            "debuginfo=0",
            "-A",
            "warnings",
            "-A",
            "clippy::all",
            "-F",
            "unsafe_code",
        ]);
        if self.lints {
            command.args(
                ["methods", "types", "macros"]
                    .iter()
                    .flat_map(|what| ["-F".to_owned(), format!("clippy::disallowed_{what}")]),
            );
        }
        command.arg("--out-dir").arg(&bench.out);
        command.arg(format!("--emit=dep-info={},link={}", inputs.display(), program.display()));
        command.env("CLIPPY_CONF_DIR", shop.lints(&kata.name)).env("TMPDIR", &bench.out);
        command.envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
        command.current_dir(&bench.tree).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());

        let mut compiler = Group::start(command).context("cannot start the compiler")?;
        let said = read_bounded(compiler.take_stderr()?);
        let deadline = Instant::now() + Duration::from_secs(shop.limits.compile_seconds * 3);
        let status = compiler.wait_until(Some(deadline)).context("cannot wait for the compiler")?;
        if process::cancelled() {
            bail!("cancelled");
        }
        let too_slow = Instant::now() > deadline;
        let (said, too_much) = said.join().unwrap_or_default();
        // Before anything that was said is believed, or shown: another file may speak out of it.
        if let Some(fault) = self.foreign_input(&inputs)? {
            return Ok(Outcome::Rejected(fault));
        }
        if status.success() && program.is_file() {
            return Ok(Outcome::Program(program));
        }
        let limit = |what: String| Ok(Outcome::Rejected(Fault::new("compile_limit", what)));
        if too_slow {
            return limit(words::compile_too_slow(&self.shown_path(), shop.limits.compile_seconds * 3));
        }
        if too_much {
            return limit(words::compile_says_too_much(&self.shown_path()));
        }
        let errors = errors(&said);
        // An error that points nowhere may be nobody's: a linker that finds no room only dies.
        if errors.iter().all(|error| places(error).is_empty()) && !has_room(&bench.out) {
            bail!(
                "the disk is full: make room in {}, or give another folder with --work",
                shop.folder.display()
            );
        }
        if let Some(what) = crash(status, &said, &errors) {
            return limit(words::compile_crashed(&self.shown_path(), &what, &shop.limits));
        }
        if errors.is_empty() {
            bail!("the compiler ended with {status} and said: {}", super::clean::text(&said).trim());
        }
        Ok(Outcome::Refused(errors))
    }

    /// The files read and the variables used while compiling are the grader's own and the kata's.
    fn foreign_input(&self, inputs: &Path) -> Result<Option<Fault>> {
        let Ok(text) = fs::read_to_string(inputs) else { return Ok(None) };
        let kata = &self.kata.name;
        let own = |file: &str| {
            let file = file.replace("\\ ", " ");
            let level =
                file.strip_prefix(&format!("tests/{kata}/")).and_then(|name| name.strip_suffix(".rs"));
            file == self.kata_path()
                || file == format!("tests/{kata}.rs")
                || level.is_some_and(|level| self.kata.levels.iter().any(|known| known.name == level))
                || Path::new(&file) == self.shop.lints(kata).join("clippy.toml")
        };
        for line in text.lines() {
            if let Some(variable) = line.strip_prefix("# env-dep:") {
                let name = variable.split('=').next().unwrap_or_default();
                if !name.starts_with("CLIPPY_") {
                    return Ok(Some(words::foreign_variable(&self.shown_path(), name)));
                }
            } else if let Some(file) = line.strip_suffix(':').filter(|file| !own(file)) {
                let file = file.replace(&*self.bench.tree.to_string_lossy(), "");
                return Ok(Some(words::foreign_file(&self.shown_path(), &file)));
            }
        }
        Ok(None)
    }
}

fn clear(folder: &Path) -> Result<()> {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))
}

/// Whether another program of the usual size would find room.
fn has_room(folder: &Path) -> bool {
    let file = folder.join("room");
    let found = fs::write(&file, vec![1; 32 << 20]).is_ok();
    let _ = fs::remove_file(file);
    found
}

/// What is said, up to a bound, and whether there was more.
fn read_bounded(mut pipe: impl Read + Send + 'static) -> thread::JoinHandle<(String, bool)> {
    thread::spawn(move || {
        let mut kept = Vec::new();
        let _ = pipe.by_ref().take(LONGEST).read_to_end(&mut kept);
        let more = std::io::copy(&mut pipe, &mut std::io::sink()).unwrap_or(0) > 0;
        (String::from_utf8_lossy(&kept).into_owned(), more)
    })
}

fn errors(said: &str) -> Vec<Diagnostic> {
    let diagnostics = said.lines().filter_map(|line| serde_json::from_str::<Diagnostic>(line).ok());
    let summary = |error: &Diagnostic| error.spans.is_empty() && error.message.starts_with("aborting due to");
    diagnostics.filter(|it| (it.level == "error" || it.level == ICE) && !summary(it)).collect()
}

/// How the compiler was brought down, if it was.
fn crash(status: ExitStatus, said: &str, errors: &[Diagnostic]) -> Option<String> {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return Some(format!("signal {signal}"));
    }
    let ice = errors.iter().any(|error| error.level == ICE) || said.contains("internal compiler error");
    let memory = said.contains("memory allocation of") || said.contains("Cannot allocate memory");
    let stack = said.contains("has overflowed its stack");
    let linker = said.contains("ld terminated with signal") || said.contains("File too large");
    // rustc's own exit code for errors is 1.
    (ice || memory || stack || linker || status.code() != Some(1)).then(|| match status.code() {
        _ if memory => "out of memory".to_owned(),
        _ if stack => "out of stack".to_owned(),
        code => format!("exit code {}", code.unwrap_or(-1)),
    })
}

// --------------------------------------------------------------------------------------- blame

/// Who is at fault.
struct Blame {
    levels: BTreeMap<String, Fault>,
    helpers: Vec<(Piece, Fault)>,
    /// What no level can be cleared of: it takes effect without being called.
    whole: Option<Fault>,
    /// What to say of all if nobody can be told apart.
    rest: Fault,
}

/// Where an error stands: its file and line, those of the macros around it first.
fn places(error: &Diagnostic) -> Vec<(String, usize)> {
    fn walk(span: &Span, found: &mut Vec<(String, usize)>) {
        if let Some(expansion) = &span.expansion {
            walk(&expansion.span, found);
        }
        found.push((span.file_name.replace('\\', "/"), span.line_start));
    }
    let mut found = Vec::new();
    error.spans.iter().filter(|span| span.is_primary).for_each(|span| walk(span, &mut found));
    found
}

impl Job<'_> {
    fn blame(&self, text: &str, errors: &[Diagnostic], helpers: &BTreeMap<String, Fault>) -> Blame {
        let pieces = pieces::pieces(text);
        let mut blame = Blame {
            levels: BTreeMap::new(),
            helpers: Vec::new(),
            whole: None,
            rest: errors.first().map_or_else(
                || Fault::new("compile_error", words::NOT_BY_ITSELF),
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
            let (mut line_in_kata, mut in_claims) = (0, None);
            for (file, line) in places(error) {
                if file == self.kata_path() {
                    line_in_kata = if line_in_kata == 0 { line } else { line_in_kata };
                    let Some(at) = pieces::line_range(text, line) else { continue };
                    for piece in pieces.iter().filter(|it| it.range.start < at.end && at.start < it.range.end)
                    {
                        match owner(piece) {
                            Some(level) => drop(levels.insert(level.name.clone())),
                            None => loose.push(piece.clone()),
                        }
                    }
                } else if let Some(level) = file.strip_prefix(&format!("tests/{}/", self.kata.name)) {
                    in_claims = in_claims.or(level.strip_suffix(".rs").map(str::to_owned));
                }
            }
            let fault = match helpers.iter().find(|(name, _)| names(error, name)) {
                Some((_, fault)) => fault.clone(),
                None => self.fault(error, line_in_kata),
            };
            if levels.is_empty() && loose.is_empty() {
                levels.extend(in_claims);
            }
            for level in levels {
                // What is forbidden is said before what is merely wrong.
                let entry = blame.levels.entry(level).or_insert_with(|| fault.clone());
                if entry.reason == "compile_error" && fault.reason != "compile_error" {
                    *entry = fault.clone();
                }
            }
            let code = error.code.as_ref().map(|code| code.code.as_str());
            if !loose.is_empty() && (fault.reason == "forbidden_input" || code == Some("unsafe_code")) {
                blame.whole.get_or_insert_with(|| fault.clone());
            }
            for piece in loose {
                if !blame.helpers.iter().any(|(known, _)| known.range == piece.range) {
                    blame.helpers.push((piece, fault.clone()));
                }
            }
            if blame.rest.reason == "compile_error" {
                blame.rest = fault;
            }
        }
        blame
    }

    fn fault(&self, error: &Diagnostic, line: usize) -> Fault {
        let code = error.code.as_ref().map(|code| code.code.as_str()).unwrap_or_default();
        let reason = match code {
            "clippy::disallowed_macros" => "forbidden_input",
            "clippy::disallowed_methods" | "clippy::disallowed_types" | "unsafe_code" | "E0453" => {
                "forbidden_api"
            }
            "E0603" if error.message.contains("module `probe` is private") => "forbidden_api",
            _ if error.message.starts_with("couldn't read ") => "forbidden_input",
            _ => "compile_error",
        };
        let path = self.shown_path();
        let place = if line > 0 { format!("{path}:{line}") } else { path.clone() };
        let rendered = error.rendered.clone().unwrap_or_default();
        let rendered = rendered.replace("tests/../", "").replace(&self.shop.kit_name, "tokio_katas");
        Fault::new(reason, words::refused(reason, &place, error, &rendered))
    }
}

/// Whether an error says that it misses `helper`.
fn names(error: &Diagnostic, helper: &str) -> bool {
    !helper.is_empty() && error.message.contains(&format!("`{helper}`"))
}

/// `text` with harmless names in attributes such as `#[allow(clippy::all)]`, which a forbidden lint
/// takes for an attempt to be let off. The lints themselves stay.
fn without_allows(text: &str, errors: &[Diagnostic], kata: &str) -> Option<String> {
    const HARMLESS: &str = "dead_code";
    let mut bytes = text.as_bytes().to_owned();
    let mut changed = false;
    for error in errors.iter().filter(|error| error.code.as_ref().is_some_and(|code| code.code == "E0453")) {
        for span in error.spans.iter().filter(|span| span.is_primary && span.file_name == kata) {
            let range = span.byte_start..span.byte_end;
            if range.len() >= HARMLESS.len() && bytes.get(range.clone()).is_some_and(<[u8]>::is_ascii) {
                let filled = format!("{HARMLESS:width$}", width = range.len());
                bytes[range].copy_from_slice(filled.as_bytes());
                changed = true;
            }
        }
    }
    changed.then(|| String::from_utf8(bytes).ok()).flatten()
}
