//! The files under `ci-templates`: each is what its system reads, is written with care, and what it
//! runs is run here, on a tiny class.

mod place;
mod runs;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::kit::{read, root};

const WORKFLOWS: [&str; 2] = ["github/student.yml", "github/class.yml"];
const PIPELINE: &str = "gitlab/.gitlab-ci.yml";
const AUTOGRADER: &str = "classroom50/autograder.py";
const SCRIPTS: [&str; 2] = ["gradescope/setup.sh", "gradescope/run_autograder"];
/// Those that a plan fills in; what it makes of them is tried where it does.
const JOBS: [&str; 3] = ["slurm/grade.sbatch", "parallel/grade", "kubernetes/grade.yaml"];
/// Each tries a job on the real thing, or what comes nearest to it, which takes long.
const TRIALS: [&str; 3] = ["slurm/try", "parallel/try", "kubernetes/try"];

fn text(template: &str) -> String {
    read(&root().join("ci-templates").join(template))
}

fn yaml(template: &str) -> Value {
    serde_saphyr::from_str(&text(template)).unwrap_or_else(|error| panic!("{template}: {error}"))
}

/// A workflow's jobs and their steps.
fn steps(workflow: &Value) -> impl Iterator<Item = (&Value, &Value)> {
    let jobs = workflow["jobs"].as_object().expect("jobs").values();
    jobs.flat_map(|job| job["steps"].as_array().expect("steps").iter().map(move |step| (job, step)))
}

/// The lines that a job of a pipeline runs, as one script.
fn script(job: &Value) -> String {
    let lines = job["script"].as_array().expect("a script").iter();
    lines.map(|line| line.as_str().expect("text")).collect::<Vec<_>>().join("\n")
}

/// The jobs of a pipeline: what is no keyword.
fn pipeline_jobs(pipeline: &Value) -> impl Iterator<Item = (&String, &Value)> {
    let keywords = ["workflow", "stages", "default", "variables"];
    let all = pipeline.as_object().expect("a pipeline").iter();
    all.filter(move |(name, _)| !keywords.contains(&name.as_str()))
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        if entry.path().is_dir() { files(&entry.path(), found) } else { found.push(entry.path()) }
    }
}

#[test]
fn no_template_is_forgotten_here() {
    let folder = root().join("ci-templates");
    let mut found = Vec::new();
    files(&folder, &mut found);
    let name = |path: PathBuf| path.strip_prefix(&folder).expect("below it").to_string_lossy().into_owned();
    let found: BTreeSet<String> = found.into_iter().map(name).collect();
    let known = WORKFLOWS.into_iter().chain(SCRIPTS).chain(JOBS).chain(TRIALS).chain([PIPELINE, AUTOGRADER]);
    assert_eq!(found, known.map(str::to_owned).collect());
}

#[test]
fn workflows_are_written_with_care() {
    for name in WORKFLOWS {
        let workflow = yaml(name);
        assert!(workflow["name"].is_string() && workflow["on"].is_object(), "{name}");
        assert_eq!(workflow["permissions"]["contents"], "read", "{name}: what is not named is not permitted");
        let top = ["name", "on", "permissions", "env", "jobs"];
        assert!(
            workflow.as_object().expect("an object").keys().all(|key| top.contains(&key.as_str())),
            "{name}"
        );
        for (job, step) in steps(&workflow) {
            assert!(job["timeout-minutes"].is_u64(), "{name}: a job that has no end");
            assert!(job["runs-on"].as_str().is_some_and(|system| !system.ends_with("latest")), "{name}");
            match (step["uses"].as_str(), step["run"].as_str()) {
                (Some(action), None) => expect_pinned(name, action),
                (None, Some(run)) => {
                    // What others wrote must come as a variable: in a script it would be run.
                    assert!(!run.contains("${{"), "{name}: {run}");
                    expect_shell(name, &as_a_step(run));
                }
                _ => panic!("{name}: a step uses something or runs something: {step}"),
            }
            let checkout =
                step["uses"].as_str().is_some_and(|action| action.starts_with("actions/checkout@"));
            assert!(
                !checkout || step["with"]["persist-credentials"] == false,
                "{name}: a token is left behind"
            );
        }
        // Where students' code runs, there is no secret.
        let secrets = |(job, step): &(&Value, &Value)| {
            let graded = job["steps"].to_string().contains("cargo kata grade");
            graded && step.to_string().contains("secrets.")
        };
        assert_eq!(steps(&workflow).find(secrets), None, "{name}");
    }
}

