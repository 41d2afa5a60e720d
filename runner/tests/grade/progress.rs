//! How far the grader is: a bar on a terminal, nothing of it in a pipe.

use std::io::Read;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use crate::kit::{command, grade, kit, reference, said, stub, write};

#[test]
fn a_terminal_shows_how_far_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder.path().join("many/alice/tiny.rs"), &reference());
    write(&folder.path().join("many/bob/tiny.rs"), &stub());
    let many = folder.path().join("many");
    let many = many.to_str().expect("text");
    let in_a_pipe = grade(&[many]);
    assert!(!said(&in_a_pipe).contains("submissions,"), "{}", said(&in_a_pipe));

    let pair = native_pty_system()
        .openpty(PtySize { rows: 24, cols: 80, ..PtySize::default() })
        .expect("a terminal");
    let like = command(kit(), &[many, "--jobs", "1"]);
    let mut grader = CommandBuilder::new(like.get_program());
    grader.args(like.get_args());
    grader.cwd(kit());
    for (name, value) in like.get_envs() {
        grader.env(name, value.expect("a value"));
    }
    grader.env("TERM", "xterm-256color");
    let mut child = pair.slave.spawn_command(grader).expect("it starts");
    let mut terminal = pair.master.try_clone_reader().expect("its output");
    drop(pair.slave);
    let mut shown = Vec::new();
    // A terminal that nobody holds any more is an error on some systems.
    let _ = terminal.read_to_end(&mut shown);
    assert_eq!(child.wait().expect("it ends").exit_code(), 1);
    let shown = String::from_utf8_lossy(&shown).into_owned();
    assert!(shown.contains(" 0 of 2 submissions, ") && shown.contains(" left"), "{shown}");
    // It is gone when the summary is there.
    let mut screen = vt100::Parser::new(24, 80, 0);
    screen.process(shown.as_bytes());
    let screen = screen.screen().contents();
    assert!(!screen.contains("submissions, ") && screen.contains("1 of 2 passed everything"), "{screen}");
}
