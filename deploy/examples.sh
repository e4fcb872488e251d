#!/usr/bin/env bash
# Takes the examples of the contract from a demo book of 20,000 loans.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck disable=SC2016 # the inner shell knows BASE_URL
CLIENT=no exec deploy/with-book.sh examples 20000 sh -c 'node deploy/examples.mjs "$BASE_URL"'
