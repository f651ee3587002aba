//! `patchwork serve`: the map, the API and the tiles, until told to stop.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use arc_swap::ArcSwap;
use jiff::civil::Date;
use tokio::net::TcpListener;

use super::{StoreArg, output::print, read_atlas};
use crate::{
    atlas::{Atlas, Viewer},
    http::{self, AppState, Basemap, HttpConfig, Network},
    import::place,
    store::{Store, StoreError, sqlite::GeoPackage},
};

/// How often the store is asked whether another process has written to it.
const WATCH_EVERY: Duration = Duration::from_millis(500);

#[derive(Debug, clap::Args)]
pub(super) struct Serve {
    /// The address and port to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080", env = "PATCHWORK_BIND")]
    bind: SocketAddr,
    /// Where visitors reach this server; the start of every link that leaves it
    #[arg(long, value_name = "URL", env = "PATCHWORK_PUBLIC_URL")]
    public_url: Option<String>,
    /// Fill the store with the invented demo county first, from boundaries/demo.toml in the working directory
    #[arg(long, env = "PATCHWORK_DEMO")]
    demo: bool,
    #[allow(clippy::doc_markdown, reason = "help texts are no Markdown")]
    /// A background map: a PMTiles file
    #[arg(long, value_name = "FILE.pmtiles", env = "PATCHWORK_BASEMAP", conflicts_with = "basemap_style")]
    basemap: Option<PathBuf>,
    #[allow(clippy::doc_markdown, reason = "help texts are no Markdown")]
    /// A background map: the address of a MapLibre style
    #[arg(long, value_name = "URL", env = "PATCHWORK_BASEMAP_STYLE")]
    basemap_style: Option<String>,
    /// An address or network of your own proxies (10.0.0.0/8): what they say of a client's address is believed. May be repeated
    #[arg(long, value_name = "NETWORK", env = "PATCHWORK_TRUSTED_PROXIES", value_delimiter = ',')]
    trusted_proxy: Vec<Network>,
    #[allow(clippy::doc_markdown, reason = "help texts are no Markdown")]
    /// A site that may show embedded maps in a frame, as https://partner.example.org; every site when none is named. May be repeated
    #[arg(long, value_name = "SITE", env = "PATCHWORK_FRAME_ANCESTORS", value_delimiter = ',')]
    frame_ancestors: Vec<String>,
    /// How often an hour one client may write without signing in
    #[arg(long, value_name = "TIMES", default_value_t = 20, env = "PATCHWORK_ANONYMOUS_WRITES")]
    anonymous_writes: u32,
    /// Take a day for today, on a copy of the store: a rehearsal of what visitors will see then
    #[arg(long, value_name = "DATE", env = "PATCHWORK_TODAY")]
    today: Option<Date>,
}

impl Serve {
    pub(super) fn run(&self, store: &StoreArg) -> anyhow::Result<ExitCode> {
        if self.demo {
            fill_with_demo(store)?;
        }
        if let Some(day) = self.today {
            tracing::warn!(%day, "a rehearsal: this day is taken for today");
            http::rehearse(day);
        }
        let config = self.config()?;
        let store = Arc::new(store.open()?);
        tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?
            .block_on(self.serve(config, store))?;
        Ok(ExitCode::SUCCESS)
    }

    fn config(&self) -> anyhow::Result<Option<Basemap>> {
        match (&self.basemap, &self.basemap_style) {
            (Some(file), _) if !file.is_file() => {
                bail!("there is no basemap file {}: check the path", file.display())
            }
            (Some(file), _) => Ok(Some(Basemap::Archive(file.clone()))),
            (None, Some(url)) => Ok(Some(Basemap::style(url)?)),
            (None, None) => Ok(None),
        }
    }

