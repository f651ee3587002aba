//! Whether a body is what the API's description says: as much of JSON Schema as the description uses.

use serde_json::Value;

/// Checks a body against a schema of a description; fails with the place where they differ.
pub fn check(description: &Value, schema: &Value, body: &Value, place: &str) {
    if let Err(difference) = fits(description, schema, body, place) {
        panic!("{difference}");
    }
}

fn resolved<'a>(description: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        None => schema,
        Some(name) => {
            let found = description.pointer(name.trim_start_matches('#'));
            resolved(description, found.unwrap_or_else(|| panic!("{name} is described nowhere")))
        }
    }
}

/// Every object schema that a schema is put together from.
fn parts<'a>(description: &'a Value, schema: &'a Value) -> Vec<&'a Value> {
    let schema = resolved(description, schema);
    match schema["allOf"].as_array() {
        None => vec![schema],
        Some(all) => all.iter().flat_map(|part| parts(description, part)).collect(),
    }
}

fn fits(description: &Value, schema: &Value, body: &Value, place: &str) -> Result<(), String> {
    let schema = resolved(description, schema);
    // Said in words alone: it may be anything.
    if schema.as_object().is_some_and(|said| said.keys().all(|key| key == "description")) {
        return Ok(());
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let fitting = choices.iter().filter(|choice| fits(description, choice, body, place).is_ok()).count();
        return if fitting == 1 {
            Ok(())
        } else {
            Err(format!("{place}: {body} fits {fitting} of {choices:?}"))
        };
    }
    let parts = parts(description, schema);
    if let Some(object) = body.as_object() {
        return fits_object(description, &parts, object, place);
    }
    has_type(schema, body, place)?;
    for (index, item) in body.as_array().into_iter().flatten().enumerate() {
        fits(description, &schema["items"], item, &format!("{place}[{index}]"))?;
    }
    match schema["enum"].as_array() {
        Some(allowed) if !allowed.contains(body) => Err(format!("{place}: {body} is none of {allowed:?}")),
        _ => Ok(()),
    }
}

fn fits_object(
    description: &Value,
    parts: &[&Value],
    object: &serde_json::Map<String, Value>,
    place: &str,
) -> Result<(), String> {
    for part in parts {
        has_type(part, &Value::Object(object.clone()), place)?;
        for needed in part["required"].as_array().into_iter().flatten() {
            let needed = needed.as_str().unwrap_or_default();
            if !object.contains_key(needed) {
                return Err(format!("{place}: {needed} is missing"));
            }
        }
    }
    for (name, value) in object {
        let place = format!("{place}.{name}");
        let about = parts
            .iter()
            .find_map(|part| part["properties"].get(name).or_else(|| part.get("additionalProperties")));
        fits(description, about.ok_or_else(|| format!("{place} is not described"))?, value, &place)?;
    }
    Ok(())
}

fn has_type(schema: &Value, body: &Value, place: &str) -> Result<(), String> {
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => return Ok(()),
    };
    let is = |name: &&str| match *name {
        "null" => body.is_null(),
        "string" => body.is_string(),
        "boolean" => body.is_boolean(),
        "integer" => body.is_i64() || body.is_u64(),
        "number" => body.is_number(),
        "array" => body.is_array(),
        _ => body.is_object(),
    };
    if types.iter().any(is) { Ok(()) } else { Err(format!("{place}: {body} is not {types:?}")) }
}
