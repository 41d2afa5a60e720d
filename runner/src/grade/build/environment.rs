//! The grader's own tree: what surrounds a submission's kata when it is compiled.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, Result, bail};
use toml::Table;

use crate::grade::build::recipe::{Recipe, ask_cargo};
use crate::grade::build::ward::Ward;
use crate::grade::build::worker_dir::{LIST, WorkerDir, write};
use crate::grade::results::folders::Passing;
use crate::grade::results::model::{Limits, Sandbox};
use crate::grade::sandbox::compile::{self, CompileSandbox};
use crate::grade::sandbox::{is_root, network, seal};
use crate::grade::{clinic, words};
use crate::kit::fingerprint::Fingerprint;
use crate::kit::grants::Grant;
use crate::kit::{Kata, Kit, by_feature};

/// The name of its folders.
pub const KIND: &str = "run";

/// What a graded kata may not use.
const LINTS: &str = include_str!("clippy.toml");

/// Everything that is needed to compile and run.
pub struct BuildEnvironment {
    /// The run's own folder, removed at its end.
    pub folder: PathBuf,
    _passing: Passing,
    /// clippy's driver, which compiles the katas.
    pub driver: PathBuf,
    pub sandbox: Sandbox,
    pub limits: Limits,
    /// Whether the list of forbidden items is in force.
    pub lints: bool,
    pub seed: u64,
    /// The sandbox of the compiler.
    pub compile_sandbox: CompileSandbox,
    /// The kit's library under a name that no kata can know: it contains the probe, which only claims may use. Katas
    /// see a library with the usual name that lacks it.
    pub kit_name: String,
    /// Likewise the claims of a kata: only the program that registers the kata knows this name.
    pub claims_name: String,
    /// Whether claims with the loopback get a network of their own.
    pub own_network: bool,
    /// Whether each claim gets a pid namespace of its own.
    pub own_processes: bool,
    /// The compiler's arguments for the tests of each kata.
    recipes: BTreeMap<String, Vec<String>>,
    clinic: Option<Ward>,
    tests: PathBuf,
}

/// What a build environment is set up for.
pub struct Setup {
    /// Where it creates a folder of its own.
    pub base: PathBuf,
    pub limits: Limits,
    pub lints: bool,
    pub seed: u64,
}

