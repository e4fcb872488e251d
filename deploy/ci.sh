#!/usr/bin/env bash
# Everything that must hold before a change lands. The last line is 'N passed, N failed': the tests of all runners,
# and among the failures each step below that failed.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
export CI=true DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
export HOME=${HOME:-/tmp}
failed=0
step() {
    local began=$SECONDS name=$1
    shift
    if "$@" </dev/null; then echo "ok: $name ($((SECONDS - began)) s)"; else echo "FAILED: $name ($((SECONDS - began)) s)"; failed=$((failed + 1)); fi
}
program=src/LoanAnalytics.Api/bin/Release/net10.0/LoanAnalytics.Api
drift=$(mktemp -d)
contract() { "$program" openapi --out "$drift/openapi.json" && diff openapi.json "$drift/openapi.json" | head -20 && cmp -s openapi.json "$drift/openapi.json"; }
types() { (cd client && npx --no-install openapi-typescript ../openapi.json -o "$drift/schema.d.ts" >/dev/null && diff src/lib/schema.d.ts "$drift/schema.d.ts" | head -20 && cmp -s src/lib/schema.d.ts "$drift/schema.d.ts"); }
client() { npm --prefix client run --silent "$@"; }

# The client is made ready while the program is built.
of_client() {
    failed=0
    step "client packages" npm --prefix client ci --no-audit --no-fund --loglevel=error
    step "lint of the client" client lint
    step "lint of the contract" client --if-present spectral
    step "client types" client typecheck
    step "client build" client build
    step "size of the client" client size
    echo "$failed" >"$drift/failed"
}
(of_client) >"$drift/client.log" 2>&1 &
ready=$!
step "tools" dotnet tool restore
step "build, warnings as errors" dotnet build -c Release -nologo -v quiet
step "layout of C#" dotnet csharpier check .
step "the contract is current" contract
wait "$ready"
cat "$drift/client.log"
failed=$((failed + $(cat "$drift/failed" || echo 1)))
step "the client's types are current" types
rm -rf "$drift"
FAILED_BEFORE=$failed exec deploy/test.sh all
