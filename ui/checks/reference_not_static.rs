//! The first line, shouted in a task that has what it needs.

use crate::kata::shout_first_line;
use crate::kit;

pub async fn check() {
    let seen = kit::watch(async {
        let two_lines = shout_first_line(String::from("make way\nplease"));
        let nothing = shout_first_line(String::new());
        (two_lines.await.unwrap(), nothing.await.unwrap())
    })
    .await;
    let expected = ("MAKE WAY".to_owned(), String::new());
    kit::expect_eq("the first line is shouted", seen.output, expected, "more or less than one line is taken");
    kit::expect_eq("each text has its task", seen.tasks, 2, "nothing is spawned any more");
    kit::expect_eq("the task takes 10 ms", seen.ms, 10, "the `.await` is gone, or not in a task");
    kit::expect_no_leak(async |text| {
        shout_first_line(text).await.unwrap();
    })
    .await;
}
