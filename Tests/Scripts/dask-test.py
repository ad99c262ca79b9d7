#!/usr/bin/env python3
"""Dask with two workers, one of them killed half-way, against one machine; then the queries of the README.

    dask-test.py PROGRAM

Prints `dask-test: …`; exit code 1 when a byte differs. Needs `distributed` and `duckdb`.
"""

import collections
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

PACKAGE = pathlib.Path(__file__).resolve().parents[2]
DRIVERS = PACKAGE / "Sources" / "Drivers"


def start_cluster(folder: pathlib.Path) -> tuple[str, list[subprocess.Popen]]:
    """A scheduler and two workers as processes of their own; the scheduler file, and the processes."""
    place = folder / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    module = [sys.executable, "-m"]
    processes = [
        subprocess.Popen(
            [*module, "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
             "--scheduler-file", str(place)], **quiet)
    ]
    for _ in range(200):
        if place.exists():
            break
        time.sleep(0.05)
    for _ in range(2):
        # Without a nanny, which would start a killed worker again.
        processes.append(
            subprocess.Popen(
                [*module, "distributed.cli.dask_worker", "--scheduler-file", str(place), "--no-nanny",
                 "--no-dashboard", "--nthreads", "1", "--local-directory", str(folder)], **quiet)
        )
    return str(place), processes


def bundles_in(folder: pathlib.Path) -> list[str]:
    """The sample inputs three times over, so that the cluster has something to do."""
    paths = []
    for copy in range(3):
        for truth in sorted((PACKAGE / "SampleLogs" / "cases").glob("*/*/truth.json")):
            name = f"{copy}-{truth.parent.parent.name}-{truth.parent.name}"
            shutil.copytree(truth.parent / "input", folder / name)
            paths.append(str(folder / name))
    return sorted(paths)


def check_queries(folder: pathlib.Path) -> None:
    """Each query against a plain count over the same lines."""
    import duckdb

    cases = [json.loads(line) for line in (folder / "cases.jsonl").read_text().splitlines()]
    nodes = [case for case in cases if case.get("node") is not None]
    causes = collections.Counter(
        case["alone"]["cause"] for case in nodes if case["alone"]["status"] == "cause-found")
    silent = sum(case["alone"]["status"] in ("undecided", "insufficient-evidence") for case in nodes)
    lines = collections.Counter()
    for case in cases:
        for one in case["case"].get("inputs", []):
            lines[one["kind"]] += one["lines"]

    parts = (DRIVERS / "queries.sql").read_text().split("-- name: ")
    os.chdir(folder)
    database = duckdb.connect()
    database.execute(parts[0])
    rows = {}
    for part in parts[1:]:
        name, query = part.split("\n", 1)
        rows[name.strip()] = database.execute(query).fetchall()
    assert {row[0]: row[1] for row in rows["causes"]} == causes
    assert len(rows["silent"]) == silent
    assert {row[0]: row[2] for row in rows["kinds"]} == lines
    print(f"dask-test: {len(rows)} queries over {len(nodes)} nodes, {sum(causes.values())} with a cause of their own")


def main() -> int:
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        bundles = bundles_in(folder / "bundles")
        alone = b""
        for path in bundles:
            done = subprocess.run([program, "scan", "-q", path], capture_output=True)
            alone += done.stdout
        place, processes = start_cluster(folder)
        out = folder / "cases.jsonl"
        try:
            driver = subprocess.Popen(
                [sys.executable, str(DRIVERS / "dask_scan.py"), "--scheduler", place, "--program", program, "-o",
                 str(out), *bundles], stderr=subprocess.PIPE, text=True)
            killed_at = None
            for line in driver.stderr:
                if killed_at is None and line.endswith(f" of {len(bundles)}\n"):
                    count = int(line.split()[0])
                    if count >= len(bundles) // 3:
                        processes[2].send_signal(signal.SIGKILL)
                        killed_at = count
                elif " of " not in line:
                    sys.stderr.write(line)
            code = driver.wait()
        finally:
            for process in processes:
                process.kill()
                process.wait()
        if code != 0 or killed_at is None or killed_at >= len(bundles):
            print(f"dask-test: the driver ended with {code}, a worker was killed after {killed_at} bundles")
            return 1
        spread = out.read_bytes()
        if spread != alone:
            print("dask-test: the cluster's lines differ from one machine's")
            return 1
        print(f"dask-test: {len(bundles)} bundles, a worker killed after {killed_at}, {len(spread)} bytes the same")
        check_queries(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
