//! What the loop hears of.

use std::io;

use anyhow::Result;
use crossterm::event::KeyEvent;

use crate::learner::CheckedKatas;

pub(super) enum News {
    Key(KeyEvent),
    Resized,
    /// Something happened in the folder of the katas.
    Stirred,
    Judged(Result<CheckedKatas>),
    /// The keyboard is gone.
    Deaf(io::Error),
}
