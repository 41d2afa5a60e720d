//! The picture: what happened when, in virtual milliseconds, drawn in plain text.

use std::collections::HashMap;
use std::env;

use tinyjson::JsonValue;

/// What was recorded, one row for each thing watched.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Timeline {
    pub rows: Vec<Row>,
    /// Rows left out, since nobody reads more than twenty.
    pub more: usize,
    /// Where the picture ends: the virtual ms at which it was taken.
    pub end_ms: u64,
    /// Which of the claim's scenes it shows, from 1; 0 if that is not known.
    pub scene: u64,
}

/// One thing watched. All times in virtual ms.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    pub name: String,
    /// When the work was asked for.
    pub called_ms: Option<u64>,
    /// When it was first polled.
    pub started_ms: Option<u64>,
    /// When it was over, and how.
    pub ended: Option<(u64, End)>,
    /// Instants at which something happened: an item pulled, a message sent.
    pub marks: Vec<u64>,
    /// A remark at the end of the line.
    pub note: String,
}

/// How watched work ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Finished,
    Panicked,
    /// Dropped before it was done: cancelled.
    Dropped,
}

impl Row {
    pub fn new(name: impl Into<String>) -> Row {
        Row { name: name.into(), ..Row::default() }
    }

    /// A bar from `from_ms` to `to_ms`.
    pub fn bar(name: impl Into<String>, from_ms: u64, to_ms: u64) -> Row {
        Row {
            called_ms: Some(from_ms),
            started_ms: Some(from_ms),
            ended: Some((to_ms, End::Finished)),
            ..Row::new(name)
        }
    }

    fn last_ms(&self) -> u64 {
        let times = [self.called_ms, self.started_ms, self.ended.map(|(at, _)| at)];
        times.into_iter().flatten().chain(self.marks.iter().copied()).max().unwrap_or(0)
    }
}

impl End {
    const ALL: [End; 3] = [End::Finished, End::Panicked, End::Dropped];

    fn as_str(self) -> &'static str {
        match self {
            End::Finished => "finished",
            End::Panicked => "panicked",
            End::Dropped => "dropped",
        }
    }
}

// ---------------------------------------------------------------------------------- drawing

/// Columns of a terminal that everybody has.
const WIDTH: usize = 80;
/// More rows than this are summed up.
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

/// Whether pictures are drawn in ASCII: asked for by `TOKIO_KATAS_ASCII`, or since the terminal
/// is dumb, or since the locale says that it is not UTF-8. No locale at all says nothing.
pub(super) fn ascii_wanted() -> bool {
    let set = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    if let Some(asked) = set("TOKIO_KATAS_ASCII") {
        return asked != "0";
    }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set);
    let utf8 = |name: &str| {
        let name = name.to_lowercase();
        name.contains("utf-8") || name.contains("utf8")
    };
    set("TERM").as_deref() == Some("dumb") || locale.is_some_and(|name| !utf8(&name))
}

/// How many columns stand for how many ms, and the ms between two labels of the axis.
struct Scale {
    columns: u64,
    ms: u64,
    tick_ms: u64,
}

