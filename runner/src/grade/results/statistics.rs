//! What a class finds hard: the kinds of mistakes that most make, the claims that fail most and the ideas behind
//! them, the levels that few pass, the reasons. Counts are kept, never verdicts, so memory does not grow with the
//! class.

use std::collections::{BTreeMap, BTreeSet};

use verdict::diagnosis::in_words;
use verdict::{Reason, Status, Verdict};

use crate::grade::results::model::{Graded, LevelGrade, MistakeFamily};

/// How many entries of each list are shown by default: as many as a class can discuss.
pub const TOP: usize = 10;

/// Names that are shown of claims that failed alike: they fit into two lines.
pub const NAMES: usize = 5;

/// Causes of a claim's failures that are shown: one or two cover most of a class.
const CAUSES: usize = 3;

/// Different causes that are kept for a claim, to bound memory; the rest are counted together.
const KEPT_CAUSES: usize = 20;

/// Counts over a class.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statistics {
    /// By `KATA::LEVEL::CLAIM`; the cases of a table are one claim.
    claims: BTreeMap<String, ClaimCount>,
    /// By `KATA::LEVEL`.
    levels: BTreeMap<String, LevelCount>,
    reasons: BTreeMap<Reason, ReasonCount>,
    /// By name.
    families: BTreeMap<String, FamilyCount>,
}

/// In how many submissions a claim failed, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClaimCount {
    /// Submissions judged by it: started, compiled, run.
    pub judged: usize,
    /// Submissions in which it failed.
    pub failed: usize,
    /// By the usual cause that the message names; `None` holds those that name none, and those
    /// beyond the first twenty.
    pub causes: BTreeMap<Option<String>, usize>,
}

/// Claims of one level that failed alike.
pub struct Hard<'a> {
    /// `KATA::LEVEL`.
    pub level: &'a str,
    pub claims: Vec<&'a str>,
    pub count: &'a ClaimCount,
}

/// How many submissions passed a level.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LevelCount {
    /// Submissions that started it.
    pub begun: usize,
    /// Submissions that passed it.
    pub passed: usize,
}

/// Where mistakes of one family were made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FamilyCount {
    /// What they have in common, and where that is explained.
    pub family: MistakeFamily,
    /// Submissions with at least one of them.
    pub submissions: usize,
    /// By `KATA::LEVEL`, the submissions.
    pub levels: BTreeMap<String, usize>,
}

/// How often claims ended for a reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReasonCount {
    /// Claims.
    pub claims: usize,
    /// Submissions with at least one such claim.
    pub submissions: usize,
}

impl Statistics {
    /// Counts one more submission.
    pub fn add(&mut self, graded: &Graded) {
        for (kata, level) in graded.levels() {
            let count = self.levels.entry(format!("{}::{}", kata.name, level.name)).or_default();
            count.begun += usize::from(begun(level));
            count.passed += usize::from(level.passed());
            self.add_claims(level);
        }
        self.add_families(graded);
        let mut reasons: BTreeMap<Reason, usize> = BTreeMap::new();
        for claim in graded.claims().filter(|claim| !claim.passed()) {
            *reasons.entry(claim.reason).or_default() += 1;
        }
        for (reason, claims) in reasons {
            let count = self.reasons.entry(reason).or_default();
            count.claims += claims;
            count.submissions += 1;
        }
    }

    fn add_families(&mut self, graded: &Graded) {
        let mut made: BTreeSet<&str> = BTreeSet::new();
        for (kata, level) in graded.levels() {
            let Some(family) = level.diagnosis.as_ref().and_then(|it| it.family.as_ref()) else { continue };
            let count = self.families.entry(family.name.clone()).or_insert_with(|| FamilyCount {
                family: family.clone(),
                submissions: 0,
                levels: BTreeMap::new(),
            });
            count.submissions += usize::from(made.insert(&family.name));
            *count.levels.entry(format!("{}::{}", kata.name, level.name)).or_default() += 1;
        }
    }

    fn add_claims(&mut self, level: &LevelGrade) {
        // A submission counts once, however many cases fail.
        let mut failed: BTreeMap<String, Option<BTreeSet<Option<String>>>> = BTreeMap::new();
        for verdict in level.claims.iter().filter(|verdict| judged(verdict)) {
            let id = verdict.id.splitn(4, "::").take(3).collect::<Vec<_>>().join("::");
            let causes = failed.entry(id).or_default();
            if verdict.status() == Status::Fail {
                let cause = Some(level.cause(verdict).to_owned()).filter(|cause| !cause.is_empty());
                causes.get_or_insert_default().insert(cause);
            }
        }
        for (id, causes) in failed {
            let count = self.claims.entry(id).or_default();
            count.judged += 1;
            let Some(causes) = causes else { continue };
            count.failed += 1;
            for cause in causes {
                let room = count.causes.len() < KEPT_CAUSES || count.causes.contains_key(&cause);
                *count.causes.entry(cause.filter(|_| room)).or_default() += 1;
            }
        }
    }

