#!/usr/bin/env python3
"""Measures `ipamtriage batch` against the number of bundles; `make bench-fleet` builds what it needs and runs it.

Two fleets: many small bundles (256 KiB unpacked) and fewer large ones (10 MB unpacked). For each number of bundles, in
turn: batch with two threads and an empty store, and `xargs -P2` of the inflate-only program over the same bundles.
Wall time, because two processors are what is compared; so the machine has to be idle. Bundles are removed afterwards.

    FLEET_SMALL=10000   bundles of 256 KiB; 0 leaves them out
    FLEET_LARGE=1000    bundles of 10 MB; 0 leaves them out
"""
import os
import pathlib
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / ".build" / "release"
WORK = ROOT / ".build" / "bench-fleet"


def make(folder, size, count):
    """Bundles of different nodes, by two processes at a time."""
    folder.mkdir(parents=True)
    job = f'"$0" bundle --size {size} --seed $1 -o {folder}/node-$1.tar.gz'
    numbers = "\n".join(f"{number:05d}" for number in range(1, count + 1))
    subprocess.run(["xargs", "-P2", "-n1", "sh", "-c", job, str(BUILD / "make-load")], input=numbers, text=True,
                   check=True, stderr=subprocess.DEVNULL)


def run(argv, **more):
    """Wall seconds, peak MiB of the largest process."""
    start = time.monotonic()
    child = subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1, 4):
        sys.exit(f"{argv[0]}: exit {child.returncode}")
    return time.monotonic() - start, usage.ru_maxrss / 1024


def measure(name, size, count):
    print(f"\n{name}\n{'bundles':>8} {'batch':>9} {'MiB':>6} {'inflate-only':>13} {'ratio':>6} {'again':>8}", flush=True)
    folder = WORK / "bundles"
    make(folder, size, count)
    paths = sorted(str(path) for path in folder.iterdir())
    for part in (count // 4, count // 2, count):
        store = WORK / "cases.sqlite"
        listed = WORK / "list"
        listed.write_text("\n".join(paths[:part]) + "\n")
        batch = [str(BUILD / "ipamtriage"), "batch", "-", "--store", str(store), "-j2", "-q"]
        store.unlink(missing_ok=True)
        with open(listed) as list_file:
            seconds, peak = run(batch, stdin=list_file)
        with open(listed) as list_file:
            inflate, _ = run(["xargs", "-P2", "-n1", str(BUILD / "inflate-only")], stdin=list_file)
        with open(listed) as list_file:
            again, _ = run(batch, stdin=list_file)
        print(f"{part:8} {seconds:8.1f}s {peak:6.0f} {inflate:12.1f}s {seconds / inflate:6.2f} {again:7.1f}s", flush=True)
    shutil.rmtree(folder)


def main():
    shutil.rmtree(WORK, ignore_errors=True)
    try:
        for name, size, count in (
            ("256 KiB unpacked", "256KiB", int(os.environ.get("FLEET_SMALL", "10000"))),
            ("10 MB unpacked", "10MiB", int(os.environ.get("FLEET_LARGE", "1000"))),
        ):
            if count >= 4:
                measure(name, size, count)
    finally:
        shutil.rmtree(WORK, ignore_errors=True)


if __name__ == "__main__":
    main()
