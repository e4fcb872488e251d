#!/usr/bin/env bash
# Runs the benchmarks on a PostgreSQL of their own, and removes it.
set -euo pipefail
cd "$(dirname "$0")/.."
. deploy/common.sh
export PGNAME=bench
connection=$(local_postgres up)
trap 'local_postgres remove' EXIT
export ConnectionStrings__LoanAnalytics=$connection
dotnet run -c Release --project tests/LoanAnalytics.Benchmarks -- "$@"
