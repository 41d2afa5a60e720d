//! What was seen.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use super::{Row, Trouble};
use crate::archives::{make_pipe, rename_within, tar_entry, tar_with, zip_of_many, zip_with};
use crate::grants::with;
use crate::kit::{attacks, read, reference, stub, write};

/// An answer to all levels of the tiny kata.
fn tiny(folder: &Path, name: &str, text: &str) {
    write(&folder.join(name).join("katas/tiny.rs"), text);
}

fn honest(folder: &Path, name: &str) {
    tiny(folder, name, &reference());
}

/// The attack of that name, with the reference's answer to the other level.
fn attack(folder: &Path, name: &str) {
    let text = read(&attacks().join(format!("{name}.rs")));
    let rest = reference();
    let pair = rest.find("/// Two numbers.").expect("the pair");
    tiny(folder, "alice", &format!("{text}\n{}", &rest[pair..]));
}

/// The reference of a kata of the grants kit with this in front.
fn granted(folder: &Path, kata: &str, code: &str) {
    write(&folder.join(format!("alice/katas/{kata}.rs")), &with(kata, code));
}

/// A function of C's is called, and says whether the system refused.
fn call(folder: &Path, kata: &str, declared: &str, called: &str) {
    let refused = "std::io::Error::last_os_error()";
    granted(
        folder,
        kata,
        &format!(
            "unsafe extern \"C\" {{ {declared} }} assert!(unsafe {{ {called} }} == 0, \"{{}}\", {refused});"
        ),
    );
}

const REFUSED: &str = "Operation not permitted";

