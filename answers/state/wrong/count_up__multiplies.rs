//! Multiplies the two numbers instead of counting: no tasks, no counter.
//! family: not_in_a_task
//! caught by: all_tasks_are_spawned_before_the_first_is_awaited
//! says: no task was spawned

pub async fn count_up(tasks: usize, per_task: usize) -> usize {
    tasks * per_task
}
