// The trait promises a `Send` future; an implementation may still be written as `async fn`.

use tokio::task::JoinHandle;

trait Repository {
    fn find(&self, id: u64) -> impl Future<Output = Option<String>> + Send;
}

struct Memory;

impl Repository for Memory {
    async fn find(&self, id: u64) -> Option<String> {
        (id == 1).then(|| String::from("ada"))
    }
}

fn find_in_background<R>(repo: R) -> JoinHandle<Option<String>>
where
    R: Repository + Send + Sync + 'static,
{
    tokio::spawn(async move { repo.find(1).await })
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(find_in_background(Memory).await.unwrap().as_deref(), Some("ada"));
}
