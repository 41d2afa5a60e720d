//! Counts the handlers in flight and returns when none is left. A body may still be on its way.
//! family: cut_short
//! caught by: an_answer_in_flight_gets_its_whole_body
//! says: its body is still on the way

use std::future::Future;
use std::io;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

async fn counted(State(busy): State<mpsc::WeakSender<()>>, request: Request, next: Next) -> Response {
    let _busy = busy.upgrade();
    next.run(request).await
}

pub async fn serve_app<S>(listener: TcpListener, app: Router, shutdown: S) -> io::Result<()>
where
    S: Future<Output = ()> + Send + 'static,
{
    let (busy, mut idle) = mpsc::channel(1);
    let app = app.layer(from_fn_with_state(busy.downgrade(), counted));
    tokio::select! {
        served = async { axum::serve(listener, app).await } => return served,
        () = shutdown => {}
    }
    drop(busy);
    idle.recv().await;
    Ok(())
}
