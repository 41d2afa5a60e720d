//! What this program itself says in a page, in English: `book/ko.po` translates it like the text of the page. A name in
//! braces stands for what differs.

use polib::catalog::Catalog;

use crate::translation;

/// Around the timelines of a level.
pub const ABOVE: &str = "What known mistakes do in one claim, and what the reference solution does there, as the claim recorded it:";
pub const MISTAKE: &str = "this mistake";
pub const REFERENCE: &str = "the reference solution";
pub const CLAIM: &str = "The claim is `{claim}`.";
pub const HOW_TO_READ: &str = "How to read a timeline";
pub const STEP: &str = "Step through one.";

/// On the page that steps through an instant.
pub const PREVIOUS: &str = "Previous step";
pub const NEXT: &str = "Next step";
pub const COUNT: &str = "Step {number} of {all}, at {ms} ms";
pub const CALLED: &str = "{task} is called. Its future exists, and has done nothing yet.";
pub const STARTED: &str =
    "{task} is polled for the first time. It is not ready: it starts a timer and waits.";
pub const AT_ONCE: &str = "{task} is polled for the first time, and is ready at once.";
pub const READY: &str = "{task} is polled again, because its timer has fired. It is ready.";
pub const PANICS: &str = "{task} is polled, and panics.";
pub const DROPPED: &str = "{task} is dropped before its end: it will not be polled again.";
pub const WAITS: &str = "{task} waits for its timer, which fires at {ms} ms.";
pub const WAITS_FOR_EVER: &str = "{task} waits for something that does not come.";
pub const ANSWER: &str = "The answer itself waits for {tasks}.";
pub const NOT_CALLED: &str = "Not called yet: {tasks}.";
pub const JUMP: &str = "Nothing is ready, so the clock jumps from {from} ms to {to} ms, to the next timer.";
pub const DONE: &str = "There is nothing left to wait for: the answer is polled once more, and returns.";

/// What stands in every page with timelines.
pub const OF_PICTURES: [&str; 7] =
    [ABOVE, MISTAKE, REFERENCE, CLAIM, HOW_TO_READ, STEP, verdict::svg::LEGEND];
/// What stands in the page that steps.
pub const OF_STEPS: [&str; 15] = [
    PREVIOUS,
    NEXT,
    COUNT,
    CALLED,
    STARTED,
    AT_ONCE,
    READY,
    PANICS,
    DROPPED,
    WAITS,
    WAITS_FOR_EVER,
    ANSWER,
    NOT_CALLED,
    JUMP,
    DONE,
];

/// A language to say it in.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    /// Where the translations are; `None` for English.
    pub catalog: Option<&'a Catalog>,
}

impl Words<'_> {
    /// The message in this language, and in English as long as it is not translated.
    pub fn say(&self, message: &str) -> String {
        let translated = self.catalog.and_then(|catalog| translation::lookup(catalog, message));
        translated.unwrap_or(message).to_owned()
    }

    /// The message with its gaps filled, each a name and what it stands for.
    pub fn fill(&self, message: &str, gaps: &[(&str, &str)]) -> String {
        gaps.iter().fold(self.say(message), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }
}
