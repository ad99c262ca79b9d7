"""A loopback server that answers as GitHub, GitLab, Jira and Redmine do, as far as a ticket needs them.

It records every request, and holds each against the documented API: a header that is missing, a body of another shape
or a path that is not there is answered as the tracker answers it, and kept in `faults`. What is to go wrong is said
before, in `script`.

Sources: GitHub REST API 2022-11-28 (Issue comments, Users); GitLab REST API v4 (Notes, Project Markdown uploads,
Users); Jira Cloud platform REST API v3 and Jira Server REST API v2 (Issue comments, Issue attachments, Myself);
Redmine REST API (Issues, Attachments, Journals, Users).
"""

import email.parser
import email.policy
import http.server
import json
import re
import threading
import urllib.parse

ME = {"id": 7, "login": "bot", "accountId": "5b10:bot", "name": "bot", "username": "bot"}
OTHER = {"id": 8, "login": "other", "accountId": "5b10:other", "name": "other", "username": "other"}
MEGABYTE = 1 << 20


class Wrong(Exception):
    """A request that the documented API refuses."""

    def __init__(self, status, what):
        super().__init__(what)
        self.status = status


class Tracker:
    """What all four have: comments with an author, and attachments."""

    # GET paths to lists come in pages of at most so many.
    most_per_page = 100

    def __init__(self, secret):
        self.secret = secret
        self.comments = []
        self.attachments = []
        self.uploads = {}
        self.next = 100
        self.locked = False
        self.silent_notes = False

    def number(self):
        self.next += 1
        return self.next

    def need(self, condition, status, what):
        if not condition:
            raise Wrong(status, what)

    def header(self, request, name, value):
        self.need(request.headers.get(name) == value, 400, f"{name}: {request.headers.get(name)!r}, not {value!r}")

    def json(self, request, keys):
        self.header(request, "Content-Type", "application/json")
        try:
            body = json.loads(request.body)
        except ValueError as error:
            raise Wrong(400, f"body is no JSON: {error}") from None
        self.need(isinstance(body, dict) and set(body) == keys, 422, f"keys {sorted(body)}, not {sorted(keys)}")
        return body

    def form(self, request):
        """The one file of a form: RFC 7578."""
        kind = request.headers.get("Content-Type", "")
        self.need(kind.startswith("multipart/form-data; boundary="), 400, f"Content-Type {kind!r}")
        head = f"Content-Type: {kind}\r\n\r\n".encode()
        parts = list(email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + request.body).iter_parts())
        self.need(len(parts) == 1, 400, f"{len(parts)} parts")
        part = parts[0]
        name = part.get_param("name", header="content-disposition")
        self.need(name == "file" and part.get_filename(), 400, f"field {name!r}, file {part.get_filename()!r}")
        return part.get_filename(), part.get_content_type(), part.get_payload(decode=True)

    def comment(self, number):
        for comment in self.comments:
            if comment["id"] == int(number):
                return comment
        raise Wrong(404, f"no comment {number}")

    def editable(self, number):
        comment = self.comment(number)
        self.need(not self.locked and comment["author"] is ME, 403, "may not be changed")
        return comment

    def add(self, text, author=ME):
        comment = {"id": self.number(), "text": text, "author": author}
        self.comments.append(comment)
        return comment

    def page(self, query, per_page):
        size = min(int(query.get(per_page, ["30"])[0]), self.most_per_page)
        start = (int(query.get("page", ["1"])[0]) - 1) * size
        return self.comments[start : start + size]


class GitHub(Tracker):
    issue = "/acme/shop/issues/12"
    prefix = "/api/v3"

    def answer(self, request, path, query):
        self.header(request, "Authorization", "Bearer " + self.secret)
        self.header(request, "Accept", "application/vnd.github+json")
        self.header(request, "X-GitHub-Api-Version", "2022-11-28")
        self.need(request.headers.get("User-Agent"), 403, "no User-Agent")
        comments = "/api/v3/repos/acme/shop/issues/12/comments"
        match request.method, path:
            case "GET", "/api/v3/user":
                return 200, {"login": "bot", "id": 7}
            case "GET", p if p == comments:
                return 200, [self.shown(comment) for comment in self.page(query, "per_page")]
            case "POST", p if p == comments:
                return 201, self.shown(self.add(self.text(request)))
            case "PATCH", p if (found := re.fullmatch(r"/api/v3/repos/acme/shop/issues/comments/(\d+)", p)):
                self.editable(found[1])["text"] = self.text(request)
                return 200, self.shown(self.comment(found[1]))
        raise Wrong(404, f"{request.method} {path}")

    def text(self, request):
        text = self.json(request, {"body"})["body"]
        self.need(len(text) <= 65_536, 422, "body is too long (maximum is 65536 characters)")
        return text

    def shown(self, comment):
        author = comment["author"]
        return {"id": comment["id"], "body": comment["text"], "user": {"login": author["login"], "id": author["id"]}}


