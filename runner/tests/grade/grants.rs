//! Katas that may do more than compute and wait: each may do what it is granted, and nothing that
//! another one is.

use std::path::Path;

use serde_json::Value;

use crate::kit::{command, graded_in, grants, grants_kit, read, reasons, said, submission, write};

const KATAS: [&str; 3] = ["wake", "files", "talk"];

fn reference(kata: &str) -> String {
    read(&grants().join("answers").join(kata).join("reference.rs"))
}

/// The reference of `kata` with this in front of its answer.
fn with(kata: &str, code: &str) -> String {
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

/// What is tried, in which kata, and the reason with the list and behind it; `ok` where it is granted.
const TRIED: [(&str, &str, &str, &str, &str); 9] = [
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
        assert_eq!(submission(&grade, "right")["points"], 3, "{grade:#}");
        for (index, (name, kata, ..)) in TRIED.into_iter().enumerate() {
            let level = level(&grade, name, kata);
            if name == "other_machine" && !own_network {
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

/// In a container there are often no networks to give: the claims still run, and the report says how.
#[test]
fn a_system_without_networks_to_give_is_told_so() {
    // In a namespace that may have none within it.
    let script = "echo 0 >/proc/sys/user/max_user_namespaces && echo 0 >/proc/sys/user/max_net_namespaces \
                  && exec \"$@\"";
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
    assert!(grade["sandbox"]["notes"][0].as_str().is_some_and(|note| note.contains("the claims of talk")));
    assert_eq!(submission(&grade, "alice")["points"], 1);
    let message = level(&grade, "bob", "talk")["claims"][0]["message"].as_str().unwrap_or_default();
    assert!(message.contains("PermissionDenied"), "{message}");
}
