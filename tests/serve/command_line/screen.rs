//! What a person sees on a terminal: colours, a pager, completions and manual pages.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path, process::Stdio};

use tokio::process::Command;

use super::{EXAMPLE, claimstore, run};
use crate::support::{process, server::TestServer};

/// What a command shows on a terminal of its own, and the code with which it ends.
async fn on_terminal(
    server: &TestServer,
    args: &str,
    env: &[(&str, &str)],
) -> (String, Option<i32>) {
    let line = format!("{} {args}", env!("CARGO_BIN_EXE_claimstore"));
    let mut command = Command::new("script");
    command.args(["--quiet", "--return", "--command", &line, "/dev/null"]);
    for name in [
        "NO_COLOR",
        "CLICOLOR",
        "CLICOLOR_FORCE",
        "PAGER",
        "CLAIMSTORE_PAGER",
        "CI",
    ] {
        command.env_remove(name);
    }
    command
        .env("TERM", "xterm")
        .env("CLAIMSTORE_SERVER", &server.address);
    command.envs(env.iter().copied()).stdin(Stdio::null());
    let output = command.output().await.unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    (text.replace("\r\n", "\n"), output.status.code())
}

const ESCAPE: char = '\u{1b}';

#[tokio::test]
async fn colours_are_for_terminals_that_want_them() {
    let server = TestServer::start().await;
    run(&server, &["import", EXAMPLE]).await;
    let show = "show --no-pager cms:51907";
    let (plain, _) = on_terminal(&server, show, &[("NO_COLOR", "1")]).await;
    assert!(plain.contains("\nArticle       articles/"), "{plain}");
    assert!(!plain.contains(ESCAPE));
    let (coloured, code) = on_terminal(&server, show, &[]).await;
    assert!(
        coloured.contains("\u{1b}[36mArticle\u{1b}[0m       articles/"),
        "{coloured}"
    );
    assert_eq!(code, Some(0));
    for env in [("TERM", "dumb"), ("CLICOLOR", "0")] {
        let (text, _) = on_terminal(&server, show, &[env]).await;
        assert_eq!(text, plain, "{env:?}");
    }
    // Errors are on the same terminal.
    let (error, code) = on_terminal(&server, "show ferry", &[]).await;
    assert!(
        error.contains("\u{1b}[31mclaimstore:\u{1b}[0m") || error.contains("31m"),
        "{error}"
    );
    assert_eq!(code, Some(2));
    let (error, _) = on_terminal(&server, "show ferry", &[("NO_COLOR", "1")]).await;
    assert!(error.starts_with("claimstore: "), "{error}");

    let piped = run(&server, &["show", "cms:51907"]).await.out;
    assert!(!piped.contains(ESCAPE));
    let forced = Command::from(process::claimstore())
        .args(["show", "cms:51907"])
        .env("CLAIMSTORE_SERVER", &server.address)
        .env("CLICOLOR_FORCE", "1")
        .output()
        .await
        .unwrap();
    let forced = String::from_utf8(forced.stdout).unwrap();
    assert!(forced.contains("\u{1b}[36mArticle"), "{forced}");
    let never = Command::from(process::claimstore())
        .args(["show", "cms:51907", "--json"])
        .env("CLAIMSTORE_SERVER", &server.address)
        .env("CLICOLOR_FORCE", "1")
        .output()
        .await
        .unwrap();
    assert!(!String::from_utf8(never.stdout).unwrap().contains(ESCAPE));
}

/// A program that marks what it shows, in a directory.
fn pager(directory: &Path, name: &str) -> String {
    let path = directory.join(name);
    fs::write(
        &path,
        format!("#!/bin/sh\necho {name} begins $*\ncat\necho {name} ends\n"),
    )
    .unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path.to_str().unwrap().to_owned()
}

