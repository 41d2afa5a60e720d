//! The job for a scheduler: the template in `ci-templates` with a plan's values in the place of its `@NAMES@`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::file::{Plan, Scheduler, replace};
use crate::grade::results::model::Limits;

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
pub fn job(plan: &Plan, values: &Values) -> Result<PathBuf> {
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
fn script(text: &str, plan: &Plan, values: &Values) -> Result<String> {
    let quoted = |path: &Path| shell_words::quote(&path.to_string_lossy()).into_owned();
    let submissions: Vec<String> = values.submissions.iter().map(|path| quoted(path)).collect();
    let root = if values.as_root { " --as-root" } else { "" };
    let known = [
        ("ID", plan.id.clone()),
        ("SHARDS", plan.shards.to_string()),
        ("KIT", quoted(values.kit)),
        ("PLAN", quoted(values.plan)),
        // In the name of a log, a percent sign would begin a number of the job.
        ("LOGS", quoted(&values.plan.join("logs")).replace('%', "%%")),
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
fn image(plan: &Plan) -> String {
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
fn workflow(text: &str, plan: &Plan) -> Result<String> {
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
