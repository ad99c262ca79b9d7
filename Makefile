# Two commands do all the set-up on a new Debian or Ubuntu machine with a Swift toolchain:
#   make demo    installs what is missing, builds, analyses a sample incident
#   make test    the same set-up, then every Swift test
SHELL := /bin/bash
PACKAGES := libpcre2-dev zlib1g-dev libarchive-dev libsqlite3-dev libisal-dev pkg-config
BENCH_PACKAGES := python3 ripgrep jq libsimdjson-dev g++ gzip
DEMO := SampleLogs/cases/subnet-exhausted/secondary-mode-full-slash24/input
SWIFT_FLAGS := --explicit-target-dependency-import-check error
# `deps` installs it; where it cannot be had, zlib does all of the work.
export IPAMTRIAGE_ISAL = $(shell pkg-config --exists libisal 2>/dev/null && echo 1)
# With the Swift libraries inside, the program starts in half the time and needs no Swift where it runs. A toolchain
# without static libraries builds a program that loads them. lld comes with the toolchain and links without remarks.
STATIC_LIBRARIES = $(shell swift -print-target-info 2>/dev/null | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1_static/p')
# A hundred thousand addresses are set at each start; packed they are 2 MB less to read. glibc knows the form since 2.36.
PACKED_ADDRESSES = $(if $(filter 2.36,$(shell { echo 2.36; getconf GNU_LIBC_VERSION 2>/dev/null || echo glibc 0; } | sed 's/.* //' | sort -V | head -1)),-Xlinker -z -Xlinker pack-relative-relocs)
RELEASE_FLAGS = $(SWIFT_FLAGS) $(if $(wildcard $(STATIC_LIBRARIES)/linux/libswiftCore.a),--static-swift-stdlib -Xswiftc -use-ld=lld $(PACKED_ADDRESSES))

.PHONY: demo test ci build deps lint accuracy samples samples-check kill-batch dask-test spark-test bench-fleet clean bench bench-deps bench-readme fuzz fuzz-ci fuzz-build sanitize browser-test browser-deps ticket-test ticket-deps

demo: build
	@echo
	@.build/release/ipamtriage $(DEMO) || true

build: deps
	swift build -c release --product ipamtriage $(RELEASE_FLAGS)

# Installs as root or with a sudo that asks for no password; else says the one line to run.
deps:
	@missing=""; for name in $(PACKAGES); do \
	  dpkg-query -W -f='$${Status}' "$$name" 2>/dev/null | grep -q 'install ok installed' || missing="$$missing $$name"; \
	done; \
	if [ -n "$$missing" ]; then \
	  if [ "$$(id -u)" = 0 ]; then sudo=""; \
	  elif sudo -n true 2>/dev/null; then sudo="sudo"; \
	  else echo "run: sudo apt-get install -y$$missing"; exit 1; fi; \
	  $$sudo apt-get update -q && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -q --no-install-recommends $$missing; \
	fi

test: deps
	IPAMTRIAGE_FAST_TESTS=1 swift build --build-tests $(SWIFT_FLAGS)
	@# Thousands of lines of passing cases would hide what failed; all of them are in .build/test.log.
	set -o pipefail; IPAMTRIAGE_FAST_TESTS=1 swift test --skip-build 2>&1 | tee .build/test.log \
	  | grep -aE '^(✘|✔ Suite|✔ Test run|➜|error:)'

lint:
	swift format lint --strict -r -p Sources Tests Playbooks Plugins Package.swift

# Every labelled incident beside the checkout, cause by cause; says so and skips when there are none.
accuracy: build
	@swift build -c release --product accuracy $(RELEASE_FLAGS) | tail -1
	@.build/release/accuracy ../shared/incidents

samples: deps
	swift build -c release --product make-samples $(RELEASE_FLAGS)
	.build/release/make-samples SampleLogs

samples-check: deps
	swift build -c release --product make-samples $(RELEASE_FLAGS)
	.build/release/make-samples --check SampleLogs

# Runs of batch that are killed at random moments, and what is left of them.
kill-batch: build
	@Tests/Scripts/kill-batch.sh "$(CURDIR)/.build/release/ipamtriage"

# Dask with two workers, one of them killed, against one machine; the queries of Sources/Drivers. Python packages go
# into a folder of the build.
DASK := .build/dask
dask-test: build
	@$(MAKE) --no-print-directory deps PACKAGES="python3 python3-venv"
	@test -x $(DASK)/bin/python || python3 -m venv $(DASK)
	@$(DASK)/bin/python -c 'import distributed, duckdb' 2>/dev/null \
	  || $(DASK)/bin/pip install --quiet --disable-pip-version-check distributed==2026.8.0 duckdb==2.0.0
	@$(DASK)/bin/python Tests/Scripts/dask-test.py "$(CURDIR)/.build/release/ipamtriage"

# Spark on two executors against one machine. Java comes from Debian, PySpark (300 MB) into a folder of the build; too
# much for every run of `make ci`.
SPARK := .build/spark
spark-test: build
	@$(MAKE) --no-print-directory deps PACKAGES="python3 python3-venv"
	@java -version 2>/dev/null || $(MAKE) --no-print-directory deps PACKAGES="default-jre-headless"
	@test -x $(SPARK)/bin/python || python3 -m venv $(SPARK)
	@$(SPARK)/bin/python -c 'import pyspark' 2>/dev/null \
	  || $(SPARK)/bin/pip install --quiet --disable-pip-version-check pyspark==4.3.0
	@$(SPARK)/bin/python Tests/Scripts/spark-test.py "$(CURDIR)/.build/release/ipamtriage"

# The release build beside wc, rg, grep, jq, python and simdjson, those that are installed; about ten minutes.
# BENCH_ROWS=log,storm picks rows, BENCH_SIZE=64MiB makes everything smaller.
bench: build
	@for name in make-load read-only inflate-only; do \
	  swift build -c release --product $$name $(RELEASE_FLAGS) || exit 1; done
	@python3 Benchmarks/bench.py

# batch against the number of bundles, beside the inflate-only program; FLEET_SMALL and FLEET_LARGE say how many.
bench-fleet: build
	@for name in make-load inflate-only; do \
	  swift build -c release --product $$name $(RELEASE_FLAGS) || exit 1; done
	@python3 Benchmarks/bench_fleet.py

bench-deps:
	@$(MAKE) --no-print-directory deps PACKAGES="$(BENCH_PACKAGES)"

# The last whole table of `make bench`, into README.md.
bench-readme:
	@python3 Benchmarks/bench.py --readme

# libFuzzer's own program, with the address sanitizer, in a build folder of its own.
FUZZ_RUNTIME = $(wildcard $(shell swift -print-target-info 2>/dev/null | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')/clang/lib/linux/libclang_rt.fuzzer_no_main-$(shell uname -m).a)

fuzz-build: deps
	@test -n "$(FUZZ_RUNTIME)" || { echo "this toolchain has no libFuzzer"; exit 1; }
	@# The tool that embeds the playbooks is instrumented too, and need not free what it holds at its end.
	ASAN_OPTIONS=detect_leaks=0 IPAMTRIAGE_FUZZ=1 swift build -c release --product fuzz --scratch-path .build-fuzz --sanitize=address $(SWIFT_FLAGS) \
	  -Xswiftc -sanitize-coverage=edge,indirect-calls,trace-cmp,inline-8bit-counters,pc-table \
	  -Xlinker $(FUZZ_RUNTIME) -Xlinker -lstdc++

# An hour for each target, or FUZZ_SECONDS; FUZZ="json lines" picks targets. Where a run ends the next one starts.
fuzz: fuzz-build
	@Sources/Fuzz/fuzz.sh long $(FUZZ)

# A minute for each target, two at a time: at least 100,000 executions each.
fuzz-ci: fuzz-build
	@Sources/Fuzz/fuzz.sh ci

# The tests of everything that handles memory by hand or runs in threads, once with each sanitizer; SANITIZE="address"
# picks one, SANITIZED=. takes every test. Leaks are not asked for: the runtime keeps what it keeps.
SANITIZE := address thread
SANITIZED := ReadingTests
sanitize: deps
	@for name in $(SANITIZE); do \
	  echo "sanitize $$name: $(SANITIZED)"; \
	  IPAMTRIAGE_FAST_TESTS=1 SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0 \
	    swift test --sanitize=$$name --scratch-path .build-$$name --filter '$(SANITIZED)' $(SWIFT_FLAGS) 2>&1 \
	    | grep -aE '^(✘|✔ Test run|error:|.*(ERROR|WARNING|SUMMARY): )'; \
	  test $${PIPESTATUS[0]} = 0 || exit 1; \
	done

# The HTML report in a real browser: silent console, no request, no overflow on a phone, no violation of axe-core,
# whole on paper. BROWSER_PICTURES=FOLDER keeps what it looked like.
BROWSER_PACKAGES := chromium python3-venv
BROWSER_MODULES := playwright==1.65.2 axe-playwright-python==0.1.8 pypdf==6.4.0
browser-test: build browser-deps
	@.build/browser/bin/python Tests/Browser/browser_test.py .build/release/ipamtriage $(if $(BROWSER_PICTURES),--pictures $(BROWSER_PICTURES))

browser-deps:
	@$(MAKE) --no-print-directory deps PACKAGES="$(BROWSER_PACKAGES)"
	@test -f .build/browser/ready || { python3 -m venv .build/browser && \
	  .build/browser/bin/pip install -q --disable-pip-version-check $(BROWSER_MODULES) && touch .build/browser/ready; }

# Posting tickets: to a server that answers as GitHub, GitLab, Jira and Redmine do, and has every failure; and to a real
# Redmine, Debian's, which runs from a copy in the build folder while the test does. Installing it changes no Redmine
# that is there, and gives a new one no database.
TICKET_PACKAGES := python3 curl redmine redmine-sqlite puma
ticket-test: build ticket-deps
	@python3 Tests/Tickets/tracker_test.py .build/release/ipamtriage
	@python3 Tests/Tickets/redmine_test.py .build/release/ipamtriage .build/redmine

ticket-deps:
	@if ! dpkg-query -W -f='$${Status}' redmine 2>/dev/null | grep -q 'install ok installed'; then \
	  if [ "$$(id -u)" = 0 ]; then sudo=""; else sudo="sudo -n"; fi; \
	  echo 'redmine redmine/instances/default/dbconfig-install boolean false' | $$sudo debconf-set-selections || true; \
	fi
	@$(MAKE) --no-print-directory deps PACKAGES="$(TICKET_PACKAGES)"

ci: test lint samples-check
	@$(MAKE) --no-print-directory accuracy
	@$(MAKE) --no-print-directory kill-batch dask-test
	@$(MAKE) --no-print-directory browser-test
	@$(MAKE) --no-print-directory ticket-test

clean:
	swift package clean
