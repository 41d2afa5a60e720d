//! Makes text from a submission fit to be shown: bounded, and harmless in terminals, logs and pages. If a format
//! needs more, it does that itself.

use verdict::{Message, Verdict};

use crate::grade::results::model::{Diagnosed, Graded, MistakeFamily};

/// Bytes of a message that are kept: a compiler error with its context fits.
const LONGEST: usize = 8 << 10;
/// Characters of a name that are kept: more than a name needs, and a table stays readable.
const LONGEST_NAME: usize = 100;

/// What is behind a text that was cut.
const CUT: &str = "\n… (cut)";

/// A text of several lines. Cleaned once more it stays as it is.
pub fn text(text: &str) -> String {
    let mut shown = String::with_capacity(text.len().min(LONGEST));
    for c in text.chars() {
        // What is cut may have been cut before.
        if shown.len() > LONGEST + 2 * CUT.len() {
            break;
        }
        shown.push(match c {
            '\n' => c,
            '\t' => ' ',
            c if is_hidden(c) => '\u{fffd}',
            c => c,
        });
    }
    // What GitHub and GitLab interpret as commands in logs.
    let lines: Vec<String> = shown.split('\n').map(defused).collect();
    let mut clean = lines.join("\n");
    if let Some((end, _)) = clean.char_indices().find(|(at, _)| *at >= LONGEST) {
        clean.truncate(end);
        clean.push_str(CUT);
    }
    clean
}

/// A name: one line.
pub fn name(name: &str) -> String {
    let name: String =
        name.chars().take(LONGEST_NAME).map(|c| if is_hidden(c) { '\u{fffd}' } else { c }).collect();
    // What is defused may have become longer.
    if name.trim().is_empty() {
        "unnamed".to_owned()
    } else {
        defused(&name).chars().take(LONGEST_NAME).collect()
    }
}

/// A verdict with all its texts cleaned, and without the timeline of a claim that passes: no report draws it.
pub fn verdict(mut verdict: Verdict) -> Verdict {
    if verdict.passed() {
        verdict.timeline = None;
    }
    let Message { headline, expected, seen, cause, lesson } = &mut verdict.message;
    for part in [headline, expected, seen, cause, lesson] {
        *part = text(&words(part));
    }
    if let Some(timeline) = &mut verdict.timeline {
        // Ten times what a claim draws, so that a forged record stays small.
        timeline.rows.truncate(200);
        for row in &mut timeline.rows {
            row.name = name(&row.name);
            row.note = text(&row.note);
            row.marks.truncate(1000);
        }
    }
    verdict
}

/// A text that is broken into lines later: any word may come to begin a line.
fn words(text: &str) -> String {
    let defused =
        |word: &str| if word.starts_with("::") { word.replacen("::", ": :", 1) } else { word.to_owned() };
    text.split_inclusive(char::is_whitespace).map(defused).collect()
}

/// Cleans what was read from a report, which may have been edited.
pub fn graded(mut graded: Graded) -> Graded {
    graded.name = name(&graded.name);
    graded.problem = graded.problem.map(|problem| text(&problem));
    for kata in &mut graded.katas {
        kata.note = kata.note.take().map(|note| text(&note));
    }
    for level in graded.katas.iter_mut().flat_map(|kata| &mut kata.levels) {
        level.claims = std::mem::take(&mut level.claims).into_iter().map(verdict).collect();
        // The claim is compared with those above, and shown nowhere.
        if let Some(Diagnosed { claim: _, cause, family }) = &mut level.diagnosis {
            *cause = text(&words(cause));
            if let Some(MistakeFamily { name: family, idea, lesson }) = family {
                *family = name(family);
                *idea = text(&words(idea));
                *lesson = text(&words(lesson));
            }
        }
    }
    graded
}

/// Control characters, and those that turn the direction of what follows, take no room or look like
/// blanks and are letters.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
        || matches!(c, '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e0fff}')
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}')
        || matches!(c, '\u{115f}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}')
}

fn defused(line: &str) -> String {
    let mut line = line.replace("##[", "# #[").replace("[[ATTACHMENT", "[ [ATTACHMENT");
    if line.trim_start().starts_with("::") {
        line = line.replacen("::", ": :", 1);
    }
    line
}

#[cfg(test)]
mod tests {
    use verdict::{Reason, Verdict};

    use super::{graded, name, text};
    use crate::grade::results::model::{Diagnosed, Graded, KataGrade, LevelGrade, MistakeFamily};

    #[test]
    fn nothing_is_left_that_a_terminal_or_a_log_obeys() {
        let hostile = "\u{1b}[31mred\0\r\n  ::error::x\n##[error]x\n[[ATTACHMENT|/etc/passwd]]\u{202e}";
        let clean = text(hostile);
        assert!(!clean.contains(['\u{1b}', '\0', '\r', '\u{202e}']), "{clean:?}");
        assert!(clean.lines().all(|line| !line.trim_start().starts_with("::")), "{clean:?}");
        assert!(!clean.contains("##[") && !clean.contains("[[ATTACHMENT"), "{clean:?}");
    }

    #[test]
    fn a_letter_that_nobody_sees_is_shown() {
        for hidden in "\u{61c}\u{ad}\u{3164}\u{180e}\u{115f}\u{2800}\u{200b}\u{e0100}\u{fffe}\u{ffff}".chars()
        {
            assert_eq!(text(&format!("a{hidden}b")), "a\u{fffd}b", "{hidden:?}");
            assert_eq!(name(&hidden.to_string()), "\u{fffd}", "{hidden:?}");
        }
        // Letters of any script, and what an emoji is made of, stay.
        for seen in ["é", "Ян", "한글", "❤\u{fe0f}"] {
            assert_eq!(text(seen), seen);
        }
    }

    /// A merged report is cleaned once more: nothing of it may change.
    #[test]
    fn what_is_clean_stays_as_it_is() {
        let id = format!("tiny::total::a_name_{}", "as_long_as_they_are_".repeat(8));
        let hostile = format!(":: ::x \u{202e}##[error] {}", "é ".repeat(10_000));
        let mut claim = Verdict::new(&id, Reason::Assert, hostile.as_str());
        claim.message.cause = hostile.clone();
        let mut level = LevelGrade::new("total", 3, vec![claim]);
        let family = MistakeFamily { name: hostile.clone(), idea: hostile.clone(), lesson: hostile.clone() };
        level.diagnosis = Some(Diagnosed { claim: id.clone(), cause: hostile.clone(), family: Some(family) });
        let kata = KataGrade { note: Some(hostile.clone()), ..KataGrade::new("tiny", vec![level]) };
        let once = graded(Graded::new(hostile.clone(), Some(hostile), vec![kata]));
        let text = |it: &Graded| serde_json::to_string(it).expect("JSON");
        assert!(text(&graded(once.clone())) == text(&once), "it is cleaned again");
        assert_eq!(once.katas[0].levels[0].failed().next().map(|claim| claim.id.as_str()), Some(id.as_str()));
        assert_eq!(once.katas[0].levels[0].diagnosis.as_ref().map(|it| it.claim.as_str()), Some(id.as_str()));
    }

    #[test]
    fn a_long_text_is_cut() {
        assert!(text(&"x".repeat(1 << 20)).len() < 9000);
    }
}
