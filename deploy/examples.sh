#!/usr/bin/env bash
# Takes the examples of the contract from a demo book of 20,000 loans (seed 1) in a database of its own.
set -euo pipefail
cd "$(dirname "$0")/.."
. deploy/common.sh
program=$(deploy/build.sh program)
export ConnectionStrings__LoanAnalytics PORT=${PORT:-5099}
export PGNAME=examples
ConnectionStrings__LoanAnalytics=$(POSTGRES_DB=loananalytics_examples local_postgres up)
trap 'kill $server 2>/dev/null || true; local_postgres remove' EXIT
server=
"$program" migrate >/dev/null
"$program" demo --loans 20000 --seed 1 --replace >/dev/null
ASPNETCORE_URLS=http://127.0.0.1:$PORT "$program" serve &
server=$!
wait_ready "http://127.0.0.1:$PORT/health/ready" "$server"
node deploy/examples.mjs "http://127.0.0.1:$PORT"
