//! The compiler clinic in a grade: one more kata, with the cases as levels. A case's file is judged by the same
//! check as in `cargo test --test treat`, here as a claim like any other.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use verdict::{Reason, Verdict};

use crate::claims::cargo::Diagnostic;
use crate::grade::build::compile::assembler;
use crate::grade::build::compiler::{Compiler, Outcome, places, without_allows};
use crate::grade::build::environment::BuildEnvironment;
use crate::grade::build::fault::Fault;
use crate::grade::build::shape::Shape;
use crate::grade::build::ward;
use crate::grade::build::worker_dir::{WorkerDir, write};
use crate::grade::clinic::{CaseFiles, NAME, claim, file, shown};
use crate::grade::judge::run::{self, KataRun, Trials};
use crate::grade::words;
use crate::kit::Kata;

/// The clinic of one submission in a worker directory.
pub struct Round<'a> {
    pub env: &'a BuildEnvironment,
    pub worker_dir: &'a WorkerDir,
    pub kata: &'a Kata,
    /// Whether the list of forbidden items is in force.
    pub lints: bool,
    /// Whether an untouched file counts as failed without being judged.
    pub knows_stubs: bool,
    /// What a program of cures is built of, if that is known.
    pub shape: Option<&'a Shape>,
}

/// Texts by case.
type CaseTexts = BTreeMap<String, String>;

