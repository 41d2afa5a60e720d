//! What an answer's failures have in common with those of known mistakes: which claim to show first, and which
//! mistake it most likely is.
//!
//! The known mistakes of a kata are in `katas/mistakes/KATA.txt`, which `cargo kata verify --write-mistakes` writes:
//! of each wrong answer the idea, the family and how it failed, but not the code. Without that file there is no
//! diagnosis.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::Path;

use crate::{Message, Reason, Status, Verdict};

/// An answer is a known mistake if it shares this part of what either of them fails ...
const CLEAR: f64 = 0.8;
/// ... and if mistakes of all other families share so much less.
const MARGIN: f64 = 0.2;
/// Letters of a headline or a cause that tell it from others.
const TELLING: usize = 60;

/// What is known of wrong answers to one kata.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// By its name, what the mistakes of a family have in common.
    pub families: BTreeMap<String, Family>,
    /// By its name, what is known of a level.
    pub levels: BTreeMap<String, Level>,
}

/// A kind of mistake that is made in many levels.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Family {
    /// What they have in common, in a sentence.
    pub idea: String,
    /// Where it is explained best.
    pub lesson: String,
}

/// What is known of wrong answers to one level.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Level {
    /// The claims in the order in which they are written: the telling ones come first.
    pub claims: Vec<String>,
    /// The wrong answers.
    pub mistakes: Vec<Mistake>,
}

/// One wrong answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mistake {
    /// Its file is called `LEVEL__NAME.rs`.
    pub name: String,
    /// Its kind.
    pub family: String,
    /// What it does, in a sentence.
    pub idea: String,
    /// What shows it best.
    pub tells: Symptom,
    /// What it fails, and how.
    pub fails: BTreeSet<Symptom>,
}

/// How a claim fails, without what differs from run to run and from answer to answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Symptom {
    /// The claim's name, without a case.
    pub claim: String,
    /// How the usual cause begins: it tells the checks of one claim apart.
    pub cause: String,
    /// The kind of failure: too late, a deadlock, another value.
    pub kind: String,
}

/// A claim, and what tells the check of it that failed from its others.
type Check<'a> = (&'a str, &'a str);

/// The checks that failed, once each: what was seen instead may differ.
fn checks(symptoms: &BTreeSet<Symptom>) -> BTreeSet<Check<'_>> {
    symptoms.iter().map(Symptom::check).collect()
}

impl Symptom {
    /// How this claim failed.
    pub fn of(verdict: &Verdict) -> Symptom {
        let headline = verdict.message.first_line();
        let kind = match headline.split_once(": ") {
            Some((_, text)) if verdict.reason == Reason::Panic => format!("panic {}", text.replace(':', "")),
            Some((start, _)) => start.to_owned(),
            None => headline.to_owned(),
        };
        let kind = abstracted(if kind.is_empty() { verdict.reason.as_str() } else { &kind });
        let cause = abstracted(&verdict.message.cause);
        Symptom { claim: verdict.claim().to_owned(), cause, kind }
    }

    /// Which check failed: where a claim has several, each has a cause of its own.
    fn check(&self) -> Check<'_> {
        (&self.claim, if self.cause.is_empty() { &self.kind } else { &self.cause })
    }

    /// Reads the value of a line `fails` or `tells`.
    fn parse(text: &str) -> Option<Symptom> {
        let mut parts = text.split('|').map(|part| part.trim().to_owned());
        Some(Symptom { claim: parts.next()?, kind: parts.next()?, cause: parts.next()? })
    }
}

impl fmt::Display for Symptom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Symptom { claim, kind, cause } = self;
        f.write_str(format!("{claim} | {kind} | {cause}").trim_end())
    }
}

