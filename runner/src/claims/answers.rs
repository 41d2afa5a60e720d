//! Builds answers: many become modules of one test program, which registers one of them with the claims. So one
//! link serves dozens of answers; they are separated only if one does not compile. Then runs claims on one of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use syn::Item;
use toml::{Table, Value};
use verdict::{Verdict, environment};

use crate::claims::cargo::{self, Diagnostic};
use crate::claims::run::{self, ClaimRun, Selection};
use crate::kit::answers::{Answer, Expected};
use crate::kit::items::Parsed;
use crate::kit::{self, Kata, Kit, by_feature, read, slashed};
use crate::process;

/// How many claims of one answer run at once: most that hang sleep, so more than there are cores.
const THREADS: usize = 4;

/// What became of each answer, in the order in which they were given.
#[derive(Clone)]
pub enum Compiled {
    /// A test binary, and the answer in it: what [`environment::ANSWER`] must say.
    Binary { program: PathBuf, module: String },
    /// rustc's errors.
    Refused(Vec<Diagnostic>),
}

/// Compiles every answer against its level's claims, in the package `name`. `target` says which answers become one
/// program; they are of one kata.
pub fn build(
    kit: &Kit,
    name: &str,
    answers: &[Answer],
    target: fn(&Answer) -> String,
) -> Result<Vec<Compiled>> {
    let mut built = BTreeMap::new();
    for (feature, katas) in by_feature(&kit.katas.iter().collect::<Vec<_>>()) {
        let targets = targets(answers, &katas, target);
        if !targets.is_empty() {
            build_package(kit, name, feature, answers, targets, &mut built)?;
        }
    }
    Ok(built.into_values().collect())
}

/// Compiles `targets` as one package, with what the kit's `feature` brings.
fn build_package(
    kit: &Kit,
    name: &str,
    feature: Option<&str>,
    answers: &[Answer],
    mut targets: Vec<TestTarget>,
    built: &mut BTreeMap<usize, Compiled>,
) -> Result<()> {
    let name = feature.map_or_else(|| name.to_owned(), |feature| format!("{name}-{feature}"));
    let scratch = kit.scratch(&name)?;
    while !targets.is_empty() {
        write_package(kit, &scratch, feature, answers, &targets)?;
        let manifest = slashed(&scratch.join("Cargo.toml"));
        let arguments = ["--tests", "--manifest-path", &manifest];
        // The kit's lock names all that is needed, and no index has to be asked. But what it names may not have
        // been fetched yet.
        let outcome = cargo::build(kit, &[&arguments[..], &["--offline"]].concat(), false, None);
        let outcome = match outcome {
            Err(_) if !process::cancelled() => cargo::build(kit, &arguments, false, None)?,
            outcome => outcome?,
        };
        let mut again = Vec::new();
        for (name, members) in targets {
            if let Some(program) = outcome.programs.get(&name) {
                for index in members {
                    built.insert(
                        index,
                        Compiled::Binary { program: program.path.clone(), module: module(index) },
                    );
                }
                continue;
            }
            let errors = outcome.errors.get(&name).map(Vec::as_slice).unwrap_or_default();
            if errors.is_empty() {
                bail!("cargo built no {name} and gave no reason: {}", outcome.complaint());
            }
            let blamed = blame(answers, &members, errors)?;
            let rest: Vec<usize> =
                members.iter().copied().filter(|index| !blamed.contains_key(index)).collect();
            let nobody = blamed.is_empty();
            built.extend(blamed.into_iter().map(|(index, said)| (index, Compiled::Refused(said))));
            if nobody && members.len() == 1 {
                built.insert(members[0], Compiled::Refused(errors.to_vec()));
            } else if nobody {
                // An error in a bridge: only a separate build can tell whose it is.
                again.extend(rest.into_iter().map(|index| (format!("{name}_{index}"), vec![index])));
            } else if !rest.is_empty() {
                again.push((name, rest));
            }
        }
        targets = again;
    }
    Ok(())
}

/// A test target and the answers in it.
type TestTarget = (String, Vec<usize>);

