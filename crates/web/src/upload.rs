//! Files that people send.

use axum::{
    extract::{FromRequest, Multipart, Request, multipart::MultipartError},
    http::StatusCode,
};
use serde::de::DeserializeOwned;

use crate::{App, Error, Result, error::say, form::LONGEST, input, layer::BodyLimit};

/// The most parts that one form may have.
const MOST: usize = 500;

/// One file.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The name of its question in the form.
    pub field: String,
    /// Its name on the sender's machine, without folders; never used as a path here.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// A form with files (`multipart/form-data`). How large it may be is said with its route: `Routes::up_to`.
#[derive(Clone, Default, Debug)]
pub struct Upload {
    /// The other answers.
    pub fields: Vec<(String, String)>,
    /// The files; a question left empty is not among them.
    pub files: Vec<Sent>,
}

impl Upload {
    /// The other answers as a form.
    pub fn form<T: DeserializeOwned>(&self) -> db::Result<T> {
        input::read(&self.fields).map_err(db::Error::Invalid)
    }
    /// The files of that question. None sent is an error of that field.
    pub fn files(&mut self, field: &str) -> db::Result<Vec<Sent>> {
        let (mine, rest) = std::mem::take(&mut self.files).into_iter().partition(|f| f.field == field);
        self.files = rest;
        let mine: Vec<Sent> = mine;
        if mine.is_empty() { Err(db::Error::field(field, say(|t| t.choose_a_file().to_string()))) } else { Ok(mine) }
    }
    /// The one file of that question.
    pub fn file(&mut self, field: &str) -> db::Result<Sent> {
        self.files(field)?.into_iter().next().ok_or(db::Error::NotFound)
    }
}

impl FromRequest<App> for Upload {
    type Rejection = Error;
    async fn from_request(request: Request, app: &App) -> Result<Self> {
        let limit = request.extensions().get::<BodyLimit>().map_or(app.config().body_limit, |l| l.0);
        let wrong = |e: MultipartError| {
            if e.status() == StatusCode::PAYLOAD_TOO_LARGE {
                return Error::too_large(limit as u64);
            }
            Error::unreadable(StatusCode::BAD_REQUEST, format!("multipart: {e}"))
        };
        let parts = Multipart::from_request(request, app).await;
        let mut parts =
            parts.map_err(|_| Error::unreadable(StatusCode::UNSUPPORTED_MEDIA_TYPE, "no multipart form"))?;
        let mut upload = Self::default();
        while let Some(part) = parts.next_field().await.map_err(wrong)? {
            if upload.fields.len() + upload.files.len() >= MOST {
                return Err(Error::unreadable(StatusCode::BAD_REQUEST, "too many parts"));
            }
            let field: String = part.name().unwrap_or_default().chars().take(200).collect();
            let Some(name) = part.file_name().map(last_name) else {
                let text = part.text().await.map_err(wrong)?;
                if text.len() > LONGEST {
                    return Err(db::Error::field(field, say(|t| t.too_long(LONGEST as u64 / 1000).to_string())).into());
                }
                upload.fields.push((field, text));
                continue;
            };
            let bytes = part.bytes().await.map_err(wrong)?.to_vec();
            if !(name.is_empty() && bytes.is_empty()) {
                upload.files.push(Sent { field, name, bytes });
            }
        }
        Ok(upload)
    }
}

/// The last part of what may be a path, without control characters.
fn last_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| !c.is_control()).take(200).collect()
}
