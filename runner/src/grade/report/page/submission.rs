//! One submission: its katas, levels and claims, each with its verdict.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{DefaultHasher, Hash, Hasher};

use maud::{Markup, PreEscaped, html};
use verdict::{Reason, Timeline, Verdict, svg};

use super::standing::Standing;
use crate::grade::results::model::{Graded, KataGrade, LevelGrade};
use crate::ui::text::count;

/// Bytes that the failures of one submission may take, so that a page on a class still opens. Failures beyond that
/// are only named.
const ROOM: usize = 512 << 10;

/// Pictures that are remembered, so that each is drawn once and reused. Each entry is a fingerprint and a number.
const PICTURES: usize = 50_000;

/// The sections of a page, made one after the other.
pub struct Sections {
    many: bool,
    /// The number of each picture that is already on the page, by fingerprint.
    pictures: HashMap<u64, usize>,
    /// Bytes that are left for the current submission.
    room: usize,
}

impl Sections {
    /// The sections of a page on one submission, or on `many`.
    pub fn new(many: bool) -> Sections {
        Sections { many, pictures: HashMap::new(), room: ROOM }
    }

    /// The submission that is the `number`-th of the class.
    pub fn section(&mut self, graded: &Graded, number: usize) -> Markup {
        self.room = ROOM;
        let mut levels = 0;
        let heading = format!("s{number}");
        html! {
            section class="submission" aria-labelledby=(heading) {
                h2 id=(heading) { bdi { (graded.name) } " " span class="dim" { (graded.points) " of " (graded.max_points) " points" } }
                @if self.many { p class="back" { a href="#class" { "back to the class" } } }
                @for remark in graded.remarks() {
                    pre { (remark) }
                }
                @if !self.many { (overview(graded, number)) }
                @for kata in &graded.katas {
                    (self.kata(kata, number, &mut levels))
                }
            }
        }
    }

    fn kata(&mut self, kata: &KataGrade, number: usize, levels: &mut usize) -> Markup {
        html! {
            h3 { (kata.name) " " span class="dim" { (kata.points) " of " (kata.max_points) } }
            @for level in &kata.levels {
                @let id = { *levels += 1; format!("s{number}-{levels}") };
                (self.level(level, &id))
            }
        }
    }

    fn level(&mut self, level: &LevelGrade, id: &str) -> Markup {
        let standing = Standing::of(level);
        let held: Vec<usize> = numbers(level, |claim| claim.passed());
        html! {
            div class=(format!("level {}", standing.class())) id=(id) {
                h4 {
                    span class="sign" aria-hidden="true" { (standing.sign()) } " " (level.name) " "
                    span class="dim" {
                        (level.points) " of " (level.max_points) ", "
                        @if standing == Standing::Partly { (held.len()) " of " (count(level.claims.len(), "claim", "claims")) " hold" }
                        @else { (standing.words()) }
                    }
                }
                @for group in groups(level) {
                    (self.failure(level, &group, id))
                }
                @if !held.is_empty() {
                    details class="held" {
                        summary { (count(held.len(), "claim", "claims")) @if held.len() == 1 { " holds" } @else { " hold" } }
                        (names(level, &held, id))
                    }
                }
            }
        }
    }

    /// Claims with the same message.
    fn failure(&mut self, level: &LevelGrade, group: &[usize], id: &str) -> Markup {
        let verdict = &level.claims[group[0]];
        let one = group.len() == 1;
        let told = verdict.reason != Reason::NotStarted;
        let markup = html! {
            details class="claim" open[told] id=[one.then(|| format!("{id}-{}", group[0] + 1))] {
                summary {
                    @if one {
                        code { (claim(verdict)) }
                    } @else if group.len() == level.claims.len() {
                        "all " (group.len()) " claims"
                    } @else {
                        (count(group.len(), "claim", "claims"))
                    }
                    " " span class="reason" { (verdict.reason) }
                }
                @if self.room > 0 {
                    (self.message(verdict))
                } @else {
                    p { "Too much fails here to be shown on this page; the JSON report has it all." }
                }
                @if !one {
                    details class="held" open[told && group.len() < level.claims.len()] {
                        summary { "which" }
                        (names(level, group, id))
                    }
                }
            }
        };
        self.room = self.room.saturating_sub(markup.0.len());
        markup
    }

