//! Draws a timeline in plain text.

use std::collections::HashMap;
use std::env;

use super::message::{WIDTH, clean};
use super::width::{columns, fitting, padded};
use super::{End, Row, Timeline, environment};

/// Rows that are drawn; more are summed up in one line, so that a message fits on a screen.
const MAX_ROWS: usize = 20;

/// The characters of a picture.
struct Ink {
    bar: char,
    waiting: char,
    instant: char,
    cancelled: char,
    panicked: char,
    running: char,
    mark: char,
    more: &'static str,
}

const UNICODE: Ink = Ink {
    bar: '█',
    waiting: '·',
    instant: '▏',
    cancelled: '×',
    panicked: '!',
    running: '▶',
    mark: '●',
    more: "…",
};

const ASCII: Ink = Ink {
    bar: '#',
    waiting: '.',
    instant: '|',
    cancelled: 'x',
    panicked: '!',
    running: '>',
    mark: 'o',
    more: "...",
};

/// Whether pictures are drawn in ASCII: because `TOKIO_KATAS_ASCII` asks for it, the terminal is dumb, or the
/// locale is not UTF-8. An unset locale is taken for UTF-8.
pub fn ascii_wanted() -> bool {
    let set = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    if let Some(asked) = set(environment::ASCII) {
        return asked != "0";
    }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set);
    let utf8 = |name: &str| {
        let name = name.to_lowercase();
        name.contains("utf-8") || name.contains("utf8")
    };
    set("TERM").as_deref() == Some("dumb") || locale.is_some_and(|name| !utf8(&name))
}

/// How many columns show how many ms, and the ms between two labels of the axis.
struct Scale {
    columns: u64,
    ms: u64,
    tick_ms: u64,
}

/// Follows the axis's last label.
const UNIT: &str = " ms";

impl Scale {
    fn fitting(span_ms: u64, columns: usize) -> Scale {
        let fits = |scale: &Scale| scale.column(span_ms) < columns;
        let close = [(4, 1, 2), (2, 1, 5), (1, 1, 10)].into_iter();
        let decades = (0..18).map(|power| 10_u64.pow(power));
        let far = decades.flat_map(|ten| [2, 5, 10].map(|step| (1, step * ten, 10 * step * ten)));
        close
            .chain(far)
            .map(|(columns, ms, tick_ms)| Scale { columns, ms, tick_ms })
            .find(fits)
            .unwrap_or(Scale { columns: 1, ms: u64::MAX, tick_ms: u64::MAX })
    }

    fn column(&self, ms: u64) -> usize {
        (ms.saturating_mul(self.columns) / self.ms) as usize
    }

    fn axis(&self, span_ms: u64, columns: usize) -> String {
        let mut axis = String::new();
        for tick in 0..=span_ms.div_ceil(self.tick_ms) {
            let at = self.column(tick * self.tick_ms);
            let label = (tick * self.tick_ms).to_string();
            // A label that would touch the one before it, or the edge, is left out.
            if tick == 0 || axis.len() < at && at + label.len() + UNIT.len() <= columns {
                axis = format!("{axis:<at$}{label}");
            }
        }
        axis + UNIT
    }
}

impl Timeline {
    /// A timeline of at most 20 of the rows: those with a remark first.
    pub fn of(rows: &[Row], end_ms: u64) -> Timeline {
        let mut order: Vec<usize> = (0..rows.len()).collect();
        if rows.len() > MAX_ROWS {
            order.sort_by_key(|&index| (rows[index].note.is_empty(), index));
            order.truncate(MAX_ROWS - 1);
            order.sort_unstable();
        }
        let shown: Vec<Row> = order.iter().map(|&index| rows[index].clone()).collect();
        Timeline { more: rows.len() - shown.len(), rows: shown, end_ms, scene: 0 }
    }

    /// Where the picture ends, in virtual ms: at the last event, or soon after it if something is still running. (A
    /// deadlock is detected a virtual hour later.)
    pub fn reach_ms(&self) -> u64 {
        let open = |row: &Row| row.called_ms.or(row.started_ms).is_some() && row.ended.is_none();
        let last_event = self.rows.iter().map(Row::last_ms).max().unwrap_or(0);
        let horizon = self.end_ms.min(last_event.saturating_mul(2).max(last_event + 10));
        if self.rows.iter().any(open) { horizon.max(last_event) } else { last_event }
    }