fn targets(answers: &[Answer], katas: &[&Kata], target: fn(&Answer) -> String) -> Vec<TestTarget> {
    let mut targets: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let of_these = |(_, answer): &(usize, &Answer)| katas.iter().any(|kata| kata.name == answer.kata);
    for (index, answer) in answers.iter().enumerate().filter(of_these) {
        targets.entry(target(answer)).or_default().push(index);
    }
    targets.into_iter().collect()
}

/// The module for an answer.
fn module(index: usize) -> String {
    format!("answer_{index:05}")
}

fn write_package(
    kit: &Kit,
    scratch: &Path,
    feature: Option<&str>,
    answers: &[Answer],
    targets: &[TestTarget],
) -> Result<()> {
    let write = |path: PathBuf, text: String| {
        // An unchanged file keeps its date, so Cargo does not rebuild it.
        if fs::read_to_string(&path).is_ok_and(|there| there == text) {
            return Ok(());
        }
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
    };
    for (name, members) in targets {
        let kata = &answers[members[0]].kata;
        let mut source = format!("#![allow(warnings)]\n{}", extern_crates(&kit.tests_file(kata))?);
        let mut choices = String::new();
        for &index in members {
            let Answer { path, bridge, level, .. } = &answers[index];
            let path = canonical(path)?;
            let (module, bridge) = (module(index), slashed(bridge));
            source += &format!(
                "mod {module} {{\n    #[path = {bridge:?}]\n    pub mod {level};\n    #[path = {:?}]\n    mod kata;\n}}\n",
                slashed(&path),
            );
            choices += &format!("        {module:?} => {module}::{level}::register(),\n");
        }
        source += &format!(
            "fn main() -> std::process::ExitCode {{\n    match std::env::var({0:?}).unwrap_or_default().as_str() \
             {{\n{choices}        _ => {{}}\n    }}\n    {kata}::run_claims()\n}}\n",
            environment::ANSWER,
        );
        write(scratch.join(format!("{name}.rs")), source)?;
    }
    let katas: BTreeSet<&str> =
        targets.iter().map(|(_, members)| answers[members[0]].kata.as_str()).collect();
    write(scratch.join("Cargo.toml"), manifest(kit, &katas, feature, targets)?)?;
    write(scratch.join("Cargo.lock"), read(&kit.root.join("Cargo.lock"))?)
}

/// What a kata's own program says of the crates that it links: an answer is compiled with the same.
fn extern_crates(program: &Path) -> Result<String> {
    let text = read(program)?;
    let parsed = Parsed::of(&text).with_context(|| format!("cannot read {}", program.display()))?;
    let crates = parsed.items.iter().filter(|item| matches!(item, Item::ExternCrate(_)));
    Ok(crates.map(|item| format!("{}\n", &text[parsed.range(item)])).collect())
}

/// The dependencies in a manifest, whose paths are meant from `folder`.
fn dependencies(package: &Table, folder: &Path) -> Table {
    let mut all = package.get("dependencies").and_then(Value::as_table).cloned().unwrap_or_default();
    for (_, dependency) in &mut all {
        if let Some(path) = dependency.get_mut("path")
            && let Some(relative) = path.as_str()
        {
            *path = Value::from(slashed(&folder.join(relative)));
        }
    }
    all
}

