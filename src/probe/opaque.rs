//! How claims call an answer that is compiled apart from them. Where the contract leaves a type open, the
//! answer is compiled for the one type given here, and the claims put theirs inside: they are compiled
//! once, and an edit of a kata compiles the kata alone. What the contract asks of a type stands in the
//! bridge, and there the compiler checks it; the types here need not be as poor as it allows.

use std::any::Any;
use std::cell::Cell;
use std::future::poll_fn;
use std::marker::PhantomPinned;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::OnceLock;
use std::task::{Context, Poll};

use futures::future::{BoxFuture, LocalBoxFuture};
use futures::stream::{BoxStream, Stream, StreamExt};
use pin_project_lite::pin_project;

/// Where a claim finds the answer: a function, or whatever a level asks for.
pub struct Answer<A>(OnceLock<A>);

impl<A: Copy> Answer<A> {
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Answer<A> {
        Answer(OnceLock::new())
    }

    /// Puts the answer in place; once.
    ///
    /// # Panics
    /// If there is one.
    pub fn set(&self, answer: A) {
        assert!(self.0.set(answer).is_ok(), "a second answer to one level");
    }

    /// The answer.
    ///
    /// # Panics
    /// If there is none: the program of tests must give one for each level before it runs them.
    pub fn get(&self) -> A {
        *self.0.get().expect("no answer to this level was handed over")
    }
}

/// A value of any type that is `Send` and `'static`.
pub struct Opaque(Box<dyn Any + Send>);

impl Opaque {
    pub fn new<T: Send + 'static>(value: T) -> Opaque {
        Opaque(Box::new(value))
    }

    /// The value.
    ///
    /// # Panics
    /// If it is of another type: then it is not what the claim put in.
    pub fn open<T: 'static>(self) -> T {
        *self.0.downcast().expect("a value of another type than was put in")
    }

    pub fn all<T: Send + 'static>(values: Vec<T>) -> Vec<Opaque> {
        values.into_iter().map(Opaque::new).collect()
    }

    pub fn open_all<T: 'static>(values: Vec<Opaque>) -> Vec<T> {
        values.into_iter().map(Opaque::open).collect()
    }
}

/// A value of any type that is `'static`; no other thread may have it.
pub struct LocalOpaque(Box<dyn Any>);

impl LocalOpaque {
    pub fn new<T: 'static>(value: T) -> LocalOpaque {
        LocalOpaque(Box::new(value))
    }

    /// The value.
    ///
    /// # Panics
    /// If it is of another type: then it is not what the claim put in.
    pub fn open<T: 'static>(self) -> T {
        *self.0.downcast().expect("a value of another type than was put in")
    }

    pub fn open_all<T: 'static>(values: Vec<LocalOpaque>) -> Vec<T> {
        values.into_iter().map(LocalOpaque::open).collect()
    }
}

pin_project! {
    /// A future that is `Send` and `'static`.
    pub struct OpaqueFuture<R> {
        future: BoxFuture<'static, R>,
        #[pin]
        pinned: PhantomPinned,
    }
}

impl<R> OpaqueFuture<R> {
    /// `future`, with `change` made of its result.
    pub fn new<F>(future: F, change: impl Fn(F::Output) -> R + Send + 'static) -> OpaqueFuture<R>
    where
        F: Future + Send + 'static,
    {
        let mut future = Box::pin(future);
        // Not an async block: that would drop the future as soon as it is done.
        let future = Box::pin(poll_fn(move |cx| future.as_mut().poll(cx).map(&change)));
        OpaqueFuture { future, pinned: PhantomPinned }
    }
}

impl<R> Future for OpaqueFuture<R> {
    type Output = R;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<R> {
        self.project().future.as_mut().poll(cx)
    }
}

pin_project! {
    /// A future that is neither `Send` nor `'static`.
    pub struct LocalOpaqueFuture<'a, R> {
        future: LocalBoxFuture<'a, R>,
        #[pin]
        pinned: PhantomPinned,
    }
}

