//! `cargo kata timeline`: what the learner's answer does beside what the worked answer does.

use std::fs;
use std::path::Path;

use anstream::println;
use anyhow::{Context, Result, bail};
use maud::{DOCTYPE, PreEscaped, html};

use crate::check::{self, Checked, Whose};
use crate::kit::{Kata, Kit, Level};
use crate::picture::{self, Timeline};
use crate::screen::{BAD, DIM, GOOD, STRONG, styled};
use crate::verdict::{Status, Verdict};

/// Draws the claim called `claim`, or the one that shows most.
pub fn run(name: &str, claim: Option<&str>, svg: Option<&Path>, page: Option<&Path>) -> Result<bool> {
    let kit = Kit::find()?;
    let (kata, level) = kit.find_level(name)?;
    let yours = verdicts(&kit, kata, level, Whose::Learner)?;
    let reference = verdicts(&kit, kata, level, Whose::Reference)?;
    let chosen = choose(&yours, &reference, claim)
        .with_context(|| format!("no claim of {} that could be drawn", claim.unwrap_or(&level.id(kata))))?;
    let by_id = |verdicts: &[Verdict]| verdicts.iter().find(|verdict| verdict.id == chosen).cloned();
    let scene = Scene { yours: by_id(&yours), reference: by_id(&reference), id: chosen };

    scene.print();
    if let Some(path) = svg {
        write(path, &scene.svg())?;
    }
    if let Some(path) = page {
        write(path, &scene.page())?;
    }
    Ok(true)
}

fn verdicts(kit: &Kit, kata: &Kata, level: &Level, whose: Whose) -> Result<Vec<Verdict>> {
    match check::check(kit, &[kata], Some(&level.name), whose, false)?.remove(&kata.name) {
        Some(Checked::Verdicts { verdicts, .. }) => Ok(verdicts),
        Some(Checked::Missing(why)) => bail!(why),
        Some(Checked::Refused(said)) => bail!("katas/{}.rs does not compile\n{said}", kata.name),
        None => bail!("{} was not judged", kata.name),
    }
}

/// The id of the claim to draw: the one asked for, else the first that fails and has a picture,
/// else the one whose reference has most rows.
fn choose(yours: &[Verdict], reference: &[Verdict], claim: Option<&str>) -> Option<String> {
    let drawn = |verdict: &&Verdict| verdict.timeline.is_some();
    if let Some(claim) = claim {
        let all = || yours.iter().chain(reference);
        let called = |verdict: &&Verdict| verdict.claim() == claim || verdict.id.ends_with(claim);
        return all()
            .filter(called)
            .find(drawn)
            .or_else(|| all().find(called))
            .map(|verdict| verdict.id.clone());
    }
    let failed = yours.iter().filter(|verdict| verdict.status != Status::Pass).find(drawn);
    let rows = |verdict: &&Verdict| verdict.timeline.as_ref().map_or(0, |timeline| timeline.rows.len());
    let richest = || reference.iter().filter(drawn).max_by_key(rows);
    failed.or_else(richest).map(|verdict| verdict.id.clone())
}

/// One claim on two answers.
struct Scene {
    id: String,
    yours: Option<Verdict>,
    reference: Option<Verdict>,
}

impl Scene {
    fn sides(&self) -> [(&'static str, &Option<Verdict>); 2] {
        [("yours", &self.yours), ("worked answer", &self.reference)]
    }

    fn print(&self) {
        println!("{}\n", styled(STRONG, &self.id));
        for (whose, verdict) in self.sides() {
            let text =
                verdict.as_ref().and_then(|verdict| verdict.timeline.as_ref()).map(|it| it.text.as_str());
            println!("{whose}: {}", outcome(verdict.as_ref()));
            println!("{}", text.unwrap_or("  nothing to draw\n"));
        }
        println!(
            "{}",
            styled(DIM, "× dropped   ! panicked   ▶ still running   · called, not yet polled   ● an instant")
        );
    }

    /// Both pictures share one axis, so that they can be compared.
    fn span_ms(&self) -> u64 {
        let timelines =
            self.sides().into_iter().filter_map(|(_, verdict)| verdict.as_ref()?.timeline.as_ref());
        timelines.map(Timeline::last_ms).max().unwrap_or(0)
    }

    fn svg(&self) -> String {
        let mut y = 0;
        let mut parts = Vec::new();
        for (whose, verdict) in self.sides() {
            let Some(timeline) = verdict.as_ref().and_then(|verdict| verdict.timeline.as_ref()) else {
                continue;
            };
            let rows = timeline.rows.len() as u64 + 1;
            parts.push((y, whose, picture::svg(timeline, self.span_ms(), &format!("{whose}: {}", self.id))));
            y += 60 + rows * 24;
        }
        let drawing = html! {
            svg xmlns="http://www.w3.org/2000/svg" viewBox=(format!("0 0 920 {y}")) width="920" height=(y) {
                style { (PreEscaped(picture::CSS)) }
                rect width="100%" height="100%" fill="#fff" {}
                @for (y, whose, part) in parts {
                    text x="4" y=(y + 18) font-weight="bold" { (whose) }
                    g transform=(format!("translate(0 {})", y + 24)) { (part) }
                }
            }
        };
        drawing.into_string()
    }

    fn page(&self) -> String {
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (self.id) }
                    style {
                        (PreEscaped(picture::CSS))
                        (PreEscaped("body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:1.5rem auto;padding:0 1rem;\
                            color:#1b1b1b;background:#fff}h1{font-size:1.2rem;overflow-wrap:anywhere}h2{font-size:1rem}\
                            figure{margin:0;overflow-x:auto}svg{max-width:100%;height:auto;min-width:36rem}\
                            pre{overflow-x:auto;background:#f6f6f6;padding:.8rem}.pass{color:#2f6f4f}.fail{color:#a61b1b}"))
                    }
                }
                body {
                    h1 { (self.id) }
                    @for (whose, verdict) in self.sides() {
                        section {
                            h2 { (whose) ": " (self.word(verdict.as_ref())) }
                            @if let Some(timeline) = verdict.as_ref().and_then(|it| it.timeline.as_ref()) {
                                figure { (picture::svg(timeline, self.span_ms(), &format!("{whose}: {}", self.id))) }
                                details { summary { "as text" } pre { (timeline.text) } }
                            } @else {
                                p { "Nothing to draw." }
                            }
                            @if let Some(verdict) = verdict && !verdict.message.is_empty() {
                                pre { (verdict.message) }
                            }
                        }
                    }
                    p { "× dropped, ! panicked, ▶ still running, a thin grey line: called and not yet polled, a dot: an instant. \
                         Times are virtual milliseconds." }
                }
            }
        };
        page.into_string()
    }

    fn word(&self, verdict: Option<&Verdict>) -> maud::Markup {
        let (class, word) = match verdict.map(|verdict| verdict.status) {
            Some(Status::Pass) => ("pass", "holds"),
            Some(_) => ("fail", "fails"),
            None => ("fail", "not judged"),
        };
        html! { span class=(class) { (word) } }
    }
}

fn outcome(verdict: Option<&Verdict>) -> String {
    match verdict {
        None => styled(BAD, "not judged"),
        Some(verdict) if verdict.status == Status::Pass => styled(GOOD, "holds"),
        Some(verdict) if verdict.reason == "not_started" => styled(DIM, "not started"),
        Some(verdict) => {
            let headline = verdict.message.lines().next().unwrap_or_default().trim();
            styled(BAD, &format!("fails: {headline}"))
        }
    }
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
    println!("written to {}", path.display());
    Ok(())
}
