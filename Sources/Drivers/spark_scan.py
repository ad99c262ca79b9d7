#!/usr/bin/env python3
"""Scan bundles on Spark: a folder of JSON Lines parts, for `ipamtriage merge OUT/part-*`.

    spark-submit spark_scan.py [--program /opt/ipamtriage] LIST OUT

LIST is a text file with the path of one bundle on each line, OUT a folder that is not there yet; both may be on any file
system Spark knows. Bundles have to be readable under the same path from every executor. `pipe` streams the paths to a
shell loop, so that no bundle is ever held by Spark; a scan that fails fails its task, which Spark tries again.

The parts in the order of their names hold the lines of the bundles in the order of theirs.
"""

import argparse
import shlex

from pyspark import SparkContext

# Exit code 3, nothing usable in the bundle, is an empty answer.
LOOP = """while IFS= read -r path; do
  "$0" scan -q -- "$path" </dev/null || { code=$?; [ $code -eq 3 ] || exit $code; }
done"""
# A task that fails is done again from its first bundle.
BUNDLES_A_TASK = 32


def main() -> None:
    parser = argparse.ArgumentParser(description="Scan bundles on Spark.")
    parser.add_argument("--program", default="ipamtriage", help="ipamtriage, as the executors find it")
    parser.add_argument("list", help="a file with the path of a bundle on each line")
    parser.add_argument("out", help="the folder for the parts")
    options = parser.parse_args()

    context = SparkContext(appName="ipamtriage scan")
    bundles = sorted({path for path in context.textFile(options.list).collect() if path})
    # Not fewer tasks than processors, or some would be idle.
    tasks = max(len(bundles) // BUNDLES_A_TASK, 2 * context.defaultParallelism)
    paths = context.parallelize(bundles, max(1, min(tasks, len(bundles))))
    # Spark starts the command without an environment: PATH is the shell's own.
    command = f"/bin/sh -c {shlex.quote(LOOP)} {shlex.quote(options.program)}"
    paths.pipe(command, checkCode=True).saveAsTextFile(options.out)
    context.stop()


if __name__ == "__main__":
    main()
