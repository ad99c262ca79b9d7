#!/usr/bin/env python3
"""`ipamtriage ticket --to` against a loopback server that answers as each tracker does: `make ticket-test`.

    tracker_test.py PROGRAM

For each tracker: what the dry run shows is what is sent; the comment is added, left alone, changed; nothing of another
incident or another person is touched. Then every request of a post goes wrong in every way, one after the other: the
program ends and says so, nothing is named that is not there, nothing stands twice, the files stay, and the next run
puts it right. No credential is ever in an argument, in the environment of curl, or in what is printed.
Prints `tracker-test: …`; exit code 1 with the list of what was wrong.
"""

import base64
import concurrent.futures
import json
import pathlib
import re
import shutil
import stat
import subprocess
import sys
import tempfile

import stub

ROOT = pathlib.Path(__file__).resolve().parents[2]
CASES = ROOT / "SampleLogs" / "cases"
REPORT = "subnet-fragmented/prefix-mode-scattered"
OTHER_REPORT = "subnet-exhausted/secondary-mode-full-slash24"
TRACKERS = {
    "github": (stub.GitHub, "ghp_Secret0123456789abcdef"),
    "gitlab": (stub.GitLab, "glpat-Secret0123456789"),
    "jira": (stub.Jira, "me@example.org:ATATT3xSecret0123456789"),
    "jira-wiki": (stub.JiraServer, "NjSecret0123456789ab"),
    "redmine": (stub.Redmine, "5ec4e70123456789abcdef0123456789abcdef01"),
}


class Place:
    """A folder with reports, and a `curl` that writes down how it is called."""

    def __init__(self, program, folder, reports=None):
        """With the reports of another place, or with some of its own."""
        self.program, self.folder = program, folder
        folder.mkdir(exist_ok=True)
        self.temporary = folder / "tmp"
        self.temporary.mkdir()
        self.calls = folder / "calls"
        tools = folder / "bin"
        tools.mkdir()
        wrapper = tools / "curl"
        wrapper.write_text(
            f'#!/bin/sh\n{{ printf "%s\\n" "$@"; env; tr "\\0" " " < /proc/$$/cmdline; }} >> "{self.calls}"\n'
            f'exec "{shutil.which("curl")}" "$@"\n')
        wrapper.chmod(0o755)
        self.path = f"{tools}:/usr/bin:/bin"
        # A file of defaults that would print what is sent; it must not be read.
        (folder / ".curlrc").write_text(f'trace-ascii = "{folder}/trace"\n')
        if reports:
            self.report, self.other, self.changed = reports.report, reports.other, reports.changed
            return
        self.report = self.analyse(REPORT, "report.json")
        self.other = self.analyse(OTHER_REPORT, "other.json")
        # The same incident, a day later.
        changed = json.loads(self.report.read_text())
        changed["diagnosis"]["primary"]["count"] += 5
        self.changed = folder / "changed.json"
        self.changed.write_text(json.dumps(changed))

    def analyse(self, case, name):
        path = self.folder / name
        subprocess.run(
            [self.program, str(CASES / case / "input"), "-q", "--format", f"json={path}"], check=False,
            cwd=ROOT, stdin=subprocess.DEVNULL)
        return path

    def run(self, *arguments, secret=None, timeout=60):
        environment = {"PATH": self.path, "HOME": str(self.folder), "TMPDIR": str(self.temporary), "LC_ALL": "C.UTF-8"}
        if secret:
            environment["IPAMTRIAGE_TICKET_TOKEN"] = secret
        return subprocess.run(
            [self.program, "ticket", *map(str, arguments)], env=environment, capture_output=True, text=True, errors="replace",
            stdin=subprocess.DEVNULL, timeout=timeout, cwd=self.folder, check=False)

    def left(self):
        return sorted(str(path.relative_to(self.temporary)) for path in self.temporary.rglob("*") if path.is_file())

    def sweep(self):
        for path in self.temporary.iterdir():
            shutil.rmtree(path)