/// The beginning of `text` with `#` for each number and `_` for all that is quoted.
fn abstracted(text: &str) -> String {
    let mut short = String::new();
    let mut quote = None;
    for c in text.chars() {
        match quote {
            Some(end) => {
                if c == end {
                    quote = None;
                }
            }
            None if matches!(c, '`' | '"') => {
                quote = Some(c);
                short.push('_');
            }
            None if c.is_ascii_digit() => {
                if !short.ends_with('#') {
                    short.push('#');
                }
            }
            // What separates the parts of a line in the table.
            None if c == '|' || c.is_control() => short.push(' '),
            None => short.push(c),
        }
    }
    let short = short.replace("# task is", "# tasks are");
    let words: Vec<&str> = short.split_whitespace().collect();
    words.join(" ").chars().take(TELLING).collect::<String>().trim_end().to_owned()
}

/// The claim of a level to show first, and what is known of answers that fail like this one.
#[derive(Debug)]
pub struct Diagnosis<'a> {
    /// It shows the mistake best.
    pub first: &'a Verdict,
    /// The one known mistake that fits clearly better than all others.
    pub mistake: Option<&'a Mistake>,
    /// The family that does: its name, and what is said of it.
    pub family: Option<(&'a str, &'a Family)>,
}

impl Diagnosis<'_> {
    /// The first claim's message, with the mistake in its usual cause.
    pub fn message(&self) -> Message {
        let mut message = self.first.message.clone();
        let what = match (self.mistake, self.family) {
            (Some(mistake), _) => {
                format!("A known mistake fails just like this: {}", as_clause(&mistake.idea))
            }
            (None, Some((_, family))) => format!("Known answers that fail like this: {}", family.idea),
            (None, None) => return message,
        };
        let cause = message.cause.trim_end_matches('.');
        let gap = if cause.is_empty() { "" } else { ". " };
        message.cause = format!("{cause}{gap}{what}");
        if let Some((_, family)) = self.family
            && family.lesson != message.lesson
            && family.lesson.starts_with("katas/")
        {
            message.lesson = format!("{}; {}", message.lesson, family.lesson);
        }
        message
    }

    /// The first claim's verdict, with [`message`](Self::message).
    pub fn verdict(&self) -> Verdict {
        Verdict { message: self.message(), ..self.first.clone() }
    }
}

/// The name of a family as a reader sees it.
pub fn in_words(family: &str) -> String {
    family.replace('_', " ")
}

/// "Takes two." as "it takes two", "A lock is held." as "a lock is held"; a name at the beginning stays as it is.
fn as_clause(idea: &str) -> String {
    let idea = idea.trim_end_matches('.');
    let first = idea.split([' ', ',']).next().unwrap_or_default();
    let small = SMALL_WORDS.contains(&first);
    let verb = first.ends_with('s') && first.chars().skip(1).all(char::is_lowercase) && !small;
    match idea.chars().next() {
        Some(letter) if verb || small => {
            let subject = if verb { "it " } else { "" };
            format!("{subject}{}{}", letter.to_lowercase(), &idea[letter.len_utf8()..])
        }
        _ => idea.to_owned(),
    }
}

/// With these a sentence begins that has its own subject.
const SMALL_WORDS: [&str; 19] = [
    "A", "After", "All", "Always", "An", "As", "Each", "Errors", "Every", "Its", "Never", "Once", "One",
    "Only", "Results", "Tasks", "The", "This", "When",
];

impl Table {
    /// The table of `kata` in the kit at `root`; none if there is none that can be read.
    pub fn find(root: &Path, kata: &str) -> Option<Table> {
        Table::parse(&fs::read_to_string(Table::path(root, kata)).ok()?)
    }

    /// Where the table of `kata` lies in the kit at `root`.
    pub fn path(root: &Path, kata: &str) -> std::path::PathBuf {
        root.join("katas").join("mistakes").join(format!("{kata}.txt"))
    }

