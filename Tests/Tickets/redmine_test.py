#!/usr/bin/env python3
"""`ipamtriage ticket --to` against a real Redmine on loopback: `make ticket-test`.

    redmine_test.py PROGRAM FOLDER

Redmine is Debian's, copied into FOLDER with a database, files and logs of its own, so that nothing outside is touched;
it is started on a free port and ended with the test. Notes are read back through its own HTML: nothing of a hostile
report may become markup there, and nothing of it may be lost.
Prints `redmine-test: …`; exit code 1 with the list of what was wrong.
"""

import html.parser
import json
import os
import pathlib
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]
CASE = ROOT / "SampleLogs" / "cases" / "subnet-fragmented" / "prefix-mode-scattered" / "input"
DEBIAN = pathlib.Path("/usr/share/redmine")

SETUP = """
Setting.rest_api_enabled = '1'
Setting.text_formatting = 'textile'
Setting.login_required = '0'
admin = User.find_by_login('admin')
admin.update_columns(:status => 1, :must_change_passwd => false)
project = Project.create!(:name => 'Cluster', :identifier => 'cluster', :trackers => Tracker.all,
  :enabled_module_names => ['issue_tracking', 'wiki', 'repository'])
issues = 5.times.map do |number|
  Issue.create!(:project => project, :tracker => project.trackers.first, :author => admin, :subject => "Pods hang #{number}",
    :priority => IssuePriority.first, :status => IssueStatus.first)
end
def member(login, project, permissions)
  role = Role.create!(:name => login, :permissions => permissions)
  user = User.new(:firstname => login, :lastname => 'Member', :mail => "#{login}@example.org", :status => 1)
  user.login = login
  user.password = user.password_confirmation = SecureRandom.hex(12)
  user.save!
  Member.create!(:project => project, :user => user, :roles => [role])
  user
end
noter = member('noter', project, [:view_issues, :add_issue_notes])
reader = member('reader', project, [:view_issues])
keys = {'admin' => admin.api_key, 'feed' => admin.atom_key, 'noter' => noter.api_key, 'reader' => reader.api_key}
puts JSON.generate(keys)
"""

# Text that Textile or Redmine would make something of.
NASTY = [
    "<script>alert(1)</script>", "</pre><img src=x onerror=y>", "<notextile><b>x</b></notextile>", "==<i>x</i>==",
    '"x":http://evil.example/', '"x":javascript:alert(1)', "!http://evil.example/x.png!", "@code@", "#1 and #2 note#1",
    "{{toc}} {{include(Wiki)}} {{collapse(x)}}", "[[Wiki]] user:admin @admin attachment:x.png r1 commit:abc",
    "http://evil.example www.evil.example a@evil.example", "h1. x", "bq. x", "p(a#b){color:red}. x", "|a|b|", "* x # y",
    "*bold* _em_ -del- +ins+ ^sup^ ~sub~ ??cite?? %{color:red}span%", "x%x%lt;b&gt; &lt;i&gt; &#60;u>", "AB(title) x[1]",
    "<!-- x --> ]]> </code></pre>", "\x1b[2Jclear \u202eturned", "a\\b `c` $(d)",
]


