//! Reading and setting cookies. `__Host-` names bind them to this host over https.

use axum::http::{HeaderMap, HeaderValue, header};

/// The cookies of this product.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Cookie {
    /// The session's secret.
    Session,
    /// A random word for whoever has not signed in, from which the form token comes.
    Visit,
    /// The chosen language.
    Lang,
    /// What just happened, shown once.
    Flash,
}

impl Cookie {
    fn name(self, https: bool) -> &'static str {
        match (self, https) {
            (Self::Session, true) => "__Host-session",
            (Self::Session, false) => "session",
            (Self::Visit, true) => "__Host-visit",
            (Self::Visit, false) => "visit",
            (Self::Lang, true) => "__Host-lang",
            (Self::Lang, false) => "lang",
            (Self::Flash, true) => "__Host-flash",
            (Self::Flash, false) => "flash",
        }
    }
    /// The value that the request carries. A name given twice counts as not given: someone else may have set one.
    pub(crate) fn read(self, headers: &HeaderMap, https: bool) -> Option<String> {
        let name = self.name(https);
        let all = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
        let mut found = all
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .filter(|(k, v)| *k == name && !v.is_empty() && v.len() <= 2048)
            .map(|(_, v)| v.to_owned());
        let first = found.next()?;
        if self == Self::Session && found.next().is_some() { None } else { Some(first) }
    }
    /// The `Set-Cookie` line; an empty value takes the cookie back.
    pub(crate) fn set(self, value: &str, https: bool) -> Option<HeaderValue> {
        let age = match self {
            _ if value.is_empty() => "; Max-Age=0",
            Self::Session | Self::Visit => "",
            Self::Lang => "; Max-Age=31536000",
            Self::Flash => "; Max-Age=60",
        };
        let secure = if https { "; Secure" } else { "" };
        format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}", self.name(https)).parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_given_twice_is_no_session() {
        let headers = |lines: &[&'static str]| {
            let mut map = HeaderMap::new();
            for line in lines {
                map.append(header::COOKIE, HeaderValue::from_static(line));
            }
            map
        };
        let read = |lines: &[&'static str]| Cookie::Session.read(&headers(lines), false);
        assert_eq!(read(&["a=b; session=x"]).as_deref(), Some("x"));
        assert_eq!(read(&["session=x; session=y"]), None);
        assert_eq!(read(&["session=x", "session=y"]), None);
        assert_eq!(read(&["xsession=x; session="]), None);
        assert_eq!(Cookie::Session.read(&headers(&["session=x"]), true), None, "over https only the bound name counts");
    }
    #[test]
    fn flags() {
        let line = Cookie::Session.set("t", true).unwrap();
        assert_eq!(line, "__Host-session=t; Path=/; HttpOnly; SameSite=Lax; Secure");
        assert!(Cookie::Flash.set("", false).unwrap().to_str().unwrap().ends_with("Max-Age=0"));
        assert!(Cookie::Lang.set("a\r\nb", false).is_none());
    }
}
