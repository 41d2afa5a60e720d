//! What the templates run, run.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use super::place::Place;
use super::{AUTOGRADER, PIPELINE, pipeline_jobs, script, text, yaml};
use crate::kit::{read, submission, write};

/// What GitHub knows while it runs a job: the value of each expression.
type Known = BTreeMap<String, String>;

/// A value of a workflow with its expressions filled in.
fn filled(value: &Value, known: &Known) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut parts = text.split("${{");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (expression, rest) = part.split_once("}}").expect("it ends");
        let expression = expression.trim();
        filled += known.get(expression).unwrap_or_else(|| panic!("nobody knows {expression}"));
        filled += rest;
    }
    filled
}

/// Runs one job, step by step, and notes what its steps give out. The contents of the step summary.
fn run_job(place: &Place, workflow: &Value, job: &str, known: &mut Known) -> String {
    let job = &workflow["jobs"][job];
    let (outputs, summary) = (place.at("output"), place.at("summary"));
    write(&summary, "");
    for step in job["steps"].as_array().expect("steps") {
        if let Some(action) = step["uses"].as_str() {
            let with = step["with"].as_object().cloned().unwrap_or_default();
            let fill = |(key, value): (String, Value)| {
                let value = if value.is_string() { Value::String(filled(&value, known)) } else { value };
                (key, value)
            };
            let with = Value::Object(with.into_iter().map(fill).collect());
            if action.contains("-artifact@") {
                place.artifact(action, &with);
            }
            for value in step["env"].as_object().into_iter().flat_map(|env| env.values()) {
                filled(value, known);
            }
            continue;
        }
        fs::write(&outputs, "").expect("a file");
        let env = [&workflow["env"], &step["env"]].into_iter().filter_map(Value::as_object).flatten();
        let mut settings: Vec<_> = env.map(|(name, value)| (name.clone(), filled(value, known))).collect();
        settings.push(("GITHUB_OUTPUT".to_owned(), outputs.display().to_string()));
        settings.push(("GITHUB_STEP_SUMMARY".to_owned(), summary.display().to_string()));
        let folder = step["working-directory"].as_str().unwrap_or(".");
        place.run(step["run"].as_str().expect("a script"), folder, &settings);
        for line in read(&outputs).lines() {
            let (name, value) = line.split_once('=').expect("name=value");
            let id = step["id"].as_str().expect("a step that gives something out has an id");
            known.insert(format!("steps.{id}.outputs.{name}"), value.to_owned());
        }
    }
    read(&summary)
}

fn known() -> Known {
    let files = "'kit/Cargo.lock', 'kit/src/**', 'kit/macros/**', 'kit/runner/**', 'kit/tests/**'";
    let known = [
        ("vars.KATAS_KIT", "my-school/tokio-katas"),
        ("vars.KATAS_KIT_COMMIT", "main"),
        ("runner.os", "Linux"),
        (&format!("hashFiles({files})"), "0"),
    ];
    known.map(|(name, value)| (name.to_owned(), value.to_owned())).into()
}

#[test]
fn a_students_workflow_grades_and_needs_no_service() {
    let workflow = yaml("github/student.yml");
    let place = Place::new();
    // What actions/checkout lays there, with a kit of the student's own that nobody must use.
    write(&place.at("job/submission/katas/tiny.rs"), &read(&place.at("students/alice/katas/tiny.rs")));
    write(&place.at("job/submission/katas/katas.toml"), "no list");
    write(&place.at("job/submission/Cargo.toml"), "no manifest");
    let summary = run_job(&place, &workflow, "grade", &mut known());
    assert!(summary.contains("| submission | **5/5** |"), "{summary}");
    assert_eq!(read(&place.at("annotations.txt")), "");
    let grade = place.json("artifacts/grade/grade.json");
    assert_eq!(submission(&grade, "submission")["points"], 5);
    assert!(read(&place.at("artifacts/grade/grade.html")).starts_with("<!DOCTYPE html>"));

    // One that fails is marked, and the job goes on to its artifact.
    let wrong = read(&place.at("students/alice/katas/tiny.rs")).replace("self.0 + self.1", "self.0");
    write(&place.at("job/submission/katas/tiny.rs"), &wrong);
    let summary = run_job(&place, &workflow, "grade", &mut known());
    assert!(summary.contains("| submission | **3/5** |"), "{summary}");
    let marks = read(&place.at("annotations.txt"));
    assert!(marks.starts_with("::error file=katas/tiny.rs,title=tiny%3A%3Apair::"), "{marks}");
    assert_eq!(submission(&place.json("artifacts/grade/grade.json"), "submission")["points"], 3);
}