#[tokio::test]
async fn long_texts_are_paged_on_a_terminal_only() {
    let server = TestServer::start().await;
    run(&server, &["import", EXAMPLE]).await;
    let directory = tempfile::tempdir().unwrap();
    let own = pager(directory.path(), "own");
    let general = pager(directory.path(), "general");
    let env = [("PAGER", general.as_str()), ("NO_COLOR", "1")];
    let (text, code) = on_terminal(&server, "show cms:51907", &env).await;
    assert!(text.starts_with("general begins\n"), "{text}");
    assert!(text.ends_with("general ends\n"), "{text}");
    assert_eq!(code, Some(0));
    let with_arguments = format!("{own} -s");
    let both = [
        ("PAGER", general.as_str()),
        ("CLAIMSTORE_PAGER", &with_arguments),
    ];
    for command in [
        "show cms:51907",
        "history cms:51907",
        "list claims",
        "orphans",
    ] {
        let (text, _) = on_terminal(&server, command, &both).await;
        assert!(
            text.starts_with("own begins -s\n") && text.ends_with("own ends\n"),
            "{text}"
        );
    }
    for command in [
        "show --no-pager cms:51907",
        "list claims --json",
        "import --help",
    ] {
        let (text, _) = on_terminal(&server, command, &both).await;
        assert!(!text.contains("own begins"), "{command}: {text}");
    }
    for none in ["", "cat", "/no/such/program"] {
        let (text, code) = on_terminal(&server, "list claims", &[("PAGER", none)]).await;
        assert!(text.starts_with("* "), "{none:?}: {text}");
        assert_eq!(code, Some(0));
    }
    let piped = Command::from(process::claimstore())
        .args(["show", "cms:51907"])
        .env("CLAIMSTORE_SERVER", &server.address)
        .env("PAGER", &general)
        .output()
        .await
        .unwrap();
    assert!(!String::from_utf8(piped.stdout).unwrap().contains("general"));
}

#[tokio::test]
async fn a_pager_that_is_left_early_ends_the_command_quietly() {
    let server = TestServer::start().await;
    run(&server, &["import", EXAMPLE]).await;
    let (text, code) = on_terminal(
        &server,
        "list claims --page-size 1",
        &[("PAGER", "head -n 1")],
    )
    .await;
    assert_eq!((text.lines().count(), code), (1, Some(0)), "{text}");
}

#[tokio::test]
async fn shells_complete_commands_options_and_words() {
    let here = Path::new(".");
    for (shell, parts) in [
        ("bash", ["claimstore__subcmd__review", "mostly-false"]),
        ("zsh", ["#compdef claimstore", "mostly-false"]),
        ("fish", ["complete -c claimstore", "mostly-false"]),
        ("elvish", ["edit:completion", "unmerge"]),
        ("powershell", ["Register-ArgumentCompleter", "unmerge"]),
    ] {
        let script = claimstore("", &["completions", shell], here).await;
        assert_eq!(script.code, Some(0), "{}", script.error);
        for part in parts {
            assert!(script.out.contains(part), "{shell}: {part}");
        }
    }
    let script = claimstore("", &["completions", "bash"], here).await.out;
    let typed = "COMP_WORDS=(claimstore li); COMP_CWORD=1; _claimstore claimstore li claimstore; \
                 echo ${COMPREPLY[@]}";
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("completions");
    // It is longer than an argument may be.
    fs::write(&file, format!("{script}\n{typed}")).unwrap();
    let mut bash = Command::new("bash");
    bash.arg(file);
    let completed = bash.output().await.unwrap();
    let completed = String::from_utf8(completed.stdout).unwrap();
    assert_eq!(completed.trim(), "list", "{completed}");
}

#[tokio::test]
async fn manual_pages_are_written_for_each_command() {
    let directory = tempfile::tempdir().unwrap();
    let args = ["man", "--out", "pages/man1"];
    let written = claimstore("", &args, directory.path()).await;
    assert_eq!(written.code, Some(0), "{}", written.error);
    let pages = directory.path().join("pages/man1");
    let count = fs::read_dir(&pages).unwrap().count();
    assert_eq!(written.out, format!("{count} pages in pages/man1\n"));
    let read = |name: &str| fs::read_to_string(pages.join(name)).unwrap();
    let program = read("claimstore.1");
    assert!(program.contains(".TH claimstore 1"), "{program}");
    assert!(program.contains("the resource has changed"), "{program}");
    assert!(program.contains("claimstore\\-review(1)"), "{program}");
    let page = read("claimstore-review.1");
    assert!(
        page.contains("mostly\\-false") && page.contains("claimstore review claims/"),
        "{page}"
    );
    let page = read("claimstore-list-claims.1");
    assert!(page.contains("\\-\\-dispute\\-reason"), "{page}");
    let refused = claimstore(
        "",
        &["man", "--out", "pages/man1/claimstore.1"],
        directory.path(),
    )
    .await;
    assert_eq!(refused.code, Some(1), "{}", refused.error);
}
