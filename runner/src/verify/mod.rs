//! `cargo kata verify`: the proof that the claims tell right answers from wrong ones.

mod explore;
pub mod judge;
mod known;
mod mistakes;
pub mod over_strict;
mod timelines;

use std::collections::BTreeSet;
use std::fs::File;
use std::path::Path;

use anyhow::Result;
use serde::Serialize;

use self::judge::Judged;
use self::mistakes::{First, Judgement};
use self::over_strict::OverStrict;
use crate::claims::answers::{self as built_answers, Compiled};
use crate::kit::answers::{self, Answer, Expected};
use crate::kit::{Kit, shown};
use crate::ui::output::say;
use verdict::{Reason, Status, Verdict};

#[derive(Serialize)]
struct ProofReport {
    answers: Vec<Row>,
    summary: Summary,
}

/// The verdict on one answer.
#[derive(Serialize)]
struct Row {
    path: String,
    kata: String,
    level: String,
    expected: Expected,
    outcome: Finding,
    as_expected: bool,
    /// The ids of the claims that failed.
    failed_claims: Vec<String>,
    /// Why it is not as expected; otherwise the message of the first failed claim.
    message: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Finding {
    Accepted,
    Rejected,
    /// Nothing is known: it did not compile, or its claims could not be run.
    Unknown,
}

#[derive(Default, Serialize)]
struct Summary {
    answers: usize,
    as_expected: usize,
    unexpected: usize,
    unknown: usize,
    /// The ids of claims that no wrong answer fails.
    unproven_claims: Vec<String>,
    levels: Vec<LevelSummary>,
    /// Only for the kit's own answers.
    over_strict: Option<OverStrict>,
    /// How the committed tables of known mistakes, and the timelines, differ from what was seen.
    stale: Vec<String>,
    /// If it was asked for.
    first: Vec<First>,
}

#[derive(Serialize)]
struct LevelSummary {
    level: String,
    claims: usize,
    right: usize,
    wrong: usize,
}

/// What is done with the kit's own answers, beside comparing the wrong ones with the tables of known mistakes and with the timelines.
#[derive(Clone, Copy, clap::Args)]
pub struct OwnAnswers {
    /// Write the tables of known mistakes, katas/mistakes/KATA.txt
    #[arg(long, conflicts_with = "answers")]
    write_mistakes: bool,
    /// Write the pictures of the book's lessons as data, answers/KATA/timelines.json
    #[arg(long, conflicts_with = "answers")]
    write_timelines: bool,
    /// Show what the first message on each wrong answer says
    #[arg(long, conflicts_with = "answers")]
    first: bool,
    /// Judge all answers, also those whose text and claims have not changed since they were as expected
    #[arg(long, conflicts_with = "answers")]
    anew: bool,
}

/// Judges the answers in `folder` (the kit's own by default) and prints the report.
///
/// True if everything is as expected. For the kit's own answers that includes its stubs, which
/// must fail every claim, its references, the wrong answers' headers, and that each claim is
/// failed by a wrong answer, that answers with too many bounds are refused, and that the tables of known mistakes and
/// the timelines are up to date.
pub fn run(folder: Option<&Path>, json: bool, only: &[String], asked: OwnAnswers) -> Result<bool> {
    let kit = Kit::find()?;
    let own = folder.is_none();
    if own {
        kit.needs_answers()?;
    }
    let folder = folder.map_or_else(|| kit.answers(), Path::to_owned);
    let (mut answers, misplaced) = answers::collect(&kit, &folder, only)?;
    if own {
        answers.extend(stubs_and_references(&kit, only)?);
    }
    if !json {
        eprintln!("judging {} answers", answers.len());
    }
    let (_lock, built) = build_in_turn(&kit, &answers)?;
    let judged = if own {
        let as_expected = |answer: &Answer, verdicts: &[Verdict]| complaint(answer, verdicts, own).is_none();
        known::judge(&kit, &answers, &built, asked.anew || asked.write_mistakes, !json, as_expected)?
    } else {
        judge::judge(&kit, &answers.iter().collect::<Vec<_>>(), built.clone(), None)?
    };
    let judgement = Judgement { kit: &kit, answers: &answers, built: &built, judged: &judged };
    if asked.write_mistakes {
        for path in judgement.write()? {
            say(format!("written: {path}"));
        }
    }
    if asked.write_timelines {
        for path in judgement.write_timelines()? {
            say(format!("written: {path}"));
        }
    }
    let stale =
        if own { [judgement.complaints()?, judgement.stale_timelines()?].concat() } else { Vec::new() };
    let first = if asked.first { judgement.first() } else { Vec::new() };
    let over_strict = own.then(|| over_strict::check(&kit, only)).transpose()?;

    let explored = explore::wrong_answers(&kit, &answers, &built)?;

    let mut proof = Proof::default();
    let mut rows: Vec<Row> = Vec::new();
    for ((answer, judged), explored) in answers.iter().zip(judged).zip(explored) {
        proof.note(answer, &judged);
        rows.push(match explored {
            None => row(&kit, answer, judged, own),
            Some(explored) => {
                let complaint = explore::complaint(&judged, &explored);
                let row = row(&kit, answer, explored, own);
                match complaint {
                    Some(message) => Row { as_expected: false, message, ..row },
                    None => row,
                }
            }
        });
    }
    rows.extend(misplaced.into_iter().map(|file| Row {
        path: shown(&kit.root, &file.path),
        kata: file.kata,
        level: file.level,
        expected: file.expected,
        outcome: Finding::Unknown,
        as_expected: false,
        failed_claims: Vec::new(),
        message: file.why,
    }));
    let accepted = over_strict.as_ref().is_some_and(|it| !it.complaints.is_empty());
    let summary = Summary { over_strict, stale, first, ..summary(&kit, &rows, &proof, only)? };
    let good = summary.unexpected == 0 && (!own || summary.unproven_claims.is_empty());
    let good = good && !accepted && summary.stale.is_empty();
    let report = ProofReport { answers: rows, summary };
    if json {
        say(serde_json::to_string_pretty(&report)?);
    } else {
        print(&report);
    }
    Ok(good)
}

/// `cargo kata verify --explore N`: tries the right answers and the reference solutions in so many orders. True if all
/// hold in all of them.
pub fn run_right_answers(folder: Option<&Path>, only: &[String], orders: u32) -> Result<bool> {
    let kit = Kit::find()?;
    if folder.is_none() {
        kit.needs_answers()?;
    }
    // All of them, so that the programs are those of a plain `verify`.
    let (mut answers, _) = answers::collect(&kit, folder.unwrap_or(&kit.answers()), only)?;
    if folder.is_none() {
        answers.extend(stubs_and_references(&kit, only)?);
    }
    let (_lock, built) = build_in_turn(&kit, &answers)?;
    explore::right_answers(&kit, &answers, &built, only, orders)
}

/// Builds the answers, one program for each level. No other run builds or judges there as long as the lock is held.
fn build_in_turn(kit: &Kit, answers: &[Answer]) -> Result<(File, Vec<Compiled>)> {
    let lock = kit.turn("verify")?;
    let one_per_level = |answer: &Answer| format!("{}__{}", answer.kata, answer.level);
    let built = built_answers::build(kit, "verify", answers, one_per_level)?;
    Ok((lock, built))
}

/// The kit's whole katas, once for each level.
fn stubs_and_references(kit: &Kit, only: &[String]) -> Result<Vec<Answer>> {
    let mut answers = Vec::new();
    for (kata, level) in kit.levels(only)? {
        answers.extend([Expected::Stub, Expected::Reference].map(|it| Answer::whole(kit, kata, level, it)));
    }
    Ok(answers)
}

/// Which claims there are, and which of them some wrong answer fails.
#[derive(Default)]
struct Proof {
    claims: BTreeSet<String>,
    failed: BTreeSet<String>,
}

impl Proof {
    fn note(&mut self, answer: &Answer, judged: &Judged) {
        let Judged::Verdicts(verdicts) = judged else { return };
        // The cases of a table count as one claim.
        let claim = |verdict: &Verdict| format!("{}::{}::{}", answer.kata, answer.level, verdict.claim());
        self.claims.extend(verdicts.iter().map(claim));
        if answer.expected == Expected::Wrong {
            self.failed.extend(verdicts.iter().filter(|verdict| verdict.status() == Status::Fail).map(claim));
        }
    }
}

fn row(kit: &Kit, answer: &Answer, judged: Judged, own: bool) -> Row {
    let (outcome, failed, complaint) = match judged {
        Judged::Unknown(why) => (Finding::Unknown, Vec::new(), Some(why)),
        Judged::Verdicts(verdicts) => {
            let complaint = complaint(answer, &verdicts, own);
            let (passed, rest): (Vec<Verdict>, Vec<Verdict>) =
                verdicts.into_iter().partition(|verdict| verdict.passed());
            let failed: Vec<Verdict> =
                rest.iter().filter(|verdict| verdict.status() == Status::Fail).cloned().collect();
            let outcome = match (failed.is_empty(), rest.is_empty() && !passed.is_empty()) {
                (false, _) => Finding::Rejected,
                (true, true) => Finding::Accepted,
                (true, false) => Finding::Unknown,
            };
            (outcome, failed, complaint)
        }
    };
    let first = failed.first().map(|verdict| format!("{}\n{}", verdict.id, verdict.text(false)));
    Row {
        path: shown(&kit.root, &answer.path),
        kata: answer.kata.clone(),
        level: answer.level.clone(),
        expected: answer.expected,
        outcome,
        as_expected: complaint.is_none(),
        failed_claims: failed.into_iter().map(|verdict| verdict.id).collect(),
        message: complaint.or(first).unwrap_or_default(),
    }
}

/// Why the verdicts do not match the answer's mark; `None` if they do.
fn complaint(answer: &Answer, verdicts: &[Verdict], own: bool) -> Option<String> {
    let odd = |status: Status| verdicts.iter().find(|verdict| verdict.status() == status);
    let text = |verdict: &Verdict| format!("{}\n{}", verdict.id, verdict.text(false));
    if let Some(error) = odd(Status::Error) {
        return Some(text(error));
    }
    match answer.expected {
        Expected::Right | Expected::Reference => odd(Status::Fail).map(text),
        Expected::Stub => odd(Status::Pass)
            .or_else(|| verdicts.iter().find(|verdict| verdict.reason != Reason::NotStarted))
            .map(|verdict| {
                format!("{}: the stub must fail this as not started\n{}", verdict.id, verdict.text(false))
            }),
        Expected::Wrong if odd(Status::Fail).is_none() => Some("no claim catches it".to_owned()),
        Expected::Wrong if own => header_complaint(answer, verdicts),
        Expected::Wrong => None,
    }
}

/// Checks the header of one of the kit's wrong answers: the claim that catches it, and words of its message.
fn header_complaint(answer: &Answer, verdicts: &[Verdict]) -> Option<String> {
    let Some(name) = &answer.caught_by else {
        return Some("its header has no line `//! caught by: CLAIM`".to_owned());
    };
    if answer.says.is_empty() {
        return Some("its header has no line `//! says: WORDS`".to_owned());
    }
    if answer.family.is_none() {
        return Some("its header has no line `//! family: NAME`".to_owned());
    }
    let named: Vec<&Verdict> = verdicts.iter().filter(|verdict| verdict.claim() == name).collect();
    if named.is_empty() {
        return Some(format!("its header names a claim that the level does not have: {name}"));
    }
    let failed = || named.iter().filter(|verdict| verdict.status() == Status::Fail);
    if failed().next().is_none() {
        let others = verdicts.iter().filter(|verdict| verdict.status() == Status::Fail).map(Verdict::claim);
        let others = BTreeSet::from_iter(others);
        return Some(format!("{name} should catch it but passes; these fail: {others:?}"));
    }
    if !failed().any(|verdict| answer.is_told_by(verdict)) {
        let said = failed().next().map(|verdict| verdict.text(false)).unwrap_or_default();
        return Some(format!("{name} should say {:?}, but says:\n{said}", answer.says));
    }
    None
}

fn summary(kit: &Kit, rows: &[Row], proof: &Proof, only: &[String]) -> Result<Summary> {
    let count = |wanted: &dyn Fn(&Row) -> bool| rows.iter().filter(|row| wanted(row)).count();
    let mut levels = Vec::new();
    for (kata, level) in kit.levels(only)? {
        let name = format!("{}::{}", kata.name, level.name);
        let here = |row: &Row| row.kata == kata.name && row.level == level.name;
        levels.push(LevelSummary {
            claims: proof.claims.iter().filter(|claim| claim.starts_with(&format!("{name}::"))).count(),
            right: count(&|row| here(row) && row.expected == Expected::Right),
            wrong: count(&|row| here(row) && row.expected == Expected::Wrong),
            level: name,
        });
    }
    Ok(Summary {
        answers: rows.len(),
        as_expected: count(&|row| row.as_expected),
        unexpected: count(&|row| !row.as_expected),
        unknown: count(&|row| row.outcome == Finding::Unknown),
        unproven_claims: proof.claims.difference(&proof.failed).cloned().collect(),
        levels,
        over_strict: None,
        stale: Vec::new(),
        first: Vec::new(),
    })
}

fn print(report: &ProofReport) {
    for row in report.answers.iter().filter(|row| !row.as_expected) {
        say(format!("{}: {}", row.path, expectation(row)));
        for line in row.message.lines() {
            say(format!("    {line}"));
        }
    }
    let Summary {
        answers,
        as_expected,
        unexpected,
        unknown,
        unproven_claims,
        levels,
        over_strict,
        stale,
        first,
    } = &report.summary;
    for claim in unproven_claims {
        say(format!("{claim}: no wrong answer fails it"));
    }
    let widest = levels.iter().map(|level| level.level.len()).max().unwrap_or(0);
    say(format!("{:widest$}  claims  right  wrong", "level"));
    for LevelSummary { level, claims, right, wrong } in levels {
        say(format!("{level:widest$}  {claims:6}  {right:5}  {wrong:5}"));
    }
    let total = |of: fn(&LevelSummary) -> usize| levels.iter().map(of).sum::<usize>();
    let (claims, right, wrong) = (total(|l| l.claims), total(|l| l.right), total(|l| l.wrong));
    say(format!("{:widest$}  {claims:6}  {right:5}  {wrong:5}", "total"));
    say(format!(
        "{answers} answers: {as_expected} as expected, {unexpected} not ({unknown} of unknown outcome); \
         {} claims that no wrong answer fails",
        unproven_claims.len(),
    ));
    if let Some(OverStrict { refused, complaints }) = over_strict {
        for complaint in complaints {
            say(complaint);
        }
        say(format!("over-strict: {refused} refused, {} not", complaints.len()));
    }
    stale.iter().for_each(say);
    print_first(first);
}

/// What the first message on each wrong answer says.
fn print_first(rows: &[First]) {
    if rows.is_empty() {
        return;
    }
    let widest = rows.iter().map(|row| row.level.len()).max().unwrap_or(0);
    say(format!("\n{:widest$}  wrong  before  family  as written    now", "first message"));
    let line = |name: &str, [wrong, before, family, as_written]: [usize; 4]| {
        let now = 100.0 * (family + as_written) as f64 / wrong.max(1) as f64;
        say(format!("{name:widest$}  {wrong:5}  {before:6}  {family:6}  {as_written:10}  {now:3.0} %"));
    };
    let of = |row: &First| [row.wrong, row.before, row.family, row.as_written];
    for row in rows {
        line(&row.level, of(row));
    }
    line("total", rows.iter().map(of).fold([0; 4], |sum, row| std::array::from_fn(|i| sum[i] + row[i])));
    for row in rows {
        row.misled.iter().for_each(|why| say(format!("{}__{why}", row.level)));
    }
    say("before: the first failing claim by name holds the words of the answer's header.");
    say("family: the diagnosis, without this answer in the table, is its family.");
    say("as written: no diagnosis, and the first message holds the words of the header.");
}

fn expectation(row: &Row) -> &'static str {
    match (row.expected, row.outcome) {
        (_, Finding::Unknown) => "proves nothing",
        (Expected::Right | Expected::Reference, _) => "a right answer, but rejected",
        (Expected::Wrong, Finding::Accepted) => "a wrong answer, but accepted",
        (Expected::Wrong, _) => "not caught as its header says",
        (Expected::Stub, _) => "a stub that does not count as not started",
    }
}
