//! Pages as HTML: one document that needs no other file, and no script.
//!
//! Its policy (CSP) allows nothing but the style sheets that are in it, by their digests. So even
//! if a text came through unescaped, it could not run or load anything.

use std::collections::BTreeSet;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest as _, Sha256};

use super::Block;

/// A picture on a page.
#[derive(Clone, Debug)]
pub struct Illustration {
    /// What it shows.
    pub caption: &'static str,
    /// Whether the store has more than was read for it.
    pub is_cut: bool,
    /// The document.
    pub svg: String,
}

const STYLE: &str = "\
:root{color-scheme:light dark;--page:#fff;--ink:#16202a;--dim:#4d5964;--rule:#c4ccd4}\
@media (prefers-color-scheme:dark){:root{--page:#12171c;--ink:#eef2f5;--dim:#b4bfc9;--rule:#46525d}}\
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,-apple-system,\
\"Segoe UI\",Roboto,\"Helvetica Neue\",\"Noto Sans\",\"DejaVu Sans\",sans-serif}\
main{max-width:110rem;margin:0 auto;padding:2rem 1.25rem}\
main>:not(.pictures),.note{max-width:52rem}\
h1{font-size:1.6rem;line-height:1.25;margin:0 0 .5rem}\
h2{font-size:1.15rem;margin:2.5rem 0 .75rem;padding-bottom:.25rem;border-bottom:1px solid var(--rule)}\
p{margin:.25rem 0}h1,p,dd,li,pre{overflow-wrap:anywhere}\
dl{display:grid;grid-template-columns:minmax(6rem,max-content) 1fr;gap:.25rem 1.25rem;margin:1.5rem 0}\
dt{color:var(--dim);grid-column:1}dd{margin:0;grid-column:2}\
ul{list-style:none;margin:0;padding:0}li{margin:0 0 1rem}\
.entry{font-weight:600}.detail{color:var(--dim);font-size:.9rem}\
pre{font:inherit;white-space:pre-wrap;margin:0}\
figure{margin:0 0 1.5rem}.pictures{container-type:inline-size}figcaption{font-weight:600;margin:0 0 .5rem}\
.frame{overflow-x:auto;border:1px solid var(--rule);border-radius:6px;width:fit-content;max-width:calc(100% - 2px)}\
.frame svg{display:block;max-width:100%;height:auto}.note{color:var(--dim);font-size:.9rem;font-weight:400}";

/// For paper: nothing scrolls there.
const PRINTED: &str = "\
@media print{main{max-width:none;padding:0}.frame{overflow:visible;border:0}\
.frame svg{min-width:0!important}.scrolls{display:none}li,figure{break-inside:avoid}h2{break-after:avoid}}";

/// A picture is drawn no smaller than this, so that its texts stay readable. If it is still wider
/// than the page, it scrolls in its frame.
const SCALE_MIN: f64 = 0.75;

/// The frame around a picture takes this much of the width.
const FRAME: f64 = 2.0;

/// The document of a page, with pictures.
pub fn document(blocks: &[Block], pictures: &[Illustration]) -> String {
    let title = blocks.iter().find_map(|block| match block {
        Block::Paragraph(text) => Some(text.as_str()),
        _ => None,
    });
    let title = escaped(title.unwrap_or("claimstore"));
    let pictures_at = blocks.iter().position(|it| matches!(it, Block::Heading(_)));
    let (facts, lists) = blocks.split_at(pictures_at.unwrap_or(blocks.len()));
    let mut body = Body::default();
    facts.iter().for_each(|block| body.add(block));
    body.illustrate(pictures);
    lists.iter().for_each(|block| body.add(block));
    let style = style(pictures);
    let policy = policy(&style, pictures);
    let body = body.finish();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
<meta name=\"referrer\" content=\"no-referrer\">\n\
<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )
}

