"""What is measured: made by make-load when it is not there yet, kept for the next time."""
import hashlib
import json
import pathlib
import re
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

    def full_subnet(self, is_counted):
        """A /16 with not one address free: 9,000 interfaces, 65,531 addresses in an order that has nothing to do with
        theirs. `is_counted` false: the subnet beside them is another one, so that they are read and not counted."""
        path = self.work / f"load-full-16-{'ledger' if is_counted else 'parsing'}.json"
        if path.exists():
            return path
        # 40,503 shares no divisor with 65,531 (which is prime): every address comes once.
        order = [4 + index * 40_503 % 65_531 for index in range(65_531)]
        interfaces, taken = [], 0
        for number in range(9_000):
            count = 8 if number < 65_531 - 9_000 * 7 else 7
            own = [f"10.7.{offset >> 8}.{offset & 255}" for offset in order[taken:taken + count]]
            taken += count
            instance = f"i-{number // 3:017x}"
            interfaces.append({
                "NetworkInterfaceId": f"eni-{number:017x}", "SubnetId": "subnet-0123456789abcdef0",
                "VpcId": "vpc-0123456789abcdef0", "AvailabilityZone": "us-east-1a", "OwnerId": "111122223333",
                "Status": "in-use", "InterfaceType": "interface", "Description": f"aws-K8S-{instance}",
                "Attachment": {"InstanceId": instance, "DeviceIndex": number % 3, "Status": "attached"},
                "PrivateIpAddress": own[0],
                "PrivateIpAddresses": [{"Primary": address == own[0], "PrivateIpAddress": address} for address in own],
                "Ipv4Prefixes": [], "TagSet": [{"Key": "node.k8s.amazonaws.com/instance_id", "Value": instance}],
            })
        subnet = "subnet-0123456789abcdef0" if is_counted else "subnet-0fedcba9876543210"
        subnets = [{"SubnetId": subnet, "VpcId": "vpc-0123456789abcdef0", "CidrBlock": "10.7.0.0/16",
                    "AvailabilityZone": "us-east-1a", "AvailableIpAddressCount": 0 if is_counted else 65_531}]
        path.write_text(json.dumps({"Subnets": subnets}) + "\n"
                        + json.dumps({"NetworkInterfaces": interfaces}, indent=4) + "\n")
        return path

    def subnets_of(self, interfaces):
        """describe-subnets for a list of interfaces, and how many addresses those hold."""
        path = pathlib.Path(f"{interfaces}.subnets.json")
        blocks, addresses, block = {}, 0, None
        with open(interfaces) as lines:
            for line in lines:
                if '"PrivateIpAddress": "' in line and not block:
                    block = line.split('"')[3].rsplit(".", 2)[0] + ".0.0/16"
                addresses += '"Primary"' in line
                found = re.match(r' *"SubnetId": "(.*)"', line)
                if found:
                    blocks[found[1]] = block
                    block = None
        if not path.exists():
            path.write_text(json.dumps({"Subnets": [
                {"SubnetId": subnet, "CidrBlock": block} for subnet, block in blocks.items()]}) + "\n")
        return path, addresses

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
