//! What happens to a stored resource when a bundle brings it again: its empty
//! fields are filled, or its given fields replaced.

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

/// Says that values of a type are always there.
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
            /// Takes what is absent here from `given`, and names the fields in
            /// which both have something and differ.
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

            /// Takes everything that `given` has; what it leaves out stays.
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
    use crate::domain::resource::source::{Source, SourceKind};

    fn page(display_name: &str, url: &str) -> Source {
        Source {
            kind: SourceKind::WebPage,
            display_name: display_name.to_owned(),
            url: url.to_owned(),
            ..Source::default()
        }
    }

    #[test]
    fn filling_takes_what_is_absent_and_overwrites_nothing() {
        let mut stored = page("BBC", "");
        let differences = stored.fill_from(&page("BBC News", "https://news.example/"));
        assert_eq!(differences, ["display_name"]);
        assert_eq!(stored, page("BBC", "https://news.example/"));
    }

    #[test]
    fn replacing_takes_what_is_given_and_keeps_the_rest() {
        let mut stored = page("BBC", "https://news.example/");
        stored.replace_from(&page("BBC News", ""));
        assert_eq!(stored, page("BBC News", "https://news.example/"));
    }
}
