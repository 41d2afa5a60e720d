//! Katas that may do more than compute and wait: each may do what it is granted, and nothing that
//! another one is.

use std::path::Path;

use serde_json::Value;

use crate::kit::{command, graded_in, grants, grants_kit, read, reasons, said, submission, write};

const KATAS: [&str; 4] = ["wake", "files", "talk", "drive"];

fn reference(kata: &str) -> String {
    read(&grants().join("answers").join(kata).join("reference.rs"))
}

/// The reference of `kata` with this in front of its answer.
pub fn with(kata: &str, code: &str) -> String {
    let text = reference(kata);
    let at = text.find("pub async fn").and_then(|from| Some(from + text[from..].find("{\n")? + 2));
    let at = at.expect("the body");
    format!("{}    {code}\n{}", &text[..at], &text[at..])
}

/// Hands in these katas, each with the text that `text` gives for it.
fn hand_in(folder: &Path, katas: &[&str], text: impl Fn(&str) -> String) {
    for kata in katas {
        write(&folder.join("katas").join(format!("{kata}.rs")), &text(kata));
    }
}

fn level<'a>(grade: &'a Value, name: &str, kata: &str) -> &'a Value {
    let katas = submission(grade, name)["katas"].as_array().expect("katas");
    &katas.iter().find(|one| one["name"] == kata).expect(kata)["levels"][0]
}

/// What is tried, in which kata, and the reason with the list and behind it; `ok` where it is granted. Each
/// attempt panics if it is refused.
const TRIED: [(&str, &str, &str, &str, &str); 27] = [
    ("thread_in_files", "files", "std::thread::spawn(|| ()).join().unwrap();", "forbidden_api", "ok"),
    ("name_in_wake", "wake", "let _ = std::thread::current().name();", "forbidden_api", "ok"),
    ("file_in_wake", "wake", "std::fs::read(\"Cargo.toml\").unwrap();", "forbidden_api", "panic"),
    ("file_in_talk", "talk", "std::fs::read(\"/etc/hostname\").unwrap();", "forbidden_api", "panic"),
    ("other_file", "files", "std::fs::read(\"/etc/hostname\").unwrap();", "panic", "panic"),
    ("tokio_file", "talk", "tokio::fs::read(\"/etc/hostname\").await.unwrap();", "forbidden_api", "panic"),
    (
        "socket_in_files",
        "files",
        "std::net::TcpListener::bind(\"127.0.0.1:0\").unwrap();",
        "forbidden_api",
        "panic",
    ),
    ("datagram", "talk", "std::net::UdpSocket::bind(\"127.0.0.1:0\").unwrap();", "forbidden_api", "panic"),
    ("other_machine", "talk", "std::net::TcpStream::connect(\"192.0.2.1:9\").unwrap();", "panic", "panic"),
    ("own_memory", "wake", "std::fs::File::open(\"/proc/self/mem\").unwrap();", "forbidden_api", "panic"),
    // The first number in a namespace is that of the process which waits for the claim.
    ("only_process", "wake", "assert_eq!(std::process::id(), 2);", "forbidden_api", "ok"),
    ("list", "wake", "std::fs::read_dir(\".\").unwrap();", "forbidden_api", "panic"),
    ("new_file", "wake", "std::fs::write(\"canary\", \"\").unwrap();", "forbidden_api", "panic"),
    ("program", "wake", "std::process::Command::new(\"true\").spawn().unwrap();", "forbidden_api", "panic"),
    (
        "program_in_files",
        "files",
        "std::process::Command::new(\"true\").spawn().unwrap();",
        "forbidden_api",
        "panic",
    ),
    (
        "itself",
        "wake",
        "std::process::Command::new(std::env::args().next().unwrap()).spawn().unwrap();",
        "forbidden_api",
        "panic",
    ),
    ("listener", "wake", "std::net::TcpListener::bind(\"127.0.0.1:0\").unwrap();", "forbidden_api", "panic"),
    ("unix_socket", "talk", "std::os::unix::net::UnixStream::pair().unwrap();", "forbidden_api", "panic"),
    ("folder_around", "files", "std::fs::read_dir(folder.join(\"..\")).unwrap();", "panic", "panic"),
    ("beside", "files", "std::fs::write(folder.join(\"../note\"), \"\").unwrap();", "panic", "panic"),
    (
        "hard_link",
        "files",
        "std::fs::hard_link(\"Cargo.toml\", folder.join(\"link\")).unwrap();",
        "panic",
        "panic",
    ),
    (
        "link",
        "files",
        "std::os::unix::fs::symlink(\"/etc/hostname\", folder.join(\"link\")).unwrap();",
        "forbidden_api",
        "panic",
    ),
    // Even of what is its own, nothing but the content: not who may use it, nor its times, nor where it works.
    (
        "mode",
        "files",
        "std::fs::set_permissions(folder, std::fs::metadata(folder).unwrap().permissions()).unwrap();",
        "panic",
        "panic",
    ),
    (
        "times",
        "files",
        "std::fs::File::create(folder.join(\"x\")).unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();",
        "panic",
        "panic",
    ),
    ("owner", "files", "std::os::unix::fs::chown(folder, None, None).unwrap();", "forbidden_api", "panic"),
    ("work_folder", "files", "std::env::set_current_dir(folder).unwrap();", "forbidden_api", "panic"),
    (
        "folders_and_files",
        "files",
        "std::fs::create_dir(folder.join(\"in\")).unwrap(); std::fs::write(folder.join(\"in/a\"), \"long\").unwrap(); \
         std::fs::write(folder.join(\"in/a\"), \"a\").unwrap(); tokio::fs::rename(folder.join(\"in/a\"), \
         folder.join(\"a\")).await.unwrap(); assert_eq!(std::fs::read(folder.join(\"a\")).unwrap(), b\"a\"); \
         std::fs::write(folder.join(\"in/b\"), \"b\").unwrap(); std::fs::remove_dir_all(folder.join(\"in\")).unwrap(); \
         std::fs::remove_file(folder.join(\"a\")).unwrap(); assert_eq!(std::fs::read_dir(folder).unwrap().count(), 0);",
        "ok",
        "ok",
    ),
];

