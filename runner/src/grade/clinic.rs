//! The compiler clinic as one more kata, with the cases as levels.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Result;

use crate::kit::{Kata, Kit, Level, read};
use crate::learner::clinic::cases;

/// Its name among the katas.
pub const NAME: &str = "clinic";

/// The claim on each case.
pub const CLAIM: &str = "it_is_cured";

/// The files of a submission by case: their texts, or why they cannot be accepted.
pub type CaseFiles = BTreeMap<String, Result<String, String>>;

/// The clinic as a kata; `None` in a kit without one.
pub fn as_kata(kit: &Kit) -> Result<Option<Kata>> {
    if !kit.root.join("ui/cases.toml").is_file() {
        return Ok(None);
    }
    let levels = cases(kit)?.into_iter().map(|case| Level::new(case.name, case.points)).collect();
    Ok(Some(Kata {
        name: NAME.to_owned(),
        teaches: "what the compiler says to async code".to_owned(),
        feature: None,
        grants: Vec::new(),
        levels,
    }))
}

/// The name of a case's file in a submission, as that of a kata's: without `katas/` and `.rs`.
pub fn file(case: &str) -> String {
    format!("{NAME}/{case}")
}

/// A case's file as a student knows it.
pub fn shown(case: &str) -> String {
    format!("katas/{}.rs", file(case))
}

/// The name of the claim on a case.
pub fn claim(case: &str) -> String {
    format!("{case}::{CLAIM}")
}

/// All files as one text, in the place of a kata's text.
pub fn to_text(files: &CaseFiles) -> String {
    serde_json::to_string(files).unwrap_or_default()
}

/// What a grade of the clinic depends on, besides the library.
pub fn sources(kit: &Kit) -> Vec<PathBuf> {
    let answers = kit.answers().join(NAME);
    vec![
        kit.root.join("ui/cases.toml"),
        kit.root.join("ui/checks"),
        answers.join("stub"),
        answers.join("cured"),
    ]
}

/// The pristine files, and the reference cures: as many sets of them as the case with most cures needs,
/// so that each is tried.
///
/// # Errors
/// If a case has none, or one cannot be read.
pub fn answers(kit: &Kit, clinic: &Kata) -> Result<(CaseFiles, Vec<CaseFiles>)> {
    let folder = |name: &str| kit.answers().join(NAME).join(name);
    let cures = crate::kit::rust_files(&folder("cured"))?;
    let (mut stubs, mut cured) = (CaseFiles::new(), BTreeMap::new());
    for Level { name, .. } in &clinic.levels {
        stubs.insert(name.clone(), Ok(read(&folder("stub").join(format!("{name}.rs")))?));
        let stem = |path: &PathBuf| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let of_case = cures.iter().filter(|path| stem(path).split("__").next() == Some(name));
        let texts = of_case.map(|path| read(path)).collect::<Result<Vec<String>>>()?;
        anyhow::ensure!(!texts.is_empty(), "{name} has no reference cure in {}", folder("cured").display());
        cured.insert(name, texts);
    }
    let most = cured.values().map(Vec::len).max().unwrap_or(0);
    let nth = |nth: usize| {
        cured.iter().map(|(name, texts)| ((*name).clone(), Ok(texts[nth % texts.len()].clone()))).collect()
    };
    Ok((stubs, (0..most).map(nth).collect()))
}
