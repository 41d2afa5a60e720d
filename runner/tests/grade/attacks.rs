//! The attacks in `runner/tests/attacks`: none gets a point that it did not earn, each ends for a
//! reason that fits, and none reaches the machine or another submission.
//!
//! The header of a file says what it tries, which level it is about, the reasons that fit (with the
//! list of what is forbidden, and behind it), and the points that it earns, 0 unless it says so.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::kit::{attacks, graded, level, read, reasons, reference, stub, submission, target, write};

struct Attack {
    name: String,
    text: String,
    level: String,
    expects: Vec<String>,
    behind: Option<Vec<String>>,
    points: u64,
}

impl Attack {
    fn new(name: &str, source: &str) -> Attack {
        let header = |key: &str| {
            let prefix = format!("//! {key}: ");
            source.lines().find_map(|line| line.strip_prefix(&prefix)).map(str::to_owned)
        };
        let list = |text: String| text.split(", ").map(str::to_owned).collect::<Vec<_>>();
        // The other level is answered as in the reference.
        let rest = reference();
        let at = rest.find("/// Two numbers.").expect("the pair");
        let rest = if header("pair").is_some() {
            rest[..at].replace("//! A kata for the tests of the grader.", "")
        } else {
            rest[at..].to_owned()
        };
        Attack {
            name: name.to_owned(),
            text: format!("{source}\n{rest}"),
            level: header("level").expect("a level"),
            expects: list(header("expects").expect("what it expects")),
            behind: header("behind the list").map(list),
            points: header("points").map_or(0, |points| points.parse().expect("points")),
        }
    }

    /// What is wrong with how it was graded, and its line in the table.
    fn judge(&self, grade: &serde_json::Value, expects: &[String]) -> (Option<String>, String) {
        let submission = submission(grade, &self.name);
        let own = level(submission, &self.level);
        let other = level(submission, if self.level == "total" { "pair" } else { "total" });
        let reasons = reasons(own);
        let row = format!(
            "{:32} {:32} {:>2}/{}  other level {}/{}",
            self.name,
            reasons.join(", "),
            own["points"],
            own["max_points"],
            other["points"],
            other["max_points"],
        );
        let fits = reasons.iter().all(|reason| expects.contains(reason));
        let earned = own["points"] == self.points;
        let complaint = (!fits || !earned).then(|| {
            let message = own["claims"][0]["message"].as_str().unwrap_or_default();
            format!("{row}\n  expected {expects:?} and {} points\n{message}", self.points)
        });
        (complaint, row)
    }
}

fn corpus() -> Vec<Attack> {
    let entries = fs::read_dir(attacks()).expect("the attacks");
    let mut paths: Vec<_> =
        entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_file()).collect();
    paths.sort();
    let name = |path: &Path| path.file_stem().expect("a name").to_string_lossy().into_owned();
    let mut corpus: Vec<Attack> = paths.iter().map(|path| Attack::new(&name(path), &read(path))).collect();
    let arms: String = (0..2500).map(|arm| format!("0..={arm} => {arm},\n")).collect();
    corpus.push(Attack::new("39_warnings", &generated(&format!("match numbers.len() {{\n{arms}_ => 0 }}"))));
    // A file of the test's own, where the compiler could read it.
    let file = target().join("grade-own-file.txt");
    write(&file, "harmless");
    corpus.push(Attack::new(
        "26_reads_a_file_of_ours",
        &format!(
            "//! level: total\n//! expects: forbidden_input\n//! behind the list: forbidden_input\n\n\
             pub async fn total(numbers: Vec<u64>) -> u64 {{\n    let _ = numbers;\n    \
             include_bytes!({file:?}).len() as u64\n}}\n"
        ),
    ));
    corpus
}

fn generated(body: &str) -> String {
    let expects = "compile_limit, compile_error, assert, panic";
    format!(
        "//! level: total\n//! expects: {expects}\n\npub async fn total(numbers: Vec<u64>) -> u64 {{\n{body}\n}}\n"
    )
}

/// Grades all of `corpus` in one run and holds each against what it expects.
fn run<'a>(corpus: impl Iterator<Item = (&'a Attack, &'a [String])>, arguments: &[&str], title: &str) {
    let corpus: Vec<_> = corpus.collect();
    let folder = tempfile::tempdir().expect("a folder");
    for (attack, _) in &corpus {
        write(&folder.path().join(&attack.name).join("katas/tiny.rs"), &attack.text);
    }
    // Seven is the seed for which the table of answers is not right by chance.
    let limits = ["--limit", "1.5", "--compile-limit", "8", "--memory", "512", "--seed", "7"];
    let start = Instant::now();
    let (code, grade) =
        graded(&[&[folder.path().to_str().expect("plain text")], &limits[..], arguments].concat());
    assert_eq!(code, Some(1), "the grader itself must not fail");
    let seconds = start.elapsed().as_secs_f64();
    let mut table = format!("{title}: {} submissions in {seconds:.1} s\n", corpus.len());
    let mut complaints = String::new();
    for (attack, expects) in corpus {
        let (complaint, row) = attack.judge(&grade, expects);
        writeln!(table, "{row}").expect("a string");
        if let Some(complaint) = complaint {
            writeln!(complaints, "{complaint}").expect("a string");
        }
    }
    println!("{table}");
    assert!(complaints.is_empty(), "{complaints}");
}

