//! Everything in the contract says what it means, and what callers send says how
//! much of it fits.

use claimstore::wire;
use prost_types::{
    DescriptorProto, EnumDescriptorProto, FileDescriptorProto,
    field_descriptor_proto::{Label, Type},
};

use super::PACKAGE;

/// Something in the contract, with the comment above it.
struct Element {
    name: String,
    comment: String,
    /// Whether it can be as long as its sender likes.
    is_unbounded: bool,
}

/// The elements of one file, found by the paths that its source information uses:
/// the numbers of the fields of `FileDescriptorProto` and of what is inside.
struct Elements<'a> {
    file: &'a FileDescriptorProto,
    found: Vec<Element>,
}

impl Elements<'_> {
    fn all() -> Vec<Element> {
        let mut found = Vec::new();
        for file in wire::descriptors().files() {
            if file.package_name() == PACKAGE {
                let file = file.file_descriptor_proto();
                found.extend(Elements::of(file));
            }
        }
        found
    }

    fn of(file: &FileDescriptorProto) -> Vec<Element> {
        let mut elements = Elements {
            file,
            found: Vec::new(),
        };
        for (at, message) in (0..).zip(&file.message_type) {
            elements.message(&[4, at], "", message);
        }
        for (at, enumeration) in (0..).zip(&file.enum_type) {
            elements.enumeration(&[5, at], "", enumeration);
        }
        for (at, service) in (0..).zip(&file.service) {
            elements.push(&[6, at], service.name().to_owned(), false);
            for (index, method) in (0..).zip(&service.method) {
                let name = format!("{}.{}", service.name(), method.name());
                elements.push(&[6, at, 2, index], name, false);
            }
        }
        elements.found
    }

    fn message(&mut self, path: &[i32], parent: &str, message: &DescriptorProto) {
        let name = format!("{parent}{}", message.name());
        self.push(path, name.clone(), false);
        for (at, field) in (0..).zip(&message.field) {
            let is_repeated = field.label() == Label::Repeated;
            let is_unbounded = is_repeated || matches!(field.r#type(), Type::String | Type::Bytes);
            let name = format!("{name}.{}", field.name());
            self.push(&[path, &[2, at]].concat(), name, is_unbounded);
        }
        for (at, oneof) in (0..).zip(&message.oneof_decl) {
            // An optional field is a oneof of its own, which nobody wrote.
            if !oneof.name().starts_with('_') {
                let name = format!("{name}.{}", oneof.name());
                self.push(&[path, &[8, at]].concat(), name, false);
            }
        }
        let parent = format!("{name}.");
        for (at, nested) in (0..).zip(&message.nested_type) {
            self.message(&[path, &[3, at]].concat(), &parent, nested);
        }
        for (at, nested) in (0..).zip(&message.enum_type) {
            self.enumeration(&[path, &[4, at]].concat(), &parent, nested);
        }
    }

    fn enumeration(&mut self, path: &[i32], parent: &str, enumeration: &EnumDescriptorProto) {
        let name = format!("{parent}{}", enumeration.name());
        self.push(path, name.clone(), false);
        for (at, value) in (0..).zip(&enumeration.value) {
            let name = format!("{name}.{}", value.name());
            self.push(&[path, &[2, at]].concat(), name, false);
        }
    }

    fn push(&mut self, path: &[i32], name: String, is_unbounded: bool) {
        let info = self.file.source_code_info.as_ref().unwrap();
        let location = info.location.iter().find(|it| it.path == path);
        let comment = location.map(|it| it.leading_comments().trim().replace('\n', " "));
        self.found.push(Element {
            name,
            comment: comment.unwrap_or_default(),
            is_unbounded,
        });
    }
}

#[test]
fn everything_in_the_contract_is_documented() {
    let elements = Elements::all();
    assert!(elements.len() > 300, "comments were not even looked for");
    let bare = elements.iter().filter(|it| it.comment.is_empty());
    let names: Vec<&str> = bare.map(|it| it.name.as_str()).collect();
    assert!(names.is_empty(), "without a comment: {names:#?}");
}

/// What bounds a field beside a number: a form of fixed length, or the field that
/// says it.
const BOUNDS: &[&str] = &[
    "UUID",
    "resource name",
    "/{",
    "ISO 4217",
    "Output only",
    "Opaque",
    "as `",
    "as in ",
    "next_page_token",
];

/// Messages whose fields need no bound of their own: answers end where a page
/// does, and a condition that is longer than what it is compared with is met by
/// nothing.
const BOUNDED_ELSEWHERE: &[&str] = &[
    "Response.",
    "BundleResult.",
    "Change.",
    "TraceStep.",
    "Dependant.",
    "Reanchored.",
    "Cause.",
    "Filter.",
    "Standing.",
    "DeskVerdict.",
];

#[test]
fn every_text_and_list_that_callers_send_says_how_much_of_it_fits() {
    let mut silent = Vec::new();
    for element in Elements::all() {
        let is_bounded = BOUNDED_ELSEWHERE.iter().any(|it| element.name.contains(it));
        let comment = element.comment.to_lowercase();
        let says = comment.contains(|c: char| c.is_ascii_digit())
            || BOUNDS.iter().any(|it| comment.contains(&it.to_lowercase()));
        if element.is_unbounded && !is_bounded && !says {
            silent.push(format!("{}: {}", element.name, element.comment));
        }
    }
    assert!(silent.is_empty(), "without a bound: {silent:#?}");
}
