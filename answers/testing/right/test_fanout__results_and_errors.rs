//! Tests that return a Result and say in words what differs, in a `tests` module of their own.

pub mod test_fanout {
    use tokio_katas::subject::run_job_fanout;

    #[cfg(test)]
    mod tests {
        use tokio::time::{Duration, Instant, sleep_until};

        use super::*;

        async fn check(inputs: &[&str]) -> Result<(), String> {
            let begun = Instant::now() + Duration::from_secs(1);
            let call = run_job_fanout(inputs.to_vec());
            sleep_until(begun).await;
            let results = call.await;
            let ms = begun.elapsed().as_millis();
            if ms != 10 * inputs.len() as u128 {
                return Err(format!("{} jobs took {ms} ms", inputs.len()));
            }
            let seen: Vec<(usize, String)> = results.into_iter().map(|it| (it.id, it.message)).collect();
            let expected: Vec<(usize, String)> =
                inputs.iter().map(|it| it.to_uppercase()).enumerate().collect();
            if seen == expected { Ok(()) } else { Err(format!("{seen:?}, not {expected:?}")) }
        }

        #[tokio::test(start_paused = true)]
        async fn few_inputs() -> Result<(), String> {
            check(&[]).await?;
            check(&["x"]).await?;
            check(&["öre", "", "öre"]).await
        }

        #[tokio::test(start_paused = true)]
        async fn many_inputs() -> Result<(), String> {
            check(&["x"; 12]).await?;
            check(&["x"; 1000]).await
        }
    }
}
