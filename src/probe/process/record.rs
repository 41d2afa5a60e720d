//! The recorder: one per process, because each claim has a process of its own. Everything that is watched
//! writes here, so that any failure can be drawn, even a hang.

use std::env;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::runtime::Handle;
use tokio::time::Instant;

use verdict::environment;

use crate::probe::{End, Row, Timeline};

static SCENE: Mutex<Scene> = Mutex::new(Scene::none(0));

struct Scene {
    /// Counts on through all claims of this process: what one has left behind must not write into the next.
    number: u64,
    /// How many scenes earlier claims have played.
    earlier: u64,
    start: Option<Instant>,
    now_ms: u64,
    rows: Vec<Row>,
    /// The instants at which the claim was polled.
    wakes: Vec<u64>,
    /// The timeline of the requested scene at its end.
    wanted: Option<Timeline>,
}

impl Scene {
    /// Before the first one, after this many of earlier claims.
    const fn none(earlier: u64) -> Scene {
        Scene {
            number: earlier,
            earlier,
            start: None,
            now_ms: 0,
            rows: Vec::new(),
            wakes: Vec::new(),
            wanted: None,
        }
    }

    /// Its number in this claim.
    fn own_number(&self) -> u64 {
        self.number - self.earlier
    }

    /// Virtual ms since the scene began. A thread outside the runtime gets the last time that was read.
    fn now_ms(&mut self) -> u64 {
        if Handle::try_current().is_ok() {
            let start = *self.start.get_or_insert_with(Instant::now);
            self.now_ms = start.elapsed().as_millis() as u64;
        }
        self.now_ms
    }

    fn picture(&mut self) -> Option<Timeline> {
        let end_ms = self.now_ms();
        let scene = self.own_number();
        (!self.rows.is_empty()).then(|| Timeline { scene, ..Timeline::of(&self.rows, end_ms) })
    }
}

fn scene() -> MutexGuard<'static, Scene> {
    // Even a claim that panics while recording must be drawn.
    SCENE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Discards the record and starts again at 0 ms, for a claim that plays several scenes. Lanes of an earlier
/// scene record nothing from here on.
pub fn new_scene() {
    let mut scene = scene();
    let wanted = env::var(environment::SCENE).ok().and_then(|number| number.parse().ok());
    if wanted == Some(scene.own_number()) {
        scene.wanted = scene.picture();
    }
    scene.number += 1;
    scene.start = Handle::try_current().ok().map(|_| Instant::now());
    scene.now_ms = 0;
    scene.rows.clear();
    scene.wakes.clear();
}

/// Forgets what an earlier claim recorded.
pub(crate) fn forget() {
    let mut scene = scene();
    *scene = Scene::none(scene.number);
}

/// Virtual ms since the scene began.
pub(crate) fn now_ms() -> u64 {
    scene().now_ms()
}

/// The timeline as it is now; `None` if nothing was watched.
pub fn picture() -> Option<Timeline> {
    scene().picture()
}

/// The timeline of a claim that passed: the requested scene, or the last.
pub(crate) fn picture_of_success() -> Option<Timeline> {
    let mut scene = scene();
    scene.wanted.take().or_else(|| scene.picture())
}

/// The claim is polled.
pub(crate) fn woken() {
    if env::var_os(environment::WAKES).is_some() {
        let mut scene = scene();
        let now_ms = scene.now_ms();
        if scene.wakes.last() != Some(&now_ms) {
            scene.wakes.push(now_ms);
        }
    }
}

/// When the claim was woken, if requested: all that is known about work that is not watched.
pub(crate) fn wakes() -> Option<Timeline> {
    /// How many instants are named: as many as fit into a line.
    const NAMED: usize = 6;
    env::var_os(environment::WAKES)?;
    let mut scene = scene();
    if !scene.rows.is_empty() {
        return None;
    }
    let end_ms = scene.now_ms();
    // The first poll is no wake-up.
    let marks: Vec<u64> = scene.wakes.iter().copied().filter(|&ms| ms > 0).collect();
    let mut named: Vec<String> = marks.iter().take(NAMED).map(u64::to_string).collect();
    if marks.len() > NAMED {
        named.push("…".to_owned());
    }
    let note = if named.is_empty() { String::new() } else { format!("woken at {}", named.join(", ")) };
    let row = Row { marks, note, ..Row::bar("the claim", 0, end_ms) };
    Some(Timeline { scene: scene.own_number(), ..Timeline::of(&[row], end_ms) })
}

/// One line of the timeline, to be written to as things happen.
#[derive(Debug, Clone, Copy)]
pub struct Lane {
    scene: u64,
    index: usize,
}

impl Lane {
    /// Opens a lane below the existing ones.
    pub fn new(name: impl Into<String>) -> Lane {
        let mut scene = scene();
        scene.rows.push(Row::new(name));
        Lane { scene: scene.number, index: scene.rows.len() - 1 }
    }

    fn write(self, change: impl FnOnce(&mut Row, u64)) {
        let mut scene = scene();
        let now_ms = scene.now_ms();
        if scene.number == self.scene
            && let Some(row) = scene.rows.get_mut(self.index)
        {
            change(row, now_ms);
        }
    }

    /// Records that the work was called.
    pub fn called(self) {
        self.write(|row, now| row.called_ms = Some(now));
    }

    /// Records that the work was polled for the first time.
    pub fn started(self) {
        self.write(|row, now| row.started_ms = Some(now));
    }

    /// Records that the work ended, and how.
    pub fn ended(self, end: End) {
        self.write(|row, now| row.ended = Some((now, end)));
    }

    /// Marks this instant: an item pulled, a message sent.
    pub fn mark(self) {
        self.write(|row, now| row.marks.push(now));
    }

    /// Writes a remark at the end of the line, replacing an earlier one.
    pub fn note(self, note: impl Into<String>) {
        self.write(|row, _| row.note = note.into());
    }

    /// The lane's row; an empty one if its scene is over.
    pub fn row(self) -> Row {
        let scene = scene();
        match scene.rows.get(self.index) {
            Some(row) if scene.number == self.scene => row.clone(),
            _ => Row::new(""),
        }
    }
}
