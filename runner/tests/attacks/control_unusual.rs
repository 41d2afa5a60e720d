//! Right, and far from the usual way.
//! level: total
//! expects: ok
//! points: 3

pub async fn total(numbers: Vec<u64>) -> u64 {
    let (send, mut receive) = tokio::sync::mpsc::unbounded_channel();
    for (nth, number) in numbers.iter().copied().enumerate() {
        let send = send.clone();
        tokio::spawn(async move {
            tokio::time::sleep(std::time::Duration::from_millis(10 * (nth as u64 + 1))).await;
            let _ = send.send(number);
        });
    }
    drop(send);
    let mut bits = [0_u64; 64];
    while let Some(number) = receive.recv().await {
        (0..64).for_each(|bit| bits[bit] += number >> bit & 1);
    }
    bits.iter().enumerate().map(|(bit, count)| count << bit).sum()
}