class Test:
    """One tracker, one server."""

    faults: list[str] = []
    checks = 0

    def __init__(self, place, name, note=""):
        kind, self.secret = TRACKERS[name]
        self.place, self.name, self.note = place, name, note
        self.server = stub.Server(kind(self.secret))
        self.tracker = self.server.tracker
        self.issue = self.server.origin + self.tracker.issue
        place.sweep()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for fault in self.server.faults:
            self.check(False, f"the tracker refuses {fault}")
        self.server.close()

    def check(self, condition, what):
        Test.checks += 1
        if not condition:
            Test.faults.append(f"{self.name} {self.note}: {what}".replace(" :", ":"))
        return condition

    def post(self, report, *more, code=0, send=True, timeout=60, redact="off"):
        self.server.requests.clear()
        before = self.place.calls.stat().st_size if self.place.calls.exists() else 0
        arguments = [
            report, "--to", self.issue, "--for", self.name, "--redact", redact, *(["--yes"] if send else []), *more]
        run = self.place.run(*arguments, secret=self.secret, timeout=timeout)
        self.check(run.returncode == code, f"exit {run.returncode}, not {code}: {run.stderr}{run.stdout[-200:]}")
        self.check_silence(run, before)
        return run

    def check_silence(self, run, before):
        """The credential, whole or in part, plain or encoded, is nowhere but in the request."""
        words = [self.secret, base64.b64encode(self.secret.encode()).decode(), *self.secret.split(":")[1:]]
        written = self.place.calls.read_text()[before:] if self.place.calls.exists() else ""
        for word in words:
            for what, text in ("stdout", run.stdout), ("stderr", run.stderr), ("the call of curl", written):
                self.check(word not in text, f"credential in {what}")
        self.check(not (self.place.folder / "trace").exists(), "curl read its file of defaults")
        for path in self.place.temporary.rglob("*"):
            if path.is_file():
                self.check(not any(word in path.read_text() for word in words), f"credential in {path.name}")

    @property
    def mine(self):
        return [comment for comment in self.tracker.comments if comment["author"] is stub.ME and comment["text"]]

    def text(self, comment):
        return json.dumps(comment["text"], ensure_ascii=False)

    @property
    def writes(self):
        return [request for request in self.server.requests if not request.is_reading]

    def check_honest(self):
        """Every comment names only what is there; no incident has two."""
        there = {file["name"] for file in self.tracker.attachments}
        there |= {key.rsplit("/", 1)[1] for key in self.tracker.uploads if "/" in key}
        marks = []
        for comment in self.mine:
            text = self.text(comment)
            for name in set(re.findall(r"ipamtriage-[0-9a-f]{12}-[0-9a-f]{8}\.\w+", text)):
                self.check(name in there, f"the comment names {name}, which is not there")
            marks += re.findall(r"Incident (?:<code>|`|\{\{)?([0-9a-f]{32})", re.sub(r'"\}, \{"type": "text", "text": "', "", text))
        self.check(len(marks) == len(set(marks)), f"an incident has two comments: {marks}")
        self.check(len(marks) == len(self.mine), "a comment without a mark")


def fingerprint(report):
    return json.loads(report.read_text())["diagnosis"]["primary"]["fingerprint"]


def test_life(place, name):
    """Added, left alone, changed; a second incident beside it."""
    with Test(place, name) as test:
        dry = test.post(place.report, send=False)
        test.check(not test.server.requests, "the dry run asked something")
        run = test.post(place.report)
        test.check("added" in run.stdout, run.stdout)
        test.check(len(test.mine) == 1 and fingerprint(place.report) in test.text(test.mine[0]), "no comment")
        check_rehearsal(test, dry.stdout)
        if name != "github":
            files = test.tracker.attachments or [{"content": c} for c in test.tracker.uploads.values()]
            kept = place.folder / "kept.html"
            subprocess.run(
                [place.program, "report", place.report, "-f", f"html={kept}", "--force", "--redact", "off"], check=False, capture_output=True)
            test.check(len(files) == 1 and files[0]["content"] == kept.read_bytes(), "not the report attached")
        test.check_honest()
        test.check(not place.left(), f"files left behind: {place.left()}")

        run = test.post(place.report)
        test.check("up to date" in run.stdout and not test.writes, f"written again: {run.stdout}")

        first = dict(test.mine[0])
        run = test.post(place.changed)
        test.check("changed" in run.stdout and len(test.mine) == 1, f"not changed: {run.stdout}")
        test.check(test.mine[0]["id"] == first["id"] and test.mine[0]["text"] != first["text"], "another comment")
        test.check_honest()

        test.post(place.other)
        test.check(len(test.mine) == 2, "no second incident")
        test.check_honest()


