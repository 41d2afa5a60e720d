//! Two kinds of repository, each looked up in a task.

use crate::kata::{Disk, Memory, find_in_background};
use crate::kit;

pub async fn check() {
    let seen = kit::watch(async {
        let in_memory = find_in_background(Memory, 1);
        let on_disk = find_in_background(Disk, 2);
        let nobody = find_in_background(Disk, 3);
        (in_memory.await.unwrap(), on_disk.await.unwrap(), nobody.await.unwrap())
    })
    .await;
    let expected = (Some("ada".to_owned()), Some("grace".to_owned()), None);
    kit::expect_eq("1 is ada, 2 is grace, 3 is nobody", seen.output, expected, "a look-up is lost");
    kit::expect_eq(
        "each look-up has its task",
        seen.tasks,
        3,
        "the look-up is done before the task is spawned",
    );
    kit::expect_eq("the disk still takes 10 ms", seen.ms, 10, "the `.await` is gone, or not in a task");
}
