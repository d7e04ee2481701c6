//! Field masks: which fields of a stored message a patch replaces.

use std::collections::BTreeSet;

use prost::Message;
use prost_reflect::{DynamicMessage, Kind, MessageDescriptor, ReflectMessage};
pub use prost_types::FieldMask;

use super::{
    descriptors,
    document::{self, Unreadable},
    message::ResourceMessage,
};
use crate::domain::value::Checker;

/// Fields that only the server writes.
const OUTPUT_ONLY: &[&str] = &[
    "name",
    "canonical_url",
    "body_sha256",
    "version",
    "retraction",
    "corrections",
    "revision",
    "etag",
    "create_time",
    "update_time",
    "delete_time",
    "erasure",
    "merged_into",
    "redirected_from",
    "standing",
    "suggestions",
    "anchoring",
    "reanchored",
];

/// The maximum number of paths in a mask.
const PATHS_MAX: usize = 200;

/// The new values of a patch, and the fields that it replaces.
#[derive(Clone, Debug)]
pub struct MaskedPatch {
    values: DynamicMessage,
    paths: Vec<Vec<String>>,
    is_all: bool,
}

impl MaskedPatch {
    /// Whether a flag is set in it, whatever the mask says.
    pub fn says(&self, flag: &str) -> bool {
        let value = self.values.get_field_by_name(flag);
        value.is_some_and(|value| value.as_bool() == Some(true))
    }

    /// Whether it replaces all fields that callers write.
    pub const fn replaces_all(&self) -> bool {
        self.is_all
    }

    /// Reads the mask of a patch. Without a mask, the patch replaces the fields that it
    /// has. The mask `*` replaces all fields that callers write.
    pub fn read<M: ResourceMessage>(
        check: &mut Checker,
        mask: Option<FieldMask>,
        patch: &M,
    ) -> Option<Self> {
        let message = descriptors().get_message_by_name(M::TYPE)?;
        let values = dynamic(&message, &patch.encode_to_vec()).ok()?;
        let paths = mask.map(|mask| mask.paths).unwrap_or_default();
        check.at_most("update_mask", &paths, PATHS_MAX);
        let is_all = paths.len() == 1 && paths[0] == "*";
        let paths = match paths.as_slice() {
            [] => populated(&message, &values),
            [star] if star == "*" => writable(&message),
            _ => check.field("update_mask", |check| {
                paths
                    .iter()
                    .filter_map(|path| resolve(check, &message, path))
                    .collect()
            }),
        };
        Some(Self {
            values,
            paths,
            is_all,
        })
    }

    /// The message of a stored document with the masked fields of the patch.
    pub fn apply<M: ResourceMessage>(&self, stored: &[u8]) -> Result<M, Unreadable> {
        let mut merged = dynamic(&self.values.descriptor(), stored)?;
        for path in &self.paths {
            copy(&mut merged, &self.values, path);
        }
        document::message(&merged.encode_to_vec())
    }
}

fn dynamic(message: &MessageDescriptor, document: &[u8]) -> Result<DynamicMessage, Unreadable> {
    DynamicMessage::decode(message.clone(), document)
        .map_err(|error| Unreadable::of(&error.to_string()))
}

fn is_writable(name: &str) -> bool {
    !OUTPUT_ONLY.contains(&name)
}

fn writable(message: &MessageDescriptor) -> Vec<Vec<String>> {
    message
        .fields()
        .map(|field| field.name().to_owned())
        .filter(|name| is_writable(name))
        .map(|name| vec![name])
        .collect()
}

fn populated(message: &MessageDescriptor, patch: &DynamicMessage) -> Vec<Vec<String>> {
    let names: BTreeSet<String> = patch
        .fields()
        .map(|(field, _)| field.name().to_owned())
        .collect();
    writable(message)
        .into_iter()
        .filter(|path| names.contains(&path[0]))
        .collect()
}

fn resolve(check: &mut Checker, message: &MessageDescriptor, path: &str) -> Option<Vec<String>> {
    let steps: Vec<String> = path.split('.').map(str::to_owned).collect();
    if path == "*" {
        check.report("* stands alone in a mask");
        return None;
    }
    if !is_writable(&steps[0]) {
        check.report(format!("{path} is written by the server alone"));
        return None;
    }
    let mut message = message.clone();
    for (depth, step) in steps.iter().enumerate() {
        let Some(field) = message.get_field_by_name(step) else {
            check.report(format!(
                "{path} names no field: {} has no {step}",
                message.name()
            ));
            return None;
        };
        if depth + 1 == steps.len() {
            break;
        }
        match field.kind() {
            Kind::Message(inner) if !field.is_list() => message = inner,
            _ => {
                check.report(format!(
                    "{path} reaches into {step}, which is written as a whole"
                ));
                return None;
            }
        }
    }
    Some(steps)
}

