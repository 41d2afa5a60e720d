//! What an answer does beside the reference solution: both are built into one program, and the claim that shows most
//! runs on each.

use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use verdict::{Status, Verdict};

use super::ground::Question;
use crate::claims::answers::{self, Compiled, run_claims};
use crate::claims::cargo;
use crate::claims::run;
use crate::kit::Kit;
use crate::kit::answers::{Answer, Expected, collect};
use crate::learner::timeline::{self, REFERENCE, Scene};

/// Real time for the claims of one answer; each has a limit of its own, so this is a last resort.
const LIMIT: Duration = Duration::from_secs(60);

/// What the answer is called beside the reference solution.
const ANSWER: &str = "this answer";

/// One claim on the answer and on the reference solution.
pub struct Comparison {
    /// The claim, with its case.
    pub id: String,
    pub answer: Option<Verdict>,
    pub reference: Option<Verdict>,
}

impl Comparison {
    /// Draws it in the terminal.
    pub fn print(&self) {
        let sides = vec![(ANSWER, self.answer.clone()), (REFERENCE, self.reference.clone())];
        Scene::new(&self.id, sides).print();
    }
}

/// Builds the two and runs the claim.
///
/// # Errors
/// If one of them cannot be built or run.
pub fn compare(kit: &Kit, question: &Question) -> Result<Comparison> {
    let (ground, suspect) = (question.ground, question.suspect);
    let (all, _) = collect(kit, &kit.answers(), &[ground.id()])?;
    let expected = if suspect.flaw.is_some() { Expected::Wrong } else { Expected::Right };
    let answer = all.into_iter().find(|it| it.expected == expected && it.name() == suspect.name);
    let answer = answer.with_context(|| format!("{} has no answer {}", ground.id(), suspect.name))?;
    let both = [answer, Answer::whole(kit, ground.kata, ground.level, Expected::Reference)];
    // Another question of this checkout writes into the same folder.
    let _lock = kit.turn("hunt")?;
    let built = answers::build(kit, "hunt", &both, |_| "hunt".to_owned())?;
    let run = |side: usize, names: &[&str], setting: Option<(&'static str, String)>| match &built[side] {
        Compiled::Binary { program, module } => {
            run_claims(kit, &both[side], (program, module), names, setting.into_iter().collect(), LIMIT)
        }
        Compiled::Refused(errors) => {
            bail!("{} does not compile\n{}", both[side].path.display(), cargo::rendered(errors))
        }
    };
    let names = claims(&built, &ground.level.name)?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let id = match &suspect.flaw {
        Some(flaw) => {
            let cases = names.iter().filter(|name| name.split("::").nth(1) == Some(&flaw.claim));
            telling(&both[0], &run(0, &cases.copied().collect::<Vec<_>>(), None)?)
        }
        None => timeline::choose(&[], &run(1, &names, None)?, None),
    };
    let id = id.with_context(|| format!("{} has no such claim", ground.id()))?;
    let name = id.split_once("::").map_or(&*id, |(_, name)| name);
    let one = |side, setting| run(side, &[name], setting).map(|verdicts| verdicts.into_iter().next());
    let (mut answer, mut reference) = (one(0, None)?, one(1, None)?);
    let again = timeline::again(answer.as_ref(), reference.as_ref());
    for (side, (verdict, setting)) in [&mut answer, &mut reference].into_iter().zip(again).enumerate() {
        if let (Some(verdict), Some(setting)) = (verdict.as_mut(), setting)
            && let Some(drawn) = one(side, Some(setting))?
        {
            timeline::keep_picture(verdict, drawn);
        }
    }
    Ok(Comparison { id, answer, reference })
}

/// The claims of the level, with their cases, in a program that was built.
fn claims(built: &[Compiled], level: &str) -> Result<Vec<String>> {
    let program = built.iter().find_map(|built| match built {
        Compiled::Binary { program, .. } => Some(program),
        Compiled::Refused(_) => None,
    });
    let Some(program) = program else { return Ok(Vec::new()) };
    let listed = run::list(Command::new(program))?.names;
    Ok(listed.into_iter().filter(|name| name.split("::").next() == Some(level)).collect())
}

/// The case that shows best what is wrong.
fn telling(answer: &Answer, verdicts: &[Verdict]) -> Option<String> {
    let failed = || verdicts.iter().filter(|verdict| verdict.status() == Status::Fail);
    let told = failed().find(|verdict| answer.is_told_by(verdict));
    told.or_else(|| failed().next()).or(verdicts.first()).map(|verdict| verdict.id.clone())
}
