//! The API description (OpenAPI 3.1), made from the same list of routes that the server answers.

use base::Lang;
use maud::{Markup, html};
use serde_json::{Map, Value, json};
use ui::{Cell, Column, Shell, Table};

use crate::{Access, App, Cx, Page, Public, Reply, Route, Routes, Shape, Slice, Someone, Text, View, show::json_bytes};

/// `/api`: the description as a page and as JSON.
pub fn slice() -> Slice {
    Slice::new("api", &[]).routes(Routes::new().get(Someone, "/api", ("接口说明", "The API's description"), page).get(
        Public,
        "/api/openapi.json",
        ("接口说明（OpenAPI）", "The API's description (OpenAPI)"),
        document,
    ))
}

/// The description in one language.
pub fn openapi(app: &App, lang: Lang) -> Value {
    let t = Text::of(lang);
    let mut paths: Map<String, Value> = Map::new();
    for slice in app.slices() {
        for route in &slice.routes {
            let operation = operation(slice.name, route, lang);
            let item = paths.entry(route.path.to_owned()).or_insert_with(|| json!({}));
            item[route.method.as_str().to_ascii_lowercase()] = operation;
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": t.api_title().to_string(),
            "version": env!("CARGO_PKG_VERSION"),
            "description": t.api_about().to_string(),
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "security": [{ "token": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
            "parameters": {
                "on": parameter("on", json!({ "type": "string", "format": "date" }), &t.api_on().to_string()),
                "after": parameter("after", json!({ "type": "string" }), &t.api_after().to_string()),
                "before": parameter("before", json!({ "type": "string" }), &t.api_before().to_string()),
                "limit": parameter("limit", json!({ "type": "integer", "minimum": 1, "maximum": 1000 }), &t.api_limit().to_string()),
                "sort": parameter("sort", json!({ "type": "string" }), &t.api_sort().to_string()),
            },
            "schemas": { "Problem": problem_schema(&t), "Done": done_schema(&t) },
        },
    })
}

fn parameter(name: &str, schema: Value, about: &str) -> Value {
    json!({ "name": name, "in": "query", "required": false, "schema": schema, "description": about })
}

fn operation(slice: &str, route: &Route, lang: Lang) -> Value {
    let t = Text::of(lang);
    let get = route.method == "GET";
    let mut parameters: Vec<Value> = names_in(route.path)
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .collect();
    let shared = |name: &str| json!({ "$ref": format!("#/components/parameters/{name}") });
    if get {
        parameters.push(shared("on"));
    }
    if route.paged {
        parameters.extend(["sort", "after", "before", "limit"].map(shared));
    }
    if let Some(query) = route.query.map(|schema| schema())
        && let Some(fields) = query["properties"].as_object()
    {
        let field = |(name, schema): (&String, &Value)| json!({ "name": name, "in": "query", "required": false, "schema": schema });
        parameters.extend(fields.iter().map(field));
    }
    let good = if get {
        let mut content = json!({ "application/json": {}, "text/html": {} });
        if let Some(schema) = route.gives.map(|schema| schema()) {
            content["application/json"]["schema"] = schema;
        }
        json!({ "description": t.api_page().to_string(), "content": content })
    } else {
        let schema = json!({ "$ref": "#/components/schemas/Done" });
        json!({ "description": t.api_done().to_string(), "content": { "application/json": { "schema": schema } } })
    };
    let problem = |about: String| {
        let schema = json!({ "$ref": "#/components/schemas/Problem" });
        json!({ "description": about, "content": { "application/problem+json": { "schema": schema } } })
    };
    let mut responses = json!({ "200": good });
    if !matches!(route.access, Access::Public) {
        responses["401"] = problem(t.sign_in_first().to_string());
    }
    responses["404"] = problem(t.not_found().to_string());
    if !get {
        responses["403"] = problem(t.api_denied().to_string());
        responses["422"] = problem(t.api_invalid().to_string());
    }
    let mut operation = json!({
        "operationId": operation_id(route),
        "summary": route.summary.to(lang),
        "tags": [slice],
        "parameters": parameters,
        "responses": responses,
        "x-action": route.access.name(),
    });
    if let Access::Action { roles, .. } = route.access {
        operation["x-roles"] = roles.iter().map(|r| r.word()).collect();
    }
    if matches!(route.access, Access::Public) {
        operation["security"] = json!([]);
    }
    if let Some(body) = request_body(route) {
        operation["requestBody"] = body;
    }
    operation
}

fn request_body(route: &Route) -> Option<Value> {
    if let Some(media) = route.text {
        return Some(json!({ "content": { media: { "schema": {} } } }));
    }
    let schema = route.takes.map(|schema| schema());
    if route.files.is_empty() {
        let schema = schema?;
        let one = json!({ "schema": schema });
        return Some(json!({ "content": { "application/json": one, "application/x-www-form-urlencoded": one } }));
    }
    let mut schema = schema.unwrap_or_else(|| json!({ "type": "object", "properties": {} }));
    for name in route.files {
        // OpenAPI 3.1: a file's content is described by its media type, not as a string
        schema["properties"][*name] = json!({ "contentMediaType": "application/octet-stream" });
    }
    Some(json!({ "content": { "multipart/form-data": { "schema": schema } } }))
}

/// `GET /units/{id}` is `get_units_id`.
fn operation_id(route: &Route) -> String {
    let words = route.path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty());
    let first = route.method.as_str().to_ascii_lowercase();
    std::iter::once(first.as_str()).chain(words).collect::<Vec<_>>().join("_")
}
fn names_in(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter_map(|p| p.strip_prefix('{')?.strip_suffix('}')).map(|n| n.trim_start_matches('*'))
}