#[test]
fn a_class_is_graded_in_shards_and_merged() {
    let workflow = yaml("github/class.yml");
    let place = Place::new();
    let mut known = known();
    known.insert("secrets.STUDENTS_TOKEN".to_owned(), "secret".to_owned());
    write(
        &place.at("job/students.txt"),
        &read(&place.at("job/students.txt")).replace("https://git.example/katas.git\r", "my-school/katas\r"),
    );
    let jobs = &workflow["jobs"];
    run_job(&place, &workflow, "collect", &mut known);
    let cloned = read(&place.at("cloned"));
    assert!(cloned.contains(" https://github.com/my-school/katas submissions/alice\n"), "{cloned}");
    assert!(cloned.ends_with(" https://git.example/katas.git submissions/bob\n"), "{cloned}");
    assert!(place.at("artifacts/submissions/bob/not-cloned").is_file());
    for (name, value) in jobs["collect"]["outputs"].as_object().expect("outputs") {
        known.insert(format!("needs.collect.outputs.{name}"), filled(value, &known));
    }
    let shards = jobs["grade"]["strategy"]["matrix"]["shard"].as_array().expect("shards");
    for shard in shards {
        place.clean();
        known.insert("matrix.shard".to_owned(), shard.to_string());
        known.insert("strategy.job-total".to_owned(), shards.len().to_string());
        run_job(&place, &workflow, "grade", &mut known);
    }
    place.clean();
    let summary = run_job(&place, &workflow, "merge", &mut known);
    assert!(summary.contains("| alice | **5/5** |") && summary.contains("| bob | **0/5** |"), "{summary}");
    expect_class(&place.json("artifacts/grades/class.json"));
    assert!(place.at("artifacts/grades/class.html").is_file());
}

/// Two students of one name would be one submission, and one without a repository none.
#[test]
fn a_list_with_a_mistake_is_refused() {
    let pipeline = yaml(PIPELINE);
    let workflow = yaml("github/class.yml");
    let step = workflow["jobs"]["collect"]["steps"].as_array().expect("steps").iter();
    let step = step.filter_map(|step| step["run"].as_str()).next().expect("it collects");
    let collect = pipeline["collect"]["script"][0].as_str().expect("it collects");
    for script in [step, collect] {
        for list in ["alice https://git.example/a\nalice https://git.example/b\n", "alice\n"] {
            let place = Place::new();
            write(&place.at("job/students.txt"), list);
            let settings = [("STUDENTS_TOKEN", "secret"), ("CI_SERVER_HOST", "git.example")];
            let settings = settings.map(|(name, value)| (name.to_owned(), value.to_owned()));
            write(&place.at("job/collect.sh"), script);
            let refused =
                "if bash -eo pipefail collect.sh >said; then exit 1; fi\ngrep -q 'students.txt: alice' said";
            place.run(refused, ".", &settings);
        }
    }
}

