//! The files of the runner: none imports one that imports it, by whatever way round, and a name is one type.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::{Attribute, Item, UseTree};

/// A module, by its path from the crate.
type Module = Vec<String>;

/// What stands in the files of `runner/src`, without their tests.
fn sources() -> BTreeMap<Module, Vec<Item>> {
    let root = super::root().join("runner/src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    let module = |path: &Path| {
        let path = path.strip_prefix(&root).expect("it is inside").with_extension("");
        let mut module: Module = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        if module.last().is_some_and(|last| last == "mod" || last == "lib") {
            module.pop();
        }
        module
    };
    let items = |path: &PathBuf| {
        let file =
            syn::parse_file(&fs::read_to_string(path).expect("a file of the kit")).expect("it is Rust");
        let is_test = |item: &Item| matches!(item, Item::Mod(it) if it.attrs.iter().any(is_for_tests));
        file.items.into_iter().filter(|item| !is_test(item)).collect()
    };
    let sources: BTreeMap<Module, Vec<Item>> = files.iter().map(|path| (module(path), items(path))).collect();
    assert!(sources.len() > 50, "only {} files", sources.len());
    sources
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the kit") {
        let path = entry.expect("an entry").path();
        // The programs use the library as any other would.
        if path.is_dir() && path.file_name().is_some_and(|name| name != "bin") {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

fn is_for_tests(attribute: &Attribute) -> bool {
    attribute.path().is_ident("cfg")
        && attribute.parse_args::<syn::Path>().is_ok_and(|argument| argument.is_ident("test"))
}

/// The modules of files that this one uses.
fn used(module: &Module, items: &[Item], all: &BTreeMap<Module, Vec<Item>>) -> BTreeSet<Module> {
    let mut paths = Vec::new();
    let mut children = BTreeSet::new();
    for item in items {
        match item {
            Item::Use(item) => flatten(&item.tree, &mut Vec::new(), &mut paths),
            Item::Mod(item) if item.content.is_none() => drop(children.insert(item.ident.to_string())),
            other => in_code(quote(other), &mut paths),
        }
    }
    let mut used = BTreeSet::new();
    for path in paths {
        let (base, rest): (Module, _) = match path[0].as_str() {
            "crate" => (Vec::new(), &path[1..]),
            "self" => (module.clone(), &path[1..]),
            "super" => (module[..module.len().saturating_sub(1)].to_vec(), &path[1..]),
            child if children.contains(child) => (module.clone(), &path[..]),
            _ => continue,
        };
        // The longest part of the path that is a file.
        let mut target = [&base[..], rest].concat();
        while !all.contains_key(&target) {
            target.pop();
        }
        used.insert(target);
    }
    used.remove(module);
    used
}

/// The paths of a `use`, each as its words.
fn flatten(tree: &UseTree, before: &mut Vec<String>, paths: &mut Vec<Vec<String>>) {
    match tree {
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            flatten(&path.tree, before, paths);
            before.pop();
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| flatten(tree, before, paths)),
        UseTree::Name(name) => paths.push([&before[..], &[name.ident.to_string()]].concat()),
        UseTree::Rename(name) => paths.push([&before[..], &[name.ident.to_string()]].concat()),
        UseTree::Glob(_) => paths.push(before.clone()),
    }
    paths.iter_mut().for_each(|path| {
        path.retain({
            let mut first = true;
            move |word| std::mem::take(&mut first) || word != "self"
        })
    });
}

fn quote(item: &Item) -> TokenStream {
    use quote::ToTokens;
    item.to_token_stream()
}

/// The paths in code: words with `::` between them.
fn in_code(code: TokenStream, paths: &mut Vec<Vec<String>>) {
    let mut path: Vec<String> = Vec::new();
    let mut colons = 0;
    for token in code {
        match token {
            TokenTree::Ident(word) => {
                if colons != 2 {
                    paths.extend(Some(std::mem::take(&mut path)).filter(|path| path.len() > 1));
                    path.clear();
                }
                path.push(word.to_string());
                colons = 0;
            }
            TokenTree::Punct(mark) if mark.as_char() == ':' => colons += 1,
            other => {
                paths.extend(Some(std::mem::take(&mut path)).filter(|path| path.len() > 1));
                colons = 0;
                if let TokenTree::Group(group) = other {
                    in_code(group.stream(), paths);
                }
            }
        }
    }
    paths.extend(Some(path).filter(|path| path.len() > 1));
}

/// A way from `start` back to it.
fn circle(start: &Module, uses: &BTreeMap<Module, BTreeSet<Module>>) -> Option<Vec<Module>> {
    let mut seen = BTreeSet::new();
    let mut open = vec![vec![start.clone()]];
    while let Some(way) = open.pop() {
        for next in &uses[way.last().expect("a start")] {
            let on = [&way[..], std::slice::from_ref(next)].concat();
            if next == start {
                return Some(on);
            }
            if seen.insert(next.clone()) {
                open.push(on);
            }
        }
    }
    None
}

#[test]
fn no_file_imports_itself_by_way_of_others() {
    let all = sources();
    let uses: BTreeMap<Module, BTreeSet<Module>> =
        all.iter().map(|(module, items)| (module.clone(), used(module, items, &all))).collect();
    let edges: usize = uses.values().map(BTreeSet::len).sum();
    assert!(edges > 100, "only {edges} imports are seen");
    for module in uses.keys() {
        if let Some(way) = circle(module, &uses) {
            let way: Vec<String> = way.iter().map(|module| module.join("::")).collect();
            panic!("a circle: {}", way.join(" -> "));
        }
    }
}

#[test]
fn no_two_types_have_one_name() {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (module, items) in sources() {
        for item in items {
            let name = match item {
                Item::Struct(item) => item.ident,
                Item::Enum(item) => item.ident,
                Item::Trait(item) => item.ident,
                Item::Type(item) => item.ident,
                _ => continue,
            };
            places.entry(name.to_string()).or_default().push(module.join("::"));
        }
    }
    for (name, places) in places {
        assert!(places.len() < 2, "{name} is several types: {places:?}");
    }
}
