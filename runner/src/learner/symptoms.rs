//! How a compiler message is recognised: by its code, or by a sentence in which names differ from program to
//! program.

/// Words in backticks that are not a program's own names.
const WORDS: [&str; 9] = ["async", "await", "dyn", "let", "move", "'static", "pin!", "Future", "Send"];

/// The fraction of a sentence that must be in a message. The rest may be the learner's own names, typed without
/// backticks.
const ENOUGH: f64 = 0.75;

/// The line that identifies a message, with `…` for the program's own names.
pub fn headline(said: &str) -> String {
    let mut lines = said.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next().unwrap_or_default();
    // The first line of a panic says where, the second what.
    let panic = first.contains("panicked at").then(|| lines.next()).flatten();
    let line = panic.map_or_else(|| first.to_owned(), |what| format!("nothing; when it runs: {what}"));
    nameless(&line)
}

/// `text` with `…` for each of the program's own names in backticks.
fn nameless(text: &str) -> String {
    let part = |(nth, part): (usize, &str)| {
        if nth % 2 == 0 || WORDS.contains(&part) { part.to_owned() } else { "…".to_owned() }
    };
    text.split('`').enumerate().map(part).collect::<Vec<_>>().join("`")
}

/// The error codes in `text`, sorted: `E0373`, whether alone, in `error[E0373]`, or in small letters.
pub fn codes(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    let code = |word: &str| {
        let number = word.strip_prefix(['E', 'e'])?;
        (number.len() == 4 && number.bytes().all(|byte| byte.is_ascii_digit())).then(|| format!("E{number}"))
    };
    let mut codes: Vec<String> = words.filter_map(code).collect();
    codes.sort();
    codes.dedup();
    codes
}

/// The codes in a message's headlines.
pub fn codes_of(said: &str) -> Vec<String> {
    let heads: Vec<&str> = said.lines().filter(|line| line.starts_with("error[")).collect();
    codes(&heads.iter().filter_map(|head| head.split(']').next()).collect::<Vec<_>>().join(" "))
}

/// The largest fraction of `sentence` in a line of `text`: from 0 to 1, or 2 if it is there word for word.
/// Matches too short to mean anything count as 0.
pub fn likeness(sentence: &str, text: &str) -> f64 {
    let wanted = words(sentence);
    if wanted.len() < 2 {
        return 0.0;
    }
    let of_line = |line: &str| {
        let there = words(line);
        if there.windows(wanted.len()).any(|window| *window == *wanted) {
            return 2.0;
        }
        let found = wanted.iter().filter(|word| there.contains(word)).count();
        let share = found as f64 / wanted.len() as f64;
        if share < ENOUGH { 0.0 } else { share }
    };
    text.lines().map(of_line).fold(0.0, f64::max)
}

/// The words of a message in lower case, without its code, its severity, the program's names, and the lines of
/// code that it quotes.
fn words(line: &str) -> Vec<String> {
    let line = line.trim();
    let number = line.split('|').next().unwrap_or_default().trim();
    if line.contains('|') && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let text = nameless(line).to_lowercase();
    let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '\'');
    let words = words.filter(|word| !word.is_empty() && !["error", "warning", "note", "help"].contains(word));
    words.filter(|word| codes(word).is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{codes, codes_of, headline, likeness};

    const MOVED: &str = "error[E0382]: borrow of moved value: `name`\n  --> a.rs:11:25\n   |\n 3 |     let name = \
                         String::from(\"E0999 ada\");\n   |     ---- move occurs because `name` has type `String`\n";

    #[test]
    fn a_headline_has_no_names() {
        assert_eq!(headline(MOVED), "error[E0382]: borrow of moved value: `…`");
        let panic = "\nthread 'main' panicked at a.rs:1:2:\nCannot block\n";
        assert_eq!(headline(panic), "nothing; when it runs: Cannot block");
        assert_eq!(headline("`await` is only"), "`await` is only");
    }

    #[test]
    fn codes_are_found_however_they_are_written() {
        assert_eq!(codes("error[E0373]: e0277, E03730, GE0373, E0277"), ["E0277", "E0373"]);
        assert_eq!(codes_of(MOVED), ["E0382"], "and not the text of the program");
        assert!(codes_of("warning: E0382\n").is_empty());
    }

    #[test]
    fn a_sentence_is_found_with_other_names() {
        for exact in [
            "borrow of moved value: `my_socket`",
            "error[E0382]: borrow of moved value: `x`",
            "MOVE occurs because",
        ] {
            assert_eq!(likeness(exact, MOVED), 2.0, "{exact}");
        }
        let near = likeness("borrow of moved value: socket", MOVED);
        assert!((0.75..1.0).contains(&near), "{near}");
        for other in ["use of undeclared crate", "borrow", "`name`", "", "let name string from"] {
            assert_eq!(likeness(other, MOVED), 0.0, "{other}");
        }
    }
}
