//! `cargo kata export`: a template for students, which is the kit without its answers.
//!
//! Exporting again into the same folder, or into a student's copy of it, brings it up to date. The folder
//! contains the hashes of what was exported, so files that a student has edited are recognised, and kept.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use toml_edit::{ArrayOfTables, DocumentMut};

use crate::kit;
use crate::kit::judges::PACKED;
use crate::kit::lock;
use crate::kit::{Kata, Kit, Level, STUBS, read, shown};
use crate::ui::output::say;
use crate::ui::text::{count, hex};

/// The file in an exported folder that records what was exported.
const NOTE: &str = ".kata-export.json";
/// Files and folders that are copied unchanged.
const WHOLE: [&str; 14] = [
    ".cargo",
    ".gitattributes",
    ".gitignore",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "macros",
    "rust-toolchain.toml",
    "rustfmt.toml",
    "runner/Cargo.toml",
    "runner/launcher",
    "runner/src",
    "src",
    "tests/build.rs",
    "verdict",
];
/// What the clinic needs only for its own proof, and what its tests leave behind.
const NOT_OF_THE_CLINIC: [&str; 3] = ["tests/proof.rs", "bless", "wip"];
/// The package that compares the registered claims of all katas with their sources: for contributors only.
const REGISTRY: &str = "registry";
/// The README's sections that are for students.
const SECTIONS: [&str; 4] = ["For learners", "The katas", "How to read a failure", "The clinic"];

const UPDATE: &str = "## Taking an update

Your work is `katas/*.rs` and `katas/clinic/*.rs`; everything else is the kit's. If a newer kit comes by
Git, merge it: it touches your files only where a task itself has changed. If it comes as a folder, run
`cargo kata export PATH/TO/THIS/FOLDER` in it: files in which you wrote stay as they are, and anything
else of yours that must make room is kept in `katas/backups/`.
";

/// Paths, with `/`, and contents.
type ExportFiles = BTreeMap<String, Vec<u8>>;

#[derive(Default, Serialize, Deserialize)]
struct Note {
    kit: String,
    /// Paths, and SHA-256 hashes of what was exported.
    files: BTreeMap<String, String>,
}

/// Exports the katas called `only`, or all, into `folder`.
///
/// # Errors
/// If the folder contains anything but an earlier export, or cannot be written.
pub fn run(folder: &Path, only: &[String]) -> Result<bool> {
    let kit = Kit::find()?;
    let katas = kit.katas_called(only)?;
    let there = there(folder)?;
    let update = there.is_some();
    let files = files(&kit, &katas)?;
    let done = write(folder, &files, &there.unwrap_or_default())?;

    let what = if update { "brought up to date" } else { "exported" };
    say(format!(
        "{what}: {}, {} in {}",
        count(katas.len(), "kata", "katas"),
        count(files.len(), "file", "files"),
        folder.display()
    ));
    for path in &done.kept {
        say(format!("  kept {path}, which has been edited"));
    }
    for (path, backup) in &done.backed_up {
        say(format!("  restored {path} from the kit; its old text is in {backup}"));
    }
    if !update {
        say(format!("next: cd {} && {}", folder.display(), katas[0].test_command()));
    }
    Ok(true)
}

/// The record of an earlier export; `None` if the folder is missing, or empty except for `.git`.
fn there(folder: &Path) -> Result<Option<Note>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", folder.display())),
    };
    let note = folder.join(NOTE);
    if note.is_file() {
        let note = serde_json::from_str(&read(&note)?)
            .with_context(|| format!("{} was not written by an export", note.display()))?;
        return Ok(Some(note));
    }
    for entry in entries {
        let name = entry.with_context(|| format!("cannot read {}", folder.display()))?.file_name();
        if name != ".git" {
            bail!("{} is neither empty nor an earlier export: name a new folder", folder.display());
        }
    }
    Ok(None)
}

// -------------------------------------------------------------------------------- what is exported

