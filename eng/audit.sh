#!/usr/bin/env bash
# Lighthouse and pa11y over the pages of a demo of its own; see tests/audit/audit.mjs.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet publish src/Carnet.Server --configuration Release --nologo --verbosity quiet --output artifacts/server \
  --use-current-runtime --self-contained false -p:PublishReadyToRun=true
[ -d tests/audit/node_modules ] || PUPPETEER_SKIP_DOWNLOAD=1 npm ci --prefix tests/audit --no-audit --no-fund --loglevel=error
folder=$(mktemp -d)
free() { node -e 'const s = require("net").createServer().listen(0, () => { console.log(s.address().port); s.close(); })'; }
door=$(free)
Carnet__Doors__Portals="http://localhost:$door" Carnet__Doors__Soap="https://localhost:$(free)" Carnet__Doors__Operations="http://localhost:$(free)" \
  Carnet__Doors__Card="" Carnet__Doors__Hl7v2="" dotnet artifacts/server/carnet.dll serve --demo --data "$folder" >/dev/null 2>&1 &
server=$!
trap 'kill $server; wait $server 2>/dev/null || true; rm -rf "$folder"' EXIT
until [ -f "$folder/demo/people.json" ] && curl -sf "http://localhost:$door/connexion" >/dev/null; do sleep 0.5; kill -0 $server; done
node tests/audit/audit.mjs "http://localhost:$door" "$folder/demo/people.json" tests/routes.txt
