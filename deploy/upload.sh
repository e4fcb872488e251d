#!/usr/bin/env bash
# Posts an extract with a payments file of so many megabytes to the server at BASE_URL, and says how much memory its process (SERVER) took at most.
# CLIENT=no deploy/with-book.sh upload 1000 deploy/upload.sh [MEGABYTES=2000] [LIMIT=600]
set -euo pipefail
megabytes=${1:-2000} limit=${2:-600} loans=2000
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export LC_ALL=C
resident() { awk -v what="$1:" '$1 == what { print int($2 / 1024) }' "/proc/$SERVER/status"; }
printf 'customer_id\nC1\n' >"$folder/customers.csv"
awk -v n=$loans 'BEGIN {
    print "loan_id,customer_id,principal,start_date,status"
    for (i = 0; i < n; i++) printf "L%d,C1,1000,2020-01-01,active\n", i
}' >"$folder/loans.csv"
# A record has 182 bytes, most of them a column that nobody reads, as in many extracts.
awk -v n=$((megabytes * 5500)) -v loans=$loans 'BEGIN {
    memo = sprintf("%150s", ""); gsub(/ /, "x", memo)
    print "loan_id,payment_no,paid_on,amount,memo"
    for (i = 0; i < n; i++) printf "L%06d,%08d,20%02d-%02d-%02d,12.50,%s\n", i % loans, i, 20 + i % 5, 1 + i % 12, 1 + i % 28, memo
}' | sed 's/^L0*\([0-9]\)/L\1/' >"$folder/payments.csv"
size=$(($(stat -c %s "$folder/payments.csv") / 1000000))
before=$(resident VmRSS)
began=$SECONDS
place=$(curl -sS -o "$folder/answer" -D - -F asOf=2025-12-31 -F "files=@$folder/customers.csv" -F "files=@$folder/loans.csv" \
    -F "files=@$folder/payments.csv" "$BASE_URL/api/v1/imports" | tr -d '\r' | awk 'tolower($1) == "location:" { print $2 }')
[ -n "$place" ] || { cat "$folder/answer" >&2; exit 1; }
uploaded=$((SECONDS - began)) received=$(resident VmHWM)
rm "$folder/payments.csv"
until state=$(curl -sS "$BASE_URL$place") && ! grep -q '"endedAt":null' <<<"$state"; do sleep 1; done
grep -q '"state":"published"' <<<"$state" || { echo "$state" >&2; exit 1; }
most=$(resident VmHWM)
echo "upload: $size MB received in $uploaded s, published after $((SECONDS - began)) s; resident memory $before MB before, at most $received MB while it came in and $most MB in all (limit $limit MB)"
[ "$most" -lt "$limit" ]
