//! HTML, XHTML and NITF as plain text.
//!
//! Paragraphs, headings and other blocks are separated by an empty line; lines, items of lists
//! and rows of tables by a line break, and cells by a tab. White space is otherwise one space,
//! except in preformatted text. Markup, addresses of links, pictures, comments, scripts, styles
//! and the head of the document are dropped. Character references are resolved: all numbers,
//! and the names of HTML 4. Others are left as they are.
//!
//! Markup that is not closed is treated as browsers do it: the rest belongs to it.

/// The text of a document in HTML, XHTML or NITF.
pub fn of_html(html: &str) -> String {
    let mut text = Text::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, markup) = rest.split_at(at);
        text.push(before);
        rest = match next(markup) {
            Some((token, behind)) => text.take(token, behind),
            None => {
                text.push("<");
                &markup[1..]
            }
        };
    }
    text.push(rest);
    text.finish()
}

/// What begins with `<`.
enum Token<'a> {
    /// An element begins.
    Start(String),
    /// An element ends.
    End(String),
    /// Characters without any markup.
    Verbatim(&'a str),
    /// Nothing that has text.
    Other,
}

/// The token at the start of a text, and what is behind it. None if `<` is only a character.
fn next(markup: &str) -> Option<(Token<'_>, &str)> {
    if let Some(rest) = markup.strip_prefix("<!--") {
        return Some((Token::Other, behind(rest, "-->")));
    }
    if let Some(rest) = markup.strip_prefix("<![CDATA[") {
        let (text, rest) = rest.split_once("]]>").unwrap_or((rest, ""));
        return Some((Token::Verbatim(text), rest));
    }
    if markup.starts_with("<!") || markup.starts_with("<?") {
        return Some((Token::Other, behind(markup, ">")));
    }
    let is_end = markup.starts_with("</");
    let named = &markup[if is_end { 2 } else { 1 }..];
    let is_name = |c: char| c.is_ascii_alphanumeric() || ".:-_".contains(c);
    if !named.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let length = named.find(|c| !is_name(c)).unwrap_or(named.len());
    let (name, attributes) = named.split_at(length);
    let name = name.to_ascii_lowercase();
    let rest = behind_attributes(attributes);
    Some(match is_end {
        true => (Token::End(name), rest),
        false => (Token::Start(name), rest),
    })
}

/// What is behind the first occurrence of a mark; nothing if there is none.
fn behind<'a>(text: &'a str, mark: &str) -> &'a str {
    text.split_once(mark).map_or("", |(_, rest)| rest)
}

/// What is behind the attributes of a tag. A `>` in a quoted value does not end it.
fn behind_attributes(attributes: &str) -> &str {
    let mut quote = None;
    let mut is_value = false;
    for (at, c) in attributes.char_indices() {
        match (quote, c) {
            (Some(open), c) if open == c => quote = None,
            (Some(_), _) => {}
            (None, '>') => return &attributes[at + 1..],
            (None, '"' | '\'') if is_value => quote = Some(c),
            _ => {}
        }
        is_value = c == '=' || is_value && c.is_ascii_whitespace();
    }
    ""
}

/// How what comes next is separated from what is there.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Space,
    Cell,
    Line,
    Paragraph,
}

#[derive(Default)]
struct Text {
    text: String,
    gap: Gap,
    preformatted: usize,
}

/// Elements whose content is no text of the document.
const DROPPED: &[&str] = &[
    "script", "style", "head", "title", "template", "noscript", "iframe", "object", "svg",
];

const LINES: &[&str] = &["br", "li", "tr", "dt", "dd", "option"];

const BLOCKS: &[&str] = &[
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "dl",
    "table",
    "section",
    "article",
    "header",
    "footer",
    "aside",
    "figure",
    "figcaption",
    "blockquote",
    "pre",
    "hr",
    "nav",
    "main",
    "form",
    "fieldset",
    "address",
    "caption",
    "body",
    "html",
    "details",
    "summary",
    // Those of NITF.
    "hedline",
    "hl1",
    "hl2",
    "byline",
    "byttl",
    "dateline",
    "distributor",
    "abstract",
    "block",
    "note",
    "media",
    "media-caption",
    "media-producer",
    "bq",
    "credit",
    "tagline",
    "body.head",
    "body.content",
    "body.end",
    "nitf-table",
    "fn",
];

