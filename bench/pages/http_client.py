"""A browser for measuring: one connection kept open, cookies, forms. Times an answer from the first byte asked to the last read."""

import gzip
import http.client
import re
import time
import urllib.parse


class Browser:
    def __init__(self, address):
        self.host = address.removeprefix("http://")
        self.cookies = {}
        self.connection = http.client.HTTPConnection(self.host, timeout=60)

    def ask(self, method, path, body=None, accept="text/html"):
        headers = {"Accept": accept, "Accept-Encoding": "gzip", "Accept-Language": "zh-CN"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if body is not None:
            body = urllib.parse.urlencode(body)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"http://{self.host}"
            headers["Referer"] = f"http://{self.host}{path}"
        start = time.perf_counter()
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        data = answer.read()
        took = (time.perf_counter() - start) * 1000
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                pair = value.split(";")[0].split("=", 1)
                self.cookies[pair[0]] = pair[1]
        size = len(data)
        if answer.getheader("Content-Encoding") == "gzip":
            data = gzip.decompress(data)
        return Answer(answer.status, answer.getheader("Location"), data.decode(), took, size)

    def get(self, path, **more):
        return self.ask("GET", path, **more)

    def submit(self, page, fields):
        """Fills the first form with a POST on the page and sends it; hidden fields go with it."""
        text = self.get(page).text
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text))
        return self.ask("POST", page, body={**hidden, **fields})


class Answer:
    def __init__(self, status, location, text, took, size):
        self.status, self.location, self.text, self.took, self.size = status, location, text, took, size


def percentile(times, part):
    times = sorted(times)
    return times[min(len(times) - 1, int(len(times) * part))]


def measure(browser, paths, rounds, marker):
    """Asks for the paths in turn; every answer must be a page with the marker in it."""
    for path in paths[:3]:
        check(browser.get(path), path, marker)
    times, size = [], 0
    for i in range(rounds):
        path = paths[i % len(paths)]
        answer = browser.get(path)
        check(answer, path, marker)
        times.append(answer.took)
        size = max(size, answer.size)
    return percentile(times, 0.5), percentile(times, 0.95), size


def check(answer, path, marker):
    assert answer.status == 200 and marker in answer.text, f"{path}: {answer.status} {answer.text[:300]}"
