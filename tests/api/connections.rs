//! Over a real connection: limits of time, and stopping.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use arc_swap::ArcSwap;
use patchwork::{
    atlas::Atlas,
    http::{AppState, HttpConfig, serve},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpSocket, TcpStream},
    sync::oneshot,
    task::JoinHandle,
    time::{Instant, sleep, timeout},
};

use crate::world;

struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    server: JoinHandle<std::io::Result<()>>,
}

async fn start(atlas: Atlas, change: impl FnOnce(&mut HttpConfig)) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let mut config = HttpConfig::new("http://127.0.0.1:8080");
    change(&mut config);
    let (stop, stopped) = oneshot::channel();
    let state = AppState::new(config, Arc::new(ArcSwap::from_pointee(atlas)));
    let server = tokio::spawn(serve(listener, state, async {
        let _ = stopped.await;
    }));
    Running { address, stop, server }
}

impl Running {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// A connection that has asked for a shape of some megabytes and read only the start of it.
    async fn connect_and_read_slowly(&self) -> TcpStream {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(4096).unwrap();
        let mut stream = socket.connect(self.address).await.unwrap();
        let request = b"GET /api/areas/rounds/R1.geojson HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
        stream.write_all(request).await.unwrap();
        let mut start = [0; 15];
        timeout(PATIENCE, stream.read_exact(&mut start)).await.unwrap().unwrap();
        assert_eq!(&start, b"HTTP/1.1 200 OK");
        stream
    }
}

const PATIENCE: Duration = Duration::from_secs(60);
const SOON: Duration = Duration::from_millis(200);

async fn read_all(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    let read = timeout(PATIENCE, stream.read_to_end(&mut text)).await.expect("the connection should end");
    // A connection that is cut off may say so with a reset.
    if let Err(error) = read {
        assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
    }
    String::from_utf8_lossy(&text).into_owned()
}

const QUESTION: &[u8] = b"GET /health/ready HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";

#[tokio::test]
async fn a_question_is_answered_over_a_connection() {
    let running = start(world::atlas("w1"), |_| {}).await;
    let mut stream = running.connect().await;
    stream.write_all(QUESTION).await.unwrap();
    let answer = read_all(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.ends_with("{\"status\":\"ready\"}"), "{answer}");
}

#[tokio::test]
async fn a_client_that_never_finishes_its_request_is_let_go() {
    let running = start(world::atlas("w1"), |config| config.limits.head_time = SOON).await;
    let mut stream = running.connect().await;
    let began = Instant::now();
    stream.write_all(b"GET /health/live HTTP/1.1\r\nhost: x\r\n").await.unwrap();
    read_all(&mut stream).await;
    assert!(began.elapsed() >= SOON);
}

#[tokio::test]
async fn a_client_that_says_nothing_is_let_go() {
    let running = start(world::atlas("w1"), |config| config.limits.head_time = SOON).await;
    assert_eq!(read_all(&mut running.connect().await).await, "");
}

#[tokio::test]
async fn a_client_that_asks_and_never_reads_is_let_go() {
    let running = start(world::intricate(), |config| config.limits.stall_time = SOON).await;
    let mut stream = running.connect_and_read_slowly().await;
    sleep(SOON * 5).await;
    let answer = read_all(&mut stream).await;
    assert!(!answer.ends_with('}'), "the answer should break off");
}

#[tokio::test]
async fn a_server_with_all_its_places_taken_answers_when_one_is_free() {
    let running = start(world::atlas("w1"), |config| config.limits.connections = 1).await;
    let first = running.connect().await;
    // Taken in the order of connecting.
    let mut second = running.connect().await;
    second.write_all(QUESTION).await.unwrap();
    assert!(timeout(SOON, second.readable()).await.is_err());
    drop(first);
    assert!(read_all(&mut second).await.starts_with("HTTP/1.1 200 OK"));
}

#[tokio::test]
async fn a_server_that_stops_finishes_what_it_has_begun_and_takes_nothing_new() {
    let running = start(world::intricate(), |_| {}).await;
    let mut slow = running.connect_and_read_slowly().await;
    let mut idle = running.connect().await;
    // So that the idle connection has been accepted.
    idle.write_all(b"GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    let mut start = [0; 15];
    idle.read_exact(&mut start).await.unwrap();

    running.stop.send(()).unwrap();
    read_all(&mut idle).await;
    assert!(TcpStream::connect(running.address).await.is_err(), "nothing listens any more");
    assert!(!running.server.is_finished());
    let answer = read_all(&mut slow).await;
    assert!(answer.ends_with('}'), "the answer should be whole");
    timeout(PATIENCE, running.server).await.unwrap().unwrap().unwrap();
}

#[tokio::test]
async fn a_server_that_stops_does_not_wait_for_ever() {
    let running = start(world::intricate(), |config| config.limits.stop_time = SOON).await;
    let mut slow = running.connect_and_read_slowly().await;
    running.stop.send(()).unwrap();
    timeout(PATIENCE, running.server).await.unwrap().unwrap().unwrap();
    assert!(!read_all(&mut slow).await.ends_with('}'));
}
