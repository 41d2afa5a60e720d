//! What `cargo kata export` hands out is the kit without its answers, and works like it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

fn kit() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the runner stands in the kit")
}

fn kata(place: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let large =
        arguments.first().is_some_and(|it| ["class", "export", "grade", "merge", "verify"].contains(it));
    let program = if large { env!("CARGO_BIN_EXE_kata-grade") } else { env!("CARGO_BIN_EXE_kata") };
    let mut command = Command::new(program);
    command.args(arguments).current_dir(place).env("CARGO_NET_OFFLINE", "true");
    // Kept, so that only the first run compiles the library.
    command.env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("exported"));
    let output = command.output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it prints UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn export(folder: &Path, more: &[&str]) -> String {
    let arguments = [&["export", folder.to_str().expect("a path")], more].concat();
    let (code, out, err) = kata(kit(), &arguments);
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    out
}

fn files(folder: &Path) -> BTreeSet<String> {
    fn walk(folder: &Path, root: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, root, found);
            } else {
                let path = path.strip_prefix(root).expect("it is inside");
                found.insert(path.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    let mut found = BTreeSet::new();
    walk(folder, folder, &mut found);
    found
}

fn read(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn fresh() -> (TempDir, PathBuf) {
    let temporary = TempDir::new().expect("a folder");
    let folder = temporary.path().join("class");
    (temporary, folder)
}

#[test]
fn it_holds_no_answer_and_every_stub() {
    let (_temporary, folder) = fresh();
    let said = export(&folder, &[]);
    assert!(said.contains("next: cd "), "{said}");
    let files = files(&folder);
    for inside in
        ["katas/fanout.rs", "katas/clinic/rc_not_send.rs", "tests/fanout/join_three.rs", "ui/rc_not_send.md"]
    {
        assert!(files.contains(inside), "{inside} is missing");
    }
    for outside in
        ["answers/", "docs/", "examples/", ".github/", ".git/", "target/", "runner/tests/", "tests/kit/"]
    {
        assert!(!files.iter().any(|file| file.starts_with(outside)), "{outside} is there");
    }
    for file in files.iter().filter(|file| file.starts_with("katas/") && file.ends_with(".rs")) {
        let twin = file.replacen("katas/", "katas/.stubs/", 1);
        if !file.contains(".stubs") {
            assert_eq!(read(&folder, file), read(&folder, &twin));
        }
    }
    // Not in another place either: a line that only the reference solution has.
    let reference = read(kit(), "answers/limit/reference.rs");
    let own = reference
        .lines()
        .find(|line| line.contains("Semaphore::new") || line.contains("FuturesUnordered::new"));
    let own = own.expect("a telling line").trim();
    let spoiled: Vec<_> =
        files.iter().filter(|file| file.starts_with("katas/") && read(&folder, file).contains(own)).collect();
    assert!(spoiled.is_empty(), "{own:?} is in {spoiled:?}");
    let readme = read(&folder, "README.md");
    assert!(readme.contains("## Taking an update") && readme.contains("## For learners"), "{readme}");
    for spoiler in ["answers/", "solution map_limited", "kata book", "kata hunt", "--features solutions"] {
        assert!(!readme.contains(spoiler), "{spoiler} in {readme}");
    }
}

/// The answers that judge a learner's tests: all are there, and no file shows a line of one.
#[test]
fn the_judges_go_along_unseen() {
    let (_temporary, folder) = fresh();
    export(&folder, &["--katas", "testing"]);
    let packed = fs::read(folder.join("tests/testing/answers.bin")).expect("the judges");
    let unpacked = packed.into_iter().map(|byte| !byte).collect();
    let unpacked = String::from_utf8(unpacked).expect("text");
    let list = read(kit(), "tests/testing/answers.txt");
    let judges: Vec<&str> = list.lines().filter(|line| line.starts_with("answers/")).collect();
    let heads = unpacked.lines().filter(|line| line.starts_with("answers/"));
    let there: Vec<&str> = heads.filter_map(|head| head.rsplit_once(' ')).map(|(path, _)| path).collect();
    assert!(judges.len() > 50 && there == judges, "{there:?}");
    let one = read(kit(), "answers/limit/right/map_limited__poll_fn.rs");
    assert!(unpacked.contains(&one));
    let telling = one.lines().max_by_key(|line| line.len()).expect("a line").as_bytes();
    for file in files(&folder) {
        let text = fs::read(folder.join(&file)).expect("a file");
        assert!(!text.windows(telling.len()).any(|part| part == telling), "{file} shows an answer");
    }
}

#[test]
fn cargo_and_the_companion_work_in_it() {
    let (_temporary, folder) = fresh();
    export(&folder, &["--katas", "fanout,limit"]);
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--no-deps", "--offline"])
        .current_dir(&folder)
        .output()
        .expect("cargo runs");
    assert!(metadata.status.success(), "{}", String::from_utf8_lossy(&metadata.stderr));
    let metadata: Value = serde_json::from_slice(&metadata.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let targets = packages.iter().flat_map(|package| package["targets"].as_array().expect("targets"));
    let tests: BTreeSet<&str> = targets
        .filter(|target| target["kind"][0] == "test")
        .map(|target| target["name"].as_str().expect("a name"))
        .collect();
    assert_eq!(tests, BTreeSet::from(["fanout", "limit", "clinic", "house", "treat"]));

    let (code, out, err) = kata(&folder, &["check", "fanout", "--json"]);
    assert_eq!(code, Some(1), "{err}");
    assert!(out.lines().count() > 20 && out.lines().all(|line| line.contains("not_started")), "{out}");
    let (_, out, _) = kata(&folder, &[]);
    assert!(out.contains("0 of 10 levels done") && !out.contains("shutdown"), "{out}");

    fs::write(folder.join("katas/fanout.rs"), "// mine\n").expect("a file");
    let (code, out, _) = kata(&folder, &["reset", "fanout"]);
    assert_eq!(code, Some(0), "{out}");
    assert_eq!(read(&folder, "katas/fanout.rs"), read(kit(), "answers/fanout/stub.rs"));
    for arguments in [&["solution", "fanout::join_three", "--spoil"][..], &["verify"], &["grade", "."]] {
        let (code, _, err) = kata(&folder, arguments);
        assert_eq!(code, Some(2), "{err}");
        assert!(
            err.contains("exported without the reference solutions") && err.lines().count() == 1,
            "{err}"
        );
    }
}

/// The first command of a student changes nothing that Git knows, and nothing points to what is not there.
#[test]
fn of_some_katas_nothing_of_the_others_is_left() {
    let levels_of = |kata: &str| {
        let list: toml::Table = toml::from_str(&read(kit(), "katas/katas.toml")).expect("TOML");
        let katas = list["kata"].as_array().expect("katas").clone();
        let kata = katas.into_iter().find(|it| it["name"].as_str() == Some(kata)).expect("a kata");
        let levels = kata["level"].as_array().expect("levels").clone();
        levels.iter().map(|level| level["name"].as_str().expect("a name").to_owned()).collect::<Vec<_>>()
    };
    for katas in ["fanout,limit", "stream", "server"] {
        let (_temporary, folder) = fresh();
        export(&folder, &["--katas", katas]);
        let lock = read(&folder, "Cargo.lock");
        let mut cargo = Command::new(env!("CARGO"));
        // Of what resolves the whole workspace, this alone needs no crate of another system.
        cargo.args(["update", "--workspace", "--offline"]).current_dir(&folder);
        let output = cargo.output().expect("cargo runs");
        assert!(output.status.success(), "{cargo:?}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(read(&folder, "Cargo.lock"), lock, "{katas}: what Cargo makes of it");
        let is_there = |package: &str| lock.contains(&format!("\nname = \"{package}\"\n"));
        let readme = read(&folder, "README.md");
        let begin = readme.split("\n## How to read").next().expect("a beginning");
        for kata in ["fanout", "limit", "stream", "cancel", "server"] {
            let wanted = katas.split(',').any(|it| it == kata);
            assert_eq!(is_there(kata), wanted, "{kata} in the lock of {katas}");
            if !wanted {
                for words in [format!("--test {kata}"), format!("katas/{kata}."), format!("check {kata}`")] {
                    assert!(!begin.contains(&words), "{words:?} in the README of {katas}: {begin}");
                }
                let levels = levels_of(kata);
                let level = levels.iter().find(|level| level.contains('_') && begin.contains(*level));
                assert_eq!(level, None, "in the README of {katas}: {begin}");
            }
        }
        let first = katas.split(',').next().expect("a kata");
        assert!(begin.contains(&format!("--test {first}\n```")), "{begin}");
        assert!(!readme.contains("solution"), "{readme}");
        // All hints, one after the other: none is of an answer that is not there.
        let level = format!("{first}::{}", levels_of(first)[0]);
        let hints: Vec<String> = (0..9).map(|_| kata(&folder, &["hint", &level]).1).collect();
        assert!(hints[8].contains("no more hints") && !hints.concat().contains("solution"), "{hints:?}");
    }
}

#[test]
fn an_update_keeps_what_the_student_wrote() {
    let (_temporary, folder) = fresh();
    fs::create_dir_all(folder.join(".git")).expect("a folder that Git has just made");
    export(&folder, &[]);
    let mine = "// what I wrote\n";
    for file in ["katas/limit.rs", "katas/clinic/rc_not_send.rs", "tests/limit/main.rs", "katas/notes.txt"] {
        fs::write(folder.join(file), mine).expect("a file");
    }
    // As an older kit left it.
    let note = read(&folder, ".kata-export.json");
    let mut note: Value = serde_json::from_str(&note).expect("JSON");
    let old = note["files"]["katas/fanout.md"].take();
    note["files"]["katas/gone.md"] = old;
    note["files"]["katas/fanout.md"] = note["files"]["katas/limit.md"].clone();
    fs::copy(folder.join("katas/fanout.md"), folder.join("katas/gone.md")).expect("a copy");
    fs::copy(folder.join("katas/limit.md"), folder.join("katas/fanout.md")).expect("a copy");
    fs::write(folder.join(".kata-export.json"), note.to_string()).expect("a file");

    let said = export(&folder, &[]);
    assert!(said.contains("brought up to date") && said.contains("kept katas/limit.rs"), "{said}");
    for kept in [
        "katas/limit.rs",
        "katas/clinic/rc_not_send.rs",
        "katas/notes.txt",
        "katas/backups/tests-limit-main-1.rs",
    ] {
        assert_eq!(read(&folder, kept), mine, "{kept}");
    }
    for new in ["tests/limit/main.rs", "katas/fanout.md"] {
        assert_eq!(read(&folder, new), read(kit(), new), "{new}");
    }
    assert!(!folder.join("katas/gone.md").exists(), "a lesson that the kit no longer has");
    // And nothing is left to do.
    assert!(!export(&folder, &[]).contains("restored "));
}

#[test]
fn it_never_writes_into_a_folder_of_something_else() {
    let (temporary, folder) = fresh();
    fs::write(temporary.path().join("thesis.txt"), "mine").expect("a file");
    let refused = |place: &Path, more: &[&str], words: &str| {
        let arguments = [&["export", place.to_str().expect("a path")], more].concat();
        let (code, _, err) = kata(kit(), &arguments);
        assert_eq!(code, Some(2));
        assert!(err.contains(words) && err.lines().count() == 1, "{err}");
    };
    refused(temporary.path(), &[], "is neither empty nor an earlier export");
    refused(&folder, &["--katas", "origami"], "no kata is called origami");
    refused(&temporary.path().join("thesis.txt"), &[], "thesis.txt");
    assert_eq!(files(temporary.path()), BTreeSet::from(["thesis.txt".to_owned()]));
}
