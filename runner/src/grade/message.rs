//! The message of a claim, taken apart again: `src/probe/words.rs` laid it out.

use crate::verdict::Verdict;

/// What a claim that does not hold says, each part as one line.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// What the code did, in a few words.
    pub headline: String,
    pub expected: Option<String>,
    pub seen: Option<String>,
    /// The idea behind the code that does this.
    pub cause: Option<String>,
    /// Where to read on.
    pub lesson: Option<String>,
}

/// The labels, and how far in the lines stand that go on.
const LABELS: [(&str, usize); 4] = [("expected", 12), ("seen", 12), ("usual cause", 16), ("look at", 16)];

impl Message {
    /// The parts of a verdict's message without its picture; `None` if it is laid out in another
    /// way, as what the compiler says.
    pub fn of(verdict: &Verdict) -> Option<Message> {
        let text = match &verdict.timeline {
            Some(timeline) if !timeline.text.is_empty() => {
                let (before, after) = verdict.message.split_once(timeline.text.trim_end_matches('\n'))?;
                format!("{before}{after}")
            }
            _ => verdict.message.clone(),
        };
        let mut lines = text.lines();
        let headline = lines.by_ref().take_while(|line| !line.trim().is_empty());
        // All of it stands two columns in.
        let headline: Option<Vec<&str>> = headline.map(|line| line.strip_prefix("  ")).collect();
        let mut message = Message { headline: headline?.join(" "), ..Message::default() };
        let mut open: Option<usize> = None;
        for line in lines.filter(|line| !line.trim().is_empty()) {
            if let Some((nth, said)) = labelled(line) {
                let part = message.part(nth);
                if part.is_some() {
                    return None;
                }
                *part = Some(said.to_owned());
                open = Some(nth);
            } else {
                let nth = open?;
                let said = line.strip_prefix(&" ".repeat(LABELS[nth].1))?;
                let part = message.part(nth).as_mut()?;
                part.push(' ');
                part.push_str(said);
            }
        }
        // The last label is always there.
        message.lesson.is_some().then_some(message)
    }

    fn part(&mut self, nth: usize) -> &mut Option<String> {
        match nth {
            0 => &mut self.expected,
            1 => &mut self.seen,
            2 => &mut self.cause,
            _ => &mut self.lesson,
        }
    }
}

/// Which label a line begins with, and what stands behind it.
fn labelled(line: &str) -> Option<(usize, &str)> {
    let line = line.strip_prefix("  ")?;
    LABELS.iter().enumerate().find_map(|(nth, (label, indent))| {
        let rest = line.strip_prefix(label)?;
        let said = rest.trim_start_matches(' ');
        (rest.len() - said.len() == indent - 2 - label.len()).then_some((nth, said))
    })
}

#[cfg(test)]
mod tests {
    use super::Message;
    use crate::grade::judge::refuse;
    use crate::picture::Timeline;

    const PICTURE: &str = "            0         10 ms\n  job 0     ██████████\n";
    const LAID_OUT: &str = "  job 2 started 10 ms too late\n\n  expected  job 2 started at 10 ms\n  seen      at 20 ms\n\n\
         \x20           0         10 ms\n  job 0     ██████████\n\n\
         \x20 usual cause   working in batches (chunks, then join): a batch waits for its\n\
         \x20               slowest job\n  look at       katas/limit.md, \"map_limited\"";

    fn of(message: &str, picture: Option<&str>) -> Option<Message> {
        let mut verdict = refuse("tiny::total::it_adds", "assert", message);
        verdict.timeline = picture.map(|text| Timeline {
            text: text.to_owned(),
            end_ms: 10,
            more: 0,
            rows: Vec::new(),
            scene: 0,
        });
        Message::of(&verdict)
    }

    #[test]
    fn a_message_comes_apart() {
        let message = of(LAID_OUT, Some(PICTURE)).expect("it is laid out");
        assert_eq!(message.headline, "job 2 started 10 ms too late");
        assert_eq!(message.expected.as_deref(), Some("job 2 started at 10 ms"));
        assert_eq!(message.seen.as_deref(), Some("at 20 ms"));
        let cause = "working in batches (chunks, then join): a batch waits for its slowest job";
        assert_eq!(message.cause.as_deref(), Some(cause));
        assert_eq!(message.lesson.as_deref(), Some("katas/limit.md, \"map_limited\""));
    }

    #[test]
    fn what_is_not_laid_out_so_stays_whole() {
        assert_eq!(of("katas/tiny.rs:3: does not compile: mismatched types\n\nerror[E0308]", None), None);
        assert_eq!(of(LAID_OUT, None), None, "the picture is in the way");
        assert_eq!(of(LAID_OUT, Some("another picture")), None);
        let twice = "  x\n\n  usual cause   a\n  usual cause   b\n  look at       c";
        assert_eq!(of(twice, None), None);
        assert_eq!(of("", None), None);
    }
}
