#!/usr/bin/env bash
# Runs every test project and adds up their results; the last line is "N passed, N failed, N skipped".
set -uo pipefail
cd "$(dirname "$0")/.."
results=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null; rm -rf "$results"' EXIT

dotnet build Carnet.slnx --nologo --verbosity quiet || { echo "0 passed, 1 failed"; exit 1; }
# The tests start hundreds of processes for a few seconds each: what profiles them would never pay.
export DOTNET_TieredPGO=0
# Both at once: a browser waits for its pages and a killed server for its next start, so that either alone leaves a core idle now and then.
status=0
projects=(Carnet.Tests Carnet.Browser.Tests)
for project in "${projects[@]}"; do
  dotnet test "tests/$project" --no-build --nologo --verbosity quiet \
    --logger "trx;LogFileName=$project.trx" --results-directory "$results" \
    --logger "console;verbosity=minimal" -- RunConfiguration.TestSessionTimeout=2400000 >"$results/$project.log" 2>&1 &
  pids+=($!)
done
for i in "${!projects[@]}"; do
  wait "${pids[i]}" || status=1
  cat "$results/${projects[i]}.log"
done
pids=()

count() { cat "$results"/*.trx 2>/dev/null | grep -oE "<Counters [^>]*>" | grep -oE " $1=\"[0-9]+\"" | grep -oE '[0-9]+' | awk '{ n += $1 } END { print n + 0 }'; }
total=$(count total) passed=$(count passed) failed=$(count failed)
[ "$status" = 0 ] || [ "$failed" != 0 ] || failed=1
skipped=$((total - passed - failed)); [ "$skipped" -ge 0 ] || skipped=0
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ "$status" = 0 ]
