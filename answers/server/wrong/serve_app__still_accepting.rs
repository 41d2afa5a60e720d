//! Goes on accepting connections until no request is in flight.
//! family: goes_on_after_the_end
//! caught by: a_new_connection_after_the_shutdown_gets_no_answer
//! says: accepting goes on

use std::future::Future;
use std::io;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use futures::StreamExt;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

const MANY: usize = 1 << 20;

async fn counted(State(places): State<Arc<Semaphore>>, request: Request, next: Next) -> Response {
    let place = places.acquire_owned().await;
    next.run(request).await.map(move |body| {
        // The place is held to the end of the body.
        Body::from_stream(body.into_data_stream().map(move |chunk| {
            let _held = &place;
            chunk
        }))
    })
}

pub async fn serve_app<S>(listener: TcpListener, app: Router, shutdown: S) -> io::Result<()>
where
    S: Future<Output = ()> + Send + 'static,
{
    let places = Arc::new(Semaphore::new(MANY));
    let app = app.layer(from_fn_with_state(Arc::clone(&places), counted));
    let all_done = async {
        shutdown.await;
        while places.available_permits() < MANY {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
    };
    tokio::select! {
        served = async { axum::serve(listener, app).await } => served,
        () = all_done => Ok(()),
    }
}