class Redmine:
    """A copy of Debian's Redmine that keeps to its folder."""

    def __init__(self, folder):
        self.folder, self.app, self.process = folder, folder / "app", None
        folder.mkdir(parents=True, exist_ok=True)
        self.instance = self.app / "instances" / "default"
        self.database = folder / "redmine.sqlite3"
        self.log = folder / "log"
        self.environment = {
            "PATH": "/usr/bin:/bin", "HOME": str(folder), "TMPDIR": str(folder / "tmp"), "LC_ALL": "C.UTF-8",
            "BUNDLE_GEMFILE": str(self.app / "Gemfile"), "RAILS_ENV": "production", "REDMINE_LANG": "en",
            "SCHEMA": "/dev/null", "REDMINE_INSTANCE": "default", "BUNDLE_APP_CONFIG": str(folder / "bundle"),
        }

    def prepare(self):
        """The copy and its first database; made once for a version of the package."""
        version = subprocess.run(
            ["dpkg-query", "-W", "-f=${Version}", "redmine"], capture_output=True, text=True, check=True).stdout
        mark, first = self.folder / "version", self.folder / "first.sqlite3"
        self.database.unlink(missing_ok=True)
        if not (mark.exists() and mark.read_text() == version):
            shutil.rmtree(self.app, ignore_errors=True)
            shutil.copytree(DEBIAN, self.app, symlinks=True)
            # Links into /etc and /var, where Debian keeps its own.
            for name in ("instances", "Gemfile.lock", "config/database.yml"):
                place = self.app / name
                if place.is_symlink():
                    place.unlink()
            gems = self.app / "Gemfile"
            gems.write_text(gems.read_text().replace(str(DEBIAN) + "/", str(self.app) + "/"))
            for name in ("config", "log", "tmp/cache", "tmp/pids", "files", "public/plugin_assets"):
                (self.instance / name).mkdir(parents=True, exist_ok=True)
            for name in ("plugins", "tmp", "files", "log"):
                (self.app / name).mkdir(exist_ok=True)
            (self.instance / "config" / "database.yml").write_text(
                f"production:\n  adapter: sqlite3\n  database: {self.database}\n")
            (self.instance / "config" / "secret_key.txt").write_text(secrets.token_hex(32))
            # In one run the second would see the tables as they were before the first.
            self.ruby("bundle", "exec", "rake", "db:migrate")
            self.ruby("bundle", "exec", "rake", "redmine:load_default_data")
            shutil.copyfile(self.database, first)
            mark.write_text(version)
        shutil.copyfile(first, self.database)
        shutil.rmtree(self.instance / "files", ignore_errors=True)
        (self.instance / "files").mkdir()
        script = self.folder / "setup.rb"
        script.write_text(SETUP)
        return json.loads(self.ruby("bundle", "exec", "rails", "runner", str(script)).strip().split("\n")[-1])

    def ruby(self, *command):
        (self.folder / "tmp").mkdir(exist_ok=True)
        run = subprocess.run(
            command, cwd=self.app, env=self.environment, capture_output=True, text=True, stdin=subprocess.DEVNULL,
            timeout=600, check=False)
        if run.returncode:
            sys.exit(f"redmine-test: {' '.join(command)} ends with {run.returncode}\n{run.stdout[-1000:]}{run.stderr[:1500]}")
        return run.stdout

    def start(self):
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                ["puma", "-b", f"tcp://127.0.0.1:{port}", "-e", "production", "-w", "0", "-t", "1:2", "config.ru"],
                cwd=self.app, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True)
        self.origin = f"http://127.0.0.1:{port}"
        for _ in range(600):
            try:
                urllib.request.urlopen(self.origin + "/login", timeout=5).close()
                return
            except (urllib.error.URLError, OSError):
                if self.process.poll() is not None:
                    break
                time.sleep(0.2)
        self.stop()
        sys.exit(f"redmine-test: Redmine does not start\n{self.log.read_text()[-2000:]}")

    def stop(self):
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self.database.unlink(missing_ok=True)

    def get(self, path, key=None):
        request = urllib.request.Request(self.origin + path, headers={"X-Redmine-API-Key": key} if key else {})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read()


class Note(html.parser.HTMLParser):
    """What Redmine's HTML of a note holds."""

    OWN = {"h2", "h3", "p", "ul", "li", "strong", "code", "pre", "table", "tbody", "tr", "td", "th", "br"}

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.strange, self.words, self.anchors = [], "", 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        # Redmine puts an anchor beside each heading, and a name in it; files it lists itself.
        if tag == "a" and (given.get("class") == "wiki-anchor" or set(given) == {"name"}):
            self.anchors += 1
        elif tag == "a" and re.fullmatch(r"/attachments/(download/)?\d+(/ipamtriage-[0-9a-f-]+\.\w+)?", given.get("href", "")):
            pass
        elif tag not in self.OWN or given:
            self.strange.append(f"<{tag} {given}>")

    def handle_comment(self, data):
        self.strange.append(f"<!--{data}-->")

    def handle_data(self, data):
        self.words += data


