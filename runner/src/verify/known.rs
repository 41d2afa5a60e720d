//! Verdicts of an earlier `verify`: an answer whose text and whose claims are the same is not judged anew. Only what
//! went as expected is remembered; the rest may have been the machine's fault.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use verdict::Verdict;

use super::judge::{self, Judged};
use crate::claims::answers::Compiled;
use crate::claims::checked::Whose;
use crate::claims::sources::Sources;
use crate::kit::Kit;
use crate::kit::answers::{Answer, Expected};
use crate::kit::fingerprint::Fingerprint;

/// By what it is a verdict on: the JSON of each of its verdicts.
type Notes = BTreeMap<String, Vec<String>>;

/// Judges those of the kit's own answers of which nothing is known from before, or all of them `anew`. `aloud` says how
/// many are known, `as_expected` what to remember.
pub(super) fn judge(
    kit: &Kit,
    answers: &[Answer],
    built: &[Compiled],
    anew: bool,
    aloud: bool,
    as_expected: impl Fn(&Answer, &[Verdict]) -> bool,
) -> Result<Vec<Judged>> {
    let keys = keys(kit, answers)?;
    let folder = kit.scratch("verified")?;
    let file = |answer: &Answer| folder.join(format!("{}__{}.json", answer.kata, answer.level));
    let mut by_file: BTreeMap<PathBuf, Notes> = BTreeMap::new();
    for answer in answers {
        by_file.entry(file(answer)).or_default();
    }
    let notes: Notes = if anew { Notes::new() } else { by_file.keys().flat_map(|file| read(file)).collect() };
    let recalled = keys.iter().map(|key| notes.get(key).and_then(|texts| verdicts(texts)));
    let mut judged: Vec<Option<Judged>> = recalled.map(|it| it.map(Judged::Verdicts)).collect();
    let open: Vec<usize> = (0..answers.len()).filter(|&it| judged[it].is_none()).collect();
    if aloud && open.len() < answers.len() {
        eprintln!("{} of them are as they were, and not judged again", answers.len() - open.len());
    }
    let chosen: Vec<&Answer> = open.iter().map(|&it| &answers[it]).collect();
    let programs = open.iter().map(|&it| built[it].clone()).collect();
    for (index, one) in open.into_iter().zip(judge::judge(kit, &chosen, programs, None)?) {
        judged[index] = Some(one);
    }
    let judged: Vec<Judged> = judged.into_iter().flatten().collect();
    for ((answer, key), one) in answers.iter().zip(keys).zip(&judged) {
        if let Judged::Verdicts(verdicts) = one
            && as_expected(answer, verdicts)
        {
            let verdicts = verdicts.iter().map(Verdict::to_json).collect();
            by_file.entry(file(answer)).or_default().insert(key, verdicts);
        }
    }
    // If they cannot be written, that costs time, nothing else.
    for (file, notes) in by_file {
        let _ = serde_json::to_string(&notes).map(|text| fs::write(file, text));
    }
    Ok(judged)
}

/// What the verdicts on each answer depend on.
fn keys(kit: &Kit, answers: &[Answer]) -> Result<Vec<String>> {
    let mut around: BTreeMap<String, Fingerprint> = BTreeMap::new();
    let key = |answer: &Answer| {
        let around = around.entry(answer.kata.clone()).or_insert_with(|| {
            let mut fingerprint = Fingerprint::default();
            fingerprint.text(Sources::around(kit, &answer.kata, Whose::Learner).text());
            fingerprint
        });
        let mut key = around.clone();
        key.text(&answer.level);
        key.bytes(&[u8::from(answer.expected == Expected::Wrong)]);
        let text = fs::read(&answer.path);
        key.bytes(&text.with_context(|| format!("cannot read {}", answer.path.display()))?);
        Ok(key.finish())
    };
    answers.iter().map(key).collect()
}

/// What was remembered of a level. A file that cannot be read is none.
fn read(file: &Path) -> Notes {
    let text = fs::read_to_string(file).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

fn verdicts(texts: &[String]) -> Option<Vec<Verdict>> {
    texts.iter().map(|text| Verdict::from_json(text)).collect()
}
