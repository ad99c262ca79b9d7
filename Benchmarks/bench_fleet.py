#!/usr/bin/env python3
"""Measures `ipamtriage batch` against the number of bundles; `make bench-fleet` builds what it needs and runs it.

Two fleets: many small bundles (256 KiB unpacked) and fewer large ones (10 MB unpacked). For each number of bundles, in
turn: batch on two threads with an empty store, `xargs -P2` of the inflate-only program over the same bundles and the
rotated log in each of them, and batch once more with the store of the first run. Every report is held against what
was planted in the fleet; a wrong one ends the run. Bundles are removed afterwards.

Wall time, because two processors are what is compared, so the machine has to be idle; and processor time, which a busy
one does not falsify much.

    FLEET_SMALL=10000   bundles of 256 KiB; 0 leaves them out
    FLEET_LARGE=1000    bundles of 10 MB; 0 leaves them out
    bench.py --readme   puts the last whole table into README.md
"""
import datetime
import json
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / ".build" / "release"
WORK = ROOT / ".build" / "bench-fleet"
TABLE = ROOT / ".build" / "bench" / "fleet.md"
# The small fleet is counted at four sizes, the large one at three.
SMALL, LARGE = (0.1, 0.2, 0.5, 1), (0.1, 0.3, 1)


class Fleet:
    """The bundles of one fleet, the rotated logs in them, and what was planted."""

    def __init__(self, size, count):
        self.bundles, self.inner = WORK / "bundles", WORK / "inner"
        truth = WORK / "truth.json"
        subprocess.run([BUILD / "make-load", "fleet", "--count", str(count), "--size", size, "--rotated", self.inner,
                        "--truth", truth, "-o", self.bundles], check=True)
        self.truth = json.loads(truth.read_text())
        # Their names are ids, so that any part of the sorted list is a fleet of the same kind.
        self.names = sorted(path.name for path in self.bundles.iterdir())

    def remove(self):
        shutil.rmtree(self.bundles)
        shutil.rmtree(self.inner)


class Run:
    """One command to its end: wall seconds, processor seconds, MiB of the largest process."""

    def __init__(self, argv, words):
        WORK.joinpath("list").write_text("\n".join(words) + "\n")
        with open(WORK / "list") as listed, open(WORK / "stdout", "wb") as out, open(WORK / "stderr", "wb") as errors:
            start = time.monotonic()
            child = subprocess.Popen([str(part) for part in argv], stdin=listed, stdout=out, stderr=errors)
            _, status, usage = os.wait4(child.pid, 0)
            self.wall = time.monotonic() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        self.cpu = usage.ru_utime + usage.ru_stime
        self.peak = usage.ru_maxrss / 1024
        if child.returncode not in (0, 1, 4):
            sys.exit(f"{argv[0]}: exit {child.returncode}\n{(WORK / 'stderr').read_text()[:2000]}")


def check(truth, count, is_whole):
    """The report of the last run against what was planted."""
    report = json.loads((WORK / "stdout").read_text())
    found = next((cause for cause in report["causes"] if cause["id"] == truth["cause"]), None)
    if len(report["nodes"]) != count or found is None:
        sys.exit(f"{len(report['nodes'])} nodes of {count}, causes {[cause['id'] for cause in report['causes']]}")
    if is_whole and len(found["nodes"]) != truth["affected"]:
        sys.exit(f"{len(found['nodes'])} nodes affected, planted were {truth['affected']}")
    # Chance explains what a handful of nodes shares.
    if count < 40:
        return
    traits = [(trait["trait"], trait["value"]) for factor in found["factors"][:1] for trait in factor["traits"]]
    if (truth["trait"]["kind"], truth["trait"]["value"]) not in traits:
        sys.exit(f"the affected share {traits}, planted was {truth['trait']}")


def measure(title, size, unpacked, count, parts):
    print(f"{title}: making {count} bundles", file=sys.stderr, flush=True)
    fleet = Fleet(size, count)
    rows = [f"| {title} | time | CPU | a bundle | MB/s | peak MiB | inflate-only | ratio | CPU ratio | once more |",
            "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"]
    print("\n".join(["", *rows]), flush=True)
    for part in parts:
        number = max(1, int(count * part))
        names = fleet.names[:number]
        bundles = [str(fleet.bundles / name) for name in names]
        pairs = [path for name in names for path in (
            str(fleet.bundles / name), str(fleet.inner / name.replace(".tar.gz", ".log.gz")))]
        store = WORK / "cases.sqlite"
        store.unlink(missing_ok=True)
        batch = [BUILD / "ipamtriage", "batch", "-", "--store", store, "-j2", "-q", "-f", "json"]
        ours = Run(batch, bundles)
        check(fleet.truth, number, number == count)
        inflate = Run(["xargs", "-P2", "-n2", BUILD / "inflate-only"], pairs)
        again = Run(batch, bundles)
        check(fleet.truth, number, number == count)
        rows.append(
            f"| {number:,} | {ours.wall:.1f} s | {ours.cpu:.1f} s | {ours.wall / number * 1000:.1f} ms "
            f"| {number * unpacked / ours.wall / 1e6:.0f} | {ours.peak:.0f} | {inflate.wall:.1f} s "
            f"| {ours.wall / inflate.wall:.2f} | {ours.cpu / inflate.cpu:.2f} | {again.wall:.1f} s |")
        print(rows[-1], flush=True)
    fleet.remove()
    return rows


def main():
    small, large = int(os.environ.get("FLEET_SMALL", "10000")), int(os.environ.get("FLEET_LARGE", "1000"))
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    tables = []
    try:
        for title, size, unpacked, count, parts in (
            ("bundles of 256 KiB", "256KiB", 256 << 10, small, SMALL),
            ("bundles of 10 MB", "10000000", 10_000_000, large, LARGE),
        ):
            if count > 0:
                tables.append("\n".join(measure(title, size, unpacked, count, parts)))
    finally:
        shutil.rmtree(WORK, ignore_errors=True)
    head = (f"Measured {datetime.date.today()} on {os.cpu_count()} vCPU, {platform.machine()}: `batch` on two threads "
            "and an empty store, beside `xargs -P2` of the inflate-only program.")
    # Only whole fleets may get into the README.
    if small >= 10_000 and large >= 1000:
        TABLE.parent.mkdir(parents=True, exist_ok=True)
        TABLE.write_text("\n\n".join([head, *tables]) + "\n")


if __name__ == "__main__":
    main()
