//! In which encoding the text of a shapefile's table is.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// An encoding, as far as it is known.
pub(super) enum Charset {
    Known(&'static Encoding),
    /// Nothing was said: UTF-8 where the bytes are that, else Western European.
    Guess,
    /// Something was said that cannot be followed; plain ASCII can still be read.
    Unknown(String),
}

impl Charset {
    /// What the `.cpg` file says goes before the mark in the table's own header.
    pub(super) fn of(cpg: Option<&[u8]>, code_page: u8) -> Self {
        let named = cpg.map(|text| {
            String::from_utf8_lossy(text)
                .trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}' || letter == '\0')
                .to_owned()
        });
        match named {
            Some(name) if !name.is_empty() => from_name(&name)
                .map_or_else(|| Self::Unknown(format!("the .cpg names {name:?}")), Self::Known),
            _ => Self::from_code_page(code_page),
        }
    }

    fn from_code_page(mark: u8) -> Self {
        let label = match mark {
            // 0x57 is "the code page of the machine", whichever that was.
            0x00 | 0x57 => return Self::Guess,
            0x03 | 0x58 | 0x59 => "windows-1252",
            0x13 | 0x7B => "shift_jis",
            0x4D | 0x7A => "gbk",
            0x4E | 0x79 => "euc-kr",
            0x4F | 0x78 => "big5",
            0x26 | 0x65 => "ibm866",
            0x50 | 0x7C => "windows-874",
            0x7D => "windows-1255",
            0x7E => "windows-1256",
            0xC8 => "windows-1250",
            0xC9 => "windows-1251",
            0xCA => "windows-1254",
            0xCB => "windows-1253",
            0xCC => "windows-1257",
            other => return Self::Unknown(format!("its header has the code page mark {other:#04x}")),
        };
        Encoding::for_label(label.as_bytes()).map_or(Self::Guess, Self::Known)
    }

    /// The text of some bytes, or what is wrong with them and what to do.
    pub(super) fn decode(&self, bytes: &[u8]) -> Result<String, String> {
        if bytes.is_ascii() {
            return Ok(bytes.iter().copied().map(char::from).collect());
        }
        match self {
            Self::Known(encoding) => strict(bytes, encoding).ok_or_else(|| {
                format!(
                    "the text is not {}, as the file claims: name its encoding in a .cpg file beside it",
                    encoding.name()
                )
            }),
            Self::Guess => Ok(strict(bytes, UTF_8)
                .unwrap_or_else(|| WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned())),
            Self::Unknown(why) => Err(format!(
                "the text has accents in an encoding that is not known ({why}): save it as UTF-8, with UTF-8 in a .cpg file beside it"
            )),
        }
    }
}

fn strict(bytes: &[u8], encoding: &'static Encoding) -> Option<String> {
    if encoding != UTF_8 {
        return encoding.decode_without_bom_handling_and_without_replacement(bytes).map(Into::into);
    }
    match str::from_utf8(bytes) {
        Ok(text) => Some(text.to_owned()),
        // Fields have a fixed width in bytes, which can cut the last letter in two.
        Err(error) if error.error_len().is_none() => {
            str::from_utf8(&bytes[..error.valid_up_to()]).ok().map(str::to_owned)
        }
        Err(_) => None,
    }
}

/// Understands the many spellings: `UTF-8`, `65001`, `1252`, `ANSI 1252`, `CP1252`, `88591`, `8859-1`.
fn from_name(name: &str) -> Option<&'static Encoding> {
    if let Some(encoding) = Encoding::for_label(name.as_bytes()) {
        return Some(encoding);
    }
    let digits: String = name.chars().filter(char::is_ascii_digit).collect();
    let label = match digits.as_str() {
        "65001" | "8" => "utf-8".to_owned(),
        "932" => "shift_jis".to_owned(),
        "936" => "gbk".to_owned(),
        "949" => "euc-kr".to_owned(),
        "950" => "big5".to_owned(),
        "866" => "ibm866".to_owned(),
        "874" => "windows-874".to_owned(),
        code if code.len() == 4 && code.starts_with("125") => format!("windows-{code}"),
        code => format!("iso-8859-{}", code.strip_prefix("8859").or_else(|| code.strip_prefix("2859"))?),
    };
    Encoding::for_label(label.as_bytes())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("UTF-8", b"M\xC3\xB4n")]
    #[case("utf8", b"M\xC3\xB4n")]
    #[case("\u{feff}65001\r\n", b"M\xC3\xB4n")]
    #[case("ISO-8859-1", b"M\xF4n")]
    #[case("88591", b"M\xF4n")]
    #[case("8859-1", b"M\xF4n")]
    #[case("28591", b"M\xF4n")]
    #[case("ANSI 1252", b"M\xF4n")]
    #[case("CP1252", b"M\xF4n")]
    #[case("", b"M\xC3\xB4n")]
    #[case("", b"M\xF4n")]
    fn an_encoding_is_known_under_many_names(#[case] name: &str, #[case] bytes: &[u8]) {
        assert_eq!(Charset::of(Some(name.as_bytes()), 0).decode(bytes).unwrap(), "Môn");
    }

    #[test]
    fn a_letter_cut_in_two_by_the_end_of_the_field_is_left_out() {
        assert_eq!(Charset::Known(UTF_8).decode(b"M\xC3\xB4n M\xC3").unwrap(), "Môn M");
    }

    #[test]
    fn an_unknown_encoding_matters_only_where_there_are_accents() {
        let charset = Charset::of(Some(b"OEM 437"), 0);
        assert_eq!(charset.decode(b"Hove").unwrap(), "Hove");
        assert!(charset.decode(b"M\x93n").unwrap_err().contains("the .cpg names \"OEM 437\""));
        assert!(Charset::of(None, 0x01).decode(b"M\x93n").unwrap_err().contains("mark 0x01"));
    }
}
