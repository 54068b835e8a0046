#!/usr/bin/env bash
# Installs what the tests use and the machine lacks. Without rights to install it says so and goes on: the tests that
# need a missing tool are then reported as skipped, with the reason.
set -uo pipefail
cd "$(dirname "$0")/.."

missing=()
command -v xmlsec1 >/dev/null || missing+=(xmlsec1)
command -v xmllint >/dev/null || missing+=(libxml2-utils)
command -v chromium >/dev/null || missing+=(chromium)
command -v sqlite3 >/dev/null || missing+=(sqlite3)
command -v qpdf >/dev/null || missing+=(qpdf)
command -v pdftotext >/dev/null || missing+=(poppler-utils)
command -v aiosmtpd >/dev/null || missing+=(python3-aiosmtpd)
[ -f /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf ] || missing+=(fonts-dejavu-core)
command -v node >/dev/null || missing+=(nodejs npm)
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null || missing+=(postgresql)

if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing: ${missing[*]}"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/dev/null 2>&1 ||
      echo "could not install ${missing[*]}; the tests that need them are skipped"
  else
    echo "missing: ${missing[*]} (as root: apt-get install ${missing[*]}); the tests that need them are skipped"
  fi
fi

# The same browser without a window: quicker where the system has it as a package, not needed elsewhere.
if ! command -v chromium-headless-shell >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium-headless-shell >/dev/null 2>&1 || true
fi

if command -v npm >/dev/null && [ -f tests/oracles/package-lock.json ] && { [ ! -d tests/oracles/node_modules/xml-crypto ] || [ ! -d tests/oracles/node_modules/html-validate ] || [ ! -d tests/oracles/node_modules/xslt3 ]; }; then
  npm ci --prefix tests/oracles --no-audit --no-fund --silent ||
    echo "npm ci failed in tests/oracles; the tests that need it are skipped"
fi
exit 0
