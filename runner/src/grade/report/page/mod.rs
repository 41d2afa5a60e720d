//! The class as one self-contained page: no script, no external font or picture. The run and the class come
//! first, then each submission. maud escapes every text in it. A class that is too large for a page gets one for each
//! hundred submissions, and one on the class that leads to them.

mod class;
mod index;
mod standing;
mod submission;

use std::io::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, Render, html};
use sha2::{Digest, Sha256};
use verdict::svg;

use self::submission::Sections;
use crate::grade::report::file;
use crate::grade::results::class::{Class, Tally};
use crate::grade::results::statistics::percent;
use crate::ui::text::count;

/// How many submissions a page holds: with 500 claims each it has about 5 MB.
const ON_A_PAGE: usize = 100;

/// The end of each page.
const END: PreEscaped<&str> = PreEscaped("</main></body></html>\n");

/// Writes the page, or the pages of a class that is too large for one: to `class.html`, which is at `path`, the one on
/// the class, and beside it `class-1.html` for the first hundred, and so on.
///
/// # Errors
/// If one cannot be written, or a submission not be read.
pub fn render(class: &Class, path: &Path, index: &mut dyn Write) -> Result<()> {
    let number = class.tally.submissions;
    if number <= ON_A_PAGE {
        return page(class, 0..number, None, index).map(drop);
    }
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    put(index, top(class, None))?;
    put(index, index::start(&class.tally))?;
    for (first, nth) in (0..number).step_by(ON_A_PAGE).zip(1..) {
        let places = first..number.min(first + ON_A_PAGE);
        let part = beside(path, nth);
        let mut tally = Tally::default();
        file::replace(&part, None, |out| {
            tally = page(class, places.clone(), Some(&name(path)), out)?;
            Ok(())
        })
        .with_context(|| format!("cannot write {}", part.display()))?;
        let ends = [places.start, places.end - 1];
        let [from, to] = ends.map(|place| class.submissions_at(place..place + 1).next());
        let (from, to) = (from.context("a page is not empty")??, to.context("a page is not empty")??);
        put(index, index::row(&name(&part), &from.name, &to.name, &tally))?;
    }
    put(index, index::end())?;
    put(index, class::statistics(&class.tally.statistics))?;
    put(index, END)
}

/// The path of the `nth` page beside the one on the class.
fn beside(path: &Path, nth: usize) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let extension = path.extension().map(|it| format!(".{}", it.to_string_lossy())).unwrap_or_default();
    path.with_file_name(format!("{stem}-{nth}{extension}"))
}

fn put(out: &mut dyn Write, markup: impl Render) -> Result<()> {
    Ok(out.write_all(markup.render().into_string().as_bytes())?)
}

/// Writes a page on the submissions at these places, with a link to the page on the class if that is another. Returns
/// the totals of the page.
fn page(class: &Class, places: Range<usize>, index: Option<&str>, out: &mut dyn Write) -> Result<Tally> {
    let own = match index {
        None => class.tally.clone(),
        Some(_) => {
            let mut tally = Tally::default();
            class.submissions_at(places.clone()).try_for_each(|it| it.map(|graded| tally.add(&graded)))?;
            tally
        }
    };
    let part = class.part(own);
    put(out, top(&part, index))?;
    if part.many() {
        put(out, class::matrix_start(part.head))?;
        for (graded, number) in class.submissions_at(places.clone()).zip(1..) {
            put(out, class::row(&graded?, number))?;
        }
        put(out, class::matrix_end(&part))?;
        if index.is_none() {
            put(out, class::statistics(&part.tally.statistics))?;
        }
    }
    if part.tally.failed_claims > 0 {
        put(out, html! { p class="dim" { "Timelines. " (svg::LEGEND) } })?;
    }
    let mut sections = Sections::new(part.many());
    for (graded, number) in class.submissions_at(places).zip(1..) {
        put(out, sections.section(&graded?, number))?;
    }
    put(out, END)?;
    Ok(part.tally)
}

