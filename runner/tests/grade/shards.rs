//! A class that is graded in parts and merged is the class graded as a whole; what does not belong
//! together is not merged.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::kit::{grade, read, reference, root, said, stub, write};

/// Five submissions, most of which cost nothing.
fn class(folder: &Path) -> PathBuf {
    let many = folder.join("many");
    for name in ["ann", "bea", "cid", "dan", "eve"] {
        let text = match name {
            "ann" => reference(),
            "dan" => stub(),
            name => {
                fs::create_dir_all(many.join(name)).expect("a folder");
                continue;
            }
        };
        write(&many.join(name).join("tiny.rs"), &text);
    }
    many
}

fn merge(arguments: &[&str]) -> Output {
    let mut merge = Command::new(env!("CARGO_BIN_EXE_kata-grade"));
    // Anywhere: it needs no checkout.
    merge.arg("merge").args(arguments).current_dir(std::env::temp_dir()).output().expect("it runs")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("plain text")
}

#[test]
fn shards_that_are_merged_are_the_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let many = class(folder.path());
    let at = |name: &str| folder.path().join(name);
    let formats = ["json", "junit", "gradescope", "markdown", "html", "csv"];
    let reports = |name: &str| -> Vec<String> {
        formats
            .iter()
            .flat_map(|format| {
                ["--report".to_owned(), format!("{format}={}", at(&format!("{name}.{format}")).display())]
            })
            .collect()
    };
    let run = |extra: &[String]| {
        let extra: Vec<&str> = extra.iter().map(String::as_str).collect();
        let output = grade(&[&[text(&many), "--seed", "7"], &extra[..]].concat());
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        output
    };
    let whole = run(&reports("whole"));
    for number in 1..=3 {
        let report = format!("json={}", at(&format!("{number}.json")).display());
        run(&["--shard".to_owned(), format!("{number}/3"), "--report".to_owned(), report]);
    }
    let schema: Value = serde_json::from_str(&read(&root().join("docs/grade.schema.json"))).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let shards: Vec<Value> = (1..=3)
        .map(|number| serde_json::from_str(&read(&at(&format!("{number}.json")))).expect("JSON"))
        .collect();
    for (shard, names) in shards.iter().zip([&["ann", "dan"][..], &["bea", "eve"], &["cid"]]) {
        assert!(validator.is_valid(shard), "{shard:#}");
        let found: Vec<_> =
            shard["submissions"].as_array().expect("submissions").iter().map(|it| &it["name"]).collect();
        assert_eq!(found, names);
    }

    // In whatever order they come.
    let files = [at("3.json"), at("1.json"), at("2.json")];
    let merged = reports("merged");
    let arguments: Vec<&str> =
        files.iter().map(|path| text(path)).chain(merged.iter().map(String::as_str)).collect();
    let output = merge(&arguments);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert_eq!(output.stdout, whole.stdout);
    for format in formats {
        assert!(
            read(&at(&format!("merged.{format}"))) == read(&at(&format!("whole.{format}"))),
            "{format} is not the same"
        );
    }
    // And any report out of one.
    let again = format!("json={}", at("again.json").display());
    assert_eq!(merge(&[text(&at("whole.json")), "--report", &again]).status.code(), Some(1));
    assert_eq!(read(&at("again.json")), read(&at("whole.json")));

    refusals(folder.path(), &shards);
    points_by_share(folder.path(), &shards);
}

