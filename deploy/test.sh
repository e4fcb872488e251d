#!/usr/bin/env bash
# Runs the tests and sums them up: C#, client, and with 'all' the browser. Last line: N passed, N failed.
set -uo pipefail
cd "$(dirname "$0")/.."
passed=0 failed=${FAILED_BEFORE:-0}
count() { passed=$((passed + $1)); failed=$((failed + $2)); }
ConnectionStrings__LoanAnalytics=$(PGDATABASE=loananalytics_test deploy/postgres.sh up) || exit 1
export ConnectionStrings__LoanAnalytics
trap 'unset ConnectionStrings__LoanAnalytics; deploy/postgres.sh down' EXIT

program=$(deploy/build.sh) || { echo "0 passed, 1 failed"; exit 1; }
"$program" migrate
dotnet build tests/LoanAnalytics.Tests -c Release -v quiet -nologo || count 0 1
log=$(mktemp)
tests/LoanAnalytics.Tests/bin/Release/net10.0/LoanAnalytics.Tests -noColor >"$log" 2>&1
summary=$(grep -E 'Total: [0-9]+' "$log" | tail -1)
[ -z "$summary" ] && { tail -40 "$log"; count 0 1; }
number() { echo "$summary" | sed -nE "s/.*$1: ([0-9]+).*/\1/p"; }
if [ -n "$summary" ]; then
    bad=$(($(number Failed) + $(number Errors)))
    [ "$bad" -gt 0 ] && grep -A15 'FAIL\]' "$log"
    echo "C#: $summary"
    count $(($(number Total) - $(number Failed) - $(number Skipped))) "$bad"
fi

(cd client && npx vitest run --reporter=default --reporter=json --outputFile="$log.json") || true
read -r p f < <(node -e 'try{const r=require(process.argv[1]);console.log(r.numPassedTests,r.numFailedTests+r.numFailedTestSuites)}catch{console.log(0,1)}' "$log.json")
count "$p" "$f"

if [ "${1:-all}" = all ]; then
    if [ ! -d ../shared/data/seed ]; then
        echo "Browser test skipped: the seed book is not beside the checkout."
    else
        if ! command -v chromium >/dev/null; then
            sudo=$([ "$(id -u)" = 0 ] || echo sudo)
            ($sudo apt-get update -qq && $sudo apt-get install -y -qq chromium) >/dev/null 2>&1
        fi
        "$program" import ../shared/data/seed --profile seed >/dev/null
        port=$(node -e 's=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
        Client__Root=$PWD/client/dist ASPNETCORE_URLS=http://127.0.0.1:$port "$program" serve &
        server=$!
        for _ in $(seq 100); do curl -fs "http://127.0.0.1:$port/health/ready" >/dev/null && break; sleep 0.2; done
        (cd client && BASE_URL=http://127.0.0.1:$port npm run --silent e2e) | tee "$log"
        kill $server; wait $server 2>/dev/null
        read -r p f < <(sed -nE 's/^([0-9]+) passed, ([0-9]+) failed$/\1 \2/p' "$log" | tail -1 | grep . || echo "0 1")
        count "$p" "$f"
    fi
fi
rm -f "$log" "$log.json"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
