//! Registers of identifiers: their short forms, their addresses, and their check digits.

/// A register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Register {
    /// Wikidata.
    Wikidata,
    /// ORCID: researchers.
    Orcid,
    /// VIAF: authority files of libraries.
    Viaf,
    /// GND: the authority file of libraries in German.
    Gnd,
    /// ISNI: contributors of all sorts.
    Isni,
    /// DOI: documents.
    Doi,
}

/// Why a text is not an identifier of a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotOfRegister {
    /// It names the register, and what follows is not an identifier in it.
    #[error("is not an identifier of {}: write {}", .0.title(), .0.form())]
    Form(Register),
    /// It is 16 digits, which can be of two registers.
    #[error("can be an ORCID or an ISNI: write orcid: or isni: before it, or its address")]
    TwoRegisters,
    /// It has the form of an identifier of the register, but not its check digit.
    #[error("has a wrong check digit: it is not an identifier of {}", .0.title())]
    CheckDigit(Register),
}

impl Register {
    /// The register that is written before a colon.
    fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "wikidata" | "wd" => Self::Wikidata,
            "orcid" => Self::Orcid,
            "viaf" => Self::Viaf,
            "gnd" => Self::Gnd,
            "isni" => Self::Isni,
            "doi" => Self::Doi,
            _ => return None,
        })
    }

    /// Its name in errors.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Wikidata => "Wikidata",
            Self::Orcid => "ORCID",
            Self::Viaf => "VIAF",
            Self::Gnd => "the GND",
            Self::Isni => "ISNI",
            Self::Doi => "the DOI system",
        }
    }

    /// How an identifier is written, for errors.
    pub const fn form(self) -> &'static str {
        match self {
            Self::Wikidata => "the id of an item, Q and digits, as in wikidata:Q42",
            Self::Orcid => {
                "16 digits, of which the last can be an X, as in orcid:0000-0002-1825-0097"
            }
            Self::Viaf => "digits, as in viaf:113230702",
            Self::Gnd => {
                "digits, with a check digit that can be an X, as in gnd:118540238 or gnd:4005728-8"
            }
            Self::Isni => "16 digits, of which the last can be an X, as in isni:0000000121032683",
            Self::Doi => "10., digits, a slash and the rest, as in doi:10.1000/182",
        }
    }

    /// The URL of an identifier, if this is one.
    fn address(self, id: &str) -> Option<String> {
        Some(match self {
            Self::Wikidata if is_item(id) => format!("https://wikidata.org/entity/{id}"),
            Self::Orcid => {
                let id = code(id)?;
                let parts = [&id[..4], &id[4..8], &id[8..12], &id[12..]];
                format!("https://orcid.org/{}", parts.join("-"))
            }
            Self::Viaf if is_digits(id) => format!("https://viaf.org/viaf/{id}"),
            Self::Gnd if is_gnd(id) => format!("https://d-nb.info/gnd/{id}"),
            Self::Isni => format!("https://isni.org/isni/{}", code(id)?),
            Self::Doi if is_doi(id) => format!("https://doi.org/{}", encoded(id)),
            _ => return None,
        })
    }
}

/// The URL that a short form stands for. `None` if the text is not a short form.
pub(super) fn short_form(text: &str) -> Result<Option<String>, NotOfRegister> {
    if let Some((name, id)) = text.split_once(':')
        && let Some(register) = Register::named(name)
    {
        let address = register.address(id.trim());
        return address.map(Some).ok_or(NotOfRegister::Form(register));
    }
    if let Some(doi) = text.strip_prefix("info:doi/") {
        return Ok(Register::Doi.address(doi));
    }
    Ok(match bare(text)? {
        Some(register) => register.address(text),
        None => None,
    })
}

/// The register of an identifier that is written without one.
fn bare(text: &str) -> Result<Option<Register>, NotOfRegister> {
    if is_doi(text) {
        return Ok(Some(Register::Doi));
    }
    if is_item(text) {
        return Ok(Some(Register::Wikidata));
    }
    let Some(code) = code(text) else {
        return Ok(None);
    };
    let groups: Vec<&str> = text.split('-').collect();
    let is_grouped = groups.len() == 4 && groups.iter().all(|group| group.len() == 4);
    // ISNI leaves these to ORCID, and writes its own without hyphens.
    let is_of_orcid = ORCIDS.iter().any(|block| block.contains(&&code[..15]));
    match is_grouped || is_of_orcid {
        true => Ok(Some(Register::Orcid)),
        false => Err(NotOfRegister::TwoRegisters),
    }
}

/// The blocks of numbers that ISNI leaves to ORCID, without their check digits.
const ORCIDS: [std::ops::RangeInclusive<&str>; 2] = [
    "000000015000000"..="000000035000000",
    "000900000000000"..="000900099999999",
];

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text is the id of an item of Wikidata.
fn is_item(text: &str) -> bool {
    let number = text.strip_prefix(['Q', 'q']);
    number.is_some_and(|number| is_digits(number) && !number.starts_with('0'))
}

/// Whether a text is the id of an item, a property or a lexeme of Wikidata.
fn is_entity(text: &str) -> bool {
    let number = text.strip_prefix(['Q', 'q', 'P', 'p', 'L', 'l']);
    number.is_some_and(|number| is_digits(number) && !number.starts_with('0'))
}