/// The manifest: dependencies and features of the claims of `katas` and the kit's profile, so that what was
/// compiled for them is reused here.
fn manifest(
    kit: &Kit,
    katas: &BTreeSet<&str>,
    feature: Option<&str>,
    targets: &[TestTarget],
) -> Result<String> {
    let table = |of: &Table, key: &str| of.get(key).and_then(Value::as_table).cloned().unwrap_or_default();
    let at = |path: &Path| Value::Table(Table::from_iter([("path".to_owned(), Value::from(slashed(path)))]));
    let root = kit.manifest()?;
    let (mut all, mut features) = (Table::new(), Table::new());
    for kata in katas {
        let folder = kit.claims(kata);
        let package = kit::manifest(&folder)?;
        all.extend(dependencies(&package, &folder));
        features.extend(table(&package, "features"));
        all.insert((*kata).to_owned(), at(&folder));
    }
    if let Some(feature) = feature {
        features.insert("default".to_owned(), Value::from(vec![feature]));
        let of_the_claims = katas.iter().map(|kata| Value::from(format!("{kata}/{feature}")));
        let adds = features.get_mut(feature).and_then(Value::as_array_mut);
        adds.with_context(|| format!("the claims have no feature {feature}"))?.extend(of_the_claims);
    }
    let mut shared = table(&table(&root, "workspace"), "dependencies");
    shared.insert("tokio-katas".to_owned(), at(&kit.root));
    let test = |(name, _): &TestTarget| {
        Value::Table(Table::from_iter([
            ("name".to_owned(), Value::from(name.as_str())),
            ("path".to_owned(), Value::from(format!("{name}.rs"))),
            ("harness".to_owned(), Value::from(false)),
        ]))
    };
    let package: Table = toml::from_str("name = \"verify\"\nedition = \"2024\"")?;
    let workspace = Table::from_iter([("dependencies".to_owned(), Value::Table(shared))]);
    let manifest = Table::from_iter([
        ("package".to_owned(), Value::Table(package)),
        ("workspace".to_owned(), Value::Table(workspace)),
        ("features".to_owned(), Value::Table(features)),
        ("dependencies".to_owned(), Value::Table(all)),
        ("profile".to_owned(), Value::Table(table(&root, "profile"))),
        ("test".to_owned(), Value::Array(targets.iter().map(test).collect())),
    ]);
    Ok(toml::to_string(&manifest)?)
}

/// The errors by the answer whose file they point into. An error in a bridge that several share blames none.
fn blame(
    answers: &[Answer],
    members: &[usize],
    errors: &[Diagnostic],
) -> Result<BTreeMap<usize, Vec<Diagnostic>>> {
    let mut blamed: BTreeMap<usize, Vec<Diagnostic>> = BTreeMap::new();
    for error in errors {
        let mut files = BTreeSet::new();
        collect_files(error, &mut files);
        for &index in members {
            let path = canonical(&answers[index].path)?;
            let bridge = &answers[index].bridge;
            let own = members.iter().filter(|&&other| answers[other].bridge == *bridge).count() == 1;
            if files.contains(&slashed(&path)) || own && files.contains(&slashed(bridge)) {
                blamed.entry(index).or_default().push(error.clone());
            }
        }
    }
    Ok(blamed)
}

/// The path as rustc names it.
pub fn canonical(path: &Path) -> Result<PathBuf> {
    fs::canonicalize(path).with_context(|| format!("cannot find {}", path.display()))
}

fn collect_files(diagnostic: &Diagnostic, files: &mut BTreeSet<String>) {
    files.extend(diagnostic.spans.iter().map(|span| span.file_name.replace('\\', "/")));
    for child in &diagnostic.children {
        collect_files(child, files);
    }
}

/// Runs the claims called `names` on an answer, in the program that holds it as the module `place.1`, with `settings`
/// in the environment. The verdicts are in the order of the names.
///
/// # Errors
/// If the program cannot be run, or does not end within `limit` of real time.
pub fn run_claims(
    kit: &Kit,
    answer: &Answer,
    place: (&Path, &str),
    names: &[&str],
    mut settings: Vec<(&'static str, String)>,
    limit: Duration,
) -> Result<Vec<Verdict>> {
    let (program, module) = place;
    settings.push((environment::ANSWER, module.to_owned()));
    if answer.expected == Expected::Wrong {
        // A wrong answer may hang on purpose, and half the time proves it as well.
        settings.push((environment::LIMIT_MS, "2000".to_owned()));
    }
    let mut command = Command::new(program);
    // This command's own, which says nothing about that program.
    command.env_remove("CARGO_MANIFEST_DIR");
    let ended = ClaimRun {
        program: command,
        claims: Selection::Named(names),
        threads: THREADS,
        settings,
        records: kit.scratch("verdicts")?.join(format!("{}-{module}.jsonl", std::process::id())),
        deadline: Instant::now() + limit,
        heard: false,
    }
    .run()?;
    if ended.stopped {
        bail!("its claims did not end within {} s", limit.as_secs());
    }
    let mut verdicts = ended.verdicts?;
    run::complete(&mut verdicts, names.iter().map(|name| format!("{}::{name}", answer.kata)));
    // As the claims are written: the telling ones come first.
    verdicts.sort_by_key(|verdict| names.iter().position(|name| verdict.id.ends_with(name)));
    Ok(verdicts)
}
