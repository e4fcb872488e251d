#!/usr/bin/env bash
# Takes the examples of the contract from a demo book of 20,000 loans (seed 1) in a database of its own.
set -euo pipefail
cd "$(dirname "$0")/.."
program=$(deploy/build.sh program)
export ConnectionStrings__LoanAnalytics PORT=${PORT:-5099}
ConnectionStrings__LoanAnalytics=$(env -u ConnectionStrings__LoanAnalytics PGNAME=examples POSTGRES_DB=loananalytics_examples deploy/postgres.sh up)
trap 'kill $server 2>/dev/null || true; env -u ConnectionStrings__LoanAnalytics PGNAME=examples deploy/postgres.sh remove' EXIT
server=
"$program" migrate >/dev/null
"$program" demo --loans 20000 --seed 1 --replace >/dev/null
ASPNETCORE_URLS=http://127.0.0.1:$PORT "$program" serve &
server=$!
for _ in $(seq 100); do curl -sf "http://127.0.0.1:$PORT/health/ready" >/dev/null && break; sleep 0.2; done
node deploy/examples.mjs "http://127.0.0.1:$PORT"