class Test:
    def __init__(self, program, redmine, keys, folder):
        self.program, self.redmine, self.keys, self.folder = program, redmine, keys, folder
        self.faults, self.checks = [], 0
        self.report = folder / "report.json"
        subprocess.run(
            [program, str(CASE), "-q", "--format", f"json={self.report}"], check=False, stdin=subprocess.DEVNULL)

    def check(self, condition, what):
        self.checks += 1
        if not condition:
            self.faults.append(what)

    def changed(self, name, change):
        report = json.loads(self.report.read_text())
        change(report)
        path = self.folder / name
        path.write_text(json.dumps(report))
        return path

    def post(self, report, *more, issue=1, key="admin", code=0):
        environment = {
            "PATH": "/usr/bin:/bin", "HOME": str(self.folder), "TMPDIR": str(self.folder), "LC_ALL": "C.UTF-8",
            "IPAMTRIAGE_TICKET_TOKEN": self.keys.get(key, key),
        }
        run = subprocess.run(
            [self.program, "ticket", report, "--to", f"{self.redmine.origin}/issues/{issue}", "--redact", "off", "--yes",
             *more], env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=300, check=False)
        self.check(run.returncode == code, f"exit {run.returncode}, not {code}: {run.stdout} {run.stderr}")
        self.check(environment["IPAMTRIAGE_TICKET_TOKEN"] not in run.stdout + run.stderr, "the key is printed")
        return run.stdout + run.stderr

    def issue(self, number):
        path = f"/issues/{number}.json?include=journals,attachments"
        issue = json.loads(self.redmine.get(path, self.keys["admin"]))["issue"]
        return [entry for entry in issue["journals"] if entry["notes"]], issue["attachments"]

    def seen(self, number):
        """The notes of an issue as Redmine shows them."""
        feed = xml.etree.ElementTree.fromstring(self.redmine.get(f"/issues/{number}.atom?key={self.keys['feed']}"))
        notes = [Note(entry.text or "") for entry in feed.iter("{http://www.w3.org/2005/Atom}content")]
        # An attachment that came later is an entry of its own.
        return [note for note in notes if "Incident" in note.words]

    def life(self):
        self.check("added" in self.post(self.report), "not added")
        notes, files = self.issue(1)
        self.check(len(notes) == 1 and len(files) == 1, f"{len(notes)} notes, {len(files)} files")
        page = self.folder / "page.html"
        subprocess.run(
            [self.program, "report", self.report, "-f", f"html={page}", "--redact", "off"], check=False, capture_output=True)
        got = self.redmine.get(files[0]["content_url"].removeprefix(self.redmine.origin), self.keys["admin"])
        self.check(got == page.read_bytes(), "the attachment is not the report, byte by byte")
        self.check("up to date" in self.post(self.report), "posted twice")
        changed = self.changed("changed.json", lambda report: report["diagnosis"]["primary"].update(because="NEWER"))
        self.check("changed" in self.post(changed), "not changed")
        after, files = self.issue(1)
        self.check(len(after) == 1 and after[0]["id"] == notes[0]["id"] and "NEWER" in after[0]["notes"], "not in place")
        self.check(any(file["filename"] in after[0]["notes"] for file in files), "names no file that is there")
        shown = self.seen(1)
        self.check(len(shown) == 1, f"{len(shown)} notes to be seen")
        shown = shown[0]
        primary = json.loads(self.report.read_text())["diagnosis"]["primary"]
        self.check(shown.anchors >= 2, f"no headings: {shown.anchors}")
        for word in ["SUBNET FRAGMENTED", *primary["scope"]["subnets"], *primary["scope"]["nodes"]]:
            self.check(word in shown.words, f"{word} is not to be seen")
        for remedy in json.loads(self.report.read_text())["remedies"]:
            for command in remedy["commands"]:
                self.check(command in shown.words, f"not to be copied: {command}")
        self.check(not shown.strange, f"strange markup in a plain report: {shown.strange}")

    def hostile(self):
        def poison(report):
            primary = report["diagnosis"]["primary"]
            primary["because"] = " ".join(NASTY[:8])
            primary["scope"]["pods"] = NASTY[:8]
            primary["scope"]["nodes"] = NASTY[8:16]
            primary["scope"]["enis"] = NASTY[16:]
            for number, remedy in enumerate(report["remedies"]):
                remedy["title"] = NASTY[number % len(NASTY)]
                remedy["commands"] = NASTY[number % 3 :: 3]
                remedy["risk"] = "x " + " ".join(NASTY[8:])
                remedy["verify"] = NASTY[-1 - number]
            report["notes"] = NASTY
            for item in report["evidence"]:
                item["text"] = NASTY[int(item["id"][1:]) % len(NASTY)]

        report = self.changed("hostile.json", poison)
        # The short comment, and the whole page in a note.
        self.post(report, issue=2)
        self.post(report, "--attach", "none", issue=3)
        for number in (2, 3):
            shown = self.seen(number)[0]
            self.check(not shown.strange, f"issue {number}: live markup: {shown.strange}")
            words = " ".join(shown.words.split())
            for text in NASTY:
                # What cannot be seen is spelt out.
                text = text.replace("\x1b", "\\u{1b}").replace("\u202e", "\\u{202e}")
                self.check(text in words, f"issue {number}: lost: {text!r}")

    def control(self):
        """What the test of hostile text looks for is there when the text is posted as it is."""
        body = json.dumps({"issue": {"notes": "Incident\n\n" + "\n\n".join(NASTY)}}).encode()
        request = urllib.request.Request(
            self.redmine.origin + "/issues/5.json", data=body, method="PUT",
            headers={"X-Redmine-API-Key": self.keys["admin"], "Content-Type": "application/json"})
        urllib.request.urlopen(request, timeout=60).close()
        shown = self.seen(5)[0]
        self.check(len(shown.strange) >= 10, f"Redmine makes only {shown.strange} of hostile text")

    def refused(self):
        notes, files = self.issue(4)
        large = self.changed("large.json", lambda report: report.update(notes=["x" * 20_000] * 300))
        said = self.post(large, "--attach", "json", issue=4, code=2)
        self.check("422" in said and "attach less" in said, said)
        self.post(self.report, issue=4, key="reader", code=2)
        self.post(self.report, issue=4, key="no-such-key-0123456789", code=2)
        self.post(self.report, issue=99, code=3)
        self.check(self.issue(4) == (notes, files), "something of what was refused is there")
        # A role that may add notes and not change them.
        self.check("added" in self.post(self.report, issue=4, key="noter"), "not added")
        changed = self.changed("again.json", lambda report: report["diagnosis"]["primary"].update(because="AGAIN"))
        self.check("may not be changed" in self.post(changed, issue=4, key="noter"), "changed without the right to")
        self.check("up to date" in self.post(changed, issue=4, key="noter"), "posted twice")
        notes, files = self.issue(4)
        self.check(len(notes) == 2 and len(files) == 2, f"{len(notes)} notes, {len(files)} files")

    def gone(self):
        self.redmine.stop()
        said = self.post(self.report, "--retries", "0", code=2)
        self.check("not reached" in said, said)


def main():
    program, folder = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()
    redmine = Redmine(folder)
    keys = redmine.prepare()
    redmine.start()
    try:
        with tempfile.TemporaryDirectory(dir=folder) as place:
            test = Test(program, redmine, keys, pathlib.Path(place))
            test.life()
            test.hostile()
            test.control()
            test.refused()
            test.gone()
    finally:
        redmine.stop()
    for fault in test.faults[:40]:
        print(f"redmine-test: {fault}")
    print(f"redmine-test: {test.checks - len(test.faults)} of {test.checks} checks hold")
    return 1 if test.faults else 0


if __name__ == "__main__":
    sys.exit(main())
