//! Enumerations whose values have the same number in the contract, in the database and
//! in the domain.

/// An enumeration that `coded!` declares.
pub trait Coded: Copy + Default {
    /// The number of the value.
    fn code(self) -> i16;

    /// The value with a number, if there is one.
    fn from_code(code: i16) -> Option<Self>;
}

/// Declares an enumeration with a stable number for each value.
///
/// The first value is the default. A reader uses it in place of a value that it cannot
/// read. It also reports a violation, so the request is refused and the default is
/// never stored.
macro_rules! coded {
    ($(#[$meta:meta])* $name:ident { $($(#[$value_meta:meta])* $value:ident = $code:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$value_meta])* $value,)+
        }

        impl $name {
            /// Every value, in the order of the contract.
            pub const ALL: &[Self] = &[$(Self::$value),+];

            /// The number of this value in the contract and in columns.
            pub const fn code(self) -> i16 {
                match self {
                    $(Self::$value => $code,)+
                }
            }

            /// The value with this number, if there is one.
            pub fn from_code(code: i16) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.code() == code)
            }
        }

        impl $crate::domain::value::code::Coded for $name {
            fn code(self) -> i16 {
                Self::code(self)
            }

            fn from_code(code: i16) -> Option<Self> {
                Self::from_code(code)
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::ALL[0]
            }
        }
    };
}

pub(crate) use coded;