    fn message(&mut self, verdict: &Verdict) -> Markup {
        let timeline = verdict.timeline.as_ref().filter(|timeline| !timeline.rows.is_empty());
        let picture = timeline.map(|timeline| self.picture(timeline, verdict));
        let message = &verdict.message;
        match message.headline.lines().count() {
            _ if !message.is_plain() => html! {
                p class="headline" { (message.headline) }
                (said([("expected", &message.expected), ("seen", &message.seen)]))
                @if let Some(picture) = picture { figure { (picture) } }
                (said([("usual cause", &message.cause), ("look at", &message.lesson)]))
            },
            0 | 1 => html! {
                p { (message.first_line()) }
                @if let Some(picture) = picture { figure { (picture) } }
            },
            _ => html! {
                // A line may be longer than a window is wide.
                pre tabindex="0" { (message.headline) }
                @if let Some(picture) = picture { figure { (picture) } }
            },
        }
    }

    /// Draws a timeline, or reuses a drawing on the page.
    fn picture(&mut self, timeline: &Timeline, verdict: &Verdict) -> Markup {
        let drawing = svg::drawing(timeline, timeline.reach_ms());
        let label = format!("Timeline of {}", claim(verdict));
        let mut hasher = DefaultHasher::new();
        drawing.0.hash(&mut hasher);
        let (known, next) = (self.pictures.len(), self.pictures.len() + 1);
        let drawing = match self.pictures.get(&hasher.finish()) {
            Some(nth) => html! { use href=(format!("#p{nth}")) {} },
            None if known < PICTURES => {
                self.pictures.insert(hasher.finish(), next);
                html! { g id=(format!("p{next}")) { (drawing) } }
            }
            None => drawing,
        };
        svg::frame(timeline, &label, &drawing)
    }
}

/// All levels of one submission at a glance, each with a link to its place.
fn overview(graded: &Graded, number: usize) -> Markup {
    let mut levels = 0;
    html! {
        nav aria-label="Levels" {
            dl class="levels" {
                @for kata in &graded.katas {
                    dt { (kata.name) }
                    dd {
                        @for level in &kata.levels {
                            @let standing = { levels += 1; Standing::of(level) };
                            a class=(standing.class()) href=(format!("#s{number}-{levels}")) {
                                span aria-hidden="true" { (standing.sign()) } " " (level.name) " " (level.points) "/" (level.max_points)
                                span class="unseen" { ", " (standing.words()) }
                            }
                            " "
                        }
                    }
                }
            }
        }
    }
}

/// Parts of a message, with their labels.
fn said(parts: [(&str, &String); 2]) -> Markup {
    html! {
        @if parts.iter().any(|(_, what)| !what.is_empty()) {
            dl class="said" {
                @for (label, what) in parts {
                    @if !what.is_empty() { dt { (label) } dd { (what) } }
                }
            }
        }
    }
}

/// A list of claims, by their number in the level; consecutive cases of a table share a line. Most of a page is
/// such lists, so it leaves out every tag that HTML makes optional.
fn names(level: &LevelGrade, numbers: &[usize], id: &str) -> Markup {
    let mut list = String::from("<ul>");
    let mut table = None;
    for &number in numbers {
        let verdict = &level.claims[number];
        let (name, case) =
            (verdict.claim(), claim(verdict).strip_prefix(verdict.claim()).unwrap_or_default());
        let anchor = format!("id={id}-{}", number + 1);
        if case.is_empty() || table != Some(name) {
            list += &format!("<li {anchor}>{}", html! { (name) (case) }.0);
        } else {
            list += &format!(", <span {anchor}>{}</span>", html! { (case.trim_start_matches("::")) }.0);
        }
        table = Some(name);
    }
    PreEscaped(list + "</ul>")
}

fn numbers(level: &LevelGrade, wanted: impl Fn(&Verdict) -> bool) -> Vec<usize> {
    (0..level.claims.len()).filter(|&number| wanted(&level.claims[number])).collect()
}

/// The claims that do not hold, grouped by message.
fn groups(level: &LevelGrade) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut known: HashMap<(Reason, String), usize> = HashMap::new();
    for (number, verdict) in level.failed_by_number() {
        match known.entry((verdict.reason, verdict.text(false))) {
            Entry::Occupied(at) => groups[*at.get()].push(number),
            Entry::Vacant(place) => {
                place.insert(groups.len());
                groups.push(vec![number]);
            }
        }
    }
    groups.iter_mut().for_each(|group| group.sort_unstable());
    groups
}

/// A claim's name, with its case.
fn claim(verdict: &Verdict) -> &str {
    verdict.id.splitn(3, "::").nth(2).unwrap_or(&verdict.id)
}
