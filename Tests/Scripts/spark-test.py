#!/usr/bin/env python3
"""Spark with two executors in processes of their own against one machine.

    spark-test.py PROGRAM

Three runs of the driver: as it is; with a program that fails once on one bundle, so that a task is done again; with one
that always fails there, which has to end the driver. Prints `spark-test: …`; exit code 1 when a byte differs. Needs
`pyspark` and Java.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import pyspark

PACKAGE = pathlib.Path(__file__).resolve().parents[2]
DRIVER = PACKAGE / "Sources" / "Drivers" / "spark_scan.py"
# Two workers of one processor and 1 GiB each.
MASTER = "local-cluster[2,1,1024]"


def bundles_in(folder: pathlib.Path) -> list[str]:
    """The sample inputs and a folder of nothing usable; names with a blank and a quote in them."""
    paths = []
    for truth in sorted((PACKAGE / "SampleLogs" / "cases").glob("*/*/truth.json")):
        name = f"it's {truth.parent.parent.name} {truth.parent.name}"
        shutil.copytree(truth.parent / "input", folder / name)
        paths.append(str(folder / name))
    (folder / "nothing").mkdir()
    (folder / "nothing" / "prose.txt").write_text("nobody home\n")
    return sorted(paths + [str(folder / "nothing")])


def spark(folder: pathlib.Path, program: str, bundles: list[str], out: str) -> subprocess.CompletedProcess:
    """One run of the driver; the list holds the bundles in the wrong order, one of them twice."""
    listed = folder / "list"
    listed.write_text("".join(path + "\n" for path in [*reversed(bundles), bundles[0]]))
    environment = dict(
        os.environ, PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1", SPARK_LOCAL_DIRS=str(folder / "spark"),
        SPARK_WORKER_DIR=str(folder / "work"), SPARK_HOME=os.path.dirname(pyspark.__file__))
    return subprocess.run(
        [os.path.join(environment["SPARK_HOME"], "bin", "spark-submit"), "--master", MASTER, "--conf",
         "spark.ui.enabled=false", "--conf", "spark.executor.memory=512m", "--conf", "spark.driver.host=127.0.0.1",
         str(DRIVER), "--program", program, str(listed), str(folder / out)],
        env=environment, cwd=folder, capture_output=True, text=True)


def lines(folder: pathlib.Path) -> bytes:
    return b"".join(part.read_bytes() for part in sorted(folder.glob("part-*")))


def stumbling(folder: pathlib.Path, program: str, bundle: str, times: int) -> str:
    """A program that fails so many times when it is asked for one bundle, and leaves a mark each time."""
    place = folder / f"stumbles-{times}"
    place.mkdir()
    (place / "bundle").write_text(bundle)
    script = place / "ipamtriage"
    script.write_text(f"""#!/bin/bash
cd {place} || exit 70
if [ "${{@: -1}}" = "$(cat bundle)" ] && [ "$(ls | grep -c mark)" -lt {times} ]; then touch "mark-$$"; exit 70; fi
exec {program} "$@"
""")
    script.chmod(0o755)
    return str(script)


def main() -> int:
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        bundles = bundles_in(folder / "bundles")
        alone = b"".join(
            subprocess.run([program, "scan", "-q", "--", path], capture_output=True).stdout for path in bundles)
        (folder / "alone.jsonl").write_bytes(alone)

        done = spark(folder, program, bundles, "out")
        if done.returncode != 0 or lines(folder / "out") != alone or not alone:
            sys.stderr.write(done.stderr[-4000:])
            print(f"spark-test: the driver ended with {done.returncode}; {len(lines(folder / 'out'))} bytes, "
                  f"one machine has {len(alone)}")
            return 1
        reports = [
            subprocess.run([program, "merge", "--fleet", "-q", "-f", "json", *map(str, parts)], capture_output=True)
            for parts in (sorted((folder / "out").glob("part-*")), [folder / "alone.jsonl"])
        ]
        if reports[0].stdout != reports[1].stdout or not reports[0].stdout:
            print("spark-test: the fleet's report differs from one machine's")
            return 1
        parts = len(list((folder / "out").glob("part-*")))
        print(f"spark-test: {len(bundles)} bundles in {parts} tasks on two executors, {len(alone)} bytes the same")

        place = len(bundles) // 2
        done = spark(folder, stumbling(folder, program, bundles[place], 1), bundles, "again")
        marks = len(list((folder / "stumbles-1").glob("mark-*")))
        if done.returncode != 0 or lines(folder / "again") != alone or marks != 1:
            sys.stderr.write(done.stderr[-4000:])
            print(f"spark-test: a scan failed {marks} times, the driver ended with {done.returncode}")
            return 1
        done = spark(folder, stumbling(folder, program, bundles[place], 1000), bundles, "never")
        marks = len(list((folder / "stumbles-1000").glob("mark-*")))
        if done.returncode == 0 or (folder / "never" / "_SUCCESS").exists() or marks < 2:
            print(f"spark-test: a scan that failed {marks} times was passed over")
            return 1
        print(f"spark-test: a task that failed once was done again, the same bytes; one that failed {marks} times ended "
              "the run")
    return 0


if __name__ == "__main__":
    sys.exit(main())
