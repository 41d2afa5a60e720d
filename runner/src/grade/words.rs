//! Every message of the grader's own about a submission.

use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::Duration;

use verdict::{Reason, Verdict};

use crate::claims::cargo::Diagnostic;
use crate::grade::build::fault::Fault;
use crate::grade::clinic;
use crate::grade::results::clean;
use crate::grade::results::model::Limits;
use crate::grade::results::progress::Completion;
use crate::kit::Kata;
use crate::ui::text::count;

/// A claim that holds in the usual order of what is ready in the same instant, and failed in this one.
pub fn in_another_order(verdict: Verdict, order: u32) -> Verdict {
    let found =
        format!("this was order {order} of what is ready at once; in the usual order the claim holds");
    let mut message = verdict.message;
    let part = if message.is_plain() { &mut message.headline } else { &mut message.seen };
    if !part.is_empty() {
        part.push_str("; ");
    }
    part.push_str(&found);
    Verdict { message, order: Some(order), ..verdict }
}

/// The fault of a level that only a broken kata could clear.
pub const NOT_BY_ITSELF: &str = "the kata does not compile, and this level cannot be judged by itself";

/// What rustc or clippy refused: a headline with the place, then what it said.
pub fn refused(reason: Reason, place: &str, error: &Diagnostic, rendered: &str) -> String {
    let what = match reason {
        Reason::ForbiddenApi => "not allowed in a graded kata: ",
        Reason::ForbiddenInput => "a graded kata is compiled from its own file alone: ",
        _ => "does not compile: ",
    };
    let mut said = format!("{place}: {what}{}\n\n{}", error.message, rendered.trim_end());
    if said.len() > 6000 {
        let end = (0..=6000).rev().find(|at| said.is_char_boundary(*at)).unwrap_or(0);
        said.truncate(end);
        said.push_str("\n… (cut)");
    }
    said
}

pub fn assembler(kata: &str, line: usize, name: &str) -> String {
    format!("{kata}:{line}: not allowed in a graded kata: {name}, code written in assembler")
}

/// A text that is too much for the parser.
pub fn not_parsed(kata: &str, why: &str) -> String {
    format!("{kata} cannot be taken apart into its levels: the parser could not cope with it, {why}")
}

/// The built program has more in it than one of this kata has.
pub fn beyond_the_kata(kata: &str, what: &str) -> String {
    format!("{kata}: not allowed in a graded kata: {what}")
}

pub fn not_linked(kata: &str, said: &str) -> String {
    format!("{kata}: does not compile: it cannot be put together: {said}")
}

pub fn foreign_file(kata: &str, file: &str) -> Fault {
    Fault::new(
        Reason::ForbiddenInput,
        format!("{kata}: a graded kata is compiled from its own file alone, and this one reads {file}"),
    )
}

/// The kata reads an environment variable when it is compiled.
pub fn foreign_variable(kata: &str, name: &str) -> Fault {
    Fault::new(
        Reason::ForbiddenInput,
        format!(
            "{kata}: a graded kata is compiled from its own file alone, and this one reads the variable {name}"
        ),
    )
}

/// The compiler was stopped after `seconds` of real time.
pub fn compile_too_slow(kata: &str, seconds: u64) -> String {
    format!("{kata}: the compiler did not finish within {seconds} s")
}

/// The diagnostics exceed the limit.
pub fn compile_says_too_much(kata: &str) -> String {
    format!("{kata}: the compiler printed more about it than the grader reads")
}

/// The compiler crashed or ran into a limit: `what` says how.
pub fn compile_crashed(kata: &str, what: &str, limits: &Limits) -> String {
    format!(
        "{kata}: the compiler failed on it ({what}); its limits are {} MiB and {} s of CPU time",
        limits.compile_memory_mib, limits.compile_seconds
    )
}

/// A file of the clinic is untouched.
pub fn not_treated(case: &str) -> String {
    format!("katas/clinic/{case}.rs is as it was handed out; ui/{case}.md explains what is wrong with it")
}

/// A part of the file that belongs to no level was left out, so that the levels could be judged.
pub fn left_out(file: &str, fault: &Fault) -> String {
    let why = fault.message.lines().next().unwrap_or_default();
    match fault.reason {
        Reason::CompileError => format!(
            "{file} does not compile as it was handed in, and was judged without the part at fault: {why}"
        ),
        _ => format!("{file} was judged without a part of it: {why}"),
    }
}

