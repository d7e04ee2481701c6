//! Any value in a field gives a result, or an error with the reason.

use prost_reflect::{DynamicMessage, Kind, ReflectMessage as _, Value};
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

use crate::support::{
    errors::fields,
    random::Random,
    reflect::{KINDS, Leaf, Scene, leaves},
};

/// What an error must never contain.
const SECRETS: &[&str] = &["sqlx", "postgres", "select", "/src/", "panicked", "pgconn"];

/// Fails if an answer is a fault of the server, or reveals its internals.
fn check(answer: &Result<(), Status>, what: &str) {
    let Err(status) = answer else { return };
    let details = status.get_error_details();
    let info = details.error_info();
    let info = info.unwrap_or_else(|| panic!("{what}: no ErrorInfo in {status:?}"));
    assert_eq!(info.domain, "claimstore", "{what}");
    assert!(
        matches!(
            status.code(),
            Code::InvalidArgument | Code::NotFound | Code::AlreadyExists
        ),
        "{what}: {status:?}"
    );
    let said = format!(
        "{} {}",
        status.message(),
        String::from_utf8_lossy(status.details())
    );
    let said = said.to_lowercase();
    for secret in SECRETS {
        assert!(!said.contains(secret), "{what}: {said}");
    }
}

#[tokio::test]
async fn a_nul_is_refused_in_every_text_and_ignored_in_output_only_fields() {
    let scene = Scene::start().await;
    let mut count = 0;
    for kind in KINDS {
        let prefix = kind.to_lowercase();
        for leaf in leaves(&scene.full(kind, 0).await) {
            if leaf.kind != Kind::String {
                continue;
            }
            count += 1;
            let mut message = scene.full(kind, count).await;
            leaf.set(&mut message, Value::String("a\0b".to_owned()));
            let answer = scene.create(&message).await;
            let path = format!("{prefix}.{}", leaf.path);
            check(&answer, &path);
            if leaf.is_output_only() {
                answer.unwrap_or_else(|status| panic!("{path}: {status:?}"));
            } else {
                let status = answer.expect_err(&path);
                assert!(fields(&status).contains(&path), "{path}: {status:?}");
            }
        }
    }
    assert!(count > 70, "the walk found {count} texts only");
}

/// Random values, valid and invalid.
trait AnyValue {
    fn text(&mut self, scene: &Scene) -> String;
    fn value(&mut self, leaf: &Leaf, scene: &Scene) -> Value;
    fn disturb(&mut self, message: &mut DynamicMessage);
}

impl AnyValue for Random {
    fn text(&mut self, scene: &Scene) -> String {
        let fixed = [
            "",
            " ",
            "x",
            "\0",
            "\u{7f}\u{1}",
            "#key",
            "#",
            "é",
            "e\u{301}",
            "שלום",
            "👩‍🚀",
            "\r\n",
            "en",
            "en_US",
            "it-IT",
            "x-y",
            "zz-zzzz-zz-zzzzz",
            "-",
            "0",
            "-0",
            "1e3",
            "10.000",
            "155",
            "99999999999999999999999999999",
            "EUR",
            "eur",
            "%",
            "http://",
            "https://a.example/",
            "https://me:x@a.example/",
            "https://\u{202e}.example/",
            "https://[::1]:99999/",
            "urn:x",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "https://xn--a.example/",
            "';--",
            "a|b",
            "sources/-",
            "claims/-",
            "sources/00000000-0000-0000-0000-000000000000",
            "articles/ffffffff-ffff-ffff-ffff-ffffffffffff",
            "“at least 155”",
            "*",
            "\u{feff}",
        ];
        match self.below(8) {
            0 => scene.source.name.clone(),
            1 => scene.article.name.clone(),
            2 => scene.claim.name.clone(),
            3 => self.pick(&fixed).repeat(1 + self.below(3_000)),
            4 => {
                let length = self.below(40);
                (0..length)
                    .filter_map(|_| {
                        let bound = if self.below(2) == 0 { 0x80 } else { 0x11_0000 };
                        char::from_u32(u32::try_from(self.below(bound)).unwrap())
                    })
                    .collect()
            }
            5 => format!("https://a.example/{}", "\u{4e2d}".repeat(self.below(700))),
            _ => self.pick(&fixed).to_owned(),
        }
    }

    fn value(&mut self, leaf: &Leaf, scene: &Scene) -> Value {
        let small = i32::try_from(self.below(40)).unwrap() - 2;
        let int = self.pick(&[small, small, small, i32::MIN, i32::MAX, 1 << 20]);
        let long = self.pick(&[
            i64::from(int),
            i64::MIN,
            i64::MAX,
            253_402_300_800,
            -62_135_596_801,
        ]);
        match &leaf.kind {
            Kind::String => Value::String(self.text(scene)),
            Kind::Int32 => Value::I32(int),
            Kind::Int64 => Value::I64(long),
            Kind::Bool => Value::Bool(self.below(2) == 0),
            Kind::Enum(_) => Value::EnumNumber(int),
            Kind::Double => Value::F64(self.pick(&[
                0.5,
                -0.0,
                -1.0,
                2.0,
                f64::NAN,
                f64::INFINITY,
                f64::MIN_POSITIVE,
                f64::MAX,
            ])),
            other => panic!("no random {other:?}: {leaf:?}"),
        }
    }

    /// Clears a field, or repeats the elements of a list.
    fn disturb(&mut self, message: &mut DynamicMessage) {
        let fields: Vec<_> = message.descriptor().fields().collect();
        let field = self.pick(&fields);
        if field.is_list() && self.below(3) > 0 {
            let times = self.pick(&[2, 3, 17, 101]);
            let elements = message.get_field_mut(&field).as_list_mut().unwrap();
            *elements = vec![elements.clone(); times].concat();
        } else {
            message.clear_field(&field);
        }
    }
}

const SEED: u64 = 0x00c1_a135_70e5;

#[tokio::test]
async fn any_value_in_any_field_is_stored_or_refused_with_a_reason() {
    println!("seed {SEED:#x}");
    let scene = Scene::start().await;
    let mut random = Random::new(SEED);
    let (mut number, mut stored) = (0, 0);
    for kind in KINDS {
        for leaf in leaves(&scene.full(kind, 0).await) {
            for _ in 0..4 {
                number += 1;
                let mut message = scene.full(kind, number).await;
                let value = random.value(&leaf, &scene);
                let what = format!("seed {SEED:#x}, {number}: {kind}.{} = {value:?}", leaf.path);
                leaf.set(&mut message, value);
                let answer = scene.create(&message).await;
                check(&answer, &what);
                stored += usize::from(answer.is_ok());
            }
        }
    }
    assert!(stored > 100 && stored < number, "{stored} of {number}");
}

#[tokio::test]
async fn many_random_values_at_once_are_stored_or_refused_with_a_reason() {
    println!("seed {SEED:#x}");
    let scene = Scene::start().await;
    let mut random = Random::new(SEED ^ 1);
    for number in 1..=400 {
        let kind = random.pick(&KINDS);
        let mut message = scene.full(kind, number).await;
        let all = leaves(&message);
        let share = random.pick(&[1, 2, 8, 20]);
        for leaf in &all {
            if random.below(share) == 0 {
                let value = random.value(leaf, &scene);
                leaf.set(&mut message, value);
            }
        }
        for _ in 0..random.below(4) {
            random.disturb(&mut message);
        }
        let answer = scene.create(&message).await;
        check(&answer, &format!("seed {SEED:#x}, {number}: {message:?}"));
    }
}
