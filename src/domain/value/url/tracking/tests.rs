//! Tests of tracking parameters: the form of their list, what is dropped, and what is kept.

use std::collections::BTreeSet;

use super::{super::canonical, *};

fn form(text: &str) -> String {
    canonical(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn every_line_of_the_list_has_a_canonical_site_and_each_entry_once() {
    let mut seen = BTreeSet::new();
    for line in LIST.lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split_whitespace();
        let Some(site) = words.next() else { continue };
        if site != EVERYWHERE {
            let url = canonical(&format!("http://{site}/")).unwrap();
            assert_eq!(url, format!("https://{site}/"));
        }
        for entry in words {
            assert!(seen.insert((site, entry)), "{site} {entry}");
            let everywhere = (EVERYWHERE, entry);
            let is_listed = site != EVERYWHERE && seen.contains(&everywhere);
            assert!(!is_listed, "{site} {entry} is listed for all sites");
        }
    }
}

#[test]
fn tracking_parameters_do_not_change_an_address() {
    let anywhere = [
        "utm_source=a",
        "utm_anything=a",
        "fbclid=a",
        "gclid=a",
        "_gl=1*a",
        "msclkid=a",
        "yclid=a",
        "mc_cid=a",
        "mc_eid=a",
        "mkt_tok=a",
        "_hsenc=a",
        "_hsmi=1",
        "dm_i=2A,3B",
        "ns_mchannel=rss",
        "ns_source=a",
        "ns_campaign=a",
        "ns_mail_uid=1",
        "wt_mc=a",
        "WT.mc_id=a",
        "wt_zmc=a",
        "xtor=RSS-1",
        "Xtor=AL-1",
        "s_cid=a",
        "guccounter=1",
        "guce_referrer=a",
        "igsh=a",
        "igshid=a",
        "mibextid=a",
        "ref_src=a",
        "cmpid=a",
        "CMP=a",
        "INTCMP=a",
        "smid=a",
        "ref=rss",
        "partner=rss",
        "cid=rss",
        "mtm_campaign=a",
        "pk_campaign=a",
        "hsa_acc=a",
        "itm_source=a",
        "cm_mmc=a",
        "cm_mmca1=a",
        "bsft_eid=a",
        "fb_action_ids=a",
        "_branch_match_id=a",
        "et_rid=a",
        "irclickid=a",
        "at_medium=RSS",
        "at_campaign=rss",
        "_openstat=a",
        "__twitter_impression=true",
        "%75tm_id=1",
        "UTM_SOURCE=a",
        "srsltid=a",
        "spMailingID=1",
    ];
    for parameter in anywhere {
        let tracked = format!("https://www.news.example/a?id=1&{parameter}&x=2");
        assert_eq!(
            form(&tracked),
            "https://news.example/a?id=1&x=2",
            "{parameter}"
        );
    }
    for (page, parameters) in [
        (
            "https://twitter.com/desk/status/1",
            [
                "s=09",
                "t=abc",
                "s=20&t=a-b",
                "src=hashtag_click",
                "ref_src=twsrc",
            ]
            .as_slice(),
        ),
        ("https://x.com/desk/status/1", &["s=46", "t=abc", "cxt=a"]),
        ("https://youtu.be/dQw4w9WgXcQ", &["si=a", "feature=shared"]),
        (
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
            &["si=a", "pp=a", "ab_channel=a"],
        ),
        ("https://open.spotify.com/episode/1", &["si=a"]),
        (
            "https://www.nytimes.com/2025/04/27/a.html",
            &["partner=IFTTT", "smid=tw", "referringSource=articleShare"],
        ),
        ("https://www.reuters.com/world/a/", &["taid=1"]),
        (
            "https://www.dailymail.co.uk/news/article-1/a.html",
            &["ito=1490"],
        ),
        (
            "https://www.bbc.com/news/articles/x",
            &["ocid=a", "xtor=a", "at_bbc_team=a"],
        ),
        ("https://www.msn.com/a", &["ocid=a", "cvid=a", "ei=1"]),
        ("https://abcnews.go.com/a", &["cid=social_twitter_abcn"]),
        ("https://www.elmundo.es/a.html", &["cid=a&s_kw=b"]),
        ("https://en.wikipedia.org/wiki/Rome", &["wprov=sfti1"]),
        ("https://en.m.wikipedia.org/wiki/Rome", &["wprov=sfla1"]),
        ("https://www.washingtonpost.com/a/", &["itid=a", "wpisrc=a"]),
        (
            "https://www.dw.com/en/a/a-1",
            &["maca=en-rss-en-all-1573-rdf"],
        ),
        (
            "https://desk.substack.com/p/a",
            &["r=abc", "s=w", "publication_id=1&isFreemail=true"],
        ),
        ("https://www.cnbc.com/a.html", &["__source=rss"]),
        (
            "https://www.ft.com/content/a",
            &["shareType=nongift", "ftcamp=a"],
        ),
    ] {
        for parameter in parameters {
            let mark = if page.contains('?') { '&' } else { '?' };
            let tracked = format!("{page}{mark}{parameter}");
            assert_eq!(form(&tracked), form(page), "{tracked}");
        }
    }
}

#[test]
fn a_parameter_that_may_choose_the_page_is_kept() {
    for parameter in [
        "ref=branch",
        "ref=1",
        "ref=rss2",
        "Ref=RSS",
        "partner=a",
        "partner",
        "cid=1",
        "s=09",
        "s=query",
        "t=90",
        "si=1",
        "ito=1",
        "ocid=1",
        "taid=1",
        "src=a",
        "source=rss",
        "from=rss",
        "f=a",
        "r=1",
        "mod=a",
        "tid=1",
        "sh=1",
        "ss=1",
        "share=1",
        "origin=a",
        "campaign=a",
        "module=a",
        "prod=1",
        "cmp=1",
        "intcmp=1",
        "icid=1",
        "iid=1",
        "emc=1",
        "nl=1",
        "feature=a",
        "pp=1",
        "v=1",
        "ns=1",
        "ns_id=1",
        "wt=1",
        "wt.id=1",
        "at_id=1",
        "pk_id=1",
        "cm=1",
        "itm=1",
        "itm_id=1",
        "ga=1",
        "ga_id=1",
        "dm=1",
        "utm=1",
        "mc=1",
        "spm=1",
        "awc=1",
        "lang=en",
        "amp=1",
        "outputType=amp",
        "list=1",
        "page=2",
        "p=1",
        "id=1",
        "q=rss",
        "guid=1",
        "echobox=1",
        "algo=1",
    ] {
        let kept = format!("https://news.example/a?{parameter}");
        assert_eq!(form(&kept), kept, "{parameter}");
    }
    for kept in [
        "https://github.com/a/b/tree/c?ref=rss",
        "https://gitlab.example/a/b?ref=rss",
        "https://codeberg.org/a?ref=rss",
        "https://notx.com/a?s=1",
        "https://x.com.example/a?s=1",
        "https://youtube.com/watch?list=1&t=90&v=dQw4w9WgXcQ",
        "https://open.spotify.com/a?context=1",
        "https://x.com/search?f=live&q=a",
    ] {
        assert_eq!(form(kept), kept);
    }
}