    /// Reads a table; `None` if `text` is none.
    pub fn parse(text: &str) -> Option<Table> {
        let mut table = Table::default();
        // What the next line belongs to.
        let (mut family, mut level) = (String::new(), String::new());
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (key, value) = line.split_once(' ')?;
            let value = value.to_owned();
            match key {
                "level" => {
                    table.levels.insert(value.clone(), Level::default());
                    level = value;
                }
                "family" if level.is_empty() => {
                    table.families.insert(value.clone(), Family::default());
                    family = value;
                }
                "idea" if level.is_empty() => table.families.get_mut(&family)?.idea = value,
                "lesson" => table.families.get_mut(&family)?.lesson = value,
                "claim" => table.levels.get_mut(&level)?.claims.push(value),
                "mistake" => {
                    let mistake = Mistake { name: value, ..Mistake::default() };
                    table.levels.get_mut(&level)?.mistakes.push(mistake);
                }
                "family" | "idea" | "tells" | "fails" => {
                    let mistake = table.levels.get_mut(&level)?.mistakes.last_mut()?;
                    match key {
                        "family" => mistake.family = value,
                        "idea" => mistake.idea = value,
                        "tells" => {
                            mistake.tells = Symptom::parse(&value)?;
                            mistake.fails.insert(mistake.tells.clone());
                        }
                        _ => drop(mistake.fails.insert(Symptom::parse(&value)?)),
                    }
                }
                _ => return None,
            }
        }
        Some(table)
    }

    /// Which of the verdicts on `level` to show first, and what they have in common with those on known mistakes.
    ///
    /// None if nothing is known of the level, or if no claim of it fails that was begun.
    pub fn diagnose<'a>(&'a self, level: &str, verdicts: &'a [Verdict]) -> Option<Diagnosis<'a>> {
        let known = self.levels.get(level)?;
        let begun = |verdict: &&Verdict| {
            verdict.level() == level
                && verdict.status() == Status::Fail
                && verdict.reason != Reason::NotStarted
        };
        let failed: Vec<&Verdict> = verdicts.iter().filter(begun).collect();
        let first = *failed.iter().min_by_key(|verdict| (known.place(verdict), &verdict.id))?;
        let symptoms: BTreeSet<Symptom> = failed.iter().map(|verdict| Symptom::of(verdict)).collect();
        let alike = known.clearest(&symptoms).or_else(|| known.told_by(&Symptom::of(first)));
        let Some(Alike { mistake, alone }) = alike else {
            return Some(Diagnosis { first, mistake: None, family: None });
        };
        let tells = |verdict: &&&Verdict| Symptom::of(verdict).check() == mistake.tells.check();
        let told = failed.iter().filter(tells).min_by_key(|verdict| &verdict.id);
        Some(Diagnosis {
            first: told.copied().unwrap_or(first),
            mistake: alone.then_some(mistake),
            family: self
                .families
                .get_key_value(&mistake.family)
                .map(|(name, family)| (name.as_str(), family)),
        })
    }
}

/// A mistake that fits; `alone` if it is clearly this one of its family.
struct Alike<'a> {
    mistake: &'a Mistake,
    alone: bool,
}

impl Level {
    /// Where the claim stands among those of its level.
    fn place(&self, verdict: &Verdict) -> usize {
        self.claims.iter().position(|claim| claim == verdict.claim()).unwrap_or(usize::MAX)
    }

