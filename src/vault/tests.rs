//! What is encrypted is read only with its key, in its place.

use super::*;

fn line(id: &str, byte: u8) -> String {
    format!("{id} {}\n", BASE64_STANDARD.encode([byte; KEY_BYTES]))
}

fn vault(lines: &[String]) -> Vault {
    Vault::read(&lines.concat()).unwrap()
}

const ID: Uuid = Uuid::from_u128(7);

#[test]
fn what_is_sealed_is_opened_again_and_looks_different_each_time() {
    let vault = vault(&[line("a", 1)]);
    let sealed = vault.seal(ID, b"Ada").unwrap();
    assert_eq!(vault.open(ID, &sealed).unwrap(), b"Ada");
    let again = vault.seal(ID, b"Ada").unwrap();
    assert_ne!(sealed.content, again.content);
    assert_ne!(sealed.wrapped_key, again.wrapped_key);
    let bytes = [sealed.content, sealed.wrapped_key].concat();
    assert!(!bytes.windows(3).any(|it| it == b"Ada"));
}

#[test]
fn what_was_changed_or_moved_is_not_opened() {
    let vault = vault(&[line("a", 1)]);
    let sealed = vault.seal(ID, b"Ada").unwrap();
    let unknown = VaultError::UnknownKey("a".to_owned());
    assert_eq!(
        vault.open(Uuid::from_u128(8), &sealed),
        Err(unknown.clone())
    );
    for place in 0..sealed.content.len() {
        let mut changed = sealed.clone();
        changed.content[place] ^= 1;
        assert_eq!(
            vault.open(ID, &changed),
            Err(VaultError::Damaged),
            "{place}"
        );
    }
    for place in 0..sealed.wrapped_key.len() {
        let mut changed = sealed.clone();
        changed.wrapped_key[place] ^= 1;
        assert_eq!(vault.open(ID, &changed), Err(unknown.clone()), "{place}");
    }
    let other = vault.seal(Uuid::from_u128(8), b"Bob").unwrap();
    let mixed = Sealed {
        content: other.content,
        ..sealed.clone()
    };
    assert_eq!(vault.open(ID, &mixed), Err(VaultError::Damaged));
    for cut in [Vec::new(), sealed.content[..5].to_vec()] {
        let cut = Sealed {
            content: cut,
            ..sealed.clone()
        };
        assert_eq!(vault.open(ID, &cut), Err(VaultError::Damaged));
    }
}

#[test]
fn a_new_key_comes_first_and_the_old_one_still_opens_until_everything_is_wrapped_anew() {
    let (old, new) = (line("old", 1), line("new", 2));
    let sealed = vault(std::slice::from_ref(&old)).seal(ID, b"Ada").unwrap();
    let both = vault(&[new.clone(), old]);
    assert_eq!(both.open(ID, &sealed).unwrap(), b"Ada");
    let rewrapped = both.rewrap(ID, &sealed).unwrap().unwrap();
    assert_eq!(rewrapped.content, sealed.content);
    assert_eq!(both.rewrap(ID, &rewrapped), Ok(None));
    let only_new = vault(&[new]);
    assert_eq!(only_new.open(ID, &rewrapped).unwrap(), b"Ada");
    let unknown = VaultError::UnknownKey("old".to_owned());
    assert_eq!(only_new.open(ID, &sealed), Err(unknown.clone()));
    // The same id, and other bytes.
    let impostor = vault(&[line("old", 3)]);
    assert_eq!(impostor.open(ID, &sealed), Err(unknown));
}

#[test]
fn keys_that_are_wrong_are_all_named_and_not_shown() {
    let good = line("a", 1);
    let text = format!("# keys\n\n{good}B {0}\nb abc\n{good}c\n", "QUJD");
    let error = Vault::read(&text).unwrap_err().to_string();
    for line in [4, 5, 6, 7] {
        assert!(error.contains(&format!("line {line}: ")), "{error}");
    }
    assert!(
        !error.contains("QUJD") && !error.contains("AQEB"),
        "{error}"
    );
    assert_eq!(
        Vault::read("\n").unwrap_err().to_string(),
        "at least one key is needed"
    );
    let many: Vec<String> = (0..17).map(|it| line(&format!("k{it}"), it)).collect();
    assert!(Vault::read(&many.concat()).is_err());
    assert_eq!(format!("{:?}", vault(&[good])), r#"Vault(["a"])"#);
}

#[test]
fn what_is_wrong_is_said_of_the_first_lines_and_how_many_more_there_are() {
    let wrong = |lines: usize| {
        let refused = Vault::read(&"x\n".repeat(lines)).unwrap_err();
        refused.to_string()
    };
    assert!(wrong(20).contains("line 20:") && !wrong(20).contains("more"));
    let said = wrong(8_000);
    assert!(
        said.contains("line 20:") && !said.contains("line 21:"),
        "{said}"
    );
    assert!(said.ends_with("7980 more are wrong"), "{said}");
}
