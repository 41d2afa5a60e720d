//! The sentences of each level's contract, and the claims that test them: `answers/KATA/contract.toml`. The sentences
//! are those of the stub, which a test compares with them.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::Deserialize;

use crate::kit::{Kit, from_toml, read};

/// What holds in every level, and is said in none.
pub const EVERYWHERE: [&str; 7] = [
    "Nothing happens before the first poll.",
    "When it is done, nothing that it began is left running.",
    "Dropped half-way, it stops, and with it all that it began.",
    "Polled from another task, it is woken there: the latest waker counts.",
    "Where there is nothing to do, it ends at once.",
    "Any number will do: thousands as well as two.",
    "Calls share nothing: each starts afresh.",
];

/// The contract of one level.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Contract {
    /// In the order of the stub, then what is said in none.
    pub sentence: Vec<Sentence>,
    /// Claims that test the contract as a whole: what fails them breaks no one sentence.
    general: Vec<String>,
    /// Wrong answers that break no one sentence, whatever claim catches them.
    unasked: Vec<String>,
}

/// One sentence of a contract.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sentence {
    /// The sentence itself.
    pub says: String,
    /// The claims that test it.
    claims: Vec<String>,
    /// Claims that test another sentence: what fails them may break this one as well.
    beside: Vec<String>,
    /// Wrong answers that break it, although a claim of another sentence catches them.
    answers: Vec<String>,
}

/// The contracts of a kata by level; empty if the kit does not have them.
///
/// # Errors
/// If they cannot be read.
pub fn contracts(kit: &Kit, kata: &str) -> Result<BTreeMap<String, Contract>> {
    let path = kit.answers().join(kata).join("contract.toml");
    if !path.is_file() {
        return Ok(BTreeMap::new());
    }
    from_toml(&read(&path)?, &format!("answers/{kata}/contract.toml"))
}

impl Contract {
    /// Which sentence a wrong answer breaks, by its name and the claim that catches it; none if it is no one sentence.
    pub fn broken_by(&self, answer: &str, claim: &str) -> Option<usize> {
        let is = |name: &String| name == answer;
        if self.unasked.iter().any(is) {
            return None;
        }
        let own = self.sentence.iter().position(|it| it.answers.iter().any(is));
        own.or_else(|| self.sentence.iter().position(|it| it.claims.iter().any(|it| it == claim)))
    }

    /// The sentences that something tests and that an answer does not break which fails these claims.
    pub fn kept_by(&self, fails: &[&str]) -> Vec<usize> {
        let kept = |&at: &usize| {
            let mut tests = self.sentence[at].tests().peekable();
            tests.peek().is_some() && !tests.any(|claim| fails.contains(&claim))
        };
        (0..self.sentence.len()).filter(kept).collect()
    }
}

impl Sentence {
    /// Whether it is one that no stub says.
    pub fn is_everywhere(&self) -> bool {
        EVERYWHERE.contains(&self.says.as_str())
    }

    /// All claims that test it.
    fn tests(&self) -> impl Iterator<Item = &str> {
        self.claims.iter().chain(&self.beside).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use syn::{Attribute, Expr, ExprLit, ImplItem, Item, Lit, Meta};
    use verdict::diagnosis::Table;

    use super::contracts;
    use crate::kit::items::{Parsed, name};
    use crate::kit::{Kata, Kit, Level, read};

    fn kit() -> Kit {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the runner stands in the kit");
        Kit::at(root).expect("the kit")
    }

    /// The lines of a doc comment.
    fn lines(attributes: &[Attribute]) -> Vec<String> {
        let line = |attribute: &Attribute| match &attribute.meta {
            Meta::NameValue(it) if it.path.is_ident("doc") => match &it.value {
                Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value().trim().to_owned()),
                _ => None,
            },
            _ => None,
        };
        attributes.iter().filter_map(line).collect()
    }

    /// A sentence ends where one begins that does not begin with a small letter.
    fn split(text: &str) -> Vec<&str> {
        let mut sentences = Vec::new();
        let mut start = 0;
        for (at, _) in text.match_indices(' ') {
            let before = text[start..at].trim_end_matches([')', '"', '`']);
            let begins = text[at + 1..].starts_with(|c: char| !c.is_lowercase());
            if begins && before.ends_with(['.', '?', '!']) {
                sentences.push(&text[start..at]);
                start = at + 1;
            }
        }
        sentences.push(&text[start..]);
        sentences
    }

    /// The sentences of a doc comment; those below a heading begin with it.
    fn sentences(attributes: &[Attribute], before: &str) -> Vec<String> {
        let mut sentences = Vec::new();
        let mut before = before.to_owned();
        let mut paragraph = String::new();
        for line in lines(attributes).into_iter().chain([String::new()]) {
            let item = line.strip_prefix("- ");
            let heading = line.strip_prefix("# ");
            if (line.is_empty() || item.is_some() || heading.is_some()) && !paragraph.is_empty() {
                sentences.extend(split(&paragraph).into_iter().map(|it| format!("{before}{it}")));
                paragraph.clear();
            }
            match heading {
                Some(heading) => before += &format!("{heading}: "),
                None if paragraph.is_empty() => paragraph = item.unwrap_or(&line).to_owned(),
                None => paragraph += &format!(" {line}"),
            }
        }
        sentences
    }

