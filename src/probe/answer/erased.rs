//! How claims call an answer that is compiled apart from them.
//!
//! If a contract leaves a type open, the answer is compiled for one of the types here, and a claim puts its own
//! value inside. So the claims are compiled once, and an edit of a kata compiles only the kata. These types can
//! do no more than the contract says of the type that they replace: they are never `Sync`, `Unpin`,
//! `UnwindSafe`, `Debug` or comparable, and `Clone`, `Send` or `'static` only if their documentation says so. The
//! compiler therefore refuses an answer that asks for more, and points to the line in the kata. `SLOT` tells the
//! contract's type parameters apart: the first is 0, the second 1.

use std::any::Any;
use std::cell::Cell;
use std::future::poll_fn;
use std::marker::{PhantomData, PhantomPinned};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::OnceLock;
use std::task::{Context, Poll};

use futures::future::{BoxFuture, LocalBoxFuture};
use futures::stream::{BoxStream, Stream, StreamExt};
use pin_project_lite::pin_project;

/// Where the claims on a level find the answer: a function, or whatever else the level asks for.
pub struct Answer<A>(OnceLock<A>);

impl<A: Copy> Answer<A> {
    /// An answer that has not been registered yet.
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Answer<A> {
        Answer(OnceLock::new())
    }

    /// Registers the answer. Call it once.
    ///
    /// # Panics
    /// If one is registered already.
    pub fn set(&self, answer: A) {
        assert!(self.0.set(answer).is_ok(), "two answers are registered for one level");
    }

    /// The answer.
    ///
    /// # Panics
    /// If none is registered: the program must register one for each level before it runs the claims.
    pub fn get(&self) -> A {
        *self.0.get().expect("no answer is registered: the kata's main.rs calls `register` for each level")
    }
}

/// A value of a type that is `Send` and `'static`, and nothing else.
pub struct Erased<const SLOT: usize> {
    value: Box<dyn Any + Send>,
    _pinned: PhantomPinned,
}

impl<const SLOT: usize> Erased<SLOT> {
    /// Puts a value in.
    pub fn new<T: Send + 'static>(value: T) -> Self {
        Erased { value: Box::new(value), _pinned: PhantomPinned }
    }

    /// Takes it out.
    ///
    /// # Panics
    /// If it has another type: then it is not what the claim put in.
    pub fn open<T: 'static>(self) -> T {
        *self.value.downcast().expect("a value of another type than was put in")
    }

    /// Puts each value into one of its own.
    pub fn all<T: Send + 'static>(values: Vec<T>) -> Vec<Self> {
        values.into_iter().map(Erased::new).collect()
    }

    /// Takes all of them out.
    ///
    /// # Panics
    /// Like [`open`](Self::open).
    pub fn open_all<T: 'static>(values: Vec<Self>) -> Vec<T> {
        values.into_iter().map(Erased::open).collect()
    }
}

/// A value of a type that is neither `Send` nor `'static` as far as an answer can tell. A claim puts in only
/// values that are `'static`; for those that borrow there is [`Borrowed`].
pub struct LocalErased<'a, const SLOT: usize> {
    value: Box<dyn Any>,
    _borrows: PhantomData<&'a ()>,
    _pinned: PhantomPinned,
}

impl<const SLOT: usize> LocalErased<'_, SLOT> {
    /// Puts a value in.
    pub fn new<T: 'static>(value: T) -> Self {
        LocalErased { value: Box::new(value), _borrows: PhantomData, _pinned: PhantomPinned }
    }

    /// Takes it out.
    ///
    /// # Panics
    /// If it has another type: then it is not what the claim put in.
    pub fn open<T: 'static>(self) -> T {
        *self.value.downcast().expect("a value of another type than was put in")
    }

    /// Takes all of them out.
    ///
    /// # Panics
    /// Like [`open`](Self::open).
    pub fn open_all<T: 'static>(values: Vec<Self>) -> Vec<T> {
        values.into_iter().map(LocalErased::open).collect()
    }
}

/// A value of a type that is `Clone`, and neither `Send` nor `'static` as far as an answer can tell. A claim puts in only
/// values that are `'static`.
pub struct LocalClone<'a, const SLOT: usize> {
    value: Rc<dyn Any>,
    _borrows: PhantomData<&'a ()>,
    _pinned: PhantomPinned,
}

impl<const SLOT: usize> Clone for LocalClone<'_, SLOT> {
    fn clone(&self) -> Self {
        LocalClone { value: Rc::clone(&self.value), _borrows: PhantomData, _pinned: PhantomPinned }
    }
}

impl<const SLOT: usize> LocalClone<'_, SLOT> {
    /// Puts a value in.
    pub fn new<T: 'static>(value: T) -> Self {
        LocalClone { value: Rc::new(value), _borrows: PhantomData, _pinned: PhantomPinned }
    }

    /// A clone of it.
    ///
    /// # Panics
    /// If it has another type: then it is not what the claim put in.
    pub fn open<T: Clone + 'static>(&self) -> T {
        self.value.downcast_ref::<T>().expect("a value of another type than was put in").clone()
    }
}