/// By a commit, which cannot be moved.
fn expect_pinned(name: &str, action: &str) {
    let (action, version) = action.split_once('@').expect("a version");
    let commit = version.len() == 40 && version.bytes().all(|byte| byte.is_ascii_hexdigit());
    assert!(commit, "{name}: {action}@{version}");
    // The version that it stands for is said behind it.
    let said = text(name).lines().any(|line| line.contains(version) && line.contains("# v"));
    assert!(said, "{name}: {action}");
}

#[test]
fn the_pipeline_is_written_with_care() {
    let pipeline = yaml(PIPELINE);
    let stages = pipeline["stages"].as_array().expect("stages");
    assert!(pipeline["default"]["image"].as_str().is_some_and(|image| image.contains(':')), "a version");
    for (name, job) in pipeline_jobs(&pipeline) {
        assert!(stages.contains(&job["stage"]), "{name}");
        expect_shell(name, &as_a_step(&script(job)));
        let graded = script(job).contains("cargo kata grade");
        assert!(!graded || !script(job).contains("TOKEN"), "{name}: a secret where students' code runs");
    }
    let image = pipeline["default"]["image"].as_str().expect("an image");
    let toolchain: toml::Table = toml::from_str(&read(&root().join("rust-toolchain.toml"))).expect("TOML");
    let channel = toolchain["toolchain"]["channel"].as_str().expect("a channel");
    assert!(image.starts_with(&format!("rust:{channel}")), "{image} is not of {channel}");
}

#[test]
fn scripts_are_written_with_care() {
    for name in SCRIPTS.into_iter().chain(TRIALS) {
        let script = text(name);
        assert!(
            script.starts_with("#!/usr/bin/env bash\n") && script.contains("\nset -euo pipefail\n"),
            "{name}"
        );
        let path = root().join("ci-templates").join(name);
        let mode =
            std::os::unix::fs::PermissionsExt::mode(&fs::metadata(path).expect("a file").permissions());
        assert_eq!(mode & 0o111, 0o111, "{name} can be run");
        expect_shell(name, &script);
    }
}

/// A class that was handed out two katas is graded on two: which they are stands in one place, near the top,
/// and every run of the grader goes by it.
#[test]
fn the_katas_of_a_class_stand_in_one_place() {
    for (names, sets) in [
        (&WORKFLOWS[..1], "  KATAS: all"),
        (&WORKFLOWS[1..], "  KATAS: all"),
        (&[PIPELINE], "  KATAS: all"),
        (&[AUTOGRADER], "KATAS = \"all\""),
        (&SCRIPTS, "KATAS=all"),
    ] {
        let texts: Vec<String> = names.iter().map(|name| text(name)).collect();
        let lines: Vec<&str> = texts.iter().flat_map(|text| text.lines()).collect();
        assert_eq!(lines.iter().filter(|line| **line == sets).count(), 1, "{names:?}");
        assert!(lines.iter().position(|line| *line == sets).is_some_and(|at| at < 40), "{names:?}");
        let code = |line: &&&str| !line.trim_start().starts_with('#') && !line.contains('`');
        let runs =
            |line: &&&str| ["cargo kata grade", "\"kata\", \"grade\""].iter().any(|run| line.contains(run));
        let graded: Vec<_> = lines.iter().filter(code).filter(runs).collect();
        assert!(!graded.is_empty(), "{names:?}");
        for line in graded {
            assert!(
                line.contains("--katas \"$KATAS\"") || line.contains("\"--katas\", KATAS"),
                "{names:?}: {line}"
            );
        }
    }
}

/// What Classroom 50 publishes may be read by everyone.
#[test]
fn nothing_of_the_answers_is_shipped() {
    let folder = root().join("ci-templates/classroom50");
    let mut found = Vec::new();
    files(&folder, &mut found);
    assert_eq!(found, [folder.join("autograder.py")]);
    let text = text(AUTOGRADER);
    assert!(text.contains("never put its answers/ into this folder"));
}

/// With the settings under which GitHub and GitLab run a step.
fn as_a_step(script: &str) -> String {
    format!("set -eo pipefail\n{script}")
}

/// A script that bash can read; and that shellcheck has nothing against, where there is one.
fn expect_shell(name: &str, script: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("script.sh");
    fs::write(&file, script).expect("a file");
    let read = Command::new("bash").arg("-n").arg(&file).output().expect("bash");
    assert!(read.status.success(), "{name}: {}", String::from_utf8_lossy(&read.stderr));
    let mut shellcheck = Command::new("shellcheck");
    let checked = shellcheck.args(["--shell", "bash"]).arg(&file).stdin(Stdio::null()).output();
    if let Ok(checked) = checked {
        assert!(checked.status.success(), "{name}: {}", String::from_utf8_lossy(&checked.stdout));
    }
}
