//! Requests that mean harm or make no sense.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use axum::http::Method;
use base::Lang;
use maud::{Markup, html};
use testkit::client::{Answer, Client, Site};
use web::{Cx, Form, Page, Public, Reply, Routes, Slice, Upload, View};

auth::actions! {
    /// Change.
    Change: Change "plum.change" [Officer];
}

#[derive(serde::Serialize, serde::Deserialize, Debug)]
struct Plum {
    name: String,
}
impl Page for Plum {
    fn title(&self, _: Lang) -> String {
        self.name.clone()
    }
    fn body(&self, _: &View) -> Markup {
        html! { p { (self.name) } }
    }
}
async fn echo(cx: Cx, Form(plum): Form<Plum>) -> Reply {
    cx.show(plum)
}
async fn upload(cx: Cx, mut upload: Upload) -> Reply {
    let file = upload.file("file")?;
    cx.show(Plum { name: format!("{} {}", file.name, file.bytes.len()) })
}
async fn page(cx: Cx) -> Reply {
    cx.show(Plum { name: "<script>alert(1)</script>".to_owned() })
}
/// Says what arrives of whoever asks.
async fn who(cx: Cx) -> Reply {
    let caller = cx.caller();
    let name = format!("{} {:?} {:?} {:?}", cx.actor().signed_in(), caller.address, caller.agent, cx.session_secret());
    cx.show(Plum { name })
}
fn slice() -> Slice {
    Slice::new("plum", ACTIONS).routes(
        Routes::new()
            .get(Public, "/page", ("页", "Page"), page)
            .post(Public, "/who", ("谁", "Who"), who)
            .nameless()
            .get(Public, "/who", ("谁", "Who"), who)
            .nameless()
            .post(Change, "/echo", ("回", "Echo"), echo)
            .post(Change, "/upload", ("传", "Upload"), upload)
            .up_to(100_000),
    )
}
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const OWN: (&str, &str) = ("origin", "http://xn.test");

fn officer(t: &testkit::Bench) -> Client {
    Site::of(t, vec![slice()]).as_actor(t.officer())
}
fn posted(client: &Client, headers: &[(&str, &str)], body: &str) -> Answer {
    client.send(Method::POST, "/echo", headers, body.to_owned())
}

