//! Merging a bundle's resource into the stored one: either only its empty fields are
//! filled, or every field that the bundle gives is replaced.

use std::sync::Arc;

/// A value that can be absent.
pub trait Blank {
    /// Whether it is absent.
    fn is_blank(&self) -> bool;
}

impl Blank for String {
    fn is_blank(&self) -> bool {
        self.is_empty()
    }
}

impl Blank for Arc<str> {
    fn is_blank(&self) -> bool {
        self.is_empty()
    }
}

impl<T> Blank for Option<T> {
    fn is_blank(&self) -> bool {
        self.is_none()
    }
}

impl<T> Blank for Vec<T> {
    fn is_blank(&self) -> bool {
        self.is_empty()
    }
}

impl Blank for bool {
    fn is_blank(&self) -> bool {
        !self
    }
}

/// Declares types whose values are never absent.
macro_rules! never_blank {
    ($($required:ty),+ $(,)?) => {
        $(impl $crate::domain::value::fill::Blank for $required {
            fn is_blank(&self) -> bool {
                false
            }
        })+
    };
}

never_blank!(crate::domain::Timestamp);

/// Declares a struct whose fields can be filled or replaced one by one.
macro_rules! fillable {
    ($(#[$meta:meta])* pub struct $name:ident {
        $($(#[$field_meta:meta])* pub $field:ident: $type:ty,)+
    }) => {
        $(#[$meta])*
        pub struct $name {
            $($(#[$field_meta])* pub $field: $type,)+
        }

        impl $name {
            /// Fills each absent field from `given`. Returns the names of the fields
            /// that both have, with different values.
            pub fn fill_from(&mut self, given: &Self) -> Vec<&'static str> {
                use $crate::domain::value::fill::Blank as _;
                let mut differences = Vec::new();
                $(if self.$field.is_blank() {
                    self.$field = given.$field.clone();
                } else if !given.$field.is_blank() && self.$field != given.$field {
                    differences.push(stringify!($field));
                })+
                differences
            }

            /// Replaces every field that `given` has. The others keep their values.
            pub fn replace_from(&mut self, given: &Self) {
                use $crate::domain::value::fill::Blank as _;
                $(if !given.$field.is_blank() {
                    self.$field = given.$field.clone();
                })+
            }
        }
    };
}

pub(crate) use {fillable, never_blank};

#[cfg(test)]
mod tests {
    use crate::domain::resource::{Source, SourceKind};

    fn page(display_name: &str, url: &str) -> Source {
        Source {
            kind: SourceKind::WebPage,
            display_name: display_name.to_owned(),
            url: url.to_owned(),
            ..Source::default()
        }
    }

    #[test]
    fn filling_sets_absent_fields_and_overwrites_nothing() {
        let mut stored = page("BBC", "");
        let differences = stored.fill_from(&page("BBC News", "https://news.example/"));
        assert_eq!(differences, ["display_name"]);
        assert_eq!(stored, page("BBC", "https://news.example/"));
    }

    #[test]
    fn replacing_sets_given_fields_and_keeps_the_rest() {
        let mut stored = page("BBC", "https://news.example/");
        stored.replace_from(&page("BBC News", ""));
        assert_eq!(stored, page("BBC News", "https://news.example/"));
    }
}
