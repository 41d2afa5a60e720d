//! The timeline as SVG, on its own or in a page.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::{End, Row, Timeline, clean};

// Vertical sizes, in pixels, to fit 13-pixel text. Horizontal ones are fractions of the width, so that a picture
// fits a phone, a page and a sheet of paper alike, and its text keeps its size.
const AXIS: u64 = 22;
/// The height of a row.
pub const ROW: u64 = 34;

/// Percent of the width that the axis takes; the rest is room for the sign at a bar's end.
const CHART: u64 = 96;

/// The height of a picture, in pixels.
pub fn height(timeline: &Timeline) -> u64 {
    AXIS + (timeline.rows.len() as u64 + u64::from(timeline.more > 0)) * ROW
}

/// Where a row begins, in pixels from the top.
pub fn top(row: usize) -> u64 {
    AXIS + row as u64 * ROW
}

/// What a reader must know to read it.
pub const LEGEND: &str = "A bar is work being done; thin and grey, it was called and is not yet polled. \
     ×\u{a0}dropped, !\u{a0}panicked, ▶\u{a0}still\u{a0}running; a dot is an instant. Times are virtual milliseconds.";

/// Colours that differ in lightness too, and stay readable in print.
pub const CSS: &str = "svg text{font:13px system-ui,sans-serif;fill:#1b1b1b}\
    .axis{stroke:#999}.grid{stroke:#ddd}\
    svg .tick{fill:#555;font-size:12px}.done{fill:#2f6f4f}.cut{fill:#b8860b}.boom{fill:#a61b1b}\
    .open{fill:#5b5b9f}.wait{fill:#b5b5b5}.mark{fill:#1f4e8c;stroke:#fff}svg .note{fill:#7a3b00}\
    svg svg{overflow:visible}svg .heading{font-weight:bold}";

/// The colours that change if the page is dark.
pub const DARK_CSS: &str = "svg text{fill:#e6e6e6}.axis{stroke:#888}.grid{stroke:#3a3a3a}\
    svg .tick{fill:#aaa}.done{fill:#4caf7d}.cut{fill:#e0ac2b}.boom{fill:#f0625f}.open{fill:#9a9aea}\
    .wait{fill:#777}.mark{fill:#6fa8ff;stroke:#161616}svg .note{fill:#f0b27a}";

/// One timeline as an `<svg>` element, its axis reaching `span_ms`. `label` says what it shows.
pub fn svg(timeline: &Timeline, span_ms: u64, label: &str) -> Markup {
    frame(timeline, label, &drawing(timeline, span_ms))
}

/// The `<svg>` element around the `drawing` of a timeline, and what it shows in words.
pub fn frame(timeline: &Timeline, label: &str, drawing: &Markup) -> Markup {
    let rows = timeline.rows.iter().map(Row::told).collect::<Vec<_>>().join("; ");
    html! {
        svg role="img" width="100%" height=(height(timeline)) {
            title { (clean(label)) }
            desc { (clean(&rows)) @if timeline.more > 0 { "; and " (timeline.more) " more" } }
            (drawing)
        }
    }
}

/// The contents of the frame.
pub fn drawing(timeline: &Timeline, span_ms: u64) -> Markup {
    let span = span_ms.max(1);
    html! {
        (axis_lines(span, height(timeline)))
        @for (row, at) in timeline.rows.iter().zip(0..) {
            (bar(row, top(at), span))
        }
        @if timeline.more > 0 {
            text y=(top(timeline.rows.len()) + 15) { "… and " (timeline.more) " more" }
        }
    }
}

fn axis_lines(span: u64, height: u64) -> Markup {
    let tick = tick_ms(span, 5);
    html! {
        @for ms in (0..=span).step_by(tick as usize) {
            @let x = across(ms, span);
            line class="grid" x1=(x) x2=(x) y1=(AXIS - 4) y2=(height) {}
            @let last = ms + tick > span;
            @let anchor = match thousandths(ms, span) { 0 => "start", 1..880 => "middle", _ => "end" };
            text class="tick" x=(x) y="13" text-anchor=(anchor) { (ms) @if last { " ms" } }
        }
        line class="axis" x2=(across(span, span)) y1=(AXIS - 4) y2=(AXIS - 4) {}
    }
}

