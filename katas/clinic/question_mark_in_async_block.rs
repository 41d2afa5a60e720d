//! rustc refuses this file. Cure it; `ui/question_mark_in_async_block.md` explains what rustc says.

use std::time::Duration;

/// The sum of all texts, 10 ms after the last one is read; `None`, at once, if one is not a number.
pub async fn sum(texts: Vec<String>) -> Option<u32> {
    let adding = async {
        let mut sum = 0;
        for text in &texts {
            sum += text.parse::<u32>()?;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
        Ok(sum)
    };
    adding.await.ok()
}