/// A value of a type that is neither `Send` nor `'static`. The [`Eraser`] that erased it opens it.
pub struct Borrowed<'a, const SLOT: usize> {
    put: Box<dyn FnOnce() + 'a>,
    _pinned: PhantomPinned,
}

/// Erases values of one type that may borrow, and opens them again.
pub struct Eraser<'a, T, const SLOT: usize> {
    opened: Rc<Cell<Option<T>>>,
    _borrows: PhantomData<&'a ()>,
}

impl<T, const SLOT: usize> Clone for Eraser<'_, T, SLOT> {
    fn clone(&self) -> Self {
        Eraser { opened: Rc::clone(&self.opened), _borrows: PhantomData }
    }
}

impl<'a, T: 'a, const SLOT: usize> Eraser<'a, T, SLOT> {
    /// An eraser that has erased nothing yet.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Eraser { opened: Rc::new(Cell::new(None)), _borrows: PhantomData }
    }

    /// Puts a value in.
    pub fn erase(&self, value: T) -> Borrowed<'a, SLOT> {
        let opened = Rc::clone(&self.opened);
        Borrowed { put: Box::new(move || opened.set(Some(value))), _pinned: PhantomPinned }
    }

    /// Takes it out.
    ///
    /// # Panics
    /// If another eraser put it in: then it is not what the claim put in.
    pub fn open(&self, value: Borrowed<'_, SLOT>) -> T {
        (value.put)();
        self.opened.take().expect("a value that another eraser put in")
    }
}

pin_project! {
    /// A future of a type that is `Send` and `'static`.
    pub struct ErasedFuture<R> {
        future: BoxFuture<'static, R>,
        #[pin]
        pinned: PhantomPinned,
    }
}

impl<R> ErasedFuture<R> {
    /// `future`, with `change` applied to its result.
    pub fn new<F>(future: F, change: impl Fn(F::Output) -> R + Send + 'static) -> ErasedFuture<R>
    where
        F: Future + Send + 'static,
    {
        let mut future = Box::pin(future);
        // Not an async block: that would drop the future as soon as it completes.
        let future = Box::pin(poll_fn(move |cx| future.as_mut().poll(cx).map(&change)));
        ErasedFuture { future, pinned: PhantomPinned }
    }
}

impl<R> Future for ErasedFuture<R> {
    type Output = R;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<R> {
        self.project().future.as_mut().poll(cx)
    }
}

pin_project! {
    /// A future of a type that is neither `Send` nor `'static`.
    pub struct LocalErasedFuture<'a, R> {
        future: LocalBoxFuture<'a, R>,
        #[pin]
        pinned: PhantomPinned,
    }
}

impl<'a, R> LocalErasedFuture<'a, R> {
    /// `future`, with `change` applied to its result.
    pub fn new<F: Future + 'a>(future: F, change: impl Fn(F::Output) -> R + 'a) -> LocalErasedFuture<'a, R> {
        LocalErasedFuture { future: then(Box::pin(future), change), pinned: PhantomPinned }
    }
}

impl<R> Future for LocalErasedFuture<'_, R> {
    type Output = R;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<R> {
        self.project().future.as_mut().poll(cx)
    }
}

pin_project! {
    /// A stream of a type that is `Send` and `'static`; `I` is an [`Erased`].
    pub struct ErasedStream<I> {
        stream: BoxStream<'static, I>,
        #[pin]
        pinned: PhantomPinned,
    }
}

impl<const SLOT: usize> ErasedStream<Erased<SLOT>> {
    /// `stream`, with its items erased.
    pub fn new<S: Stream<Item: Send + 'static> + Send + 'static>(stream: S) -> Self {
        ErasedStream { stream: stream.map(Erased::new).boxed(), pinned: PhantomPinned }
    }
}

impl<I> Stream for ErasedStream<I> {
    type Item = I;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<I>> {
        self.project().stream.as_mut().poll_next(cx)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.stream.size_hint()
    }
}

/// Work for each item, which any thread may call: `F: Fn(T) -> Fut + Send + Sync + 'static`, where `T` is the
/// contract's first type parameter and the result its second.
pub type ErasedWork = Box<dyn Fn(Erased<0>) -> ErasedFuture<Erased<1>> + Send + Sync>;

/// `work` for items and results of any type.
pub fn erased_work<T, F, Fut>(work: F) -> ErasedWork
where
    T: 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future + Send + 'static,
    Fut::Output: Send + 'static,
{
    Box::new(move |item| ErasedFuture::new(work(item.open()), Erased::new))
}

/// The result of a call, with `change` applied to it. The call itself is kept until the whole is dropped.
pub fn then<'a, F, R>(mut call: Pin<Box<F>>, change: impl Fn(F::Output) -> R + 'a) -> LocalBoxFuture<'a, R>
where
    F: Future + ?Sized + 'a,
{
    Box::pin(poll_fn(move |cx| call.as_mut().poll(cx).map(&change)))
}
