//! What a program was built of: code that runs before and after `main`, sections, names that others can see. A
//! kata cannot add to any of them without a word that is refused; this finds it, whatever made it.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Result;
use serde::{Deserialize, Serialize};

/// The shape of a program that holds nothing but the kit's own code, or of one that is compared with it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    /// Bytes of the lists of functions that run before `main`: one entry for each claim that registers itself, and
    /// some of std's and C's own.
    before_main: u64,
    /// The same, behind `main`.
    behind_main: u64,
    sections: BTreeSet<String>,
    /// Functions and statics that have the names of C, or that a library of the system could call.
    names: BTreeSet<String>,
}

impl Shape {
    /// # Errors
    /// If the file cannot be read, or is no program.
    #[cfg(target_os = "linux")]
    pub fn of(program: &Path) -> Result<Shape> {
        elf::read(program)
    }

    /// Elsewhere nothing is known of it.
    ///
    /// # Errors
    /// Never.
    #[cfg(not(target_os = "linux"))]
    pub fn of(_program: &Path) -> Result<Shape> {
        Ok(Shape::default())
    }

    /// What this program has and `model` has not, in a few words; `None` if there is nothing.
    pub fn beyond(&self, model: &Shape) -> Option<String> {
        if self.before_main > model.before_main {
            return Some("code that runs before main".to_owned());
        }
        if self.behind_main > model.behind_main {
            return Some("code that runs after main".to_owned());
        }
        let section = self.sections.difference(&model.sections).next();
        let name = || self.names.difference(&model.names).next();
        section
            .map(|section| format!("a section called {section}"))
            .or_else(|| Some(format!("a function or static that is called {} for the linker", name()?)))
    }
}

#[cfg(target_os = "linux")]
mod elf {
    use std::fs;
    use std::path::Path;

    use anyhow::{Context, Result};
    use object::{Object, ObjectSection, ObjectSymbol, Symbol, SymbolKind, SymbolScope};

    use super::Shape;

    pub fn read(program: &Path) -> Result<Shape> {
        let bytes = fs::read(program).with_context(|| format!("cannot read {}", program.display()))?;
        let file = object::File::parse(&*bytes).context("what was built is no program")?;
        let mut shape = Shape::default();
        for section in file.sections() {
            let name = section.name().unwrap_or("?");
            if is_list(name, &[".preinit_array", ".init_array", ".ctors"]) {
                shape.before_main += section.size();
            } else if is_list(name, &[".fini_array", ".dtors"]) {
                shape.behind_main += section.size();
            }
            shape.sections.insert(name.to_owned());
        }
        for symbol in file.symbols().filter(|it| is_visible(it) && it.scope() != SymbolScope::Compilation) {
            let name = symbol.name().unwrap_or("?");
            let is_code_or_data =
                matches!(symbol.kind(), SymbolKind::Text | SymbolKind::Data | SymbolKind::Unknown);
            if is_code_or_data && !is_a_compilers(name) {
                shape.names.insert(name.to_owned());
            }
        }
        let exported = file.dynamic_symbols().filter(is_visible);
        shape.names.extend(exported.map(|it| it.name().unwrap_or("?").to_owned()));
        Ok(shape)
    }

    /// Whether a section is such a list of functions that the system calls by itself.
    fn is_list(section: &str, lists: &[&str]) -> bool {
        lists.iter().any(|list| section == *list || section.starts_with(&format!("{list}.")))
    }

    fn is_visible(symbol: &Symbol<'_, '_>) -> bool {
        symbol.is_global() && symbol.is_definition()
    }

    /// Names that rustc makes, and those of what it brings along for arithmetic.
    fn is_a_compilers(name: &str) -> bool {
        ["_R", "_ZN", "__", "anon.", "DW.ref.", "rust_", "$"].iter().any(|start| name.starts_with(start))
    }
}

#[cfg(test)]
mod tests {
    use super::Shape;

    fn shape(before_main: u64, sections: &[&str], names: &[&str]) -> Shape {
        let of = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Shape { before_main, behind_main: 8, sections: of(sections), names: of(names) }
    }

    #[test]
    fn less_is_no_more_and_more_is_named() {
        let model = shape(24, &[".text", ".bss"], &["main"]);
        assert_eq!(shape(24, &[".text"], &[]).beyond(&model), None);
        assert_eq!(model.beyond(&model), None);
        for (other, said) in [
            (shape(32, &[], &[]), "code that runs before main"),
            (shape(24, &[".text", ".mine"], &[]), "a section called .mine"),
            (shape(24, &[], &["main", "puts"]), "a function or static that is called puts for the linker"),
        ] {
            assert_eq!(other.beyond(&model).as_deref(), Some(said));
        }
    }

    /// This very program has all that is looked for.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_program_is_read() {
        let program = std::env::current_exe().expect("a program");
        let shape = Shape::of(&program).expect("a shape");
        assert!(
            shape.before_main >= 16 && shape.behind_main >= 8,
            "{} {}",
            shape.before_main,
            shape.behind_main
        );
        assert!(
            shape.sections.contains(".text") && shape.sections.contains(".init_array"),
            "{:?}",
            shape.sections
        );
        assert!(shape.names.contains("main"), "{:?}", shape.names);
        assert!(shape.names.len() < 100, "{:?}", shape.names);
    }
}