    async fn serve(&self, basemap: Option<Basemap>, store: Arc<GeoPackage>) -> anyhow::Result<()> {
        let listener = TcpListener::bind(self.bind).await.with_context(|| {
            format!("{} is not free to listen on: stop what uses it, or give another with --bind", self.bind)
        })?;
        let address = listener.local_addr()?;
        let public_url = self.public_url.clone().unwrap_or_else(|| default_url(address));
        let mut config = HttpConfig::new(&public_url).framed_by(&self.frame_ancestors)?;
        config.basemap = basemap;
        config.trusted_proxies.clone_from(&self.trusted_proxy);
        config.limits.anonymous_writes_an_hour = self.anonymous_writes;

        let atlas = Arc::new(ArcSwap::from_pointee(Atlas::default()));
        let state =
            AppState::loading(config, Arc::clone(&atlas)).with_store(Arc::clone(&store) as Arc<dyn Store>);
        // Answers "not ready" while the layers are read, so that whoever waits for them has something to ask.
        let serving = tokio::spawn(http::serve(listener, state.clone(), stopped()));
        let reader = Arc::clone(&store);
        let (first, token) = tokio::task::spawn_blocking(move || {
            let token = reader.change_token()?;
            Ok::<_, StoreError>((read_atlas(reader.as_ref(), &Atlas::default())?, token))
        })
        .await??;
        atlas.store(Arc::new(first));
        state.mark_ready();
        print(&format!("Patchwork is at {}/\n", default_url(address)));
        tracing::info!(layers = atlas.load().view(Viewer::SignedIn).layers().count(), "ready");
        let watcher = tokio::task::spawn(watch(store, atlas, state, token));
        serving.await??;
        watcher.abort();
        Ok(())
    }
}

/// Swaps in a new atlas when another process has written to the store. A store that cannot be read just now leaves the
/// old atlas in its place and is asked again.
async fn watch(store: Arc<GeoPackage>, atlas: Arc<ArcSwap<Atlas>>, state: AppState, token: i64) {
    let warm = state.clone();
    tokio::task::spawn_blocking(move || warm.warm_up());
    let mut seen = token;
    let mut ticks = tokio::time::interval(WATCH_EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let (store, atlas, state) = (Arc::clone(&store), Arc::clone(&atlas), state.clone());
        let looked = tokio::task::spawn_blocking(move || {
            let token = store.change_token()?;
            if token != seen {
                let started = Instant::now();
                let newer = read_atlas(store.as_ref(), &atlas.load())?;
                atlas.store(Arc::new(newer));
                tracing::info!(
                    milliseconds = started.elapsed().as_millis(),
                    "the store has changed: new atlas"
                );
                state.warm_up();
            }
            Ok::<_, StoreError>(token)
        });
        match looked.await {
            Ok(Ok(token)) => seen = token,
            Ok(Err(error)) => tracing::warn!(%error, "the store could not be read; the last atlas stays"),
            Err(error) => tracing::error!(%error, "reading the store was cut short; the last atlas stays"),
        }
    }
}

/// Ends when the process is told to stop: Ctrl-C or SIGTERM.
async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            // Without the signal there is still Ctrl-C.
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = interrupt => {}
        () = terminate => {}
    }
    tracing::info!("stopping: requests under way are finished");
}

/// The address as a browser on this machine writes it.
fn default_url(address: SocketAddr) -> String {
    let host = if address.ip().is_unspecified() {
        SocketAddr::from((Ipv4Addr::LOCALHOST, address.port()))
    } else {
        address
    };
    format!("http://{host}")
}

fn fill_with_demo(store: &StoreArg) -> anyhow::Result<()> {
    let (file, data) = (PathBuf::from("boundaries/demo.toml"), PathBuf::from("."));
    let opened = store.open_or_create()?;
    let mut said = Vec::new();
    place::run(&opened, &file, &data, false, |result| {
        if let Err(error) = result {
            said.push(error.to_string());
        }
    })?;
    if said.is_empty() { Ok(()) } else { bail!("the demo could not be imported: {}", said.join("; ")) }
}
