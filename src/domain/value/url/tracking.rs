//! Query parameters that say where a reader came from, and do not change the page.
//!
//! Compiled by hand on 2026-11-27 from what the vendors of web analytics, advertising and
//! newsletters, and the sites themselves, publish about their parameters. A parameter is
//! listed for all sites only if no site is known to choose its page by it. So `ref`,
//! `source`, `cid`, `id`, `p` and the like are not. Names are compared in any case, except
//! in `EXACT`.
//!
//! A change here changes the identity of stored addresses: raise `BACKFILL_VERSION`.

use url::Url;

/// The beginnings of names: Google Analytics and others, Matomo, HubSpot.
const PREFIXES: &[&str] = &["utm_", "mtm_", "matomo_", "piwik_", "hsa_"];

const ANYWHERE: &[&str] = &[
    // Google
    "_ga",
    "_gac",
    "_gl",
    "dclid",
    "gad_campaignid",
    "gad_source",
    "gbraid",
    "gclid",
    "gclsrc",
    "srsltid",
    "wbraid",
    "amp_gsa",
    "amp_js_v",
    "usqp",
    // Other advertising networks
    "_openstat",
    "epik",
    "fbclid",
    "li_fat_id",
    "msclkid",
    "rb_clickid",
    "rdt_cid",
    "sccid",
    "tblci",
    "ttclid",
    "twclid",
    "wickedid",
    "yclid",
    "ysclid",
    "ymclid",
    "obclid",
    "dicbo",
    // Matomo, under its old name
    "pk_campaign",
    "pk_cid",
    "pk_content",
    "pk_cpn",
    "pk_keyword",
    "pk_kwd",
    "pk_medium",
    "pk_source",
    // Adobe, Webtrekk, AT Internet, comScore
    "s_cid",
    "s_kwcid",
    "wt_mc",
    "wt_zmc",
    "xtor",
    "ns_campaign",
    "ns_fee",
    "ns_linkname",
    "ns_mchannel",
    "ns_source",
    // Piano Analytics
    "at_bbc_team",
    "at_campaign",
    "at_campaign_type",
    "at_channel",
    "at_creation",
    "at_custom1",
    "at_custom2",
    "at_custom3",
    "at_custom4",
    "at_custom5",
    "at_detail_placement",
    "at_emailtype",
    "at_format",
    "at_general_placement",
    "at_link_id",
    "at_link_origin",
    "at_link_type",
    "at_medium",
    "at_network",
    "at_platform",
    "at_ptr_name",
    "at_ptr_type",
    "at_recipient_id",
    "at_recipient_list",
    "at_send_date",
    "at_variant",
    // Newsletters
    "__hsfp",
    "__hssc",
    "__hstc",
    "_hsenc",
    "_hsmi",
    "hsctatracking",
    "_kx",
    "ck_subscriber_id",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "ml_subscriber",
    "ml_subscriber_hash",
    "oly_anon_id",
    "oly_enc_id",
    "vero_conv",
    "vero_id",
    // Shares
    "__twitter_impression",
    "igsh",
    "igshid",
    "mibextid",
    "ref_src",
    "ref_url",
    "sr_share",
    // News sites
    "cmpid",
    "guccounter",
    "guce_referrer",
    "guce_referrer_sig",
    "smid",
    "smtyp",
];

/// Names that are only known in this case: in lower case they may mean something else.
const EXACT: &[&str] = &["CMP", "INTCMP"];

/// Names that are for tracking on one site, and may mean something else on others.
const ON_SITES: &[(&str, &[&str])] = &[
    ("aol.com", &["ncid"]),
    ("bbc.co.uk", &["ocid"]),
    ("bbc.com", &["ocid"]),
    ("dailymail.co.uk", &["ito"]),
    (
        "facebook.com",
        &["__cft__[0]", "__tn__", "__xts__[0]", "rdid", "share_url"],
    ),
    ("huffpost.com", &["ncid"]),
    ("linkedin.com", &["lipi", "refid", "trackingid", "trk"]),
    ("metro.co.uk", &["ito"]),
    ("msn.com", &["ocid"]),
    ("open.spotify.com", &["si"]),
    ("techcrunch.com", &["ncid"]),
    ("thisismoney.co.uk", &["ito"]),
    (
        "tiktok.com",
        &["_r", "_t", "is_copy_url", "is_from_webapp", "sender_device"],
    ),
    ("wsj.com", &["mod", "reflink", "st"]),
    ("x.com", &["s", "t"]),
    ("youtu.be", &["feature", "pp", "si"]),
    ("youtube.com", &["ab_channel", "feature", "pp", "si"]),
];

/// Removes the tracking parameters, and sorts the others by name. Parameters of one name keep
/// their order, because a page may take the first or the last one.
pub(super) fn remove(url: &mut Url) {
    let query = url.query().and_then(|query| {
        let host = url.host_str().unwrap_or_default();
        let parameters = query.split('&');
        let mut kept: Vec<&str> = parameters
            .filter(|parameter| !parameter.is_empty() && !is_tracking(host, parameter))
            .collect();
        kept.sort_by_key(|parameter| name(parameter));
        (!kept.is_empty()).then(|| kept.join("&"))
    });
    url.set_query(query.as_deref());
}

/// The name of a parameter.
pub(super) fn name(parameter: &str) -> &str {
    parameter.split('=').next().unwrap_or(parameter)
}

fn is_tracking(host: &str, parameter: &str) -> bool {
    let name = name(parameter);
    let lower = name.to_ascii_lowercase();
    let mut sites = ON_SITES.iter();
    EXACT.contains(&name)
        || ANYWHERE.contains(&lower.as_str())
        || PREFIXES.iter().any(|prefix| lower.starts_with(prefix))
        || sites.any(|(site, names)| is_on(host, site) && names.contains(&lower.as_str()))
}

/// Whether a host is that of a site, or below it.
fn is_on(host: &str, site: &str) -> bool {
    let rest = host.strip_suffix(site);
    rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}