def check_rehearsal(test, dry):
    """The requests of the dry run are those that came, byte by byte, but for what a tracker makes up."""
    shown = re.split(r"\n(?=\d+ [A-Z]+ http)", dry.split("\n\nA comment of this incident", 1)[0])[1:]
    # Redmine answers nothing to what it took, so the note is read back.
    sent = test.server.requests[: len(shown)]
    test.check(len(test.server.requests) - len(shown) == (1 if test.name == "redmine" else 0), "not as many requests")
    made_up = re.compile(r"[0-9a-f]{32}/ipamtriage|<token of the upload>|\d+\.abcdef")
    for text, request in zip(shown, sent):
        lines = text.strip().split("\n")
        number_method_url = lines[0].split(" ")
        test.check(number_method_url[1:] == [request.method, test.server.origin + request.target], lines[0])
        for line in lines[1:]:
            header, _, value = line.strip().partition(": ")
            if line.startswith("  {"):
                same = made_up.sub("", line.strip()) == made_up.sub("", request.body.decode().strip())
                test.check(same, f"another body than shown: {request.method} {request.target}")
            elif value == "***":
                test.check(header in request.headers, f"no {header}")
            elif not line.startswith("  the file") and "multipart" not in line:
                test.check(request.headers.get(header) == value, f"{header}: {request.headers.get(header)}")


def test_others(place, name):
    """A mark that somebody else wrote, or quoted, is no comment of ours; among hundreds ours is found."""
    with Test(place, name, "others") as test:
        test.post(place.report)
        text = test.mine[0]["text"]
        test.tracker.comments.clear()
        test.tracker.add(text, stub.OTHER)
        if isinstance(text, str):
            test.tracker.add("\n".join("> " + line for line in text.split("\n")))
        else:
            quote = {"type": "blockquote", "content": text["content"]}
            test.tracker.add({"version": 1, "type": "doc", "content": [quote]})
        for number in range(130):
            test.tracker.add(f"comment {number}" if isinstance(text, str) else {"type": "doc", "content": []}, stub.OTHER)
        before = json.dumps(test.tracker.comments)
        test.post(place.report)
        test.check(json.dumps(test.tracker.comments[:-1]) == before, "a comment of another was changed")
        test.check(fingerprint(place.report) in test.text(test.tracker.comments[-1]), "not added")
        ours = test.tracker.comments[-1]["id"]
        for number in range(3):
            test.tracker.add("later", stub.OTHER)
        run = test.post(place.changed)
        test.check("changed" in run.stdout and str(ours) in run.stdout, f"not found: {run.stdout}")


def test_redacted(place, name):
    """Nothing is asked to redact: no id, name or address of the report leaves; the incident stays the same."""
    with Test(place, name, "redacted") as test:
        scope = json.loads(place.report.read_text())["diagnosis"]["primary"]["scope"]
        names = scope["nodes"] + scope["subnets"] + scope["pods"]
        test.check(len(names) >= 3, "nothing to hide in the sample")
        test.post(place.report, redact="auto")
        sent = b"".join(request.body for request in test.server.requests).decode()
        for name in names:
            test.check(name not in sent, f"{name} was sent")
        test.check(len(test.mine) == 1 and fingerprint(place.report) in test.text(test.mine[0]), "another incident")
        run = test.post(place.report, redact="off")
        test.check("changed" in run.stdout and len(test.mine) == 1, run.stdout)
        test.check(names[0] in test.text(test.mine[0]), "redacted, though it was not to be")


def test_locked(place, name):
    """A comment that may not be changed gets one beside it, once."""
    with Test(place, name, "locked") as test:
        test.post(place.report)
        test.tracker.locked = True
        run = test.post(place.changed)
        test.check("may not be changed" in run.stdout and len(test.mine) == 2, run.stdout)
        run = test.post(place.changed)
        test.check("up to date" in run.stdout and len(test.mine) == 2, run.stdout)


# What can go wrong with a request. Each answers and says so, or lets the tracker answer.


def status(code, *headers, times=None):
    def trouble(handler, request, answer, server):
        secret = server.tracker.secret
        handler.give(code, {"message": f"no, {secret}, {request.headers.get('Authorization')}\x1b[2J"}, headers)
        return True

    return trouble


def dropped(is_done):
    """The connection ends without an answer, after the thing was done or before."""

    def trouble(handler, request, answer, server):
        if is_done:
            answer()
        handler.close_connection = True
        handler.connection.shutdown(2)
        return True

    return trouble


def slow(is_done):
    def trouble(handler, request, answer, server):
        if is_done:
            answer()
        server.released.wait(20)
        handler.close_connection = True
        return True

    return trouble


