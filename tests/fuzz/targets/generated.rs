//! Requests that are made by the contract: messages with the fields that it has, and values that are likely or odd.

use prost_reflect::{
    DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, MethodDescriptor, Value,
};

use super::{
    calls::{METHODS, call},
    chosen,
};

const ID: &str = "0198c0de-0000-7000-8000-000000000001";
const DEPTH_MAX: usize = 8;
const ELEMENTS_MAX: usize = 4;
/// A request is small, so that many are tried.
const FIELDS_MAX: usize = 400;

/// Texts that some field takes, and some that none does.
const TEXTS: &[&str] = &[
    "",
    "en",
    "it",
    "de-CH",
    "x",
    "a\0b",
    "\u{feff}",
    "İ",
    "*",
    "/",
    "#",
    "#cnn",
    "\u{202e}abc",
    "true",
    "https://example.com/a?utm_source=b",
    "https://exämple.com:99999/",
    "http://[::1]/",
    "urn:isbn:1",
    "Q42",
    "doi:10.1000/182",
    "orcid:0000-0002-1825-0097",
    "7.000€",
    "no more than 120",
    "1,5",
    "27/04/2025",
    "last week",
    "statement",
    "display_name",
    "create_time desc",
    "date_published",
    "EUR",
    "kg",
    "m/s",
    "125",
    "-0.5",
    "99999999999999999999999999999",
    "1e5",
    "people",
    "article.headline",
    "2025-04-27T00:00:00Z",
    "The bridge fell in 1999.",
    "Europe/Rome",
    "+02:00",
    "AAAAAQAAAAAAAAAAAAAAAAAAAAAAAAAB",
];

/// What a request is made of.
struct Bytes<'a> {
    rest: &'a [u8],
    fields_left: usize,
}

impl<'a> Bytes<'a> {
    fn byte(&mut self) -> u8 {
        let (first, rest) = self.rest.split_first().unwrap_or((&0, &[]));
        self.rest = rest;
        *first
    }

    fn take(&mut self, most: usize) -> &'a [u8] {
        let (taken, rest) = self.rest.split_at(most.min(self.rest.len()));
        self.rest = rest;
        taken
    }

    fn number(&mut self) -> i64 {
        match self.byte() % 8 {
            0 => 0,
            1 => -1,
            2 => i64::MAX,
            3 => i64::MIN,
            4 => 1_745_000_000,
            5 => 2_000,
            _ => i64::from(self.byte()),
        }
    }

    fn float(&mut self) -> f64 {
        match self.byte() % 8 {
            0 => f64::NAN,
            1 => f64::INFINITY,
            2 => -0.0,
            3 => 1e300,
            4 => 1.0,
            _ => f64::from(self.byte()) / 256.0,
        }
    }

    fn text(&mut self, field: &FieldDescriptor) -> String {
        let choice = self.byte();
        match choice {
            0..64 => TEXTS[usize::from(choice) % TEXTS.len()].to_owned(),
            64..128 => name(field, choice),
            128..144 => ID.to_owned(),
            144..152 => "x".repeat(usize::from(self.byte()) * 50),
            _ => {
                let length = usize::from(choice % 64);
                String::from_utf8_lossy(self.take(length)).into_owned()
            }
        }
    }
}

/// The name of a resource that a field of this name is likely to have.
fn name(field: &FieldDescriptor, choice: u8) -> String {
    let names = [
        format!("sources/{ID}"),
        format!("articles/{ID}"),
        format!("claims/{ID}"),
        format!("claims/{ID}/appearances/{ID}"),
        format!("claims/{ID}/relations/{ID}"),
        format!("claims/{ID}/reviews/{ID}"),
        format!("claims/{ID}/standing"),
        "claims/-".to_owned(),
    ];
    let likely = names.iter().find(|it| it.starts_with(field.name()));
    match (choice % 2, likely) {
        (0, Some(likely)) => likely.clone(),
        _ => names[usize::from(choice) % names.len()].clone(),
    }
}

fn scalar(field: &FieldDescriptor, bytes: &mut Bytes<'_>, depth: usize) -> Value {
    let narrow = |number: i64| i32::try_from(number).unwrap_or(i32::MAX);
    match field.kind() {
        Kind::Message(inner) => Value::Message(message(inner, bytes, depth + 1)),
        Kind::Enum(all) => {
            let choice = bytes.byte();
            let values: Vec<i32> = all.values().map(|it| it.number()).collect();
            match choice {
                255 => Value::EnumNumber(i32::MAX),
                _ => Value::EnumNumber(values[usize::from(choice) % values.len()]),
            }
        }
        Kind::String => Value::String(bytes.text(field)),
        Kind::Bytes => {
            let length = usize::from(bytes.byte());
            Value::Bytes(bytes.take(length).to_vec().into())
        }
        Kind::Bool => Value::Bool(bytes.byte() % 2 == 1),
        Kind::Double => Value::F64(bytes.float()),
        Kind::Float => Value::F32(bytes.float() as f32),
        Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => Value::I32(narrow(bytes.number())),
        Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => Value::I64(bytes.number()),
        Kind::Uint32 | Kind::Fixed32 => {
            Value::U32(u32::try_from(bytes.number()).unwrap_or(u32::MAX))
        }
        Kind::Uint64 | Kind::Fixed64 => {
            Value::U64(u64::try_from(bytes.number()).unwrap_or(u64::MAX))
        }
    }
}

fn message(descriptor: MessageDescriptor, bytes: &mut Bytes<'_>, depth: usize) -> DynamicMessage {
    let fields: Vec<FieldDescriptor> = descriptor.fields().collect();
    let mut made = DynamicMessage::new(descriptor);
    // Required fields come first in the contract, so most of them are there.
    for (number, field) in fields.iter().enumerate() {
        if bytes.rest.is_empty() || bytes.fields_left == 0 || depth > DEPTH_MAX {
            break;
        }
        let is_there = bytes.byte() % 8 < if number < 3 { 6 } else { 3 };
        if !is_there || field.is_map() {
            continue;
        }
        bytes.fields_left -= 1;
        let value = match field.is_list() {
            true => {
                let count = usize::from(bytes.byte()) % (ELEMENTS_MAX + 1);
                let elements = (0..count).map(|_| scalar(field, bytes, depth));
                Value::List(elements.collect())
            }
            false => scalar(field, bytes, depth),
        };
        made.set_field(field, value);
    }
    made
}

/// A request of any method, made of the bytes.
pub fn requests_by_contract(bytes: &[u8]) {
    let methods: Vec<&MethodDescriptor> = METHODS.iter().collect();
    let Some((method, rest)) = chosen(&methods, bytes) else {
        return;
    };
    let mut bytes = Bytes {
        rest,
        fields_left: FIELDS_MAX,
    };
    let request = message(method.input(), &mut bytes, 0);
    call(method, &prost::Message::encode_to_vec(&request));
}
