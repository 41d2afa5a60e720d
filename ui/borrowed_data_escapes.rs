use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    announce(vec!["ingest", "flush"]).await;
}

async fn announce(labels: Vec<&str>) {
    for label in labels {
        // The mistake: `labels` borrows from the caller, and a task may outlive this call.
        //~ ERROR[E0521] borrowed data escapes outside of function
        //~ NOTE argument requires that `'1` must outlive `'static`
        let task = tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(1)).await;
            println!("{label}");
        });
        task.await.unwrap();
    }
}