#[test]
fn classroom_50_gets_a_result_or_an_error() {
    let place = Place::new();
    write(&place.at("job/submission/katas/tiny.rs"), &read(&place.at("students/alice/katas/tiny.rs")));
    let kit = place.at("job/kit").display().to_string();
    let script = place.at("job/autograder.py");
    let settings: Vec<(String, String)> = [
        ("CLASSROOM", "rust"),
        ("ASSIGNMENT", "week-1"),
        ("SUBMISSION_TAG", "submit/1"),
        ("COMMIT_URL", "https://github.example/c"),
        ("RELEASE_URL", "https://github.example/r"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec();
    // Cloned, and on a runner of one's own.
    let own = text(AUTOGRADER).replace("https://github.com/my-school/tokio-katas", &kit);
    for text in [text(AUTOGRADER), own] {
        write(&script, &text);
        let _ = fs::remove_file(place.at("job/submission/result.json"));
        place.run("python3 ../autograder.py", "submission", &settings);
        let result = place.json("job/submission/result.json");
        assert_eq!((&result["schema"], &result["score"]), (&"classroom50/result/v1".into(), &5.into()));
        assert_eq!(result["tests"].as_array().map(Vec::len), Some(2));
        assert!(read(&place.at("job/submission/release-body.md")).contains("| submission | **5/5** |"));
    }
    assert!(read(&place.at("cloned")).contains("https://github.com/my-school/tokio-katas kit"));

    // What fails in the katas is in the result; where the grader fails, there is none to be taken.
    write(&place.at("job/submission/katas/tiny.rs"), "no Rust");
    place.run("python3 ../autograder.py", "submission", &settings);
    assert_eq!(place.json("job/submission/result.json")["score"], 0);
    fs::remove_file(place.at("job/submission/result.json")).expect("a file");
    write(&script, &read(&script).replace("KATAS = \"all\"", "KATAS = \"nonsense\""));
    place.run("if python3 ../autograder.py; then exit 1; fi", "submission", &settings);
    assert!(!place.at("job/submission/result.json").exists());
}

fn expect_class(grade: &Value) {
    assert_eq!(submission(grade, "alice")["points"], 5);
    assert_eq!(submission(grade, "bob")["points"], 0);
    assert_eq!(grade["submissions"].as_array().map(Vec::len), Some(2));
    assert!(grade.get("shard").is_none());
}

#[test]
fn a_pipeline_grades_in_shards_and_merges() {
    let pipeline = yaml(PIPELINE);
    let place = Place::new();
    let jobs: BTreeMap<_, _> = pipeline_jobs(&pipeline).collect();
    let mut settings =
        vec![("CI_SERVER_HOST", "git.example".to_owned()), ("STUDENTS_TOKEN", "secret".to_owned())];
    let set = |settings: &[(&str, String)]| -> Vec<_> {
        settings.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
    };
    place.run(&script(jobs[&"collect".to_owned()]), ".", &set(&settings));
    assert!(place.at("job/submissions/bob/not-cloned").is_file());
    settings = vec![];
    for line in read(&place.at("job/seed.env")).lines() {
        settings.push(("SEED", line.strip_prefix("SEED=").expect("a seed").to_owned()));
    }
    let grade = jobs[&"grade".to_owned()];
    let shards = grade["parallel"].as_u64().expect("how many");
    let katas = pipeline["variables"]["KATAS"].as_str().expect("which katas");
    settings.push(("KATAS", katas.to_owned()));
    for shard in 1..=shards {
        let mut settings = settings.clone();
        settings.push(("CI_NODE_INDEX", shard.to_string()));
        settings.push(("CI_NODE_TOTAL", shards.to_string()));
        place.run(&script(grade), ".", &set(&settings));
    }
    let merge = jobs[&"merge".to_owned()];
    place.run(&script(merge), ".", &[]);
    expect_class(&place.json("job/grades/class.json"));
    let junit = merge["artifacts"]["reports"]["junit"].as_str().expect("a report");
    roxmltree::Document::parse(&read(&place.at("job").join(junit))).expect("XML");
}

#[test]
fn gradescope_gets_results_or_none() {
    let place = Place::new();
    let home = place.at("job").display().to_string();
    // Its folder, at another place.
    let at = |name: &str| text(name).replace("/autograder/", &format!("{home}/autograder/"));
    fs::create_dir_all(place.at("job/autograder/source")).expect("a folder");
    std::os::unix::fs::symlink(place.at("job/kit"), place.at("job/autograder/source/kit")).expect("a link");
    place.run(&at("gradescope/setup.sh"), ".", &[]);
    let loose = place.at("job/autograder/submission/tiny.rs");
    write(&loose, &read(&place.at("students/alice/katas/tiny.rs")));
    place.run(&at("gradescope/run_autograder"), "autograder", &[]);
    assert_eq!(place.json("job/autograder/results/results.json")["score"], 5);

    // Where the grader fails, there is no number to be taken for a grade.
    let failing =
        format!("cargo() {{ echo '{{}}' >\"$results\"; return 2; }}\n{}", at("gradescope/run_autograder"));
    let script = format!("if ({failing}); then exit 1; fi");
    place.run(&script, "autograder", &[]);
    assert!(!place.at("job/autograder/results/results.json").exists());
}
