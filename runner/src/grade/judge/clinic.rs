//! The compiler clinic in a grade: one more kata, with the cases as levels. A case's file is judged by the same
//! check as in `cargo test --test treat`, here as a claim like any other.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::claims::cargo::Diagnostic;
use crate::grade::build::compile::assembler;
use crate::grade::build::compiler::{Compiler, Fault, Outcome, places, without_allows};
use crate::grade::build::environment::{BuildEnvironment, WorkerDir, write};
use crate::grade::build::shape::Shape;
use crate::grade::judge::run::{self, Ran, Trials};
use crate::grade::words;
use crate::kit::{Kata, Kit, Level, read};
use crate::learner::clinic::cases;
use verdict::{Reason, Verdict};

/// Its name among the katas.
pub const NAME: &str = "clinic";

/// The claim on each case.
const CLAIM: &str = "it_is_cured";

/// The files of a submission by case: their texts, or why they cannot be accepted.
pub type Files = BTreeMap<String, Result<String, String>>;

/// The clinic as a kata; `None` in a kit without one.
pub fn as_kata(kit: &Kit) -> Result<Option<Kata>> {
    if !kit.root.join("ui/cases.toml").is_file() {
        return Ok(None);
    }
    let levels = cases(kit)?.into_iter().map(|case| Level::new(case.name, case.points)).collect();
    Ok(Some(Kata {
        name: NAME.to_owned(),
        teaches: "what the compiler says to async code".to_owned(),
        feature: None,
        grants: Vec::new(),
        levels,
    }))
}

/// The name of a case's file in a submission, as that of a kata's: without `katas/` and `.rs`.
pub fn file(case: &str) -> String {
    format!("{NAME}/{case}")
}

/// A case's file as a student knows it.
pub fn shown(case: &str) -> String {
    format!("katas/{}.rs", file(case))
}

/// The name of the claim on a case.
pub fn claim(case: &str) -> String {
    format!("{case}::{CLAIM}")
}

/// All files as one text, in the place of a kata's text.
pub fn to_text(files: &Files) -> String {
    serde_json::to_string(files).unwrap_or_default()
}

/// What a grade of the clinic depends on, besides the library.
pub fn sources(kit: &Kit) -> Vec<PathBuf> {
    let answers = kit.answers().join(NAME);
    vec![
        kit.root.join("ui/cases.toml"),
        kit.root.join("ui/checks"),
        answers.join("stub"),
        answers.join("cured"),
    ]
}

/// The grader's own part of the clinic.
pub struct Ward {
    /// What the checks share, as a library under a name that no submission can know.
    pub kit_name: String,
    kit_file: PathBuf,
    cases: Vec<OfCase>,
}

struct OfCase {
    name: String,
    check: String,
    stub: String,
}

impl Ward {
    /// Reads the checks of all cases.
    ///
    /// # Errors
    /// If one cannot be read.
    pub fn open(kit: &Kit, clinic: &Kata) -> Result<Ward> {
        let checks = kit.root.join("ui/checks");
        let stubs = kit.answers().join(NAME).join("stub");
        let of_case = |level: &Level| {
            let file = format!("{}.rs", level.name);
            let (check, stub) = (read(&checks.join(&file))?, read(&stubs.join(&file))?);
            Ok(OfCase { name: level.name.clone(), check, stub })
        };
        Ok(Ward {
            kit_name: format!("checks_{:016x}", RandomState::new().build_hasher().finish()),
            kit_file: checks.join("kit.rs"),
            cases: clinic.levels.iter().map(of_case).collect::<Result<_>>()?,
        })
    }

    /// The library of the checks: if a check is not satisfied, the claim fails.
    pub fn library(&self, kit: &str) -> String {
        format!(
            "#[path = {:?}]\nmod kit;\npub use kit::*;\nmod ending {{\n\
             pub fn reject(claim: &str, expected: &str, seen: &str, cause: &str) -> ! {{\n\
             let failure = {kit}::probe::Failure::new(format!(\"this does not hold: {{claim}}\"));\n\
             failure.expected(expected).seen(seen).cause(cause).raise()\n}}\n}}\n",
            self.kit_file
        )
    }