#[test]
fn each_kata_may_do_what_it_is_granted_and_nothing_else() {
    let kit = grants_kit();
    let folder = tempfile::tempdir().expect("a folder");
    hand_in(&folder.path().join("right"), &KATAS, reference);
    for (name, kata, code, ..) in TRIED {
        hand_in(&folder.path().join(name), &[kata], |kata| with(kata, code));
    }
    let path = folder.path().to_str().expect("plain text");
    let expect = |arguments: &[&str], expected: &dyn Fn(usize) -> &'static str| {
        let (code, grade) = graded_in(kit, arguments);
        assert_eq!(code, Some(1), "the grader itself must not fail");
        let own_network = grade["sandbox"]["layers"]["own_network"] == true;
        assert_eq!(submission(&grade, "right")["points"], 4, "{grade:#}");
        for (index, (name, kata, ..)) in TRIED.into_iter().enumerate() {
            let level = level(&grade, name, kata);
            let own_processes = grade["sandbox"]["layers"]["own_processes"] == true;
            if name == "other_machine" && !own_network || name == "only_process" && !own_processes {
                continue;
            }
            assert_eq!(reasons(level), [expected(index)], "{name}: {level:#}");
        }
        assert_eq!(grade["sandbox"]["claims"], "sealed");
        // Never silently.
        let notes = grade["sandbox"]["notes"].as_array().cloned().unwrap_or_default();
        let said = notes.iter().any(|note| note.as_str().is_some_and(|note| note.contains("claims of talk")));
        assert_eq!(said, !own_network, "{notes:?}");
    };
    expect(&[path], &|index| TRIED[index].3);
    expect(&[path, "--without-lints"], &|index| TRIED[index].4);
}

/// What the others do not need they do not pay for, nor read about.
#[test]
fn a_run_without_them_says_nothing_of_the_network() {
    let kit = grants_kit();
    let folder = tempfile::tempdir().expect("a folder");
    hand_in(folder.path(), &KATAS, reference);
    let (code, grade) =
        graded_in(kit, &[folder.path().to_str().expect("plain text"), "--katas", "wake,files"]);
    assert_eq!((code, &grade["submissions"][0]["points"]), (Some(0), &2.into()), "{grade:#}");
    assert_eq!(grade["sandbox"]["layers"].get("own_network"), None);
}

