//! A queue, a count of the room, and a loop that starts what fits and then waits for one to end.

use std::collections::VecDeque;

use tokio::task::JoinSet;
use tokio_katas::OverBudget;

pub async fn map_within_budget<T, R, F, Fut>(
    items: Vec<(T, u32)>,
    budget: u32,
    work: F,
) -> Result<Vec<R>, OverBudget>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    if let Some(weight) = items.iter().map(|item| item.1).find(|&weight| weight > budget) {
        return Err(OverBudget { weight, budget });
    }
    let mut queue: VecDeque<_> = items.into_iter().enumerate().collect();
    let mut tasks = JoinSet::new();
    let mut used = 0;
    let mut results = Vec::new();
    loop {
        while let Some((index, (item, weight))) =
            queue.pop_front_if(|(_, (_, weight))| used + *weight <= budget)
        {
            used += weight;
            let job = work(item);
            tasks.spawn(async move { (index, weight, job.await) });
        }
        match tasks.join_next().await {
            Some(ended) => {
                let (index, weight, result) = ended.expect("work does not panic");
                used -= weight;
                results.push((index, result));
            }
            None => break,
        }
    }
    results.sort_by_key(|(index, _)| *index);
    Ok(results.into_iter().map(|(_, result)| result).collect())
}