    /// Puts the checks in a worker directory, each as a claim.
    pub fn lay_out(&self, worker_dir: &WorkerDir, kit: &str) -> Result<()> {
        let folder = worker_dir.tree.join("tests").join(NAME);
        fs::create_dir_all(&folder)
            .and_then(|()| fs::create_dir_all(worker_dir.tree.join("katas").join(NAME)))
            .with_context(|| format!("cannot make {}", folder.display()))?;
        for OfCase { name, check, .. } in &self.cases {
            let check = check
                .replace("use crate::kit;", &format!("use {} as kit;", self.kit_name))
                .replace("crate::kata::", &format!("crate::kata_{name}::"));
            let claim = format!(
                "\n#[tokio::test(start_paused = true)]\nasync fn {CLAIM}() {{\n    \
                 {kit}::probe::run_as_claim(\"{NAME}\", check()).await;\n}}\n"
            );
            write(&folder.join(format!("{name}.rs")), &(check + &claim))?;
        }
        Ok(())
    }
}

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
type Texts = BTreeMap<String, String>;

impl Round<'_> {
    /// Judges the cases in `text`, which is of [`to_text`]. With it comes what the last of the programs is built of.
    pub fn judge(&self, text: &str, deadline: Instant) -> Result<(Ran, Option<Shape>)> {
        let files: Files = serde_json::from_str(text).context("not the files of the clinic")?;
        let mut ran = Ran::default();
        let mut texts = Texts::new();
        for OfCase { name, stub, .. } in &self.env.ward()?.cases {
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

    fn refuse(&self, ran: &mut Ran, case: &str, fault: &Fault) {
        let id = format!("{NAME}::{}", claim(case));
        ran.verdicts.push(run::refuse(&id, fault.reason, &fault.message));
    }

    /// Compiles cases as one program, which takes far less time than one for each. Cases with errors are left out,
    /// and the others compiled again.
    fn together(
        &self,
        mut texts: Texts,
        deadline: Instant,
        ran: &mut Ran,
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
                    let trials = Trials { env, worker_dir, program: &program, kata, alone: &none, deadline };
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
        texts: Texts,
        fault: &Fault,
        deadline: Instant,
        ran: &mut Ran,
        shape: &mut Option<Shape>,
    ) -> Result<()> {
        if let Some(case) = texts.keys().next().filter(|_| texts.len() == 1) {
            let own = |text: &str| text.replace(&format!("katas/{NAME}:"), &format!("{}:", shown(case)));
            self.refuse(ran, case, &Fault::new(fault.reason, own(&fault.message)));
            return Ok(());
        }
        texts.into_iter().try_for_each(|one| self.together(Texts::from([one]), deadline, ran, shape))
    }

    fn compile(&self, texts: &Texts) -> Result<Outcome> {
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
    fn loosen(&self, texts: &mut Texts, errors: &[Diagnostic]) -> bool {
        let mut any = false;
        for (case, text) in texts {
            if let Some(looser) = without_allows(text, errors, &kata_path(case)) {
                (*text, any) = (looser, true);
            }
        }
        any
    }

    /// The cases whose files the errors are in; if there are none, those whose checks do not compile.
    fn blame(&self, texts: &Texts, errors: &[Diagnostic]) -> BTreeMap<String, Fault> {
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

// ----------------------------------------------------------------------------------- self-check

/// The pristine files, and the reference cures: as many sets of them as the case with most cures needs,
/// so that each is tried.
///
/// # Errors
/// If a case has none, or one cannot be read.
pub fn answers(kit: &Kit, clinic: &Kata) -> Result<(Files, Vec<Files>)> {
    let folder = |name: &str| kit.answers().join(NAME).join(name);
    let cures = crate::kit::rust_files(&folder("cured"))?;
    let (mut stubs, mut cured) = (Files::new(), BTreeMap::new());
    for Level { name, .. } in &clinic.levels {
        stubs.insert(name.clone(), Ok(read(&folder("stub").join(format!("{name}.rs")))?));
        let stem = |path: &PathBuf| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let of_case = cures.iter().filter(|path| stem(path).split("__").next() == Some(name));
        let texts = of_case.map(|path| read(path)).collect::<Result<Vec<String>>>()?;
        anyhow::ensure!(!texts.is_empty(), "{name} has no reference cure in {}", folder("cured").display());
        cured.insert(name, texts);
    }
    let most = cured.values().map(Vec::len).max().unwrap_or(0);
    let nth = |nth: usize| {
        cured.iter().map(|(name, texts)| ((*name).clone(), Ok(texts[nth % texts.len()].clone()))).collect()
    };
    Ok((stubs, (0..most).map(nth).collect()))
}
