//! The learner's editor: `$VISUAL`, `$EDITOR`, or VS Code where this runs in its terminal.

use std::env;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

/// A program and its arguments.
pub(super) struct Editor(Vec<String>);

/// Editors with a window of their own, which take `--goto FILE:LINE`.
const LIKE_CODE: [&str; 5] = ["code", "code-insiders", "codium", "cursor", "windsurf"];
/// Others with a window of their own, which take `FILE:LINE`.
const WINDOWS: [&str; 3] = ["subl", "zed", "zeditor"];
/// Editors in the terminal which take `FILE:LINE`.
const WITH_COLON: [&str; 2] = ["hx", "helix"];
/// Editors in the terminal which take `+LINE FILE`.
const WITH_PLUS: [&str; 8] = ["vi", "vim", "nvim", "nano", "emacs", "kak", "micro", "joe"];

impl Editor {
    /// The editor that the environment names; `None` if it names none.
    pub fn find() -> Option<Editor> {
        let set = |name: &str| env::var(name).ok().filter(|value| !value.trim().is_empty());
        if let Some(wanted) = set("VISUAL").or_else(|| set("EDITOR")) {
            return Editor::of(&wanted);
        }
        (set("TERM_PROGRAM").as_deref() == Some("vscode")).then(|| Editor(vec!["code".to_owned()]))
    }

    /// Parses such a variable: words, or the path of a program, which may contain spaces.
    fn of(wanted: &str) -> Option<Editor> {
        if Path::new(wanted).is_file() {
            return Some(Editor(vec![wanted.to_owned()]));
        }
        // On Windows a backslash is part of a path.
        let words = if cfg!(windows) {
            wanted.split_whitespace().map(str::to_owned).collect()
        } else {
            shell_words::split(wanted).ok()?
        };
        (!words.is_empty()).then_some(Editor(words))
    }

    /// The program's name, without folder and extension.
    pub fn name(&self) -> String {
        Path::new(&self.0[0])
            .file_stem()
            .map(|name| name.to_string_lossy().to_lowercase())
            .unwrap_or_default()
    }

    /// Whether it leaves the terminal alone.
    pub fn has_a_window(&self) -> bool {
        LIKE_CODE.contains(&&*self.name()) || WINDOWS.contains(&&*self.name())
    }

    /// Its arguments.
    fn arguments(&self, file: &Path, line: Option<usize>) -> Vec<String> {
        let (name, file) = (self.name(), file.to_string_lossy().into_owned());
        let name = &&*name;
        // The watch does not wait for a window, so that saves in it are judged.
        let waits = |word: &&String| self.has_a_window() && matches!(word.as_str(), "-w" | "--wait");
        let mut arguments: Vec<String> = self.0[1..].iter().filter(|word| !waits(word)).cloned().collect();
        match line {
            Some(line) if LIKE_CODE.contains(name) => {
                arguments.extend(["--goto".to_owned(), format!("{file}:{line}")]);
            }
            Some(line) if WINDOWS.contains(name) || WITH_COLON.contains(name) => {
                arguments.push(format!("{file}:{line}"));
            }
            Some(line) if WITH_PLUS.contains(name) => arguments.extend([format!("+{line}"), file]),
            _ => arguments.push(file),
        }
        arguments
    }

    /// Opens `file` at `line`. One in the terminal is waited for.
    pub fn open(&self, file: &Path, line: Option<usize>) -> Result<()> {
        let mut command = if cfg!(windows) && self.has_a_window() {
            // On Windows `code` is a script, which only the shell finds.
            let mut shell = Command::new("cmd");
            shell.arg("/C").arg(&self.0[0]);
            shell
        } else {
            Command::new(&self.0[0])
        };
        command.args(self.arguments(file, line));
        if self.has_a_window() {
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            let mut child = command.spawn()?;
            std::thread::spawn(move || child.wait());
            return Ok(());
        }
        let status = command.status()?;
        if !status.success() {
            bail!("{status}");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Editor;

    #[test]
    fn each_editor_is_told_the_line_in_its_own_way() {
        let arguments = |wanted: &str| {
            let editor = Editor::of(wanted).expect("an editor");
            editor.arguments(Path::new("katas/a b.rs"), Some(9)).join("|")
        };
        assert_eq!(arguments("code --wait"), "--goto|katas/a b.rs:9");
        assert_eq!(arguments("vim -p"), "-p|+9|katas/a b.rs");
        assert_eq!(arguments("/usr/bin/hx"), "katas/a b.rs:9");
        assert_eq!(arguments("ed"), "katas/a b.rs");
        assert!(Editor::of("code").is_some_and(|it| it.has_a_window()));
        assert!(Editor::of("vim").is_some_and(|it| !it.has_a_window()));
    }
}
