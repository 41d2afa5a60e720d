//! What a program was built of: code that runs before and after `main`, sections, names that others can see. A
//! kata cannot add to any of them without a word that is refused; this finds it, whatever made it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Result;
use serde::{Deserialize, Serialize};

/// The shape of a program that holds nothing but the kit's own code, or of one that is compared with it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    /// The functions that the system calls before `main`, by the linker's names for them, and how often each: one for
    /// each claim that registers itself, and some of std's and C's own.
    before_main: BTreeMap<String, usize>,
    /// The same, behind `main`.
    behind_main: BTreeMap<String, usize>,
    /// Bytes of code that is called before and after those: the same in every program.
    around_main: u64,
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

    /// With what `other` has as well.
    pub fn and(mut self, other: Shape) -> Shape {
        for (these, those) in
            [(&mut self.before_main, other.before_main), (&mut self.behind_main, other.behind_main)]
        {
            for (name, count) in those {
                let known = these.entry(name).or_default();
                *known = count.max(*known);
            }
        }
        self.around_main = self.around_main.max(other.around_main);
        self.sections.extend(other.sections);
        self.names.extend(other.names);
        self
    }

    /// What this program has and `model` has not, in a few words; `None` if there is nothing.
    pub fn beyond(&self, model: &Shape) -> Option<String> {
        let more = |these: &BTreeMap<String, usize>, those: &BTreeMap<String, usize>| {
            these.iter().any(|(name, count)| those.get(name).is_none_or(|known| count > known))
        };
        if more(&self.before_main, &model.before_main) {
            return Some("code that runs before main".to_owned());
        }
        if more(&self.behind_main, &model.behind_main) || self.around_main > model.around_main {
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
    use std::collections::{HashMap, HashSet};
    use std::fs;
    use std::path::Path;

    use anyhow::{Context, Result};
    use object::{
        File, Object, ObjectSection, ObjectSymbol, ObjectSymbolTable, Relocation, RelocationFlags,
        RelocationTarget, Section, Symbol, SymbolKind, SymbolScope, elf,
    };

    use super::Shape;

    pub fn read(program: &Path) -> Result<Shape> {
        let bytes = fs::read(program).with_context(|| format!("cannot read {}", program.display()))?;
        let file = File::parse(&*bytes).context("what was built is no program")?;
        let mut shape = Shape::default();
        let mut calls = Calls::default();
        for section in file.sections() {
            let name = section.name().unwrap_or("?");
            if is_list(name, &[".preinit_array", ".init_array", ".ctors"]) {
                calls.add(&section, file.is_64(), When::Before);
            } else if is_list(name, &[".fini_array", ".dtors"]) {
                calls.add(&section, file.is_64(), When::Behind);
            } else if [".init", ".fini"].contains(&name) {
                shape.around_main += section.size();
            }
            shape.sections.insert(name.to_owned());
        }
        calls.relocate(&file);
        let wanted: HashSet<u64> = calls.addresses().collect();
        let mut names: HashMap<u64, &str> = HashMap::new();
        for symbol in file.symbols() {
            let is_visible = is_visible(&symbol) && symbol.scope() != SymbolScope::Compilation;
            let is_called = symbol.kind() == SymbolKind::Text && wanted.contains(&symbol.address());
            // A program has many thousands, and nearly all of them are neither.
            if !is_visible && !is_called {
                continue;
            }
            let name = symbol.name();
            if is_called && let Ok(name) = name {
                // Of several, always the same one.
                names.entry(symbol.address()).and_modify(|known| *known = name.min(known)).or_insert(name);
            }
            let name = name.unwrap_or("?");
            let is_code_or_data = matches!(
                symbol.kind(),
                SymbolKind::Text | SymbolKind::Data | SymbolKind::Tls | SymbolKind::Unknown
            );
            if is_visible && is_code_or_data && !is_mangled(name) {
                shape.names.insert(name.to_owned());
            }
        }
        for call in calls.0 {
            let found = match call.when {
                When::Before => &mut shape.before_main,
                When::Behind => &mut shape.behind_main,
            };
            *found.entry(call.target.name(&names)).or_default() += 1;
        }
        let exported = file.dynamic_symbols().filter(is_visible);
        shape.names.extend(exported.map(|it| it.name().unwrap_or("?").to_owned()));
        Ok(shape)
    }

    #[derive(Clone, Copy)]
    enum When {
        Before,
        Behind,
    }

    /// What the system calls by itself.
    struct Call<'a> {
        when: When,
        /// Where the list has it.
        slot: u64,
        target: Target<'a>,
    }

    enum Target<'a> {
        Address(u64),
        Symbol(&'a str),
    }

    impl Target<'_> {
        fn name(&self, names: &HashMap<u64, &str>) -> String {
            match self {
                Target::Address(address) => {
                    names.get(address).map_or_else(|| "?".to_owned(), |name| without_hashes(name))
                }
                Target::Symbol(name) => (*name).to_owned(),
            }
        }
    }

    #[derive(Default)]
    struct Calls<'a>(Vec<Call<'a>>);

    impl<'a> Calls<'a> {
        /// Those in a list. Its bytes alone say nothing: the loader fills in most of them.
        fn add(&mut self, list: &Section<'_, '_>, is_64: bool, when: When) {
            let width = if is_64 { 8 } else { 4 };
            let bytes = list.data().unwrap_or_default();
            for slot in 0..list.size().div_ceil(width) {
                let from = usize::try_from(slot * width).unwrap_or(usize::MAX);
                let word = bytes.get(from..).unwrap_or_default().iter().take(width as usize);
                let little = |word: u64, (at, byte): (usize, &u8)| word | u64::from(*byte) << (8 * at);
                let target = Target::Address(word.enumerate().fold(0, little));
                self.0.push(Call { when, slot: list.address() + slot * width, target });
            }
        }

        /// With what the loader writes.
        fn relocate(&mut self, file: &File<'a>) {
            let places: HashMap<u64, usize> =
                self.0.iter().enumerate().map(|(at, it)| (it.slot, at)).collect();
            for (slot, relocation) in file.dynamic_relocations().into_iter().flatten() {
                if let Some(call) = places.get(&slot).and_then(|&at| self.0.get_mut(at)) {
                    call.target = target(file, &relocation);
                }
                // The loader calls a function to learn the address of another, before anything else.
                if is_a_resolver(&relocation) {
                    self.0.push(Call { when: When::Before, slot, target: target(file, &relocation) });
                }
            }
        }

        fn addresses(&self) -> impl Iterator<Item = u64> {
            self.0.iter().filter_map(|call| match call.target {
                Target::Address(address) => Some(address),
                Target::Symbol(_) => None,
            })
        }
    }

    fn target<'a>(file: &File<'a>, relocation: &Relocation) -> Target<'a> {
        let RelocationTarget::Symbol(index) = relocation.target() else {
            return Target::Address(relocation.addend().cast_unsigned());
        };
        let table = file.dynamic_symbol_table();
        let name = table.and_then(|table| table.symbol_by_index(index).ok()?.name().ok());
        Target::Symbol(name.unwrap_or("?"))
    }

    fn is_a_resolver(relocation: &Relocation) -> bool {
        let RelocationFlags::Elf { r_type } = relocation.flags() else { return false };
        // By the number of their own processor; on another it says something that no program has.
        if cfg!(target_arch = "aarch64") {
            r_type == elf::R_AARCH64_IRELATIVE
        } else {
            r_type == elf::R_X86_64_IRELATIVE
        }
    }

    /// Whether a section is such a list of functions that the system calls by itself.
    fn is_list(section: &str, lists: &[&str]) -> bool {
        lists.iter().any(|list| section == *list || section.starts_with(&format!("{list}.")))
    }

    fn is_visible(symbol: &Symbol<'_, '_>) -> bool {
        symbol.is_global() && symbol.is_definition()
    }

    /// Whether rustc has made up the name.
    fn is_mangled(name: &str) -> bool {
        ["_R", "_ZN", "anon."].iter().any(|start| name.starts_with(start))
    }

    /// A mangled name without what depends on how its crate was built: in the newer form `Cs`, letters and digits, `_`;
    /// in the older one `17h` and sixteen digits at the end.
    fn without_hashes(name: &str) -> String {
        const OLD_END: usize = "17h0123456789abcdefE".len();
        if name.starts_with("_ZN") {
            let end = name
                .len()
                .checked_sub(OLD_END)
                .filter(|end| name.get(*end..).is_some_and(|it| it.starts_with("17h")));
            return name[..end.unwrap_or(name.len())].to_owned();
        }
        let mut parts = name.split("Cs");
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |plain, part| plain + "Cs" + part.find('_').map_or(part, |end| &part[end..]))
    }

    #[cfg(test)]
    mod tests {
        use super::without_hashes;

        #[test]
        fn a_name_is_the_same_however_its_crate_was_built() {
            for (name, plain) in [
                ("_ZN6fanout10join_three1_6__ctor17h40f544b28022f862E", "_ZN6fanout10join_three1_6__ctor"),
                ("_RNvNtCsgEmfK2I1SDS_3std2io", "_RNvNtCs_3std2io"),
                ("frame_dummy", "frame_dummy"),
                ("_ZN", "_ZN"),
            ] {
                assert_eq!(without_hashes(name), plain);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Shape;

    fn shape(before_main: &[&str], sections: &[&str], names: &[&str]) -> Shape {
        let of = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let mut shape = Shape { sections: of(sections), names: of(names), ..Shape::default() };
        for function in before_main {
            *shape.before_main.entry((*function).to_owned()).or_default() += 1;
        }
        shape
    }

    #[test]
    fn less_is_no_more_and_more_is_named() {
        let model = shape(&["of_c", "of_a_claim", "of_a_claim"], &[".text", ".bss"], &["main"]);
        assert_eq!(shape(&["of_a_claim"], &[".text"], &[]).beyond(&model), None);
        assert_eq!(model.beyond(&model), None);
        for (other, said) in [
            (shape(&["of_c", "of_c"], &[], &[]), "code that runs before main"),
            // As many as in the model, but another.
            (shape(&["of_a_claim", "of_a_claim", "mine"], &[], &[]), "code that runs before main"),
            (shape(&[], &[".text", ".mine"], &[]), "a section called .mine"),
            (shape(&[], &[], &["main", "puts"]), "a function or static that is called puts for the linker"),
        ] {
            assert_eq!(other.beyond(&model).as_deref(), Some(said));
            assert_eq!(other.clone().beyond(&model.clone().and(other)), None);
        }
        let after = Shape { behind_main: [("mine".to_owned(), 1)].into(), ..Shape::default() };
        let around = Shape { around_main: 8, ..Shape::default() };
        for other in [after, around] {
            assert_eq!(other.beyond(&model).as_deref(), Some("code that runs after main"));
        }
    }

    /// Built with what a kata cannot write, and with what it may.
    #[cfg(target_os = "linux")]
    #[test]
    fn what_a_program_has_more_is_found_in_it() {
        const MAIN: &str = "pub fn main() { println!(\"{}\", std::env::args().count()); }";
        let folder = tempfile::tempdir().expect("a folder");
        let built = |more: &str| {
            let (source, program) = (folder.path().join("main.rs"), folder.path().join("main"));
            std::fs::write(&source, format!("{MAIN}\n{more}\n")).expect("a file");
            let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
            let mut rustc = std::process::Command::new(rustc);
            rustc.args(["--edition=2024", "-Adead_code", "-o"]).arg(&program).arg(&source);
            assert!(rustc.status().is_ok_and(|ended| ended.success()), "{more}");
            Shape::of(&program).expect("a shape")
        };
        let model = built("");
        let beyond = |more: &str| built(more).beyond(&model);
        let listed = |list: &str| {
            format!(
                "#[used] #[unsafe(link_section = \"{list}\")] static F: extern \"C\" fn() = f; extern \"C\" fn f() {{}}"
            )
        };
        let before = "code that runs before main";
        assert_eq!(beyond(&listed(".init_array")).as_deref(), Some(before));
        assert_eq!(beyond(&listed(".init_array.00001")).as_deref(), Some(before));
        assert_eq!(beyond(&listed(".fini_array")).as_deref(), Some("code that runs after main"));
        let mine = "#[used] #[unsafe(link_section = \".mine\")] static F: u8 = 1;";
        assert_eq!(beyond(mine).as_deref(), Some("a section called .mine"));
        let puts = "#[unsafe(no_mangle)] pub extern \"C\" fn puts(_: *const u8) -> i32 { 0 }";
        let said = beyond(puts).unwrap_or_default();
        assert_eq!(said, "a function or static that is called puts for the linker");
        let harmless = "#[used] static A: fn() -> u128 = || std::hint::black_box(7_u128) / 3; \
                        thread_local! { static T: std::cell::RefCell<String> = const { std::cell::RefCell::new(String::new()) } }";
        assert_eq!(beyond(harmless), None);
    }

    /// This very program has all that is looked for.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_program_is_read() {
        let program = std::env::current_exe().expect("a program");
        let shape = Shape::of(&program).expect("a shape");
        for (functions, own) in [(&shape.before_main, "init"), (&shape.behind_main, "")] {
            assert!(functions.keys().any(|name| name.contains(own)), "{functions:?}");
            assert!(!functions.contains_key("?"), "{functions:?}");
        }
        assert!(
            shape.sections.contains(".text") && shape.sections.contains(".init_array"),
            "{:?}",
            shape.sections
        );
        assert!(shape.names.contains("main"), "{:?}", shape.names);
        assert!(shape.names.len() < 100, "{:?}", shape.names);
    }
}