testkit::on_both_engines! {
    fn only_our_own_forms_are_taken(t: testkit::Bench) {
        let client = officer(t);
        let secret = web::form_token("guest-0");
        let good = format!("name=x&csrf={secret}");
        posted(&client, &[FORM, OWN], &good).ok();
        posted(&client, &[FORM], &good).ok(); // a client that sends no origin knows the token
        posted(&client, &[FORM, OWN], "name=x").is(403);
        posted(&client, &[FORM, OWN], &format!("name=x&csrf={}", web::form_token("guest-1"))).is(403);
        posted(&client, &[FORM, OWN], "name=x&csrf=").is(403);
        posted(&client, &[FORM, ("origin", "http://evil.test")], &good).is(403);
        posted(&client, &[FORM, ("origin", "null")], &good).is(403);
        posted(&client, &[FORM, OWN, ("sec-fetch-site", "cross-site")], &good).is(403);
        posted(&client, &[FORM, OWN, ("sec-fetch-site", "same-site")], &good).is(403);
        // a form that pretends to be text has no token that counts
        posted(&client, &[("content-type", "text/plain"), OWN], &good).is(403);
        posted(&client, &[("content-type", "application/json"), OWN], "{\"name\":\"x\"}").is(403);
        posted(&client, &[("content-type", "application/json"), OWN, ("x-csrf-token", &secret)], "{\"name\":\"x\"}").ok();
        posted(&client, &[("content-type", "application/json"), OWN, ("x-csrf-token", "")], "{\"name\":\"x\"}").is(403);
        // a wrong API token is not helped by a good session
        posted(&client, &[FORM, OWN, ("authorization", "Bearer nobody")], &good).is(401);
    }
    fn nobody_is_anybody_where_names_must_not_be_known(t: testkit::Bench) {
        let client = officer(t);
        for method in [Method::GET, Method::POST, Method::HEAD] {
            let told = [("user-agent", "Handset 7"), ("x-forwarded-for", "203.0.113.9"), ("authorization", "Bearer nobody")];
            let answer = client.send(method.clone(), "/who", &told, String::new()).ok();
            assert!(answer.headers.get("set-cookie").is_none(), "{method}");
            if method != Method::HEAD {
                answer.shows("false None &quot;&quot; None");
            }
        }
        // a body is still no larger than it may be
        client.send(Method::POST, "/who", &[("content-length", "3000000")], String::new()).is(413);
    }
    fn bodies_have_an_end(t: testkit::Bench) {
        let client = officer(t);
        let csrf = web::form_token("guest-0");
        let long = format!("csrf={csrf}&name={}", "a".repeat(2 << 20));
        posted(&client, &[FORM, OWN], &long).is(413).shows("1 MB");
        posted(&client, &[FORM, OWN, ("content-length", "99999999999")], "x").is(413);
        posted(&client, &[FORM, OWN], &format!("csrf={csrf}&name={}", "a".repeat(300_000))).is(422);
        posted(&client, &[FORM, OWN], &format!("csrf={csrf}&name=%FF%FE%00")).ok(); // replaced, and refused by the rules of a slice
        let raw = [format!("csrf={csrf}&name=").as_bytes(), b"\xff\xfe"].concat();
        client.send(Method::POST, "/echo", &[FORM, OWN], raw).is(400);
        posted(&client, &[("content-type", "application/json"), ("x-csrf-token", &csrf)], &"[".repeat(100_000)).is(400);
        posted(&client, &[("content-type", "application/json"), ("x-csrf-token", &csrf)], "{\"name\":{\"a\":1}}").is(400);
        posted(&client, &[("content-type", "image/png"), ("x-csrf-token", &csrf)], "x").is(415);
        let many: String = (0..50_000).map(|i| format!("&f{i}=1")).collect();
        posted(&client, &[FORM, OWN], &format!("csrf={csrf}&name=x{many}")).ok();
    }
    fn files_have_an_end(t: testkit::Bench) {
        let client = officer(t);
        client.upload("/upload", "file", "../../etc/名册.csv", b"abc", &[]).ok().shows("名册.csv 3").hides("etc");
        client.upload("/upload", "file", "a.csv", &[7; 200_000], &[]).is(413).shows("97 kB");
        client.upload("/upload", "other", "a.csv", b"abc", &[]).is(422);
        client.upload("/echo", "file", "a.csv", b"abc", &[]).is(415);
        let kind = ("content-type", "multipart/form-data; boundary=B0");
        client.send(Method::POST, "/upload", &[kind, OWN], "--B0\r\nContent-Disp").is(403);
        client.send(Method::POST, "/upload", &[("content-type", "multipart/form-data"), OWN], "x").is(403);
        let csrf = web::form_token("guest-0");
        let cut = format!("--B0\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--B0\r\nContent-Di");
        client.send(Method::POST, "/upload", &[kind, OWN], cut).is(400);
        let parts = "--B0\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n".repeat(1000);
        let head = format!("--B0\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n");
        client.send(Method::POST, "/upload", &[kind, OWN], format!("{head}{parts}--B0--\r\n")).is(400);
    }
    fn strange_cookies_are_no_session(t: testkit::Bench) {
        let site = Site::of(t, vec![slice()]);
        let _known = site.as_actor(t.officer());
        for cookie in [
            "session=", "session=nobody", "session=guest-0; session=guest-0", "session=%00", "=;;;=", "session",
            "visit=short", "flash=%7B%22", "flash=%5B%22no%22%2C%22x%22%2C%22%22%2C%22%22%2C%5B%5B%22a%22%2C%22//evil%22%5D%5D%5D",
            "lang=xx", "lang=<script>",
        ] {
            let answer = site.stranger().send(Method::GET, "/page", &[("cookie", cookie)], "");
            assert!(answer.status.is_success(), "{cookie}: {}", answer.status);
            answer.hides("evil").hides("sign-out");
        }
    }
    fn strange_addresses_find_nothing(t: testkit::Bench) {
        let site = Site::of(t, vec![slice()]);
        for path in ["/../etc/passwd", "/assets/../Cargo.toml", "/assets/%2e%2e/x", "/page/", "//page", "//evil.test/page", "/%00", "/page%0d%0aX:1", "/assets/app.js"] {
            site.stranger().get(path).is(404).hides("root:").hides("href=\"//");
        }
        site.stranger().send(Method::DELETE, "/page", &[], "").is(403);
        site.stranger().send(Method::HEAD, "/page", &[], "").ok();
        site.stranger().get("/page?on=%00").is(422);
        site.stranger().get("/page?lang=%FF&format=html").ok();
        let answer = site.stranger().get("/page").ok().hides("<script>alert").shows("&lt;script&gt;");
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
    }
    fn nobody_is_led_elsewhere(t: testkit::Bench) {
        let site = Site::of(t, vec![slice()]);
        // the way back is an address of ours, whatever was asked for
        let answer = site.stranger().send(Method::GET, "/echo", &[("host", "evil.test")], "");
        assert!(answer.location().is_none_or(|to| to.starts_with("/sign-in")));
        site.stranger().post("/echo?to=https://evil.test", &[]).leads_to("/sign-in");
    }
}

/// A server on a port of its own, for what only a socket can say.
fn raw(site: &Site, request: &[u8]) -> String {
    let app = site.app.clone();
    let (send, receive) = std::sync::mpsc::channel();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            send.send(listener.local_addr().unwrap()).unwrap();
            web::serve(&app, listener, async { drop(stopped.await) }).await.unwrap();
        });
    });
    let mut socket = TcpStream::connect(receive.recv().unwrap()).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    // a server that has heard enough closes while we still speak
    let _ = socket.write_all(request);
    let _ = socket.shutdown(std::net::Shutdown::Write);
    let mut answer = Vec::new();
    let _ = socket.read_to_end(&mut answer);
    let _ = stop.send(());
    server.join().unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn headers_have_an_end() {
    let t = testkit::Bench::sqlite();
    let site = Site::of(&t, vec![slice()]);
    let many: String = (0..5000).map(|i| format!("X-{i}: 1\r\n")).collect();
    let long = format!("X-Long: {}\r\n", "a".repeat(200_000));
    for flood in [many, long] {
        let answer = raw(&site, format!("GET /page HTTP/1.1\r\nHost: xn.test\r\n{flood}\r\n").as_bytes());
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431"), "{}", &answer[..answer.len().min(200)]);
    }
    let good = raw(&site, b"GET /page HTTP/1.1\r\nHost: xn.test\r\nConnection: close\r\n\r\n");
    assert!(good.starts_with("HTTP/1.1 200"), "{good}");
    for garbage in [&b"\x16\x03\x01\x02\x00"[..], b"GET\r\n\r\n", b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n", b""] {
        let answer = raw(&site, garbage);
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    }
    let twice = b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    assert!(!raw(&site, twice).starts_with("HTTP/1.1 200"));
}