impl Round<'_> {
    /// Judges the cases in `text`, which is of [`to_text`]. With it comes what the last of the programs is built of.
    pub fn judge(&self, text: &str, deadline: Instant) -> Result<(KataRun, Option<Shape>)> {
        let files: CaseFiles = serde_json::from_str(text).context("not the files of the clinic")?;
        let mut ran = KataRun::default();
        let mut texts = CaseTexts::new();
        for ward::OfCase { name, stub, .. } in &self.env.ward()?.cases {
            match files.get(name) {
                None => self.refuse(
                    &mut ran,
                    name,
                    &Fault::new(Reason::BadSubmission, words::missing_file(&file(name))),
                ),
                Some(Err(why)) => self.refuse(&mut ran, name, &Fault::new(Reason::BadSubmission, why)),
                Some(Ok(text)) if self.knows_stubs && text == stub => {
                    self.refuse(&mut ran, name, &Fault::new(Reason::NotStarted, words::not_treated(name)));
                }
                Some(Ok(text)) => match assembler(text) {
                    Some((line, macro_name)) => self.refuse(
                        &mut ran,
                        name,
                        &Fault::new(Reason::ForbiddenApi, words::assembler(&shown(name), line, macro_name)),
                    ),
                    None => drop(texts.insert(name.clone(), text.clone())),
                },
            }
        }
        let mut shape = None;
        self.together(texts, deadline, &mut ran, &mut shape)?;
        let place = |verdict: &Verdict| self.kata.levels.iter().position(|it| it.name == verdict.level());
        ran.verdicts.sort_by_key(place);
        Ok((ran, shape))
    }

    fn refuse(&self, ran: &mut KataRun, case: &str, fault: &Fault) {
        let id = format!("{NAME}::{}", claim(case));
        ran.verdicts.push(run::refuse(&id, fault.reason, &fault.message));
    }

    /// Compiles cases as one program, which takes far less time than one for each. Cases with errors are left out,
    /// and the others compiled again.
    fn together(
        &self,
        mut texts: CaseTexts,
        deadline: Instant,
        ran: &mut KataRun,
        shape: &mut Option<Shape>,
    ) -> Result<()> {
        let mut loosened = false;
        while !texts.is_empty() {
            if Instant::now() > deadline {
                let late =
                    Fault::new(Reason::Timeout, words::out_of_time(self.env.limits.submission_seconds));
                ran.stopped = true;
                texts.keys().for_each(|case| self.refuse(ran, case, &late));
                return Ok(());
            }
            let errors = match self.compile(&texts)? {
                Outcome::Program(program) => {
                    let own = shape.insert(Shape::of(&program)?);
                    if let Some(what) = self.shape.and_then(|model| own.beyond(model)) {
                        let message = words::beyond_the_kata(&format!("katas/{NAME}"), &what);
                        let fault = Fault::new(Reason::ForbiddenApi, message);
                        return self.nobody_blamed(texts, &fault, deadline, ran, shape);
                    }
                    let names: Vec<String> = texts.keys().map(|case| claim(case)).collect();
                    let names: Vec<&str> = names.iter().map(String::as_str).collect();
                    let Round { env, worker_dir, kata, .. } = *self;
                    let none = BTreeSet::new();
                    let trials = Trials {
                        env,
                        worker_dir,
                        program: &program,
                        kata,
                        alone: &none,
                        orders: None,
                        deadline,
                    };
                    let more = trials.run(&names)?;
                    ran.stopped |= more.stopped;
                    ran.verdicts.extend(more.verdicts.into_iter().map(with_the_kits_names));
                    return Ok(());
                }
                Outcome::Rejected(fault) => return self.nobody_blamed(texts, &fault, deadline, ran, shape),
                Outcome::Unlinked(said) => bail!("the linker fails: {said}"),
                Outcome::Refused(errors) => errors,
            };
            if !loosened && self.loosen(&mut texts, &errors) {
                loosened = true;
                continue;
            }
            let blamed = self.blame(&texts, &errors);
            if blamed.is_empty() {
                let fault = self.compiler("").fault(&errors[0], &format!("katas/{NAME}"));
                return self.nobody_blamed(texts, &fault, deadline, ran, shape);
            }
            for (case, fault) in blamed {
                texts.remove(&case);
                self.refuse(ran, &case, &fault);
            }
        }
        Ok(())
    }

    /// One of them is at fault, but no error says which: compiles each by itself.
    fn nobody_blamed(
        &self,
        texts: CaseTexts,
        fault: &Fault,
        deadline: Instant,
        ran: &mut KataRun,
        shape: &mut Option<Shape>,
    ) -> Result<()> {
        if let Some(case) = texts.keys().next().filter(|_| texts.len() == 1) {
            let own = |text: &str| text.replace(&format!("katas/{NAME}:"), &format!("{}:", shown(case)));
            self.refuse(ran, case, &Fault::new(fault.reason, own(&fault.message)));
            return Ok(());
        }
        texts.into_iter().try_for_each(|one| self.together(CaseTexts::from([one]), deadline, ran, shape))
    }

    fn compile(&self, texts: &CaseTexts) -> Result<Outcome> {
        let (tree, ward) = (&self.worker_dir.tree, self.env.ward()?);
        let mut root = String::new();
        for case in texts.keys() {
            writeln!(root, "#[path = \"{NAME}/{case}.rs\"]\nmod {case};")?;
        }
        let folder = tree.join("katas").join(NAME);
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        // What is handed in comes last: a macro that it defines reaches no check.
        for (case, text) in texts {
            write(&tree.join(shown(case)), text)?;
            writeln!(
                root,
                "#[path = \"../{}\"]\n#[allow(dead_code, unused_variables)]\nmod kata_{case};",
                shown(case)
            )?;
        }
        write(&tree.join("tests").join(format!("{NAME}.rs")), &root)?;
        let known: BTreeSet<String> = ward
            .cases
            .iter()
            .flat_map(|case| [check_path(&case.name), kata_path(&case.name)])
            .chain([format!("tests/{NAME}.rs")])
            .collect();
        self.compiler(&format!("katas/{NAME}")).compile(&|file| known.contains(file))
    }

    fn compiler<'a>(&'a self, shown: &'a str) -> Compiler<'a> {
        Compiler { env: self.env, worker_dir: self.worker_dir, kata: NAME, shown, lints: self.lints }
    }

    /// Lets an `#[allow(clippy::all)]` pass, which is no attack on the list. Returns whether there was one.
    fn loosen(&self, texts: &mut CaseTexts, errors: &[Diagnostic]) -> bool {
        let mut any = false;
        for (case, text) in texts {
            if let Some(looser) = without_allows(text, errors, &|file| file == kata_path(case)) {
                (*text, any) = (looser, true);
            }
        }
        any
    }

    /// The cases whose files the errors are in; if there are none, those whose checks do not compile.
    fn blame(&self, texts: &CaseTexts, errors: &[Diagnostic]) -> BTreeMap<String, Fault> {
        let mut blamed: BTreeMap<String, Fault> = BTreeMap::new();
        for error in errors {
            let places = places(error);
            for case in texts.keys() {
                let line = |path: &str| places.iter().find(|(file, _)| file == path).map(|(_, line)| *line);
                let fault = match (line(&kata_path(case)), line(&check_path(case))) {
                    (Some(line), _) => self.fault(error, &format!("{}:{line}", shown(case))),
                    (None, Some(_)) => {
                        let fault = self.fault(error, &shown(case));
                        Fault::new(fault.reason, words::called_otherwise(&shown(case), &fault.message))
                    }
                    (None, None) => continue,
                };
                // Report what is forbidden before what is merely wrong.
                let entry = blamed.entry(case.clone()).or_insert_with(|| fault.clone());
                if entry.reason == Reason::CompileError && fault.reason != Reason::CompileError {
                    *entry = fault;
                }
            }
        }
        blamed
    }

    fn fault(&self, error: &Diagnostic, place: &str) -> Fault {
        let fault = self.compiler("").fault(error, place);
        Fault::new(fault.reason, as_in_the_kit(&fault.message))
    }
}

/// `text` with the paths of the checks that users know.
fn as_in_the_kit(text: &str) -> String {
    text.replace(&format!("tests/{NAME}/"), "ui/checks/")
}

/// The same for the parts of a message.
fn with_the_kits_names(mut verdict: Verdict) -> Verdict {
    let message = &mut verdict.message;
    for part in [&mut message.headline, &mut message.seen, &mut message.lesson] {
        *part = as_in_the_kit(part);
    }
    verdict
}

/// The path as the compiler is given it.
fn check_path(case: &str) -> String {
    format!("tests/{NAME}/{case}.rs")
}

fn kata_path(case: &str) -> String {
    format!("tests/../{}", shown(case))
}
