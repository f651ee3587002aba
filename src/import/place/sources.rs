//! Where a place file's data are: in a folder, or at an address on the web.

use std::{
    cell::RefCell,
    collections::HashMap,
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
    time::Duration,
};

use super::fault;
use crate::import::{ImportError, format::MAX_BYTES};

/// The longest that fetching one file may take.
const PATIENCE: Duration = Duration::from_secs(600);

/// Finds files in the data folder, and fetches those that have an address: each once, into a folder that goes away with this.
pub(super) struct Sources {
    data: PathBuf,
    fetched: RefCell<HashMap<String, PathBuf>>,
    folder: RefCell<Option<tempfile::TempDir>>,
}

impl Sources {
    pub(super) fn new(data: &Path) -> Self {
        Self { data: data.to_path_buf(), fetched: RefCell::default(), folder: RefCell::default() }
    }

    /// The path of a file that a place file names.
    ///
    /// # Errors
    /// [`ImportError::Table`] names the address that could not be fetched and why.
    pub(super) fn file(&self, named: &str) -> Result<PathBuf, ImportError> {
        if !["https://", "http://"].iter().any(|scheme| named.starts_with(scheme)) {
            return Ok(self.data.join(named));
        }
        if let Some(path) = self.fetched.borrow().get(named) {
            return Ok(path.clone());
        }
        let path = self.place_for(named).and_then(|path| fetch(named, &path).map(|()| path));
        let path =
            path.map_err(|reason| fault(Path::new(named), format!("it could not be fetched: {reason}")))?;
        self.fetched.borrow_mut().insert(named.to_owned(), path.clone());
        Ok(path)
    }

    /// A path for a file that is fetched. It keeps its name, which says its format.
    fn place_for(&self, address: &str) -> Result<PathBuf, String> {
        let mut folder = self.folder.borrow_mut();
        if folder.is_none() {
            *folder = Some(tempfile::tempdir().map_err(|error| error.to_string())?);
        }
        let Some(folder) = folder.as_ref() else { return Err("there is no room for it".to_owned()) };
        let inner = folder.path().join(self.fetched.borrow().len().to_string());
        std::fs::create_dir_all(&inner).map_err(|error| error.to_string())?;
        let plain = address.split(['?', '#']).next().unwrap_or(address);
        let name = plain.rsplit('/').next().filter(|name| !name.is_empty() && *name != "..");
        Ok(inner.join(name.unwrap_or("data")))
    }
}

fn fetch(address: &str, to: &Path) -> Result<(), String> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .user_agent(concat!("patchwork/", env!("CARGO_PKG_VERSION")))
        .build()
        .into();
    let mut response = agent.get(address).call().map_err(|error| error.to_string())?;
    let mut body = response.body_mut().as_reader().take(MAX_BYTES + 1);
    let mut file = File::create(to).map_err(|error| error.to_string())?;
    let copied = io::copy(&mut body, &mut file).map_err(|error| error.to_string())?;
    if copied > MAX_BYTES { Err(format!("it holds more than {} GiB", MAX_BYTES >> 30)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{io::Write, net::TcpListener, thread};

    /// Answers one request on loopback with this text.
    fn serve_once(answer: &'static str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 2_048];
            let _read = stream.read(&mut request).unwrap();
            stream.write_all(answer.as_bytes()).unwrap();
        });
        format!("http://{address}/a/wards.geojson?v=1")
    }

    #[test]
    fn a_path_starts_from_the_data_folder() {
        assert_eq!(Sources::new(Path::new("data")).file("a/b.fgb").unwrap(), Path::new("data/a/b.fgb"));
    }

    #[test]
    fn an_address_is_fetched_once_and_keeps_its_name() {
        let address = serve_once("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello");
        let sources = Sources::new(Path::new("data"));
        let path = sources.file(&address).unwrap();
        assert!(path.ends_with("wards.geojson"));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "hello");
        // The server has answered its one request: a second fetch would fail.
        assert_eq!(sources.file(&address).unwrap(), path);
    }

    #[test]
    fn what_cannot_be_fetched_is_named() {
        let address = serve_once("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        let error = Sources::new(Path::new("data")).file(&address).unwrap_err().to_string();
        assert!(error.contains("wards.geojson") && error.contains("404"), "{error}");
    }
}
