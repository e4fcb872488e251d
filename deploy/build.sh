#!/usr/bin/env bash
# Builds program and client where their sources have changed, and prints the program's path.
set -euo pipefail
cd "$(dirname "$0")/.."
program=$PWD/src/LoanAnalytics.Api/bin/Release/net10.0/LoanAnalytics.Api
if [ ! -x "$program" ] || [ -n "$(find src Directory.*.props -type f -newer "$program" -not -path '*/obj/*' -not -path '*/bin/*' | head -1)" ]; then
    dotnet build src/LoanAnalytics.Api -c Release -v quiet -nologo >&2
    touch "$program"
fi
if [ ! -f client/dist/index.html ] || [ -n "$(find client -type f -newer client/dist/index.html -not -path '*/node_modules/*' -not -path '*/dist/*' | head -1)" ]; then
    (cd client && { [ -d node_modules ] && [ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --no-audit --no-fund; } && npm run build && touch dist/index.html) >&2
fi
echo "$program"