    /// The contract of a level as its stub has it: with the name of a method, and of one of several items.
    fn of_the_stub(kit: &Kit, kata: &Kata, level: &Level) -> Vec<String> {
        let stub = read(&kit.stub_file(&kata.name)).expect("a stub");
        let items = Parsed::of(&stub).expect("it is Rust").items;
        let mut documented: Vec<(String, Option<String>, Vec<Attribute>)> = Vec::new();
        for item in &items {
            let Some(of) = name(item).filter(|name| level.items().contains(name)) else { continue };
            match item {
                Item::Fn(it) => documented.push((of, None, it.attrs.clone())),
                Item::Struct(it) => documented.push((of, None, it.attrs.clone())),
                Item::Impl(it) => documented.extend(it.items.iter().filter_map(|item| match item {
                    ImplItem::Fn(it) => Some((of.clone(), Some(it.sig.ident.to_string()), it.attrs.clone())),
                    _ => None,
                })),
                _ => panic!("{}: a contract on something that is no function and no struct", level.name),
            }
        }
        let several = documented.iter().map(|(of, ..)| of).collect::<BTreeSet<_>>().len() > 1;
        let sentences = documented.iter().flat_map(|(of, method, attributes)| {
            let before = match method {
                Some(method) => format!("`{of}::{method}`: "),
                None if several => format!("`{of}`: "),
                None => String::new(),
            };
            sentences(attributes, &before)
        });
        sentences.collect()
    }

    /// What a learner's tests are judged by is told level by level, not by a contract of their own.
    fn with_contracts(kit: &Kit) -> impl Iterator<Item = &Kata> {
        kit.katas.iter().filter(|kata| kata.levels.iter().all(|level| !level.share))
    }

    #[test]
    fn the_sentences_are_those_of_the_stubs() {
        let kit = kit();
        for kata in with_contracts(&kit) {
            let mut contracts = contracts(&kit, &kata.name).expect("contracts");
            for level in &kata.levels {
                let id = level.id(kata);
                let contract = contracts.remove(&level.name).unwrap_or_default();
                let (everywhere, own): (Vec<_>, Vec<_>) =
                    contract.sentence.iter().partition(|it| it.is_everywhere());
                let own: Vec<&str> = own.iter().map(|it| it.says.as_str()).collect();
                assert_eq!(own, of_the_stub(&kit, kata, level), "the sentences of {id}");
                let places = everywhere.iter().map(|it| it.says.as_str()).collect::<BTreeSet<_>>();
                assert_eq!(places.len(), everywhere.len(), "{id} says one of them twice");
            }
            let left: Vec<&String> = contracts.keys().collect();
            assert!(left.is_empty(), "answers/{}/contract.toml has levels of its own: {left:?}", kata.name);
        }
    }

    #[test]
    fn each_claim_tests_one_sentence_first_or_the_whole() {
        let kit = kit();
        for kata in with_contracts(&kit) {
            let contracts = contracts(&kit, &kata.name).expect("contracts");
            let table = Table::find(&kit.root, &kata.name).expect("a table");
            for level in &kata.levels {
                let id = level.id(kata);
                let (contract, known) = (&contracts[&level.name], &table.levels[&level.name]);
                let claims = contract.sentence.iter().flat_map(|it| &it.claims).chain(&contract.general);
                let mut claims: Vec<&String> = claims.collect();
                let mut all: Vec<&String> = known.claims.iter().collect();
                claims.sort();
                all.sort();
                assert_eq!(claims, all, "the claims of {id}");
                for it in &contract.sentence {
                    let strange: Vec<&String> = it.beside.iter().filter(|it| !all.contains(it)).collect();
                    assert!(strange.is_empty(), "{id} has no claims {strange:?}");
                    let twice = it.beside.iter().any(|claim| it.claims.contains(claim));
                    assert!(!twice, "{id}: a claim of {:?} stands beside it as well", it.says);
                }
                let answers = contract.sentence.iter().flat_map(|it| &it.answers).chain(&contract.unasked);
                let mut seen = BTreeSet::new();
                for name in answers {
                    assert!(known.mistakes.iter().any(|it| it.name == *name), "{id} has no answer {name}");
                    assert!(seen.insert(name), "{id}: {name} stands in two places");
                }
            }
        }
    }

    /// A sentence that is offered as one that an answer keeps is tested, and no claim of it fails.
    #[test]
    fn what_an_answer_keeps_is_not_what_it_breaks() {
        let kit = kit();
        let (mut asked, mut left_out) = (0, 0);
        for kata in with_contracts(&kit) {
            let contracts = contracts(&kit, &kata.name).expect("contracts");
            let table = Table::find(&kit.root, &kata.name).expect("a table");
            for level in &kata.levels {
                let contract = &contracts[&level.name];
                for mistake in &table.levels[&level.name].mistakes {
                    let fails: Vec<&str> = mistake.fails.iter().map(|it| it.claim.as_str()).collect();
                    let broken = contract.broken_by(&mistake.name, &mistake.tells.claim);
                    let kept = contract.kept_by(&fails);
                    match broken {
                        Some(broken) => {
                            let says = &contract.sentence[broken].says;
                            let both = kept.contains(&broken) && contract.sentence[broken].answers.is_empty();
                            assert!(!both, "{}: {} breaks and keeps {says:?}", level.id(kata), mistake.name);
                            asked += 1;
                        }
                        None => left_out += 1,
                    }
                }
            }
        }
        assert!(asked > 20 * left_out, "{asked} answers break one sentence, {left_out} do not");
    }

    #[test]
    fn a_sentence_ends_where_another_begins() {
        assert_eq!(
            split("Takes `a.b`. `a` of 0 (or \"none.\") counts as 1. 0 is e.g. none. (So it is.) Yes? Yes"),
            [
                "Takes `a.b`.",
                "`a` of 0 (or \"none.\") counts as 1.",
                "0 is e.g. none.",
                "(So it is.)",
                "Yes?",
                "Yes",
            ]
        );
    }
}