/// Everything before the class itself; `<main>` stays open. `index` is the page on the whole class, if this is on a
/// part of it.
fn top(class: &Class, index: Option<&str>) -> Markup {
    let style = style();
    let tally = &class.tally;
    let paged = tally.submissions > ON_A_PAGE;
    let title = match tally.submissions {
        1 => "Tokio Katas: a submission, graded".to_owned(),
        many => format!("Tokio Katas: {many} submissions, graded"),
    };
    html! {
        (DOCTYPE)
        // The end tags are written by `render`.
        (PreEscaped("<html lang=\"en\">"))
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(policy(&style));
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta name="referrer" content="no-referrer";
            meta name="robots" content="noindex";
            title { (title) }
            style { (PreEscaped(style)) }
        }
        (PreEscaped("<body>"))
        a class="skip" href="#main" { "Skip to the grades" }
        header {
            h1 { (title) }
            @if tally.broken > 0 {
                p class="alarm" { "! The grader itself failed at " (count(tally.broken, "submission", "submissions")) ". Do not trust any number from this run." }
            }
            @if class.head.sandbox.claims != "sealed" {
                p class="alarm" { "! Unsandboxed: not all layers of protection were in place." }
            }
            (facts(class))
            @if class.many() {
                nav aria-label="Parts of this page" {
                    ul {
                        @if let Some(index) = index { li { a href=(index) { "The whole class" } } }
                        li { a href="#class" { @if index.is_some() { "These submissions" } @else { "The class" } } }
                        @if index.is_none() { li { a href="#hard" { "What the class finds hard" } } }
                        @if !paged { li { a href="#s1" { "The submissions one by one" } } }
                    }
                }
            }
        }
        (PreEscaped("<main id=\"main\" tabindex=\"-1\">"))
    }
}

fn facts(class: &Class) -> Markup {
    let (tally, head) = (&class.tally, class.head);
    let held = tally.claims - tally.failed_claims - tally.broken_claims;
    let share = percent(tally.points as usize, tally.max_points as usize);
    html! {
        dl class="facts" {
            @if class.many() {
                div { dt { "passed everything" } dd { (tally.passed) small { " of " (tally.submissions) } } }
            }
            div { dt { "points" } dd { (tally.points) small { " of " (tally.max_points) ", " (share) "%" } } }
            div { dt { "claims that hold" } dd { (held) small { " of " (tally.claims) } } }
        }
        details {
            summary { "How this was graded" }
            dl class="run" {
                dt { "kit" } dd { (head.kit) }
                dt { "toolchain" } dd { (head.toolchain) }
                dt { "seed" } dd { (head.seed) " " span class="dim" { "(--seed with this number repeats the run)" } }
                @if let Some(shard) = &head.shard { dt { "shard" } dd { (shard.number) " of " (shard.of) } }
                dt { "claims" } dd { (head.sandbox.claims) }
                dt { "layers" } dd {
                    @for (nth, (layer, held)) in head.sandbox.layers.iter().enumerate() {
                        @if nth > 0 { ", " }
                        (layer) @if *held { " ✓" } @else { " ✗ (missing)" }
                    }
                }
                dt { "self-check" } dd { (head.self_check) }
                dt { "limits" } dd {
                    (head.limits.claim_seconds) " s and " (head.limits.claim_memory_mib) " MiB for a claim, "
                    (head.limits.submission_seconds) " s for a submission"
                }
            }
        }
    }
}

fn style() -> String {
    let dark = svg::DARK_CSS;
    format!(
        "{}{}@media screen and (prefers-color-scheme:dark){{{dark}}}",
        include_str!("style.css"),
        svg::CSS
    )
}

/// The policy: nothing is loaded, run or sent, and no style applies but the page's own.
fn policy(style: &str) -> String {
    let hash = BASE64_STANDARD.encode(Sha256::digest(style));
    format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'")
}