fn problem_schema(t: &Text) -> Value {
    let text = json!({ "type": "string" });
    json!({
        "type": "object",
        "description": t.api_problem().to_string(),
        "required": ["type", "status", "title", "detail"],
        "properties": {
            "type": text, "title": text, "detail": text, "kept": text, "next": text, "reference": text,
            "status": { "type": "integer" },
            "errors": {
                "type": "array",
                "items": { "type": "object", "required": ["field", "message"], "properties": { "field": text, "message": text } },
            },
        },
    })
}
fn done_schema(t: &Text) -> Value {
    let text = json!({ "type": "string" });
    json!({
        "type": "object",
        "description": t.api_done().to_string(),
        "required": ["href"],
        "properties": {
            "href": text,
            "notice": { "type": "object", "properties": { "tone": text, "happened": text, "kept": text, "next": text } },
        },
    })
}

/// The description; its page is the list of routes.
#[derive(serde::Serialize)]
struct Api {
    #[serde(flatten)]
    document: Value,
    #[serde(skip)]
    rows: Vec<[String; 4]>,
}
impl Page for Api {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).api_title().to_string()
    }
    fn body(&self, view: &View) -> Markup {
        let t = Text::of(view.lang);
        html! {
            p { (t.api_about()) " " a href="/api/openapi.json" { "OpenAPI" } }
            (self.table(view.lang).unwrap_or_default().html(view.lang))
        }
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let t = Text::of(lang);
        let columns = vec![
            Column::text("method", t.api_method().to_string()),
            Column::text("path", t.api_path().to_string()),
            Column::text("summary", t.api_summary().to_string()),
            Column::text("action", t.api_action().to_string()),
        ];
        let rows = self.rows.iter().map(|row| row.iter().map(|c| Cell::new(c.as_str())).collect::<Vec<_>>());
        Some(Table::new(t.api_title().to_string(), columns).rows(rows))
    }
    fn frame(&self, _: &View, shell: Shell) -> Shell {
        Shell { as_of: None, ..shell }
    }
}

async fn page(cx: Cx) -> Reply {
    let row = |r: &Route| {
        let summary = r.summary.to(cx.lang()).to_owned();
        [r.method.to_string(), r.path.to_owned(), summary, r.access.name().to_owned()]
    };
    let rows = cx.app().routes().map(row).collect();
    let document = if cx.shape() == Shape::Json { openapi(cx.app(), cx.lang()) } else { json!({}) };
    cx.show(Api { document, rows })
}
async fn document(cx: Cx) -> Reply {
    json_bytes(&openapi(cx.app(), cx.lang()), "application/json")
}
