//! The attribute table of a shapefile, dBase III to Visual FoxPro.
//!
//! Read by hand because the shapes pair with the table's records by number: a library that skips the
//! records marked as deleted would hand every later shape its neighbour's name. Numbers are text in
//! the file and are read from it, whole or at full precision.

mod charset;

use std::error::Error;

use serde_json::{Map, Value};

use self::charset::Charset;
use super::{Fault, MAX_FEATURES, layer::number, prefixed::Prefixed};

const HEADER_BYTES: usize = 32;
const FIELD_BYTES: usize = 32;
const END_OF_FIELDS: u8 = 0x0D;
const DELETED: u8 = b'*';

/// A whole table.
pub(super) struct Table {
    pub(super) columns: Vec<String>,
    /// A record marked as deleted is `None`, and keeps its place.
    pub(super) records: Vec<Option<Map<String, Value>>>,
}

struct Field {
    name: String,
    kind: u8,
    bytes: usize,
}

/// Reads a table; `cpg` is what the file of that ending says of its encoding.
pub(super) fn read(bytes: &[u8], cpg: Option<&[u8]>) -> Result<Table, Fault> {
    let header = Header::read(bytes)?;
    let charset = Charset::of(cpg, header.code_page);
    let fields = fields(bytes, &header, &charset)?;
    let records = header.records(bytes)?.enumerate().map(|(index, record)| {
        let (mark, mut values) = record.split_first()?;
        (*mark != DELETED).then(|| {
            let mut attributes = Map::new();
            for field in &fields {
                let (raw, rest) = values.split_at(field.bytes.min(values.len()));
                values = rest;
                let value = value(raw, field.kind, &charset).map_err(|reason| Fault::Feature {
                    row: index + 1,
                    field: Some(field.name.clone()),
                    reason,
                })?;
                attributes.insert(field.name.clone(), value);
            }
            Ok(attributes)
        })
    });
    let records = records.map(Option::transpose).collect::<Result<_, _>>()?;
    Ok(Table { columns: fields.into_iter().map(|field| field.name).collect(), records })
}

struct Header {
    records: usize,
    fields_end: usize,
    record_bytes: usize,
    code_page: u8,
}

impl Header {
    fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let start = bytes.get(..HEADER_BYTES).ok_or_else(|| damaged("it stops within its header"))?;
        let mut counts = Prefixed::new(&start[4..12]);
        let (Some(records), Some(fields_end), Some(record_bytes)) =
            (counts.u32(), counts.u16(), counts.u16())
        else {
            return Err(damaged("it stops within its header"));
        };
        Ok(Self {
            records: records as usize,
            fields_end: fields_end.into(),
            record_bytes: record_bytes.into(),
            code_page: start[29],
        })
    }

    fn records<'a>(&self, bytes: &'a [u8]) -> Result<impl Iterator<Item = &'a [u8]>, Fault> {
        if self.records > MAX_FEATURES {
            return Err(Fault::TooManyFeatures);
        }
        let records = bytes
            .get(self.fields_end..)
            .and_then(|rest| rest.get(..self.records * self.record_bytes))
            .ok_or_else(|| damaged(format!("it promises {} records and has fewer", self.records)))?;
        if self.record_bytes == 0 && self.records > 0 {
            return Err(damaged("its records have no length"));
        }
        Ok(records.chunks_exact(self.record_bytes.max(1)))
    }
}

fn fields(bytes: &[u8], header: &Header, charset: &Charset) -> Result<Vec<Field>, Fault> {
    let described = bytes
        .get(HEADER_BYTES..header.fields_end)
        .ok_or_else(|| damaged("it stops within its list of fields"))?;
    let mut fields: Vec<Field> = Vec::new();
    for field in described.chunks_exact(FIELD_BYTES) {
        if field[0] == END_OF_FIELDS {
            break;
        }
        let name = text_before_nul(&field[..11]).trim_ascii();
        let name = charset.decode(name).unwrap_or_else(|_| String::from_utf8_lossy(name).into_owned());
        let taken = |name: &str| fields.iter().any(|field| field.name == name);
        // Names are cut to ten letters, so two of them can come out the same.
        let name = if taken(&name) {
            (2..=fields.len() + 2)
                .map(|n| format!("{name}_{n}"))
                .find(|name| !taken(name))
                .unwrap_or_default()
        } else {
            name
        };
        let bytes = usize::from(field[16]);
        if bytes == 0 {
            return Err(damaged(format!("its field {name} has no width")));
        }
        fields.push(Field { name, kind: field[11], bytes });
    }
    let length: usize = fields.iter().map(|field| field.bytes).sum();
    // The mark of deletion takes the first byte.
    if length + 1 > header.record_bytes {
        Err(damaged("its fields are longer than its records"))
    } else {
        Ok(fields)
    }
}