class GitLab(Tracker):
    issue = "/acme/platform/shop/-/issues/12"
    prefix = "/api/v4"

    def answer(self, request, path, query):
        self.header(request, "PRIVATE-TOKEN", self.secret)
        project = "/api/v4/projects/acme%2Fplatform%2Fshop"
        notes = f"{project}/issues/12/notes"
        match request.method, path:
            case "GET", "/api/v4/user":
                return 200, {"id": 7, "username": "bot"}
            case "GET", p if p == notes:
                return 200, [self.shown(comment) for comment in self.page(query, "per_page")]
            case "POST", p if p == f"{project}/uploads":
                name, _, content = self.form(request)
                secret = f"{self.number():032x}"
                self.uploads[f"/uploads/{secret}/{name}"] = content
                return 201, {
                    "id": 5, "alt": name, "url": f"/uploads/{secret}/{name}",
                    "full_path": f"/-/project/1/uploads/{secret}/{name}",
                    "markdown": f"[{name}](/uploads/{secret}/{name})",
                }
            case "POST", p if p == notes:
                return 201, self.shown(self.add(self.text(request)))
            case "PUT", p if (found := re.fullmatch(re.escape(notes) + r"/(\d+)", p)):
                self.editable(found[1])["text"] = self.text(request)
                return 200, self.shown(self.comment(found[1]))
        raise Wrong(404, f"{request.method} {path}")

    def text(self, request):
        text = self.json(request, {"body"})["body"]
        self.need(len(text) <= 1_000_000, 400, "note is too long")
        for link in re.findall(r"\]\((/uploads/[^)]*)\)", text):
            self.need(link in self.uploads, 400, f"names {link}, which is not there")
        return text

    def shown(self, comment):
        author = comment["author"]
        return {
            "id": comment["id"], "body": comment["text"], "system": False,
            "author": {"id": author["id"], "username": author["username"]},
        }


class Jira(Tracker):
    issue = "/browse/SHOP-12"
    version = "3"
    upload_limit = 10 * MEGABYTE

    @property
    def authorization(self):
        import base64

        return "Basic " + base64.b64encode(self.secret.encode()).decode()

    def answer(self, request, path, query):
        self.header(request, "Authorization", self.authorization)
        base = f"/rest/api/{self.version}"
        issue = f"{base}/issue/SHOP-12"
        match request.method, path:
            case "GET", p if p == f"{base}/myself":
                return 200, self.person(ME)
            case "GET", p if p == f"{base}/attachment/meta":
                return 200, {"enabled": True, "uploadLimit": self.upload_limit}
            case "GET", p if p == issue:
                self.need(query.get("fields") == ["attachment"], 400, f"fields {query.get('fields')}")
                files = [{"id": str(f["id"]), "filename": f["name"], "size": len(f["content"])} for f in self.attachments]
                return 200, {"id": "10000", "key": "SHOP-12", "fields": {"attachment": files}}
            case "GET", p if p == f"{issue}/comment":
                start, most = int(query["startAt"][0]), min(int(query["maxResults"][0]), self.most_per_page)
                shown = [self.shown(comment) for comment in self.comments[start : start + most]]
                return 200, {"startAt": start, "maxResults": most, "total": len(self.comments), "comments": shown}
            case "POST", p if p == f"{issue}/attachments":
                self.need(request.headers.get("X-Atlassian-Token") == "no-check", 403, "XSRF check failed")
                name, _, content = self.form(request)
                self.need(len(content) <= self.upload_limit, 413, "too large")
                file = {"id": self.number(), "name": name, "content": content}
                self.attachments.append(file)
                return 200, [{"id": str(file["id"]), "filename": name, "size": len(content)}]
            case "DELETE", p if (found := re.fullmatch(base + r"/attachment/(\d+)", p)):
                self.attachments = [file for file in self.attachments if file["id"] != int(found[1])]
                return 204, None
            case "POST", p if p == f"{issue}/comment":
                return 201, self.shown(self.add(self.text(request)))
            case "PUT", p if (found := re.fullmatch(re.escape(issue) + r"/comment/(\d+)", p)):
                self.editable(found[1])["text"] = self.text(request)
                return 200, self.shown(self.comment(found[1]))
        raise Wrong(404, f"{request.method} {path}")

    def person(self, who):
        return {"accountId": who["accountId"], "displayName": who["name"]}

    def text(self, request):
        """An ADF document; its nodes are tested with the renderer."""
        document = self.json(request, {"body"})["body"]
        self.need(
            isinstance(document, dict) and document.get("version") == 1 and document.get("type") == "doc"
            and isinstance(document.get("content"), list) and len(document["content"]) > 2,
            400, "body is no document",
        )
        self.need(len(json.dumps(document, ensure_ascii=False)) <= 40_000, 400, "CONTENT_LIMIT_EXCEEDED")
        return document

    def shown(self, comment):
        return {"id": str(comment["id"]), "author": self.person(comment["author"]), "body": comment["text"]}


