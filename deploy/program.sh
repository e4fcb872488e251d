#!/usr/bin/env bash
# Runs a verb of the program on the local database, which it starts where it is not up and leaves running.
set -euo pipefail
cd "$(dirname "$0")/.."
ConnectionStrings__LoanAnalytics=$(deploy/postgres.sh up)
export ConnectionStrings__LoanAnalytics
program=$(deploy/build.sh program)
"$program" migrate
exec "$program" "$@"
