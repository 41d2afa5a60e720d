//! The job for a scheduler: the template in `ci-templates` with a plan's values in the place of its `@NAMES@`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::file::{ClassPlan, Scheduler, replace};
use crate::grade::results::model::Limits;

/// The folder in the plan's for what the shards say while they run.
const LOGS: &str = "logs";

/// What a template may ask for, besides what the plan itself has.
pub struct Values<'a> {
    pub kit: &'a Path,
    /// The plan's folder.
    pub plan: &'a Path,
    pub submissions: &'a [PathBuf],
    pub cores: u16,
    pub retries: u16,
    /// After how many minutes a shard hangs.
    pub minutes: u64,
    pub as_root: bool,
}

/// Writes the job beside the plan, and returns where.
///
/// # Errors
/// If the kit lacks the template, or the template a place for a value.
pub fn job(plan: &ClassPlan, values: &Values) -> Result<PathBuf> {
    let (template, is_program) = match plan.scheduler {
        Scheduler::Slurm => ("slurm/grade.sbatch", false),
        Scheduler::Kubernetes => ("kubernetes/grade.yaml", false),
        Scheduler::Parallel => ("parallel/grade", true),
        Scheduler::Github => ("github/class.yml", false),
    };
    let path = values.kit.join("ci-templates").join(template);
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let filled = match plan.scheduler {
        Scheduler::Github => workflow(&text, plan),
        _ => script(&text, plan, values),
    };
    // A folder for logs must be there: Slurm ends a task that has none before it begins, and says so only on the node.
    let logs = values.plan.join(LOGS);
    fs::create_dir_all(&logs).with_context(|| format!("cannot make {}", logs.display()))?;
    let filled = filled.with_context(|| format!("{} cannot be filled in", path.display()))?;
    let name = Path::new(template).file_name().context("a template is a file")?;
    let job = values.plan.join(name);
    replace(&job, |out| Ok(out.write_all(filled.as_bytes())?))?;
    #[cfg(unix)]
    if is_program {
        let usable = std::os::unix::fs::PermissionsExt::from_mode(0o750);
        fs::set_permissions(&job, usable).with_context(|| format!("cannot write {}", job.display()))?;
    }
    Ok(job)
}

/// A script, or a manifest whose values are plain words.
fn script(text: &str, plan: &ClassPlan, values: &Values) -> Result<String> {
    let quoted = |path: &Path| shell_words::quote(&path.to_string_lossy()).into_owned();
    let submissions: Vec<String> = values.submissions.iter().map(|path| quoted(path)).collect();
    let root = if values.as_root { " --as-root" } else { "" };
    let known = [
        ("ID", plan.id.clone()),
        ("SHARDS", plan.shards.to_string()),
        ("KIT", quoted(values.kit)),
        ("PLAN", quoted(values.plan)),
        // In the name of a log, a percent sign would begin a number of the job.
        ("LOGS", quoted(&values.plan.join(LOGS)).replace('%', "%%")),
        ("SUBMISSIONS", submissions.join(" ")),
        ("CORES", values.cores.to_string()),
        // What the compiler and a claim take at the same time, with room to spare.
        ("MEMORY", (u64::from(values.cores) * 2048).to_string()),
        ("RETRIES", values.retries.to_string()),
        ("MINUTES", values.minutes.to_string()),
        ("SECONDS", (values.minutes * 60).to_string()),
        ("AS_ROOT", root.to_owned()),
        ("IMAGE", image(plan)),
    ];
    let filled =
        known.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("@{name}@"), value));
    Ok(filled)
}

/// The name of the container's image for the kit of a plan, tagged with the kit's fingerprint.
fn image(plan: &ClassPlan) -> String {
    let fingerprint: String =
        plan.kit.chars().skip_while(|c| *c != '(').filter(|c| c.is_alphanumeric()).collect();
    format!("tokio-katas:{fingerprint}")
}

/// The limits, as options of `cargo kata grade`.
fn limits(limits: &Limits) -> String {
    format!(
        "--limit {} --submission-limit {} --memory {} --output {} --compile-limit {} --compile-memory {} --explore {}",
        limits.claim_seconds,
        limits.submission_seconds,
        limits.claim_memory_mib,
        limits.output_mib,
        limits.compile_seconds,
        limits.compile_memory_mib,
        limits.explore
    )
}

