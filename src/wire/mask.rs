//! Field masks: which fields of a message a change writes.

use std::collections::BTreeSet;

use prost::Message;
use prost_reflect::{DynamicMessage, Kind, MessageDescriptor, ReflectMessage};
pub use prost_types::FieldMask;

use super::descriptors;
use crate::domain::value::violation::Checker;

/// What only the server writes.
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
    "anchoring",
    "reanchored",
];

/// The most paths of a mask.
const PATHS_MAX: usize = 200;

/// The fields that a change writes, checked against the message's type.
#[derive(Clone, Debug)]
pub struct Mask {
    message: MessageDescriptor,
    paths: Vec<Vec<String>>,
}

impl Mask {
    /// Reads the mask of a change of `patch`, a message of the type `type_name`:
    /// absent, it is what is populated; `*` is everything.
    pub fn read(
        check: &mut Checker,
        type_name: &str,
        mask: Option<FieldMask>,
        patch: &impl Message,
    ) -> Option<Self> {
        let message = descriptors().get_message_by_name(type_name)?;
        let paths = mask.map(|mask| mask.paths).unwrap_or_default();
        check.at_most("update_mask", &paths, PATHS_MAX);
        let paths = match paths.as_slice() {
            [] => populated(&message, patch),
            [star] if star == "*" => writable(&message),
            _ => check.field("update_mask", |check| {
                paths
                    .iter()
                    .filter_map(|path| resolve(check, &message, path))
                    .collect()
            }),
        };
        Some(Self { message, paths })
    }

    /// The stored message with the masked fields of the patch.
    pub fn apply<M: Message + Default>(
        &self,
        stored: &M,
        patch: &M,
    ) -> Result<M, prost::DecodeError> {
        let mut merged = dynamic(&self.message, stored)?;
        let patch = dynamic(&self.message, patch)?;
        for path in &self.paths {
            copy(&mut merged, &patch, path);
        }
        M::decode(merged.encode_to_vec().as_slice())
    }
}

fn dynamic(
    descriptor: &MessageDescriptor,
    message: &impl Message,
) -> Result<DynamicMessage, prost::DecodeError> {
    DynamicMessage::decode(descriptor.clone(), message.encode_to_vec().as_slice())
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

fn populated(message: &MessageDescriptor, patch: &impl Message) -> Vec<Vec<String>> {
    let Ok(patch) = dynamic(message, patch) else {
        return Vec::new();
    };
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
        // Nothing to clear: the field is absent with all that is in it.
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

    const CLAIM: &str = "claimstore.v1.Claim";

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
        let mask = Mask::read(&mut check, CLAIM, mask, patch).unwrap();
        let mask = check.finish(mask).map_err(|violations| {
            violations
                .into_iter()
                .map(|v| v.description)
                .collect::<Vec<_>>()
        })?;
        Ok(mask.apply(&stored(), patch).unwrap())
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