fn copy(target: &mut DynamicMessage, patch: &DynamicMessage, path: &[String]) {
    let [step, rest @ ..] = path else { return };
    if rest.is_empty() {
        match patch.has_field_by_name(step) {
            true => {
                if let Some(value) = patch.get_field_by_name(step) {
                    target.set_field_by_name(step, value.into_owned());
                }
            }
            false => target.clear_field_by_name(step),
        }
        return;
    }
    if !target.has_field_by_name(step) && !patch.has_field_by_name(step) {
        // Nothing needs to be cleared: the outer field is absent.
        return;
    }
    let Some(inner) = target
        .descriptor()
        .get_field_by_name(step)
        .and_then(|field| field.kind().as_message().cloned())
    else {
        return;
    };
    let patch_inner = patch
        .get_field_by_name(step)
        .and_then(|value| value.as_message().cloned())
        .unwrap_or_else(|| DynamicMessage::new(inner.clone()));
    if !target.has_field_by_name(step) {
        target.set_field_by_name(
            step,
            prost_reflect::Value::Message(DynamicMessage::new(inner)),
        );
    }
    if let Some(target_inner) = target
        .get_field_by_name_mut(step)
        .and_then(|value| value.as_message_mut())
    {
        copy(target_inner, &patch_inner, rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::pb;

    fn stored() -> pb::Claim {
        pb::Claim {
            name: "claims/x".to_owned(),
            statement: "Unemployment rose".to_owned(),
            tags: vec!["labour".to_owned()],
            origin: Some(pb::Origin {
                name: "desk".to_owned(),
                version: "1".to_owned(),
                ..pb::Origin::default()
            }),
            ..pb::Claim::default()
        }
    }

    fn apply(paths: Option<&[&str]>, patch: &pb::Claim) -> Result<pb::Claim, Vec<String>> {
        let mut check = Checker::new();
        let mask = paths.map(|paths| FieldMask {
            paths: paths.iter().map(|&path| path.to_owned()).collect(),
        });
        let patch = MaskedPatch::read(&mut check, mask, patch).unwrap();
        let patch = check.finish(patch).map_err(|violations| {
            violations
                .into_iter()
                .map(|v| v.description)
                .collect::<Vec<_>>()
        })?;
        Ok(patch.apply(&stored().encode_to_vec()).unwrap())
    }

    #[test]
    fn without_a_mask_the_populated_fields_are_written() {
        let patch = pb::Claim {
            name: "claims/y".to_owned(),
            subject: "Unemployment".to_owned(),
            ..pb::Claim::default()
        };
        let expected = pb::Claim {
            subject: "Unemployment".to_owned(),
            ..stored()
        };
        assert_eq!(apply(None, &patch), Ok(expected));
    }

    #[test]
    fn a_masked_field_that_is_absent_is_cleared() {
        let expected = pb::Claim {
            tags: Vec::new(),
            ..stored()
        };
        assert_eq!(apply(Some(&["tags"]), &pb::Claim::default()), Ok(expected));
    }

    #[test]
    fn a_nested_field_is_written_alone() {
        let patch = pb::Claim {
            origin: Some(pb::Origin {
                version: "2".to_owned(),
                ..pb::Origin::default()
            }),
            ..pb::Claim::default()
        };
        let merged = apply(Some(&["origin.version"]), &patch).unwrap();
        let origin = merged.origin.unwrap();
        assert_eq!(
            (origin.name.as_str(), origin.version.as_str()),
            ("desk", "2")
        );
    }

    #[test]
    fn a_star_replaces_all_that_callers_write() {
        let merged = apply(Some(&["*"]), &pb::Claim::default()).unwrap();
        let expected = pb::Claim {
            name: "claims/x".to_owned(),
            ..pb::Claim::default()
        };
        assert_eq!(merged, expected);
    }

    #[test]
    fn every_bad_path_is_named() {
        let paths = ["nothing", "revision", "tags.x", "origin.nothing", "*"];
        let said = apply(Some(&paths), &pb::Claim::default()).unwrap_err();
        assert_eq!(said.len(), paths.len(), "{said:?}");
    }
}
