//! Registers `answer` with its claims.

use solo::answer::ANSWER;

use super::kata;

pub fn register() {
    ANSWER.set(|| Box::pin(kata::answer()));
}
