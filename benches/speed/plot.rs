//! Draws a curve as SVG: both axes are logarithmic.

use std::{error::Error, path::Path};

use plotters::prelude::{
    ChartBuilder, Circle, Color as _, IntoDrawingArea as _, IntoLogRange as _, LineSeries,
    RGBColor, SVGBackend, Text, WHITE,
};

use super::growth::Curve;

/// A watcher can be as fast as the writer, and a logarithmic axis has no 0.
const MS_MIN: f64 = 0.001;

const SIZE: (u32, u32) = (640, 400);
const COLOUR: RGBColor = RGBColor(0x1f, 0x5f, 0xa8);
const FONT: &str = "sans-serif";

/// Draws the curve into a file of its name.
pub fn draw(curve: &Curve, dir: &Path) -> Result<(), Box<dyn Error>> {
    let path = dir.join(format!("growth-{}.svg", curve.id));
    let area = SVGBackend::new(&path, SIZE).into_drawing_area();
    area.fill(&WHITE)?;
    let points = curve.points.iter();
    let points: Vec<(f64, f64)> = points
        .map(|(claims, ms)| (*claims as f64, ms.max(MS_MIN)))
        .collect();
    let ends = |values: Vec<f64>, factor: f64| {
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(0.0, f64::max);
        (low / factor..high * factor).log_scale()
    };
    let claims = ends(points.iter().map(|it| it.0).collect(), 1.5);
    let ms = ends(points.iter().map(|it| it.1).collect(), 4.0);
    let mut chart = ChartBuilder::on(&area)
        .caption(curve.title, (FONT, 18))
        .margin(16)
        .x_label_area_size(40)
        .y_label_area_size(60)
        .build_cartesian_2d(claims, ms)?;
    chart
        .configure_mesh()
        .x_desc("claims in the store (logarithmic)")
        .y_desc("milliseconds (logarithmic)")
        .x_label_formatter(&|claims| format!("{claims:.0}"))
        .y_label_formatter(&|ms| short(*ms))
        .light_line_style(RGBColor(0xf0, 0xf0, 0xf0))
        .draw()?;
    chart.draw_series(LineSeries::new(points.clone(), COLOUR.stroke_width(2)))?;
    let circles = points.iter().map(|at| Circle::new(*at, 4, COLOUR.filled()));
    chart.draw_series(circles)?;
    let labels = points
        .iter()
        .map(|at| Text::new(short(at.1), (at.0, at.1 * 1.25), (FONT, 14)));
    chart.draw_series(labels)?;
    area.present()?;
    Ok(())
}

/// With two or three digits.
pub fn short(value: f64) -> String {
    match value {
        ..1.0 => format!("{value:.2}"),
        1.0..10.0 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
}
