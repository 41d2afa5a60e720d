//! Markdown for a step's summary on GitHub, which takes at most 1 MiB: the points of all come first,
//! then what failed, as far as there is room.

use super::{failures, held};
use crate::grade::model::{Grade, Graded};

/// Bytes of the whole: below 1 MiB, with room for what is said at a cut.
const ROOM: usize = (1 << 20) - (4 << 10);

pub fn render(grade: &Grade) -> String {
    let mut text = String::from("## Grades\n\n");
    let katas: Vec<&str> = grade
        .submissions
        .first()
        .map(|submission| submission.katas.iter().map(|kata| kata.name.as_str()).collect())
        .unwrap_or_default();
    text += &format!(
        "| submission | points |{}\n",
        katas.iter().map(|kata| format!(" {} |", inline(kata))).collect::<String>()
    );
    text += &format!("| --- | ---: |{}\n", " ---: |".repeat(katas.len()));
    let rows = grade.submissions.iter().map(row);
    if add_all(&mut text, rows, "rows") {
        text.push('\n');
        add_all(&mut text, grade.submissions.iter().flat_map(details), "failures");
    }
    text += &format!(
        "\n{} · {} · claims {} · seed {}\n",
        inline(&grade.kit),
        inline(&grade.toolchain),
        grade.sandbox.claims,
        grade.seed
    );
    text
}

/// Adds what there is room for. Whether that was all.
fn add_all(text: &mut String, parts: impl Iterator<Item = String>, what: &str) -> bool {
    let parts: Vec<String> = parts.collect();
    for (nth, part) in parts.iter().enumerate() {
        if text.len() + part.len() > ROOM {
            *text += &format!("\n… and {} more {what}; the JSON report has them all.\n", parts.len() - nth);
            return false;
        }
        *text += part;
    }
    true
}

fn row(submission: &Graded) -> String {
    let katas = submission.katas.iter().map(|kata| format!(" {}/{} |", kata.points, kata.max_points));
    format!(
        "| {} | **{}/{}** |{}\n",
        inline(&submission.name),
        submission.points,
        submission.max_points,
        katas.collect::<String>()
    )
}

/// What failed of one submission: a part that can be folded for each level.
fn details(submission: &Graded) -> Vec<String> {
    let mut parts = Vec::new();
    if !submission.passed() {
        parts.push(format!("\n### {}\n\n", inline(&submission.name)));
    }
    if let Some(problem) = &submission.problem {
        parts.push(fenced(problem));
        return parts;
    }
    for (kata, level) in submission.levels().filter(|(_, level)| !level.passed()) {
        parts.push(format!(
            "<details><summary>{}::{}: {}, {}/{} points</summary>\n\n{}\n</details>\n\n",
            kata.name,
            level.name,
            held(level),
            level.points,
            level.max_points,
            fenced(&failures(level)),
        ));
    }
    parts
}

/// A block that nothing in `text` can leave.
fn fenced(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}text\n{text}\n{fence}\n")
}

/// Words in a line, none of which is a sign to Markdown or HTML.
fn inline(text: &str) -> String {
    let mut safe = String::new();
    for c in text.chars() {
        match c {
            '\n' => safe.push(' '),
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            // As numbers, since a backslash before `|` or `@` is not enough everywhere.
            '|' | '`' | '*' | '_' | '[' | ']' | '!' | '#' | '@' | '~' | '\\' | ':' | '$' => {
                safe.push_str(&format!("&#{};", u32::from(c)));
            }
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::render;
    use crate::grade::judge::refuse;
    use crate::grade::model::{Grade, Graded, KataGrade, LevelGrade, Sandbox};

    /// GitHub drops a summary of more than 1 MiB altogether.
    #[test]
    fn a_large_class_finds_room() {
        let submission = |number: usize| {
            let claim = refuse("tiny::total::it_adds", "panic", &format!("``` {} ```", "é".repeat(4000)));
            let level = LevelGrade::new("total", 3, vec![claim]);
            Graded::new(format!("student {number}"), None, vec![KataGrade::new("tiny", vec![level])])
        };
        let grade = Grade {
            version: 1,
            seed: 7,
            kit: "a kit".to_owned(),
            toolchain: "a toolchain".to_owned(),
            sandbox: Sandbox { claims: "sealed", layers: BTreeMap::new(), notes: Vec::new() },
            self_check: "passed".to_owned(),
            submissions: (0..1000).map(submission).collect(),
        };
        let text = render(&grade);
        assert!(text.len() < 1 << 20, "{}", text.len());
        assert!(
            text.contains("| student 999 |") && text.contains("more failures"),
            "{}",
            &text[text.len() - 500..]
        );
        let many = Grade { submissions: vec![submission(0); 100_000], ..grade };
        let text = render(&many);
        assert!(text.len() < 1 << 20 && text.contains("more rows"), "{}", text.len());
    }
}
