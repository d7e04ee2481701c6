//! Everything in the contract has a comment, and everything that a caller can make as long as
//! it likes documents its bound.

use claimstore::wire;
use prost_types::{
    DescriptorProto, EnumDescriptorProto, FileDescriptorProto,
    field_descriptor_proto::{Label, Type},
};

use super::PACKAGE;

/// One element of the contract, with the comment above it.
struct Element {
    name: String,
    comment: String,
    /// Whether the sender chooses its length.
    is_unbounded: bool,
}

/// The elements of one file. They are found by the paths of its source information: the numbers
/// of the fields of `FileDescriptorProto` and of the messages inside it.
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
            // Protobuf makes a oneof for each optional field. Nobody wrote it, so it has no
            // comment.
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

/// What bounds a field without a number: a form of fixed length, or another field that documents
/// the bound.
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

/// Messages whose fields need no bound of their own. Answers are bounded by the page. A filter
/// value that is too long matches nothing.
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
fn every_text_and_list_of_a_request_documents_its_bound() {
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