/// Points by share are merged as they are, but only where the report says that a level gives them so.
fn points_by_share(folder: &Path, shards: &[Value]) {
    let paths: Vec<PathBuf> = ["x.json", "y.json", "z.json"].map(|name| folder.join(name)).into();
    let merged_if = |marked: bool| {
        for (path, shard) in paths.iter().zip(shards) {
            let mut shard = shard.clone();
            let mark = |level: &mut Value| {
                if marked {
                    level["share"] = json!(true);
                }
            };
            mark(&mut shard["katas"][0]["levels"][0]);
            for graded in shard["submissions"].as_array_mut().expect("submissions") {
                mark(&mut graded["katas"][0]["levels"][0]);
                if graded["name"] == "ann" {
                    let kata = &mut graded["katas"][0];
                    let level = &mut kata["levels"][0];
                    level["claims"][0]["reason"] = json!("assert");
                    level["claims"][0]["status"] = json!("fail");
                    let claims = level["claims"].as_array().expect("claims").len() as u64;
                    let max = level["max_points"].as_u64().expect("points");
                    let points = max * (claims - 1) / claims;
                    assert!(0 < points && points < max, "else it is all or none: {level}");
                    level["points"] = json!(points);
                    let of_kata = kata["points"].as_u64().expect("points") - max + points;
                    kata["points"] = json!(of_kata);
                    graded["points"] = json!(of_kata);
                }
            }
            fs::write(path, shard.to_string()).expect("a file");
        }
        let report = format!("json={}", folder.join("by-share.json").display());
        let files: Vec<&str> = paths.iter().map(|path| text(path)).collect();
        merge(&[&files[..], &["--report", &report]].concat())
    };
    let edited = merged_if(false);
    assert!(said(&edited).contains("has points of ann that do not add up"), "{}", said(&edited));
    let merged = merged_if(true);
    assert_eq!(merged.status.code(), Some(1), "{}", said(&merged));
    let report: Value = serde_json::from_str(&read(&folder.join("by-share.json"))).expect("JSON");
    let first: Value = serde_json::from_str(&read(&paths[0])).expect("JSON");
    for key in ["points", "max_points"] {
        assert_eq!(report["submissions"][0][key], first["submissions"][0][key]);
    }
    assert_eq!(report["katas"], first["katas"]);
    // One report that gives them otherwise than the others does not belong to them.
    fs::write(&paths[1], shards[1].to_string()).expect("a file");
    let mixed = merge(&paths.iter().map(|path| text(path)).collect::<Vec<_>>());
    assert!(said(&mixed).contains("was graded with different katas or points from"), "{}", said(&mixed));
}

/// Every way in which reports do not belong together, each with its sentence.
fn refusals(folder: &Path, shards: &[Value]) {
    let put = |name: &str, change: &dyn Fn(&mut Value), of: usize| {
        let mut shard = shards[of].clone();
        change(&mut shard);
        let path = folder.join(name);
        fs::write(&path, shard.to_string()).expect("a file");
        path
    };
    let (one, two, three) = (put("a.json", &|_| (), 0), put("b.json", &|_| (), 1), put("c.json", &|_| (), 2));
    let refused = |reports: &[&PathBuf], words: &str| {
        let output = merge(&reports.iter().map(|path| text(path)).collect::<Vec<_>>());
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!((output.status.code(), stderr.lines().count()), (Some(2), 1), "{}", said(&output));
        assert!(stderr.starts_with("error: ") && stderr.contains(words), "{words:?} is missing: {stderr}");
        assert!(output.stdout.is_empty());
    };
    type Change<'a> = &'a dyn Fn(&mut Value);
    let other: [(Change, &str); 9] = [
        (&|it| it["version"] = json!(1), "is a report of version 1, and this kit reads version 2"),
        (&|it| it["kit"] = json!("another"), "was graded with a different kit from"),
        (&|it| it["seed"] = json!(8), "was graded with a different seed from"),
        (&|it| it["toolchain"] = json!("rustc 1.0"), "was graded with a different toolchain from"),
        (&|it| it["sandbox"]["claims"] = json!("unsandboxed"), "was graded with a different sandbox from"),
        (&|it| it["limits"]["output_mib"] = json!(1), "was graded with different limits from"),
        (&|it| it["shard"]["class"] = json!("00"), "is not of the class that"),
        (&|it| it["shard"] = Value::Null, "is of a whole class"),
        (&|it| it["submissions"] = json!([]), "do not add up to the class they come from"),
    ];
    for (change, words) in other {
        refused(&[&one, &two, &put("other.json", change, 2)], words);
    }
    let worth = |it: &mut Value| {
        it["katas"][0]["max_points"] = json!(6);
        it["submissions"] = json!([]);
    };
    refused(&[&one, &two, &put("other.json", &worth, 2)], "was graded with different katas or points from");
    refused(&[&one, &two], "shard 3/3 is missing");
    refused(&[&two], "shards 1/3, 3/3 are missing");
    refused(&[&one, &one, &two, &three], "merge each submission once");
    let twin = put("twin.json", &|it| it["submissions"] = json!([]), 0);
    refused(&[&one, &twin, &two, &three], "are both shard 1/3");
    refused(&[&put("points.json", &|it| it["submissions"][0]["points"] = json!(9), 0)], "do not add up");
    let cut = folder.join("cut.json");
    fs::write(&cut, &shards[0].to_string()[..900]).expect("a file");
    refused(&[&cut], "cut.json is cut off: it is not a whole JSON report");
    refused(&[&folder.join("nothing.json")], "cannot read");
}
