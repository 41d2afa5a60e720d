//! The proof that rustc refuses an answer that asks more of a type than its contract gives.
//!
//! `answers/over-strict.toml` lists such bounds by level. Each is added to the reference solution, and the result
//! must not compile with the level's bridge. If it compiles, a type in `src/probe/answer/erased.rs` can do more
//! than the contract says.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;

use anyhow::{Context, Result};
use proc_macro2::TokenTree;
use serde::Serialize;
use syn::spanned::Spanned;
use syn::token::Brace;
use syn::{Generics, ImplItem, Item, Visibility, WherePredicate};

use crate::claims::answers::{self, Compiled};
use crate::claims::cargo::{self, Diagnostic};
use crate::kit::answers::{Answer, Expected};
use crate::kit::items;
use crate::kit::{Kata, Kit, Level, from_toml, read, slashed};

const TABLE: &str = "over-strict.toml";

/// The result of the check.
#[derive(Default, Serialize)]
pub struct OverStrict {
    /// How many answers rustc refused, as it should.
    pub refused: usize,
    /// Complaints about the others, or about the table.
    pub complaints: Vec<String>,
}

/// The reference solution with one bound too many.
struct Variant {
    answer: Answer,
    /// The level and the bound.
    what: String,
}

/// Checks the bounds in the table for the levels in `only`; for all levels if it is empty.
pub fn check(kit: &Kit, only: &[String]) -> Result<OverStrict> {
    let path = kit.answers().join(TABLE);
    let text = if path.is_file() { read(&path)? } else { String::new() };
    let table: BTreeMap<String, BTreeMap<String, Vec<String>>> =
        from_toml(&text, &format!("answers/{TABLE}"))?;
    let mut found = OverStrict::default();
    for (kata, level) in table.iter().flat_map(|(kata, levels)| levels.keys().map(move |level| (kata, level)))
    {
        if kit.level(kata, level).is_none() {
            found.complaints.push(format!("answers/{TABLE}: there is no level {kata}::{level}"));
        }
    }
    let mut variants = Vec::new();
    for (kata, level) in kit.levels(only)? {
        let bounds = table.get(&kata.name).and_then(|levels| levels.get(&level.name));
        add_variants(kit, kata, level, bounds.map(Vec::as_slice), &mut variants, &mut found.complaints)?;
    }
    let answers: Vec<Answer> = variants.iter().map(|variant| variant.answer.clone()).collect();
    let built =
        answers::build(kit, "over-strict", &answers, |answer| format!("{}__over_strict", answer.kata))?;
    for (Variant { answer, what }, built) in variants.iter().zip(built) {
        match complaint(answer, built)? {
            None => found.refused += 1,
            Some(complaint) => found.complaints.push(format!("{what}: {complaint}")),
        }
    }
    Ok(found)
}

/// Why it does not show that the bound is refused; `None` if it does.
fn complaint(answer: &Answer, built: Compiled) -> Result<Option<String>> {
    let Compiled::Refused(errors) = built else {
        let accepts = "rustc accepts an answer that asks for this, and the contract does not give it";
        return Ok(Some(accepts.to_owned()));
    };
    // An excess bound is not an error in itself: it fails where the bridge makes the call.
    let own = slashed(&answers::canonical(&answer.path)?);
    let primary = |file: &str| {
        let here = |error: &&Diagnostic| {
            error.spans.iter().any(|span| span.is_primary && span.file_name.replace('\\', "/") == file)
        };
        errors.iter().find(here)
    };
    if let Some(error) = primary(&own) {
        let said = cargo::rendered(std::slice::from_ref(error));
        return Ok(Some(format!("the reference does not compile with it\n{said}")));
    }
    Ok(match primary(&slashed(&answer.bridge)) {
        Some(_) => None,
        None => Some(format!("is refused, but not where the answer is called\n{}", cargo::rendered(&errors))),
    })
}

