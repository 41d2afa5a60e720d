//! `cargo kata` through its alias, in a workspace in which a small program stands for the companion.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

const COMPANION: &str = r#"
fn main() {
    let line = std::io::stdin().lines().next().unwrap().unwrap();
    println!("{:?} {line}", std::env::args().skip(1).collect::<Vec<_>>());
    std::process::exit(7);
}
"#;

fn workspace() -> TempDir {
    let kit = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the runner stands in the kit");
    let folder = TempDir::new().expect("a folder");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    for path in [".cargo/config.toml", "Cargo.lock", "runner/launcher/Cargo.toml", "runner/launcher/main.rs"]
    {
        write(path, &fs::read_to_string(kit.join(path)).expect("a file of the kit"));
    }
    write(
        "Cargo.toml",
        "[workspace]\nmembers = [\"runner\", \"runner/launcher\"]\nresolver = \"3\"\n\n[workspace.package]\n\
         edition = \"2024\"\nrust-version = \"1.95\"\nlicense = \"MIT\"\npublish = false\n",
    );
    write(
        "runner/Cargo.toml",
        "[package]\nname = \"runner\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[features]\ngrade = []\n\n\
         [[bin]]\nname = \"kata\"\npath = \"src/main.rs\"\n\n\
         [[bin]]\nname = \"kata-grade\"\npath = \"src/grade.rs\"\nrequired-features = [\"grade\"]\n",
    );
    write("runner/src/main.rs", COMPANION);
    write("runner/src/grade.rs", &COMPANION.replace("exit(7)", "exit(3)"));
    write("runner/src/words.txt", "");
    folder
}

/// `cargo kata ARGUMENTS`: its exit code and what it says.
fn kata(place: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.arg("kata").args(arguments).current_dir(place).env("CARGO_NET_OFFLINE", "true");
    for name in ["CARGO_TARGET_DIR", "CARGO_BUILD_TARGET_DIR", "CARGO_MANIFEST_DIR"] {
        cargo.env_remove(name);
    }
    let mut child = cargo
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("cargo starts");
    // It may have ended without reading.
    let _ = child.stdin.take().expect("a pipe").write_all(b"typed\n");
    let output = child.wait_with_output().expect("it ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_companion_is_built_once_and_aloud() {
    let folder = workspace();
    let root = folder.path();
    let (code, out, err) = kata(root, &["check", "--json", "a b"]);
    assert_eq!((code, out.as_str()), (Some(7), "[\"check\", \"--json\", \"a b\"] typed\n"), "{err}");
    assert!(err.starts_with("building the companion, once, which takes about a minute\n"), "{err}");
    assert!(err.contains("Compiling runner v0.1.0") && err.contains("Finished"), "{err}");

    // From then on nothing is said, wherever it is called from.
    fs::create_dir(root.join("katas")).expect("a folder");
    let (code, out, err) = kata(&root.join("katas"), &["--help"]);
    assert_eq!((code, out.as_str(), err.as_str()), (Some(7), "[\"--help\"] typed\n", ""));

    // Another kit, even where it is as old as the one before it.
    let source = root.join("runner/src/main.rs");
    let modified = fs::metadata(&source).and_then(|it| it.modified()).expect("a time");
    fs::write(&source, COMPANION.replace("exit(7)", "exit(8) /* new */")).expect("a file");
    let (code, _, err) = kata(root, &[]);
    assert_eq!(code, Some(8), "{err}");
    assert!(err.starts_with("bringing the companion up to date\n"), "{err}");
    assert_eq!(kata(root, &[]).2, "");
    let file = fs::File::options().append(true).open(root.join("runner/src/words.txt")).expect("a file");
    file.set_modified(modified - std::time::Duration::from_secs(9)).expect("a time");
    let (code, _, err) = kata(root, &[]);
    assert_eq!((code, err.lines().next()), (Some(8), Some("bringing the companion up to date")), "{err}");
    assert_eq!(kata(root, &[]).2, "");

    // One that does not compile is not run, and the next try is one.
    fs::write(&source, "fn main() { nonsense }").expect("a file");
    for _ in 0..2 {
        let (code, out, err) = kata(root, &[]);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{err}");
        assert!(err.contains("cannot find value `nonsense`"), "{err}");
        assert!(err.ends_with("error: the companion could not be built\n"), "{err}");
    }
}

/// A learner does not wait for what only instructors use.
#[test]
fn the_large_program_is_built_when_one_of_its_commands_is_asked_for() {
    let folder = workspace();
    let root = folder.path();
    for arguments in [&["help"][..], &["--color", "grade", "check"], &["timeline", "verify"], &["--version"]]
    {
        let (code, _, err) = kata(root, arguments);
        assert_eq!(code, Some(7), "{arguments:?}: {err}");
    }
    assert!(!root.join("target/debug/kata-grade").exists());

    let (code, out, err) = kata(root, &["--color", "never", "grade", "a b"]);
    let passed_on = "[\"--color\", \"never\", \"grade\", \"a b\"] typed\n";
    assert_eq!((code, out.as_str()), (Some(3), passed_on), "{err}");
    assert!(
        err.starts_with("building the program for grading and pictures, once, which takes about a minute\n"),
        "{err}"
    );
    for arguments in [
        &["help", "export"][..],
        &["merge"],
        &["class", "plan"],
        &["--color=never", "verify", "check"],
        &["timeline", "--svg=x"],
    ] {
        let (code, _, err) = kata(root, arguments);
        assert_eq!((code, err.as_str()), (Some(3), ""), "{arguments:?}");
    }
    // Neither is taken for the other.
    assert_eq!(kata(root, &["check"]).0, Some(7));

    fs::write(root.join("runner/src/grade.rs"), "fn main() { nonsense }").expect("a file");
    let (code, _, err) = kata(root, &["grade"]);
    assert_eq!(code, Some(2), "{err}");
    assert!(err.starts_with("bringing the program for grading and pictures up to date\n"), "{err}");
    assert!(err.ends_with("error: the program for grading and pictures could not be built\n"), "{err}");
}
