//! Markdown for a step's summary on GitHub, which allows at most 1 MiB: all points come first, then the failures,
//! as far as there is room.

use std::io::Write;

use anyhow::Result;

use super::failures::{failures, held};
use super::hard;
use crate::grade::results::class::Class;
use crate::grade::results::model::Graded;
use crate::grade::results::statistics::TOP;

/// Bytes of the whole file: below 1 MiB, with room for the sentence at a cut.
const ROOM: usize = (1 << 20) - (4 << 10);

/// Writes the points, what the class finds hard, and the failures.
pub fn render(class: &Class, out: &mut dyn Write) -> Result<()> {
    let mut text = String::from("## Grades\n\n");
    let katas = &class.head.katas;
    text += &format!(
        "| submission | points |{}\n",
        katas.iter().map(|kata| format!(" {} |", inline(&kata.name))).collect::<String>()
    );
    text += &format!("| --- | ---: |{}\n", " ---: |".repeat(katas.len()));
    if add_all(&mut text, class, |graded| vec![row(graded)], "rows")? {
        text.push('\n');
        let hard = hard(class);
        if text.len() + hard.len() <= ROOM {
            text += &hard;
        }
        add_all(&mut text, class, details, "failures")?;
    }
    let head = class.head;
    text += &format!(
        "\n{} · {} · claims {} · seed {}\n",
        inline(&head.kit),
        inline(&head.toolchain),
        head.sandbox.claims,
        head.seed
    );
    Ok(out.write_all(text.as_bytes())?)
}

/// Adds as much of each submission as there is room for. Returns whether that was all.
fn add_all(
    text: &mut String,
    class: &Class,
    parts: impl Fn(&Graded) -> Vec<String>,
    what: &str,
) -> Result<bool> {
    let mut left_out = 0;
    for graded in class.submissions() {
        for part in parts(&graded?) {
            if left_out > 0 || text.len() + part.len() > ROOM {
                left_out += 1;
            } else {
                *text += &part;
            }
        }
    }
    if left_out > 0 {
        *text += &format!("\n… and {left_out} more {what}; the JSON report has them all.\n");
    }
    Ok(left_out == 0)
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

/// What a class finds hard.
fn hard(class: &Class) -> String {
    let parts = if class.many() { hard::parts(&class.tally.statistics, TOP) } else { Vec::new() };
    let part = |(heading, text): &(&str, String)| format!("### {heading}\n\n{}\n", fenced(text));
    parts.iter().map(part).collect()
}

/// The failures of one submission: a folded part for each level.
fn details(submission: &Graded) -> Vec<String> {
    let mut parts = Vec::new();
    if !submission.passed() {
        parts.push(format!("\n### {}\n\n", inline(&submission.name)));
    }
    parts.extend(submission.remarks().map(fenced));
    if submission.problem.is_some() {
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

/// A code block that nothing in `text` can close.
fn fenced(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}text\n{text}\n{fence}\n")
}

/// Text in a line, without meaning to Markdown or HTML.
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
    use anyhow::Result;

    use crate::grade::judge::run::refuse;
    use crate::grade::results::class::{Class, Results, Tally};
    use crate::grade::results::model::{Graded, Head, KataGrade, LevelGrade};

    /// So many submissions, all failed.
    struct Many(usize);

    impl Results for Many {
        fn number(&self) -> usize {
            self.0
        }

        fn read(&self, number: usize) -> Result<Graded> {
            let claim = refuse(
                "tiny::total::it_adds",
                verdict::Reason::Panic,
                &format!("``` {} ```", "é".repeat(4000)),
            );
            let level = LevelGrade::new("total", 3, vec![claim]);
            Ok(Graded::new(format!("student {number}"), None, vec![KataGrade::new("tiny", vec![level])]))
        }
    }

    fn render(many: usize) -> String {
        let many = Many(many);
        let mut tally = Tally::default();
        (0..many.0).for_each(|place| tally.add(&many.read(place).expect("it is made here")));
        let mut text = Vec::new();
        super::render(&Class::new(&Head::sample(), tally, &many), &mut text).expect("memory");
        String::from_utf8(text).expect("UTF-8")
    }

    /// GitHub drops a summary of more than 1 MiB altogether.
    #[test]
    fn a_large_class_finds_room() {
        let text = render(1000);
        assert!(text.len() < 1 << 20, "{}", text.len());
        assert!(
            text.contains("| student 999 |") && text.contains("more failures"),
            "{}",
            &text[text.len() - 500..]
        );
        let text = render(60_000);
        assert!(text.len() < 1 << 20 && text.contains("more rows"), "{}", text.len());
    }
}