/// The style sheet: for each picture how small it may become, and from which width of the page on it
/// does not scroll.
fn style(pictures: &[Illustration]) -> String {
    let mut style = STYLE.to_owned();
    for (at, picture) in pictures.iter().enumerate() {
        let least = (picture.width() * SCALE_MIN).ceil();
        style.push_str(&format!("#picture-{at} svg{{min-width:{least}px}}"));
        let fits = least + FRAME;
        style.push_str(&format!(
            "@container (min-width:{fits}px){{#picture-{at} .scrolls{{display:none}}}}"
        ));
    }
    style.push_str(PRINTED);
    style
}

impl Illustration {
    /// Its width, as its document says.
    fn width(&self) -> f64 {
        let width = self.svg.split_once(" width=\"");
        let width = width.and_then(|(_, rest)| rest.split_once('"'));
        width.map_or(0.0, |(width, _)| width.parse().unwrap_or_default())
    }
}

/// What the document may load and run: its own style sheets.
fn policy(style: &str, pictures: &[Illustration]) -> String {
    let sheets = pictures.iter().filter_map(|it| {
        let (_, rest) = it.svg.split_once("<style>")?;
        Some(rest.split_once("</style>")?.0)
    });
    let digests: BTreeSet<String> = sheets
        .chain([style])
        .map(|sheet| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(sheet))))
        .collect();
    let digests: Vec<String> = digests.into_iter().collect();
    format!(
        "default-src 'none'; style-src {}; base-uri 'none'; form-action 'none'",
        digests.join(" ")
    )
}

fn escaped(text: &str) -> String {
    let is_control = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    text.replace("\r\n", "\n")
        .replace(is_control, "\u{fffd}")
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

/// What is open at the end of a document that grows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Open {
    #[default]
    Nothing,
    Facts,
    Entries,
}

#[derive(Default)]
struct Body {
    html: String,
    open: Open,
    is_in_section: bool,
    has_title: bool,
}

impl Body {
    fn add(&mut self, block: &Block) {
        match block {
            Block::Gap => {}
            Block::Paragraph(text) if !self.has_title => {
                self.has_title = true;
                self.push("h1", "", text);
            }
            Block::Paragraph(text) | Block::Wrapped(_, _, text) => {
                self.set(Open::Nothing);
                self.push("p", "", text);
            }
            Block::Field(label, value) => {
                self.set(Open::Facts);
                if !label.is_empty() {
                    self.push("dt", "", label);
                }
                self.push("dd", "", value);
            }
            Block::Heading(text) => {
                self.end_section();
                self.html.push_str("<section>\n");
                self.is_in_section = true;
                self.push("h2", "", text);
            }
            Block::Entry(text) => {
                match self.open {
                    Open::Entries => self.html.push_str("</li>\n<li>\n"),
                    _ => self.set(Open::Entries),
                }
                self.push("p", " class=\"entry\"", text);
            }
            Block::Detail(text) | Block::Alarm(text) => {
                self.push("p", " class=\"detail\"", text);
            }
            Block::Verbatim(text) => {
                self.set(Open::Nothing);
                self.push("pre", "", text);
            }
        }
    }

    fn push(&mut self, element: &str, attributes: &str, text: &str) {
        let text = escaped(text);
        // A line feed at the beginning of a pre would be left out.
        let begin = if element == "pre" { "\n" } else { "" };
        let html = format!("<{element}{attributes} dir=\"auto\">{begin}{text}</{element}>\n");
        self.html.push_str(&html);
    }

    fn set(&mut self, open: Open) {
        if self.open == open {
            return;
        }
        self.html.push_str(match self.open {
            Open::Nothing => "",
            Open::Facts => "</dl>\n",
            Open::Entries => "</li>\n</ul>\n",
        });
        self.html.push_str(match open {
            Open::Nothing => "",
            Open::Facts => "<dl>\n",
            Open::Entries => "<ul>\n<li>\n",
        });
        self.open = open;
    }

    fn end_section(&mut self) {
        self.set(Open::Nothing);
        if self.is_in_section {
            self.html.push_str("</section>\n");
            self.is_in_section = false;
        }
    }

