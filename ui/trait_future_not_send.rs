use tokio::task::JoinHandle;

trait Repository {
    async fn find(&self, id: u64) -> Option<String>;
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
    // The mistake: nothing in the trait promises that the future of `find` is `Send`.
    //~ ERROR future cannot be sent between threads safely
    //~ NOTE as it awaits another future which is not `Send`
    tokio::spawn(async move { repo.find(1).await })
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    println!("{:?}", find_in_background(Memory).await.unwrap());
}
