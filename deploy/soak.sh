#!/usr/bin/env bash
# The long versions of the tests that stop and break things, on a PostgreSQL of their own.   deploy/soak.sh [PART...]
#   kills    200 imports whose process is killed, and 200 whose database is
#   outages  20 times a database killed, paused and restarted under load
set -euo pipefail
cd "$(dirname "$0")/.."
. deploy/common.sh
export SOAK=yes PGNAME=soak-$$ PGTHROWAWAY=yes
deploy/build.sh program >/dev/null
dotnet build tests/LoanAnalytics.Tests -c Release -v quiet -nologo
tests=tests/LoanAnalytics.Tests/bin/Release/net10.0/LoanAnalytics.Tests
ConnectionStrings__LoanAnalytics=$(POSTGRES_DB=loananalytics_test local_postgres up)
export ConnectionStrings__LoanAnalytics
trap 'local_postgres remove' EXIT
run() { "$tests" -showLiveOutput "$@"; }
kills() { run -class '*.KillTests' -class '*.DatabaseKillTests'; }
outages() { run -class '*.OutageTests'; }
parts=("$@")
[ "${#parts[@]}" -gt 0 ] || parts=(kills outages)
for part in "${parts[@]}"; do
    case $part in kills | outages) echo "--- $part"; "$part" ;; *) echo "There is no part $part." >&2; exit 2 ;; esac
done
