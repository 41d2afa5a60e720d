//! Knows the result beforehand: no task, no counter.
//! caught by: all_tasks_are_spawned_before_the_first_is_awaited
//! says: no task was spawned

pub async fn count_up(tasks: usize, per_task: usize) -> usize {
    tasks * per_task
}