/// The workflow, which is whole without a plan: its settings get the plan's values.
fn workflow(text: &str, plan: &ClassPlan) -> Result<String> {
    let katas: Vec<&str> = plan.katas.iter().map(|kata| kata.name.as_str()).collect();
    let mut points = String::new();
    for kata in &plan.katas {
        points += &format!("[{}]\n", kata.name);
        for level in &kata.levels {
            points += &format!("{} = {}\n", level.name, level.max_points);
        }
    }
    let shards: Vec<String> = (1..=plan.shards).map(|number| number.to_string()).collect();
    let quoted = |text: &str| serde_json::to_string(text).context("cannot quote a text");
    let settings = [
        ("  KATAS: all\n", format!("  KATAS: {}\n", quoted(&katas.join(","))?)),
        ("  SEED: \"\"\n", format!("  SEED: \"{}\"\n", plan.seed)),
        ("  POINTS: \"\"\n", format!("  POINTS: {}\n", quoted(&points)?)),
        ("  LIMITS: \"\"\n", format!("  LIMITS: {}\n", quoted(&limits(&plan.limits))?)),
        ("        shard: [1, 2, 3, 4]\n", format!("        shard: [{}]\n", shards.join(", "))),
    ];
    let mut filled = text.to_owned();
    for (line, value) in settings {
        ensure!(filled.matches(line).count() == 1, "it has no line {:?}, or several", line.trim());
        filled = filled.replace(line, &value);
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};
    use std::process::Command;

    use serde_json::{Value, json};

    use super::{LOGS, Values, job};
    use crate::grade::plan::file::{ClassPlan, Scheduler};
    use crate::grade::results::model::Head;

    fn kit() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the runner is in the kit").to_owned()
    }

    /// The job for a plan of three shards, in a folder with a space and a percent sign in its name.
    fn filled(scheduler: Scheduler) -> String {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().join("my 50% plan");
        let head = Head { kit: "tokio-katas 0.1.0 (0123456789abcdef)".to_owned(), ..Head::sample() };
        let plan = ClassPlan::new(scheduler, 3, &head, ["a", "b", "c"].map(str::to_owned).to_vec());
        plan.write(&out).expect("a plan");
        let values = Values {
            kit: &kit(),
            plan: &out,
            submissions: &["/data/all of them".into(), "/data/late".into()],
            cores: 4,
            retries: 2,
            minutes: 90,
            as_root: true,
        };
        let job = job(&plan, &values).expect("a job");
        assert!(out.join(LOGS).is_dir());
        let text = std::fs::read_to_string(&job)
            .expect("a text")
            .replace(&out.display().to_string(), "/my 50% plan");
        let out = out.display().to_string().replace('%', "%%");
        let text = text.replace(&out, "/my 50%% plan");
        let left = text
            .split('@')
            .skip(1)
            .step_by(2)
            .find(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_uppercase() || c == '_'));
        assert_eq!(left, None, "a name that nothing fills: {text}");
        text
    }

    fn expect_shell(text: &str) {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("job");
        std::fs::write(&file, text).expect("a file");
        let read = Command::new("bash").arg("-n").arg(&file).output().expect("bash");
        assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
        if let Ok(checked) = Command::new("shellcheck").args(["--shell", "bash"]).arg(&file).output() {
            assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
        }
    }

    fn expect_lines(text: &str, lines: &[&str]) {
        for line in lines {
            assert!(text.lines().any(|it| it == *line), "{line:?} is missing: {text}");
        }
    }

    #[test]
    fn slurm_gets_an_array_of_as_many_jobs() {
        let text = filled(Scheduler::Slurm);
        expect_shell(&text);
        expect_lines(
            &text,
            &[
                "#SBATCH --array=1-3",
                "#SBATCH --cpus-per-task=4",
                "#SBATCH --time=90",
                "#SBATCH --output='/my 50%% plan/logs'/%a.log",
                "if [ \"$status\" -ne 0 ] && [ \"$restarts\" -lt 2 ]; then",
                "cargo kata class grade '/my 50% plan' '/data/all of them' /data/late --shard \"$SLURM_ARRAY_TASK_ID\" \
                 --jobs \"$SLURM_CPUS_PER_TASK\" --as-root",
            ],
        );
    }

    #[test]
    fn parallel_gets_the_numbers_of_the_shards() {
        let text = filled(Scheduler::Parallel);
        expect_shell(&text);
        expect_lines(
            &text,
            &["plan='/my 50% plan'", "submissions=('/data/all of them' /data/late)", "retries=2"],
        );
        assert!(
            text.contains("seq 3)")
                && text.contains("--timeout 5400 ")
                && text.contains(" --shard {} --as-root'")
        );
    }

    /// `job.schema.json` is of k8s-openapi 0.29.0 for Kubernetes 1.33, as its feature `schemars` gives it, without the
    /// descriptions, and closed: an object has no other fields than the API's.
    #[test]
    fn kubernetes_gets_a_job_as_its_api_describes_it() {
        let text = filled(Scheduler::Kubernetes);
        let manifest: Value = serde_saphyr::from_str(&text).expect("YAML");
        let path = kit().join("runner/tests/grade/templates/job.schema.json");
        let schema = serde_json::from_str(&std::fs::read_to_string(path).expect("a schema")).expect("JSON");
        let api = jsonschema::validator_for(&schema).expect("a schema");
        let errors: Vec<String> = api.iter_errors(&manifest).map(|it| it.to_string()).collect();
        assert_eq!(errors, [""; 0], "{text}");
        let at =
            |place: &str| manifest.pointer(place).unwrap_or_else(|| panic!("{place} is missing: {text}"));
        assert_eq!((at("/apiVersion"), at("/kind")), (&json!("batch/v1"), &json!("Job")));
        assert_eq!((at("/spec/completionMode"), at("/spec/completions")), (&json!("Indexed"), &json!(3)));
        assert_eq!(at("/spec/backoffLimitPerIndex"), 2);
        // What backoffLimitPerIndex and podFailurePolicy ask for, and no schema says.
        assert_eq!(at("/spec/template/spec/restartPolicy"), "Never");
        assert_eq!(at("/spec/podReplacementPolicy"), "Failed");
        let container = "/spec/template/spec/containers/0";
        assert_eq!(at(&format!("{container}/image")), "tokio-katas:0123456789abcdef");
        assert_eq!(at(&format!("{container}/resources/requests")), &json!({"cpu": "4", "memory": "8192Mi"}));
        let script = at(&format!("{container}/args/0")).as_str().expect("a script");
        expect_shell(&format!("#!/usr/bin/env bash\nJOB_COMPLETION_INDEX=0\n{script}"));
        // Kubernetes puts a variable of the pod there before bash sees it.
        assert!(!script.contains("$("), "{script}");

        // A field at the wrong place, or misspelt, is found.
        for (field, place) in
            [("backoffLimitPerindex", "/spec"), ("completions", ""), ("runAsUser", container)]
        {
            let mut wrong = manifest.clone();
            wrong.pointer_mut(place).expect("a place")[field] = json!(1);
            assert!(!api.is_valid(&wrong), "{field} is no field of {place:?}");
        }
    }

    #[test]
    fn github_gets_the_workflow_with_its_settings() {
        let text = filled(Scheduler::Github);
        let workflow: Value = serde_saphyr::from_str(&text).expect("YAML");
        assert_eq!(workflow["jobs"]["grade"]["strategy"]["matrix"]["shard"], json!([1, 2, 3]));
        let env = &workflow["env"];
        assert_eq!((&env["KATAS"], &env["SEED"]), (&json!("tiny"), &json!("7")));
        assert_eq!(env["POINTS"], "[tiny]\ntotal = 3\n");
        let limits = "--limit 4 --submission-limit 300 --memory 1024 --output 16 --compile-limit 20 \
                      --compile-memory 4096 --explore 0";
        assert_eq!(env["LIMITS"], limits);
    }
}
