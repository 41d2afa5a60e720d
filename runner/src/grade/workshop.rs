//! The grader's own tree: what stands around a submission's kata when it is compiled. Cargo is asked
//! once how it would compile each kata's tests; after that its answer is used without it.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::hash::{BuildHasher, DefaultHasher, Hash, Hasher, RandomState};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, anyhow, bail};
use toml::Table;

use super::cell::{self, Cell};
use super::folders::Passing;
use super::model::{Limits, Sandbox};
use super::{network, words};
use crate::grants::Grant;
use crate::kit::{Kata, Kit, by_feature};
use crate::process::Group;

/// Set where this program stands in for rustc: the folder into which it notes how it was called.
pub const NOTES: &str = "TOKIO_KATAS_NOTE_RUSTC";

/// The name of its folders.
pub const KIND: &str = "run";

/// What a graded kata may not use.
const LINTS: &str = include_str!("clippy.toml");

/// Crates of the seal: for the kit's own library, and no name in a kata.
const NOT_FOR_KATAS: [&str; 4] = ["landlock", "libc", "rlimit", "seccompiler"];

/// Everything that is needed to compile and run.
pub struct Workshop {
    pub folder: PathBuf,
    _passing: Passing,
    pub driver: PathBuf,
    pub sandbox: Sandbox,
    pub limits: Limits,
    /// Whether the list of what is forbidden is in force.
    pub lints: bool,
    pub seed: u64,
    pub cell: Cell,
    /// The kit's library under a name that no kata can know: it has the probe, which is the claims'
    /// alone. Katas see a library of the usual name without it.
    pub kit_name: String,
    /// Whether claims that may use the loopback have a network of their own.
    pub own_network: bool,
    recipes: BTreeMap<String, Recipe>,
    tests: PathBuf,
}

/// How the tests of one kata are compiled.
struct Recipe {
    arguments: Vec<String>,
    /// The library that the kata sees.
    facade: PathBuf,
}

/// What a workshop is set up for.
pub struct Setup {
    /// Where it makes a folder of its own.
    pub base: PathBuf,
    pub limits: Limits,
    pub lints: bool,
    pub seed: u64,
}

impl Workshop {
    /// Builds the kit and asks how the tests of `katas` are compiled.
    pub fn open(kit: &Kit, katas: &[&Kata], setup: Setup) -> Result<Workshop> {
        let Setup { base, limits, lints, seed } = setup;
        let secret = || RandomState::new().build_hasher().finish();
        let passing = Passing::make(&base, KIND)?;
        let folder = passing.path.clone();
        let asked = by_feature(katas)
            .into_iter()
            .map(|(feature, katas)| ask_cargo(kit, feature, &katas, &folder))
            .collect::<Result<Vec<_>>>()?;
        let sysroot = sysroot(kit)?;
        let driver = sysroot.join("bin").join(format!("clippy-driver{}", env::consts::EXE_SUFFIX));
        if !driver.is_file() {
            bail!("the toolchain has no clippy-driver: `rustup component add clippy`");
        }
        let closed = cell::can_close();
        let sealed = closed && cfg!(target_os = "linux");
        let mut layers = vec![
            ("collect", true),
            ("lints", lints),
            ("inputs", true),
            ("compile_limits", cfg!(unix)),
            ("compile_files", closed),
            ("process_per_claim", true),
            ("seal", sealed),
        ];
        let talkers: Vec<&str> =
            katas.iter().filter(|kata| kata.may(Grant::Loopback)).map(|kata| kata.name.as_str()).collect();
        let own_network = !talkers.is_empty() && network::can_be_alone();
        let mut notes = Vec::new();
        if !talkers.is_empty() {
            layers.push(("own_network", own_network));
        }
        if !talkers.is_empty() && !own_network {
            notes.push(words::network_is_shared(&talkers));
        }
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
        read.extend([sysroot, kit.target(), folder.clone()]);
        let cell = Cell {
            read,
            write: vec!["/dev/null".into()],
            memory_mib: limits.compile_memory_mib,
            cpu_seconds: limits.compile_seconds,
            file_mib: 256,
            closed,
        };
        let kit_name = format!("kit_{:016x}{:016x}", secret(), secret());
        let mut workshop = Workshop {
            tests: kit.root.join("tests"),
            folder,
            _passing: passing,
            driver,
            sandbox,
            limits,
            lints,
            seed,
            cell,
            kit_name,
            own_network,
            recipes: BTreeMap::new(),
        };
        for kata in katas {
            workshop.write_lints(kata)?;
        }
        for (number, recipes) in asked.into_iter().enumerate() {
            let any = recipes.values().next().context("no kata is to be graded")?;
            let facade = workshop.build_facade(number, any)?;
            let recipe = |arguments| Recipe { arguments, facade: facade.clone() };
            workshop.recipes.extend(recipes.into_iter().map(|(kata, arguments)| (kata, recipe(arguments))));
        }
        Ok(workshop)
    }

