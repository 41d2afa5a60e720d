//! `cargo kata timeline`: what the learner's answer does, beside the reference solution.

#[cfg(feature = "grade")]
mod pictures;

use anyhow::{Context, Result, bail};

use crate::claims::check;
use crate::claims::checked::{Checked, Whose};
use crate::kit::{Kata, Kit, Level};
use crate::learner;
use crate::ui::output::{BAD, DIM, GOOD, STRONG, WIDTH, fold, note, say, styled};
use verdict::{Reason, Row, Verdict, ascii_wanted};
use verdict::{Timeline, environment};

/// What the reference solution is called beside another answer.
pub const REFERENCE: &str = "reference solution";

const LEGEND: &str = "× dropped  ! panicked  ▶ still running  · called, not yet polled  ● an instant";

/// The claim called `claim`, or the one with most to see.
pub fn scene(name: Option<&str>, claim: Option<&str>) -> Result<Scene> {
    let kit = Kit::find()?;
    let (kata, level) = learner::level_or_next(&kit, name)?;
    let mut yours = verdicts(&kit, kata, level, Whose::Learner)?;
    // An exported kit has no reference solution to compare with.
    let mut reference =
        if kit.has_answers() { verdicts(&kit, kata, level, Whose::Reference)? } else { Vec::new() };
    let id = choose(&yours, &reference, claim).with_context(|| match claim {
        Some(claim) => format!("{} has no claim {claim}", level.id(kata)),
        None => format!("{} has no claims", level.id(kata)),
    })?;
    draw_again(&kit, kata, &id, &mut yours, &mut reference)?;
    let verdict = |verdicts: &[Verdict]| verdicts.iter().find(|verdict| verdict.id == id).cloned();
    let mut sides = vec![("yours", verdict(&yours))];
    if !reference.is_empty() {
        sides.push((REFERENCE, verdict(&reference)));
    }
    Ok(Scene::new(&id, sides))
}

