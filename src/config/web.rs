//! Which pages may call from a browser.

use clap::Args;
use http::HeaderValue;
use url::{Origin, Url};

use super::{access::Access, error::Error};
use crate::server::{self, Origins};

/// Which pages may call from a browser.
#[derive(Args, Clone, Debug, Default)]
pub struct Web {
    /// Origins whose pages may call over gRPC-Web, separated by commas, such as
    /// https://cms.example,http://localhost:3000; * is every page, which takes --policy [default: no
    /// gRPC-Web]
    ///
    /// Calls of gRPC-Web come to --listen, also over HTTP/1.1. docs/clients.md says how to make them.
    #[arg(
        long = "web-origins",
        env = "CLAIMSTORE_WEB_ORIGINS",
        value_name = "ORIGINS",
        value_delimiter = ','
    )]
    pub web_origins: Vec<String>,

    /// Let the pages of those origins use the client certificate of their browser
    ///
    /// A page sends a token by itself, and needs no such setting. With *, it is refused.
    #[arg(long = "web-credentials", env = "CLAIMSTORE_WEB_CREDENTIALS")]
    pub is_web_credentialed: bool,
}

impl Web {
    /// Which pages may call, if any may.
    pub fn pages(&self, access: &Access) -> Result<Option<server::Web>, Error> {
        let given = self.web_origins.iter().map(|it| it.trim());
        let given: Vec<&str> = given.filter(|it| !it.is_empty()).collect();
        let origins = match given[..] {
            [] if self.is_web_credentialed => return Err(Error::CredentialsOfNobody),
            [] => return Ok(None),
            ["*"] if self.is_web_credentialed => return Err(Error::CredentialsOfEverybody),
            ["*"] if !access.has_policy() => return Err(Error::EveryPage),
            ["*"] => Origins::All,
            _ => Origins::These(given.into_iter().map(origin).collect::<Result<_, _>>()?),
        };
        Ok(Some(server::Web {
            origins,
            is_credentialed: self.is_web_credentialed,
        }))
    }
}

/// An origin as browsers write it. Another spelling would never be found.
fn origin(text: &str) -> Result<HeaderValue, Error> {
    let unusable = || Error::NotAnOrigin(text.to_owned());
    let url = Url::parse(text).map_err(|_| unusable())?;
    // A pattern would look as if it were one.
    let is_web = matches!(url.scheme(), "http" | "https") && !text.contains('*');
    match url.origin() {
        origin @ Origin::Tuple(..) if is_web && origin.ascii_serialization() == text => {
            HeaderValue::from_str(text).map_err(|_| unusable())
        }
        _ => Err(unusable()),
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn pages(origins: &[&str], is_credentialed: bool) -> Result<Option<server::Web>, Error> {
        let access = Access::default();
        web(origins, is_credentialed).pages(&access)
    }

    fn web(origins: &[&str], is_credentialed: bool) -> Web {
        Web {
            web_origins: origins.iter().map(|it| (*it).to_owned()).collect(),
            is_web_credentialed: is_credentialed,
        }
    }

    #[test]
    fn origins_are_written_as_browsers_write_them() {
        let two = ["https://cms.example", " http://localhost:3000"];
        let Origins::These(found) = pages(&two, true).unwrap().unwrap().origins else {
            panic!("not these");
        };
        assert_eq!(found, ["https://cms.example", "http://localhost:3000"]);
        for text in [
            "https://cms.example/",
            "https://CMS.example",
            "https://cms.example:443",
            "https://a@cms.example",
            "https://*.example",
            "cms.example",
            "null",
            "file:///",
            "ftp://cms.example",
            "https://cms.example,*",
        ] {
            let refused = pages(&[text], false);
            assert!(matches!(refused, Err(Error::NotAnOrigin(_))), "{text}");
        }
        assert!(pages(&[], false).unwrap().is_none());
        assert!(pages(&["", " "], false).unwrap().is_none());
    }

    #[test]
    fn every_page_may_call_only_where_callers_are_verified_and_without_their_certificates() {
        assert!(matches!(pages(&["*"], false), Err(Error::EveryPage)));
        let with_policy = Access {
            policy: Some(PathBuf::from("x")),
            ..Access::default()
        };
        let all = web(&["*"], false).pages(&with_policy).unwrap().unwrap();
        assert_eq!(all.origins, Origins::All);
        let refused = web(&["*"], true).pages(&with_policy);
        assert!(matches!(refused, Err(Error::CredentialsOfEverybody)));
        assert!(matches!(pages(&[], true), Err(Error::CredentialsOfNobody)));
        let mixed = web(&["*", "https://cms.example"], false).pages(&with_policy);
        assert!(matches!(mixed, Err(Error::NotAnOrigin(_))));
    }
}
