//! A small service, put together from the katas' reference solutions. It answers a word with the word in capitals,
//! until Ctrl-C or for a given time:
//!
//! ```text
//! cargo run --example service --features solutions,server -- --port 7878 --seconds 60
//! cargo run --example service --features solutions,server -- ask 7878 hello "mark ?" hello crash hello
//! ```
//!
//! A request is a frame, and so is an answer: a length (u32, big-endian) and that many bytes of text. `mark X` is a
//! new setting, `crash` makes a worker panic, `slow` takes too long; all else is a word.

#[path = "../../answers/cancel/reference.rs"]
#[allow(dead_code)]
mod cancel;
#[path = "../../answers/limit/reference.rs"]
#[allow(dead_code)]
mod limit;
#[path = "../../answers/recover/reference.rs"]
#[allow(dead_code)]
mod recover;
#[path = "../../answers/select/reference.rs"]
#[allow(dead_code)]
mod select;
#[path = "../../answers/state/reference.rs"]
#[allow(dead_code)]
mod state;

use std::error::Error;
use std::io;
use std::net::Ipv4Addr;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::future::join_all;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{broadcast, mpsc, oneshot, watch};
use tokio::time::sleep;
use tokio_katas::{DeadlineExceeded, Overloaded, Seen};

use cancel::{retry, with_deadline};
use limit::{Bulkhead, TokenBucket};
use recover::{Pool, Stop, handle_each, supervise, with_cleanup};
use select::{apply_latest, follow, read_frame, with_progress};
use state::Cache;

/// Connections at once; who comes then is told that it is busy, and may come again.
const CONNECTIONS: usize = 3;
/// Requests at once, of all connections together, and how soon there may be one more.
const BURST: u32 = 20;
const ONE_MORE_EVERY: Duration = Duration::from_millis(10);
const WORKERS: usize = 2;
/// Connections to what stands behind the service.
const BACKEND_CONNECTIONS: usize = 1;
/// How often a worker that panics is started again, and how long after its first panic.
const RESTARTS: u32 = 3;
const BACKOFF: Duration = Duration::from_millis(50);
/// How long a request may take.
const PATIENCE: Duration = Duration::from_millis(500);
/// How long connections have to come to their end when the service stops.
const GRACE: Duration = Duration::from_secs(3);
const REPORT_EVERY: Duration = Duration::from_secs(5);

const USAGE: &str = "usage: service [--port PORT] [--seconds N], or: service ask PORT REQUEST ...";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

async fn run(arguments: &[String]) -> Result<(), Box<dyn Error>> {
    if let [command, port, requests @ ..] = arguments
        && command == "ask"
    {
        return ask(port.parse().map_err(|_| USAGE)?, requests).await;
    }
    let number = |name: &str, value: &str| format!("{name} takes a number, not {value}");
    let (mut port, mut seconds) = (0, None);
    for option in arguments.chunks(2) {
        match option {
            [name, value] if name == "--port" => port = value.parse().map_err(|_| number(name, value))?,
            [name, value] if name == "--seconds" => {
                seconds = Some(value.parse().map_err(|_| number(name, value))?)
            }
            _ => return Err(USAGE.into()),
        }
    }
    let stop = Stop::new();
    let on_ctrl_c = stop.clone();
    ctrlc::set_handler(move || on_ctrl_c.cancel())?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    println!("listening on port {}, Ctrl-C stops", listener.local_addr()?.port());
    let events = broadcast::Sender::new(64);
    let log = follow(events.subscribe(), async |event| match event {
        Seen::Message(event) => println!("{event}"),
        Seen::Missed(events) => println!("({events} events were too fast to be printed)"),
    });
    let limit = async {
        match seconds {
            Some(seconds) => drop(with_deadline(stop.cancelled(), Duration::from_secs(seconds)).await),
            None => stop.cancelled().await,
        }
        stop.cancel();
    };
    let ((), (), answered) = tokio::join!(log, limit, serve(listener, &stop, events));
    println!("{answered} requests answered in all");
    Ok(())
}

