#!/usr/bin/env bash
# Runs the tests that can be long in their long form, on a database of their own, and sums them up.   deploy/soak.sh [part...]
# SEED: what is generated; another each time where it is not set. Each part's numbers are settings of its test.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
. deploy/common.sh
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# name | test class | what is tried | how many | settings
parts() {
    cat <<END
contract|GeneratedRequestTests|requests|20000|CONTRACT_REQUESTS=20000 CONTRACT_SEED=$seed
filters|FilterRecountTests|filters|10000|FILTERS=10000 FILTERS_SEED=$seed
END
}
seed=${SEED:-$RANDOM}
chosen=$*
for name in $chosen; do
    parts | cut -d'|' -f1 | grep -qx "$name" || { echo "There is no part '$name'; the parts are: $(parts | cut -d'|' -f1 | paste -sd' ')." >&2; exit 2; }
done

export PGNAME=soak-$$ PGTHROWAWAY=yes
logs=$(mktemp -d)
# shellcheck disable=SC2317 # called by the trap
clean_up() { local_postgres remove 2>/dev/null; rm -rf "$logs"; }
trap 'exit 130' INT TERM HUP
trap clean_up EXIT
deploy/build.sh program >/dev/null && dotnet build -c Release -v quiet -nologo || exit 1
ConnectionStrings__LoanAnalytics=$(POSTGRES_DB=loananalytics_soak local_postgres up) || { echo "FAILED: no PostgreSQL"; exit 1; }
export ConnectionStrings__LoanAnalytics
"$program" migrate || exit 1

failed=0
table=$(printf '%-10s %-10s %8s %8s %8s  %s' part what tried seconds failed seed)
while IFS='|' read -r name class what count settings; do
    [ -z "$chosen" ] || [[ " $chosen " == *" $name "* ]] || continue
    echo "--- $name: $count $what, seed $seed"
    began=$SECONDS bad=0
    # shellcheck disable=SC2086 # several settings
    env $settings tests/LoanAnalytics.Tests/bin/Release/net10.0/LoanAnalytics.Tests -class "*.$class" -noColor </dev/null >"$logs/$name" 2>&1 || bad=1
    grep -q 'Total: [1-9]' "$logs/$name" || bad=1
    if [ "$bad" = 1 ]; then cat "$logs/$name"; failed=$((failed + 1)); fi
    table+=$'\n'$(printf '%-10s %-10s %8s %8s %8s  %s' "$name" "$what" "$count" "$((SECONDS - began))" "$bad" "$seed")
done < <(parts)
echo "$table"
[ "$failed" = 0 ]
