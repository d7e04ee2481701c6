//! A real browser without a window: Chromium, spoken to over pipes by its DevTools protocol.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::Stdio,
};

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    process::{Child, ChildStdin, ChildStdout, Command},
};

/// A running browser with one page. It is killed when dropped.
pub struct Browser {
    _process: Child,
    _profile: TempDir,
    commands: ChildStdin,
    answers: BufReader<ChildStdout>,
    session: Option<String>,
    last_id: u64,
    /// What happened that nobody asked about: `method` and `params`.
    events: Vec<Value>,
}

/// The browser reads commands from descriptor 3 and answers on descriptor 4.
const START: &str = r#"exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null 2>&1"#;

impl Browser {
    /// Starts one. There is none, which is said, where the program is not installed.
    pub async fn start() -> Option<Self> {
        let Some(program) = program() else {
            // Not by `eprintln!`, whose text is only shown for tests that fail.
            let said = "\nNOTHING WAS TESTED IN A BROWSER: CHROMIUM IS NOT INSTALLED\n";
            std::io::stderr().write_all(said.as_bytes()).unwrap();
            return None;
        };
        let profile = tempfile::tempdir().unwrap();
        let mut process = Command::new("sh")
            .args(["-c", START])
            .arg(program)
            .args([
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
            ])
            .args(["--disable-background-networking", "--disable-dev-shm-usage"])
            .arg("--remote-debugging-pipe")
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .env("HOME", profile.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut browser = Self {
            commands: process.stdin.take().unwrap(),
            answers: BufReader::new(process.stdout.take().unwrap()),
            _process: process,
            _profile: profile,
            session: None,
            last_id: 0,
            events: Vec::new(),
        };
        let target = browser
            .ask("Target.createTarget", json!({"url": "about:blank"}))
            .await;
        let attached = json!({"targetId": target["targetId"], "flatten": true});
        let attached = browser.ask("Target.attachToTarget", attached).await;
        browser.session = Some(attached["sessionId"].as_str().unwrap().to_owned());
        for domain in ["Page", "Network", "Log", "Runtime"] {
            browser.ask(&format!("{domain}.enable"), json!({})).await;
        }
        Some(browser)
    }

    /// Calls a method of the protocol.
    async fn ask(&mut self, method: &str, params: Value) -> Value {
        self.last_id += 1;
        let id = self.last_id;
        let mut command = json!({"id": id, "method": method, "params": params});
        if let Some(session) = &self.session {
            command["sessionId"] = json!(session);
        }
        let mut bytes = command.to_string().into_bytes();
        bytes.push(0);
        self.commands.write_all(&bytes).await.unwrap();
        loop {
            let message = self.message().await;
            if message["id"] == json!(id) {
                assert!(message["error"].is_null(), "{method}: {}", message["error"]);
                return message["result"].clone();
            }
            self.events.push(message);
        }
    }

    async fn message(&mut self) -> Value {
        let mut bytes = Vec::new();
        self.answers.read_until(0, &mut bytes).await.unwrap();
        assert_eq!(bytes.pop(), Some(0), "the browser has ended");
        serde_json::from_slice(&bytes).unwrap()
    }

    /// Opens a file in a window of a width, in light or dark colours. Returns what the page asked
    /// of the network, and what it or the browser complained about.
    pub async fn open(&mut self, file: &Path, width: u32, scheme: &str) -> Vec<String> {
        let feature = json!({"name": "prefers-color-scheme", "value": scheme});
        self.ask("Emulation.setEmulatedMedia", json!({"features": [feature]}))
            .await;
        let size = json!({"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false});
        self.ask("Emulation.setDeviceMetricsOverride", size).await;
        self.events.clear();
        let url = format!("file://{}", file.display());
        self.ask("Page.navigate", json!({"url": url})).await;
        let is_loaded = |it: &Value| it["method"] == json!("Page.loadEventFired");
        while !self.events.iter().any(is_loaded) {
            let message = self.message().await;
            self.events.push(message);
        }
        self.complaints(&url)
    }

    fn complaints(&self, url: &str) -> Vec<String> {
        let events = self.events.iter().filter_map(|event| {
            let params = &event["params"];
            match event["method"].as_str()? {
                "Network.requestWillBeSent" if params["request"]["url"] != json!(url) => {
                    Some(format!("request: {}", params["request"]["url"]))
                }
                "Log.entryAdded" => Some(format!("log: {}", params["entry"]["text"])),
                "Runtime.consoleAPICalled" => Some(format!("console: {}", params["args"])),
                "Runtime.exceptionThrown" => Some(format!("error: {}", params["exceptionDetails"])),
                _ => None,
            }
        });
        events.collect()
    }

    /// The value of an expression in the page.
    pub async fn value(&mut self, expression: &str) -> Value {
        let params = json!({"expression": expression, "returnByValue": true});
        let answer = self.ask("Runtime.evaluate", params).await;
        assert!(answer["exceptionDetails"].is_null(), "{answer}");
        answer["result"]["value"].clone()
    }
}

fn program() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let programs = std::env::split_paths(&path)
        .flat_map(|it| ["chromium", "chromium-browser", "google-chrome"].map(|name| it.join(name)));
    programs.into_iter().find(|it| it.is_file())
}
