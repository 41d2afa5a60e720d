//! The page on a class that is too large for one: its pages, and what it finds hard.

use maud::{Markup, PreEscaped, html};

use crate::grade::results::class::Tally;
use crate::grade::results::statistics::percent;

/// The head of the table of pages, up to its first row.
pub fn start(tally: &Tally) -> Markup {
    html! {
        (PreEscaped("<section class=\"class\">"))
        h2 id="class" { "The class" }
        p { (tally.submissions) " submissions by name, a page for each hundred." }
        (PreEscaped("<div class=\"scroll\" role=\"region\" aria-labelledby=\"class\" tabindex=\"0\"><table class=\"list\">"))
        caption class="unseen" { "The pages, with the first and the last submission of each" }
        thead {
            tr {
                th scope="col" { "submissions" }
                th scope="col" { "passed everything" }
                th scope="col" { "points" }
            }
        }
        (PreEscaped("<tbody>"))
    }
}

/// The row of a page.
pub fn row(file: &str, first: &str, last: &str, tally: &Tally) -> Markup {
    let share = percent(tally.points as usize, tally.max_points as usize);
    html! {
        tr {
            th scope="row" { a href=(file) { bdi { (first) } " to " bdi { (last) } } }
            td class="number" { (tally.passed) " of " (tally.submissions) }
            td class="number" { (share) "%" }
        }
    }
}

/// The foot of the table.
pub fn end() -> Markup {
    html! { (PreEscaped("</tbody></table></div></section>")) }
}