fn is_doi(text: &str) -> bool {
    text.strip_prefix("10.")
        .and_then(|rest| rest.split_once('/'))
        .is_some_and(|(_, suffix)| !suffix.is_empty())
}

/// Whether a text has the form of an id of the GND: digits and a check digit, with a hyphen
/// between them in the older files.
fn is_gnd(text: &str) -> bool {
    gnd_digits(text).is_some()
}

/// The digits of an id of the GND, and its check digit.
fn gnd_digits(id: &str) -> Option<(&str, &str)> {
    let (rest, check) = id.split_at_checked(id.len().checked_sub(1)?)?;
    let digits = rest.strip_suffix('-').unwrap_or(rest);
    let is_check = is_digits(check) || matches!(check, "x" | "X");
    (is_digits(digits) && digits.len() <= 10 && is_check).then_some((digits, check))
}

/// The 16 digits of a code, of which the last can be an X, in upper case.
fn code(text: &str) -> Option<String> {
    let code: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    let code = code.to_ascii_uppercase();
    let digits = code.strip_suffix('X').unwrap_or(&code);
    (code.len() == 16 && is_digits(digits)).then_some(code)
}

/// The register of the identifier that a canonical URL is, if it has a wrong check digit.
pub(super) fn with_wrong_check_digit(canonical: &str) -> Option<Register> {
    let path = canonical.strip_prefix("https://")?;
    let (register, is_right) = if let Some(id) = path.strip_prefix("orcid.org/") {
        (Register::Orcid, has_check_digit(&code(id)?))
    } else if let Some(id) = path.strip_prefix("isni.org/isni/") {
        (Register::Isni, has_check_digit(&code(id)?))
    } else {
        let id = path.strip_prefix("d-nb.info/gnd/")?;
        gnd_digits(id)?;
        (Register::Gnd, has_gnd_check_digit(id))
    };
    (!is_right).then_some(register)
}

/// Whether the last of 16 characters is the check digit of the others [ISO/IEC 7064,
/// MOD 11-2].
fn has_check_digit(code: &str) -> bool {
    let total = code.bytes().take(15).fold(0, |total: u32, byte| {
        (total + u32::from(byte.wrapping_sub(b'0'))) * 2
    });
    code.ends_with(&check_digit((12 - total % 11) % 11))
}

/// Whether an id of the GND has its check digit: a weighted sum of the digits modulo 11. With
/// a hyphen it is the sum itself, and without one what it lacks of 11.
fn has_gnd_check_digit(id: &str) -> bool {
    let Some((digits, check)) = gnd_digits(id) else {
        return false;
    };
    let weighted = digits.bytes().rev().zip(2..);
    let sum: u32 = weighted
        .map(|(byte, weight)| u32::from(byte.wrapping_sub(b'0')) * weight)
        .sum();
    let expected = match id.contains('-') {
        true => sum % 11,
        false => (11 - sum % 11) % 11,
    };
    check.eq_ignore_ascii_case(&check_digit(expected))
}

fn check_digit(value: u32) -> String {
    match value {
        10 => "X".to_owned(),
        digit => digit.to_string(),
    }
}

/// A DOI as a part of a URL.
fn encoded(doi: &str) -> String {
    let replaced = [
        ('%', "%25"),
        ('?', "%3F"),
        ('#', "%23"),
        ('<', "%3C"),
        ('>', "%3E"),
    ];
    let mut encoded = String::with_capacity(doi.len());
    for c in doi.chars() {
        match replaced.iter().find(|(special, _)| *special == c) {
            Some((_, code)) => encoded.push_str(code),
            None => encoded.push(c),
        }
    }
    encoded
}

/// The URL of an identifier in its register, if the canonical URL is that of a page about it
/// or of its data.
pub(super) fn elsewhere(canonical: &str) -> Option<String> {
    let path = canonical.strip_prefix("https://")?;
    for host in [
        "lobid.org/gnd/",
        "explore.gnd.network/gnd/",
        "d-nb.info/gnd/",
    ] {
        if let Some(page) = path.strip_prefix(host) {
            let id = page.split(['/', '.']).next()?;
            return is_gnd(id).then(|| format!("https://d-nb.info/gnd/{id}"));
        }
    }
    if let Some(page) = path.strip_prefix("isni.org/page/") {
        return Register::Isni.address(page.trim_end_matches('/'));
    }
    if let Some(id) = path.strip_prefix("orcid.org/") {
        return Register::Orcid.address(id);
    }
    let path = path.strip_prefix("wikidata.org/")?.replace("%3A", ":");
    let pages = [
        "entity/",
        "wiki/Special:EntityPage/",
        "wiki/Special:EntityData/",
    ];
    let mut pages = pages.into_iter();
    let page = pages.find_map(|page| {
        let (start, rest) = path.split_at_checked(page.len())?;
        start.eq_ignore_ascii_case(page).then_some(rest)
    })?;
    let id = page.split(['.', '/']).next().filter(|id| is_entity(id))?;
    Some(format!("https://wikidata.org/entity/{id}"))
}