impl Text {
    /// Takes a token, and answers what is left to read.
    fn take<'a>(&mut self, token: Token<'_>, rest: &'a str) -> &'a str {
        match token {
            Token::Other => {}
            Token::Verbatim(text) => self.push_decoded(text),
            Token::Start(name) if DROPPED.contains(&name.as_str()) => {
                return behind_element(rest, &name);
            }
            Token::Start(name) => {
                self.separate(&name);
                self.preformatted += usize::from(name == "pre");
            }
            Token::End(name) => {
                self.separate(&name);
                self.preformatted = self.preformatted.saturating_sub(usize::from(name == "pre"));
            }
        }
        rest
    }

    fn separate(&mut self, name: &str) {
        let gap = match name {
            "td" | "th" => Gap::Cell,
            name if LINES.contains(&name) => Gap::Line,
            name if BLOCKS.contains(&name) => Gap::Paragraph,
            _ => Gap::None,
        };
        self.gap = self.gap.max(gap);
    }

    fn push(&mut self, text: &str) {
        self.push_decoded(&decoded(text));
    }

    fn push_decoded(&mut self, text: &str) {
        if self.preformatted > 0 && !text.is_empty() {
            self.close_gap();
            self.text.push_str(text);
            return;
        }
        for c in text.chars() {
            match c {
                ' ' | '\t' | '\n' | '\r' | '\u{c}' => self.gap = self.gap.max(Gap::Space),
                c => {
                    self.close_gap();
                    self.text.push(c);
                }
            }
        }
    }

    fn close_gap(&mut self) {
        let gap = match self.gap {
            Gap::None => "",
            Gap::Space => " ",
            Gap::Cell => "\t",
            Gap::Line => "\n",
            Gap::Paragraph => "\n\n",
        };
        self.gap = Gap::None;
        if !self.text.is_empty() {
            self.text.push_str(gap);
        }
    }

    fn finish(self) -> String {
        self.text.trim_end().to_owned()
    }
}

/// What is behind an element whose content is dropped.
fn behind_element<'a>(rest: &'a str, name: &str) -> &'a str {
    let mut left = rest;
    while let Some(at) = left.find("</") {
        let end = &left[at..];
        let own = end.get(2..2 + name.len());
        left = match own.is_some_and(|it| it.eq_ignore_ascii_case(name)) {
            true => match next(end) {
                Some((Token::End(found), behind)) if found == name => return behind,
                Some((_, behind)) => behind,
                None => &end[2..],
            },
            false => &end[2..],
        };
    }
    ""
}

