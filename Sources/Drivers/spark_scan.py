#!/usr/bin/env python3
"""Scan bundles on Spark: a folder of JSON Lines parts, for `ipamtriage merge OUT/part-*`.

    spark-submit spark_scan.py LIST OUT

LIST is a text file with the path of one bundle on each line, readable from every executor. `pipe` streams the paths to
a shell loop, so that no bundle is ever held by Spark; a scan that fails fails its task, which Spark tries again.
"""

import sys

from pyspark import SparkContext

# Exit code 3, nothing usable in the bundle, is an empty answer.
LOOP = """/bin/sh -c 'while IFS= read -r path; do
  ipamtriage scan -q -- "$path" || { code=$?; [ $code -eq 3 ] || exit $code; }
done'"""


def main() -> None:
    bundles, out = sys.argv[1:3]
    context = SparkContext(appName="ipamtriage scan")
    paths = context.textFile(bundles)
    slices = max(paths.getNumPartitions(), 2 * context.defaultParallelism)
    paths.repartition(slices).pipe(LOOP, checkCode=True).saveAsTextFile(out)
    context.stop()


if __name__ == "__main__":
    main()