/// Serves until told to stop, then until what is in hand is answered. Returns how many requests were.
async fn serve(listener: TcpListener, stop: &Stop, events: broadcast::Sender<String>) -> usize {
    let say = {
        let events = events.clone();
        // Nobody has to listen.
        move |event: String| drop(events.send(event))
    };
    let answered = Arc::new(AtomicUsize::new(0));
    let desk = Arc::new(Desk {
        backend: Pool::new(BACKEND_CONNECTIONS, || Backend),
        words: Cache::new(),
        mark: Mutex::default(),
    });
    let (settings, changes) = watch::channel("!".to_owned());
    let (jobs, queue) = mpsc::channel(8);
    let queue = Arc::new(tokio::sync::Mutex::new(queue));
    let front = Front {
        places: Bulkhead::new(CONNECTIONS),
        rate: TokenBucket::new(BURST, ONE_MORE_EVERY),
        // What stops the service stops the front, and not the other way round.
        stop: stop.child(),
        jobs,
        settings,
        answered: Arc::clone(&answered),
    };

    // When the front is gone, so are its ends of both channels, and the others come to their end one by one.
    let workers = join_all((0..WORKERS).map(|worker| {
        let (desk, queue, say) = (Arc::clone(&desk), Arc::clone(&queue), say.clone());
        async move {
            let start = |run| {
                if run > 0 {
                    say(format!("worker {worker} starts again"));
                }
                work(Arc::clone(&desk), Arc::clone(&queue))
            };
            if let Err(panic) = supervise(RESTARTS, BACKOFF, start).await {
                say(format!("worker {worker} is not started again: {panic}"));
            }
        }
    }));
    drop(queue);
    let settings = apply_latest(changes, async |mark: String| {
        say(format!("the mark is {mark}"));
        *desk.mark.lock().expect("nobody panics with it") = mark;
    });
    let all = async { tokio::join!(accept(listener, front, say.clone()), workers, settings) };
    let out_of_time = async {
        stop.cancelled().await;
        sleep(GRACE).await;
    };
    let in_time = async {
        tokio::select! {
            biased;
            _ = all => {}
            () = out_of_time => say("out of time: the rest is cut off".to_owned()),
        }
    };
    let watched = with_progress(in_time, REPORT_EVERY, async |_| {
        say(format!("{} answered so far", answered.load(Ordering::Relaxed)));
    });
    let closed = say.clone();
    with_cleanup(watched, || async move { closed("closed".to_owned()) }).await;
    answered.load(Ordering::Relaxed)
}

/// Takes connections until told to stop, and returns when all of them have come to their end.
async fn accept(listener: TcpListener, front: Front, say: impl Fn(String)) {
    let front = Arc::new(front);
    let (sender, connections) = mpsc::channel(1);
    let stop = front.stop.clone();
    let listening = async {
        let (listener, sender) = (listener, sender);
        loop {
            let accepted = tokio::select! {
                biased;
                () = stop.cancelled() => break,
                accepted = listener.accept() => accepted,
            };
            match accepted {
                // Where it is not taken, all is over.
                Ok((stream, _)) => drop(sender.send(stream).await),
                Err(error) => {
                    say(format!("a connection could not be accepted: {error}"));
                    // With no file handle left, the next try would fail at once, too.
                    sleep(Duration::from_millis(100)).await;
                }
            }
        }
        say("stopping".to_owned());
    };
    let handling = handle_each(
        connections,
        move |stream| {
            let front = Arc::clone(&front);
            async move { front.serve(stream).await }
        },
        |ended| match ended {
            Ok(Ok(requests)) => say(format!("a connection is closed after {requests} requests")),
            Ok(Err(error)) => say(format!("a connection broke: {error}")),
            Err(panic) => say(panic.to_string()),
        },
    );
    tokio::join!(listening, handling);
}

/// What clients meet.
struct Front {
    places: Bulkhead,
    rate: TokenBucket,
    stop: Stop,
    jobs: mpsc::Sender<Job>,
    settings: watch::Sender<String>,
    answered: Arc<AtomicUsize>,
}

/// A request on its way to a worker.
struct Job {
    word: String,
    answer: oneshot::Sender<String>,
}

