//! Real answers for the API's description: one file an operation in `data/api-examples`, made from the demo by a test.

use rust_embed::RustEmbed;
use serde::Deserialize;
use serde_json::Value;
use utoipa::openapi::{Content, OpenApi, RefOr, path::Operation};

#[derive(RustEmbed)]
#[folder = "data/api-examples/"]
struct Files;

/// One operation as it was asked and answered once. Long lists are cut.
#[derive(Deserialize)]
struct Example {
    /// How it was asked, for a shell.
    curl: String,
    /// The body that was sent.
    sent: Option<Value>,
    /// The body that came back.
    answered: Option<Value>,
}

/// Puts an example into every operation that has one.
pub(super) fn put_in(api: &mut OpenApi) {
    for item in api.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.post, &mut item.put, &mut item.delete, &mut item.patch];
        for operation in operations.into_iter().flatten() {
            let id = operation.operation_id.as_deref().unwrap_or_default();
            let file = Files::get(&format!("{id}.json"));
            if let Some(example) = file.and_then(|file| serde_json::from_slice(&file.data).ok()) {
                show(operation, &example);
            }
        }
    }
}

fn show(operation: &mut Operation, example: &Example) {
    let said = operation.description.take().unwrap_or_default();
    let curl = format!("{said}\n\n```sh\n{}\n```", example.curl);
    operation.description = Some(curl.trim_start().to_owned());
    if let Some(RefOr::T(body)) = &mut operation.request_body {
        fill(body.content.iter_mut().map(|(_, content)| content), example.sent.as_ref());
    }
    let answers = operation.responses.responses.iter_mut().filter(|(status, _)| status.starts_with('2'));
    for (_, answer) in answers {
        if let RefOr::T(answer) = answer {
            fill(answer.content.iter_mut().map(|(_, content)| content), example.answered.as_ref());
        }
    }
}

fn fill<'a>(contents: impl Iterator<Item = &'a mut RefOr<Content>>, example: Option<&Value>) {
    for content in contents {
        if let RefOr::T(content) = content {
            content.example = example.cloned();
        }
    }
}
