//! Accepting connections, and letting go of them.
//!
//! HTTP/1.1 only: browsers speak anything newer over TLS alone, which a proxy in front ends.

use std::{future::Future, io, sync::Arc, time::Duration};

use axum::http::Request;
use hyper::{body::Incoming, server::conn::http1};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    task::JoinSet,
    time::{MissedTickBehavior, interval, sleep, timeout},
};

use tower::ServiceExt;

use super::{AppState, Limits, client::Peer, router, stall::Unstalled};

/// Room for the head of a request, in bytes.
const HEAD_BYTES: usize = 64 << 10;
/// How often the figures for a monitor are folded together.
const TIDY_EVERY: Duration = Duration::from_secs(10);
/// How long to wait when no connection can be accepted, for want of file handles say.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Answers on `listener` until `shutdown` completes; then takes no new connections, finishes the requests that have
/// begun, and closes what is left when [`Limits::stop_time`] is over.
///
/// # Errors
/// When the listener has no address.
pub async fn serve(
    listener: TcpListener,
    state: AppState,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let address = listener.local_addr()?;
    let limits = state.config().limits.clone();
    let app = router(state.clone());
    let builder = builder(&limits);
    let places = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    let mut open = JoinSet::new();
    let mut tidy = interval(TIDY_EVERY);
    tidy.set_missed_tick_behavior(MissedTickBehavior::Delay);
    tracing::info!(%address, "listening");

    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        let accepted = async {
            let place = places.clone().acquire_owned().await;
            (place, listener.accept().await)
        };
        tokio::select! {
            () = &mut shutdown => break,
            _ = tidy.tick() => state.metrics().tidy(),
            Some(_) = open.join_next() => {}
            (place, accepted) = accepted => match accepted {
                Ok((stream, client)) => {
                    let peer = Peer(client.ip());
                    let named = app.clone().map_request(move |mut request: Request<Incoming>| {
                        request.extensions_mut().insert(peer);
                        request
                    });
                    let service = TowerToHyperService::new(named);
                    let connection = builder.serve_connection(prepared(stream, limits.stall_time), service);
                    let watched = graceful.watch(connection);
                    open.spawn(async move {
                        let _place = place;
                        if let Err(error) = watched.await {
                            tracing::debug!(target: "patchwork::http", %error, "a connection broke off");
                        }
                    });
                }
                Err(error) => {
                    tracing::warn!(%error, "no connection could be accepted");
                    sleep(ACCEPT_PAUSE).await;
                }
            },
        }
    }
    drop(listener);
    tracing::info!("stopping");
    if timeout(limits.stop_time, graceful.shutdown()).await.is_err() {
        tracing::warn!(connections = open.len(), "closing connections that did not finish");
    }
    open.shutdown().await;
    Ok(())
}

fn builder(limits: &Limits) -> http1::Builder {
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(limits.head_time).max_buf_size(HEAD_BYTES);
    builder
}

fn prepared(stream: TcpStream, patience: Duration) -> TokioIo<Unstalled> {
    // Answers are written whole, so waiting to fill a packet only delays them. A client that has gone says so itself.
    let _ = stream.set_nodelay(true);
    TokioIo::new(Unstalled::new(stream, patience))
}
