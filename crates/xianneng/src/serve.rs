//! `xianneng serve`.

use std::process::ExitCode;

use base::Say;
use clap::ArgMatches;
use db::Db;
use tokio::net::TcpListener;
use web::{App, Config, Console, Slice};

use crate::{cli::Global, run};

pub(crate) fn serve(global: &Global, args: &ArgMatches, slices: Vec<Slice>) -> db::Result<ExitCode> {
    let db = run::ready(global)?;
    with(global, args, (Door::SignIn, slices), db, listening)
}

/// `xianneng portal`: the Sunshine site by itself.
pub(crate) fn portal(global: &Global, args: &ArgMatches) -> db::Result<ExitCode> {
    let db = run::ready(global)?;
    with(global, args, (Door::Open, crate::open_slices()), db, listening)
}

fn listening(console: &Console, address: &str) -> db::Result<()> {
    if console.json {
        return console.write(&format!("{}\n", serde_json::json!({ "listening": address })));
    }
    console.say(&Say::new(format!("服务地址：{address}"), format!("Serving {address}")))
}

/// Whether people can sign in.
pub(crate) enum Door {
    /// They can.
    SignIn,
    /// Nobody can: everyone is a visitor, whatever a request carries.
    Open,
}

/// Serves an open database; `tell` says where, once it listens.
pub(crate) fn with(
    global: &Global,
    args: &ArgMatches,
    (door, slices): (Door, Vec<Slice>),
    db: Db,
    tell: impl FnOnce(&Console, &str) -> db::Result<()>,
) -> db::Result<ExitCode> {
    let get = |name: &str| args.get_one::<String>(name).cloned();
    let listen = get("listen").unwrap_or_default();
    let origin = get("origin").map(|o| o.trim_end_matches('/').to_ascii_lowercase());
    if let Some(o) = &origin
        && (!(o.starts_with("https://") || o.starts_with("http://")) || o.matches('/').count() != 2)
    {
        let say = Say::new("请写成 https://主机名，不带路径", "Write it as https://host, without a path");
        return Err(db::Error::field("--origin", say));
    }
    let https = origin.as_ref().is_some_and(|o| o.starts_with("https://"));
    let config = Config {
        https,
        origin,
        behind_proxy: args.get_flag("behind-proxy"),
        log: !args.get_flag("quiet"),
        ..Config::default()
    };
    let outside = outside(config.origin.as_deref());
    let console = run::console(global, db.clone())?.with(outside.clone());
    for say in slices.iter().flat_map(|s| &s.at_start) {
        if let Some(sentence) = say(&console)? {
            console.say(&sentence)?;
        }
    }
    if let Some(missing) = db.missing_keys()? {
        eprintln!("{}", missing.to(global.lang));
    }
    let app = match door {
        Door::SignIn => App::new(db, crate::doorkeeper(), slices, config)?,
        Door::Open => App::new(db, (), slices, config)?,
    };
    let app = app.with_parts(&run::parts(global).with(outside));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| db::Error::Internal(format!("no runtime: {e}")))?;
    runtime.block_on(async {
        let listener = TcpListener::bind(&listen).await.map_err(|e| {
            db::Error::field(
                "--listen",
                Say::new(format!("无法监听 {listen}：{e}"), format!("Cannot listen on {listen}: {e}")),
            )
        })?;
        let at = listener.local_addr().map_or(listen, |a| a.to_string());
        tell(&console, &format!("http://{at}"))?;
        web::serve(&app, listener, stop()).await.map_err(|e| db::Error::Internal(format!("the server stopped: {e}")))
    })?;
    Ok(ExitCode::SUCCESS)
}

/// By which way messages leave. From the environment, because the mail server's address may hold a password, which would
/// be read off a command line by anyone on the machine.
fn outside(origin: Option<&str>) -> inbox::Outside {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    inbox::Outside {
        smtp: set("XIANNENG_SMTP"),
        from: set("XIANNENG_MAIL_FROM"),
        origin: origin.unwrap_or_default().to_owned(),
    }
}

/// Ctrl-C, or what a service manager sends.
pub(crate) async fn stop() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