/// What another has handed in lies in the same directory before or after, and cannot be read from there.
#[test]
fn a_neighbours_kata_is_out_of_reach() {
    let folder = tempfile::tempdir().expect("a folder");
    let secret = "a_word_of_alice";
    hand_in(&folder.path().join("alice"), &["wake"], |kata| format!("{}\n// {secret}\n", reference(kata)));
    for (name, code) in [
        ("bob", "compile_error!(include_str!(\"wake.rs\"));"),
        ("cid", "let _ = concat!(include_str!(\"wake.rs\"), \"\"); let wrong: u8 = \"\";"),
    ] {
        hand_in(&folder.path().join(name), &["files"], |kata| with(kata, code));
    }
    let path = folder.path().to_str().expect("plain text");
    for list in [&[][..], &["--without-lints"]] {
        let (code, grade) =
            graded_in(grants_kit(), &[&[path, "--katas", "wake,files", "--jobs", "1"], list].concat());
        assert_eq!(code, Some(1));
        assert_eq!(reasons(level(&grade, "alice", "wake")), ["ok"]);
        for name in ["bob", "cid"] {
            let level = level(&grade, name, "files");
            assert_eq!(reasons(level), ["forbidden_input"], "{level:#}");
            assert!(!level.to_string().contains(secret), "{level:#}");
        }
    }
}

/// What a claim leaves in its folder has an end, and is in nobody's way.
#[test]
fn a_folder_that_is_filled_is_that_claims_own_trouble() {
    let folder = tempfile::tempdir().expect("a folder");
    let fills = "for number in 0.. { std::fs::write(folder.join(format!(\"{number}\")), \"\").unwrap(); }";
    hand_in(&folder.path().join("alice"), &["files"], |kata| with(kata, fills));
    let large = "std::fs::File::create(folder.join(\"large\")).unwrap().set_len(1 << 30).unwrap();";
    hand_in(&folder.path().join("bob"), &["files"], |kata| with(kata, large));
    hand_in(&folder.path().join("cid"), &["files"], reference);
    let path = folder.path().to_str().expect("plain text");
    let (code, grade) = graded_in(grants_kit(), &[path, "--katas", "files", "--jobs", "1"]);
    assert_eq!(code, Some(1));
    let reason = |name: &str| reasons(level(&grade, name, "files")).join(", ");
    // Whichever comes first: too many files, or too much time.
    assert!(["output_limit", "timeout"].contains(&reason("alice").as_str()), "{}", reason("alice"));
    assert_eq!((reason("bob").as_str(), reason("cid").as_str()), ("signal", "ok"));
}

/// In a container there are often no namespaces to give: the claims still run, and the report says how.
#[test]
fn a_system_without_namespaces_to_give_is_told_so() {
    // In a namespace that may have none within it.
    let script = "echo 0 >/proc/sys/user/max_user_namespaces && echo 0 >/proc/sys/user/max_net_namespaces \
                  && echo 0 >/proc/sys/user/max_pid_namespaces && exec \"$@\"";
    let within = |program: &str| {
        let mut command = std::process::Command::new("unshare");
        command.args(["--user", "--map-root-user", "sh", "-c", script, "sh", program]);
        command
    };
    if !within("true").output().is_ok_and(|output| output.status.success()) {
        println!("skipped: no user namespaces here");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    hand_in(&folder.path().join("alice"), &["talk"], reference);
    hand_in(&folder.path().join("bob"), &["talk"], |kata| {
        with(kata, "std::net::TcpStream::connect(\"127.0.0.1:22\").unwrap();")
    });
    let report = folder.path().join("grade.json");
    let grade = command(grants_kit(), &["--katas", "talk"]);
    let mut shut_in = within(grade.get_program().to_str().expect("text"));
    shut_in.args(grade.get_args()).arg(folder.path()).arg(format!("--report=json={}", report.display()));
    shut_in.current_dir(grants_kit());
    shut_in.envs(grade.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let output = shut_in.output().expect("it runs");
    let grade: Value = serde_json::from_str(&read(&report)).unwrap_or_else(|_| panic!("{}", said(&output)));
    assert_eq!(grade["sandbox"]["layers"]["own_network"], false);
    assert!(said(&output).contains("warning: the claims of talk could reach other machines"), "{output:?}");
    assert_eq!(grade["sandbox"]["layers"]["own_processes"], false);
    for note in ["the claims of talk", "no pid namespace of their own"] {
        assert!(grade["sandbox"]["notes"].to_string().contains(note), "{note}: {}", grade["sandbox"]);
    }
    assert_eq!(submission(&grade, "alice")["points"], 1);
    let message = level(&grade, "bob", "talk")["claims"][0]["message"].as_str().unwrap_or_default();
    assert!(message.contains("PermissionDenied"), "{message}");
}
