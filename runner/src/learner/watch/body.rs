//! What is shown between the first lines and the keys.

use crate::learner::KataReport;
use crate::ui::output::fold;

pub(super) struct Body {
    whole: String,
    /// The same with what matters first, for a window that does not hold it.
    tight: Option<String>,
}

impl Body {
    pub fn of(text: String) -> Body {
        Body { whole: text, tight: None }
    }

    pub fn of_report(report: &KataReport) -> Body {
        Body { whole: report.text(), tight: Some(report.verdict_first()) }
    }

    /// In lines for a window.
    pub fn lines(&self, width: usize, room: usize) -> Vec<String> {
        let lines = |text: &str| fold(text, width).lines().map(str::to_owned).collect::<Vec<_>>();
        let whole = lines(&self.whole);
        match &self.tight {
            Some(tight) if whole.len() > room => lines(tight),
            _ => whole,
        }
    }
}
