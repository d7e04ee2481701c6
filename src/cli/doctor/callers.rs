//! Whether callers can be verified: the policy, the keys of its issuers, and the certificates.

use crate::{config::Access, domain::value::causes, store::upkeep::diagnosis::Finding};

/// Looks at the files, and asks issuers for their keys.
pub(super) async fn diagnose(access: &Access) -> Vec<Finding> {
    let mut findings = Vec::new();
    match access.guard() {
        Err(error) => findings.push(Finding::fault(
            causes(&error),
            "correct the policy; docs/access.md describes it",
        )),
        Ok(guard) => {
            if let Some(authenticator) = guard.authenticator {
                findings.push(Finding::well("the policy can be used"));
                let keys = authenticator.look_for_keys().await;
                findings.extend(
                    keys.into_iter()
                        .map(|(issuer, keys)| of_keys(&issuer, keys)),
                );
            }
        }
    }
    match access.tls() {
        Err(error) => findings.push(Finding::fault(
            causes(&error),
            "give a certificate chain and its key in PEM",
        )),
        Ok(Some(_)) => findings.push(Finding::well("the certificate and its key can be used")),
        Ok(None) => {}
    }
    findings
}

fn of_keys(issuer: &str, keys: Result<usize, String>) -> Finding {
    match keys {
        Ok(count) => Finding::well(format!("keys that the issuer {issuer} publishes: {count}")),
        Err(error) => Finding::fault(
            format!("the keys of the issuer {issuer} cannot be had: {error}"),
            "correct its keys, keys_ca or keys_token_file in the policy, or let this machine reach the address",
        ),
    }
}
