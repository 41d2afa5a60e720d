//! The timeline of a verdict as a picture: SVG, to stand alone or in a page.

use maud::{Markup, html};
use serde::{Deserialize, Serialize};

/// What the tests recorded (`src/probe/timeline.rs` says what each field means). Times in virtual ms.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Timeline {
    /// The picture in plain text.
    pub text: String,
    pub end_ms: u64,
    pub more: usize,
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Row {
    pub name: String,
    pub called_ms: Option<u64>,
    pub started_ms: Option<u64>,
    pub ended_ms: Option<u64>,
    pub end: Option<End>,
    pub marks_ms: Vec<u64>,
    pub note: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    Finished,
    Panicked,
    Dropped,
}

impl Timeline {
    /// The last instant at which anything happened.
    pub fn last_ms(&self) -> u64 {
        let times = |row: &Row| {
            let times = [row.called_ms, row.started_ms, row.ended_ms].into_iter().flatten();
            times.chain(row.marks_ms.iter().copied()).max()
        };
        self.rows.iter().filter_map(times).max().unwrap_or(0)
    }
}

// Sizes in pixels.
const LABELS: u64 = 110;
const CHART: u64 = 560;
const NOTES: u64 = 250;
const ROW: u64 = 24;
const AXIS: u64 = 22;

/// Colours that differ in lightness too, and stay readable in print.
pub const CSS: &str = "svg text{font:13px system-ui,sans-serif;fill:#1b1b1b}\
    .axis{stroke:#999;stroke-width:1}.grid{stroke:#e4e4e4;stroke-width:1}\
    .axis-label{fill:#555}.done{fill:#2f6f4f}.cut{fill:#b8860b}.boom{fill:#a61b1b}\
    .open{fill:#5b5b9f}.wait{fill:#cfcfcf}.mark{fill:#1f4e8c}.note{fill:#7a3b00}";

/// One timeline as an `<svg>` element, its axis reaching `span_ms`. `label` says what it shows.
pub fn svg(timeline: &Timeline, span_ms: u64, label: &str) -> Markup {
    let span = span_ms.max(1);
    let x = |ms: u64| LABELS + ms.min(span) * CHART / span;
    let rows = timeline.rows.len() as u64 + u64::from(timeline.more > 0);
    let (width, height) = (LABELS + CHART + NOTES, AXIS + rows * ROW + 8);
    let tick = tick_ms(span);
    html! {
        svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label=(label)
            viewBox=(format!("0 0 {width} {height}")) width=(width) height=(height) {
            title { (label) }
            desc { (timeline.text) }
            @for ms in (0..=span).step_by(tick as usize) {
                line class="grid" x1=(x(ms)) x2=(x(ms)) y1=(AXIS) y2=(height) {}
                text class="axis-label" x=(x(ms)) y="15" text-anchor="middle" { (ms) @if ms + tick > span { " ms" } }
            }
            line class="axis" x1=(LABELS) x2=(LABELS + CHART) y1=(AXIS) y2=(AXIS) {}
            @for (row, at) in timeline.rows.iter().zip(0_u64..) {
                (bar(row, AXIS + at * ROW, span, &x))
            }
            @if timeline.more > 0 {
                text x="4" y=(AXIS + rows * ROW - 6) { "… and " (timeline.more) " more" }
            }
        }
    }
}

fn bar(row: &Row, y: u64, span: u64, x: &impl Fn(u64) -> u64) -> Markup {
    let from = row.called_ms.or(row.started_ms);
    let to = row.ended_ms.unwrap_or(span);
    let started = row.started_ms.unwrap_or(to);
    let (class, sign, word) = match (row.end, from) {
        (Some(End::Finished), _) => ("done", "", "finished"),
        (Some(End::Dropped), _) => ("cut", "×", "dropped"),
        (Some(End::Panicked), _) => ("boom", "!", "panicked"),
        (None, Some(_)) => ("open", "▶", "still running"),
        (None, None) if row.marks_ms.is_empty() => ("wait", "", "never started"),
        (None, None) => ("mark", "", ""),
    };
    let note = if row.note.is_empty() && row.end != Some(End::Finished) { word } else { &row.note };
    html! {
        g {
            text x="4" y=(y + 17) { (row.name) }
            @if let Some(from) = from {
                @if started > from {
                    rect class="wait" x=(x(from)) y=(y + 10) width=(x(started) - x(from)) height="4" {}
                }
                rect class=(class) x=(x(started)) y=(y + 5) width=((x(to) - x(started.min(to))).max(2)) height="14" rx="2" {}
                text x=(x(to) + 3) y=(y + 17) { (sign) }
            }
            @for &ms in &row.marks_ms {
                circle class="mark" cx=(x(ms)) cy=(y + 12) r="5" {}
            }
            text class="note" x=(LABELS + CHART + 18) y=(y + 17) { (note) }
        }
    }
}

/// A round distance between two labels of the axis, for about ten of them.
fn tick_ms(span: u64) -> u64 {
    let steps = (0..18).flat_map(|power| [1, 2, 5].map(|step| step * 10_u64.pow(power)));
    steps.into_iter().find(|step| span / step <= 10).unwrap_or(u64::MAX)
}