/// A line of words, and the bar under it.
fn bar(row: &Row, y: u64, span: u64) -> Markup {
    let (class, sign) = match row.ended.map(|(_, end)| end) {
        Some(End::Finished) => ("done", ""),
        Some(End::Dropped) => ("cut", "×"),
        Some(End::Panicked) => ("boom", "!"),
        None if row.started_ms.is_some() => ("open", "▶"),
        None => ("wait", ""),
    };
    // Marks too close to tell apart are drawn as one.
    let marks: BTreeSet<u64> = row.marks.iter().map(|&ms| thousandths(ms, span) / 5 * 5).collect();
    let remark = row.outcome();
    html! {
        text y=(y + 13) { (clean(&row.name)) @if !remark.is_empty() { tspan class="note" dx="9" { (clean(remark)) } } }
        @if let Some((from, started, to)) = row.extent(span) {
            @if started > from {
                rect class="wait" x=(across(from, span)) y=(y + 22) width=(between(from, started, span)) height="3" {}
            }
            @if row.started_ms.is_some() {
                rect class=(class) x=(across(started, span)) y=(y + 19) width=(between(started, to, span)) height="9" {}
            }
            @if !sign.is_empty() {
                text x=(across(to, span)) y=(y + 28) dx="3" { (sign) }
            }
        }
        @for mark in marks {
            circle class="mark" cx=(percent(mark)) cy=(y + 24) r="4" {}
        }
    }
}

/// How far an instant is from the left, in percent of the width.
pub fn across(ms: u64, span: u64) -> String {
    percent(thousandths(ms, span))
}

/// The width of a bar, with a minimum so that even one that took no time is visible.
fn between(from: u64, to: u64, span: u64) -> String {
    match thousandths(to, span).saturating_sub(thousandths(from, span)) {
        0..3 => "2".to_owned(),
        wide => percent(wide),
    }
}

/// The place of an instant, in thousandths of the width.
fn thousandths(ms: u64, span: u64) -> u64 {
    (u128::from(ms.min(span)) * u128::from(CHART * 10) / u128::from(span)) as u64
}

fn percent(thousandths: u64) -> String {
    match thousandths % 10 {
        0 => format!("{}%", thousandths / 10),
        tenth => format!("{}.{tenth}%", thousandths / 10),
    }
}

/// A round distance between two labels of the axis, for at most this many of them.
fn tick_ms(span: u64, most: u64) -> u64 {
    let steps = (0..18).flat_map(|power| [1, 2, 5].map(|step| step * 10_u64.pow(power)));
    steps.into_iter().find(|step| span / step <= most).unwrap_or(u64::MAX)
}

impl Row {
    /// The instants between which it is drawn; if it did not end, up to the edge.
    fn extent(&self, span: u64) -> Option<(u64, u64, u64)> {
        let from = self.called_ms.or(self.started_ms)?;
        let to = self.ended.map_or(span, |(at, _)| at);
        Some((from, self.started_ms.unwrap_or(to), to))
    }

    /// The text at its end: a remark, or how it ended.
    fn outcome(&self) -> &str {
        let nothing = self.called_ms.or(self.started_ms).is_none() && self.marks.is_empty();
        match self.ended.map(|(_, end)| end) {
            _ if !self.note.is_empty() => &self.note,
            Some(End::Dropped) => "dropped",
            Some(End::Panicked) => "panicked",
            None if nothing => "never started",
            None if self.started_ms.is_some() => "still running",
            None if self.called_ms.is_some() => "never polled",
            _ => "",
        }
    }

    /// What it did, in words.
    fn told(&self) -> String {
        let mut said = self.name.clone();
        let mut add = |what: &str| {
            said.push_str(if said.len() == self.name.len() { ": " } else { ", " });
            said.push_str(what);
        };
        match (self.called_ms.or(self.started_ms), self.started_ms, self.ended.map(|(at, _)| at)) {
            (_, Some(started), Some(ended)) => add(&format!("{started} to {ended} ms")),
            (_, Some(started), None) => add(&format!("from {started} ms on")),
            (Some(called), None, Some(ended)) => add(&format!("called at {called} ms, over at {ended} ms")),
            (Some(called), None, None) => add(&format!("called at {called} ms")),
            (None, None, _) => {}
        }
        // A screen reader reads all of them out.
        const MOST: usize = 20;
        if !self.marks.is_empty() {
            let marks: Vec<String> = self.marks.iter().take(MOST).map(u64::to_string).collect();
            let more = if self.marks.len() > MOST { " …" } else { "" };
            add(&format!("at {}{more} ms", marks.join(", ")));
        }
        if !self.outcome().is_empty() {
            add(self.outcome());
        }
        said
    }
}