fn files(kit: &Kit, katas: &[&Kata]) -> Result<ExportFiles> {
    let mut files = ExportFiles::new();
    for path in WHOLE {
        add(&mut files, &kit.root, path)?;
    }
    add(&mut files, &kit.root, "ui")?;
    files.retain(|path, _| {
        let of_the_clinic = path.strip_prefix("ui/");
        !of_the_clinic.is_some_and(|path| {
            NOT_OF_THE_CLINIC.iter().any(|not| {
                path.strip_prefix(not).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
        })
    });
    for kata in katas {
        let name = &kata.name;
        add(&mut files, &kit.root, &format!("katas/{name}.md"))?;
        // The ideas of wrong answers, which the checks of students name; their code stays here.
        add(&mut files, &kit.root, &format!("katas/mistakes/{name}.txt"))?;
        add(&mut files, &kit.root, &format!("tests/{name}"))?;
        // An exported kit has them packed already, among its tests.
        if kit.has_answers() && !kit.judges(name).is_empty() {
            files.insert(format!("tests/{name}/{PACKED}"), kit.pack_judges(name)?);
        }
        let stub = contents(&kit.stub_file(name))?;
        files.insert(format!("katas/{STUBS}/{name}.rs"), stub.clone());
        files.insert(format!("katas/{name}.rs"), stub);
    }
    let clinic = kit.clinic_stubs();
    for case in crate::kit::rust_files(&clinic)? {
        let name = case.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let stub = contents(&case)?;
        files.insert(format!("katas/{STUBS}/clinic/{name}"), stub.clone());
        files.insert(format!("katas/clinic/{name}"), stub);
    }
    let is_kata = |name: &str| katas.iter().any(|kata| kata.name == name);
    files.insert("katas/katas.toml".to_owned(), list(&read(&kit.root.join("katas/katas.toml"))?, &is_kata)?);
    files
        .insert("README.md".to_owned(), readme(&read(&kit.root.join("README.md"))?, katas, kit).into_bytes());
    for path in ["Cargo.toml", "ui/Cargo.toml"] {
        let tests: Vec<String> = files.keys().cloned().collect();
        let text = manifest(&read(&kit.root.join(path))?, path, &tests)?;
        files.insert(path.to_owned(), text);
    }
    let mut gone = vec![REGISTRY.to_owned()];
    for kata in kit.katas.iter().filter(|kata| !is_kata(&kata.name)) {
        gone.extend(packages(&kit.claims(&kata.name))?);
    }
    let lock =
        lock::without(&read(&kit.root.join("Cargo.lock"))?, &|package| gone.iter().any(|it| it == package))?;
    files.insert("Cargo.lock".to_owned(), lock.into_bytes());
    Ok(files)
}

/// The names of the packages in a folder of tests: the kata's, and those of its own that it needs.
fn packages(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    if !folder.join("Cargo.toml").is_file() {
        return Ok(names);
    }
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let below: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    for folder in
        below.into_iter().filter(|path| path.join("Cargo.toml").is_file()).chain([folder.to_owned()])
    {
        let manifest = kit::manifest(&folder)?;
        let name = manifest.get("package").and_then(|package| package.get("name")?.as_str());
        names.extend(name.map(str::to_owned));
    }
    Ok(names)
}

/// Adds a file, or a folder with everything in it.
fn add(files: &mut ExportFiles, root: &Path, path: &str) -> Result<()> {
    let from = root.join(path);
    if !from.is_dir() {
        // A kit that was itself exported, or unpacked without Git's files, may lack some of them.
        if from.is_file() {
            files.insert(path.to_owned(), contents(&from)?);
        }
        return Ok(());
    }
    let entries = fs::read_dir(&from).with_context(|| format!("cannot read {}", from.display()))?;
    for entry in entries {
        let name = entry.with_context(|| format!("cannot read {}", from.display()))?.file_name();
        add(files, root, &format!("{path}/{}", name.to_string_lossy()))?;
    }
    Ok(())
}

fn contents(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

/// katas.toml with only the chosen katas.
fn list(text: &str, wanted: &dyn Fn(&str) -> bool) -> Result<Vec<u8>> {
    let mut list: DocumentMut = text.parse().context("cannot read katas/katas.toml")?;
    keep(&mut list, "kata", |name| wanted(name));
    Ok(list.to_string().into_bytes())
}

/// A manifest without the members and targets whose files are not exported.
fn manifest(text: &str, path: &str, exported: &[String]) -> Result<Vec<u8>> {
    let folder = path.strip_suffix("Cargo.toml").unwrap_or_default();
    let mut manifest: DocumentMut = text.parse().with_context(|| format!("cannot read {path}"))?;
    for key in ["members", "default-members"] {
        let members = manifest.get_mut("workspace").and_then(|it| it.get_mut(key)?.as_array_mut());
        let there =
            |path: &str| !path.starts_with("tests/") || exported.contains(&format!("{path}/Cargo.toml"));
        members.into_iter().for_each(|it| it.retain(|path| path.as_str().is_none_or(there)));
    }
    for (kind, place) in [("test", "tests"), ("example", "examples")] {
        let there = |name: &str| exported.contains(&format!("{folder}{place}/{name}.rs"));
        keep(&mut manifest, kind, there);
    }
    Ok(manifest.to_string().into_bytes())
}

/// Keeps the tables of an array whose `name` is wanted.
fn keep(document: &mut DocumentMut, array: &str, wanted: impl Fn(&str) -> bool) {
    let Some(tables) = document.get_mut(array).and_then(|item| item.as_array_of_tables_mut()) else { return };
    tables.retain(|table| table.get("name").and_then(|name| name.as_str()).is_some_and(&wanted));
    if tables.is_empty() {
        *tables = ArrayOfTables::new();
        document.remove(array);
    }
}

/// The sections of the kit's README for students, and how they take an update.
fn readme(text: &str, katas: &[&Kata], kit: &Kit) -> String {
    let mut parts = text.split("\n## ");
    let mut readme = parts.next().unwrap_or_default().to_owned();
    for part in parts.filter(|part| SECTIONS.iter().any(|title| part.starts_with(&format!("{title}\n")))) {
        readme += "\n## ";
        readme += &if part.starts_with(SECTIONS[0]) { of_these(part, katas, kit) } else { part.to_owned() };
    }
    let row_of =
        |line: &str| line.strip_prefix("| [`").and_then(|rest| rest.split('`').next()).map(str::to_owned);
    let missing = |name: String| kit.katas.iter().any(|kata| kata.name == name && !is_among(kata, katas));
    // No answer is exported, so there is none to compare with, to read or to hunt in.
    readme = readme.replace(" beside the reference solution", "");
    let spoilers = [
        "--example tour",
        "--example service",
        "cargo kata book",
        "cargo kata hunt",
        "cargo kata solution",
        "--features solutions",
    ];
    let tells = |line: &&str| {
        !spoilers.iter().any(|spoiler| line.contains(spoiler)) && !row_of(line).is_some_and(missing)
    };
    let mut kept: Vec<&str> = readme.lines().filter(tells).collect();
    kept.dedup_by(|line, before| line.is_empty() && before.is_empty());
    format!("{}\n\n{UPDATE}", kept.join("\n").trim_end())
}

fn is_among(kata: &Kata, katas: &[&Kata]) -> bool {
    katas.iter().any(|it| it.name == kata.name)
}

/// A section of the README whose commands and samples are about `katas` only.
fn of_these(section: &str, katas: &[&Kata], kit: &Kit) -> String {
    let stand_in = katas.iter().find(|kata| kata.feature.is_none()).unwrap_or(&katas[0]);
    let (name, level) = (&stand_in.name, &stand_in.levels[0].name);
    let mut paragraphs: Vec<String> = section.split("\n\n").map(str::to_owned).collect();
    for kata in kit.katas.iter().filter(|kata| !is_among(kata, katas)) {
        let id = |level: &Level| level.id(kata);
        let telling = |level: &&Level| level.name.contains('_');
        let mentions = |text: &str| {
            text.contains(&format!("katas/{}.", kata.name))
                || kata.levels.iter().any(|it| text.contains(&id(it)))
        };
        // Output of a kata that is not exported is no use as a sample.
        while let Some(at) = paragraphs.iter().position(|it| it.starts_with("```text") && mentions(it)) {
            let introduced = at > 0 && paragraphs[at - 1].ends_with(':');
            paragraphs.drain(if introduced { at - 1 } else { at }..=at);
        }
        for paragraph in &mut paragraphs {
            if kata.feature.is_some() {
                let about = format!("--test {}`", kata.name);
                let lines: Vec<&str> = paragraph.lines().filter(|line| !line.contains(&about)).collect();
                *paragraph = lines.join("\n");
            }
            for it in &kata.levels {
                *paragraph = paragraph.replace(&id(it), &stand_in.levels[0].id(stand_in));
            }
            for it in kata.levels.iter().filter(telling) {
                *paragraph = paragraph.replace(&it.name, level);
            }
            for before in ["--test ", "katas/", "cargo kata check "] {
                for behind in ["`", "\n", ".", " "] {
                    let old = format!("{before}{}{behind}", kata.name);
                    *paragraph = paragraph.replace(&old, &format!("{before}{name}{behind}"));
                }
            }
        }
    }
    paragraphs.join("\n\n")
}

// ------------------------------------------------------------------------------- how it is written

#[derive(Default)]
struct Exported {
    /// The learner's files that were left as they are.
    kept: Vec<String>,
    /// The kit's files that had been edited, and where the edited text is now.
    backed_up: Vec<(String, String)>,
}

fn write(folder: &Path, files: &ExportFiles, before: &Note) -> Result<Exported> {
    let mut done = Exported::default();
    let mut note = Note { kit: env!("CARGO_PKG_VERSION").to_owned(), files: BTreeMap::new() };
    for (path, new) in files {
        let file = folder.join(path);
        let old = match fs::read(&file) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            read => Some(read.with_context(|| format!("cannot read {}", file.display()))?),
        };
        let touched = old.as_ref().is_some_and(|old| before.files.get(path) != Some(&hash(old)));
        let same = old.as_ref() == Some(new);
        note.files.insert(path.clone(), hash(new));
        if touched && !same && of_the_learner(path) {
            done.kept.push(path.clone());
            continue;
        }
        if let Some(old) = old.filter(|_| touched && !same) {
            done.backed_up.push((path.clone(), back_up(folder, path, &old)?));
        }
        if !same {
            let parent = file.parent().unwrap_or(folder);
            fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
            fs::write(&file, new).with_context(|| format!("cannot write {}", file.display()))?;
        }
    }
    // Files that the kit no longer has, unless they were edited.
    for (path, was) in before.files.iter().filter(|(path, _)| !files.contains_key(*path)) {
        let file = folder.join(path);
        if fs::read(&file).is_ok_and(|now| hash(&now) == *was) {
            fs::remove_file(&file).with_context(|| format!("cannot remove {}", file.display()))?;
            // This removes the folder only if it is empty.
            let _ = file.parent().map(fs::remove_dir);
        }
    }
    let text = serde_json::to_string_pretty(&note)? + "\n";
    let path = folder.join(NOTE);
    fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(done)
}

fn of_the_learner(path: &str) -> bool {
    let own = |rest: &str| rest.ends_with(".rs") && !rest.contains('/');
    path.strip_prefix("katas/").is_some_and(|rest| own(rest) || rest.strip_prefix("clinic/").is_some_and(own))
}

fn back_up(folder: &Path, path: &str, old: &[u8]) -> Result<String> {
    let stem = path.replace('/', "-");
    let backups = folder.join("katas").join("backups");
    let kept: PathBuf = crate::learner::reset::backup(&backups, &stem, old)?;
    Ok(shown(folder, &kept))
}

fn hash(contents: &[u8]) -> String {
    hex(&Sha256::digest(contents))
}