/// Stands behind the axis's last label.
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
    /// A timeline of up to 20 of the rows: those with a remark before those without.
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

    /// The picture, at most 80 columns wide, with a newline behind each line.
    pub fn draw(&self, ascii: bool) -> String {
        let ink = if ascii { &ASCII } else { &UNICODE };
        let name_width = self.rows.iter().map(|row| row.name.chars().count()).max().unwrap_or(0).clamp(8, 20);
        let chart_width = WIDTH - 2 - name_width - 2;
        let span_ms = self.rows.iter().map(Row::last_ms).max().unwrap_or(0).max(self.open_end());
        let scale = Scale::fitting(span_ms, chart_width.min(56));

        let mut lines = vec![format!("  {:name_width$}  {}", "", scale.axis(span_ms, chart_width))];
        for row in &self.rows {
            let name: String = row.name.chars().take(name_width).collect();
            let start = format!("  {name:name_width$}  {}", self.draw_row(row, &scale, ink));
            let note = row.remark();
            let used = start.chars().count();
            let note_width = note.chars().count();
            if note.is_empty() || used + 3 + note_width <= WIDTH {
                lines.push(format!("{start}   {note}").trim_end().to_owned());
            } else {
                lines.push(start.trim_end().to_owned());
                let indent = (2 + name_width + 2).min(WIDTH.saturating_sub(note_width));
                lines.push(format!(
                    "{:indent$}{}",
                    "",
                    note.chars().take(WIDTH - indent).collect::<String>()
                ));
            }
        }
        if self.more > 0 {
            lines.push(format!("  {} and {} more", ink.more, self.more));
        }
        lines.join("\n") + "\n"
    }

    /// The end of the picture where something was still going on, else 0.
    fn open_end(&self) -> u64 {
        let open = |row: &Row| row.called_ms.is_some() && row.ended.is_none();
        // A deadlock is noticed an hour later: the picture stops soon after the last event.
        let last_event = self.rows.iter().map(Row::last_ms).max().unwrap_or(0);
        let horizon = last_event.saturating_mul(2).max(last_event + 10);
        if self.rows.iter().any(open) { self.end_ms.min(horizon) } else { 0 }
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
            let end_ms = row.ended.map_or(self.end_ms.min(self.open_end()), |(at, _)| at);
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
    /// The remark, or what a line without a bar means.
    fn remark(&self) -> &str {
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

// ------------------------------------------------------------------------------------- JSON

impl Timeline {
    pub(super) fn to_json(&self) -> JsonValue {
        let number = |ms: u64| JsonValue::from(ms as f64);
        let maybe = |ms: Option<u64>| ms.map_or(JsonValue::from(()), number);
        let row = |row: &Row| {
            let end =
                row.ended.map_or(JsonValue::from(()), |(_, end)| JsonValue::from(end.as_str().to_owned()));
            object([
                ("name", JsonValue::from(row.name.clone())),
                ("called_ms", maybe(row.called_ms)),
                ("started_ms", maybe(row.started_ms)),
                ("ended_ms", maybe(row.ended.map(|(at, _)| at))),
                ("end", end),
                ("marks_ms", JsonValue::from(row.marks.iter().copied().map(number).collect::<Vec<_>>())),
                ("note", JsonValue::from(row.note.clone())),
            ])
        };
        let rows: Vec<JsonValue> = self.rows.iter().map(row).collect();
        object([
            // Drawn here, so that whoever reads the record needs no pencil.
            ("text", JsonValue::from(self.draw(ascii_wanted()))),
            ("end_ms", number(self.end_ms)),
            ("more", number(self.more as u64)),
            ("scene", number(self.scene)),
            ("rows", JsonValue::from(rows)),
        ])
    }

    pub(super) fn from_json(json: &JsonValue) -> Option<Timeline> {
        let timeline: &HashMap<String, JsonValue> = json.get()?;
        let rows: &Vec<JsonValue> = timeline.get("rows")?.get()?;
        Some(Timeline {
            rows: rows.iter().map(row_from_json).collect::<Option<_>>()?,
            more: ms(timeline.get("more"))? as usize,
            end_ms: ms(timeline.get("end_ms"))?,
            scene: ms(timeline.get("scene")).unwrap_or(0),
        })
    }
}

fn row_from_json(json: &JsonValue) -> Option<Row> {
    let row: &HashMap<String, JsonValue> = json.get()?;
    let text = |key: &str| row.get(key)?.get::<String>();
    let end = text("end").and_then(|word| End::ALL.into_iter().find(|end| end.as_str() == word));
    let marks: &Vec<JsonValue> = row.get("marks_ms")?.get()?;
    Some(Row {
        name: text("name")?.clone(),
        called_ms: ms(row.get("called_ms")),
        started_ms: ms(row.get("started_ms")),
        ended: ms(row.get("ended_ms")).zip(end),
        marks: marks.iter().filter_map(|mark| ms(Some(mark))).collect(),
        note: text("note")?.clone(),
    })
}

fn ms(json: Option<&JsonValue>) -> Option<u64> {
    json?.get::<f64>().map(|&ms| ms as u64)
}

fn object<const N: usize>(fields: [(&str, JsonValue); N]) -> JsonValue {
    let fields: HashMap<String, JsonValue> = fields.map(|(key, value)| (key.to_owned(), value)).into();
    JsonValue::from(fields)
}