    /// The mistake that the symptoms clearly are: what shows it best is among them, and so is most of the rest.
    fn clearest(&self, symptoms: &BTreeSet<Symptom>) -> Option<Alike<'_>> {
        let here = checks(symptoms);
        let known: Vec<(&Mistake, BTreeSet<Check>)> =
            self.mistakes.iter().map(|it| (it, checks(&it.fails))).collect();
        // The fewer mistakes fail a check, the more it tells.
        let weight = |check: &Check| {
            let failing = known.iter().filter(|(_, there)| there.contains(check)).count();
            0.1 + ((known.len() + 2) as f64 / (failing + 1) as f64).ln()
        };
        let shared = |there: &BTreeSet<Check>| -> f64 {
            let both: f64 = here.intersection(there).map(weight).sum();
            both / here.union(there).map(weight).sum::<f64>()
        };
        let shown = known.iter().filter(|(it, _)| here.contains(&it.tells.check()));
        let mut likest: Vec<(f64, &Mistake)> = shown.map(|(it, there)| (shared(there), *it)).collect();
        likest.sort_by(|a, b| b.0.total_cmp(&a.0));
        let &(fit, mistake) = likest.first()?;
        let rest = || likest.iter().skip(1);
        let next = rest().map(|(fit, _)| *fit).next().unwrap_or(0.0);
        let of_others = rest().find(|(_, it)| it.family != mistake.family).map_or(0.0, |(fit, _)| *fit);
        let alone = fit - next >= MARGIN;
        (fit >= CLEAR && fit - of_others >= MARGIN).then_some(Alike { mistake, alone })
    }

    /// A mistake of the family whose members, and no others, show themselves best by this symptom.
    fn told_by(&self, first: &Symptom) -> Option<Alike<'_>> {
        let mut told = self.mistakes.iter().filter(|mistake| mistake.tells.check() == first.check());
        let mistake = told.next()?;
        told.all(|other| other.family == mistake.family).then_some(Alike { mistake, alone: false })
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, Family { idea, lesson }) in &self.families {
            write!(f, "\nfamily {name}\nidea {idea}\nlesson {lesson}\n")?;
        }
        for (name, Level { claims, mistakes }) in &self.levels {
            writeln!(f, "\nlevel {name}")?;
            claims.iter().try_for_each(|claim| writeln!(f, "claim {claim}"))?;
            for Mistake { name, family, idea, tells, fails } in mistakes {
                write!(f, "\nmistake {name}\nfamily {family}\nidea {idea}\ntells {tells}\n")?;
                let mut others = fails.iter().filter(|symptom| *symptom != tells);
                others.try_for_each(|symptom| writeln!(f, "fails {symptom}"))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "\
# A comment.

family batches
idea it works in batches
lesson katas/limit.md, \"map_limited\"

family eager
idea it does something when it is called
lesson katas/future.md, \"hello\"

level map_limited
claim refill
claim order
claim lazy

mistake chunks
family batches
idea Takes `limit` items, then the next.
tells refill | job # started # ms too late | working in batches
fails order | it ended # ms too late | one after the other

mistake groups
family batches
idea Makes groups.
tells refill | job # started # ms too late | working in batches

mistake one_by_one
family one_by_one
idea One after the other.
tells order | it ended # ms too late | one after the other

mistake spawned
family eager
idea Spawns in the call.
tells lazy | a panic |
fails order | the result | the order of the results
";

    fn table() -> Table {
        Table::parse(TABLE).expect("a table")
    }

    fn fails(claim: &str, headline: &str, cause: &str) -> Verdict {
        let message = Message { cause: cause.to_owned(), ..Message::from(headline) };
        Verdict::new(format!("limit::map_limited::{claim}"), Reason::Assert, message)
    }

    fn refill() -> Verdict {
        fails("refill::case_2_two", "job 7 started 10 ms too late", "working in batches")
    }

    fn names<'a>(diagnosis: &Diagnosis<'a>) -> (&'a str, Option<&'a str>, Option<&'a str>) {
        let Diagnosis { first, mistake, family } = *diagnosis;
        (first.claim(), mistake.map(|it| it.name.as_str()), family.map(|(name, _)| name))
    }

    #[test]
    fn a_table_is_read_as_it_is_written() {
        let table = table();
        assert_eq!(table.levels["map_limited"].mistakes[3].tells.kind, "a panic");
        assert_eq!(Table::parse(&table.to_string()), Some(table));
        for broken in [
            "nonsense x",
            "mistake without_a_level",
            "level x\nidea of what",
            "level x\nmistake y\nfails a | b",
        ] {
            assert_eq!(Table::parse(broken), None, "{broken}");
        }
    }

    #[test]
    fn a_symptom_holds_nothing_that_differs_from_run_to_run() {
        let symptom =
            Symptom::of(&fails("refill::case_2_two", "job 12 gave `7 | x`, \"a\"", "12 | jobs\nof 3"));
        assert_eq!(symptom.to_string(), "refill | job # gave _, _ | # jobs of #");
        let panic = |text: &str| {
            let verdict = Verdict {
                reason: Reason::Panic,
                ..fails("lazy", &format!("your code panicked: {text}"), "")
            };
            Symptom::of(&verdict).kind
        };
        assert_eq!(panic("no job: 3"), "panic no job #");
        assert_eq!(Symptom::of(&fails("lazy", "the result: not as expected", "")).kind, "the result");
        assert_eq!(
            Symptom::of(&fails("lazy", "1 task is alive", "")),
            Symptom::of(&fails("lazy", "2 tasks are alive", ""))
        );
    }

    #[test]
    fn one_mistake_that_fits_is_named() {
        let failed = [refill(), fails("order", "it ended 5 ms too late", "one after the other")];
        let table = table();
        let diagnosis = table.diagnose("map_limited", &failed).expect("it fails");
        assert_eq!(names(&diagnosis), ("refill", Some("chunks"), Some("batches")));
        let message = diagnosis.message();
        assert!(message.cause.starts_with("working in batches. "), "{message:?}");
        assert!(message.cause.ends_with(": it takes `limit` items, then the next"), "{message:?}");
    }

    /// Two mistakes of one family fit alike: only what they have in common is said.
    #[test]
    fn a_family_is_named_where_several_of_it_fit() {
        let mut table = table();
        let level = table.levels.get_mut("map_limited").expect("the level");
        level.mistakes.retain(|it| it.name != "chunks");
        let copy = Mistake { name: "halves".to_owned(), ..level.mistakes[0].clone() };
        level.mistakes.push(copy);
        let failed = [refill()];
        let diagnosis = table.diagnose("map_limited", &failed).expect("it fails");
        assert_eq!(names(&diagnosis), ("refill", None, Some("batches")));
        assert!(diagnosis.message().cause.ends_with(": it works in batches"));
    }

    /// The first claim in the written order is known to show this family, whatever else fails.
    #[test]
    fn the_first_check_tells_the_family() {
        let failed = [fails("lazy", "never", "another"), fails("order", "other", "unheard of"), refill()];
        let table = table();
        let diagnosis = table.diagnose("map_limited", &failed).expect("it fails");
        assert_eq!(names(&diagnosis), ("refill", None, Some("batches")));
    }

    #[test]
    fn nothing_is_said_where_nothing_fits() {
        let table = table();
        let failed = [fails("lazy", "never", "another"), fails("order", "other", "unheard of")];
        let diagnosis = table.diagnose("map_limited", &failed).expect("it fails");
        assert_eq!(names(&diagnosis), ("order", None, None));
        assert_eq!(diagnosis.message(), failed[1].message);
        // Another family tells itself by the same check.
        let mut torn = table.clone();
        torn.levels.get_mut("map_limited").expect("the level").mistakes[1].family = "eager".to_owned();
        let failed = [refill(), fails("lazy", "never", "another"), fails("order", "other", "unheard of")];
        assert_eq!(names(&torn.diagnose("map_limited", &failed).expect("it fails")), ("refill", None, None));
        // What passes or is not begun has no mistake.
        let passed = Verdict { reason: Reason::Ok, ..refill() };
        let not_started = Verdict { reason: Reason::NotStarted, ..refill() };
        assert!(table.diagnose("map_limited", &[passed, not_started]).is_none());
        assert!(table.diagnose("paced", &[refill()]).is_none());
    }

    #[test]
    fn a_verb_gets_its_subject() {
        for (idea, clause) in [
            ("Takes two.", "it takes two"),
            ("Its tasks wait.", "its tasks wait"),
            ("A JoinSet is dropped.", "a JoinSet is dropped"),
            ("JoinSet, dropped.", "JoinSet, dropped"),
        ] {
            assert_eq!(as_clause(idea), clause);
        }
    }
}
