//! The class as a table, and what it finds hard.

use maud::{Markup, PreEscaped, html};

use super::standing::Standing;
use crate::grade::results::class::Class;
use crate::grade::results::model::{Graded, Head, KataHead, LevelHead};
use crate::grade::results::statistics::{FamilyCount, Hard, NAMES, Statistics, TOP, percent};
use crate::ui::text::count;

/// More levels than this are set in small type, so that the table fits a sheet of paper.
const WIDE: usize = 30;

/// The head of the table, up to its first row.
pub fn matrix_start(head: &Head) -> Markup {
    let levels: usize = head.katas.iter().map(|kata| kata.levels.len()).sum();
    let wide = if levels > WIDE { " wide" } else { "" };
    html! {
        (PreEscaped("<section class=\"class\">"))
        h2 id="class" { "The class" }
        ul class="legend" {
            @for standing in Standing::ALL {
                li { span class=(format!("sign {}", standing.class())) { (standing.sign()) } " " (standing.words()) }
            }
        }
        (PreEscaped("<div class=\"scroll\" role=\"region\" aria-labelledby=\"class\" tabindex=\"0\">"))
        (PreEscaped(format!("<table class=\"matrix{wide}\">")))
        caption class="unseen" { "Points of each submission for each level. Each cell leads to what was said of that level." }
        thead {
            tr {
                th class="corner" rowspan="2" scope="col" { "submission" }
                th class="sum" rowspan="2" scope="col" { "points" }
                @for kata in &head.katas {
                    th colspan=(kata.levels.len()) scope="colgroup" { (kata.name) }
                }
            }
            tr {
                @for level in head.katas.iter().flat_map(|kata| &kata.levels) {
                    th scope="col" { div class="down" { (level.name) } }
                }
            }
        }
        (PreEscaped("<tbody>"))
    }
}

/// The table's row for the `number`-th submission.
pub fn row(graded: &Graded, number: usize) -> Markup {
    html! {
        tr {
            th scope="row" { a href=(format!("#s{number}")) { bdi { (graded.name) } } }
            td class="sum" { (graded.points) "/" (graded.max_points) }
            @for ((_, level), nth) in graded.levels().zip(1..) {
                @let standing = Standing::of(level);
                td class=(standing.class()) {
                    a href=(format!("#s{number}-{nth}")) aria-label=(format!("{} {}/{}: {}", standing.sign(), level.points, level.max_points, standing.words())) {
                        (standing.sign()) " " (level.points) span class="gap" { "/" (level.max_points) }
                    }
                }
            }
        }
    }
}

/// The foot of the table: how many passed each level.
pub fn matrix_end(class: &Class) -> Markup {
    let all = class.tally.submissions;
    let passed = |kata: &KataHead, level: &LevelHead| class.tally.statistics.passed(&kata.name, &level.name);
    html! {
        (PreEscaped("</tbody>"))
        tfoot {
            tr {
                th scope="row" { "passed it" }
                td { (percent(class.tally.passed, all)) "%" }
                @for kata in &class.head.katas {
                    @for level in &kata.levels {
                        td { (percent(passed(kata, level), all)) "%" }
                    }
                }
            }
        }
        (PreEscaped("</table></div></section>"))
    }
}

/// What the class finds hard.
pub fn statistics(statistics: &Statistics) -> Markup {
    let (claims, levels) = (statistics.hardest_claims(TOP), statistics.hardest_levels(TOP));
    let (reasons, untouched) = (statistics.reasons(), statistics.untouched_levels());
    let families = statistics.commonest_families(TOP);
    html! {
        section aria-labelledby="hard" {
            h2 id="hard" { "What the class finds hard" }
            @if reasons.is_empty() { p { "Nothing: every claim holds." } }
            @if !families.is_empty() { (mistakes(&families)) }
            @if !claims.is_empty() {
                h3 { "The claims that fail most" }
                table class="list" {
                    caption class="unseen" { "Claims by the number of submissions in which they fail" }
                    thead { tr { th scope="col" { "fails in" } th scope="col" { "claim, and the ideas behind the failures" } } }
                    tbody {
                        @for hard in claims {
                            tr {
                                td class="number" { (share(hard.count.failed, hard.count.judged)) }
                                td { (hard_claims(&hard)) }
                            }
                        }
                    }
                }
                p class="dim" { "Of the submissions in which the claim was judged: begun, and compiled." }
            }
            @if !levels.is_empty() {
                h3 { "The levels that few pass" }
                table class="list" {
                    caption class="unseen" { "Levels by the share of submissions that do not pass them" }
                    thead { tr { th scope="col" { "not passed by" } th scope="col" { "level" } } }
                    tbody {
                        @for (id, count) in levels {
                            tr {
                                td class="number" { (share(count.begun - count.passed, count.begun)) }
                                td { code { (id) } }
                            }
                        }
                    }
                }
                p class="dim" { "Of the submissions that began the level." }
            }
            @if !untouched.is_empty() {
                p { "Not started by anyone: " @for (nth, id) in untouched.iter().enumerate() { @if nth > 0 { ", " } code { (id) } } "." }
            }
            @if !reasons.is_empty() {
                h3 { "Why claims do not hold" }
                table class="list" {
                    caption class="unseen" { "Reasons by the number of claims" }
                    thead { tr { th scope="col" { "claims" } th scope="col" { "reason" } } }
                    tbody {
                        @for (reason, hit) in reasons {
                            tr {
                                td class="number" { (hit.claims) }
                                td { code { (reason) } span class="dim" { " in " (count(hit.submissions, "submission", "submissions")) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The kinds of mistakes that most submissions make.
fn mistakes(families: &[&FamilyCount]) -> Markup {
    html! {
        h3 { "The most common mistakes" }
        table class="list" {
            caption class="unseen" { "Kinds of mistakes by the number of submissions that make them" }
            thead {
                tr { th scope="col" { "made by" } th scope="col" { "kind of mistake, and the levels where it was made" } }
            }
            tbody {
                @for count in families {
                    tr {
                        td class="number" { (count.submissions) }
                        td {
                            b { (count.name()) } ": " (count.family.idea)
                            span class="dim" { " (" (count.family.lesson) ")" }
                            ul {
                                @for (level, many) in count.places().into_iter().take(NAMES) {
                                    li { b { (many) " ×" } " " code { (level) } }
                                }
                                @if count.places().len() > NAMES {
                                    li class="dim" { "and " (count.places().len() - NAMES) " more" }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Claims that failed alike, and why.
fn hard_claims(hard: &Hard) -> Markup {
    let (causes, left_out) = hard.count.usual();
    html! {
        @for (nth, claim) in hard.claims.iter().take(NAMES).enumerate() {
            @if nth == 0 { code { (hard.level) "::" b { (claim) } } } @else { ", " code { b { (claim) } } }
        }
        @if hard.claims.len() > NAMES { ", and " (hard.claims.len() - NAMES) " more" }
        ul {
            @for (cause, many) in causes { li { b { (many) " ×" } " " (cause) } }
            @if left_out > 0 { li { b {} " and " (count(left_out, "idea", "ideas")) " more" } }
        }
    }
}

/// A share, in numbers and as a bar.
fn share(part: usize, whole: usize) -> Markup {
    let percent = percent(part, whole);
    html! {
        (part) " of " (whole) ", " (percent) "%"
        svg class="share" aria-hidden="true" { rect width=(format!("{percent}%")) height="6" {} }
    }
}