def garbage(handler, request, answer, server):
    handler.give(200, b"<html>not what was documented</html>")
    return True


def endless(handler, request, answer, server):
    """40 MB where 32 are the limit, without saying so before."""
    handler.send_response(200)
    handler.send_header("Connection", "close")
    handler.end_headers()
    try:
        for _ in range(40):
            handler.wfile.write(b" " * stub.MEGABYTE)
    except OSError:
        pass
    handler.close_connection = True
    return True


def after_done(code):
    def trouble(handler, request, answer, server):
        answer()
        handler.give(code, {"message": "failed after all"})
        return True

    return trouble


TROUBLES = {
    "401": status(401), "403": status(403), "404": status(404), "413": status(413), "422": status(422),
    "429 once": status(429, ("Retry-After", "0")), "429 for an hour": status(429, ("Retry-After", "3600")),
    "403 once": status(403, ("Retry-After", "0")), "429 with a date": status(429, ("Retry-After", "Fri, 31 Dec 1999 23:59:59 GMT")),
    "500": status(500), "500 after it was done": after_done(500), "503 once": status(503, ("Retry-After", "0")),
    "dropped before": dropped(False), "dropped after": dropped(True), "garbage": garbage,
}
# Each takes its second: on the last request of a post alone, where it matters most.
SLOW = {"slow before": slow(False), "slow after": slow(True), "endless": endless}


def troubles(place, name):
    """A test for each request of a post and each way it can go wrong."""
    with Test(place, name) as test:
        test.post(place.report)
        count = len(test.server.requests)
        last = max(i for i, request in enumerate(test.server.requests) if not request.is_reading)
    for number in range(count):
        for what, trouble in (TROUBLES | (SLOW if number == last else {})).items():
            yield lambda own, number=number, what=what, trouble=trouble: test_trouble(own, name, number, what, trouble)


def test_trouble(place, name, number, what, trouble):
    with Test(place, name, f"request {number}, {what}") as test:
        test.server.script = {number: trouble}
        arguments = [
            place.report, "--to", test.issue, "--for", name, "--redact", "off", "--yes", "--timeout", "2", "--retries", "1"]
        before = 0
        run = place.run(*arguments, secret=test.secret)
        test.check(run.returncode in (0, 2, 3), f"exit {run.returncode}: {run.stderr}")
        test.check((run.returncode == 3) <= (what == "404"), f"exit {run.returncode}")
        test.check_silence(run, before)
        test.check("\x1b" not in run.stderr, "an escape sequence came through")
        test.check_honest()
        # A tracker that wants to be asked again is; where a thing can be done once more it is.
        if what in ("429 once", "403 once", "429 with a date", "503 once"):
            test.check(run.returncode == 0, f"not tried again: {run.stderr}")
        if what == "429 for an hour":
            test.check(run.returncode == 2 and "3600 s" in run.stderr, f"{run.returncode} {run.stderr}")
        if run.returncode:
            kept = place.left()
            test.check(run.stderr.startswith("ipamtriage: ") and "what was to be sent is in" in run.stderr, run.stderr)
            test.check(any("/comment." in path for path in kept), f"files are gone: {kept}")
            test.check(name == "github" or any(path.endswith(".html") for path in kept), f"files are gone: {kept}")
            for path in place.temporary.iterdir():
                test.check(stat.S_IMODE(path.stat().st_mode) == 0o700, "others may look")
        else:
            test.check(len(test.mine) == 1, "said to be there, and is not")
        if isinstance(test.tracker, stub.Jira) and not test.mine:
            gone = what in ("401", "403", "404", "413", "422", "429 for an hour")
            test.check(not (gone and test.tracker.attachments), "an attachment without its comment")
        # And then everything is well.
        test.server.script = {}
        test.server.faults.clear()
        test.post(place.report)
        test.check(len(test.mine) == 1, f"{len(test.mine)} comments after the next run")
        test.check(len(test.tracker.attachments) <= 1, f"{len(test.tracker.attachments)} attachments")
        test.check_honest()


def test_redirect(place, name):
    """No redirect is followed; nobody else hears the credential."""
    with Test(place, name, "redirect") as test:
        other = stub.Server(TRACKERS[name][0](test.secret))
        for code in (301, 302, 307, 308):
            test.server.script = {"all": status(code, ("Location", other.origin + test.tracker.issue))}
            run = test.post(place.report, code=2)
            test.check("redirect" in run.stderr and other.origin in run.stderr, run.stderr)
        test.check(not other.requests, "the redirect was followed")
        other.close()


