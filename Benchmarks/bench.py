#!/usr/bin/env python3
"""Measures the release build beside its peers; `make bench` builds what it needs and runs it.

Every row of one group is run in turn, A B C A B C, and the median is taken. Time is the processor time of the
process (user and system): on an idle machine that is the time one waits, and a busy one does not falsify it.
Peers that are not installed are named as missing. Inputs are made once and kept in .build/bench.

    BENCH_SIZE=1GiB       the big log; everything else is in proportion
    BENCH_ROUNDS=5        rounds of every group
    BENCH_ROWS=log,storm  groups: log, storm, wrapped, memory, packed, interfaces, ledger, bundle, start
    bench.py --readme     puts the last whole tables, that of bench_fleet.py too, into README.md
"""
import datetime
import os
import pathlib
import platform
import resource
import shutil
import statistics
import sys

from inputs import GIB, Inputs, size_of, words

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / ".build" / "release"
WORK = ROOT / ".build" / "bench"
SIZE = size_of(os.environ.get("BENCH_SIZE", "1GiB"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
GROUPS = ["log", "storm", "wrapped", "memory", "packed", "interfaces", "ledger", "bundle", "start"]
PYTHON = "import json, sys; print(len(json.load(open(sys.argv[1]))['NetworkInterfaces']))"


class Command:
    """One program with its arguments, and what its runs cost."""

    def __init__(self, label, argv, size=0, accepted=(0,), source=None):
        self.label, self.argv, self.size, self.accepted = label, [str(part) for part in argv], size, accepted
        # A command whose output is this one's standard input.
        self.source = source
        self.wall, self.cpu, self.peak, self.failure = [], [], 0, None
        self.program = shutil.which(self.argv[0])

    def run(self):
        if self.program is None or self.failure:
            return
        # Not /dev/null: grep ends at the first match when its output goes there.
        actions = [(os.POSIX_SPAWN_OPEN, number, str(WORK / name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
                   for number, name in ((1, "stdout"), (2, "stderr"))]
        feeder = None
        if self.source:
            out, into = os.pipe()
            feeder = os.posix_spawn(self.source[0], self.source, os.environ,
                                    file_actions=[(os.POSIX_SPAWN_DUP2, into, 1)])
            os.close(into)
            actions.append((os.POSIX_SPAWN_DUP2, out, 0))
        start = time_now()
        child = os.posix_spawn(self.program, self.argv, os.environ, file_actions=actions)
        if feeder:
            os.close(out)
        _, status, usage = os.wait4(child, 0)
        wall = time_now() - start
        if feeder and os.waitstatus_to_exitcode(os.waitpid(feeder, 0)[1]) != 0:
            self.failure = "its input could not be made"
        code = os.waitstatus_to_exitcode(status)
        if code not in self.accepted:
            self.failure = f"ended with {code}"
        self.wall.append(wall)
        self.cpu.append(usage.ru_utime + usage.ru_stime)
        self.peak = max(self.peak, usage.ru_maxrss / 1024)

    @property
    def seconds(self):
        """Median processor time; None when there is none."""
        return statistics.median(self.cpu) if self.cpu and not self.failure else None

    def __str__(self):
        if self.program is None:
            return f"| {self.label} | not installed | | | |"
        if self.failure:
            return f"| {self.label} | {self.failure} | | | |"
        wall = statistics.median(self.wall)
        rate = f"{self.size / self.seconds / 1e6:,.0f}" if self.size else ""
        return f"| {self.label} | {show(self.seconds)} | {show(wall)} | {rate} | {self.peak:.0f} |"


def time_now():
    return datetime.datetime.now().timestamp()


def show(seconds):
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"


def triage(label, path, source=None, size=None):
    """The program on one input: one thread, the whole report. `size`: bytes, where they are not the file's."""
    # 1: a cause was found, 4: not decided; both are answers.
    argv = [BUILD / "ipamtriage", path, "-j", "1", "-q"]
    return Command(label, argv, size_at(path) if size is None else size, (0, 1, 4), source)


def subnet(label, *paths, options=()):
    """The ledgers of `subnet`, as JSON."""
    argv = [BUILD / "ipamtriage", "subnet", *paths, "-j", "1", "--format", "json", *options]
    return Command(label, argv, accepted=(0, 1, 4))


def size_at(path):
    return os.path.getsize(path) if os.path.isfile(path) else 0


class Bench:
    def __init__(self):
        self.inputs = Inputs(ROOT, BUILD, WORK, SIZE)
        self.rows, self.runs, self.failed = [], [], False

    def measure(self, commands, rounds=ROUNDS):
        """Runs the commands in turn, after one reading of the files that fills the cache."""
        for path in sorted({part for command in commands for part in command.argv if os.path.isfile(part)}):
            Command("warm", [BUILD / "read-only", path]).run()
        for _ in range(rounds):
            for command in commands:
                command.run()
        for command in commands:
            if command not in self.runs:
                self.runs.append(command)
            self.failed = self.failed or command.failure is not None
        return commands

    def row(self, what, least, aim, value, unit, command, smaller=True):
        """One line of the table; `value` is None when a peer is missing or failed."""
        if value is None:
            text, verdict = "not measured", "?"
        else:
            text = f"{value:.1f} {unit}" if value < 100 else f"{value:,.0f} {unit}"
            reaches = (lambda bound: value <= bound) if smaller else (lambda bound: value >= bound)
            verdict = "aim" if reaches(aim) else "yes" if reaches(least) else "no"
        bound = "at most" if smaller else "at least"
        self.rows.append(f"| {what} | {bound} {least:g} {unit} | {aim:.4g} | {text} | {verdict} | {command.peak:.0f} |")

    # One function for each group of rows.

    def log(self):
        log, patterns, plain = self.inputs.log(SIZE), *self.inputs.patterns()
        ours, wc, rg, *_ = self.measure([
            triage(f"ipamtriage, {words(SIZE)} ipamd.log", log),
            Command("wc -l", ["wc", "-l", log], size_at(log)),
            Command("rg, the same patterns", ["rg", "-j1", "-c", "-f", patterns, log], size_at(log), (0, 1)),
            Command("grep -c -F, one string", ["grep", "-c", "-F", "InsufficientFreeAddresses", log], size_at(log)),
            Command("read-only", [BUILD / "read-only", log], size_at(log)),
        ])
        small = self.inputs.log(SIZE // 16)
        short, perl = self.measure([
            triage(f"ipamtriage, {words(SIZE // 16)} ipamd.log", small),
            Command("rg -P --no-unicode, the same patterns",
                    ["rg", "-j1", "-P", "--no-unicode", "-c", "-f", plain, small], size_at(small), (0, 1)),
        ])
        name = f"{words(SIZE)} ipamd.log, 1.5 % failures"
        self.row(f"{name}, to `wc -l`", 4, 3, ratio(ours, wc), "x its time", ours)
        self.row(f"{name}, to `rg`", 3, 6, ratio(rg, ours), "x faster", ours, smaller=False)
        self.row(f"{words(SIZE // 16)}, to `rg -P --no-unicode`", 50, 100, ratio(perl, short), "x faster", short,
                 smaller=False)

    def storm(self):
        part = SIZE // 4
        storm, quiet = self.measure([
            triage(f"ipamtriage, storm of {words(part)}", self.inputs.storm(part)),
            triage(f"ipamtriage, quiet {words(part)}", self.inputs.log(part)),
        ])
        self.row("storm (half the lines fail), to quiet, a byte", 3, 2, ratio(storm, quiet), "x its time", storm)

    def wrapped(self):
        part = SIZE // 4
        wraps = ["cri", "docker", "cloudwatch-lines", "cloudwatch"]
        quiet, *others = self.measure(
            [triage(f"ipamtriage, plain {words(part)}", self.inputs.log(part))]
            + [triage(f"ipamtriage, the same through {wrap}", self.inputs.log(part, wrap)) for wrap in wraps])
        for wrap, other in zip(wraps, others):
            # The payload is the same lines, so the times compare as they are.
            self.row(f"{wrap}, to plain, a byte of payload", 2, 1.4, ratio(other, quiet), "x its time", other)

    def memory(self):
        part, count = SIZE // 4, 10_000_000 * SIZE // GIB
        kinds = [
            triage(f"ipamtriage, {words(SIZE)} ipamd.log (memory)", self.inputs.log(SIZE)),
            triage(f"ipamtriage, storm of {words(part)} (memory)", self.inputs.storm(part)),
            triage(f"ipamtriage, {count:,} distinct ids and templates", "-", self.inputs.ids(count)),
            triage("ipamtriage, interfaces JSON on one line (memory)", self.inputs.interfaces(True)),
            triage("ipamtriage, tar of 100,000 members", self.inputs.members(100_000)),
        ]
        # A peak does not vary as a time does.
        for command in self.measure(kinds, rounds=1):
            name = command.label.replace("ipamtriage, ", "").replace(" (memory)", "")
            value = None if command.failure else command.peak
            self.row(f"peak memory: {name}", 40, 32, value, "MiB", command)

    def packed(self):
        log, bundle = self.inputs.gzipped(SIZE // 4), self.inputs.bundle(SIZE // 4)
        gz, plain_gz, tar, plain_tar = self.measure([
            triage(f"ipamtriage, {words(SIZE // 4)} as .gz", log, size=SIZE // 4),
            Command("inflate-only, the .gz", [BUILD / "inflate-only", log], SIZE // 4),
            triage(f"ipamtriage, {words(SIZE // 4)} bundle.tar.gz", bundle, size=SIZE // 4),
            Command("inflate-only, the bundle and the .gz in it",
                    [BUILD / "inflate-only", bundle, self.inputs.inner(bundle)], SIZE // 4),
        ])
        self.row("`.gz`, to inflate-only", 1.3, 1.1, ratio(gz, plain_gz), "x its time", gz)
        self.row("`.tar.gz`, to inflate-only", 1.3, 1.1, ratio(tar, plain_tar), "x its time", tar)

    def interfaces(self):
        pretty, single = self.inputs.interfaces(False), self.inputs.interfaces(True)
        size = size_at(pretty)
        ours, line, simd, *_ = self.measure([
            triage("ipamtriage, describe-network-interfaces", pretty),
            triage("ipamtriage, the same on one line", single),
            Command("simdjson on demand", [self.inputs.simdjson(), pretty], size),
            Command("jq", ["jq", ".NetworkInterfaces | length", pretty], size),
            Command("python json", [sys.executable, "-c", PYTHON, pretty], size),
            Command("read-only, interfaces", [BUILD / "read-only", pretty], size),
        ])
        name = f"{words(size)} describe-network-interfaces, 64 subnets"
        # The aim is the peer's own speed; without the peer nothing reaches it.
        aim = rate(simd) or float("inf")
        self.row(name, 500, aim, rate(ours), "MB/s", ours, smaller=False)
        self.row(f"{name}, on one line", 500, aim, rate(line), "MB/s", line, smaller=False)

    def ledger(self):
        full, other = self.inputs.full_subnet(True), self.inputs.full_subnet(False)
        proof = ["--proof", WORK / "proof.json", "--force"]
        ours, shown, parsing = self.measure([
            subnet("ipamtriage subnet, a full /16, with proof", full, options=proof),
            Command("ipamtriage subnet, a full /16, text and map, with proof",
                    [BUILD / "ipamtriage", "subnet", full, "-j", "1", "--map", "full", *proof], accepted=(0, 1, 4)),
            subnet("ipamtriage subnet, the same interfaces of another subnet", other),
        ], max(ROUNDS, 9))
        for name, command in (("ledger, JSON", ours), ("ledger, whole map", shown)):
            value = None
            if command.seconds is not None and parsing.seconds is not None:
                value = (command.seconds - parsing.seconds) * 1000
            self.row(f"a full /16, 9,000 interfaces: {name} and proof, over parsing", 100, 60, value, "ms", command)
        list_ = self.inputs.interfaces(False)
        subnets, addresses = self.inputs.subnets_of(list_)
        many, = self.measure([subnet("ipamtriage subnet, 64 subnets", subnets, list_)], rounds=1)
        bound = 40 + 2 * addresses / (1 << 20)
        self.row(f"peak memory: {words(size_at(list_))} of interfaces counted in 64 subnets", round(bound), 40,
                 None if many.failure else many.peak, "MiB", many)

    def bundle(self):
        # A node's bundle is a node's bundle, whatever the size of the big log.
        bundle = self.inputs.bundle(24 << 20)
        ours, least = self.measure([
            triage("ipamtriage, one node's bundle", bundle, size=0),
            Command("inflate-only, one node's bundle",
                    [BUILD / "inflate-only", bundle, self.inputs.inner(bundle)]),
        ], max(ROUNDS, 11))
        value = None if ours.seconds is None or least.seconds is None else (ours.seconds - least.seconds) * 1000
        self.row("one node's bundle, start to report, over inflate-only", 25, 10, value, "ms", ours)

    def start(self):
        ours, _ = self.measure([
            Command("ipamtriage --version", [BUILD / "ipamtriage", "--version"]), Command("true", ["true"]),
        ], max(ROUNDS, 21))
        value = None if ours.seconds is None else ours.seconds * 1000
        self.row("start (`--version`)", 10, 5, value, "ms", ours)

    def table(self):
        machine = f"{os.cpu_count()} vCPU, {distribution()}, {platform.machine()}"
        # A child counts the memory of the process that started it until it is a program of its own.
        floor = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        head = (f"Measured {datetime.date.today()} on {machine}; medians of {ROUNDS} or more rounds in turn. Time is "
                f"user and system time; a peak of {floor} MiB or less is not told apart.")
        peers = sorted({command.argv[0] for command in self.runs if command.program is None})
        missing = f" Not installed: {', '.join(pathlib.Path(peer).name for peer in peers)}." if peers else ""
        return "\n".join(
            [head + missing, "", "| what | target | aim | measured | reached | peak MiB |", "|---|---|---|---|---|---|"]
            + self.rows
            + ["", "| command | time | waited | MB/s | peak MiB |", "|---|---:|---:|---:|---:|"]
            + [str(command) for command in self.runs]) + "\n"


def ratio(left, right):
    return left.seconds / right.seconds if left.seconds and right.seconds else None


def rate(command):
    """MB (10^6 bytes) a second."""
    return command.size / command.seconds / 1e6 if command.seconds else None


def distribution():
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return platform.system()


def put_into_readme():
    """The tables of the last whole runs: of this program, and of bench_fleet.py."""
    readme = ROOT / "README.md"
    text, found = readme.read_text(), False
    for name, file in (("bench", WORK / "table.md"), ("bench-fleet", WORK / "fleet.md")):
        if file.exists():
            marks = f"<!-- {name}: written by make bench-readme -->\n", f"<!-- /{name} -->\n"
            before, after = text.split(marks[0])[0], text.split(marks[1])[1]
            text, found = before + marks[0] + file.read_text() + marks[1] + after, True
    if not found:
        sys.exit("bench: no whole table yet; run make bench")
    readme.write_text(text)


def main():
    if sys.argv[1:] == ["--readme"]:
        return put_into_readme()
    chosen = os.environ.get("BENCH_ROWS", ",".join(GROUPS)).split(",")
    unknown = [name for name in chosen if name not in GROUPS]
    if unknown:
        sys.exit(f"bench: no group \"{unknown[0]}\"; use {', '.join(GROUPS)}")
    WORK.mkdir(parents=True, exist_ok=True)
    bench = Bench()
    for name in chosen:
        print(f"{name} ...", file=sys.stderr, flush=True)
        getattr(bench, name)()
    text = bench.table()
    print(text)
    # Only a whole table may get into the README, of logs so large that the start counts for nothing.
    is_whole = chosen == GROUPS and SIZE >= GIB // 4 and ROUNDS >= 5
    (WORK / ("table.md" if is_whole else "part.md")).write_text(text)
    sys.exit(1 if bench.failed else 0)


if __name__ == "__main__":
    main()