/// The check's calls of the student's functions do not compile: `said` is the compiler's message.
pub fn called_otherwise(file: &str, said: &str) -> String {
    let said = said.split_once("\n\n").map_or(said, |(_, rendered)| rendered);
    format!(
        "{file}: its public signatures have changed; keep the names, \
         parameters and results of the `pub` ones as they were\n\n{said}"
    )
}

/// A kata is missing.
pub fn missing(kata: &Kata) -> String {
    match kata.name.as_str() {
        clinic::NAME => "katas/clinic is not in the submission".to_owned(),
        name => missing_file(name),
    }
}

/// A file is missing.
pub fn missing_file(name: &str) -> String {
    format!("katas/{name}.rs is not in the submission")
}

/// Why root does not grade unless it says so.
pub const ROOT: &str = "this is root: what gets out of its seal could do everything on this machine; grade as another \
     user, or add --as-root in a container or machine that you can throw away";

/// What is weaker where root grades.
pub const GRADED_AS_ROOT: &str =
    "graded as root: what gets out of its seal could do everything on this machine";

/// What is weaker where a claim gets no pid namespace.
pub const PROCESSES_ARE_SHARED: &str = "this system gives claims no pid namespace of their own: only the list of calls keeps them from starting a process \
     that outlives them, and from signalling another";

/// What is weaker where claims that talk get no network of their own; `ports` says whether the kernel can at least keep
/// them from those of well-known services.
pub fn network_is_shared(katas: &[&str], ports: bool) -> String {
    let where_to = if ports { "" } else { ", at any port" };
    format!(
        "the claims of {} could reach other machines{where_to}: this system cannot give them a network of their own",
        katas.join(", ")
    )
}

/// The submission's time was used up before this claim.
pub fn out_of_time(seconds: u64) -> String {
    format!("not judged: the submission has used up its {seconds} s")
}

/// The grader itself failed.
pub fn harness(error: &anyhow::Error) -> String {
    format!("the grader failed here, not the answer: {error:#}")
}

/// What a run did that its reports do not show.
pub fn done(done: &Completion) -> Vec<String> {
    let (resumed, repeated) = (done.resumed.load(Ordering::Relaxed), done.repeated.load(Ordering::Relaxed));
    let resumed = (resumed > 0)
        .then(|| format!("{} graded before", count(resumed, "submission was", "submissions were")));
    let repeated = (repeated > 0).then(|| {
        format!("{} the text of one that was judged already", count(repeated, "kata had", "katas had"))
    });
    let unkept = done.unkept.load(Ordering::Relaxed);
    let unkept = (unkept > 0).then(|| {
        format!(
            "warning: {} not written to the work folder, which is full",
            count(unkept, "result was", "results were")
        )
    });
    resumed.into_iter().chain(repeated).chain(unkept).collect()
}

/// What is in `folder` among the submissions but is not one.
pub fn passed_over(folder: &Path, names: &[String]) -> String {
    const SHOWN: usize = 10;
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| clean::name(name)).collect();
    let more = names.len().saturating_sub(SHOWN);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!(
        "ignored in {}, because a submission is a folder, a .zip or a .tar.gz: {}{more}",
        folder.display(),
        shown.join(", ")
    )
}

/// What is wrong with a machine whose clock is this far from another's.
pub fn clock_off(off: Duration) -> String {
    format!(
        "this machine's clock and that of the plan's folder are {} min apart; no grade depends on it, but Cargo may \
         build the kit anew, and a scheduler may refuse the machine",
        off.as_secs().div_ceil(60)
    )
}

/// Where a shard stopped. Its scheduler starts it again.
pub fn shard_stopped(done: usize, all: usize, interrupted: bool) -> String {
    let why = if interrupted { "interrupted" } else { "stopped" };
    format!(
        "{why} with {done} of {} graded: what is graded stays graded when the shard runs again",
        count(all, "submission", "submissions")
    )
}

/// Where a run stopped, and how to go on.
pub fn stopped(done: usize, all: usize, interrupted: bool) -> String {
    let why = if interrupted { "interrupted" } else { "stopped" };
    if done == 0 {
        format!("{why} before any of {} was graded", count(all, "submission", "submissions"))
    } else {
        format!(
            "{why} with {done} of {} graded: run the same command with --resume to go on",
            count(all, "submission", "submissions")
        )
    }
}
