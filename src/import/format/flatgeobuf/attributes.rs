//! Attributes from FlatGeobuf's property bytes: a column's number, then its value, over and over.

use flatgeobuf::{Column as Table, ColumnType};
use serde_json::{Map, Value};

use super::super::{layer::number, prefixed::Prefixed};

/// A column's name and how its values are written.
pub(super) struct Column {
    pub(super) name: String,
    kind: ColumnType,
}

impl Column {
    pub(super) fn all<'a>(tables: impl IntoIterator<Item = Table<'a>>) -> Vec<Self> {
        tables.into_iter().map(|table| Self { name: table.name().to_owned(), kind: table.type_() }).collect()
    }
}

/// Reads one feature's attributes; an error says what is wrong with them.
pub(super) fn read(bytes: &[u8], columns: &[Column]) -> Result<Map<String, Value>, String> {
    let mut attributes = Map::new();
    let mut bytes = Prefixed::new(bytes);
    while !bytes.is_empty() {
        let index = bytes.u16().ok_or("its attributes are cut short: fetch the file again")?;
        let column = columns.get(usize::from(index)).ok_or_else(|| {
            format!(
                "it has an attribute for column {}, but there are {}: fetch the file again",
                index + 1,
                columns.len()
            )
        })?;
        let value = value(&mut bytes, column.kind).ok_or_else(|| {
            format!(
                "field {}: its value cannot be read as the header says: fetch the file again",
                column.name
            )
        })?;
        attributes.insert(column.name.clone(), value);
    }
    Ok(attributes)
}

fn value(bytes: &mut Prefixed<'_>, kind: ColumnType) -> Option<Value> {
    Some(match kind {
        ColumnType::Byte => i8::from_le_bytes(bytes.array()?).into(),
        ColumnType::UByte => bytes.array::<1>()?[0].into(),
        ColumnType::Bool => (bytes.array::<1>()?[0] != 0).into(),
        ColumnType::Short => i16::from_le_bytes(bytes.array()?).into(),
        ColumnType::UShort => bytes.u16()?.into(),
        ColumnType::Int => i32::from_le_bytes(bytes.array()?).into(),
        ColumnType::UInt => bytes.u32()?.into(),
        ColumnType::Long => i64::from_le_bytes(bytes.array()?).into(),
        ColumnType::ULong => u64::from_le_bytes(bytes.array()?).into(),
        ColumnType::Float => number(f64::from(f32::from_le_bytes(bytes.array()?))),
        ColumnType::Double => number(f64::from_le_bytes(bytes.array()?)),
        ColumnType::String | ColumnType::DateTime => text(bytes)?.into(),
        ColumnType::Json => {
            let text = text(bytes)?;
            serde_json::from_str(text).unwrap_or_else(|_| text.into())
        }
        ColumnType::Binary => {
            let length = bytes.u32()? as usize;
            bytes.take(length)?;
            Value::Null
        }
        _ => return None,
    })
}

fn text<'a>(bytes: &mut Prefixed<'a>) -> Option<&'a str> {
    let length = bytes.u32()? as usize;
    str::from_utf8(bytes.take(length)?).ok()
}
