//! As much of JSON Schema as the SDK's export uses, and nothing it does not.
#![allow(clippy::print_stdout, reason = "a test that is skipped says so")]

use serde_json::{Map, Value};
use std::path::Path;

/// A schema with its definitions.
pub(crate) struct Schema(Value);

impl Schema {
    /// The schema from the folder beside the repository; says so and gives nothing when it is not there.
    pub(crate) fn load(name: &str) -> Option<Schema> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let path = root.join("../shared/schemas").join(format!("{name}.schema.json"));
        let Ok(text) = std::fs::read_to_string(path) else {
            println!("skipped: {name}.schema.json is not beside the repository");
            return None;
        };
        Some(Schema(serde_json::from_str(&text).expect("the schema is JSON")))
    }

    /// What is wrong with a value.
    pub(crate) fn check(&self, value: &Value) -> Result<(), String> {
        self.matches(&self.0, value, "$")
    }

    fn matches(&self, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
        let Some(schema) = schema.as_object() else { return Ok(()) };
        for (key, rule) in schema {
            match key.as_str() {
                "$ref" => {
                    let name = rule
                        .as_str()
                        .and_then(|path| path.strip_prefix("#/$defs/"))
                        .expect("a local reference");
                    self.matches(&self.0["$defs"][name], value, at)?;
                }
                "anyOf" => {
                    let tried: Vec<_> = rule
                        .as_array()
                        .expect("a list")
                        .iter()
                        .map(|one| self.matches(one, value, at))
                        .collect();
                    if !tried.iter().any(Result::is_ok) {
                        let why: Vec<_> = tried.into_iter().filter_map(Result::err).collect();
                        return Err(why.join(" | "));
                    }
                }
                "type" => check_type(rule.as_str().expect("one type"), value, at)?,
                "enum" if !rule.as_array().expect("a list").contains(value) => {
                    return Err(format!("{at}: {value} is none of {rule}"));
                }
                "const" if rule != value => return Err(format!("{at}: {value} is not {rule}")),
                "properties" => self.properties(schema, value, at)?,
                "items" => {
                    for (number, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.matches(rule, item, &format!("{at}[{number}]"))?;
                    }
                }
                "additionalProperties"
                | "enum"
                | "const"
                | "$defs"
                | "title"
                | "description"
                | "default"
                | "format" => {}
                other => panic!("the schema uses `{other}`, which this validator does not know"),
            }
        }
        if schema.get("additionalProperties") == Some(&Value::Bool(false)) {
            let known = |key: &String| {
                schema.get("properties").is_some_and(|known| known.get(key).is_some())
            };
            if let Some(key) =
                value.as_object().into_iter().flat_map(Map::keys).find(|key| !known(key))
            {
                return Err(format!("{at}: no key {key}"));
            }
        }
        Ok(())
    }

    fn properties(
        &self,
        schema: &Map<String, Value>,
        value: &Value,
        at: &str,
    ) -> Result<(), String> {
        for (key, inner) in value.as_object().into_iter().flatten() {
            if let Some(rule) = schema["properties"].get(key) {
                self.matches(rule, inner, &format!("{at}.{key}"))?;
            }
        }
        Ok(())
    }
}

fn check_type(name: &str, value: &Value, at: &str) -> Result<(), String> {
    let fits = match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "null" => value.is_null(),
        other => panic!("the schema uses type `{other}`"),
    };
    if fits { Ok(()) } else { Err(format!("{at}: {value} is no {name}")) }
}

/// The wire says `voiceActivity.type`; the SDK renames it before it looks at its own schema.
pub(crate) fn as_the_sdk_reads_it(message: &mut Value) {
    if let Some(activity) = message.get_mut("voiceActivity").and_then(Value::as_object_mut)
        && let Some(kind) = activity.remove("type")
    {
        activity.insert("voiceActivityType".to_owned(), kind);
    }
}
