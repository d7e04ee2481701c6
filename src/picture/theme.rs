//! The colours of pictures, light and dark.
//!
//! They are those of Okabe and Ito, which people who are colour-blind tell apart, and none
//! is the only sign of anything: lines differ in their dashes too, and marks in their shapes.

use crate::domain::value::code::coded;

coded! {
    /// The colours of a picture. Without a theme it has those that the viewer prefers
    /// (`prefers-color-scheme`), and light ones where it has no preference.
    Theme {
        /// Dark on light.
        Light = 1,
        /// Light on dark.
        Dark = 2,
    }
}

/// What a shape or a line stands for. Each has a colour in both themes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// Says nothing of its own.
    Plain,
    /// Holds it true.
    For,
    /// Holds it not true.
    Against,
    /// Questions it, or judges it mixed.
    Doubt,
    /// Neither.
    Aside,
}

impl Tone {
    /// Every tone.
    pub const ALL: [Self; 5] = [
        Self::Plain,
        Self::For,
        Self::Against,
        Self::Doubt,
        Self::Aside,
    ];

    /// The class of what has this tone.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::For => "for",
            Self::Against => "against",
            Self::Doubt => "doubt",
            Self::Aside => "aside",
        }
    }

    const fn light(self) -> &'static str {
        match self {
            Self::Plain => "#5f6b76",
            Self::For => "#0072b2",
            Self::Against => "#d55e00",
            Self::Doubt => "#b87700",
            Self::Aside => "#aa4a84",
        }
    }

    const fn dark(self) -> &'static str {
        match self {
            Self::Plain => "#9aa7b3",
            Self::For => "#56b4e9",
            Self::Against => "#ff8a3d",
            Self::Doubt => "#f0c84a",
            Self::Aside => "#e7a1c8",
        }
    }

    /// Dashes tell the tones apart where colours do not.
    const fn dashes(self) -> &'static str {
        match self {
            Self::Plain | Self::For => "none",
            Self::Against => "9 5",
            Self::Doubt => "2 4",
            Self::Aside => "10 4 2 4",
        }
    }
}

struct Palette {
    page: &'static str,
    ink: &'static str,
    dim: &'static str,
    card: &'static str,
    focus: &'static str,
    rule: &'static str,
    tone: fn(Tone) -> &'static str,
}

const LIGHT: Palette = Palette {
    page: "#ffffff",
    ink: "#16202a",
    dim: "#4d5964",
    card: "#f5f7f9",
    focus: "#e4f0f8",
    rule: "#c4ccd4",
    tone: Tone::light,
};

const DARK: Palette = Palette {
    page: "#12171c",
    ink: "#eef2f5",
    dim: "#b4bfc9",
    card: "#1e252c",
    focus: "#1b3242",
    rule: "#46525d",
    tone: Tone::dark,
};

/// What all pictures have in common, whatever their colours. The class `cs` keeps it from other
/// parts of a page that a picture is put into.
const SHAPES: &str = ".cs text{font-family:system-ui,-apple-system,\"Segoe UI\",Roboto,\
\"Helvetica Neue\",\"Noto Sans\",\"DejaVu Sans\",sans-serif;font-size:11px;white-space:pre}\
.cs .title{font-size:18px;font-weight:600}.cs .head{font-size:13px}.cs .cap{font-size:12px;\
font-weight:600}.cs .box{stroke-width:1}.cs .thick{stroke-width:2.5}\
.cs .gone{stroke-dasharray:5 3}.cs .line,.cs .stroke{fill:none}\
.cs .label{paint-order:stroke;stroke-width:4px;stroke-linejoin:round}\
.cs .approximate{stroke-dasharray:4 3}.cs .mark{stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}";

/// The style sheet of a picture.
pub fn style(theme: Option<Theme>) -> String {
    let mut sheet = SHAPES.to_owned();
    for tone in Tone::ALL {
        let (class, dashes) = (tone.class(), tone.dashes());
        if dashes != "none" {
            sheet.push_str(&format!(".cs .line.{class}{{stroke-dasharray:{dashes}}}"));
        }
    }
    match theme {
        Some(Theme::Light) => sheet.push_str(&colours(&LIGHT)),
        Some(Theme::Dark) => sheet.push_str(&colours(&DARK)),
        None => {
            sheet.push_str(&colours(&LIGHT));
            let dark = colours(&DARK);
            sheet.push_str(&format!("@media (prefers-color-scheme:dark){{{dark}}}"));
        }
    }
    sheet
}

fn colours(palette: &Palette) -> String {
    let Palette {
        page,
        ink,
        dim,
        card,
        focus,
        rule,
        tone,
    } = palette;
    let mut sheet = format!(
        ".cs .page{{fill:{page}}}.cs text{{fill:{ink}}}.cs .dim{{fill:{dim}}}\
.cs .box{{fill:{card};stroke:{rule}}}.cs .focus{{fill:{focus};stroke:{ink}}}\
.cs .rule{{stroke:{rule};fill:none}}.cs .label{{stroke:{page}}}\
.cs .icon{{fill:none;stroke:{dim};stroke-width:1.4}}"
    );
    for each in Tone::ALL {
        let (class, colour) = (each.class(), tone(each));
        sheet.push_str(&format!(
            ".cs .line.{class},.cs .mark.{class},.cs .stroke.{class}{{stroke:{colour}}}\
.cs .solid.{class}{{fill:{colour}}}.cs .hollow.{class}{{fill:{page}}}"
        ));
    }
    sheet
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_preferred_theme_has_both() {
        let dark = "#12171c";
        assert!(!style(Some(Theme::Light)).contains(dark));
        assert!(
            style(Some(Theme::Dark)).contains(dark) && !style(Some(Theme::Dark)).contains("@media")
        );
        assert!(style(None).contains("@media (prefers-color-scheme:dark){"));
    }

    /// The relative luminance of a colour (WCAG 2).
    fn luminance(colour: &str) -> f64 {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            match value <= 0.040_45 {
                true => value / 12.92,
                false => ((value + 0.055) / 1.055).powf(2.4),
            }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn texts_and_marks_stand_out_from_what_is_behind_them() {
        for palette in [&LIGHT, &DARK] {
            for behind in [palette.page, palette.card, palette.focus] {
                assert!(contrast(palette.ink, behind) >= 7.0);
                assert!(contrast(palette.dim, behind) >= 4.5);
                for tone in Tone::ALL {
                    let contrast = contrast((palette.tone)(tone), behind);
                    assert!(contrast >= 3.0, "{tone:?} on {behind}: {contrast}");
                }
            }
        }
    }
}
