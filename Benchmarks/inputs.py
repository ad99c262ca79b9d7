"""What is measured: made by make-load when it is not there yet, kept for the next time."""
import hashlib
import pathlib
import shutil
import subprocess
import tarfile

GIB = 1 << 30
UNITS = {"GiB": 30, "MiB": 20, "KiB": 10}


def size_of(text):
    """`1GiB`, `64MiB` or a number of bytes."""
    for unit, shift in UNITS.items():
        if text.endswith(unit):
            return int(text[: -len(unit)]) << shift
    return int(text)


def words(size):
    for unit, shift in UNITS.items():
        if size >= 1 << shift:
            return f"{size / (1 << shift):.0f} {unit}"
    return f"{size} bytes"


class Inputs:
    def __init__(self, root, build, work, size):
        self.root, self.build, self.work, self.size = root, build, work, size
        work.mkdir(parents=True, exist_ok=True)
        self.drop_stale()

    def drop_stale(self):
        """Files of another generator than this one are made anew."""
        digest = hashlib.sha256()
        for path in sorted((self.root / "Sources/Tools/make-load").rglob("*.swift")):
            digest.update(path.read_bytes())
        stamp = self.work / "generator"
        if not stamp.exists() or stamp.read_text() != digest.hexdigest():
            for path in self.work.glob("load-*"):
                path.unlink()
            stamp.write_text(digest.hexdigest())

    def make(self, name, *arguments):
        path = self.work / f"load-{name}"
        if not path.exists():
            part = path.with_name("making")
            subprocess.run([self.build / "make-load", *map(str, arguments), "-o", part], check=True,
                           stderr=subprocess.DEVNULL)
            part.rename(path)
        return path

    def log(self, size, wrap="plain"):
        return self.make(f"{wrap}-{size}.log", "log", "--size", size, "--wrap", wrap)

    def storm(self, size):
        return self.make(f"storm-{size}.log", "storm", "--size", size)

    def interfaces(self, is_single_line):
        size = 300 * (1 << 20) * self.size // GIB
        form = ["--single-line"] if is_single_line else []
        return self.make(f"interfaces-{size}{''.join(form)}.json", "interfaces", "--size", size, *form)

    def bundle(self, size):
        return self.make(f"bundle-{size}.tar.gz", "bundle", "--size", size)

    def members(self, count):
        return self.make(f"members-{count}.tar", "members", "--count", count)

    def ids(self, count):
        """A command, not a file: gigabytes that are read once."""
        return [str(self.build / "make-load"), "ids", "--count", str(count)]

    def gzipped(self, size):
        path = self.work / f"load-plain-{size}.log.gz"
        if not path.exists():
            part = path.with_name("making")
            with open(part, "wb") as out:
                subprocess.run(["gzip", "-n", "-6", "-c", self.log(size)], stdout=out, check=True)
            part.rename(path)
        return path

    def inner(self, bundle):
        """The rotated log inside a bundle, as a file: inflate-only has to inflate it, too."""
        path = pathlib.Path(f"{bundle}.inner.gz")
        if not path.exists():
            with tarfile.open(bundle) as archive:
                member = next(member for member in archive if member.name.endswith(".gz"))
                path.write_bytes(archive.extractfile(member).read())
        return path

    def patterns(self):
        """The product's patterns, one a line: as Rust's engine takes them and as PCRE2 does."""
        text = subprocess.run([self.build / "ipamtriage", "playbooks", "list", "--format", "regex"],
                              check=True, capture_output=True, text=True).stdout
        rust, plain = self.work / "patterns.rust", self.work / "patterns.pcre"
        rust.write_text(text)
        # The one form that PCRE2 does not know; there `\b` is of ASCII under --no-unicode anyway.
        plain.write_text(text.replace(r"(?-u:\b)", r"\b"))
        return rust, plain

    def simdjson(self):
        """The peer that is compiled here; its path does not exist when the library is not installed."""
        source, program = self.root / "Benchmarks/simdjson-interfaces.cpp", self.work / "simdjson"
        if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
            compiler = shutil.which("c++")
            if compiler:
                subprocess.run([compiler, "-O3", "-std=c++17", "-o", program, source, "-lsimdjson"],
                               check=False, stderr=subprocess.DEVNULL)
        return program
