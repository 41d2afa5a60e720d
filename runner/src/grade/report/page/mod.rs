//! The class as one self-contained page: no script, no external font or picture. The run and the class come
//! first, then each submission. maud escapes every text in it.

mod class;
mod standing;
mod submission;

use std::io::Write;

use anyhow::Result;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};
use verdict::svg;

use self::submission::Sections;
use crate::grade::results::class::Class;
use crate::grade::results::statistics::percent;
use crate::ui::text::count;

/// Writes the page.
pub fn render(class: &Class, out: &mut dyn Write) -> Result<()> {
    let mut put = |markup: Markup| out.write_all(markup.into_string().as_bytes());
    put(top(class))?;
    if class.many() {
        put(class::matrix_start(class.head))?;
        for (graded, number) in class.submissions().zip(1..) {
            put(class::row(&graded?, number))?;
        }
        put(class::matrix_end(class))?;
        put(class::statistics(&class.tally.statistics))?;
    }
    if class.tally.failed_claims > 0 {
        put(html! { p class="dim" { "Timelines. " (svg::LEGEND) } })?;
    }
    let mut sections = Sections::new(class.many());
    for (graded, number) in class.submissions().zip(1..) {
        put(sections.section(&graded?, number))?;
    }
    put(PreEscaped("</main></body></html>\n".to_owned()))?;
    Ok(())
}

/// Everything before the class itself; `<main>` stays open.
fn top(class: &Class) -> Markup {
    let style = style();
    let tally = &class.tally;
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
                        li { a href="#class" { "The class" } }
                        li { a href="#hard" { "What the class finds hard" } }
                        li { a href="#s1" { "The submissions one by one" } }
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
