//! What stands in two places of the kit says the same in both.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

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
        let (tests, lesson) = (read(&format!("tests/{kata}.rs")), read(&format!("katas/{kata}.md")));
        let levels: Vec<&str> = level.iter().map(|level| level.name.as_str()).collect();
        let headings = lesson.lines().filter_map(|line| line.strip_prefix("## "));
        let sections: Vec<&str> = headings.skip_while(|heading| !levels.contains(heading)).collect();
        assert_eq!(sections, levels, "katas/{kata}.md ends with a section for each level, in order");
        for level in levels {
            let module = format!("#[path = \"{kata}/{level}.rs\"]\nmod {level};");
            assert!(tests.contains(&module), "tests/{kata}.rs does not hold {module}");
            assert!(
                root().join(format!("tests/{kata}/{level}.rs")).is_file(),
                "{kata}::{level} has no claims"
            );
        }
    }
}

/// What only one kata needs is built for it alone; and the systems that are not tried by hand try it.
#[test]
fn the_tests_of_a_kata_that_needs_a_feature_stand_behind_it() {
    let manifest: toml::Table = toml::from_str(&read("Cargo.toml")).expect("TOML");
    let tests = manifest["test"].as_array().expect("tests");
    for Kata { name, feature, .. } in katas() {
        let test = tests.iter().find(|test| test["name"].as_str() == Some(&name));
        let required = test.and_then(|test| test["required-features"].as_array()?[0].as_str());
        assert_eq!(required, feature.as_deref(), "the test {name} in Cargo.toml");
        if let Some(feature) = feature {
            let elsewhere = format!("--features solutions,{feature}");
            assert!(read(".github/workflows/ci.yml").contains(&elsewhere), "ci.yml lacks {elsewhere}");
        }
    }
}

/// A macro that a kata defines must reach no claim.
#[test]
fn the_kata_is_the_last_module_of_its_tests() {
    for Kata { name, .. } in katas() {
        let tests = read(&format!("tests/{name}.rs"));
        let last = tests.lines().rfind(|line| !line.trim().is_empty());
        assert_eq!(last, Some("mod kata;"), "tests/{name}.rs");
    }
}

/// `use kata::*` would let an answer replace what a claim relies on.
#[test]
fn claims_import_by_name() {
    for Kata { name: kata, level, .. } in katas() {
        for Level { name: level } in level {
            let claims = read(&format!("tests/{kata}/{level}.rs"));
            let glob = claims.lines().find(|line| line.contains("kata::*"));
            assert_eq!(glob, None, "tests/{kata}/{level}.rs");
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