/// A text with its character references resolved.
pub fn decoded(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        // No name is longer than 8 letters, and no number needs more digits.
        let end = rest.bytes().take(12).position(|b| b == b';');
        match end.and_then(|end| Some((reference(&rest[1..end])?, end))) {
            Some((c, end)) => {
                decoded.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                decoded.push('&');
                rest = &rest[1..];
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

/// The character that a reference means.
fn reference(name: &str) -> Option<char> {
    let Some(number) = name.strip_prefix('#') else {
        return named(name);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    let code = code.ok()?;
    let place = usize::try_from(code.checked_sub(0x80).unwrap_or(u32::MAX)).ok();
    if let Some(c) = place.and_then(|it| WINDOWS_1252.chars().nth(it)) {
        return Some(c);
    }
    let c = char::from_u32(code).filter(|c| *c != '\0');
    Some(c.unwrap_or(char::REPLACEMENT_CHARACTER))
}

/// What the numbers from 128 on mean in HTML.
const WINDOWS_1252: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

fn named(name: &str) -> Option<char> {
    if let Some(at) = LATIN_1.split_ascii_whitespace().position(|it| it == name) {
        return char::from_u32(0xA0 + u32::try_from(at).ok()?);
    }
    let mut others = OTHERS.split_ascii_whitespace();
    let other = others.find_map(|it| it.strip_prefix(name)?.strip_prefix('='))?;
    other.chars().next()
}

/// The names of the characters from U+00A0 to U+00FF.
const LATIN_1: &str = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg \
macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest \
Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml \
ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig \
agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml \
eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

/// The other names of HTML 4, and that of the apostrophe in XML.
const OTHERS: &str = "amp=& lt=< gt=> quot=\" apos=' OElig=Œ oelig=œ Scaron=Š scaron=š Yuml=Ÿ fnof=ƒ \
circ=ˆ tilde=˜ ensp=\u{2002} emsp=\u{2003} thinsp=\u{2009} zwnj=\u{200c} zwj=\u{200d} lrm=\u{200e} \
rlm=\u{200f} ndash=– mdash=— lsquo=‘ rsquo=’ sbquo=‚ ldquo=“ rdquo=” bdquo=„ dagger=† Dagger=‡ bull=• \
hellip=… permil=‰ prime=′ Prime=″ lsaquo=‹ rsaquo=› oline=‾ frasl=⁄ euro=€ image=ℑ weierp=℘ real=ℜ \
trade=™ alefsym=ℵ larr=← uarr=↑ rarr=→ darr=↓ harr=↔ crarr=↵ lArr=⇐ uArr=⇑ rArr=⇒ dArr=⇓ hArr=⇔ \
forall=∀ part=∂ exist=∃ empty=∅ nabla=∇ isin=∈ notin=∉ ni=∋ prod=∏ sum=∑ minus=− lowast=∗ radic=√ \
prop=∝ infin=∞ ang=∠ and=∧ or=∨ cap=∩ cup=∪ int=∫ there4=∴ sim=∼ cong=≅ asymp=≈ ne=≠ equiv=≡ le=≤ \
ge=≥ sub=⊂ sup=⊃ nsub=⊄ sube=⊆ supe=⊇ oplus=⊕ otimes=⊗ perp=⊥ sdot=⋅ lceil=⌈ rceil=⌉ lfloor=⌊ \
rfloor=⌋ lang=⟨ rang=⟩ loz=◊ spades=♠ clubs=♣ hearts=♥ diams=♦ \
Alpha=Α Beta=Β Gamma=Γ Delta=Δ Epsilon=Ε Zeta=Ζ Eta=Η Theta=Θ Iota=Ι Kappa=Κ Lambda=Λ Mu=Μ Nu=Ν Xi=Ξ \
Omicron=Ο Pi=Π Rho=Ρ Sigma=Σ Tau=Τ Upsilon=Υ Phi=Φ Chi=Χ Psi=Ψ Omega=Ω alpha=α beta=β gamma=γ \
delta=δ epsilon=ε zeta=ζ eta=η theta=θ iota=ι kappa=κ lambda=λ mu=μ nu=ν xi=ξ omicron=ο pi=π rho=ρ \
sigmaf=ς sigma=σ tau=τ upsilon=υ phi=φ chi=χ psi=ψ omega=ω thetasym=ϑ upsih=ϒ piv=ϖ";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_lists_and_tables_are_kept_and_markup_is_not() {
        let html = "<html><head><title>T</title></head><body>\n <h1>A  b</h1><p>One\n two<br/>three</p>\
                    <ul><li>x</li> <li>y</li></ul><table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>\
                    <!-- c > --><script>if (a < b) '</p>'</script><p class='a>b'>end</p></body></html>";
        let text = "A b\n\nOne two\nthree\n\nx\ny\n\n1\t2\n3\n\nend";
        assert_eq!(of_html(html), text);
    }

    #[test]
    fn a_space_made_by_a_name_is_kept_and_others_are_joined() {
        assert_eq!(of_html("a&nbsp;b  c <b> d</b> e"), "a\u{a0}b c d e");
        assert_eq!(of_html("<pre>a\n  b</pre>c"), "a\n  b\n\nc");
    }

    #[test]
    fn character_references_are_resolved_and_unknown_ones_are_left() {
        let text = "&eacute;&#233;&#xE9;&#146;&amp;lt; R&D &nosuch; &#0; &#x110000; &euro;&thinsp;&sup2;&sup;&ni;";
        let expected = "ééé’&lt; R&D &nosuch; \u{fffd} \u{fffd} €\u{2009}²⊃∋";
        assert_eq!(decoded(text), expected);
        assert_eq!(
            decoded("&#;&#x;&#99999999999;&;&"),
            "&#;&#x;&#99999999999;&;&"
        );
    }

    #[test]
    fn tag_soup_does_not_swallow_text_that_browsers_show() {
        assert_eq!(of_html("<p>a<p>b</i> 1 < 2 </p"), "a\n\nb 1 < 2");
        assert_eq!(of_html("<a title=it's>x</a> y"), "x y");
        assert_eq!(of_html("a<![CDATA[<b>&amp;]]>c"), "a<b>&amp;c");
        assert_eq!(of_html("a<script>b"), "a");
    }

    #[test]
    fn hostile_markup_is_read_in_linear_time() {
        for piece in [
            "<",
            "</",
            "<a ",
            "<!--",
            "<script>",
            "</script",
            "&",
            "&#",
            "<![CDATA[",
            "<p \"",
        ] {
            let _ = of_html(&piece.repeat((1 << 20) / piece.len()));
        }
        let _ = of_html(&format!("<script>{}", "</".repeat(1 << 19)));
        let _ = of_html(&format!("<script>{}", "</a ".repeat(1 << 18)));
        let _ = of_html(&format!("<script>{}>", "</scripts ".repeat(1 << 17)));
    }
}