#[test]
fn no_attack_earns_a_point() {
    let corpus = corpus();
    run(corpus.iter().map(|attack| (attack, &attack.expects[..])), &[], "with all layers");
    // Not by pgrep: a small image has none.
    let processes = fs::read_dir("/proc").expect("the processes").flatten();
    let outlived =
        |path: PathBuf| fs::read(path.join("cmdline")).is_ok_and(|line| line.ends_with(b"sleep\x0098765\0"));
    assert!(!processes.map(|entry| entry.path()).any(outlived), "a program outlived its claim");
}

/// The list is only the first wall.
#[test]
fn no_attack_earns_a_point_behind_the_list() {
    let corpus = corpus();
    let behind = corpus.iter().filter_map(|attack| Some((attack, attack.behind.as_deref()?)));
    run(behind, &["--without-lints"], "behind the list");
}

/// A text that is right and long, and a compiler that may compute for less than it takes. The next in line is
/// compiled as ever.
#[test]
fn a_compiler_that_takes_too_long_is_stopped() {
    let names: Vec<String> = (0..600).map(|number| format!("S{number}")).collect();
    let names = names.join(" ");
    let long = format!(
        "macro_rules! of_each {{\n    ($($name:ident)*) => {{\n        $(\n            #[derive(Clone, Debug, \
         Default, Eq, Hash, Ord, PartialEq, PartialOrd)]\n            struct $name(u64, String, Vec<u8>, \
         Option<Box<$name>>);\n        )*\n        fn all() -> usize {{\n            let mut sum = 0;\n            \
         $(\n                let mut it = [$name::default(), $name::default().clone()];\n                \
         it.sort();\n                sum += format!(\"{{it:?}}\").len();\n            )*\n            sum\n        \
         }}\n    }};\n}}\nof_each! {{ {names} }}\n"
    );
    let answer = reference().replace("//! A kata for the tests of the grader.", "");
    let answer = answer.replacen(
        "numbers.iter().sum()",
        "{ if numbers.is_empty() { all(); } numbers.iter().sum() }",
        1,
    );
    assert!(answer.contains("all()"));
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder.path().join("alice/katas/tiny.rs"), &format!("{answer}\n{long}"));
    write(&folder.path().join("bob/katas/tiny.rs"), &reference());
    let (code, grade) =
        graded(&[folder.path().to_str().expect("plain text"), "--compile-limit", "4", "--jobs", "1"]);
    assert_eq!(code, Some(1));
    assert_eq!(reasons(level(submission(&grade, "alice"), "total")), ["compile_limit"]);
    assert_eq!(submission(&grade, "bob")["points"], 5);
}

/// What stands beside the katas of a submission is not read, let alone run.
#[test]
fn only_the_katas_count() {
    let folder = tempfile::tempdir().expect("a folder");
    let mark = folder.path().join("mark");
    let alice = folder.path().join("many/alice");
    write(&alice.join("katas/tiny.rs"), &stub());
    let evil = format!("fn main() {{ std::fs::write({mark:?}, \"\").unwrap(); }}");
    write(&alice.join("build.rs"), &evil);
    write(&alice.join("katas/build.rs"), &evil);
    write(
        &alice.join("Cargo.toml"),
        "[package]\nname = \"tokio-katas\"\nbuild = \"build.rs\"\n[lints.rust]\nunsafe_code = \"allow\"\n",
    );
    write(
        &alice.join(".cargo/config.toml"),
        "[target.'cfg(all())']\nrunner = [\"true\"]\n[build]\nrustc-wrapper = \"true\"\n",
    );
    write(&alice.join("rust-toolchain.toml"), "[toolchain]\nchannel = \"nightly-2015-01-01\"\n");
    write(&alice.join(".clippy.toml"), "");
    write(&alice.join("katas/clippy.toml"), "");
    write(&alice.join("katas/katas.toml"), "[[kata]]\nname = \"tiny\"\nteaches = \"\"\nlevel = []\n");
    write(&alice.join("tests/tiny.rs"), "#[test] fn total() {}");
    write(&alice.join("tests/tiny/total.rs"), "#[test] fn it_adds() {}");
    write(&alice.join(".config/nextest.toml"), "[profile.default]\nretries = 9\n");
    write(&alice.join(".github/workflows/ci.yml"), "on: push\n");
    write(&alice.join("answers/tiny/stub.rs"), &reference());
    // Right after the same path held a right answer, with an old time stamp.
    let many = folder.path().join("many");
    write(&folder.path().join("right/alice/katas/tiny.rs"), &reference());
    let (code, grade) = graded(&[folder.path().join("right").to_str().expect("plain text")]);
    assert_eq!((code, &submission(&grade, "alice")["points"]), (Some(0), &5.into()));
    let file = fs::File::options().write(true).open(alice.join("katas/tiny.rs")).expect("the kata");
    let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_577_836_800);
    file.set_modified(long_ago).expect("a time stamp");
    let (code, grade) = graded(&[many.to_str().expect("plain text")]);
    let alice = submission(&grade, "alice");
    assert_eq!((code, &alice["points"]), (Some(1), &0.into()));
    assert_eq!(reasons(level(alice, "total")), ["not_started"]);
    assert_eq!(reasons(level(alice, "pair")), ["not_started"]);
    assert!(!mark.exists(), "a build script of a submission was run");
}
