#!/usr/bin/env bash
# Everything that must hold before a change lands; ends with one line, N passed, N failed.
set -uo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
failed=0
step() {
    local began=$SECONDS name=$1
    shift
    if "$@"; then echo "ok: $name ($((SECONDS - began)) s)"; else echo "FAILED: $name"; failed=$((failed + 1)); fi
}
contract() { src/LoanAnalytics.Api/bin/Release/net10.0/LoanAnalytics.Api openapi --out "$1" && diff -q openapi.json "$1"; }
types() { (cd client && npx openapi-typescript ../openapi.json -o "$1" >/dev/null && diff -q src/lib/schema.d.ts "$1"); }
drift=$(mktemp -d)
step "tools" dotnet tool restore
step "client packages" npm --prefix client ci --no-audit --no-fund
step "build, warnings as errors" dotnet build -c Release -nologo -v quiet
step "layout of C#" dotnet csharpier check .
step "lint of the client" npm --prefix client run --silent lint
step "the contract is current" contract "$drift/openapi.json"
step "the client's types are current" types "$drift/schema.d.ts"
step "client types" npm --prefix client run --silent typecheck
step "client build" npm --prefix client run --silent build
rm -rf "$drift"
FAILED_BEFORE=$failed exec deploy/test.sh all
