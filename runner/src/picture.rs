//! The timeline of a verdict as a picture: in plain text, and as SVG, to stand alone or in a page.

use maud::{Markup, html};
use serde::{Deserialize, Serialize};

use crate::screen::{WIDTH, fold};

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
    /// Where the picture ends: at the last event, or soon after it if something still goes on. (A
    /// deadlock is noticed an hour later.)
    pub fn reach_ms(&self) -> u64 {
        let times = |row: &Row| {
            let times = [row.called_ms, row.started_ms, row.ended_ms].into_iter().flatten();
            times.chain(row.marks_ms.iter().copied()).max()
        };
        let last = self.rows.iter().filter_map(times).max().unwrap_or(0);
        let open = |row: &Row| row.called_ms.or(row.started_ms).is_some() && row.ended_ms.is_none();
        let horizon = self.end_ms.min(last.saturating_mul(2).max(last + 10));
        if self.rows.iter().any(open) { horizon.max(last) } else { last }
    }
}

impl Timeline {
    /// For a claim that watched no work: only how long it took.
    pub fn of_claim(ms: u64) -> Timeline {
        let row = Row {
            name: "the claim".to_owned(),
            called_ms: Some(0),
            started_ms: Some(0),
            ended_ms: Some(ms),
            end: Some(End::Finished),
            marks_ms: Vec::new(),
            note: format!("{ms} ms"),
        };
        Timeline { text: String::new(), end_ms: ms, more: 0, rows: vec![row] }
    }
}

impl Row {
    /// When it is drawn from and to; what did not end goes on to the edge.
    fn extent(&self, span: u64) -> Option<(u64, u64, u64)> {
        let from = self.called_ms.or(self.started_ms)?;
        let to = self.ended_ms.unwrap_or(span);
        Some((from, self.started_ms.unwrap_or(to), to))
    }

    /// What stands at its end: a remark, or what became of it.
    fn remark(&self) -> &str {
        let nothing = self.called_ms.or(self.started_ms).is_none() && self.marks_ms.is_empty();
        match self.end {
            _ if !self.note.is_empty() => &self.note,
            Some(End::Dropped) => "dropped",
            Some(End::Panicked) => "panicked",
            None if nothing => "never started",
            None if self.started_ms.is_some() => "still running",
            None if self.called_ms.is_some() => "never polled",
            _ => "",
        }
    }
}

/// What an answer is called may hold anything; a terminal must not obey it, and XML has no signs
/// for it.
pub fn clean(text: &str) -> String {
    let harmless = |c: char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    text.chars().map(|c| if c == '\n' || harmless(c) { c } else { '\u{fffd}' }).collect()
}

// ------------------------------------------------------------------------------------- text

/// Columns of the names and of the chart.
const NAMES: usize = 12;
const COLUMNS: usize = 40;

/// The letters of a picture.
struct Ink {
    bar: char,
    wait: char,
    instant: char,
    dropped: char,
    running: char,
    mark: char,
}

const UNICODE: Ink =
    Ink { bar: '█', wait: '·', instant: '▏', dropped: '×', running: '▶', mark: '●' };
const ASCII: Ink = Ink { bar: '#', wait: '.', instant: '|', dropped: 'x', running: '>', mark: 'o' };

/// One timeline in plain text, its axis reaching `span_ms`.
pub fn text(timeline: &Timeline, span_ms: u64) -> String {
    let span = span_ms.max(1);
    // The tests drew in the letters that the terminal knows.
    let ink = if timeline.text.is_ascii() && !timeline.text.is_empty() { &ASCII } else { &UNICODE };
    let column = |ms: u64| (ms.min(span) as u128 * COLUMNS as u128 / span as u128) as usize;
    let mut lines = vec![format!("  {:NAMES$}  {}", "", axis(span, &column))];
    for row in &timeline.rows {
        let mut cells = vec![' '; COLUMNS + 1];
        if let Some((from, started, to)) = row.extent(span) {
            let (from, started, to) = (column(from), column(started), column(to));
            cells[from..started.max(from)].fill(ink.wait);
            cells[started..to.max(started)].fill(ink.bar);
            match row.end {
                Some(End::Finished) if started < to => {}
                Some(End::Finished) => cells[to] = ink.instant,
                Some(End::Dropped) => cells[to] = ink.dropped,
                Some(End::Panicked) => cells[to] = '!',
                None => cells[to] = ink.running,
            }
        }
        for &ms in &row.marks_ms {
            cells[column(ms)] = ink.mark;
        }
        let name: String = clean(&row.name).chars().take(NAMES).collect();
        let cells: String = cells.into_iter().collect();
        let line = format!("  {name:NAMES$}  {cells}  {}", clean(row.remark()));
        lines.push(fold(line.trim_end(), WIDTH));
    }
    if timeline.more > 0 {
        lines.push(format!("  … and {} more", timeline.more));
    }
    lines.join("\n")
}

