//! `Cargo.lock` for part of the workspace, as Cargo itself would write it.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use toml_edit::{DocumentMut, Table};

/// The lock file without the members that are `gone`, and without packages that only they need.
pub fn without(text: &str, gone: &dyn Fn(&str) -> bool) -> Result<String> {
    let mut lock: DocumentMut = text.parse().context("cannot read Cargo.lock")?;
    let packages = lock.get_mut("package").and_then(|it| it.as_array_of_tables_mut());
    let packages = packages.context("Cargo.lock names no packages")?;

    // Packages without a registry are members.
    let is_member = |package: &&Table| package.get("source").is_none();
    let mut open: Vec<&Table> =
        packages.iter().filter(is_member).filter(|package| !gone(field(package, "name"))).collect();
    let mut kept = BTreeSet::new();
    while let Some(package) = open.pop() {
        if kept.insert(id(package)) {
            let needed = |other: &&Table| dependencies(package).any(|dependency| is_meant(dependency, other));
            open.extend(packages.iter().filter(needed));
        }
    }
    packages.retain(|package| kept.contains(&id(package)));

    // Cargo writes a version only if there are several.
    let mut versions: BTreeMap<String, usize> = BTreeMap::new();
    for package in packages.iter() {
        *versions.entry(field(package, "name").to_owned()).or_default() += 1;
    }
    for package in packages.iter_mut() {
        let Some(list) = package.get_mut("dependencies").and_then(|it| it.as_array_mut()) else { continue };
        for dependency in list.iter_mut() {
            let name = dependency.as_str().and_then(|it| it.split(' ').next()).unwrap_or_default().to_owned();
            if versions.get(&name) == Some(&1) && dependency.as_str() != Some(&name) {
                let around = dependency.decor().clone();
                *dependency = name.into();
                *dependency.decor_mut() = around;
            }
        }
    }
    Ok(lock.to_string())
}

fn field<'a>(package: &'a Table, name: &str) -> &'a str {
    package.get(name).and_then(|it| it.as_str()).unwrap_or_default()
}

fn id(package: &Table) -> [String; 3] {
    ["name", "version", "source"].map(|name| field(package, name).to_owned())
}

fn dependencies(package: &Table) -> impl Iterator<Item = &str> {
    let list = package.get("dependencies").and_then(|it| it.as_array());
    list.into_iter().flatten().filter_map(|it| it.as_str())
}

/// Whether `dependency` means this package: `NAME`, `NAME VERSION` or `NAME VERSION (SOURCE)`.
fn is_meant(dependency: &str, package: &Table) -> bool {
    let [name, version, source] = id(package);
    let mut parts = dependency.splitn(3, ' ');
    parts.next() == Some(&name)
        && parts.next().is_none_or(|it| it == version)
        && parts.next().is_none_or(|it| it == format!("({source})"))
}

#[cfg(test)]
mod tests {
    use super::without;

    const LOCK: &str = "\
# written by Cargo
version = 4

[[package]]
name = \"a\"
version = \"1.0.0\"
source = \"registry\"

[[package]]
name = \"a\"
version = \"2.0.0\"
source = \"registry\"
checksum = \"2\"
dependencies = [
 \"c\",
]

[[package]]
name = \"c\"
version = \"1.0.0\"
source = \"registry\"

[[package]]
name = \"kept\"
version = \"0.1.0\"
dependencies = [
 \"a 2.0.0\",
]

[[package]]
name = \"left\"
version = \"0.1.0\"
dependencies = [
 \"a 1.0.0\",
 \"a 2.0.0\",
 \"c\",
]
";

    #[test]
    fn what_only_a_member_that_is_gone_needs_goes_with_it() {
        let old = "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nsource = \"registry\"\n\n";
        let gone = LOCK.split("\n[[package]]\nname = \"left\"").next().expect("a beginning");
        let expected = gone.replace(old, "").replace("\"a 2.0.0\"", "\"a\"");
        assert_eq!(without(LOCK, &|name| name == "left").expect("a lock"), expected);
        assert_eq!(without(LOCK, &|_| false).expect("a lock"), LOCK);
    }
}