pub fn all() -> Vec<Row> {
    vec![
        Row::tiny("an honest answer, to compare with", &["ok"], |folder| honest(folder, "alice")),
        // Before and after the claims.
        Row::tiny("code that runs before main", &["forbidden_api"], |folder| attack(folder, "20_constructor")),
        Row::tiny("code that runs before main, behind the list", &["forbidden_api"], |folder| attack(folder, "20_constructor"))
            .behind_the_list()
            .says("not allowed in a graded kata: code that runs before main"),
        Row::tiny("a function of assembler", &["forbidden_api"], |folder| attack(folder, "46_naked_function")),
        Row::tiny("assembler beside all functions", &["forbidden_api"], |folder| {
            attack(folder, "46b_global_assembler")
        }),
        Row::tiny("a destructor that goes on behind the verdict", &["ok"], |folder| {
            attack(folder, "control_slow_to_go")
        }),
        // While it is compiled.
        Row::of("files", "a neighbour's kata, read at compile time", &["forbidden_input"], |folder| {
            granted(folder, "files", "let _ = concat!(include_str!(\"wake.rs\"), \"\");");
            write(&folder.join("alice/katas/wake.rs"), &with("wake", ""));
        }),
        Row::tiny("a variable of the grader's, read at compile time", &["forbidden_input"], |folder| {
            attack(folder, "24e_reads_a_variable_of_the_graders")
        }),
        Row::tiny("half a helper that is nested deeply", &["ok"], |folder| {
            tiny(folder, "alice", &format!("{}\nfn half() {{ {}", reference(), "(".repeat(60)))
        }),
        Row::tiny("an error behind a hundred macros", &["compile_error"], |folder| {
            attack(folder, "control_deep_error")
        }),
        Row::tiny("thirty helpers that do not compile", &["ok", "compile_error"], |folder| {
            let helper = |n| format!("fn helper{n}() -> u64 {{ helper{}() + no_{n} }}\n", n + 1);
            tiny(folder, "alice", &format!("{}\n{}", reference(), (0..30).map(helper).collect::<String>()));
        }),
        Row::tiny("a linker that fails, and an honest answer", &["harness_error"], |folder| {
            honest(folder, "alice")
        })
        .on(Trouble::NoLinker)
        .says("the linker fails, whatever is compiled"),
        // Processes, threads and signals.
        Row::tiny("a program that would outlive its claim", &["forbidden_api"], |folder| {
            attack(folder, "37b_orphan")
        }),
        Row::tiny("a program that would outlive its claim, behind the list", &["assert"], |folder| attack(folder, "37b_orphan"))
            .behind_the_list(),
        Row::of("wake", "a signal to another process", &["forbidden_api"], |folder| {
            call(folder, "wake", "fn kill(process: i32, signal: i32) -> i32;", "kill(1, 0)")
        }),
        Row::of("wake", "a signal to another process, behind the list", &["panic"], |folder| {
            call(folder, "wake", "fn kill(process: i32, signal: i32) -> i32;", "kill(1, 0)")
        })
        .behind_the_list()
        .says(REFUSED),
        Row::of("wake", "the priority of its own process", &["panic"], |folder| {
            let declared = "fn setpriority(which: u32, who: u32, priority: i32) -> i32;";
            call(folder, "wake", declared, "setpriority(0, 0, 0)")
        })
        .behind_the_list()
        .says(REFUSED),
        Row::tiny("a runtime of its own", &["forbidden_api"], |folder| {
            attack(folder, "47_a_runtime_of_its_own")
        }),
        Row::tiny("threads of its own", &["forbidden_api"], |folder| attack(folder, "37a_threads")),
        Row::tiny("threads of its own, behind the list", &["ok", "assert", "panic", "oom", "signal"], |folder| {
            attack(folder, "37a_threads")
        })
        .behind_the_list(),
        Row::tiny("the name of its thread", &["forbidden_api"], |folder| {
            attack(folder, "33a_asks_for_the_test")
        }),
        Row::of("wake", "the name of its thread, where threads are granted", &["panic"], |folder| {
            let thread = "let thread = format!(\"{:?}\", thread::current());";
            granted(folder, "wake", &format!("{thread} assert!(thread.contains(\"wait_for\"), \"{{thread}}\");"))
        }),
        // Files.
        Row::of("files", "the mode of its own folder", &["panic"], |folder| {
            let mode = "std::fs::metadata(folder).unwrap().permissions()";
            granted(folder, "files", &format!("std::fs::set_permissions(folder, {mode}).unwrap();"))
        })
        .says("PermissionDenied"),
        Row::of("files", "the times of its own file", &["panic"], |folder| {
            let file = "std::fs::File::create(folder.join(\"x\")).unwrap()";
            granted(folder, "files", &format!("{file}.set_modified(std::time::UNIX_EPOCH).unwrap();"))
        })
        .says("PermissionDenied"),
        Row::of("files", "the owner of its own folder", &["panic"], |folder| {
            granted(folder, "files", "std::os::unix::fs::chown(folder, None, None).unwrap();")
        })
        .behind_the_list()
        .says("PermissionDenied"),
        Row::of("files", "an attribute of its own folder", &["panic"], |folder| {
            let declared = "fn setxattr(_: *const i8, _: *const i8, _: *const u8, _: usize, _: i32) -> i32;";
            let path = "std::ffi::CString::new(folder.to_str().unwrap()).unwrap().as_ptr().cast()";
            call(
                folder,
                "files",
                declared,
                &format!("setxattr({path}, c\"user.x\".as_ptr().cast(), std::ptr::null(), 0, 0)"),
            )
        })
        .behind_the_list()
        .says(REFUSED),
        Row::of("files", "more files than a claim may leave", &["output_limit", "timeout"], |folder| {
            granted(folder, "files", "for n in 0.. { std::fs::write(folder.join(n.to_string()), \"\").unwrap(); }")
        }),
        Row::of("files", "folders within folders", &["output_limit", "timeout", "panic"], |folder| {
            let deeper = "deep.push(\"d\"); std::fs::create_dir(&deep).unwrap();";
            granted(folder, "files", &format!("let mut deep = folder.to_owned(); for _ in 0..3000 {{ {deeper} }}"))
        }),
        Row::tiny("a work folder that is full, and an honest answer", &["harness_error"], |folder| {
            honest(folder, "alice")
        })
        .on(Trouble::FullDisk),
        // What the answer does with the claims' own checks.
        Row::of("drive", "a given check whose panic is caught", &["assert"], |folder| {
            let once_more = "let mut work = work; let number = work.as_mut().await; \
                             let _ = futures::FutureExt::catch_unwind(std::panic::AssertUnwindSafe(work)).await; \
                             return number;";
            write(
                &folder.join("alice/katas/drive.rs"),
                &with("drive", "").replace("    work.await\n", &format!("    {once_more}\n")),
            );
        })
        .says("the work was polled again after it had ended"),
        // What was handed in.
        Row::tiny("a link in the place of the katas", &["bad_submission"], |folder| {
            honest(&folder.with_file_name("elsewhere"), "bob");
            fs::create_dir_all(folder.join("alice")).expect("a folder");
            symlink("../../elsewhere/bob/katas", folder.join("alice/katas")).expect("a link");
        }),
        Row::tiny("a folder that holds a link to another's", &["bad_submission"], |folder| {
            honest(&folder.with_file_name("elsewhere"), "bob");
            fs::create_dir_all(folder.join("alice")).expect("a folder");
            symlink("../../elsewhere/bob", folder.join("alice/repo")).expect("a link");
        }),
        Row::tiny("a pipe named like an archive", &["bad_submission"], |folder| {
            fs::create_dir_all(folder).expect("a folder");
            make_pipe(&folder.join("alice.zip"));
        }),
        Row::tiny("an archive of very many files", &["bad_submission"], |folder| {
            fs::create_dir_all(folder).expect("a folder");
            zip_of_many(&folder.join("alice.zip"), 50_001);
        }),
        Row::tiny("a path that leads out of an archive", &["bad_submission"], |folder| {
            fs::create_dir_all(folder).expect("a folder");
            let text = reference();
            zip_with(&folder.join("alice.zip"), &[("katas/tiny.rs", &text), ("../katas/tiny.rs", &text)]);
        }),
        Row::tiny("two files of one name, in a .zip and in a .tar.gz", &["bad_submission"], |folder| {
            fs::create_dir_all(folder).expect("a folder");
            let (zip, tar) = (folder.join("alice.zip"), folder.join("bob.tar.gz"));
            zip_with(&zip, &[("katas/tiny.rs", &stub()), ("katas/tinx.rs", &reference())]);
            rename_within(&zip, "tinx.rs", "tiny.rs");
            tar_with(&tar, |archive| {
                for text in [stub(), reference()] {
                    tar_entry(archive, "katas/tiny.rs", tar::EntryType::Regular, &text);
                }
            });
        }),
        Row::tiny("names that begin with . or _, and a loose file", &["ok"], |folder| {
            ["alice", "_bob", ".cid"].into_iter().for_each(|name| honest(folder, name));
            write(&folder.join("dan.rs"), &reference());
        })
        .says(": .cid, _bob, dan.rs"),
        Row::tiny("two names that are alike in 100 characters", &["ok"], |folder| {
            let long = "l".repeat(100);
            ["one", "two"].into_iter().for_each(|end| honest(folder, &format!("{long}{end}")));
        })
        .says("l (2)"),
        Row::tiny("letters that nobody sees, in a message", &["panic"], |folder| {
            let panics = "panic!(\"a\\u{61c}b\\u{ad}c\\u{3164}d\\u{180e}\")";
            tiny(folder, "alice", &reference().replace("numbers.iter().sum()", panics));
        })
        .says("a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}"),
    ]
}
