//! The table of what was seen of submissions that nobody had thought of: each kind with a harmless one of it, graded by
//! itself, with the reason that it ends for, the points that it earns and the seconds that the run takes.

use std::fs::{self, File};
use std::io::Write as _;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::grants::with;
use crate::kit::{attacks, graded_in, grants_kit, kit, read, reasons, reference, write};

/// A submission of one kind.
struct Row {
    what: &'static str,
    /// Puts it into a folder, which is graded.
    hand_in: fn(&Path),
    /// The kata of the grants kit that it is about; else it is about the tiny kit's.
    kata: Option<&'static str>,
    arguments: &'static [&'static str],
    expects: &'static [&'static str],
}

const fn tiny(what: &'static str, expects: &'static [&'static str], hand_in: fn(&Path)) -> Row {
    Row { what, hand_in, kata: None, arguments: &[], expects }
}

const fn granted(
    kata: &'static str,
    what: &'static str,
    expects: &'static [&'static str],
    hand_in: fn(&Path),
) -> Row {
    Row { what, hand_in, kata: Some(kata), arguments: &[], expects }
}

/// As it is behind the list of what is forbidden.
const fn behind_the_list(row: Row) -> Row {
    Row { arguments: &["--without-lints"], ..row }
}

/// The attack of that name, for all levels of the tiny kata.
fn attack(folder: &Path, name: &str) {
    let text = read(&attacks().join(format!("{name}.rs")));
    let rest = reference();
    let pair = rest.find("/// Two numbers.").expect("the pair");
    write(&folder.join("alice/katas/tiny.rs"), &format!("{text}\n{}", &rest[pair..]));
}

fn of_files(folder: &Path, code: &str) {
    write(&folder.join("alice/katas/files.rs"), &with("files", code));
}

fn of_wake(folder: &Path, code: &str) {
    write(&folder.join("alice/katas/wake.rs"), &with("wake", code));
}

fn pipe(path: &Path) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    assert!(Command::new("mkfifo").arg(path).status().is_ok_and(|made| made.success()), "mkfifo");
}

fn zip(path: &Path, names: &[String]) {
    let mut archive = zip::ZipWriter::new(File::create(path).expect("a file"));
    for name in names {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("an entry");
        archive.write_all(reference().as_bytes()).expect("an entry");
    }
    archive.finish().expect("an archive");
}