fn value(raw: &[u8], kind: u8, charset: &Charset) -> Result<Value, String> {
    Ok(match kind {
        b'I' | b'+' => match raw.try_into() {
            Ok(bytes) => i32::from_le_bytes(bytes).into(),
            Err(_) => numeric(raw, charset)?,
        },
        b'O' | b'B' => match raw.try_into() {
            Ok(bytes) => number(f64::from_le_bytes(bytes)),
            Err(_) => Value::Null,
        },
        b'N' | b'F' => numeric(raw, charset)?,
        b'L' => match raw.first() {
            Some(b'T' | b't' | b'Y' | b'y') => true.into(),
            Some(b'F' | b'f' | b'N' | b'n') => false.into(),
            _ => Value::Null,
        },
        b'D' => date(&text(raw, charset)?),
        b'C' | b'V' => match text(raw, charset)? {
            text if text.is_empty() => Value::Null,
            text => text.into(),
        },
        // Memos and pictures are kept in further files, whose contents no boundary's name is in.
        _ => Value::Null,
    })
}

/// A number written as text. What is no number stays text, for the reader to judge.
fn numeric(raw: &[u8], charset: &Charset) -> Result<Value, String> {
    let text = text(raw, charset)?;
    if text.bytes().all(|byte| byte == b'*') {
        return Ok(Value::Null);
    }
    Ok(match (text.parse::<i64>(), text.parse::<f64>()) {
        (Ok(whole), _) => whole.into(),
        (_, Ok(value)) => number(value),
        _ => text.into(),
    })
}

fn date(text: &str) -> Value {
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) && text != "00000000" {
        format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]).into()
    } else if text.is_empty() || text == "00000000" {
        Value::Null
    } else {
        text.into()
    }
}

fn text(raw: &[u8], charset: &Charset) -> Result<String, String> {
    charset.decode(text_before_nul(raw).trim_ascii())
}

fn text_before_nul(raw: &[u8]) -> &[u8] {
    raw.split(|byte| *byte == 0).next().unwrap_or_default()
}

fn damaged(reason: impl Into<Box<dyn Error + Send + Sync>>) -> Fault {
    Fault::damaged("shapefile's .dbf", reason)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::{super::sample::dbf, *};

    #[rstest]
    #[case(b'N', b"   42 ", json!(42))]
    #[case(b'N', b" 1234567.12345678", json!(1_234_567.123_456_78))]
    #[case(b'F', b"-1.6076000000e-01", json!(-0.160_76))]
    #[case(b'N', b"******", json!(null))]
    #[case(b'N', b"      ", json!(null))]
    #[case(b'N', b"1,5", json!("1,5"))]
    #[case(b'D', b"20230503", json!("2023-05-03"))]
    #[case(b'D', b"00000000", json!(null))]
    #[case(b'L', b"Y", json!(true))]
    #[case(b'L', b"?", json!(null))]
    #[case(b'C', b"Hove \0junk", json!("Hove"))]
    #[case(b'C', b"      ", json!(null))]
    #[case(b'I', b"\x2A\x00\x00\x00", json!(42))]
    #[case(b'M', b"0000000001", json!(null))]
    fn a_value_is_read_by_its_type(#[case] kind: u8, #[case] raw: &[u8], #[case] expected: Value) {
        let table = read(&dbf(&[("VALUE", kind, raw.len())], &[&[raw]], 0), None).unwrap();
        assert_eq!(table.records[0].as_ref().unwrap()["VALUE"], expected);
    }

    #[test]
    fn a_deleted_record_keeps_its_place() {
        let mut bytes = dbf(&[("CODE", b'C', 2)], &[&[b"A1"], &[b"B2"], &[b"C3"]], 0);
        let second = bytes.len() - 1 - 2 * 3;
        bytes[second] = DELETED;
        let records = read(&bytes, None).unwrap().records;
        assert!(records[1].is_none());
        assert_eq!(records[2].as_ref().unwrap()["CODE"], "C3");
    }

    #[test]
    fn two_fields_of_one_name_are_told_apart() {
        let bytes = dbf(&[("POP", b'N', 1), ("POP", b'N', 1), ("POP_2", b'N', 1)], &[&[b"1", b"2", b"3"]], 0);
        let table = read(&bytes, None).unwrap();
        assert_eq!(table.columns, ["POP", "POP_2", "POP_2_2"]);
    }

    #[test]
    fn a_field_without_width_is_refused() {
        let message = read(&dbf(&[("CODE", b'C', 0)], &[&[b""]], 0), None).err().unwrap().to_string();
        assert!(message.contains("its field CODE has no width"), "{message}");
    }

    #[test]
    fn a_table_that_is_cut_short_is_refused() {
        let bytes = dbf(&[("CODE", b'C', 2)], &[&[b"A1"], &[b"B2"]], 0);
        for length in 0..bytes.len() - 1 {
            assert!(read(&bytes[..length], None).is_err(), "{length}");
        }
    }

    #[test]
    fn text_that_is_not_in_the_named_encoding_is_refused_with_row_and_field() {
        let bytes = dbf(&[("NAME", b'C', 4)], &[&[b"Hove"], &[b"M\xF4n "]], 0);
        let fault = read(&bytes, Some(b"UTF-8")).err().unwrap();
        assert!(fault.to_string().starts_with("feature 2: field NAME: the text is not UTF-8"), "{fault}");
        assert_eq!(read(&bytes, Some(b"1252")).unwrap().records[1].as_ref().unwrap()["NAME"], "Môn");
    }
}