/// Writes the variants of a level.
fn add_variants(
    kit: &Kit,
    kata: &Kata,
    level: &Level,
    bounds: Option<&[String]>,
    variants: &mut Vec<Variant>,
    complaints: &mut Vec<String>,
) -> Result<()> {
    let id = level.id(kata);
    let reference = kit.answers().join(&kata.name).join("reference.rs");
    let text = read(&reference)?;
    let file = syn::parse_file(&text).with_context(|| format!("{} does not parse", reference.display()))?;
    let names = level.items();
    let items: Vec<(&String, Vec<Place>)> =
        names.iter().map(|name| (name, places(&file.items, name))).collect();
    let generic = items.iter().any(|(_, places)| places.iter().any(|place| !place.parameters.is_empty()));
    let Some(bounds) = bounds else {
        if generic {
            complaints.push(format!("{id}: it is generic, and answers/{TABLE} lists no bound for it"));
        }
        return Ok(());
    };
    let folder = kit.scratch("over-strict")?.join(&kata.name);
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for bound in bounds {
        let what = format!("{id} with `{bound}`");
        let Some(parameter) = parameter(bound) else {
            complaints.push(format!("{what}: this is no bound on a type parameter"));
            continue;
        };
        let before = variants.len();
        for (name, places) in &items {
            let here: Vec<&Place> =
                places.iter().filter(|place| place.parameters.contains(&parameter)).collect();
            if here.is_empty() {
                continue;
            }
            let stem = format!("{}_{}_{name}", level.name, variants.len());
            let (path, bridge) =
                (folder.join(format!("{stem}.rs")), folder.join(format!("{stem}_bridge.rs")));
            let write = |path, text: String| fs::write(path, text).with_context(|| "cannot write a variant");
            write(&path, with_bound(&text, &here, bound))?;
            // A copy of its own: an error in it is this variant's.
            write(&bridge, read(&kit.bridge_file(&kata.name, &level.name))?)?;
            let answer = Answer {
                explore: false,
                path,
                bridge,
                kata: kata.name.clone(),
                level: level.name.clone(),
                expected: Expected::Wrong,
                caught_by: None,
                says: Vec::new(),
                idea: String::new(),
                family: None,
            };
            variants.push(Variant { answer, what: what.clone() });
        }
        if variants.len() == before {
            complaints.push(format!("{what}: the reference has no type parameter {parameter} there"));
        }
    }
    Ok(())
}

/// Where a bound can be written.
struct Place {
    /// The type parameters declared there.
    parameters: Vec<String>,
    /// After the word `where`, or before the body.
    at: usize,
    has_where: bool,
}

impl Place {
    fn new(generics: &Generics, body: &Brace) -> Place {
        let start_of = |range: Range<usize>| range.start;
        let behind_where = generics.where_clause.as_ref().map(|it| it.where_token.span().byte_range().end);
        Place {
            parameters: generics.type_params().map(|parameter| parameter.ident.to_string()).collect(),
            at: behind_where.unwrap_or_else(|| start_of(body.span.open().byte_range())),
            has_where: behind_where.is_some(),
        }
    }
}

/// The places in the function called `name`, or in the `impl` blocks of the type and its public methods.
fn places(items: &[Item], name: &str) -> Vec<Place> {
    let mut places = Vec::new();
    for item in items.iter().filter(|item| items::name(item).is_some_and(|it| it == name)) {
        match item {
            Item::Fn(item) => places.push(Place::new(&item.sig.generics, &item.block.brace_token)),
            Item::Impl(item) => {
                places.push(Place::new(&item.generics, &item.brace_token));
                for method in &item.items {
                    if let ImplItem::Fn(item) = method
                        && matches!(item.vis, Visibility::Public(_))
                    {
                        places.push(Place::new(&item.sig.generics, &item.block.brace_token));
                    }
                }
            }
            _ => {}
        }
    }
    places
}

/// The type parameter that a bound is on: `T` in `T: Clone` and `T::Item: Clone`. `None` if it is not a bound.
fn parameter(bound: &str) -> Option<String> {
    let WherePredicate::Type(_) = syn::parse_str(bound).ok()? else { return None };
    let first: proc_macro2::TokenStream = bound.parse().ok()?;
    match first.into_iter().next()? {
        TokenTree::Ident(parameter) => Some(parameter.to_string()),
        _ => None,
    }
}

/// `text` with the bound written in all these places.
fn with_bound(text: &str, places: &[&Place], bound: &str) -> String {
    let mut places = places.to_vec();
    places.sort_by_key(|place| place.at);
    let mut result = text.to_owned();
    for Place { at, has_where, .. } in places.into_iter().rev() {
        result.insert_str(*at, &if *has_where { format!(" {bound},") } else { format!("where {bound} ") });
    }
    result
}