const ROWS: [Row; 26] = [
    tiny("an honest answer, to compare with", &["ok"], |folder| {
        write(&folder.join("alice/katas/tiny.rs"), &reference());
    }),
    tiny("code that runs before main", &["forbidden_api"], |folder| attack(folder, "20_constructor")),
    tiny("a function of assembler", &["forbidden_api"], |folder| attack(folder, "46_naked_function")),
    tiny("assembler beside all functions", &["forbidden_api"], |folder| {
        attack(folder, "46b_global_assembler")
    }),
    granted("files", "a neighbour's kata, read at compile time", &["forbidden_input"], |folder| {
        of_files(folder, "let _ = concat!(include_str!(\"wake.rs\"), \"\");");
        write(&folder.join("alice/katas/wake.rs"), &with("wake", ""));
    }),
    tiny("a program that would outlive its claim", &["forbidden_api"], |folder| attack(folder, "37b_orphan")),
    behind_the_list(tiny("the same behind the list", &["assert"], |folder| attack(folder, "37b_orphan"))),
    granted("files", "the mode of its own folder", &["panic"], |folder| {
        of_files(
            folder,
            "std::fs::set_permissions(folder, std::fs::metadata(folder).unwrap().permissions()).unwrap();",
        );
    }),
    granted("files", "the times of its own file", &["panic"], |folder| {
        of_files(
            folder,
            "std::fs::File::create(folder.join(\"x\")).unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();",
        );
    }),
    behind_the_list(granted("files", "the owner of its own folder", &["panic"], |folder| {
        of_files(folder, "std::os::unix::fs::chown(folder, None, None).unwrap();");
    })),
    tiny("a link in the place of a folder", &["bad_submission"], |folder| {
        write(&folder.join("elsewhere/katas/tiny.rs"), &reference());
        fs::create_dir_all(folder.join("class/alice")).expect("a folder");
        symlink(folder.join("elsewhere/katas"), folder.join("class/alice/katas")).expect("a link");
    }),
    tiny("the name of its thread", &["forbidden_api"], |folder| attack(folder, "33a_asks_for_the_test")),
    granted("wake", "the name of its thread, where threads are granted", &["panic"], |folder| {
        of_wake(
            folder,
            "let thread = format!(\"{:?}\", thread::current()); assert!(thread.contains(\"wait_for\"), \"{thread}\");",
        );
    }),
    tiny("a variable of the grader's, read at compile time", &["forbidden_input"], |folder| {
        attack(folder, "24e_reads_a_variable_of_the_graders");
    }),
    tiny("half a helper that is nested deeply", &["ok"], |folder| {
        let nested = "(".repeat(60);
        write(&folder.join("alice/katas/tiny.rs"), &format!("{}\nfn half() {{ {nested}", reference()));
    }),
    tiny("an error behind a hundred macros", &["compile_error"], |folder| {
        attack(folder, "control_deep_error");
    }),
    granted("files", "more files than a claim may leave", &["output_limit", "timeout"], |folder| {
        of_files(folder, "for n in 0.. { std::fs::write(folder.join(n.to_string()), \"\").unwrap(); }");
    }),
    granted("files", "folders within folders", &["output_limit", "timeout", "panic"], |folder| {
        of_files(
            folder,
            "let mut deep = folder.to_owned(); for _ in 0..3000 { deep.push(\"d\"); std::fs::create_dir(&deep).unwrap(); }",
        );
    }),
    tiny("a pipe named like an archive", &["bad_submission"], |folder| pipe(&folder.join("class/alice.zip"))),
    tiny("a runtime of its own", &["forbidden_api"], |folder| attack(folder, "47_a_runtime_of_its_own")),
    tiny("threads of its own", &["forbidden_api"], |folder| attack(folder, "37a_threads")),
    behind_the_list(tiny(
        "the same behind the list",
        &["ok", "assert", "panic", "oom", "signal"],
        |folder| {
            attack(folder, "37a_threads");
        },
    )),
    tiny("a destructor that goes on behind the verdict", &["ok"], |folder| {
        attack(folder, "control_slow_to_go");
    }),
    tiny("thirty helpers that do not compile", &["ok", "compile_error"], |folder| {
        let helpers: String =
            (0..30).map(|n| format!("fn helper{n}() -> u64 {{ helper{}() + no_{n} }}\n", n + 1)).collect();
        write(&folder.join("alice/katas/tiny.rs"), &format!("{}\n{helpers}", reference()));
    }),
    tiny("an archive of very many files", &["bad_submission"], |folder| {
        fs::create_dir_all(folder.join("class")).expect("a folder");
        let names: Vec<String> = (0..50_001).map(|number| format!("{number}")).collect();
        let mut archive = zip::ZipWriter::new(File::create(folder.join("class/alice.zip")).expect("a file"));
        for name in names {
            archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("an entry");
        }
        archive.finish().expect("an archive");
    }),
    tiny("a path that leads out of an archive", &["bad_submission"], |folder| {
        fs::create_dir_all(folder.join("class")).expect("a folder");
        let names = ["katas/tiny.rs", "../katas/tiny.rs"].map(str::to_owned);
        zip(&folder.join("class/alice.zip"), &names);
    }),
];

#[test]
fn the_table_of_what_was_seen() {
    let mut table = String::new();
    for Row { what, hand_in, kata, arguments, expects } in ROWS {
        let folder = tempfile::tempdir().expect("a folder");
        hand_in(folder.path());
        let class = folder.path().join("class");
        let class = if class.is_dir() { &class } else { folder.path() };
        let class = class.to_str().expect("plain text");
        let only = kata.map_or(vec![], |kata| vec!["--katas", kata]);
        let limits = ["--limit", "1.5", "--memory", "512", "--seed", "7", "--submission-limit", "60"];
        let arguments = [&[class], &limits[..], &only, arguments].concat();
        let start = Instant::now();
        let (code, grade) = graded_in(if kata.is_some() { grants_kit() } else { kit() }, &arguments);
        let seconds = start.elapsed().as_secs_f64();
        assert!(code == Some(0) || code == Some(1), "{what}: the grader itself must not fail");
        let alice = &grade["submissions"][0];
        let level = &alice["katas"][0]["levels"][0];
        let reasons = reasons(level).join(", ");
        let points = |key: &str| level[key].as_u64().expect("points");
        table += &format!(
            "{what:50} {reasons:16} {}/{} {seconds:6.1} s\n",
            points("points"),
            points("max_points")
        );
        assert!(reasons.split(", ").all(|reason| expects.contains(&reason)), "{what}: {level:#}");
        assert_eq!(points("points") > 0, reasons == "ok", "{what}: {level:#}");
        // Whatever it was: the run was not held up by it.
        assert!(seconds < 120.0, "{what}: {seconds} s");
    }
    println!("{table}");
}