/// A variable for a claim that runs once more.
type Setting = (&'static str, String);

/// With what each side's claim is to run once more, so that both pictures show the same thing: of several scenes the
/// one in which `yours` failed; if no work is watched, the instants at which the claim was woken.
pub fn again(yours: Option<&Verdict>, theirs: Option<&Verdict>) -> [Option<Setting>; 2] {
    let picture = |verdict: Option<&Verdict>| verdict.and_then(|verdict| verdict.timeline.clone());
    let begun = yours.is_some_and(|it| it.reason != Reason::NotStarted);
    let failed = begun && yours.is_some_and(|it| !it.passed());
    match (picture(yours), picture(theirs)) {
        (Some(yours), Some(theirs)) if failed && yours.scene != theirs.scene => {
            [None, Some((environment::SCENE, yours.scene.to_string()))]
        }
        // A picture without a scene shows two numbers: the expected one and the actual one.
        (yours, None) if yours.as_ref().is_none_or(|yours| yours.scene == 0) => {
            let wakes = || (environment::WAKES, "1".to_owned());
            [begun.then(wakes), Some(wakes())]
        }
        _ => [None, None],
    }
}

/// Takes the picture of a later run, if that drew one.
pub fn keep_picture(verdict: &mut Verdict, drawn: Verdict) {
    if drawn.timeline.is_some() {
        verdict.timeline = drawn.timeline;
    }
}

/// Draws a claim again where [`again`] asks for it.
fn draw_again(
    kit: &Kit,
    kata: &Kata,
    id: &str,
    yours: &mut [Verdict],
    reference: &mut [Verdict],
) -> Result<()> {
    let of = |verdicts: &[Verdict]| verdicts.iter().find(|verdict| verdict.id == id).cloned();
    let settings = again(of(yours).as_ref(), of(reference).as_ref());
    for ((verdicts, whose), setting) in
        [(yours, Whose::Learner), (reference, Whose::Reference)].into_iter().zip(settings)
    {
        if let Some(setting) = setting
            && let Some(there) = verdicts.iter_mut().find(|verdict| verdict.id == id)
            && let Some(drawn) = check::run_again(kit, kata, id, whose, setting)?
        {
            keep_picture(there, drawn);
        }
    }
    Ok(())
}

fn verdicts(kit: &Kit, kata: &Kata, level: &Level, whose: Whose) -> Result<Vec<Verdict>> {
    match check::check(kit, &[kata], Some(&level.name), whose)?.remove(&kata.name) {
        Some(Checked::Verdicts { verdicts, .. }) => Ok(verdicts),
        Some(Checked::Missing(why) | Checked::Unreadable(why)) => bail!(why),
        Some(Checked::Refused(said)) => {
            note(said.trim_end());
            match whose {
                Whose::Learner => bail!("katas/{}.rs does not compile", kata.name),
                Whose::Reference => bail!("answers/{}/reference.rs does not compile", kata.name),
            }
        }
        Some(Checked::Unjudged(why)) => bail!("{} could not be judged: {}", kata.name, why.trim()),
        Some(Checked::NoClaims) => bail!("the kit has no tests for {} yet", kata.name),
        Some(Checked::Untouched) | None => bail!("{} was not judged", kata.name),
    }
}

/// The id of the claim to draw: the requested one; otherwise one that fails, preferably with a picture; otherwise
/// the one for which the reference solution shows most.
pub fn choose(yours: &[Verdict], reference: &[Verdict], claim: Option<&str>) -> Option<String> {
    let id = |verdict: &Verdict| verdict.id.clone();
    if let Some(claim) = claim {
        let called = |verdict: &&Verdict| verdict.claim() == claim || verdict.id.ends_with(claim);
        let all = || reference.iter().chain(yours).filter(called);
        return all().find(|verdict| verdict.timeline.is_some()).or_else(|| all().next()).map(id);
    }
    let failed = || yours.iter().filter(|it| !it.passed() && it.reason != Reason::NotStarted);
    let failed = failed().find(|verdict| verdict.timeline.is_some()).or_else(|| failed().next());
    let rows = |verdict: &Verdict| verdict.timeline.as_ref().map_or(0, |timeline| timeline.rows.len());
    let all = if reference.is_empty() { yours } else { reference };
    let richest = all.iter().max_by_key(|verdict| (rows(verdict), verdict.ms));
    failed.or(richest).map(id)
}

/// The timeline of a claim that watched no work: only how long it took.
fn of_claim(ms: u64) -> Timeline {
    Timeline::of(&[Row { note: format!("{ms} ms"), ..Row::bar("the claim", 0, ms) }], ms)
}

/// One claim on two answers.
pub struct Scene {
    id: String,
    /// The learner's verdict, and the reference solution's if there is one.
    sides: Vec<Side>,
    /// The pictures share one axis, so that they can be compared.
    span_ms: u64,
}

struct Side {
    whose: &'static str,
    verdict: Option<Verdict>,
    picture: Option<Timeline>,
}

impl Scene {
    /// The claim called `id` on each side: whose answer it is, and its verdict.
    pub fn new(id: &str, verdicts: Vec<(&'static str, Option<Verdict>)>) -> Scene {
        let watched = verdicts.iter().flat_map(|(_, verdict)| verdict).any(|it| it.timeline.is_some());
        let picture = |verdict: &Verdict| match &verdict.timeline {
            Some(timeline) => Some(timeline.clone()),
            None if verdict.passed() || !watched && verdict.reason != Reason::NotStarted => {
                Some(of_claim(verdict.ms))
            }
            None => None,
        };
        let side = |(whose, verdict): (&'static str, Option<Verdict>)| {
            let picture = verdict.as_ref().and_then(picture);
            Side { whose, verdict, picture }
        };
        let sides: Vec<Side> = verdicts.into_iter().map(side).collect();
        let span_ms = sides.iter().flat_map(|side| &side.picture).map(Timeline::reach_ms).max();
        Scene { id: id.to_owned(), sides, span_ms: span_ms.unwrap_or(0) }
    }

    /// Draws it in the terminal.
    pub fn print(&self) {
        say(format!("{}\n", styled(STRONG, &self.id)));
        for Side { whose, verdict, picture } in &self.sides {
            say(fold(&format!("{whose}: {}", outcome(verdict.as_ref())), WIDTH));
            let picture = picture.as_ref().map(|picture| picture.draw_to(self.span_ms, ascii_wanted()));
            say(format!("{}\n", picture.unwrap_or_else(|| "  nothing to draw".to_owned())));
        }
        say(styled(DIM, LEGEND));
    }
}

/// A class of the style sheet, and the verdict in one word.
fn word(verdict: Option<&Verdict>) -> (&'static str, &'static str) {
    match verdict {
        Some(verdict) if verdict.passed() => ("pass", "holds"),
        Some(verdict) if verdict.reason == Reason::NotStarted => ("", "not started"),
        Some(_) => ("fail", "fails"),
        None => ("fail", "not judged"),
    }
}

/// The verdict in one line, for a terminal.
fn outcome(verdict: Option<&Verdict>) -> String {
    let (class, word) = word(verdict);
    match verdict {
        Some(verdict) if class == "fail" => {
            let headline = verdict.message.first_line();
            styled(BAD, &format!("fails: {headline}"))
        }
        _ => styled(if class == "pass" { GOOD } else { DIM }, word),
    }
}
