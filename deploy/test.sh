#!/usr/bin/env bash
# Runs the tests and sums them up: C#, client, and with 'all' the browser.   deploy/test.sh all | fast
# The last line is 'N passed, N failed'. FAILED_BEFORE: failures that a caller has seen already.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
. deploy/common.sh
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
passed=0 failed=${FAILED_BEFORE:-0} browsers=''
work=$(mktemp -d)
count() { passed=$((passed + $1)) failed=$((failed + $2)); }
stage() { echo "--- $1"; began=$SECONDS; }
staged() { echo "--- $1: $((SECONDS - began)) s"; }
finish() { echo "$passed passed, $failed failed"; [ "$failed" = 0 ]; exit; }

# A database of their own: the tests empty the one they are given, so the operator's name gets a suffix.
export PGNAME=test-$$ PGTHROWAWAY=yes
# Short processes end before what they learn of their own running pays.
export DOTNET_TieredPGO=0
# shellcheck disable=SC2317 # called by the trap
clean_up() {
    if [ -n "$browsers" ]; then kill "$browsers" 2>/dev/null; wait "$browsers" 2>/dev/null; fi
    if [ -z "$given" ]; then local_postgres remove 2>/dev/null; fi
    rm -rf "$work"
}
given=''
[ -n "${POSTGRES:-}" ] || given=${ConnectionStrings__LoanAnalytics:-}
trap 'exit 130' INT TERM HUP
trap clean_up EXIT
database() {
    if [ -n "$given" ]; then
        echo "$given" | sed -E 's/(^|;) *(Database|DB) *= *([^;]*[^; ])/\1Database=\3'"_$1/I"
    else
        POSTGRES_DB=loananalytics_$1 local_postgres up
    fi
}

stage "build"
if ! program=$(deploy/build.sh) || ! dotnet build -c Release -v quiet -nologo; then count 0 1; finish; fi
if ! ConnectionStrings__LoanAnalytics=$(database test); then echo "FAILED: no PostgreSQL"; count 0 1; finish; fi
export ConnectionStrings__LoanAnalytics
staged "build"

# Browser, client and program have their tests side by side: each waits for itself most of the time.
browser() {
    CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
    if [ -z "$CHROMIUM" ] && command -v apt-get >/dev/null; then
        echo "Installing Chromium."
        { as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; } >"$work/apt.log" 2>&1 </dev/null ||
            tail -5 "$work/apt.log"
        CHROMIUM=$(command -v chromium)
    fi
    [ -n "$CHROMIUM" ] || { echo "FAILED: no Chromium; install it, or name one in CHROMIUM."; return 1; }
    local port server
    port=$(free_port 0)
    export CHROMIUM Client__Root=$PWD/client/dist ASPNETCORE_URLS=http://127.0.0.1:$port
    ConnectionStrings__LoanAnalytics=$(database e2e) || return 1
    if ! { "$program" migrate && "$program" import ../shared/data/seed --profile seed; } >"$work/import.log" 2>&1; then
        cat "$work/import.log"
        return 1
    fi
    "$program" serve </dev/null &
    server=$!
    wait_ready "$ASPNETCORE_URLS/health/ready" "$server" || { echo "FAILED: the server did not start."; kill "$server"; return 1; }
    (cd client && PROGRAM=$program BASE_URL=$ASPNETCORE_URLS timeout 900 npm run --silent e2e) </dev/null | tee "$work/e2e.log"
    status=${PIPESTATUS[0]}
    read -r good bad < <(sed -nE 's/^([0-9]+) passed, ([0-9]+) failed$/\1 \2/p' "$work/e2e.log" | tail -1)
    [ "$status" = 0 ] || [ "${bad:-0}" -gt 0 ] || bad=1
    [ "$((${good:-0} + ${bad:-0}))" -gt 0 ] || bad=1
    kill "$server"
    echo "${good:-0} ${bad:-0}" >"$work/browser.count"
}
if [ "${1:-all}" = all ] && [ -d ../shared/data/seed ]; then
    (browser) >"$work/browser.log" 2>&1 &
    browsers=$!
fi
(cd client && npm run --silent test -- --reporter=default --reporter=json --outputFile="$work/vitest.json") </dev/null >"$work/vitest.log" 2>&1 &
units=$!

stage "C#"
"$program" migrate
dotnet test --solution LoanAnalytics.sln -c Release --no-build --no-ansi --no-progress 2>&1 </dev/null | tee "$work/dotnet.log"
status=${PIPESTATUS[0]}
# The summary's lines are '  total: N', '  failed: N', '  succeeded: N', '  skipped: N'.
number() { sed -nE "s/^ *$1: ([0-9]+).*/\1/p" "$work/dotnet.log" | tail -1; }
bad=$(number failed) good=$(number succeeded)
# A run that ends badly without naming a failed test (a crash, nothing found) counts as one failure.
[ "$status" = 0 ] || [ "${bad:-0}" -gt 0 ] || bad=1
[ "${good:-0}" -gt 0 ] || [ "${bad:-0}" -gt 0 ] || bad=1
count "${good:-0}" "${bad:-0}"
staged "C#"

stage "client"
wait "$units"
cat "$work/vitest.log"
read -r good bad < <(node -e 'let n=[0,1];try{const r=JSON.parse(require("fs").readFileSync(process.argv[1]));
    const broken=r.testResults.filter(f=>f.status==="failed"&&!f.assertionResults.some(a=>a.status==="failed")).length;
    n=[r.numPassedTests,r.numFailedTests+broken]}catch{}console.log(n.join(" "))' "$work/vitest.json")
[ "$((good + bad))" -gt 0 ] || bad=1
count "$good" "$bad"
staged "client"

if [ "$browsers" ]; then
    stage "browser"
    wait "$browsers"
    cat "$work/browser.log"
    read -r good bad <"$work/browser.count" || { good=0 bad=1; }
    count "$good" "$bad"
    staged "browser"
elif [ "${1:-all}" = all ]; then
    echo "Skipped: the seed book (../shared/data/seed) is not beside the checkout."
fi
finish
