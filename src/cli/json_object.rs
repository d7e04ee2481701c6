//! An object of several answers, each in protobuf JSON under its name.

use super::page::Listed;
use crate::wire::{json, raw::Whole};

/// The object as it grows.
#[derive(Debug, Default)]
pub struct Object {
    /// The members as text.
    members: Vec<String>,
    /// The names of the lists that have more than the object.
    truncated: Vec<&'static str>,
    is_broken: bool,
}

impl Object {
    /// Adds a message of a type of the contract.
    pub fn one(mut self, name: &str, type_name: &str, message: &impl Whole) -> Self {
        match written(type_name, message) {
            Some(json) => self.members.push(format!("\"{name}\":{json}")),
            None => self.is_broken = true,
        }
        self
    }

    /// Adds a list of messages.
    pub fn list<M: Whole>(mut self, name: &str, type_name: &str, messages: &[M]) -> Self {
        let items: Option<Vec<String>> = messages.iter().map(|it| written(type_name, it)).collect();
        match items {
            Some(items) => self
                .members
                .push(format!("\"{name}\":[{}]", items.join(","))),
            None => self.is_broken = true,
        }
        self
    }

    /// Adds a list, of which there may be more.
    pub fn many<M: Whole>(
        mut self,
        name: &'static str,
        type_name: &str,
        listed: &Listed<M>,
    ) -> Self {
        if listed.has_more {
            self.truncated.push(name);
        }
        self.list(name, type_name, &listed.items)
    }

    /// The object on one line.
    pub fn line(mut self) -> Option<String> {
        if !self.truncated.is_empty() {
            let names = serde_json::json!(self.truncated);
            self.members.push(format!("\"truncated\":{names}"));
        }
        (!self.is_broken).then(|| format!("{{{}}}", self.members.join(",")))
    }
}

fn written(type_name: &str, message: &impl Whole) -> Option<String> {
    json::write_encoded(&format!("claimstore.v1.{type_name}"), &message.to_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::pb::Claim;

    #[test]
    fn an_object_has_the_answers_under_their_names() {
        let claim = Claim {
            name: "claims/1".to_owned(),
            ..Claim::default()
        };
        let listed = Listed {
            items: vec![claim.clone(), claim.clone()],
            has_more: true,
        };
        let line = Object::default()
            .one("claim", "Claim", &claim)
            .many("merged", "Claim", &listed)
            .line();
        let written = r#"{"name":"claims/1"}"#;
        assert_eq!(
            line.unwrap(),
            format!(
                r#"{{"claim":{written},"merged":[{written},{written}],"truncated":["merged"]}}"#
            )
        );
        assert_eq!(
            Object::default().one("x", "NoSuchType", &claim).line(),
            None
        );
    }
}
