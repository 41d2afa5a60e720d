//! Runs the compiler on the contents of a worker directory, in the sandbox, and reports how it ended.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use verdict::Reason;

use crate::claims::cargo::{Code, Diagnostic, Span};
use crate::grade::build::environment::BuildEnvironment;
use crate::grade::build::fault::Fault;
use crate::grade::build::worker_dir::{LIST, WorkerDir};
use crate::grade::results::folders;
use crate::grade::words;
use crate::process::{self, Group};

/// How rustc reports a bug of its own.
const ICE: &str = "error: internal compiler error";
/// Bytes of diagnostics that are read.
const LONGEST: u64 = 4 << 20;

/// What the compiler made of the contents of the worker directory.
pub enum Outcome {
    Program(PathBuf),
    Refused(Vec<Diagnostic>),
    /// All of it is at fault.
    Rejected(Fault),
    /// The linker failed, and this is what it said.
    Unlinked(String),
}

/// What is compiled: the tests of one kata.
pub struct Compiler<'a> {
    pub env: &'a BuildEnvironment,
    pub worker_dir: &'a WorkerDir,
    pub kata: &'a str,
    /// The submission's own file or folder, as a student knows it.
    pub shown: &'a str,
    /// Whether the list of forbidden items is in force.
    pub lints: bool,
}

impl Compiler<'_> {
    /// Compiles. `own` says of a file whether it may be read: the grader's and the submission's own.
    pub fn compile(&self, own: &dyn Fn(&str) -> bool) -> Result<Outcome> {
        let Compiler { env, worker_dir, kata, .. } = self;
        clear(&worker_dir.out)?;
        let (program, inputs) = (worker_dir.out.join(kata), worker_dir.out.join("inputs.d"));
        let mut compile_sandbox = env.compile_sandbox.clone();
        // Of what lies in this directory and on others, the files of this kata alone.
        compile_sandbox.read.extend(env.libraries(kata)?);
        compile_sandbox.read.extend(["katas", "tests"].iter().flat_map(|folder| {
            let of_kata = worker_dir.tree.join(folder).join(kata);
            [of_kata.with_extension("rs"), of_kata]
        }));
        compile_sandbox.read.push(worker_dir.tree.join(LIST));
        compile_sandbox.write.push(worker_dir.out.clone());
        let mut command = compile_sandbox.command(&env.driver)?;
        command.args(env.recipe(kata)?);
        command.args(["--error-format=json", "-C", "debuginfo=0", "-A", "warnings", "-A", "clippy::all"]);
        // A program that is loaded where it was linked for has nothing to be filled in: it starts sooner, once a claim.
        if cfg!(target_os = "linux") {
            command.args(["-C", "relocation-model=static"]);
        }
        if self.lints {
            command.args(["-F", "unsafe_code"]);
            command.args(
                ["methods", "types", "macros"]
                    .iter()
                    .flat_map(|what| ["-F".to_owned(), format!("clippy::disallowed_{what}")]),
            );
        }
        command.arg("--out-dir").arg(&worker_dir.out);
        command.arg(format!("--emit=dep-info={},link={}", inputs.display(), program.display()));
        // Clippy looks for its list here. A variable with the path of it could be read by the kata.
        fs::copy(env.lints(kata).join(LIST), worker_dir.tree.join(LIST))
            .context("cannot write the list of what is forbidden")?;
        command.env("TMPDIR", &worker_dir.out);
        command.envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
        command
            .current_dir(&worker_dir.tree)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());

        let mut compiler = Group::start(command).context("cannot start the compiler")?;
        let said = read_bounded(compiler.take_stderr()?);
        let deadline = Instant::now() + Duration::from_secs(env.limits.compile_seconds * 3);
        let status = compiler.wait_until(Some(deadline)).context("cannot wait for the compiler")?;
        if process::cancelled() {
            bail!("cancelled");
        }
        let too_slow = Instant::now() > deadline;
        let (said, too_much) = said.join().unwrap_or_default();
        // First of all: if another file was read, it may appear in the diagnostics, which are then not shown.
        if let Some(fault) = self.foreign_input(&inputs, own)? {
            return Ok(Outcome::Rejected(fault));
        }
        if status.success() && program.is_file() {
            return Ok(Outcome::Program(program));
        }
        let limit = |what: String| Ok(Outcome::Rejected(Fault::new(Reason::CompileLimit, what)));
        if too_slow {
            return limit(words::compile_too_slow(self.shown, env.limits.compile_seconds * 3));
        }
        if too_much {
            return limit(words::compile_says_too_much(self.shown));
        }
        let errors = errors(&said);
        // An error without a place may not be the kata's: a linker on a full disk just dies.
        if errors.iter().all(|error| places(error).is_empty()) && !has_room(&worker_dir.out) {
            bail!(
                "the disk is full: free some space in {}, or name another folder with --work",
                env.folder.display()
            );
        }
        if let Some(what) = crash(status, &said, &errors) {
            return limit(words::compile_crashed(self.shown, &what, &env.limits));
        }
        if errors.is_empty() {
            bail!(
                "the compiler ended with {status} and said: {}",
                crate::grade::results::clean::text(&said).trim()
            );
        }
        if let Some(error) = errors.iter().find(|error| is_of_the_linker(error)) {
            return Ok(Outcome::Unlinked(error.message.clone()));
        }
        Ok(Outcome::Refused(errors))
    }

    /// The files read and the variables used while compiling are the grader's own and the kata's.
    fn foreign_input(&self, inputs: &Path, own: &dyn Fn(&str) -> bool) -> Result<Option<Fault>> {
        let Ok(text) = fs::read_to_string(inputs) else { return Ok(None) };
        let list = self.worker_dir.tree.join(LIST);
        let own = |file: &str| {
            let file = file.replace("\\ ", " ");
            own(&file) || self.worker_dir.tree.join(&file) == list
        };
        for line in text.lines() {
            if let Some(variable) = line.strip_prefix("# env-dep:") {
                let name = variable.split('=').next().unwrap_or_default();
                if !name.starts_with("CLIPPY_") {
                    return Ok(Some(words::foreign_variable(self.shown, name)));
                }
            } else if let Some(file) = line.strip_suffix(':').filter(|file| !own(file)) {
                let file = file.replace(&*self.worker_dir.tree.to_string_lossy(), "");
                return Ok(Some(words::foreign_file(self.shown, &file)));
            }
        }
        Ok(None)
    }

    /// Why an error keeps claims from being judged. `place` is where a student will look.
    pub fn fault(&self, error: &Diagnostic, place: &str) -> Fault {
        let code = error.code.as_ref().map(|code| code.code.as_str()).unwrap_or_default();
        let reason = match code {
            "clippy::disallowed_macros" => Reason::ForbiddenInput,
            "clippy::disallowed_methods" | "clippy::disallowed_types" | "unsafe_code" | "E0453" => {
                Reason::ForbiddenApi
            }
            "E0603" if error.message.contains("module `probe` is private") => Reason::ForbiddenApi,
            _ if error.message.starts_with("couldn't read ") => Reason::ForbiddenInput,
            _ => Reason::CompileError,
        };
        let rendered = error.rendered.clone().unwrap_or_default();
        let rendered = crate::claims::cargo::plain_paths(&rendered)
            .replace("tests/../", "")
            .replace(&self.env.kit_name, "tokio_katas")
            .replace(&self.env.claims_name, self.kata);
        Fault::new(reason, words::refused(reason, place, error, &rendered))
    }
}