impl<'a, R> LocalOpaqueFuture<'a, R> {
    /// `future`, with `change` made of its result.
    pub fn new<F: Future + 'a>(future: F, change: impl Fn(F::Output) -> R + 'a) -> LocalOpaqueFuture<'a, R> {
        LocalOpaqueFuture { future: then(Box::pin(future), change), pinned: PhantomPinned }
    }
}

impl<R> Future for LocalOpaqueFuture<'_, R> {
    type Output = R;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<R> {
        self.project().future.as_mut().poll(cx)
    }
}

pin_project! {
    /// A stream that is `Send` and `'static`.
    pub struct OpaqueStream {
        stream: BoxStream<'static, Opaque>,
        #[pin]
        pinned: PhantomPinned,
    }
}

impl OpaqueStream {
    pub fn new<S: Stream<Item: Send + 'static> + Send + 'static>(stream: S) -> OpaqueStream {
        OpaqueStream { stream: stream.map(Opaque::new).boxed(), pinned: PhantomPinned }
    }
}

impl Stream for OpaqueStream {
    type Item = Opaque;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Opaque>> {
        self.project().stream.as_mut().poll_next(cx)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.stream.size_hint()
    }
}

/// Work for each item, which any thread may call.
pub type OpaqueWork = Box<dyn Fn(Opaque) -> OpaqueFuture<Opaque> + Send + Sync>;

/// `work` for items and results of any type.
pub fn opaque_work<T, F, Fut>(work: F) -> OpaqueWork
where
    T: 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future + Send + 'static,
    Fut::Output: Send + 'static,
{
    Box::new(move |item| OpaqueFuture::new(work(item.open()), Opaque::new))
}

/// An item together with the work for it, which is called with it: neither need be `Send` or `'static`.
pub type OpaqueItem<'a, R> = Box<dyn FnOnce() -> OpaqueFuture<R> + 'a>;

/// `items` and `work` of any type, with `change` made of what the work gives.
pub fn opaque_items<'a, T, F, Fut, R>(
    items: Vec<T>,
    work: F,
    change: fn(Fut::Output) -> R,
) -> Vec<OpaqueItem<'a, R>>
where
    T: 'a,
    F: Fn(T) -> Fut + 'a,
    Fut: Future + Send + 'static,
    R: 'static,
{
    let work = Rc::new(work);
    let with_work = |item| {
        let work = Rc::clone(&work);
        Box::new(move || OpaqueFuture::new(work(item), change)) as OpaqueItem<'a, R>
    };
    items.into_iter().map(with_work).collect()
}

/// What a call gives, with `change` made of it. The call itself stays until the whole is dropped.
pub fn then<'a, F, R>(mut call: Pin<Box<F>>, change: impl Fn(F::Output) -> R + 'a) -> LocalBoxFuture<'a, R>
where
    F: Future + ?Sized + 'a,
{
    Box::pin(poll_fn(move |cx| call.as_mut().poll(cx).map(&change)))
}

/// A value of any type, which may borrow. The [`Wrapper`] that wrapped it opens it.
pub struct Wrapped<'a> {
    put: Box<dyn FnOnce() + 'a>,
    _pinned: PhantomPinned,
}

/// Wraps values of one type, and opens them again.
pub struct Wrapper<T>(Rc<Cell<Option<T>>>);

impl<T> Wrapper<T> {
    #[allow(clippy::new_without_default)]
    pub fn new() -> Wrapper<T> {
        Wrapper(Rc::new(Cell::new(None)))
    }

    /// Wraps a value.
    pub fn wrapping<'a>(&self) -> impl Fn(T) -> Wrapped<'a> + Clone + use<'a, T>
    where
        T: 'a,
    {
        let opened = Rc::clone(&self.0);
        move |value| {
            let opened = Rc::clone(&opened);
            Wrapped { put: Box::new(move || opened.set(Some(value))), _pinned: PhantomPinned }
        }
    }

    /// The value.
    ///
    /// # Panics
    /// If another wrapped it: then it is not what the claim put in.
    pub fn open(&self, value: Wrapped<'_>) -> T {
        (value.put)();
        self.0.take().expect("a value that another wrapped")
    }
}
