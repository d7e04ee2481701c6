//! The files that ship the service, as text and as values: the Dockerfile, and the manifests
//! below k8s/.

use std::{collections::BTreeMap, fs, path::Path};

use serde_json::Value;

pub const SETTINGS: &str = "k8s/base/settings.env";
pub const BASE: &str = "k8s/base";
pub const DEVELOPMENT: &str = "k8s/overlays/development";
pub const PRODUCTION: &str = "k8s/overlays/production";
pub const EXAMPLES: &str = "k8s/examples";

/// Files by their paths in the project.
#[derive(Clone)]
pub struct Files(BTreeMap<String, File>);

#[derive(Clone)]
struct File {
    text: String,
    /// The documents of a YAML file, in order.
    documents: Vec<Value>,
}

impl File {
    fn new(path: &str, text: String) -> Self {
        let documents = match path.ends_with(".yaml") {
            true => serde_saphyr::from_multiple(&text).unwrap_or_else(|it| panic!("{path}: {it}")),
            false => Vec::new(),
        };
        Self { text, documents }
    }
}

impl Files {
    /// Reads the files of the project.
    pub fn read() -> Self {
        let mut files = Self(BTreeMap::new());
        files.add(Path::new("Dockerfile"));
        for folder in [BASE, DEVELOPMENT, PRODUCTION, EXAMPLES] {
            for entry in fs::read_dir(root().join(folder)).unwrap() {
                files.add(&Path::new(folder).join(entry.unwrap().file_name()));
            }
        }
        files
    }

    fn add(&mut self, path: &Path) {
        let text = fs::read_to_string(root().join(path)).unwrap();
        let path = path.to_str().unwrap();
        self.0.insert(path.to_owned(), File::new(path, text));
    }

    /// A copy in which a text of one file is replaced, wherever it occurs.
    #[track_caller]
    pub fn with(&self, path: &str, old: &str, new: &str) -> Self {
        let mut files = self.clone();
        let text = files.text(path);
        assert!(text.contains(old), "{path} does not say {old:?}");
        let file = File::new(path, text.replace(old, new));
        files.0.insert(path.to_owned(), file);
        files
    }

    pub fn text(&self, path: &str) -> &str {
        &self.0[path].text
    }

    /// The names of the YAML files of a folder.
    pub fn yaml_names(&self, folder: &str) -> Vec<&str> {
        let prefix = format!("{folder}/");
        let names = self.0.keys().filter_map(|path| path.strip_prefix(&prefix));
        names.filter(|name| name.ends_with(".yaml")).collect()
    }

    /// The documents of a YAML file.
    pub fn documents(&self, path: &str) -> &[Value] {
        &self.0[path].documents
    }

    /// The resource of a kind and a name in a folder. There must be exactly one.
    pub fn resource(&self, folder: &str, kind: &str, name: &str) -> &Value {
        let files = self.yaml_names(folder).into_iter();
        let found: Vec<&Value> = files
            .flat_map(|file| self.documents(&format!("{folder}/{file}")))
            .filter(|it| it["kind"] == kind && it["metadata"]["name"] == name)
            .collect();
        assert_eq!(found.len(), 1, "{kind} {name} in {folder}");
        found[0]
    }

    /// The name and the value of each setting of the pods.
    pub fn settings(&self) -> Vec<(String, String)> {
        self.settings_in(SETTINGS)
    }

    /// The name and the value of each setting in a file.
    pub fn settings_in(&self, path: &str) -> Vec<(String, String)> {
        let lines = self.text(path).lines();
        lines
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .map(|line| line.split_once('=').expect("NAME=value"))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }

    /// The value of an instruction of the Dockerfile. The last one counts.
    pub fn instruction(&self, name: &str) -> &str {
        let lines = self.text("Dockerfile").lines();
        let mut given = lines.filter_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        given.next_back().unwrap_or_else(|| panic!("no {name}"))
    }
}

/// The pod template of a Deployment, a StatefulSet or a Job.
pub fn pod(resource: &Value) -> &Value {
    &resource["spec"]["template"]
}

/// The one container of a pod template.
pub fn container(resource: &Value) -> &Value {
    let containers = pod(resource)["spec"]["containers"].as_array().unwrap();
    assert_eq!(containers.len(), 1);
    &containers[0]
}

/// The value of a container's variable: its text, or the reference to it.
pub fn variable<'a>(container: &'a Value, name: &str) -> &'a Value {
    let variables = container["env"].as_array().into_iter().flatten();
    let mut found = variables.filter(|it| it["name"] == name);
    found.next().map_or(&Value::Null, |it| match &it["value"] {
        Value::Null => &it["valueFrom"],
        value => value,
    })
}

/// Whether a selector matches these labels. An empty selector matches nothing.
pub fn selects(asked: &Value, labels: &Value) -> bool {
    let asked = asked.as_object().expect("labels that are asked for");
    !asked.is_empty() && asked.iter().all(|(name, value)| labels[name] == *value)
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
