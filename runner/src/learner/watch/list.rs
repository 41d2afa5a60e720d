//! The levels among which a learner searches.

use crate::kit::{Kata, Kit, Level};
use crate::learner::{self, CheckedKatas};
use crate::ui::output::{STRONG, styled};

/// The levels whose names, or those of their katas, contain `search`.
pub(super) fn matching<'k>(kit: &'k Kit, search: &str) -> Vec<(&'k Kata, &'k Level)> {
    let all = kit.katas.iter().flat_map(|kata| kata.levels.iter().map(move |level| (kata, level)));
    let search = search.to_lowercase();
    all.filter(|(kata, level)| level.id(kata).to_lowercase().contains(&search)).collect()
}

/// Those levels under their katas, with the learner's progress.
pub(super) fn text(kit: &Kit, results: &CheckedKatas, search: &str) -> String {
    let mut lines = Vec::new();
    let (mut last, mut known) = ("", None);
    for (kata, level) in matching(kit, search) {
        if kata.name != last {
            lines.push(styled(STRONG, &kata.name));
            last = &kata.name;
            known = learner::known_mistakes(kit, kata, results.get(&kata.name));
        }
        lines.push(learner::level_line(level, results.get(&kata.name), known.as_ref()));
    }
    if lines.is_empty() { format!("no level has {search} in its name") } else { lines.join("\n") }
}
