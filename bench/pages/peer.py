"""Django's admin over the same rows: what an office gets when a list is made with the usual tool."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

COLUMNS = "sort name number sex birth ethnic political education study degree level post_title work_start category state complete findings found"


def copy(ours, file):
    """The roster's rows with the roster's indexes, under an integer key: the admin cannot address a key of two columns."""
    there = sqlite3.connect(file)
    there.execute("ATTACH ? AS ours", (str(ours),))
    names = COLUMNS.replace(" ", ", ")
    there.execute("CREATE TABLE person (id INTEGER PRIMARY KEY, sort TEXT, name TEXT, number TEXT, sex TEXT, birth TEXT, ethnic TEXT, political TEXT, education INTEGER, study TEXT, degree TEXT, level TEXT, post_title TEXT, work_start TEXT, category TEXT, state TEXT, complete INTEGER, findings TEXT, found INTEGER)")
    there.execute(f"INSERT INTO person ({names}) SELECT {names} FROM ours.people_now")
    for index in ("sort, id", "birth, id", "level, id", "name", "post_title", "sex, political, birth"):
        there.execute(f"CREATE INDEX person_{index.replace(', ', '_')} ON person ({index})")
    there.commit()
    there.execute("ANALYZE")
    there.commit()


def serve(ours, folder):
    """Copies, starts the server, signs in; gives the browser and the way to stop."""
    from http_client import Browser

    file = folder / "peer.sqlite"
    copy(ours, file)
    password = os.urandom(9).hex()
    env = {**os.environ, "PEER_DATABASE": str(file), "PEER_SECRET": os.urandom(24).hex(), "PYTHONPATH": str(Path(__file__).parent)}
    subprocess.run([sys.executable, "-c", "import django_roster, sys; django_roster.prepare(sys.argv[1])", password], env=env, check=True)
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{s.getsockname()[1]}"
    gunicorn = Path(sys.executable).parent / "gunicorn"
    server = subprocess.Popen([gunicorn, "--worker-class", "gthread", "--threads", "2", "--keep-alive", "60", "--bind", address, "--log-level", "error", "django_roster:application"], env=env)
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", int(address.split(":")[1])), 1).close()
            break
        except OSError:
            time.sleep(0.1)
    browser = Browser(f"http://{address}")
    answer = browser.submit("/admin/login/", {"username": "officer", "password": password, "next": "/admin/"})
    assert answer.status == 302, answer.text[:500]
    return browser, lambda: (server.terminate(), server.wait())