fn axis(span: u64, column: &impl Fn(u64) -> usize) -> String {
    let mut axis = String::new();
    let tick = tick_ms(span, 5);
    for ms in (0..=span).step_by(tick as usize) {
        if ms == 0 || axis.len() < column(ms) {
            axis = format!("{axis:<0$}{ms}", column(ms));
        }
    }
    axis + " ms"
}

// -------------------------------------------------------------------------------------- SVG

// Sizes in pixels.
const LABELS: u64 = 110;
const CHART: u64 = 560;
const NOTES: u64 = 250;
const ROW: u64 = 24;
const AXIS: u64 = 22;

pub const WIDTH_PX: u64 = LABELS + CHART + NOTES;

/// Pixels from the top of a picture to its end.
pub fn height(timeline: &Timeline) -> u64 {
    AXIS + (timeline.rows.len() as u64 + u64::from(timeline.more > 0)) * ROW + 8
}

/// Colours that differ in lightness too, and stay readable in print.
pub const CSS: &str = "svg text{font:13px system-ui,sans-serif;fill:#1b1b1b}\
    .axis{stroke:#999;stroke-width:1}.grid{stroke:#e4e4e4;stroke-width:1}\
    .axis-label{fill:#555}.done{fill:#2f6f4f}.cut{fill:#b8860b}.boom{fill:#a61b1b}\
    .open{fill:#5b5b9f}.wait{fill:#cfcfcf}.mark{fill:#1f4e8c}.note{fill:#7a3b00}.heading{font-weight:bold}";

/// One timeline as an `<svg>` element, its axis reaching `span_ms`. `label` says what it shows.
pub fn svg(timeline: &Timeline, span_ms: u64, label: &str) -> Markup {
    let span = span_ms.max(1);
    let x = |ms: u64| LABELS + (u128::from(ms.min(span)) * u128::from(CHART) / u128::from(span)) as u64;
    let rows = timeline.rows.len() as u64;
    let (width, height) = (WIDTH_PX, height(timeline));
    let tick = tick_ms(span, 10);
    html! {
        svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label=(clean(label))
            viewBox=(format!("0 0 {width} {height}")) width=(width) height=(height) {
            title { (clean(label)) }
            desc { (clean(&text(timeline, span))) }
            @for ms in (0..=span).step_by(tick as usize) {
                line class="grid" x1=(x(ms)) x2=(x(ms)) y1=(AXIS) y2=(height) {}
                text class="axis-label" x=(x(ms)) y="15" text-anchor="middle" { (ms) @if ms + tick > span { " ms" } }
            }
            line class="axis" x1=(LABELS) x2=(LABELS + CHART) y1=(AXIS) y2=(AXIS) {}
            @for (row, at) in timeline.rows.iter().zip(0_u64..) {
                (bar(row, AXIS + at * ROW, span, &x))
            }
            @if timeline.more > 0 {
                text x="4" y=(AXIS + rows * ROW + 17) { "… and " (timeline.more) " more" }
            }
        }
    }
}

fn bar(row: &Row, y: u64, span: u64, x: &impl Fn(u64) -> u64) -> Markup {
    let (class, sign) = match row.end {
        Some(End::Finished) => ("done", ""),
        Some(End::Dropped) => ("cut", "×"),
        Some(End::Panicked) => ("boom", "!"),
        None if row.started_ms.is_some() => ("open", "▶"),
        None => ("wait", ""),
    };
    html! {
        g {
            text x="4" y=(y + 17) { (clean(&row.name)) }
            @if let Some((from, started, to)) = row.extent(span) {
                @if started > from {
                    rect class="wait" x=(x(from)) y=(y + 10) width=(x(started).saturating_sub(x(from))) height="4" {}
                }
                rect class=(class) x=(x(started)) y=(y + 5) width=(x(to).saturating_sub(x(started)).max(2)) height="14" rx="2" {}
                text x=(x(to) + 3) y=(y + 17) { (sign) }
            }
            @for &ms in &row.marks_ms {
                circle class="mark" cx=(x(ms)) cy=(y + 12) r="5" {}
            }
            text class="note" x=(LABELS + CHART + 18) y=(y + 17) { (clean(row.remark())) }
        }
    }
}

/// A round distance between two labels of the axis, for at most so many of them.
fn tick_ms(span: u64, most: u64) -> u64 {
    let steps = (0..18).flat_map(|power| [1, 2, 5].map(|step| step * 10_u64.pow(power)));
    steps.into_iter().find(|step| span / step <= most).unwrap_or(u64::MAX)
}