    /// The claims that failed in most submissions, the most first; of two, the larger share of those
    /// that were judged. Claims of a level with the same failures for the same causes are one entry.
    pub fn hardest_claims(&self, top: usize) -> Vec<Hard<'_>> {
        let mut claims: Vec<(&str, &ClaimCount)> = self
            .claims
            .iter()
            .filter(|(_, count)| count.failed > 0)
            .map(|(id, count)| (&**id, count))
            .collect();
        claims.sort_by_key(|(id, count)| (usize::MAX - count.failed, count.judged, *id));
        let mut hardest: Vec<Hard> = Vec::new();
        for (id, count) in claims {
            let (level, claim) = id.rsplit_once("::").unwrap_or(("", id));
            let alike = hardest.iter().position(|hard| hard.level == level && hard.count == count);
            match alike {
                Some(at) => hardest[at].claims.push(claim),
                None if hardest.len() < top => hardest.push(Hard { level, claims: vec![claim], count }),
                None => {}
            }
        }
        hardest
    }

    /// The kinds of mistakes that most submissions make.
    pub fn commonest_families(&self, top: usize) -> Vec<&FamilyCount> {
        let mut families: Vec<&FamilyCount> = self.families.values().collect();
        families.sort_by_key(|count| (usize::MAX - count.submissions, &count.family.name));
        families.truncate(top);
        families
    }

    /// The levels with the smallest share of passes among the submissions that started them.
    pub fn hardest_levels(&self, top: usize) -> Vec<(&str, &LevelCount)> {
        let unsure = |(_, count): &(&String, &LevelCount)| count.passed < count.begun;
        let mut levels: Vec<_> =
            self.levels.iter().filter(unsure).map(|(id, count)| (&**id, count)).collect();
        let share = |count: &LevelCount| count.passed as u64 * 1_000_000 / count.begun as u64;
        levels.sort_by_key(|(id, count)| (share(count), usize::MAX - count.begun, *id));
        levels.truncate(top);
        levels
    }

    /// How many submissions passed a level.
    pub fn passed(&self, kata: &str, level: &str) -> usize {
        self.levels.get(&format!("{kata}::{level}")).map_or(0, |count| count.passed)
    }

    /// The levels that no submission started.
    pub fn untouched_levels(&self) -> Vec<&str> {
        self.levels.iter().filter(|(_, count)| count.begun == 0).map(|(id, _)| &**id).collect()
    }

    /// The reasons for which claims do not hold, the most frequent first.
    pub fn reasons(&self) -> Vec<(Reason, &ReasonCount)> {
        let mut reasons: Vec<_> = self.reasons.iter().map(|(&reason, count)| (reason, count)).collect();
        reasons.sort_by_key(|(reason, count)| (usize::MAX - count.claims, reason.as_str()));
        reasons
    }
}

impl FamilyCount {
    /// Its name in words.
    pub fn name(&self) -> String {
        in_words(&self.family.name)
    }

    /// The levels in which it was made, with how many made it there; the most first.
    pub fn places(&self) -> Vec<(&str, usize)> {
        let mut places: Vec<(&str, usize)> = self.levels.iter().map(|(id, &many)| (&**id, many)).collect();
        places.sort_by_key(|&(id, many)| (usize::MAX - many, id));
        places
    }
}

impl ClaimCount {
    /// The causes to show, most frequent first, and how many are left out.
    pub fn usual(&self) -> (Vec<(&str, usize)>, usize) {
        let mut causes: Vec<(&str, usize)> = self
            .causes
            .iter()
            .map(|(cause, &count)| (cause.as_deref().unwrap_or("no usual cause is known"), count))
            .collect();
        causes.sort_by_key(|&(cause, count)| (usize::MAX - count, cause));
        let left_out = causes.len().saturating_sub(CAUSES);
        causes.truncate(CAUSES);
        (causes, left_out)
    }
}

/// `part` of `whole` in percent, rounded.
pub fn percent(part: usize, whole: usize) -> usize {
    (200 * part + whole).checked_div(2 * whole).unwrap_or(0)
}

/// Whether the claim judged an answer that was actually written.
fn judged(verdict: &Verdict) -> bool {
    !unwritten(verdict)
        && !matches!(
            verdict.reason,
            Reason::CompileError | Reason::CompileLimit | Reason::ForbiddenApi | Reason::ForbiddenInput
        )
}

/// Whether anything was written for this level.
fn begun(level: &LevelGrade) -> bool {
    level.claims.iter().any(|verdict| !unwritten(verdict))
}

fn unwritten(verdict: &Verdict) -> bool {
    matches!(verdict.reason, Reason::NotStarted | Reason::BadSubmission | Reason::HarnessError)
}
