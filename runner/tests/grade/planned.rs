//! A class that is split by a plan: what has arrived of it is compared with the plan, and merged when it is whole.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use crate::kit::{grade, kit, orders_kit, read, reference, root, said, stub, target, write};

/// Five submissions, most of which cost nothing.
fn hand_in(folder: &Path) -> PathBuf {
    let many = folder.join("many");
    for name in ["ann", "bea", "cid", "dan", "eve"] {
        match name {
            "ann" => write(&many.join("ann/tiny.rs"), &reference()),
            "dan" => write(&many.join("dan/tiny.rs"), &stub()),
            name => fs::create_dir_all(many.join(name)).expect("a folder"),
        }
    }
    many
}

fn kata(kit: &Path, arguments: &[&str]) -> Output {
    let mut kata = Command::new(env!("CARGO_BIN_EXE_kata-grade"));
    kata.args(arguments).current_dir(kit).env("CARGO_TARGET_DIR", target());
    kata.output().expect("it runs")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("plain text")
}

/// A plan for two shards of five submissions.
struct Class {
    folder: tempfile::TempDir,
    many: PathBuf,
}

impl Class {
    fn planned(scheduler: &str, extra: &[&str]) -> Class {
        let folder = tempfile::tempdir().expect("a folder");
        let class = Class { many: hand_in(folder.path()), folder };
        let (many, plan) = (class.many.clone(), class.at("plan"));
        let options = ["class", "plan", text(&many), "--as-root", "--for", scheduler, "--shards", "2"];
        let output = kata(kit(), &[&options[..], &["--seed", "7", "--out", text(&plan)], extra].concat());
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        let shown = String::from_utf8_lossy(&output.stdout).into_owned();
        for words in [
            "5 submissions in 2 shards, seed 7",
            "took one worker ",
            " core minutes: 2 shards of 2 cores for about 1 min",
        ] {
            assert!(shown.contains(words), "{words:?} is missing: {shown}");
        }
        class
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn report(&self, shard: u32) -> PathBuf {
        self.at(&format!("plan/results/shard-{shard}.json"))
    }

    fn grade_in(&self, kit: &Path, shard: &str) -> Output {
        let (plan, many) = (self.at("plan"), &self.many);
        kata(kit, &["class", "grade", text(&plan), text(many), "--as-root", "--shard", shard])
    }

    /// Grades a shard, and returns what was said.
    fn grade(&self, shard: &str) -> String {
        let output = self.grade_in(kit(), shard);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        said(&output)
    }

    /// The merged report, and the exit code.
    fn merge(&self, extra: &[&Path]) -> Output {
        let report = format!("json={}", self.at("merged.json").display());
        let plan = self.at("plan");
        let extra: Vec<&str> = extra.iter().map(|path| text(path)).collect();
        kata(&std::env::temp_dir(), &[&["merge", text(&plan)], &extra[..], &["--report", &report]].concat())
    }

    /// Nothing is reported before the class is whole, and all that is said is `words`.
    fn refuses(&self, extra: &[&Path], words: &[&str]) {
        let output = self.merge(extra);
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(
            (output.status.code(), stderr.lines().count()),
            (Some(2), words.len()),
            "{}",
            said(&output)
        );
        for (line, words) in stderr.lines().zip(words) {
            assert!(line.contains(words), "{words:?} is missing: {stderr}");
        }
        assert!(output.stdout.is_empty() && !self.at("merged.json").exists());
    }
}

#[test]
fn the_shards_of_a_plan_are_the_whole_whatever_arrives_beside_them() {
    let class = Class::planned("slurm", &[]);
    let plan = class.at("plan");
    let hour = Duration::from_secs(3600);
    let again = format!("run again: sbatch --array=2 {}", plan.join("grade.sbatch").display());
    // The plan was written by a machine whose clock is an hour ahead.
    let file = File::open(plan.join("plan.json")).expect("a plan");
    file.set_modified(SystemTime::now() + hour).expect("a time");
    let told = class.grade("1");
    assert!(
        told.contains("warning: this machine's clock and that of the plan's folder are 60 min apart"),
        "{told}"
    );
    class.refuses(&[], &[&again, "shard 2/2 cannot be counted; 3 of 5 submissions can"]);
    file.set_modified(SystemTime::now() - hour).expect("a time");
    let told = class.grade("2");
    assert!(!told.contains("clock"), "{told}");
    // Started once more, it has nothing to do.
    assert!(class.grade("2").contains("shard 2/2 is graded already"));

    let whole = format!("json={}", class.at("whole.json").display());
    let output = grade(&[text(&class.many), "--seed", "7", "--report", &whole]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let same = |extra: &[&Path]| {
        let merged = class.merge(extra);
        assert_eq!(
            (merged.status.code(), said(&merged).contains("not counted")),
            (Some(1), false),
            "{}",
            said(&merged)
        );
        assert!(read(&class.at("merged.json")) == read(&class.at("whole.json")), "it is not the whole");
        fs::remove_file(class.at("merged.json")).expect("a report");
    };
    same(&[]);
    // The reports of a machine whose clock is an hour off, a copy of one, and one that is being written.
    for (shard, then) in [(1, SystemTime::now() + hour), (2, SystemTime::now() - hour)] {
        File::open(class.report(shard)).expect("a report").set_modified(then).expect("a time");
    }
    write(&plan.join("results/.new-x"), "{");
    fs::copy(class.report(1), class.at("copy.json")).expect("a copy");
    same(&[&class.at("copy.json")]);

    let shards = [1, 2].map(|shard| serde_json::from_str(&read(&class.report(shard))).expect("JSON"));
    let schema: Value = serde_json::from_str(&read(&root().join("docs/grade.schema.json"))).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    assert!(
        shards.iter().all(|shard: &Value| validator.is_valid(shard) && shard["shard"]["plan"].is_string())
    );
    what_does_not_fit_the_plan(&class, &shards, &again);
}

/// Each is named in a sentence, none is counted, and all stay where they are.
fn what_does_not_fit_the_plan(class: &Class, shards: &[Value; 2], again: &str) {
    let lacks = "no report is written, because shard 2/2 cannot be counted; 3 of 5 submissions can";
    type Change<'a> = &'a dyn Fn(&mut Value);
    let others: [(Change, &str); 8] = [
        (&|it| it["kit"] = json!("another"), "was graded with another kit than is planned (another, not "),
        (
            &|it| it["toolchain"] = json!("rustc 1.0"),
            "was graded with another toolchain than is planned (rustc 1.0",
        ),
        (&|it| it["seed"] = json!(8), "was graded with another seed than is planned (8, not 7)"),
        (&|it| it["limits"]["output_mib"] = json!(1), "was graded with other limits than are planned"),
        (&|it| it["shard"]["plan"] = json!("00"), "is a shard of another plan"),
        (&|it| it["shard"] = Value::Null, "is no shard of a class"),
        (&|it| it["shard"]["number"] = json!(3), "has other submissions than are planned for its shard"),
        (&|it| it["submissions"][1] = it["submissions"][0].clone(), "has other submissions than are planned"),
    ];
    for (change, words) in others {
        let mut report = shards[1].clone();
        change(&mut report);
        fs::write(class.report(2), report.to_string()).expect("a file");
        class.refuses(&[], &[&format!("shard-2.json {words}"), again, lacks]);
    }
    // Points: a report that adds up, and was graded by another list of them.
    let mut report = shards[1].clone();
    for level in ["katas/0/levels/0", "submissions/0/katas/0/levels/0", "submissions/1/katas/0/levels/0"] {
        let level = report.pointer_mut(&format!("/{level}")).expect("a level");
        level["max_points"] = json!(level["max_points"].as_u64().expect("points") + 1);
    }
    for whole in
        ["katas/0", "submissions/0/katas/0", "submissions/0", "submissions/1/katas/0", "submissions/1"]
    {
        let whole = report.pointer_mut(&format!("/{whole}")).expect("a sum");
        whole["max_points"] = json!(whole["max_points"].as_u64().expect("points") + 1);
    }
    fs::write(class.report(2), report.to_string()).expect("a file");
    class
        .refuses(&[], &["shard-2.json was graded with other katas or points than are planned", again, lacks]);
    // Cut off, wherever.
    let whole = shards[1].to_string();
    for end in [0, 1, 900, whole.len() - 1] {
        fs::write(class.report(2), &whole[..end]).expect("a file");
        class.refuses(&[], &["shard-2.json is cut off: it is not a whole JSON report", again, lacks]);
    }
    // Two of one shard that do not agree: neither counts, and which one does is for people to say.
    fs::write(class.report(2), &whole).expect("a file");
    let mut twin = shards[1].clone();
    twin["submissions"][0]["problem"] = json!("another");
    let elsewhere = class.at("twin.json");
    fs::write(&elsewhere, twin.to_string()).expect("a file");
    class.refuses(&[&elsewhere], &["are both shard 2/2, and differ: remove one", lacks]);
    // One at which the grader failed is in the report, which says so.
    let mut broken = shards[1].clone();
    broken["submissions"][0]["katas"][0]["levels"][0]["claims"][0]["status"] = json!("error");
    broken["submissions"][0]["katas"][0]["levels"][0]["claims"][0]["reason"] = json!("harness_error");
    fs::write(class.report(2), broken.to_string()).expect("a file");
    let output = class.merge(&[]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    for words in ["the grader failed at 1 submission, so shard 2/2 should run again: bea", again] {
        assert!(said(&output).contains(words), "{words:?} is missing: {}", said(&output));
    }
    assert!(class.at("merged.json").exists());
}

#[test]
fn a_machine_that_cannot_grade_by_the_plan_says_so_and_loses_nothing() {
    let class = Class::planned("parallel", &[]);
    let refused = |output: Output, words: &str| {
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        let error = stderr.lines().last().unwrap_or_default();
        assert_eq!(output.status.code(), Some(2), "{stderr}");
        assert!(error.starts_with("error: ") && error.contains(words), "{words:?} is missing: {stderr}");
        stderr
    };
    refused(class.grade_in(kit(), "3"), "there is no shard 3: the plan has 2");
    refused(
        class.grade_in(orders_kit(), "1"),
        "this machine's kit is not the planned one (tokio-katas 0.1.0 (",
    );
    let plan = class.at("plan/plan.json");
    let written = read(&plan);
    write(&plan, &written.replace("\"seed\": 7", "\"seed\": 8"));
    refused(class.grade_in(kit(), "1"), "is not as it was written, and its shards could not be merged");
    write(&plan, &written);
    // Another plan does not take the place of one whose shards may be graded.
    let (many, out) = (class.many.clone(), class.at("plan"));
    let other =
        ["class", "plan", text(&many), "--as-root", "--for", "parallel", "--seed", "8", "--shards", "2"];
    refused(
        kata(kit(), &[&other[..], &["--out", text(&out)]].concat()),
        "is another plan, of which shards may be",
    );
    let many_shards = ["class", "plan", text(&many), "--as-root", "--for", "slurm", "--shards", "6"];
    refused(kata(kit(), &many_shards), "5 submissions cannot fill 6 shards: choose fewer --shards");

    // A report that is cut off is graded anew, and kept.
    write(&class.report(1), "{\"version\": 2");
    fs::rename(many.join("eve"), many.join("eva")).expect("a submission");
    let stderr = refused(class.grade_in(kit(), "1"), "eve of the plan are not among the submissions");
    assert!(
        stderr.contains("shard-1.json is cut off") && stderr.contains("1 submission is not in the plan"),
        "{stderr}"
    );
    assert_eq!(read(&class.at("plan/results/shard-1.json.refused")), "{\"version\": 2");
    fs::rename(many.join("eva"), many.join("eve")).expect("a submission");
    a_results_folder_that_fills_up(&class);
}

/// What is graded stays graded until there is room for the report.
fn a_results_folder_that_fills_up(class: &Class) {
    let results = class.at("plan/results");
    let mut mount = Command::new("mount");
    mount.args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"]).arg(&results);
    if !mount.output().is_ok_and(|output| output.status.success()) {
        println!("no file system can be mounted here");
        return;
    }
    let fill = fs::write(results.join("fill"), vec![0; 1 << 20]);
    let output = class.grade_in(kit(), "1");
    let _ = fs::remove_file(results.join("fill"));
    let left = fs::read_dir(&results).expect("a folder").count();
    let told = class.grade_in(kit(), "1");
    let report = class.report(1).exists();
    let unmounted = Command::new("umount").arg(&results).status();
    assert!(fill.is_err() && unmounted.is_ok_and(|status| status.success()));
    let stderr = said(&output);
    assert_eq!((output.status.code(), left), (Some(2), 0), "{stderr}");
    assert!(
        stderr.contains("stopped with 3 of 3 submissions graded: what is graded stays graded"),
        "{stderr}"
    );
    assert!(stderr.contains("shard-1.json: No space left on device"), "{stderr}");
    assert!(report && said(&told).contains("3 submissions were graded before"), "{}", said(&told));
}
