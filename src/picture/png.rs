//! A picture as PNG.

use std::sync::{Arc, LazyLock};

use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree, fontdb::Database},
};

use super::font::{REGULAR, SEMIBOLD};

/// Why a picture could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum PngError {
    /// The SVG cannot be read: a mistake of the program.
    #[error("a picture could not be read back: {0}")]
    Svg(#[from] resvg::usvg::Error),
    /// It has no pixels, or more than there is memory for.
    #[error("a picture of {0} by {1} pixels cannot be drawn")]
    Size(u32, u32),
    /// The PNG could not be written.
    #[error("a picture could not be packed: {0}")]
    Packing(String),
}

/// The program's own fonts and no others: a picture looks the same on every machine.
static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_font_data(REGULAR.to_vec());
    fonts.load_font_data(SEMIBOLD.to_vec());
    fonts.set_sans_serif_family("Source Sans 3");
    Arc::new(fonts)
});

/// Draws an SVG of [`svg`](super::svg) with `scale` pixels to each of its own.
///
/// # Errors
/// [`PngError`], for a size that cannot be drawn.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)] // pixels
pub fn png(svg: &str, scale: u8) -> Result<Vec<u8>, PngError> {
    let options =
        Options { fontdb: Arc::clone(&FONTS), font_family: "Source Sans 3".to_owned(), ..Options::default() };
    let tree = Tree::from_str(svg, &options)?;
    let scale = f32::from(scale);
    let [width, height] =
        [tree.size().width(), tree.size().height()].map(|side| (side * scale).ceil() as u32);
    let mut pixels = Pixmap::new(width, height).ok_or(PngError::Size(width, height))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| PngError::Packing(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::{Backing, Frame, Picture, Words, svg};

    fn drawn(title: &str) -> String {
        let words = Words { title: title.to_owned(), ..Words::default() };
        svg(&Picture {
            frame: Frame::new(words, [200.0, 150.0]),
            backing: Backing::Paper,
            fills: Vec::new(),
            lines: Vec::new(),
            marks: Vec::new(),
            names: Vec::new(),
            metres_a_pixel: 0.0,
        })
    }

    #[test]
    fn a_picture_at_twice_the_scale_has_twice_the_pixels_each_way() {
        for scale in [1_u8, 2] {
            let bytes = png(&drawn("Wards"), scale).unwrap();
            let pixels = Pixmap::decode_png(&bytes).unwrap();
            assert_eq!([pixels.width(), pixels.height()], [200, 150].map(|side| side * u32::from(scale)));
        }
    }

    #[test]
    fn its_words_are_drawn_with_the_fonts_that_it_carries() {
        let ink = |title: &str| {
            let pixels = Pixmap::decode_png(&png(&drawn(title), 1).unwrap()).unwrap();
            pixels.pixels().iter().filter(|pixel| pixel.red() < 100).count()
        };
        assert!(ink("Wards and councils") > 2 * ink("W") && ink("W") > 10);
    }
}
