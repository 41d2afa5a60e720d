//! Builds answers: all answers to a level become modules of one test binary, beside that level's
//! claims. One link judges dozens of answers; only where one does not compile are they parted.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use toml::{Table, Value};

use crate::answers::Answer;
use crate::cargo::{self, Diagnostic};
use crate::kit::{Kata, Kit, by_feature, read, slashed};

/// What became of each answer, in the order in which they were given.
pub enum Built {
    /// A test binary, and the module in it that holds the answer's claims.
    Binary { program: PathBuf, module: String },
    /// What rustc said.
    Refused(String),
}

/// Compiles every answer against its level's claims.
pub fn build(kit: &Kit, answers: &[Answer]) -> Result<Vec<Built>> {
    let mut built = BTreeMap::new();
    for (feature, katas) in by_feature(&kit.katas.iter().collect::<Vec<_>>()) {
        let targets = one_target_per_level(answers, &katas);
        if !targets.is_empty() {
            build_package(kit, feature, answers, targets, &mut built)?;
        }
    }
    Ok(built.into_values().collect())
}

/// Compiles `targets` as one package, with what the kit's `feature` brings.
fn build_package(
    kit: &Kit,
    feature: Option<&str>,
    answers: &[Answer],
    mut targets: Vec<Target>,
    built: &mut BTreeMap<usize, Built>,
) -> Result<()> {
    let name = feature.map_or_else(|| "verify".to_owned(), |feature| format!("verify-{feature}"));
    let scratch = kit.scratch(&name)?;
    while !targets.is_empty() {
        write_package(kit, &scratch, feature, answers, &targets)?;
        let manifest = scratch.join("Cargo.toml");
        let outcome =
            cargo::build(kit, &["--tests", "--offline", "--manifest-path", &slashed(&manifest)], false)?;
        let mut again = Vec::new();
        for (name, members) in targets {
            if let Some(program) = outcome.programs.get(&name) {
                for index in members {
                    built.insert(
                        index,
                        Built::Binary { program: program.path.clone(), module: module(index) },
                    );
                }
                continue;
            }
            let errors = outcome.errors.get(&name).map(Vec::as_slice).unwrap_or_default();
            if errors.is_empty() {
                bail!("cargo built no {name} and gave no reason: {}", outcome.said.trim());
            }
            let blamed = blame(answers, &members, errors);
            let rest: Vec<usize> =
                members.iter().copied().filter(|index| !blamed.contains_key(index)).collect();
            let nobody = blamed.is_empty();
            built.extend(blamed.into_iter().map(|(index, said)| (index, Built::Refused(said))));
            if nobody && members.len() == 1 {
                built.insert(members[0], Built::Refused(cargo::rendered(errors)));
            } else if nobody {
                // An error in the claims' file: only apart can it be told whose it is.
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
type Target = (String, Vec<usize>);

fn one_target_per_level(answers: &[Answer], katas: &[&Kata]) -> Vec<Target> {
    let mut targets: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let of_these = |(_, answer): &(usize, &Answer)| katas.iter().any(|kata| kata.name == answer.kata);
    for (index, answer) in answers.iter().enumerate().filter(of_these) {
        targets.entry(format!("{}__{}", answer.kata, answer.level)).or_default().push(index);
    }
    targets.into_iter().collect()
}

/// The module that holds an answer and its claims.
fn module(index: usize) -> String {
    format!("answer_{index:05}")
}

fn write_package(
    kit: &Kit,
    scratch: &Path,
    feature: Option<&str>,
    answers: &[Answer],
    targets: &[Target],
) -> Result<()> {
    let write = |path: PathBuf, text: String| {
        // An unchanged file keeps its time stamp, and Cargo its work.
        if fs::read_to_string(&path).is_ok_and(|there| there == text) {
            return Ok(());
        }
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
    };
    for (name, members) in targets {
        let mut source = String::from("#![allow(warnings)]\n");
        for &index in members {
            let Answer { path, kata, level, .. } = &answers[index];
            let path = fs::canonicalize(path).with_context(|| format!("cannot find {}", path.display()))?;
            let claims = slashed(&kit.claims_file(kata, level));
            source += &format!(
                "mod {} {{\n    #[path = {claims:?}]\n    mod {level};\n    #[path = {:?}]\n    mod kata;\n}}\n",
                module(index),
                slashed(&path),
            );
        }
        write(scratch.join(format!("{name}.rs")), source)?;
    }
    write(scratch.join("Cargo.toml"), manifest(kit, feature, targets)?)?;
    write(scratch.join("Cargo.lock"), read(&kit.root.join("Cargo.lock"))?)
}

/// The kit's own dependencies and profile, so that what is compiled for it serves here too; and what
/// `feature` adds to them.
fn manifest(kit: &Kit, feature: Option<&str>, targets: &[Target]) -> Result<String> {
    let root = kit.manifest()?;
    let table = |key: &str| root.get(key).and_then(Value::as_table).cloned().unwrap_or_default();
    let mut features = Table::new();
    let mut the_kit = Table::from_iter([("path".to_owned(), Value::from(slashed(&kit.root)))]);
    if let Some(feature) = feature {
        let adds = table("features").remove(feature).context("the kit has no such feature")?;
        features.insert("default".to_owned(), Value::from(vec![feature]));
        features.insert(feature.to_owned(), adds);
        the_kit.insert("features".to_owned(), Value::from(vec![feature]));
    }
    let mut dependencies = table("dependencies");
    dependencies.extend(table("dev-dependencies"));
    dependencies.insert("tokio-katas".to_owned(), Value::Table(the_kit));
    let test = |(name, _): &Target| {
        let path = Value::from(format!("{name}.rs"));
        Value::Table(Table::from_iter([
            ("name".to_owned(), Value::from(name.as_str())),
            ("path".to_owned(), path),
        ]))
    };
    let package: Table = toml::from_str("name = \"verify\"\nedition = \"2024\"")?;
    let manifest = Table::from_iter([
        ("package".to_owned(), Value::Table(package)),
        ("workspace".to_owned(), Value::Table(Table::new())),
        ("features".to_owned(), Value::Table(features)),
        ("dependencies".to_owned(), Value::Table(dependencies)),
        ("profile".to_owned(), Value::Table(table("profile"))),
        ("test".to_owned(), Value::Array(targets.iter().map(test).collect())),
    ]);
    Ok(toml::to_string(&manifest)?)
}

/// Whose file each error points into, and what was said about it.
fn blame(answers: &[Answer], members: &[usize], errors: &[Diagnostic]) -> BTreeMap<usize, String> {
    let mut blamed: BTreeMap<usize, Vec<Diagnostic>> = BTreeMap::new();
    for error in errors {
        let mut files = BTreeSet::new();
        collect_files(error, &mut files);
        for &index in members {
            let path = fs::canonicalize(&answers[index].path).unwrap_or_default();
            if files.contains(&slashed(&path)) {
                blamed.entry(index).or_default().push(error.clone());
            }
        }
    }
    blamed.into_iter().map(|(index, errors)| (index, cargo::rendered(&errors))).collect()
}

fn collect_files(diagnostic: &Diagnostic, files: &mut BTreeSet<String>) {
    files.extend(diagnostic.spans.iter().map(|span| span.file_name.replace('\\', "/")));
    for child in &diagnostic.children {
        collect_files(child, files);
    }
}
