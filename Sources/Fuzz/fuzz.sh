#!/bin/bash
# Runs the program that `make fuzz-build` links, from the package folder.
#
#   fuzz.sh ci          every target for FUZZ_SECONDS (60), two at a time; fails on a crash, a hang, more than 2 GiB,
#                       or fewer than FUZZ_LEAST (100,000) executions
#   fuzz.sh long NAME…  the named targets, or all, one after the other for FUZZ_SECONDS (3,600) each; what they find
#                       that is new is kept in .build-fuzz/found and is where the next run starts
#
# An input that breaks a target is named and kept in .build-fuzz/broken: give it a telling name, put it into
# Sources/Fuzz/Corpus/<target>, and `make test` replays it from then on.
set -u
program=${FUZZ_PROGRAM:-.build-fuzz/release/fuzz}
all=(archives captures json lines playbooks timestamps)
broken=.build-fuzz/broken
mkdir -p "$broken"

# Longer inputs say the same more slowly.
most_bytes() {
  case $1 in timestamps) echo 128 ;; lines | playbooks) echo 256 ;; json | captures) echo 384 ;; *) echo 4096 ;; esac
}

# One target, its words in a log. A sanitizer's report needs no backtrace of Swift's, which waits for a terminal.
run() {
  local target=$1 seconds=$2 found=$3 log=$broken/$1.log
  mkdir -p "$found"
  # Leaks: the runtime keeps what it keeps. Units over 10 s are hangs.
  IPAMTRIAGE_FUZZ_TARGET=$target SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0 \
    "$program" -max_total_time="$seconds" -max_len="$(most_bytes "$target")" -timeout=10 -rss_limit_mb=2048 \
    -print_final_stats=1 -artifact_prefix="$broken/$target-" "$found" "Sources/Fuzz/Corpus/$target" \
    >"$log" 2>&1
  local code=$? count
  count=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  count=${count:-0}
  printf "fuzz %s: %s executions in %d s\n" "$target" "$(sed ':a;s/\B[0-9]\{3\}\>/,&/;ta' <<<"$count")" "$seconds"
  if [ $code -ne 0 ]; then
    grep -aE 'Fatal error|ERROR: |SUMMARY: |Test unit written' "$log" | head -6
    echo "fuzz $target: failed; the whole report is in $log"
    return 1
  fi
  if [ "$count" -lt "${least:-0}" ]; then
    echo "fuzz $target: fewer than $least executions"
    return 1
  fi
}

case ${1:-} in
ci)
  least=${FUZZ_LEAST:-100000}
  found=$(mktemp -d)
  trap 'rm -rf "$found"' EXIT
  failed=0
  for ((first = 0; first < ${#all[@]}; first += 2)); do
    pids=()
    for target in "${all[@]:first:2}"; do
      run "$target" "${FUZZ_SECONDS:-60}" "$found/$target" &
      pids+=($!)
    done
    for pid in "${pids[@]}"; do wait "$pid" || failed=1; done
  done
  exit $failed
  ;;
long)
  shift
  [ $# -gt 0 ] || set -- "${all[@]}"
  for target in "$@"; do run "$target" "${FUZZ_SECONDS:-3600}" ".build-fuzz/found/$target" || exit 1; done
  ;;
*)
  sed -n '2,/^set/s/^# \{0,1\}//p' "$0"
  exit 64
  ;;
esac
