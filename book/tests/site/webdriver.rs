//! Chromium, driven over WebDriver: a standard of JSON over plain HTTP, of which a dozen calls are enough here.
//! The crates for it bring an asynchronous HTTP client and some sixty others to compile.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

/// Real time for one call: far more than a page takes.
const LIMIT: Duration = Duration::from_secs(120);

/// A browser with one page, closed when dropped.
pub struct Browser {
    driver: Child,
    /// Kept open: the driver ends if it cannot write to it.
    _output: BufReader<ChildStdout>,
    agent: ureq::Agent,
    session: String,
    _profile: TempDir,
}

impl Browser {
    /// Starts one; `None` if this machine has none, or no driver for it.
    pub fn start() -> Option<Browser> {
        let is_there = |name: &str| {
            let version =
                Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
            version.is_ok_and(|it| it.success())
        };
        // The driver finds either of them by itself.
        if !["chromium", "google-chrome"].into_iter().any(is_there) || !is_there("chromedriver") {
            return None;
        }
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        let mut output = BufReader::new(driver.stdout.take().expect("its output"));
        let port = output.by_ref().lines().map_while(Result::ok).find_map(|line| {
            let port = line.split_once("was started successfully on port ")?.1;
            Some(port.trim_end_matches('.').to_owned())
        });
        let port = port.expect("chromedriver names its port");
        // The driver is on this machine, whatever the environment says of proxies.
        let config =
            ureq::Agent::config_builder().proxy(None).timeout_global(Some(LIMIT)).http_status_as_error(false);
        let profile = tempfile::tempdir().expect("a folder");
        let folder = format!("--user-data-dir={}", profile.path().display());
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            &folder,
        ];
        let mut browser = Browser {
            driver,
            _output: output,
            agent: config.build().into(),
            session: format!("http://127.0.0.1:{port}/session"),
            _profile: profile,
        };
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "goog:chromeOptions": { "args": arguments },
            "goog:loggingPrefs": { "browser": "ALL" },
        } } });
        let session = browser.post("", wanted);
        let id = session["sessionId"].as_str().expect("a session");
        browser.session = format!("{}/{id}", browser.session);
        Some(browser)
    }

    /// The value that a call answers with.
    fn post(&self, call: &str, body: Value) -> Value {
        let sent = self.agent.post(format!("{}{call}", self.session)).send_json(&body);
        let answer: Value = sent.and_then(|mut it| it.body_mut().read_json()).expect("an answer");
        let value = &answer["value"];
        assert!(value["error"].is_null(), "{call}: {value}");
        value.clone()
    }

    /// Opens a page.
    pub fn open(&self, page: &Path) {
        self.post("/url", json!({ "url": format!("file://{}", page.display()) }));
    }

    /// What a script returns.
    pub fn script(&self, script: &str) -> Value {
        self.post("/execute/sync", json!({ "script": script, "args": [] }))
    }

    /// What a script gives to the function that it gets as its last argument.
    pub fn script_that_waits(&self, script: &str) -> Value {
        self.post("/execute/async", json!({ "script": script, "args": [] }))
    }

    /// Presses and releases keys, one after the other.
    pub fn press(&self, keys: &[char]) {
        let actions: Vec<Value> = keys
            .iter()
            .flat_map(|key| {
                ["keyDown", "keyUp"].map(|what| json!({ "type": what, "value": key.to_string() }))
            })
            .collect();
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": actions });
        self.post("/actions", json!({ "actions": [keyboard] }));
    }

    /// The width of the page in pixels.
    pub fn set_width(&self, width: u32) {
        let metrics = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500 });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics);
    }

    /// What the page is told of its reader's wishes, such as `prefers-color-scheme` and `dark`.
    pub fn prefer(&self, what: &str, value: &str) {
        self.devtools(
            "Emulation.setEmulatedMedia",
            json!({ "features": [{ "name": what, "value": value }] }),
        );
    }

    /// A picture of the page from top to bottom, as PNG in Base64.
    pub fn picture(&self) -> String {
        let taken = self.devtools("Page.captureScreenshot", json!({ "captureBeyondViewport": true }));
        taken["data"].as_str().expect("a picture").to_owned()
    }

    /// Runs a script in each page that is opened from here on, before the page's own.
    pub fn run_in_each_page(&self, script: &str) {
        self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script }));
    }

    fn devtools(&self, command: &str, parameters: Value) -> Value {
        self.post("/goog/cdp/execute", json!({ "cmd": command, "params": parameters }))
    }

    /// The errors that the browser has reported since it was last asked.
    pub fn errors(&self) -> Vec<String> {
        let log = self.post("/se/log", json!({ "type": "browser" }));
        let severe = log.as_array().into_iter().flatten().filter(|it| it["level"] == "SEVERE");
        severe.map(|it| it["message"].as_str().unwrap_or_default().to_owned()).collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver ends its browser with the session; nothing can be done if it does not answer any more.
        let _ = self.agent.delete(&self.session).call();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
