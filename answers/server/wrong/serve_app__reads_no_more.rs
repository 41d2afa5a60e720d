//! Stops reading at the shutdown. A request whose body is half-way in is cut off.
//! family: cut_short
//! caught by: a_request_in_flight_may_send_its_whole_body
//! says: no more reading after the shutdown

use std::future::Future;
use std::io;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use futures::StreamExt;
use tokio::net::TcpListener;
use tokio::sync::watch;

async fn until_closing(
    State(mut closing): State<watch::Receiver<bool>>,
    request: Request,
    next: Next,
) -> Response {
    let request = request.map(|body| {
        let closing = async move {
            let _ = closing.wait_for(|closing| *closing).await;
        };
        Body::from_stream(body.into_data_stream().take_until(Box::pin(closing)))
    });
    next.run(request).await
}

pub async fn serve_app<S>(listener: TcpListener, app: Router, shutdown: S) -> io::Result<()>
where
    S: Future<Output = ()> + Send + 'static,
{
    let (close, closing) = watch::channel(false);
    let app = app.layer(from_fn_with_state(closing, until_closing));
    let down = async move {
        shutdown.await;
        let _ = close.send(true);
    };
    axum::serve(listener, app).with_graceful_shutdown(down).await
}
