//! The types named in the katas' signatures.

use std::error::Error;
use std::fmt;

use futures::future::BoxFuture;

/// The result of a job of `run_job_fanout`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobResult {
    /// The job's position in the input, from 0.
    pub id: usize,
    /// The job's input in upper case.
    pub message: String,
}

/// A job that panicked instead of finishing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobPanicked {
    /// The panic's message, or `"unknown panic"` if it had none.
    pub message: String,
}

/// A bulkhead had no free place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overloaded;

/// An item weighs more than the whole budget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverBudget {
    /// The item's weight.
    pub weight: u32,
    /// The largest weight that may be in flight at once.
    pub budget: u32,
}

/// More tokens than a bucket can ever hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverCapacity {
    /// How many were asked for.
    pub asked: u32,
    /// How many the bucket holds when it is full.
    pub capacity: u32,
}

/// The work was not finished in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadlineExceeded;

/// How a delivery to a channel went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery<T> {
    /// How often the channel stayed full for as long as the sender was willing to wait.
    pub stalls: usize,
    /// The messages not sent because the receiver was gone, in order.
    pub unsent: Vec<T>,
}

/// What a follower of a channel has seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen<T> {
    /// A message.
    Message(T),
    /// That many messages in a row, overwritten before they were read.
    Missed(u64),
}

/// How the last try of a retried operation ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RetryError<E> {
    /// It did not finish in time.
    TimedOut,
    /// It failed by itself.
    Failed(E),
}

/// How the tasks of a shutdown ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drained<R> {
    /// What the finished tasks returned, in the order in which the `JoinSet` reports them.
    pub finished: Vec<R>,
    /// How many tasks were aborted, by the shutdown or earlier.
    pub aborted: usize,
    /// How many tasks panicked.
    pub panicked: usize,
}

/// A tree of numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    /// The node's own number.
    pub value: u64,
    /// The subtrees below it.
    pub children: Vec<Tree>,
}

/// An account holds less than was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InsufficientFunds {
    /// What the account holds.
    pub balance: u64,
    /// What was asked for.
    pub asked: u64,
}

/// A place where rows are looked up by id.
pub trait Repository: Sync {
    /// The row with this id, if there is one. An `async fn find` implements it.
    fn find(&self, id: u64) -> impl Future<Output = Option<String>> + Send;
}

/// Something that answers requests. Services of different types fit behind one `dyn Service`.
pub trait Service: Send + Sync {
    /// Answers one request. Nothing happens before the future is polled.
    fn call(&self, request: String) -> BoxFuture<'_, Result<String, String>>;
}

impl<S: Service + ?Sized> Service for Box<S> {
    fn call(&self, request: String) -> BoxFuture<'_, Result<String, String>> {
        (**self).call(request)
    }
}

/// A user, as the server sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "server", derive(serde::Serialize, serde::Deserialize))]
pub struct User {
    /// The user's number, from 1.
    pub id: u64,
    /// The user's name; any text.
    pub name: String,
}

/// The reason why a user could not be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FetchError {
    /// The complete answer did not arrive in time.
    TimedOut,
    /// The server answered with this status, which is not 2xx.
    Status(u16),
    /// Anything else: no connection, a bad URL, a bad body.
    Other(String),
}

impl fmt::Display for JobPanicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the job panicked: {}", self.message)
    }
}

impl fmt::Display for Overloaded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no free place")
    }
}

impl fmt::Display for OverBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an item of weight {} is heavier than the budget of {}", self.weight, self.budget)
    }
}

impl fmt::Display for OverCapacity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "asked for {} tokens, but a full bucket holds {}", self.asked, self.capacity)
    }
}

impl fmt::Display for DeadlineExceeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the deadline has passed")
    }
}

impl<E: fmt::Display> fmt::Display for RetryError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RetryError::TimedOut => f.write_str("the last try timed out"),
            RetryError::Failed(error) => write!(f, "the last try failed: {error}"),
        }
    }
}

impl fmt::Display for InsufficientFunds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} asked for, {} there", self.asked, self.balance)
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FetchError::TimedOut => f.write_str("no answer in time"),
            FetchError::Status(status) => write!(f, "the server answered with status {status}"),
            FetchError::Other(what) => write!(f, "the user could not be fetched: {what}"),
        }
    }
}

impl Error for JobPanicked {}
impl Error for Overloaded {}
impl Error for OverBudget {}
impl Error for OverCapacity {}
impl Error for DeadlineExceeded {}
impl Error for InsufficientFunds {}
impl Error for FetchError {}
impl<E: fmt::Debug + fmt::Display> Error for RetryError<E> {}
