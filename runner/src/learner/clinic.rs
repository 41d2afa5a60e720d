//! `cargo kata clinic`: rustc's message for a newcomer's mistake, the reason, and the cures.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::kit::{Kit, read};
use crate::learner::symptoms::{codes, codes_of, headline, likeness};
use crate::ui::ask::Typed;
use crate::ui::markdown;
use crate::ui::output::{BAD, DIM, GOOD, STRONG, WIDTH, fold, say, styled};

#[derive(Deserialize)]
struct CaseList {
    case: Vec<Case>,
}

/// A case, as `ui/cases.toml` lists it.
#[derive(Deserialize)]
pub struct Case {
    pub name: String,
    /// Its points in a grade.
    #[cfg(feature = "grade")]
    #[serde(default = "one")]
    pub points: u32,
    cures: Vec<String>,
}

#[cfg(feature = "grade")]
fn one() -> u32 {
    1
}

/// All cases, in reading order.
///
/// # Errors
/// If `ui/cases.toml` cannot be read, or lists none.
pub fn cases(kit: &Kit) -> Result<Vec<Case>> {
    let path = kit.root.join("ui/cases.toml");
    let list: CaseList =
        toml::from_str(&read(&path)?).with_context(|| format!("cannot read {}", path.display()))?;
    if list.case.is_empty() {
        bail!("{} lists no case", path.display());
    }
    Ok(list.case)
}

/// Choices in a question: few enough to read, many enough to make guessing pointless.
const CHOICES: usize = 4;

/// Shows the case that `asked` means, or lists those that it may mean; if it is empty, lists all by their
/// messages. `quiz` asks first.
pub fn run(asked: &str, quiz: bool) -> Result<bool> {
    let clinic = Clinic::open(&Kit::find()?)?;
    let asked = asked.trim();
    if asked.is_empty() {
        match quiz {
            true => clinic.quiz(&clinic.cases.iter().collect::<Vec<_>>())?,
            false => say(clinic.index()?),
        }
        return Ok(true);
    }
    let found = clinic.find(asked)?;
    match (&found, quiz) {
        (Found::Named(case), true) => clinic.quiz(&[case])?,
        (_, true) => clinic.quiz(found.cases())?,
        (Found::Named(case), false) => say(clinic.page(case)?),
        (Found::Given(cases), false) => match cases[..] {
            [case] => say(format!("{}\n\n{}", clinic.only(asked, case), clinic.page(case)?)),
            _ => say(clinic.list(&format!("{} cases fit", cases.len()), cases)?),
        },
        (Found::Mentioned(cases), false) => {
            let first = format!("no case has this message; {} it", about(cases.len()));
            say(clinic.list(&first, cases)?);
        }
    }
    Ok(true)
}

fn about(cases: usize) -> &'static str {
    if cases == 1 { "this diagnosis mentions" } else { "these diagnoses mention" }
}

