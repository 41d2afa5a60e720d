//! A timeline step by step: which task is polled, what waits for what, where the clock jumps. The record says in which
//! instant something happened, not in which order within it; here, what ends comes before what is called.

use anyhow::{Context, Result};
use maud::{Markup, html};
use verdict::{Contrast, End, Row, Timeline, svg};

use crate::pages::Page;
use crate::pictures::picture;
use crate::words::{self, Words};

/// Where a timeline is to be stepped through, in the text of a page.
const PLACE: &str = "<div data-steps=\"";
const PLACE_ENDS: &str = "\"></div>";

/// One step.
#[derive(Debug, PartialEq, Eq)]
struct Step {
    at_ms: u64,
    /// The row that it is about, if it is about one.
    row: Option<usize>,
    what: String,
}

/// A page as mdBook has written it, with each `KATA::LEVEL::MISTAKE` that it asks for; behind another `::`, the
/// reference solution beside that mistake.
///
/// # Errors
/// If a page asks for a timeline that no lesson has.
pub fn filled(html: &str, page: &Page, pages: &[Page], words: Words) -> Result<String> {
    let mut html = html.to_owned();
    while let Some(at) = html.find(PLACE) {
        let id = at + PLACE.len();
        let end = id + html[id..].find(PLACE_ENDS).context("a place for steps does not end")?;
        let asked = html[id..end].to_owned();
        let found = find(pages, &asked);
        let (contrast, timeline) =
            found.with_context(|| format!("{}: no lesson has the timeline {asked}", page.path))?;
        let stepper = stepper(contrast, timeline, &asked, words).into_string();
        html.replace_range(at..end + PLACE_ENDS.len(), &stepper);
    }
    Ok(html)
}

fn find<'a>(pages: &'a [Page], asked: &str) -> Option<(&'a Contrast, &'a Timeline)> {
    let mut parts = asked.split("::");
    let (kata, level, mistake) = (parts.next()?, parts.next()?, parts.next()?);
    let page = pages.iter().find(|page| page.kata() == Some(kata))?;
    let (_, contrasts) = page.levels.iter().find(|(name, _)| name == level)?;
    let contrast = contrasts.iter().find(|it| it.mistake == mistake)?;
    Some((contrast, if parts.next().is_some() { &contrast.reference } else { &contrast.seen }))
}

/// The picture and its steps. Without a script both are there, and the steps are a list.
fn stepper(contrast: &Contrast, timeline: &Timeline, label: &str, words: Words) -> Markup {
    let span = contrast.span_ms();
    let whose = if timeline == &contrast.seen { words::MISTAKE } else { words::REFERENCE };
    html! {
        section class="stepper" tabindex="0" aria-label=(words.say(whose))
            data-previous=(words.say(words::PREVIOUS)) data-next=(words.say(words::NEXT)) data-count=(words.say(words::COUNT)) {
            div class="stage" { (picture(timeline, span, label)) }
            ol class="steps" {
                @for step in steps(timeline, words) {
                    li data-ms=(step.at_ms) data-left=(svg::across(step.at_ms, span.max(1)))
                        data-top=[step.row.map(svg::top)] data-height=[step.row.map(|_| svg::ROW)] { (step.what) }
                }
            }
        }
    }
}

/// All that happens in a timeline.
fn steps(timeline: &Timeline, words: Words) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut instants: Vec<u64> = timeline.rows.iter().flat_map(instants).collect();
    instants.sort_unstable();
    instants.dedup();
    for (nth, &now) in instants.iter().enumerate() {
        for what in [ended, called, started] {
            for (row, of) in timeline.rows.iter().enumerate() {
                let said = what(of, now).map(|message| words.fill(message, &[("task", &of.name)]));
                steps.extend(said.map(|what| Step { at_ms: now, row: Some(row), what }));
            }
        }
        steps.push(Step { at_ms: now, row: None, what: waiting(&timeline.rows, now, words) });
        if let Some(next) = instants.get(nth + 1) {
            let gaps = [("from", &*now.to_string()), ("to", &*next.to_string())];
            steps.push(Step { at_ms: *next, row: None, what: words.fill(words::JUMP, &gaps) });
        }
    }
    steps
}