    fn illustrate(&mut self, pictures: &[Illustration]) {
        self.set(Open::Nothing);
        if pictures.is_empty() {
            return;
        }
        self.html.push_str("<div class=\"pictures\">\n");
        for (at, picture) in pictures.iter().enumerate() {
            let Illustration {
                caption,
                is_cut,
                svg,
            } = picture;
            let cut = match is_cut {
                true => {
                    "<p class=\"note\">The store has more than was read for this picture.</p>\n"
                }
                false => "",
            };
            // What scrolls can be reached with the keyboard.
            self.html.push_str(&format!(
                "<figure id=\"picture-{at}\">\n<figcaption>{caption}\n{cut}\
<p class=\"note scrolls\">Wider than this page: it scrolls to the right.</p>\n</figcaption>\n\
<div class=\"frame\" role=\"region\" aria-label=\"{caption}\" tabindex=\"0\">\n{svg}</div>\n</figure>\n"
            ));
        }
        self.html.push_str("</div>\n");
    }

    fn finish(mut self) -> String {
        self.end_section();
        self.html
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owned(text: &str) -> String {
        text.to_owned()
    }

    #[test]
    fn a_page_becomes_headings_facts_and_lists() {
        let blocks = [
            Block::Paragraph(owned("Boats & <ferries>")),
            Block::Gap,
            Block::Field(owned("Claim"), owned("claims/1")),
            Block::Field(owned("Merged into"), owned("Another")),
            Block::Field(String::new(), owned("claims/2")),
            Block::Heading(owned("Printed (2)")),
            Block::Entry(owned("One")),
            Block::Detail(owned("where")),
            Block::Entry(owned("Two")),
            Block::Heading(owned("Text")),
            Block::Verbatim(owned("\n a\u{1b}b")),
        ];
        let html = document(&blocks, &[]);
        let (_, main) = html.split_once("<main>\n").unwrap();
        let (main, _) = main.split_once("</main>").unwrap();
        assert_eq!(
            main.replace(" dir=\"auto\"", ""),
            "<h1>Boats &amp; &lt;ferries&gt;</h1>\n<dl>\n<dt>Claim</dt>\n<dd>claims/1</dd>\n\
             <dt>Merged into</dt>\n<dd>Another</dd>\n<dd>claims/2</dd>\n</dl>\n<section>\n\
             <h2>Printed (2)</h2>\n<ul>\n<li>\n<p class=\"entry\">One</p>\n\
             <p class=\"detail\">where</p>\n</li>\n<li>\n<p class=\"entry\">Two</p>\n</li>\n</ul>\n\
             </section>\n<section>\n<h2>Text</h2>\n<pre>\n\n a\u{fffd}b</pre>\n</section>\n"
        );
        assert!(html.contains("<title>Boats &amp; &lt;ferries&gt;</title>"));
    }

    #[test]
    fn the_policy_names_the_digest_of_each_style_sheet_once() {
        let picture = Illustration {
            caption: "Evidence",
            is_cut: false,
            svg: owned("<svg><style>.a{}</style></svg>"),
        };
        let html = document(&[], &[picture.clone(), picture]);
        let digest = STANDARD.encode(Sha256::digest(".a{}"));
        assert_eq!(html.matches(&format!("'sha256-{digest}'")).count(), 1);
        assert!(html.contains("content=\"default-src 'none'; style-src 'sha256-"));
    }

    #[test]
    fn a_picture_says_where_it_is_cut_and_how_small_it_may_become() {
        let picture = |is_cut, width| Illustration {
            caption: "Evidence",
            is_cut,
            svg: format!("<svg class=\"cs\" width=\"{width}\" height=\"9\"></svg>"),
        };
        let html = document(&[], &[picture(true, 1_000), picture(false, 3_000)]);
        assert_eq!(
            html.matches("more than was read for this picture").count(),
            1
        );
        assert!(html.contains("#picture-0 svg{min-width:750px}@container (min-width:752px)"));
        assert!(html.contains("#picture-1 svg{min-width:2250px}@container (min-width:2252px)"));
    }
}
