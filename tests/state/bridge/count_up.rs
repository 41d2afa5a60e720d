//! Hands `count_up` over to its claims.

use state::count_up::ANSWER;

use super::kata;

pub fn hand_over() {
    ANSWER.is(|tasks, per_task| Box::pin(kata::count_up(tasks, per_task)));
}