/// Whether what was compiled could not be put together: rustc's own words, at no line.
fn is_of_the_linker(error: &Diagnostic) -> bool {
    let message = &error.message;
    error.spans.is_empty() && (message.starts_with("linking with `") || message.starts_with("linker `"))
}

fn clear(folder: &Path) -> Result<()> {
    let _ = folders::remove(folder);
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))
}

/// Whether there is room for another program of the usual size.
fn has_room(folder: &Path) -> bool {
    let file = folder.join("room");
    // A test program has about 13 MiB, and so have its object files.
    let found = fs::write(&file, vec![1; 32 << 20]).is_ok();
    let _ = fs::remove_file(file);
    found
}

/// The output up to a limit, and whether there was more.
fn read_bounded(mut pipe: impl Read + Send + 'static) -> thread::JoinHandle<(String, bool)> {
    thread::spawn(move || {
        let mut kept = Vec::new();
        let _ = pipe.by_ref().take(LONGEST).read_to_end(&mut kept);
        let more = std::io::copy(&mut pipe, &mut std::io::sink()).unwrap_or(0) > 0;
        (String::from_utf8_lossy(&kept).into_owned(), more)
    })
}

fn errors(said: &str) -> Vec<Diagnostic> {
    let diagnostics = said.lines().filter_map(diagnostic);
    let summary = |error: &Diagnostic| error.spans.is_empty() && error.message.starts_with("aborting due to");
    diagnostics.filter(|it| (it.level == "error" || it.level == ICE) && !summary(it)).collect()
}

fn diagnostic(line: &str) -> Option<Diagnostic> {
    // Macros in macros nest deeper than the reader goes: then without them.
    serde_json::from_str(line).ok().or_else(|| serde_json::from_str::<Flat>(line).ok().map(Flat::unfold))
}

/// A diagnostic without the macros that it came through, and without its notes.
#[derive(Deserialize)]
struct Flat {
    message: String,
    level: String,
    code: Option<Code>,
    rendered: Option<String>,
    spans: Vec<FlatSpan>,
}

#[derive(Deserialize)]
struct FlatSpan {
    file_name: String,
    is_primary: bool,
    line_start: usize,
    byte_start: usize,
    byte_end: usize,
}

impl Flat {
    fn unfold(self) -> Diagnostic {
        let Flat { message, level, code, rendered, spans } = self;
        let span = |FlatSpan { file_name, is_primary, line_start, byte_start, byte_end }| Span {
            file_name,
            is_primary,
            line_start,
            byte_start,
            byte_end,
            expansion: None,
        };
        let spans = spans.into_iter().map(span).collect();
        Diagnostic { message, level, code, rendered, spans, children: Vec::new() }
    }
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

/// The places of an error, as file and line; those of surrounding macros come first.
pub fn places(error: &Diagnostic) -> Vec<(String, usize)> {
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

/// `text` with harmless names in attributes such as `#[allow(clippy::all)]`, which rustc reports as an attempt to
/// allow a forbidden lint. The lints themselves stay in force. `is_kata` tells the file of `text` from others.
pub fn without_allows(text: &str, errors: &[Diagnostic], is_kata: &dyn Fn(&str) -> bool) -> Option<String> {
    const HARMLESS: &str = "dead_code";
    let mut bytes = text.as_bytes().to_owned();
    let mut changed = false;
    for error in errors.iter().filter(|error| error.code.as_ref().is_some_and(|code| code.code == "E0453")) {
        for span in error.spans.iter().filter(|span| span.is_primary && is_kata(&span.file_name)) {
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
