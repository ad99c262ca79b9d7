"""The HTML report in a real browser: `make browser-test`.

Every sample below is analysed by the program itself and its page is opened as a person would: at desktop and phone
width, light and dark, on paper. What has to hold for each:

- nothing is asked of any network, the console stays silent, and the style sheet that the page's policy names applies;
- nothing sticks out at 375 and 320 pixels;
- axe-core finds no violation, with all sections open, in both colour schemes;
- paper has what closed sections hide.

Pictures go where --pictures says, for people to look at; they are not kept in the repository.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CASES = ROOT / "SampleLogs" / "cases"
SAMPLES = [
    "subnet-exhausted/secondary-mode-full-slash24",
    "subnet-fragmented/prefix-mode-scattered",
    "ip-cooldown",
    "warm-pool-hoarding",
    "healthy",
    "unknown",
    "not-ip-problem",
]
PHONE = {"width": 375, "height": 812}
NARROW = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 900}


class Page:
    """One report in one browser."""

    def __init__(self, name, path, browser, pictures):
        self.name, self.path, self.browser, self.pictures = name, path, browser, pictures
        self.faults = []

    def fault(self, text):
        self.faults.append(f"{self.name}: {text}")

    def check(self):
        self.check_silence()
        for viewport in (DESKTOP, PHONE, NARROW):
            self.check_width(viewport)
        for scheme in ("light", "dark"):
            self.check_access(scheme)
        self.check_paper()
        return self.faults

    def open(self, viewport, **options):
        context = self.browser.new_context(viewport=viewport, **options)
        page = context.new_page()
        page.goto(self.path.as_uri())
        return context, page

    def check_silence(self):
        """Under its own policy: nothing is loaded, nothing is said, and the style applies."""
        context = self.browser.new_context(viewport=DESKTOP)
        page = context.new_page()
        said, asked = [], []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: (said.append("dialog: " + dialog.message), dialog.dismiss()))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(self.path.as_uri())
        page.wait_for_timeout(200)
        if said:
            self.fault(f"the console says {said[:3]}")
        if asked != [self.path.as_uri()]:
            self.fault(f"asked for {asked[1:4]}")
        border = page.evaluate("getComputedStyle(document.querySelector('.verdict')).borderLeftWidth")
        if border != "6px":
            self.fault(f"the style sheet does not apply: border {border}")
        scripts = page.evaluate("document.querySelectorAll('script,iframe,img,object,embed,link').length")
        if scripts:
            self.fault(f"{scripts} elements that load or run")
        context.close()

    def check_width(self, viewport):
        for scheme in ("light", "dark"):
            context, page = self.open(viewport, color_scheme=scheme)
            self.picture(page, f"{viewport['width']}-{scheme}")
            page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide > 0:
                culprit = page.evaluate(
                    "[...document.querySelectorAll('body *')].filter(e => !e.closest('.scroll') && "
                    "e.getBoundingClientRect().right > innerWidth + 1).map(e => e.tagName + '.' + e.className)"
                )
                self.fault(f"{wide} pixels too wide at {viewport['width']}: {culprit[:3]}")
            context.close()

    def check_access(self, scheme):
        context, page = self.open(DESKTOP, color_scheme=scheme, bypass_csp=True)
        page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
        found = Axe().run(page).response["violations"]
        for violation in found:
            where = [node["html"][:120] for node in violation["nodes"][:2]]
            self.fault(f"axe, {scheme}: {violation['id']} {len(violation['nodes'])} times, {where}")
        context.close()

    def check_paper(self):
        """Text of closed sections is on paper, whole."""
        context, page = self.open(DESKTOP)
        closed = page.evaluate(
            "[...document.querySelectorAll('details:not([open]) > pre')].map(e => e.textContent)"
        )
        with tempfile.TemporaryDirectory() as folder:
            paper = pathlib.Path(folder) / "report.pdf"
            page.pdf(path=str(paper))
            text = "".join(part.extract_text() for part in PdfReader(str(paper)).pages)
        squeezed = "".join(text.split())
        for line in closed:
            start = "".join(line.split())[:60]
            if start not in squeezed:
                self.fault(f"not on paper: {line[:60]!r}")
                break
        page.emulate_media(media="print")
        hidden = page.evaluate(
            "[...document.querySelectorAll('details > *:not(summary)')]"
            ".filter(e => e.getBoundingClientRect().height == 0).length"
        )
        if hidden:
            self.fault(f"{hidden} folded parts have no height on paper")
        context.close()

    def picture(self, page, suffix):
        if self.pictures:
            file = self.pictures / f"{self.name.replace('/', '-')}-{suffix}.png"
            page.screenshot(path=str(file), full_page=True)


def inputs():
    """Name and input folder of each sample: the first variant where only the cause is named."""
    for name in SAMPLES:
        folder = CASES / name
        if not (folder / "input").exists():
            folder = next(path for path in sorted(folder.iterdir()) if (path / "input").exists())
        yield str(folder.relative_to(CASES)), folder / "input"


def hostile(folder):
    """A log whose texts try to be markup, and names that do."""
    nasty = (
        '"><script>alert(1)</script><img src=x onerror=alert(2)> javascript:alert(3) ]]> &lt; '
        '<svg onload=alert(4)> </style><style>*{display:none}</style> <a href="javascript:alert(5)">x</a> '
        "\u202egnp.exe\u2066 \"\u0301 onmouseover=alert(6) \u001b[31m " + "w" * 400
    )
    folder.mkdir()
    lines = [
        json.dumps({"level": "error", "ts": f"2026-03-09T02:03:{second:02}.000Z", "caller": "ipamd/ipamd.go:1", "msg": nasty})
        for second in range(20)
    ]
    (folder / "ipamd <b>&amp;.log").write_text("\n".join(lines) + "\n")
    return folder


def fleet(folder, count=180):
    """A fleet whose zone a has run out: most of its nodes are refused, every fifth sits on idle addresses."""
    folder.mkdir()
    subnets = {zone: f"subnet-0{zone * 16}" for zone in "abc"}
    for number in range(count):
        zone = "abc"[number % 3]
        is_idle, is_denied = zone == "a" and number % 5 == 0, zone == "b" and number % 9 == 1
        code = "InsufficientFreeAddressesInSubnet" if zone == "a" and not is_idle else "UnauthorizedOperation" if is_denied else ""
        node = f"i-0{number:08x}{'f' * 8}"
        said = [
            ("info", 0, "Starting L-IPAMD v1.20.1  ..."), ("debug", 0, f"Found availability zone: us-east-1{zone} "),
            ("debug", 0, f"Found instance-id: {node} "), ("debug", 0, f"Found subnet-id: {subnets[zone]} "),
            ("debug", 0, f"Found instance-type: {'m5.4xlarge' if is_idle else 'm5.large'} "),
        ]
        total, used = (58, 1) if is_idle else (9, 9) if code else (18, 5)
        for minute in range(5, 30, 3):
            second = 60 * minute + number % 60
            said.append(("debug", second, f"IP stats for Network Card 0 - total IPs: {total}, assigned IPs: {used}, cooldown IPs: 0"))
            if code and minute > 5 + number % 12:
                request = f"{number:04x}{minute:04x}-2222-4333-8444-555555555555"
                said.append(("error", second, f"Failed to allocate a private IP/Prefix addresses on ENI eni-0{number:016x}: operation "
                             f"error EC2: AssignPrivateIpAddresses, https response error StatusCode: 400, RequestID: {request}, "
                             f"api error {code}: no."))
                said.append(("error", second, "DataStore has no available IP/Prefix addresses"))
            elif not code:
                said.append(("info", second, "Send AddNetworkReply: Success: true IPAddr: [IPv4Addr:\"10.0.1.9\"], resp: Success:true, err: <nil>"))
        (folder / node).mkdir()
        (folder / node / "ipamd.log").write_text("".join(
            json.dumps({"level": level, "ts": f"2026-03-09T02:{at // 60:02}:{at % 60:02}.000Z", "caller": "ipamd/ipamd.go:1",
                        "msg": text}) + "\n" for level, at, text in said))
    (folder / "aws").mkdir()
    (folder / "aws" / "subnets.json").write_text(json.dumps({"Subnets": [
        {"SubnetId": subnets[zone], "VpcId": "vpc-0123456789abcdef0", "CidrBlock": f"10.0.{16 * index}.0/20",
         "AvailableIpAddressCount": index * 900, "AvailabilityZone": f"us-east-1{zone}"} for index, zone in enumerate("abc")]}))
    return folder


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--pictures", type=pathlib.Path)
    parser.add_argument("--input", action="append", default=[], type=pathlib.Path, help="further inputs")
    options = parser.parse_args()
    if options.pictures:
        options.pictures.mkdir(parents=True, exist_ok=True)
    faults, passed = [], 0
    with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright:
        work = pathlib.Path(work)
        browser = playwright.chromium.launch(executable_path=options.chromium, args=["--no-sandbox"])
        pages = list(inputs()) + [("hostile", hostile(work / "hostile")), ("fleet", fleet(work / "fleet"))]
        pages += [("fleet of hostile", work / "hostile")]
        pages += [(path.resolve().parent.name, path) for path in options.input]
        for number, (name, source) in enumerate(pages):
            file = work / f"{number}.html"
            asked = [source, "-q", "-f", f"html={file}"]
            if name.startswith("fleet"):
                asked = ["batch", source, "-q", "--store", work / f"{number}.sqlite", "-f", "html", "-o", file]
            run = subprocess.run([options.program, *asked], capture_output=True)
            if run.returncode not in (0, 1, 4) or not file.exists():
                faults.append(f"{name}: exit {run.returncode}: {run.stderr.decode()[:200]}")
                continue
            found = Page(name, file, browser, options.pictures).check()
            print(f"{'failed' if found else 'passed'}  {name}", flush=True)
            faults += found
            passed += not found
        browser.close()
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{passed} passed, {len(pages) - passed} failed")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