impl Front {
    /// Answers the requests of one client, if there is a place for it.
    async fn serve(&self, mut stream: TcpStream) -> io::Result<usize> {
        let talk = self.places.try_run(self.talk(&mut stream)).await;
        match talk {
            Ok(requests) => requests,
            Err(Overloaded) => send(&mut stream, "busy").await.map(|()| 0),
        }
    }

    async fn talk(&self, stream: &mut TcpStream) -> io::Result<usize> {
        let (mut held, mut requests) = (Vec::new(), 0);
        loop {
            // A frame that is cut off here is not lost, and a request in hand is not cut off.
            let frame = tokio::select! {
                biased;
                () = self.stop.cancelled() => return Ok(requests),
                frame = read_frame(stream, &mut held) => frame?,
            };
            let Some(frame) = frame else { return Ok(requests) };
            self.rate.take(1).await.map_err(io::Error::other)?;
            let answer = self.answer(String::from_utf8_lossy(&frame).trim()).await;
            send(stream, &answer).await?;
            self.answered.fetch_add(1, Ordering::Relaxed);
            requests += 1;
        }
    }

    async fn answer(&self, request: &str) -> String {
        if let Some(mark) = request.strip_prefix("mark ") {
            self.settings.send_replace(mark.to_owned());
            return "ok".to_owned();
        }
        let (answer, answered) = oneshot::channel();
        let job = Job { word: request.to_owned(), answer };
        let asked = async {
            match self.jobs.send(job).await {
                Ok(()) => answered.await.unwrap_or_else(|_| "the worker panicked".to_owned()),
                Err(_) => "no worker is left".to_owned(),
            }
        };
        with_deadline(asked, PATIENCE).await.unwrap_or_else(|DeadlineExceeded| "too slow".to_owned())
    }
}

/// A worker: takes one job after the other, until there are none and nobody can send any more.
async fn work(desk: Arc<Desk>, queue: Arc<tokio::sync::Mutex<mpsc::Receiver<Job>>>) {
    loop {
        // The lock is free again before the work begins.
        let job = queue.lock().await.recv().await;
        let Some(Job { word, mut answer }) = job else { return };
        let done = tokio::select! {
            done = desk.answer(&word) => done,
            // Nobody waits for it any more.
            () = answer.closed() => continue,
        };
        let _ = answer.send(done);
    }
}

/// What workers share.
struct Desk {
    backend: Pool<Backend>,
    words: Cache<String>,
    mark: Mutex<String>,
}

impl Desk {
    async fn answer(&self, word: &str) -> String {
        match word {
            "crash" => panic!("it was told to crash"),
            "slow" => sleep(PATIENCE * 20).await,
            _ => {}
        }
        let fetch = || self.backend.with(async |backend: &mut Backend| backend.capitals(word).await);
        let capitals = self.words.get_or_fetch(word, fetch).await;
        capitals + &self.mark.lock().expect("nobody panics with it")
    }
}

/// A connection to what knows capitals. It takes its time.
struct Backend;

impl Backend {
    async fn capitals(&mut self, word: &str) -> String {
        sleep(Duration::from_millis(20)).await;
        word.to_uppercase()
    }
}

async fn send(stream: &mut TcpStream, text: &str) -> io::Result<()> {
    let length = u32::try_from(text.len()).map_err(io::Error::other)?;
    stream.write_all(&[&length.to_be_bytes(), text.as_bytes()].concat()).await
}

/// The client: sends requests one after the other, and prints the answers.
async fn ask(port: u16, requests: &[String]) -> Result<(), Box<dyn Error>> {
    let connect = async |_| TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await;
    let (per_try, pause) = (Duration::from_secs(1), Duration::from_millis(100));
    let connected = retry(3, per_try, pause, connect).await;
    let mut stream = connected.map_err(|error| format!("no service on port {port}: {error}"))?;
    let mut held = Vec::new();
    for request in requests {
        send(&mut stream, request).await?;
        let answer = read_frame(&mut stream, &mut held).await?.ok_or("the service hung up")?;
        println!("{request}: {}", String::from_utf8_lossy(&answer));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