impl BuildEnvironment {
    /// Builds the kit and asks how the tests of `katas` are compiled.
    pub fn open(kit: &Kit, katas: &[&Kata], setup: Setup) -> Result<BuildEnvironment> {
        let Setup { base, limits, lints, seed } = setup;
        let secret = || RandomState::new().build_hasher().finish();
        let passing = Passing::make(&base, KIND)?;
        let folder = passing.path.clone();
        let clinic = katas.iter().copied().find(|kata| kata.name == clinic::NAME);
        // Cargo does not know the clinic as a test: it is compiled like one that needs no feature.
        let mut to_ask: Vec<&Kata> = katas.iter().copied().filter(|kata| kata.name != clinic::NAME).collect();
        if clinic.is_some() && to_ask.iter().all(|kata| kata.feature.is_some()) {
            to_ask.extend(kit.katas.iter().find(|kata| kata.feature.is_none()));
        }
        let asked = by_feature(&to_ask)
            .into_iter()
            .map(|(feature, katas)| ask_cargo(kit, feature, &katas, &folder))
            .collect::<Result<Vec<_>>>()?;
        let sysroot = sysroot(kit)?;
        let driver = sysroot.join("bin").join(format!("clippy-driver{}", env::consts::EXE_SUFFIX));
        if !driver.is_file() {
            bail!("the toolchain has no clippy-driver: `rustup component add clippy`");
        }
        let closed = compile::can_close();
        let sealed = closed && seal::can_seal(false);
        let own_processes = sealed && seal::can_seal(true);
        let scopes = seal::landlock_has();
        let mut layers = vec![
            ("collect", true),
            ("lints", lints),
            ("inputs", true),
            ("compile_limits", cfg!(unix)),
            ("compile_files", closed),
            ("process_per_claim", true),
            ("seal", sealed),
            ("own_processes", own_processes),
            ("signal_scope", sealed && scopes.signals),
        ];
        let talkers: Vec<&str> =
            katas.iter().filter(|kata| kata.may(Grant::Loopback)).map(|kata| kata.name.as_str()).collect();
        let own_network = !talkers.is_empty() && network::can_be_alone();
        let mut notes = Vec::new();
        notes.extend((sealed && !own_processes).then(|| words::PROCESSES_ARE_SHARED.to_owned()));
        if !talkers.is_empty() {
            layers.push(("own_network", own_network));
        }
        if !talkers.is_empty() && !own_network {
            notes.push(words::network_is_shared(&talkers, scopes.ports));
        }
        let root = is_root();
        layers.push(("ordinary_user", !root));
        notes.extend(root.then(|| words::GRADED_AS_ROOT.to_owned()));
        let sandbox = Sandbox {
            claims: if sealed { "sealed" } else { "unsandboxed" }.to_owned(),
            layers: layers.into_iter().map(|(layer, held)| (layer.to_owned(), held)).collect(),
            notes,
        };
        let mut read: Vec<PathBuf> =
            ["/usr", "/lib", "/lib32", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/alternatives"]
                .into_iter()
                .chain(["/nix/store", "/opt", "/dev/urandom", "/dev/null"])
                .map(PathBuf::from)
                .collect();
        read.push(sysroot);
        let compile_sandbox = CompileSandbox {
            read,
            write: vec!["/dev/null".into()],
            memory_mib: limits.compile_memory_mib,
            cpu_seconds: limits.compile_seconds,
            // A test program has about 13 MiB.
            file_mib: 256,
            closed,
        };
        let kit_name = format!("kit_{:016x}{:016x}", secret(), secret());
        let claims_name = format!("claims_{:016x}{:016x}", secret(), secret());
        let mut environment = BuildEnvironment {
            tests: kit.root.join("tests"),
            folder,
            _passing: passing,
            driver,
            sandbox,
            limits,
            lints,
            seed,
            compile_sandbox,
            kit_name,
            claims_name,
            own_network,
            own_processes,
            recipes: BTreeMap::new(),
            clinic: None,
        };
        for kata in katas {
            environment.write_lints(kata)?;
        }
        for (number, recipes) in asked.into_iter().enumerate() {
            let any = recipes.values().next().context("no kata is to be graded")?;
            let facade = environment.build_facade(number, any)?;
            for (kata, recipe) in &recipes {
                environment.recipes.insert(kata.clone(), environment.of_kata(kata, recipe, &facade));
            }
            if let Some(clinic) = clinic.filter(|_| number == 0) {
                environment.open_clinic(kit, clinic, any)?;
            }
        }
        Ok(environment)
    }

    /// The folder with the list of items that `kata` may not use.
    pub fn lints(&self, kata: &str) -> PathBuf {
        self.folder.join("lints").join(kata)
    }

    /// Writes the list for `kata`: without the items that it is granted.
    fn write_lints(&self, kata: &Kata) -> Result<()> {
        let mut list: Table = toml::from_str(LINTS).context("the list of what is forbidden")?;
        for forbidden in list.iter_mut().filter_map(|(_, forbidden)| forbidden.as_array_mut()) {
            forbidden.retain(|item| {
                let path = item.get("path").and_then(|path| path.as_str()).unwrap_or_default();
                // The clinic's checks are compiled with what they check, and `#[tokio::test]` builds a runtime.
                let of_its_checks = kata.name == clinic::NAME && path.starts_with("tokio::runtime::");
                !of_its_checks && !kata.grants.iter().any(|grant| grant.lifts(path))
            });
        }
        let folder = self.lints(&kata.name);
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        write(&folder.join(LIST), &toml::to_string(&list)?)
    }

    /// Builds the library that katas see: the kit's, without the probe. `recipe` is that of any kata that is compiled
    /// with the same library.
    fn build_facade(&self, number: usize, recipe: &Recipe) -> Result<PathBuf> {
        let source = format!("pub use {}::*;\n#[allow(dead_code)]\nmod probe {{}}\n", self.kit_name);
        let folder = self.folder.join(format!("facade-{number}"));
        self.build_library("tokio_katas", &source, &folder, recipe.of_a_library(|it| self.kits_own(it)))
            .context("the kit's library cannot be shown to katas")
    }

    /// Builds the checks' own library, and finds the arguments for the clinic's programs.
    fn open_clinic(&mut self, kit: &Kit, clinic: &Kata, recipe: &Recipe) -> Result<()> {
        let ward = Ward::open(kit, clinic)?;
        let tokio = |(name, path): (&str, &str)| match name {
            "tokio" => vec![format!("{name}={path}")],
            _ => self.kits_own((name, path)),
        };
        let arguments = recipe.of_a_library(tokio);
        let library = ward.library(&self.kit_name);
        let library = self
            .build_library(&ward.kit_name, &library, &self.folder.join("clinic"), arguments)
            .context("the library of the clinic's checks cannot be built")?;
        let own = format!("{}={}", ward.kit_name, library.display());
        let recipe =
            recipe.of_plain_tests(clinic::NAME).context("Cargo compiles the tests in an unknown way")?;
        let arguments = recipe.for_a_submission(|it| match it.0 {
            "tokio_katas" => [self.kits_own(it), vec![own.clone()]].concat(),
            _ => tokio(it),
        });
        self.recipes.insert(clinic::NAME.to_owned(), arguments);
        self.clinic = Some(ward);
        Ok(())
    }

    fn build_library(
        &self,
        name: &str,
        source: &str,
        folder: &Path,
        arguments: Vec<String>,
    ) -> Result<PathBuf> {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let (file, library) = (folder.join("lib.rs"), folder.join(format!("lib{name}.rlib")));
        write(&file, source)?;
        let mut command = Command::new(&self.driver);
        command.arg(&file).args(["--crate-name", name]).args(arguments);
        command.args(["-C", &format!("metadata={name}"), "-o"]).arg(&library);
        let output = command.output().context("cannot start the compiler")?;
        if !output.status.success() {
            bail!("{}", String::from_utf8_lossy(&output.stderr).trim());
        }
        Ok(library)
    }

    /// The kit's own library under its secret name, and no other crate.
    fn kits_own(&self, (name, path): (&str, &str)) -> Vec<String> {
        if name == "tokio_katas" { vec![format!("{}={path}", self.kit_name)] } else { Vec::new() }
    }

    /// The compiler's arguments for a kata that sees `facade`.
    fn of_kata(&self, kata: &str, recipe: &Recipe, facade: &Path) -> Vec<String> {
        recipe.for_a_submission(|(name, path)| match name {
            name if name == kata => vec![format!("{}={path}", self.claims_name)],
            "tokio_katas" => {
                [self.kits_own((name, path)), vec![format!("{name}={}", facade.display())]].concat()
            }
            name => vec![if path.is_empty() { name.to_owned() } else { format!("{name}={path}") }],
        })
    }

    /// The compiler's arguments for the tests of `kata`.
    pub fn recipe(&self, kata: &str) -> Result<&[String]> {
        let recipe = self.recipes.get(kata).map(Vec::as_slice);
        recipe.with_context(|| format!("there is no way to compile {kata}"))
    }

    /// Where the libraries lie that `kata` is compiled with.
    pub fn libraries(&self, kata: &str) -> Result<BTreeSet<PathBuf>> {
        let arguments = self.recipe(kata)?;
        let folder = |pair: &[String]| match (pair[0].as_str(), pair[1].split_once('=')) {
            ("-L", None) => Some(PathBuf::from(&pair[1])),
            ("-L", Some((_, folder))) => Some(PathBuf::from(folder)),
            ("--extern", Some((_, library))) => Path::new(library).parent().map(Path::to_owned),
            _ => None,
        };
        Ok(arguments.windows(2).filter_map(folder).collect())
    }

    /// The clinic, if it is graded.
    pub fn ward(&self) -> Result<&Ward> {
        self.clinic.as_ref().context("the clinic is not graded in this run")
    }

    /// Creates a worker directory for one worker, with the tests on it.
    pub fn worker_dir(&self, number: usize) -> Result<WorkerDir> {
        let folder = self.folder.join(format!("worker-{number}"));
        let worker_dir = WorkerDir { tree: folder.join("tree"), out: folder.join("out") };
        fs::create_dir_all(worker_dir.tree.join("katas"))
            .and_then(|()| fs::create_dir_all(&worker_dir.out))
            .with_context(|| format!("cannot make {}", folder.display()))?;
        if let Some(ward) = &self.clinic {
            ward.lay_out(&worker_dir, &self.kit_name)?;
        }
        for kata in self.recipes.keys().filter(|kata| *kata != clinic::NAME) {
            self.copy(kata, "main.rs", &worker_dir)?;
            let bridges = self.tests.join(kata).join("bridge");
            for entry in
                fs::read_dir(&bridges).with_context(|| format!("cannot read {}", bridges.display()))?
            {
                let name = entry?.file_name();
                self.copy(kata, &format!("bridge/{}", name.to_string_lossy()), &worker_dir)?;
            }
        }
        Ok(worker_dir)
    }

    /// Copies a file that registers `kata` to a worker directory, with the names that only such files know.
    fn copy(&self, kata: &str, name: &str, worker_dir: &WorkerDir) -> Result<()> {
        let (from, to) =
            (self.tests.join(kata).join(name), worker_dir.tree.join("tests").join(kata).join(name));
        let text = fs::read_to_string(&from).with_context(|| format!("cannot read {}", from.display()))?;
        fs::create_dir_all(to.parent().unwrap_or(&to))?;
        let text = text.replace("tokio_katas::probe", &format!("{}::probe", self.kit_name));
        // Programs compiled in a worker directory run there and nowhere else, so they need no check of their origin.
        let text = text.replace("::run_kata!()", "::run_claims()");
        write(&to, &with_crate(&text, kata, &self.claims_name))
    }
}

/// `text` with the crate `old` replaced by `new` at the beginning of paths.
fn with_crate(text: &str, old: &str, new: &str) -> String {
    let mut changed = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(&format!("{old}::")) {
        let (before, path) = rest.split_at(at);
        let goes_on = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
        let begins = !before.ends_with(goes_on);
        changed += before;
        changed += if begins { new } else { old };
        rest = &path[old.len()..];
    }
    changed + rest
}

fn rustc(kit: &Kit, arguments: &[&str]) -> Result<String> {
    let program = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(program)
        .args(arguments)
        .current_dir(&kit.root)
        .output()
        .context("cannot start rustc")?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn sysroot(kit: &Kit) -> Result<PathBuf> {
    let path = PathBuf::from(rustc(kit, &["--print", "sysroot"])?);
    fs::canonicalize(&path).with_context(|| format!("cannot find the toolchain at {}", path.display()))
}

/// The toolchain in one line, for the report.
pub fn toolchain(kit: &Kit) -> Result<String> {
    rustc(kit, &["--version"])
}

/// A fingerprint of all that a grade depends on: the kit, the runner, the toolchain.
pub fn fingerprint(kit: &Kit, katas: &[&Kata]) -> Result<String> {
    let mut fingerprint = Fingerprint::default();
    fingerprint.text(rustc(kit, &["-vV"])?);
    let here = [
        "Cargo.toml",
        "Cargo.lock",
        "rust-toolchain.toml",
        "katas/katas.toml",
        "macros",
        "src",
        "verdict",
        "tests",
        "runner/src",
    ];
    let mut paths: Vec<PathBuf> = here.iter().map(PathBuf::from).collect();
    for kata in katas {
        fingerprint.text(&kata.name);
        if kata.name == clinic::NAME {
            paths.extend(clinic::sources(kit));
            continue;
        }
        paths.push(kit.stub_file(&kata.name));
        paths.push(kit.answers().join(&kata.name).join("reference.rs"));
        paths.extend(kit.judges(&kata.name).into_iter().map(|path| kit.root.join(path)));
    }
    // By their paths in the kit: the same kit elsewhere is the same one.
    for path in paths {
        let path = path.strip_prefix(&kit.root).unwrap_or(&path);
        fingerprint.tree(&kit.root, path).with_context(|| format!("cannot read {}", path.display()))?;
    }
    Ok(fingerprint.finish())
}