fn instants(row: &Row) -> Vec<u64> {
    [row.called_ms, row.started_ms, row.ended.map(|(at, _)| at)].into_iter().flatten().collect()
}

fn ended(row: &Row, now: u64) -> Option<&'static str> {
    let (_, end) = row.ended.filter(|(at, _)| *at == now)?;
    match end {
        End::Finished if row.started_ms == Some(now) => None,
        End::Finished => Some(words::READY),
        End::Panicked => Some(words::PANICS),
        End::Dropped => Some(words::DROPPED),
    }
}

fn called(row: &Row, now: u64) -> Option<&'static str> {
    (row.called_ms == Some(now)).then_some(words::CALLED)
}

fn started(row: &Row, now: u64) -> Option<&'static str> {
    let at_once = row.ended == Some((now, End::Finished));
    (row.started_ms == Some(now)).then_some(if at_once { words::AT_ONCE } else { words::STARTED })
}

/// What waits for what at the end of an instant.
fn waiting(rows: &[Row], now: u64, words: Words) -> String {
    let by_now = |at: Option<u64>| at.is_some_and(|at| at <= now);
    let running = || rows.iter().filter(|row| by_now(row.started_ms) && !by_now(row.ended.map(|(at, _)| at)));
    let names = |rows: Vec<&Row>| rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>().join(", ");
    let mut said: Vec<String> = running()
        .map(|row| match row.ended {
            Some((at, _)) => words.fill(words::WAITS, &[("task", &row.name), ("ms", &at.to_string())]),
            None => words.fill(words::WAITS_FOR_EVER, &[("task", &row.name)]),
        })
        .collect();
    let open = running().collect::<Vec<_>>();
    let uncalled: Vec<&Row> = rows.iter().filter(|row| !by_now(row.called_ms)).collect();
    if open.is_empty() {
        said.push(words.say(words::DONE));
    } else {
        said.push(words.fill(words::ANSWER, &[("tasks", &names(open))]));
    }
    if !uncalled.is_empty() {
        said.push(words.fill(words::NOT_CALLED, &[("tasks", &names(uncalled))]));
    }
    said.join(" ")
}

#[cfg(test)]
mod tests {
    use verdict::{Row, Timeline};

    use super::steps;
    use crate::words::Words;

    #[test]
    fn a_place_that_is_free_is_taken_in_the_same_instant() {
        let rows = [Row::bar("job 0", 0, 10), Row::bar("job 1", 0, 20), Row::bar("job 2", 10, 20)];
        let seen = steps(&Timeline::of(&rows, 20), Words { catalog: None });
        let said: Vec<(u64, Option<usize>, &str)> = seen
            .iter()
            .map(|step| (step.at_ms, step.row, step.what.split('.').next().unwrap_or("")))
            .collect();
        assert_eq!(
            said,
            [
                (0, Some(0), "job 0 is called"),
                (0, Some(1), "job 1 is called"),
                (0, Some(0), "job 0 is polled for the first time"),
                (0, Some(1), "job 1 is polled for the first time"),
                (0, None, "job 0 waits for its timer, which fires at 10 ms"),
                (10, None, "Nothing is ready, so the clock jumps from 0 ms to 10 ms, to the next timer"),
                (10, Some(0), "job 0 is polled again, because its timer has fired"),
                (10, Some(2), "job 2 is called"),
                (10, Some(2), "job 2 is polled for the first time"),
                (10, None, "job 1 waits for its timer, which fires at 20 ms"),
                (20, None, "Nothing is ready, so the clock jumps from 10 ms to 20 ms, to the next timer"),
                (20, Some(1), "job 1 is polled again, because its timer has fired"),
                (20, Some(2), "job 2 is polled again, because its timer has fired"),
                (20, None, "There is nothing left to wait for: the answer is polled once more, and returns"),
            ]
        );
        assert!(seen[4].what.ends_with("The answer itself waits for job 0, job 1. Not called yet: job 2."));
    }
}