/// How a case was found.
enum Found<'a> {
    /// By its name.
    Named(&'a Case),
    /// Cases whose message contains this code or sentence.
    Given(Vec<&'a Case>),
    /// Cases whose diagnosis mentions it, if no message does.
    Mentioned(Vec<&'a Case>),
}

impl<'a> Found<'a> {
    fn cases(&self) -> &[&'a Case] {
        match self {
            Found::Named(case) => std::slice::from_ref(case),
            Found::Given(cases) | Found::Mentioned(cases) => cases,
        }
    }
}

struct Clinic {
    root: PathBuf,
    folder: PathBuf,
    cases: Vec<Case>,
}

impl Clinic {
    fn open(kit: &Kit) -> Result<Clinic> {
        Ok(Clinic { root: kit.root.clone(), folder: kit.root.join("ui"), cases: cases(kit)? })
    }

    /// Finds a case by name, by error code, or by a sentence from the compiler's message.
    fn find(&self, asked: &str) -> Result<Found<'_>> {
        let name = asked.to_lowercase().replace('-', "_");
        if let Some(case) = self.cases.iter().find(|case| case.name == name) {
            return Ok(Found::Named(case));
        }
        let codes = codes(asked);
        let of_code = |text: &[String]| codes.iter().any(|code| text.contains(code));
        let given = self.those(|case| Ok(of_code(&codes_of(&self.said(case)?))))?;
        let given = match self.alike(asked, given.clone(), |case| self.said(case))? {
            alike if alike.is_empty() => given,
            alike => alike,
        };
        if !given.is_empty() {
            return Ok(Found::Given(given));
        }
        let text = |case: &Case| read(&self.file(case, "md"));
        let mentioned = self.those(|case| Ok(of_code(&crate::learner::symptoms::codes(&text(case)?))))?;
        if !mentioned.is_empty() {
            return Ok(Found::Mentioned(mentioned));
        }
        if !codes.is_empty() {
            bail!("{}", self.unknown(&codes)?);
        }
        let all = || self.cases.iter().collect();
        // The most similar message; otherwise a diagnosis that mentions it.
        let said = self.alike(asked, all(), |case| self.said(case))?;
        if !said.is_empty() {
            return Ok(Found::Given(said));
        }
        // The line breaks of a page mean nothing.
        let passing = self.alike(asked, all(), |case| {
            Ok(text(case)?.replace("\n\n", "\0").replace('\n', " ").replace('\0', "\n"))
        })?;
        if !passing.is_empty() {
            return Ok(Found::Mentioned(passing));
        }
        let likeness = |case: &&Case| strsim::jaro_winkler(&case.name, &name);
        let best = self.cases.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
        match best.filter(|case| likeness(case) > 0.75) {
            Some(case) => bail!("the clinic has no case {asked}; did you mean {}?", case.name),
            None => bail!(
                "the clinic has no case for {asked:?}; `cargo kata clinic` lists what it has, as does ui/README.md"
            ),
        }
    }

    fn said(&self, case: &Case) -> Result<String> {
        read(&self.file(case, "stderr"))
    }

    fn those(&self, fits: impl Fn(&Case) -> Result<bool>) -> Result<Vec<&Case>> {
        let mut found = Vec::new();
        for case in &self.cases {
            if fits(case)? {
                found.push(case);
            }
        }
        Ok(found)
    }

    /// The `cases` whose text is most similar to the sentence.
    fn alike<'a>(
        &self,
        sentence: &str,
        cases: Vec<&'a Case>,
        text: impl Fn(&Case) -> Result<String>,
    ) -> Result<Vec<&'a Case>> {
        let mut scored = Vec::new();
        for case in cases {
            scored.push((likeness(sentence, &text(case)?), case));
        }
        let best = scored.iter().map(|(score, _)| *score).fold(0.0, f64::max);
        Ok(scored
            .into_iter()
            .filter(|(score, _)| best > 0.0 && *score == best)
            .map(|(_, case)| case)
            .collect())
    }

    /// What to do about codes that no page of the clinic mentions.
    fn unknown(&self, codes: &[String]) -> Result<String> {
        let mut known: Vec<String> = Vec::new();
        for case in &self.cases {
            known.extend(codes_of(&self.said(case)?));
        }
        known.sort();
        known.dedup();
        let code = &codes[0];
        let slip = known.iter().find(|other| strsim::osa_distance(code, other) == 1);
        let meant = slip.map(|other| format!("did you mean {other}? ")).unwrap_or_default();
        Ok(format!(
            "the clinic has no case for {code}; {meant}`rustc --explain {code}` explains it; codes with a case \
             (ui/README.md, \"By code\"): {}",
            known.join(", ")
        ))
    }

    /// The line above a single match. A bare code says little, so it explains more.
    fn only(&self, asked: &str, case: &Case) -> String {
        let code = codes(asked).into_iter().next().filter(|_| asked.split_whitespace().count() == 1);
        let text = match code {
            Some(code) => format!(
                "{code}, as async code meets it: {}. If your message differs from this one: rustc --explain {code}",
                case.name
            ),
            None => format!("the case: {}", case.name),
        };
        styled(DIM, &fold(&text, WIDTH))
    }

    /// Some cases, each with the compiler's message.
    fn list(&self, first: &str, cases: &[&Case]) -> Result<String> {
        let mut text = vec![format!("{first}\nread one: {}", styled(STRONG, "cargo kata clinic CASE"))];
        for case in cases {
            let title = title(&read(&self.file(case, "md"))?);
            text.push(String::new());
            text.push(format!("{:24}  {}", case.name, styled(DIM, &title)));
            text.push(fold(&format!("    {}", headline(&self.said(case)?)), WIDTH));
        }
        Ok(text.join("\n"))
    }

    fn file(&self, case: &Case, ending: &str) -> PathBuf {
        self.folder.join(&case.name).with_extension(ending)
    }

    fn cures(&self, case: &Case) -> Vec<PathBuf> {
        let folder = self.folder.join("cures");
        case.cures.iter().map(|cure| folder.join(format!("{cure}.rs"))).collect()
    }

    /// The path as one would type it.
    fn shown(&self, path: &Path) -> String {
        crate::kit::shown(&self.root, path)
    }

    /// All cases, under the compiler's messages.
    fn index(&self) -> Result<String> {
        let mut symptoms: Vec<(String, Vec<String>)> = Vec::new();
        for case in &self.cases {
            let symptom = headline(&self.said(case)?);
            let title = title(&read(&self.file(case, "md"))?);
            let line = format!("    {:24}  {}", case.name, styled(DIM, &title));
            match symptoms.iter_mut().find(|(known, _)| *known == symptom) {
                Some((_, lines)) => lines.push(line),
                None => symptoms.push((symptom, vec![line])),
            }
        }
        let mut text =
            vec![format!("Find what the compiler says, then {}", styled(STRONG, "cargo kata clinic CASE"))];
        for (symptom, lines) in symptoms {
            text.push(String::new());
            text.push(fold(&symptom, WIDTH));
            text.extend(lines);
        }
        text.push(String::new());
        text.push(styled(DIM, "by code or by sentence: cargo kata clinic E0373"));
        text.push(styled(DIM, "predict the error first: cargo kata clinic --quiz"));
        Ok(text.join("\n"))
    }

    /// Program, diagnostic, diagnosis, cures.
    fn page(&self, case: &Case) -> Result<String> {
        let program = self.file(case, "rs");
        let heading = |text: String| styled(STRONG, &format!("── {text}"));
        let mut parts = vec![heading(self.shown(&program)), String::new()];
        parts.push(numbered(&read(&program)?));
        parts.extend([String::new(), self.rest(case)?]);
        Ok(parts.join("\n"))
    }

    /// The compiler's message, and everything that follows.
    fn rest(&self, case: &Case) -> Result<String> {
        let heading = |text: String| styled(STRONG, &format!("── {text}"));
        let said = self.said(case)?;
        let mut parts = vec![heading("what the compiler says".to_owned()), String::new()];
        parts.extend([said.trim_matches('\n').to_owned(), String::new()]);
        parts.extend([heading("diagnosis".to_owned()), String::new()]);
        parts.push(markdown::shown(&diagnosis(&read(&self.file(case, "md"))?)));
        for cure in self.cures(case) {
            parts.extend([String::new(), heading(format!("cure: {}", self.shown(&cure))), String::new()]);
            parts.push(read(&cure)?.trim_end().to_owned());
        }
        let yours = self.root.join("katas/clinic").join(format!("{}.rs", case.name));
        if yours.is_file() {
            let turn =
                format!("your turn: {}, then cargo test --test treat {}", self.shown(&yours), case.name);
            parts.extend([String::new(), styled(DIM, &turn)]);
        }
        Ok(parts.join("\n"))
    }

    /// Shows each program and asks what the compiler says about it, until the input ends.
    fn quiz(&self, cases: &[&Case]) -> Result<()> {
        let (mut asked, mut right) = (0, 0);
        let typed = Typed::listen();
        for (nth, case) in cases.iter().enumerate() {
            let choices = self.choices(case)?;
            let program = without_comments(&read(&self.file(case, "rs"))?);
            say(format!("{}\n\n{}\n", styled(STRONG, &format!("── {}", case.name)), program.trim()));
            say("What does the compiler say?\n");
            for (nth, choice) in choices.iter().enumerate() {
                say(fold(&format!("  {}. {choice}", nth + 1), WIDTH));
            }
            say(format!("\n1 to {}, then Enter (q ends):", choices.len()));
            let Some(answer) = typed.choice(choices.len())? else { break };
            let symptom = headline(&self.said(case)?);
            asked += 1;
            if choices[answer - 1] == symptom {
                right += 1;
                say(format!("\n{}\n", styled(GOOD, "Yes.")));
            } else {
                say(fold(&format!("\n{} {symptom}\n", styled(BAD, "Not this time, but:")), WIDTH));
                say("");
            }
            if !typed.go_on("Enter shows why")? {
                break;
            }
            say(self.rest(case)?);
            say("");
            if nth + 1 < cases.len() && !typed.go_on("Enter asks the next")? {
                break;
            }
        }
        match (asked, cases.len()) {
            (0, _) => say("Come back any time: cargo kata clinic --quiz"),
            (_, 1) => {}
            _ => say(format!("{right} of {asked} predicted")),
        }
        Ok(())
    }

    /// The right message among those of other cases, in an order that reveals nothing.
    fn choices(&self, case: &Case) -> Result<Vec<String>> {
        let symptom_of = |case: &Case| self.said(case).map(|said| headline(&said));
        let right = symptom_of(case)?;
        let mut choices = vec![right];
        let place = self.cases.iter().position(|other| other.name == case.name).unwrap_or(0);
        // Steps through the list, so that neighbouring cases do not share their wrong choices.
        for step in 1..self.cases.len() {
            let other = symptom_of(&self.cases[(place + step * 5) % self.cases.len()])?;
            if choices.len() < CHOICES && !choices.contains(&other) {
                choices.push(other);
            }
        }
        let shift = case.name.len() % choices.len();
        choices.rotate_left(shift);
        Ok(choices)
    }
}

/// The first heading.
fn title(lesson: &str) -> String {
    let heading = lesson.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or_default();
    markdown::shown(heading)
}

/// A case's page without its title and the links to what is shown beside it.
fn diagnosis(page: &str) -> String {
    match page.find("\n## ") {
        Some(at) => page[at..].trim().to_owned(),
        None => page.lines().filter(|line| !line.starts_with("# ")).collect::<Vec<_>>().join("\n"),
    }
}

/// The program without the comments that the kit's tests read, with line numbers, because the compiler refers to
/// them.
fn numbered(program: &str) -> String {
    let lines = program.lines().zip(1..).filter(|(line, _)| !line.trim_start().starts_with("//~"));
    let lines = lines.map(|(line, nth)| format!("{} {line}", styled(DIM, &format!("{nth:3}"))));
    lines.collect::<Vec<_>>().join("\n")
}

/// The program without the comments that say what is wrong with it.
fn without_comments(program: &str) -> String {
    program.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}
