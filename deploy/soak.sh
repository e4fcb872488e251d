#!/usr/bin/env bash
# Runs the tests that can be long in their long form, on a PostgreSQL of their own, and sums them up.   deploy/soak.sh [PART...]
# SEED: what is generated; another each time where it is not set. How much each part tries is a setting of its tests.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
. deploy/common.sh
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
seed=${SEED:-$RANDOM}

# part | test classes, none of the upload | what is tried | how many | settings
parts() {
    cat <<END
contract|GeneratedRequestTests|requests|20000|CONTRACT_REQUESTS=20000 CONTRACT_SEED=$seed
filters|FilterRecountTests|filters|10000|FILTERS=10000 FILTERS_SEED=$seed
kills|KillTests DatabaseKillTests|kills|400|KILLS=200
outages|OutageTests|outages|60|OUTAGE_ROUNDS=20
merges|MergedIsReplacedTests|books|200|MERGES=200
upload||megabytes|2000|
END
}
names() { parts | cut -d'|' -f1; }
for part in "$@"; do
    names | grep -qx -- "$part" || { echo "There is no part $part; there are $(names | paste -sd' ')." >&2; exit 2; }
done

export PGNAME=soak-$$ PGTHROWAWAY=yes
logs=$(mktemp -d)
# shellcheck disable=SC2317 # called by the trap
clean_up() { local_postgres remove 2>/dev/null; rm -rf "$logs"; }
trap 'exit 130' INT TERM HUP
trap clean_up EXIT
deploy/build.sh program >/dev/null && dotnet build tests/LoanAnalytics.Tests -c Release -v quiet -nologo || exit
ConnectionStrings__LoanAnalytics=$(POSTGRES_DB=loananalytics_soak local_postgres up) || exit
export ConnectionStrings__LoanAnalytics
"$program" migrate || exit

failed=0 table=$(printf '%-10s %-10s %8s %8s %8s' part what tried seconds failed)
while IFS='|' read -r part classes what count settings; do
    [ $# = 0 ] || [[ " $* " == *" $part "* ]] || continue
    echo "--- $part: $count $what, seed $seed"
    began=$SECONDS
    if [ -z "$classes" ]; then
        # A server of its own, which must stay below 600 MB.
        bad=0
        CLIENT=no deploy/with-book.sh "upload-$$" 1000 deploy/upload.sh "$count" 600 </dev/null 2>"$logs/$part" || bad=1
    else
        # shellcheck disable=SC2046,SC2086 # several settings, several classes
        env $settings tests/LoanAnalytics.Tests/bin/Release/net10.0/LoanAnalytics.Tests -noColor -showLiveOutput $(printf -- '-class *.%s ' $classes) </dev/null >"$logs/$part" 2>&1
        status=$?
        bad=$(sed -nE 's/.*Total: [0-9]+, Errors: [0-9]+, Failed: ([0-9]+).*/\1/p' "$logs/$part" | tail -1)
        # A run that ends badly without naming a failed test counts as one failure.
        [ "$status" = 0 ] && [ -n "$bad" ] || [ "${bad:-0}" -gt 0 ] || bad=1
    fi
    [ "$bad" = 0 ] || cat "$logs/$part"
    failed=$((failed + bad))
    table+=$'\n'$(printf '%-10s %-10s %8s %8s %8s' "$part" "$what" "$count" "$((SECONDS - began))" "$bad")
done < <(parts)
echo "$table"
[ "$failed" = 0 ]