    /// The picture, at most 80 columns wide, with a newline after each line.
    pub fn draw(&self, ascii: bool) -> String {
        self.draw_to(self.reach_ms(), ascii)
    }

    /// Like [`draw`](Self::draw), with an axis that reaches `span_ms`, so that pictures can be compared.
    pub fn draw_to(&self, span_ms: u64, ascii: bool) -> String {
        let ink = if ascii { &ASCII } else { &UNICODE };
        let name_width = self.rows.iter().map(|row| columns(&row.name)).max().unwrap_or(0).clamp(8, 20);
        let chart_width = WIDTH - 2 - name_width - 2;
        let scale = Scale::fitting(span_ms, chart_width.min(56));

        let mut lines = vec![format!("  {:name_width$}  {}", "", scale.axis(span_ms, chart_width))];
        for row in &self.rows {
            let name = clean(&row.name);
            let name = padded(fitting(&name, name_width), name_width);
            let start = format!("  {name}  {}", self.draw_row(row, &scale, ink));
            let note = clean(row.remark());
            let used = columns(&start);
            let note_width = columns(&note);
            if note.is_empty() || used + 3 + note_width <= WIDTH {
                lines.push(format!("{start}   {note}").trim_end().to_owned());
            } else {
                lines.push(start.trim_end().to_owned());
                let indent = (2 + name_width + 2).min(WIDTH.saturating_sub(note_width));
                lines.push(format!("{:indent$}{}", "", fitting(&note, WIDTH - indent)));
            }
        }
        if self.more > 0 {
            lines.push(format!("  {} and {} more", ink.more, self.more));
        }
        lines.join("\n") + "\n"
    }

    fn draw_row(&self, row: &Row, scale: &Scale, ink: &Ink) -> String {
        let mut cells: Vec<char> = Vec::new();
        let mut put = |from: usize, to: usize, what: char| {
            if cells.len() < to {
                cells.resize(to, ' ');
            }
            cells[from.min(to)..to].fill(what);
        };
        if let Some(called) = row.called_ms.or(row.started_ms) {
            let end_ms = row.ended.map_or(self.end_ms.min(self.reach_ms()), |(at, _)| at);
            let end = scale.column(end_ms);
            let started = row.started_ms.map_or(end, |at| scale.column(at));
            put(scale.column(called), started, ink.waiting);
            put(started, end, ink.bar);
            match row.ended {
                Some((_, End::Panicked)) => put(end, end + 1, ink.panicked),
                Some((_, End::Dropped)) => put(end, end + 1, ink.cancelled),
                Some((_, End::Finished)) if started == end => put(end, end + 1, ink.instant),
                Some((_, End::Finished)) => {}
                None => put(end, end + 1, ink.running),
            }
        }
        let mut marks: HashMap<usize, u32> = HashMap::new();
        for &mark in &row.marks {
            *marks.entry(scale.column(mark)).or_default() += 1;
        }
        for (&column, &count) in &marks {
            let what = if count == 1 { ink.mark } else { char::from_digit(count, 10).unwrap_or('+') };
            put(column, column + 1, what);
        }
        cells.into_iter().collect()
    }
}

impl Row {
    /// The remark, or what the lack of a bar means.
    pub(crate) fn remark(&self) -> &str {
        let empty = self.called_ms.is_none() && self.started_ms.is_none() && self.marks.is_empty();
        if !self.note.is_empty() {
            &self.note
        } else if empty {
            "never started"
        } else if self.started_ms.is_none() && self.marks.is_empty() {
            "never polled"
        } else {
            ""
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_with_korean_names_is_straight() {
        let rows = [
            Row::bar("작업 0", 0, 10),
            Row::bar("job 1", 0, 10),
            Row::bar("아주아주아주 긴 이름의 작업", 0, 10),
        ];
        let seen = Timeline::of(&rows, 10).draw(true);
        let bars: Vec<usize> =
            seen.lines().filter_map(|line| line.find('#').map(|at| columns(&line[..at]))).collect();
        assert_eq!(bars, [24; 3], "{seen}");
        let note = Row { note: "가".repeat(60), ..Row::bar("작업 0", 0, 10) };
        let seen = Timeline::of(&[note], 10).draw(false);
        assert!(seen.lines().all(|line| columns(line) <= WIDTH), "{seen}");
    }
}
