//! Still pictures of maps, for pages, e-mails and paper: drawn here, without a browser.
//!
//! A [`Picture`] says what is to be seen; [`svg`] writes it as SVG 1.1, and [`png`] draws that with the fonts that the program carries
//! (Source Sans 3). Both have the title, the date, the legend and the attribution in them, so that none is lost when the file travels.

mod font;
mod layout;
mod png;
mod style;
mod svg;

pub use self::{
    layout::{Frame, Words},
    png::{PngError, png},
    style::{Backing, Fill, Stroke, Swatch},
    svg::svg,
};

use crate::tiles::Line;

/// What a picture shows. Places are pixels from the picture's north-west corner.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Where everything goes.
    pub frame: Frame,
    /// What lies beneath everything.
    pub backing: Backing,
    /// Ground, from the bottom up.
    pub fills: Vec<(Fill, Vec<Line>)>,
    /// Lines over it, from the bottom up.
    pub lines: Vec<(Stroke, Vec<Line>)>,
    /// Places of single things.
    pub marks: Vec<[f32; 2]>,
    /// Names, the most important first; one that would cover another is left out.
    pub names: Vec<(String, [f32; 2])>,
    /// The metres to a pixel, for the scale bar.
    pub metres_a_pixel: f64,
}