    /// The folder with the list of what `kata` may not use.
    pub fn lints(&self, kata: &str) -> PathBuf {
        self.folder.join("lints").join(kata)
    }

    /// The list for `kata`: without what it is granted.
    fn write_lints(&self, kata: &Kata) -> Result<()> {
        let mut list: Table = toml::from_str(LINTS).context("the list of what is forbidden")?;
        for forbidden in list.iter_mut().filter_map(|(_, forbidden)| forbidden.as_array_mut()) {
            forbidden.retain(|item| {
                let path = item.get("path").and_then(|path| path.as_str()).unwrap_or_default();
                !kata.grants.iter().any(|grant| grant.lifts(path))
            });
        }
        let folder = self.lints(&kata.name);
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        write(&folder.join("clippy.toml"), &toml::to_string(&list)?)
    }

    /// The library that katas see: the kit's, without its probe. `recipe` is that of any kata that
    /// is compiled with the same one.
    fn build_facade(&self, number: usize, recipe: &[String]) -> Result<PathBuf> {
        let folder = self.folder.join(format!("facade-{number}"));
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let (source, facade) = (folder.join("facade.rs"), folder.join("libtokio_katas.rlib"));
        write(&source, &format!("pub use {}::*;\n#[allow(dead_code)]\nmod probe {{}}\n", self.kit_name))?;
        let mut command = Command::new(&self.driver);
        command.arg(&source).args([
            "--crate-name",
            "tokio_katas",
            "--crate-type",
            "rlib",
            "--edition",
            "2024",
        ]);
        command.args(["-C", "metadata=facade", "-C", "embed-bitcode=no", "-o"]).arg(&facade);
        let mut arguments = recipe.iter();
        while let Some(argument) = arguments.next() {
            if let Some(path) = self.kits_own(argument) {
                command.args(["--extern", &path]);
            } else if argument == "-L" {
                command.arg("-L").args(arguments.next());
            }
        }
        let output = command.output().context("cannot start the compiler")?;
        if !output.status.success() {
            bail!(
                "the kit's library cannot be shown to katas: {}",
                String::from_utf8_lossy(&output.stderr).trim()
            );
        }
        Ok(facade)
    }

    /// `tokio_katas=PATH` under the secret name.
    fn kits_own(&self, argument: &str) -> Option<String> {
        argument.strip_prefix("tokio_katas=").map(|path| format!("{}={path}", self.kit_name))
    }

    /// How the tests of `kata` are compiled: what Cargo would say, without what is ours to say.
    pub fn recipe(&self, kata: &str) -> Result<Vec<String>> {
        let recipe = self.recipes.get(kata).with_context(|| format!("there is no way to compile {kata}"))?;
        let mut arguments = Vec::new();
        let mut rest = recipe.arguments.iter();
        while let Some(argument) = rest.next() {
            match argument.as_str() {
                "--out-dir" => drop(rest.next()),
                "-C" | "--codegen" => {
                    let option = rest.next().map(String::as_str).unwrap_or_default();
                    if !["debuginfo", "incremental", "extra-filename"]
                        .iter()
                        .any(|ours| option.starts_with(ours))
                    {
                        arguments.extend(["-C".to_owned(), option.to_owned()]);
                    }
                }
                "--extern" => {
                    let it = rest.next().map(String::as_str).unwrap_or_default();
                    if let Some(own) = self.kits_own(it) {
                        let facade = format!("tokio_katas={}", recipe.facade.display());
                        arguments.extend(["--extern".to_owned(), own, "--extern".to_owned(), facade]);
                    } else if !NOT_FOR_KATAS.contains(&it.split('=').next().unwrap_or_default()) {
                        arguments.extend(["--extern".to_owned(), it.to_owned()]);
                    }
                }
                it if [
                    "--error-format",
                    "--json",
                    "--emit",
                    "--diagnostic-width",
                    "--warn",
                    "--cap-lints",
                ]
                .iter()
                .any(|ours| it.starts_with(ours)) => {}
                it => arguments.push(it.to_owned()),
            }
        }
        Ok(arguments)
    }

    /// A bench of its own for each worker, with the tests on it.
    pub fn bench(&self, number: usize) -> Result<Bench> {
        let folder = self.folder.join(format!("bench-{number}"));
        let bench = Bench { tree: folder.join("tree"), out: folder.join("out") };
        fs::create_dir_all(bench.tree.join("katas"))
            .and_then(|()| fs::create_dir_all(&bench.out))
            .with_context(|| format!("cannot make {}", folder.display()))?;
        for kata in self.recipes.keys() {
            self.copy(&format!("{kata}.rs"), &bench)?;
            let claims = self.tests.join(kata);
            for entry in fs::read_dir(&claims).with_context(|| format!("cannot read {}", claims.display()))? {
                let name = entry?.file_name();
                self.copy(&format!("{kata}/{}", name.to_string_lossy()), &bench)?;
            }
        }
        Ok(bench)
    }

