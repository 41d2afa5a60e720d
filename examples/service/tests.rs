use std::net::Ipv4Addr;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::broadcast;
use tokio::time::timeout;

use super::{CONNECTIONS, RESTARTS, Stop, WORKERS, read_frame, send, serve};

/// A client with one connection.
struct Client {
    stream: TcpStream,
    held: Vec<u8>,
}

impl Client {
    async fn connect(port: u16) -> Client {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.expect("a connection");
        Client { stream, held: Vec::new() }
    }

    async fn ask(&mut self, request: &str) -> String {
        send(&mut self.stream, request).await.expect("a request");
        self.answer().await.expect("an answer")
    }

    /// The next answer; none if the service has hung up.
    async fn answer(&mut self) -> Option<String> {
        let frame = timeout(Duration::from_secs(10), read_frame(&mut self.stream, &mut self.held));
        let frame = frame.await.expect("an answer in time").expect("a frame");
        frame.map(|frame| String::from_utf8(frame).expect("text"))
    }
}

/// Lets `clients` talk to a service of their own, which is then told to stop. Returns how many requests it says it has
/// answered, and its events.
async fn served(clients: impl AsyncFnOnce(u16, &Stop)) -> (usize, Vec<String>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
    let port = listener.local_addr().expect("its address").port();
    let (stop, events) = (Stop::new(), broadcast::Sender::new(1024));
    let mut seen = events.subscribe();
    let talk = async {
        clients(port, &stop).await;
        stop.cancel();
    };
    let (answered, ()) = tokio::join!(serve(listener, &stop, events), talk);
    let mut all = Vec::new();
    while let Ok(event) = seen.recv().await {
        all.push(event);
    }
    (answered, all)
}

#[tokio::test]
async fn words_settings_and_a_worker_that_panics() {
    let (answered, events) = served(async |port, _| {
        let mut client = Client::connect(port).await;
        assert_eq!(client.ask("hello").await, "HELLO!");
        assert_eq!(client.ask("mark ?").await, "ok");
        // The new setting is applied beside the connections.
        while client.ask("hello").await != "HELLO?" {}
        for _ in 0..RESTARTS {
            assert_eq!(client.ask("crash").await, "the worker panicked");
            assert_eq!(client.ask("again").await, "AGAIN?");
        }
        assert_eq!(client.ask("slow").await, "too slow");
        // Nobody waits for the slow one any more: both workers are free.
        let mut other = Client::connect(port).await;
        assert_eq!(tokio::join!(client.ask("one"), other.ask("two")), ("ONE?".into(), "TWO?".into()));
    })
    .await;
    assert!(answered >= 12, "{answered}");
    assert!(events.iter().any(|event| event.ends_with("starts again")), "{events:?}");
    assert_eq!(events.last().map(String::as_str), Some("closed"));
    assert!(
        events.contains(&"the mark is ?".to_owned()) && events.contains(&"stopping".to_owned()),
        "{events:?}"
    );
}

#[tokio::test]
async fn who_finds_no_place_is_told() {
    served(async |port, _| {
        let mut clients = Vec::new();
        for _ in 0..CONNECTIONS {
            let mut client = Client::connect(port).await;
            assert_eq!(client.ask("a").await, "A!");
            clients.push(client);
        }
        let mut late = Client::connect(port).await;
        assert_eq!(late.answer().await.as_deref(), Some("busy"));
        assert_eq!(late.answer().await, None);
        // A place that is given back serves again.
        drop(clients.pop());
        loop {
            let mut next = Client::connect(port).await;
            send(&mut next.stream, "b").await.expect("a request");
            match next.answer().await.as_deref() {
                Some("busy") => {}
                answer => break assert_eq!(answer, Some("B!")),
            }
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_in_hand_is_answered_when_it_stops() {
    let (answered, _) = served(async |port, stop| {
        let mut idle = Client::connect(port).await;
        assert_eq!(idle.ask("idle").await, "IDLE!");
        let mut client = Client::connect(port).await;
        send(&mut client.stream, "slow").await.expect("a request");
        // Sent after it, and so in hand of nobody when the service stops.
        send(&mut client.stream, "never").await.expect("a request");
        tokio::time::sleep(Duration::from_millis(100)).await;
        stop.cancel();
        assert_eq!(client.answer().await.as_deref(), Some("too slow"));
        assert_eq!(client.answer().await, None);
        assert_eq!(idle.answer().await, None);
    })
    .await;
    assert_eq!(answered, 2);
}

#[tokio::test]
async fn a_service_without_workers_says_so() {
    let (_, events) = served(async |port, _| {
        let mut client = Client::connect(port).await;
        loop {
            match &*client.ask("crash").await {
                "no worker is left" => break,
                answer => assert!(["the worker panicked", "too slow"].contains(&answer), "{answer}"),
            }
        }
    })
    .await;
    let given_up = events.iter().filter(|event| event.contains("is not started again: the job panicked"));
    assert_eq!(given_up.count(), WORKERS, "{events:?}");
}