class JiraServer(Jira):
    version = "2"

    @property
    def authorization(self):
        return "Bearer " + self.secret

    def person(self, who):
        return {"key": who["name"], "name": who["name"]}

    def text(self, request):
        text = self.json(request, {"body"})["body"]
        self.need(isinstance(text, str) and len(text) <= 32_767, 400, "the entered text is too long")
        return text


class Redmine(Tracker):
    issue = "/redmine/issues/12"

    def answer(self, request, path, query):
        self.header(request, "X-Redmine-API-Key", self.secret)
        match request.method, path:
            case "GET", "/redmine/users/current.json":
                return 200, {"user": {"id": 7, "login": "bot"}}
            case "GET", "/redmine/issues/12.json":
                self.need(query.get("include") == ["attachments,journals"], 400, f"include {query.get('include')}")
                files = [{"id": f["id"], "filename": f["name"], "filesize": len(f["content"])} for f in self.attachments]
                return 200, {"issue": {"id": 12, "attachments": files, "journals": [self.shown(c) for c in self.comments]}}
            case "POST", "/redmine/uploads.json":
                self.header(request, "Content-Type", "application/octet-stream")
                self.need(len(request.body) <= 5 * MEGABYTE, 422, "This file cannot be uploaded")
                token = f"{self.number()}.abcdef"
                self.uploads[token] = request.body
                return 201, {"upload": {"id": self.next, "token": token}}
            case "PUT", "/redmine/issues/12.json":
                self.header(request, "Content-Type", "application/json")
                change = json.loads(request.body).get("issue", {})
                self.need(set(change) and set(change) <= {"notes", "uploads"}, 422, f"issue {sorted(change)}")
                for upload in change.get("uploads", []):
                    self.need(set(upload) == {"token", "filename", "content_type"}, 422, f"upload {sorted(upload)}")
                    self.need(upload["token"] in self.uploads, 422, "no such token")
                    content = self.uploads.pop(upload["token"])
                    self.attachments.append({"id": self.number(), "name": upload["filename"], "content": content})
                if not self.silent_notes:
                    self.add(change.get("notes", ""))
                return 204, None
            case "PUT", p if (found := re.fullmatch(r"/redmine/journals/(\d+)\.json", p)):
                text = self.json(request, {"journal"})["journal"]["notes"]
                self.editable(found[1])["text"] = text
                return 204, None
        raise Wrong(404, f"{request.method} {path}")

    def shown(self, comment):
        author = comment["author"]
        return {"id": comment["id"], "user": {"id": author["id"], "name": author["name"]}, "notes": comment["text"]}


class Request:
    def __init__(self, method, target, headers, body):
        self.method, self.target, self.headers, self.body = method, target, headers, body

    @property
    def is_reading(self):
        return self.method == "GET"


class Server:
    """One tracker on a port of its own.

    `script` maps the number of a request, counted from 0, to what goes wrong with it: a function of the handler and of
    the answer that would have been given. It returns True when it has answered, else the answer is given.
    """

    def __init__(self, tracker):
        self.tracker, self.requests, self.faults, self.script = tracker, [], [], {}
        self.released = threading.Event()
        owner = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                owner.handle(self, Request(self.command, self.path, self.headers, body))

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_one

            def log_message(self, *_):
                pass

            def give(self, status, value, headers=()):
                body = b"" if value is None else value if isinstance(value, bytes) else json.dumps(value).encode()
                self.send_response(status)
                for name, text in headers:
                    self.send_header(name, text)
                if status != 204:
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        self.origin = f"http://127.0.0.1:{self.http.server_port}"

    def close(self):
        self.released.set()
        self.http.shutdown()
        self.http.server_close()

    def handle(self, handler, request):
        number = len(self.requests)
        self.requests.append(request)
        trouble = self.script.get(number) or self.script.get("all")

        def answer():
            path, _, query = request.target.partition("?")
            try:
                return self.tracker.answer(request, path, urllib.parse.parse_qs(query))
            except Wrong as wrong:
                if wrong.status not in (403, 404, 413) or "XSRF" in str(wrong):
                    self.faults.append(f"{request.method} {request.target}: {wrong}")
                return wrong.status, {"message": str(wrong)}

        try:
            if trouble and trouble(handler, request, answer, self):
                return
            handler.give(*answer())
        except (BrokenPipeError, ConnectionResetError):
            pass
