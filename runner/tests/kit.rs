//! What stands in two places of the kit says the same in both.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

#[path = "kit/rooms.rs"]
mod rooms;

#[derive(Deserialize)]
struct List {
    kata: Vec<Kata>,
}

#[derive(Deserialize)]
struct Kata {
    name: String,
    teaches: String,
    feature: Option<String>,
    level: Vec<Level>,
}

#[derive(Deserialize)]
struct Level {
    name: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the runner stands in the kit").to_owned()
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn katas() -> Vec<Kata> {
    toml::from_str::<List>(&read("katas/katas.toml")).expect("a list of katas").kata
}

/// Fails in the checkout of a learner who has begun, and means nothing there.
#[test]
fn the_katas_are_the_pristine_stubs() {
    for Kata { name, .. } in katas() {
        let (kata, stub) = (format!("katas/{name}.rs"), format!("answers/{name}/stub.rs"));
        assert!(read(&kata) == read(&stub), "{kata} is not the stub {stub} any more");
    }
}

#[test]
fn every_level_has_a_stub_claims_and_a_lesson() {
    for Kata { name: kata, level, .. } in katas() {
        let (tests, lesson) = (read(&format!("tests/{kata}/main.rs")), read(&format!("katas/{kata}.md")));
        let claims = read(&format!("tests/{kata}/lib.rs"));
        let levels: Vec<&str> = level.iter().map(|level| level.name.as_str()).collect();
        let headings = lesson.lines().filter_map(|line| line.strip_prefix("## "));
        let sections: Vec<&str> = headings.skip_while(|heading| !levels.contains(heading)).collect();
        assert_eq!(sections, levels, "katas/{kata}.md ends with a section for each level, in order");
        for level in levels {
            let handed_over = format!("    {level}::register();\n");
            assert!(tests.contains(&handed_over), "tests/{kata}/main.rs does not hold {handed_over}");
            assert!(claims.contains(&format!("pub mod {level};")), "{kata}::{level} has no claims");
        }
    }
}

/// What only one kata needs is built for it alone; and the systems that are not tried by hand try it.
#[test]
fn the_tests_of_a_kata_that_needs_a_feature_stand_behind_it() {
    for Kata { name, feature, .. } in katas() {
        let path = format!("tests/{name}/Cargo.toml");
        let manifest: toml::Table = toml::from_str(&read(&path)).expect("TOML");
        let test = &manifest["test"].as_array().expect("tests")[0];
        assert_eq!(test["name"].as_str(), Some(&*name), "the test in {path}");
        let required = test.get("required-features").and_then(|features| features.as_array()?[0].as_str());
        assert_eq!(required, feature.as_deref(), "the features in {path}");
        if let Some(feature) = feature {
            let elsewhere = format!("--features solutions,{feature}");
            assert!(read(".github/workflows/ci.yml").contains(&elsewhere), "ci.yml lacks {elsewhere}");
        }
    }
}

/// A pattern would do, but for a checkout whose path holds `[x]`: Cargo takes that for a part of it.
#[test]
fn the_workspace_names_every_package() {
    let manifest: toml::Table = toml::from_str(&read("Cargo.toml")).expect("TOML");
    let katas = katas().into_iter().map(|kata| format!("tests/{}", kata.name));
    let katas: BTreeSet<String> = katas.collect();
    let members = [
        "runner",
        "runner/launcher",
        "ui",
        "macros",
        "verdict",
        "tests/registry",
        "tests/testing/own_tests",
        "tests/testing/as_tokio",
        "tests/testing/as_rstest",
        "tests/testing/as_std",
    ];
    for (key, others) in [("members", &members[..]), ("default-members", &[".", "ui"])] {
        let named = manifest["workspace"][key].as_array().expect("a list").iter();
        let named: BTreeSet<String> = named.map(|path| path.as_str().expect("a path").to_owned()).collect();
        let there = katas.iter().cloned().chain(others.iter().map(|&path| path.to_owned())).collect();
        assert_eq!(named, there, "{key} in Cargo.toml");
    }
    let folders = fs::read_dir(root().join("tests")).expect("a folder");
    let folders = folders.map(|entry| entry.expect("an entry").path());
    let packages = folders.filter(|path| path.join("Cargo.toml").is_file());
    let packages: BTreeSet<String> = packages
        .map(|path| format!("tests/{}", path.file_name().expect("a name").to_string_lossy()))
        .collect();
    let packages: BTreeSet<String> = packages.into_iter().filter(|path| path != "tests/registry").collect();
    assert_eq!(packages, katas, "the katas' packages in tests/");
}

#[test]
fn the_configuration_shortens_the_path_of_every_kata() {
    let config: toml::Table = toml::from_str(&read(".cargo/config.toml")).expect("TOML");
    let flags = config["build"]["rustflags"].as_array().expect("a list").iter();
    let flags: BTreeSet<String> = flags.map(|flag| flag.as_str().expect("a flag").to_owned()).collect();
    let wanted =
        katas().into_iter().map(|kata| format!("--remap-path-prefix=tests/{}/../../katas=katas", kata.name));
    assert_eq!(flags, wanted.collect());
}

/// A macro that a kata defines must reach nothing of the kit's.
#[test]
fn the_kata_is_the_last_module_of_its_tests() {
    for Kata { name, .. } in katas() {
        let tests = read(&format!("tests/{name}/main.rs"));
        let last = tests.lines().rfind(|line| !line.trim().is_empty());
        assert_eq!(last, Some("mod kata;"), "tests/{name}/main.rs");
    }
}

/// `use kata::*` would let an answer replace what a bridge relies on.
#[test]
fn bridges_import_by_name() {
    for Kata { name: kata, level, .. } in katas() {
        for Level { name: level } in level {
            let bridge = read(&format!("tests/{kata}/bridge/{level}.rs"));
            let glob = bridge.lines().find(|line| line.contains("::*"));
            assert_eq!(glob, None, "tests/{kata}/bridge/{level}.rs");
        }
    }
}

#[test]
fn every_level_has_three_right_and_five_wrong_answers() {
    for Kata { name: kata, level, .. } in katas() {
        for Level { name: level } in level {
            for (kind, least) in [("right", 3), ("wrong", 5)] {
                let folder = root().join("answers").join(&kata).join(kind);
                let entries =
                    fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
                let names = entries.map(|entry| entry.expect("an entry").file_name());
                let prefix = format!("{level}__");
                let count = names.filter(|name| name.to_string_lossy().starts_with(&prefix)).count();
                assert!(count >= least, "{kata}::{level} has {count} {kind} answers, not {least}");
            }
        }
    }
}

#[test]
fn the_readme_lists_every_kata_in_order() {
    let readme = read("README.md");
    let row = |kata: Kata| format!("| [`{0}`](katas/{0}.md) | {1} |", kata.name, kata.teaches);
    let listed: Vec<&str> = readme.lines().filter(|line| line.starts_with("| [`")).collect();
    assert_eq!(listed, katas().into_iter().map(row).collect::<Vec<_>>(), "README.md, \"The katas\"");
    assert!(readme.lines().count() <= 150, "README.md is longer than 150 lines");
}

/// `verdict/environment.rs` is the table; the page shows its constants with their doc comments.
#[test]
fn the_architecture_page_lists_every_environment_variable() {
    let mut table = vec!["| variable | meaning |".to_owned(), "| --- | --- |".to_owned()];
    let mut meaning = String::new();
    for line in read("verdict/environment.rs").lines() {
        if let Some(words) = line.strip_prefix("/// ") {
            meaning += if meaning.is_empty() { "" } else { " " };
            meaning += words;
        } else if let Some(constant) = line.strip_prefix("pub const ") {
            let name = constant.split('"').nth(1).expect("a text");
            if name.starts_with("TOKIO_KATAS_") && !constant.starts_with("PREFIX:") {
                table.push(format!("| `{name}` | {meaning} |"));
            }
            meaning.clear();
        }
    }
    assert!(table.len() > 10, "only {table:?}");
    let page = read("docs/architecture.md");
    let shown: Vec<&str> = page.lines().skip_while(|line| *line != table[0]).take(table.len()).collect();
    let next = page.lines().skip_while(|line| *line != table[0]).nth(table.len());
    assert!(
        shown == table && next == Some(""),
        "docs/architecture.md, \"The environment\", should hold\n{}",
        table.join("\n")
    );
    assert!(read("README.md").contains("](docs/architecture.md)"), "README.md does not link the page");
}

/// The places that the page names are there.
#[test]
fn the_architecture_page_names_files_that_exist() {
    let page = read("docs/architecture.md");
    let mut seen = 0;
    for name in page.split('`').skip(1).step_by(2).filter(|name| name.contains('/') && !name.contains("KATA"))
    {
        let rooms = ["", "src/probe", "runner/src", "runner/src/grade"];
        assert!(rooms.iter().any(|room| root().join(room).join(name).exists()), "there is no {name}");
        seen += 1;
    }
    assert!(seen > 30, "only {seen} places");
}

/// Mistake, picture, task, hints of which the last is the line, production; and a learner meets the
/// first task on the first screen.
#[test]
fn every_lesson_has_the_same_frame() {
    for Kata { name: kata, level, .. } in katas() {
        let lesson = read(&format!("katas/{kata}.md"));
        let sections: Vec<&str> = lesson.split("\n## ").skip(1).collect();
        for (section, Level { name }) in sections.iter().zip(level) {
            let place = |part: &str| {
                let at = section.find(part);
                at.unwrap_or_else(|| panic!("katas/{kata}.md: {name} has no {part:?}"))
            };
            let parts = ["usual mistake", "```", "**Task:**", "<details>", "**In production"].map(place);
            assert!(parts.is_sorted(), "katas/{kata}.md: {name} has its parts in another order");
            let hints: Vec<&str> = section.lines().filter(|line| line.starts_with("<details>")).collect();
            for (nth, hint) in hints.iter().enumerate() {
                let number = format!("<details><summary>Hint {}: ", nth + 1);
                assert!(hint.starts_with(&number), "katas/{kata}.md: {name}: {hint}");
                let line = hint.ends_with(": the line</summary>");
                assert_eq!(line, nth + 1 == hints.len(), "katas/{kata}.md: {name}: {hint}");
            }
        }
        let task = lesson.lines().position(|line| line.starts_with("**Task:**"));
        assert!(task.is_some_and(|line| line < 40), "katas/{kata}.md: the first task is far down");
    }
}

/// A limit of `Duration::MAX` means thirty years to `sleep`, for ever to `timeout`, and a panic to
/// `now + limit`: a claim that uses it rejects answers for a choice that the contract leaves open.
#[test]
fn no_claim_has_a_limit_without_an_end() {
    for Kata { name: kata, level, .. } in katas() {
        for Level { name: level } in level {
            let path = format!("tests/{kata}/{level}.rs");
            assert!(!read(&path).contains("Duration::MAX"), "{path} uses Duration::MAX");
        }
    }
}
