//! What came back, and what a test says about it.

use axum::http::{HeaderMap, StatusCode, header};
use serde_json::Value;

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as text; what is no UTF-8 is replaced.
    pub text: String,
    /// The body.
    pub bytes: Vec<u8>,
    /// What was asked, for messages.
    pub asked: String,
}

impl Answer {
    /// Panics unless the status is 2xx.
    #[track_caller]
    pub fn ok(self) -> Self {
        assert!(self.status.is_success(), "{}: {}\n{}", self.asked, self.status, self.text);
        self
    }
    /// Panics unless the status is that.
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}\n{}", self.asked, self.text);
        self
    }
    /// Panics unless the text is there.
    #[track_caller]
    pub fn shows(self, text: &str) -> Self {
        assert!(self.text.contains(text), "{}: no “{text}” in\n{}", self.asked, self.text);
        self
    }
    /// Panics when the text is there.
    #[track_caller]
    pub fn hides(self, text: &str) -> Self {
        assert!(!self.text.contains(text), "{}: “{text}” is in\n{}", self.asked, self.text);
        self
    }
    /// Panics unless it leads to that address.
    #[track_caller]
    pub fn leads_to(self, path: &str) -> Self {
        assert_eq!(self.location().as_deref(), Some(path), "{}: {}\n{}", self.asked, self.status, self.text);
        self
    }
    /// Panics unless it leads to the sign-in page.
    #[track_caller]
    pub fn asks_to_sign_in(self) -> Self {
        let to = self.location().unwrap_or_default();
        assert!(to.starts_with("/sign-in"), "{}: {} leads to “{to}”\n{}", self.asked, self.status, self.text);
        self
    }
    /// Where it leads, if anywhere.
    pub fn location(&self) -> Option<String> {
        Some(self.headers.get(header::LOCATION)?.to_str().ok()?.to_owned())
    }
    /// The header's text, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }
    /// The body as JSON.
    #[track_caller]
    pub fn as_json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{}: {e}\n{}", self.asked, self.text))
    }
    /// The page's form: where it is sent and what it holds already.
    pub fn form(&self) -> Option<(String, Vec<(String, String)>)> {
        let forms = self.text.split("<form").skip(1).filter_map(|f| f.split("</form>").next());
        let form = forms.filter(|f| attribute(f, "method").as_deref() == Some("post")).find(|f| {
            let action = attribute(f, "action").unwrap_or_default();
            action != "/sign-out"
        })?;
        let mut filled = Vec::new();
        for input in form.split("<input").skip(1).filter_map(|i| i.split('>').next()) {
            let kind = attribute(input, "type").unwrap_or_default();
            let ticked = !matches!(kind.as_str(), "checkbox" | "radio") || input.contains(" checked");
            if let (Some(name), true, false) = (attribute(input, "name"), ticked, kind == "file") {
                filled.push((name, attribute(input, "value").unwrap_or_default()));
            }
        }
        for area in form.split("<textarea").skip(1) {
            let text = area.split_once('>').and_then(|(_, t)| t.split("</textarea>").next()).unwrap_or_default();
            filled.extend(attribute(area, "name").map(|name| (name, unescaped(text))));
        }
        for select in form.split("<select").skip(1).filter_map(|s| s.split("</select>").next()) {
            let chosen =
                select.split("<option").skip(1).find(|o| o.split('>').next().unwrap_or_default().contains(" selected"));
            let value = chosen.and_then(|o| attribute(o, "value")).unwrap_or_default();
            filled.extend(attribute(select, "name").map(|name| (name, value)));
        }
        Some((attribute(form, "action").unwrap_or_default(), filled))
    }
}

/// The value of an attribute within the first tag of `html`.
fn attribute(html: &str, name: &str) -> Option<String> {
    let tag = html.split('>').next()?;
    let value = tag.split_once(&format!(" {name}=\""))?.1;
    Some(unescaped(value.split('"').next()?))
}
fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}
