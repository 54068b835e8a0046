#!/usr/bin/env bash
# Measures the server through its real door and writes docs/performance.md; see perf/Carnet.Bench.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet publish src/Carnet.Server --configuration Release --nologo --verbosity quiet --output artifacts/server \
  --use-current-runtime --self-contained false -p:PublishReadyToRun=true
dotnet run --project perf/Carnet.Bench --configuration Release -- --server artifacts/server "$@"
