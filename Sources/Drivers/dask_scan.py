#!/usr/bin/env python3
"""Scan bundles on a Dask cluster: one JSON Lines file of cases, for `ipamtriage merge`.

    dask_scan.py --scheduler HOST:8786 [--program ipamtriage] -o cases.jsonl BUNDLE...

Bundles are scanned by `ipamtriage scan` on the workers; a bundle whose worker died is scanned again elsewhere. The
output holds the lines of the bundles in the order of their names and is there whole or not at all.

Exit code: 0 when every bundle was scanned, 1 when one could not be (it is named, nothing is written).
"""

import argparse
import os
import subprocess
import sys


def scan(program: str, path: str) -> bytes:
    """Lines of one bundle; empty when nothing in it is evidence. Raises when the scan itself failed."""
    done = subprocess.run([program, "scan", "-q", "--", path], stdin=subprocess.DEVNULL, capture_output=True)
    if done.returncode == 0:
        return done.stdout
    if done.returncode == 3:
        return b""
    words = done.stderr.decode("utf-8", "replace").strip().splitlines()
    raise RuntimeError(f"{path}: exit {done.returncode}: {words[-1] if words else 'no message'}")


def write_whole(path: str, parts: list[bytes]) -> None:
    """Writes beside the place and moves it there."""
    temporary = f"{path}.{os.getpid()}.part"
    try:
        with open(temporary, "wb") as file:
            for part in parts:
                file.write(part)
        os.replace(temporary, path)
    except BaseException:
        if os.path.exists(temporary):
            os.unlink(temporary)
        raise


def main() -> int:
    parser = argparse.ArgumentParser(description="Scan bundles on a Dask cluster.")
    parser.add_argument("--scheduler", required=True, help="HOST:PORT, or the path of a scheduler file")
    parser.add_argument("--program", default="ipamtriage", help="ipamtriage, as the workers find it")
    parser.add_argument("--retries", type=int, default=3, help="how often a bundle is tried again")
    parser.add_argument("-o", "--output", required=True, help="the file of cases")
    parser.add_argument("bundles", nargs="+")
    options = parser.parse_args()

    from dask.distributed import Client, as_completed

    bundles = sorted(set(options.bundles))
    address = (
        {"scheduler_file": options.scheduler} if os.path.exists(options.scheduler) else {"address": options.scheduler}
    )
    with Client(**address) as client:
        futures = client.map(
            lambda path: scan(options.program, path),
            bundles,
            key=[f"scan-{number}" for number in range(len(bundles))],
            retries=options.retries,
            pure=False,
        )
        place = {future.key: number for number, future in enumerate(futures)}
        parts: list[bytes] = [b""] * len(bundles)
        failed = []
        for count, future in enumerate(as_completed(futures), 1):
            number = place[future.key]
            if future.status == "finished":
                # Taken at once: what lies on a worker goes with it.
                parts[number] = future.result()
            else:
                failed.append(f"{bundles[number]}: {future.exception()}")
            print(f"{count} of {len(bundles)}", file=sys.stderr, flush=True)
    for text in sorted(failed):
        print(text, file=sys.stderr)
    if failed:
        return 1
    write_whole(options.output, parts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