def test_silent(place):
    """A Redmine role that may not add notes is answered 204; the note is missed."""
    with Test(place, "redmine", "silent") as test:
        test.tracker.silent_notes = True
        run = test.post(place.report, code=2)
        test.check("the note is not on the issue" in run.stderr, run.stderr)


def test_refusals(place):
    """What is refused before anything is sent."""
    with Test(place, "redmine", "refusals") as test:
        to = test.issue
        token = place.folder / "token"

        def refuse(what, *arguments, code=2, secret=test.secret):
            run = place.run(*arguments, secret=secret)
            test.check(run.returncode == code and what in run.stderr, f"{arguments}: {run.returncode} {run.stderr}")
            test.check(test.secret not in run.stderr + run.stdout, "credential in a message")

        off = ("--redact", "off", "--yes")
        refuse("no credential", place.report, "--to", to, *off, secret=None)
        refuse("no token", place.report, "--to", to, *off, secret="short")
        refuse("no token", place.report, "--to", to, *off, secret='x"\nurl = "http://127.0.0.1:1/"')
        for address in ("http://example.org/issues/1", "http://127.0.0.1.example.org/issues/1", "ftp://example.org/issues/1",
                        "https://me:pass@example.org/issues/1", "https://example.org/", "https://example.org/a/../issues/1",
                        'https://example.org/x"/issues/1', "https://exa mple.org/issues/1", "file:///etc/passwd",
                        "https://example.org/a/b/issues/1", "http://2130706433/issues/1"):
            refuse("--to", place.report, "--to", address, *off)
        refuse("report.json", place.folder / "nowhere" / "report.json", "--to", to, *off, code=3)
        token.write_text(test.secret + "\n")
        for mode in (0o644, 0o640, 0o604, 0o620):
            token.chmod(mode)
            refuse("chmod 600", place.report, "--to", to, "--token-file", token, *off, secret=None)
        token.chmod(0o600)
        link = place.folder / "link"
        link.symlink_to(token)
        refuse("no regular file", place.report, "--to", to, "--token-file", link, *off, secret=None)
        refuse("no regular file", place.report, "--to", to, "--token-file", place.folder, *off, secret=None)
        refuse("cannot be opened", place.report, "--to", to, "--token-file", place.folder / "none", *off, secret=None)
        kept = place.folder / "comment.textile"
        kept.write_text("mine")
        refuse("exists already", place.report, "--to", to, "-o", kept, *off)
        test.check(kept.read_text() == "mine", "a file was overwritten")
        test.check(not test.server.requests, "something was sent")
        run = place.run(place.report, "--to", to, "--token-file", token, "-o", kept, "--force", *off)
        test.check(run.returncode == 0 and len(test.mine) == 1, f"{run.returncode} {run.stderr}")
        test.check(kept.read_text() == test.mine[0]["text"], "not what was sent")
        test.check((place.folder / test.tracker.attachments[0]["name"]).exists(), "no attachment beside it")
        path, place.path = place.path, str(place.folder / "empty")
        refuse("curl is not in the PATH", place.report, "--to", to, *off)
        place.path = path


def test_unreachable(place):
    with Test(place, "redmine", "nobody there") as test:
        test.server.close()
        run = test.post(place.report, "--retries", "0", code=2)
        test.check("not reached" in run.stderr and "nothing was sent" in run.stderr, run.stderr)
        test.server = stub.Server(test.tracker)


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory(prefix="ticket-test-") as folder:
        folder = pathlib.Path(folder)
        reports = Place(program, folder / "reports")
        tests = [lambda own: test_silent(own), lambda own: test_refusals(own), lambda own: test_unreachable(own)]
        for name in TRACKERS:
            for test in (test_life, test_others, test_redacted, test_locked, test_redirect):
                tests.append(lambda own, test=test, name=name: test(own, name))
            tests += troubles(reports, name)
        # Most of them wait.
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            running = [
                pool.submit(lambda number=number, test=test: test(Place(program, folder / str(number), reports)))
                for number, test in enumerate(tests)]
            for one in running:
                one.result()
    for fault in Test.faults[:40]:
        print(f"tracker-test: {fault}")
    print(f"tracker-test: {Test.checks - len(Test.faults)} of {Test.checks} checks hold, {len(TRACKERS)} trackers")
    return 1 if Test.faults else 0


if __name__ == "__main__":
    sys.exit(main())