    fn copy(&self, name: &str, bench: &Bench) -> Result<()> {
        let (from, to) = (self.tests.join(name), bench.tree.join("tests").join(name));
        let text = fs::read_to_string(&from).with_context(|| format!("cannot read {}", from.display()))?;
        fs::create_dir_all(to.parent().unwrap_or(&to))?;
        write(&to, &text.replace("tokio_katas::probe", &format!("{}::probe", self.kit_name)))
    }
}

/// Where one worker compiles.
pub struct Bench {
    pub tree: PathBuf,
    pub out: PathBuf,
}

impl Bench {
    /// Frees the room that the last program took.
    pub fn clear(&self) {
        // It is cleared once more before it is used.
        let _ = fs::remove_dir_all(&self.out);
    }
}

/// Writes a file anew.
pub fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
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
pub fn fingerprint(kit: &Kit, katas: &[&Kata]) -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    rustc(kit, &["-vV"])?.hash(&mut hasher);
    let here = ["Cargo.toml", "Cargo.lock", "rust-toolchain.toml", "katas/katas.toml", "src", "tests"];
    let mut paths: Vec<PathBuf> = here.iter().map(|name| kit.root.join(name)).collect();
    paths.push(kit.root.join("runner/src"));
    for kata in katas {
        kata.name.hash(&mut hasher);
        paths.push(kit.stub_file(&kata.name));
        paths.push(kit.answers().join(&kata.name).join("reference.rs"));
    }
    for path in paths {
        hash(&path, &mut hasher)?;
    }
    Ok(hasher.finish())
}

fn hash(path: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    let name = path.file_name().unwrap_or_default();
    name.hash(hasher);
    if path.is_dir() {
        let entries = fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))?;
        let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<PathBuf>>>()?;
        paths.sort();
        paths.iter().try_for_each(|path| hash(path, hasher))
    } else {
        // A part that is not there is a kit of its own.
        fs::read(path).unwrap_or_default().hash(hasher);
        Ok(())
    }
}

// ------------------------------------------------------------------------------- asking Cargo

/// Has Cargo build the kit's library, and note how it would go on to compile the tests of `katas`,
/// which need the same `feature`.
fn ask_cargo(
    kit: &Kit,
    feature: Option<&str>,
    katas: &[&Kata],
    folder: &Path,
) -> Result<BTreeMap<String, Vec<String>>> {
    let notes = folder.join("notes");
    fs::create_dir_all(&notes).with_context(|| format!("cannot make {}", notes.display()))?;
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["build", "--keep-going", "--locked", "--package", "tokio-katas", "--features", "seal"]);
    command.args(feature.into_iter().flat_map(|feature| ["--features", feature]));
    command.args(katas.iter().flat_map(|kata| ["--test", &kata.name]));
    command.env("RUSTC_WORKSPACE_WRAPPER", env::current_exe()?).env(NOTES, &notes);
    command
        .env("CARGO_TARGET_DIR", kit.target())
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_INCREMENTAL", "0");
    // What is compiled here is what is run: nothing of the caller's own may change it.
    for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "RUSTC_WRAPPER"] {
        command.env_remove(name);
    }
    command.current_dir(&kit.root).stdin(Stdio::null());
    let mut cargo = Group::start_piped(command).context("cannot start cargo")?;
    let (mut stdout, stderr) = (cargo.take_stdout()?, cargo.take_stderr()?);
    let said = std::thread::spawn(move || std::io::read_to_string(stderr));
    std::io::copy(&mut stdout, &mut std::io::sink())?;
    cargo.wait().context("cannot wait for cargo")?;
    let said = said.join().map_err(|_| anyhow!("cannot read what cargo says"))??;
    let recipe = |kata: &&Kata| {
        // Cargo calls this a failure, since no test came of it; the note is what was wanted.
        let Ok(note) = fs::read_to_string(notes.join(&kata.name)) else {
            bail!("the kit's own library does not build: {}", said.trim());
        };
        Ok((kata.name.clone(), serde_json::from_str(&note)?))
    };
    katas.iter().map(recipe).collect()
}

/// Stands in for rustc: compiles what is no test, and notes how the tests are to be compiled.
pub fn note(folder: &Path) -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [rustc, rest @ ..] = &arguments[..] else { return ExitCode::from(2) };
    if !rest.iter().any(|argument| argument == "--test") {
        let status = Command::new(rustc).args(rest).status();
        let code = status.ok().and_then(|status| status.code()).and_then(|code| u8::try_from(code).ok());
        return ExitCode::from(code.unwrap_or(101));
    }
    let name = rest.iter().skip_while(|argument| *argument != "--crate-name").nth(1);
    let noted =
        name.map(|name| -> Result<()> { Ok(fs::write(folder.join(name), serde_json::to_string(rest)?)?) });
    if let Some(Err(error)) = noted {
        eprintln!("error: {error:#}");
    }
    ExitCode::from(1)
}
