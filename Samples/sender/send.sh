#!/usr/bin/env bash
# Sends a message file, signed, and again under the same id until it is known how it went.
# 发送一个报文文件：签名、发送，遇到 429、503 或断线时原样重发。  send.sh FILE
# BIRTHGATE_URL, BIRTHGATE_SENDER, BIRTHGATE_SECRET (base64) come from the environment.
set -euo pipefail
file=$1 target=/v1/messages
key=$(printf %s "$BIRTHGATE_SECRET" | base64 -d | od -An -v -tx1 | tr -d ' \n')
type=application/json
first=$(head -c 200 "$file" | tr -d '\357\273\277 \r\n\t' | head -c 1)
[[ $first != "<" ]] || type=application/xml
answer=$(mktemp) && trap 'rm -f "$answer" "$answer.head"' EXIT
for attempt in 0 1 2 3 4 5; do
  ts=$(date +%s) nonce=$(openssl rand -hex 16) # new for every try
  digest=$(openssl dgst -sm3 -r "$file" | cut -c 1-64)
  # openssl shows the key to whoever may list this user's processes; use send.py where others may.
  sig=$(printf '%s\n%s\n%s\n%s\n%s' POST "$target" "$ts" "$nonce" "$digest" |
    openssl dgst -sm3 -mac HMAC -macopt "hexkey:$key" -r | cut -c 1-64)
  status=$(curl -s -o "$answer" -D "$answer.head" -w '%{http_code}' --data-binary "@$file" \
    -H "Content-Type: $type" "$BIRTHGATE_URL$target" -H \
    "Authorization: Birthgate-HMAC-SM3 sender=$BIRTHGATE_SENDER, ts=$ts, nonce=$nonce, sig=$sig") ||
    status=000
  case $status in
    200 | 201) echo "receipt $status $(cat "$answer")" && exit 0 ;;
    000 | 429 | 503) ;; # nobody there, the line was cut, or not now
    *) echo "refused $status $(cat "$answer")" && exit 1 ;;
  esac
  pause=$(sed -n 's/^[Rr]etry-[Aa]fter: *\([0-9]*\).*/\1/p' "$answer.head" 2>/dev/null || true)
  ((attempt == 5)) || { echo "$status; trying again" >&2 && sleep "${pause:-$((2 ** attempt))}"; }
done
exit 3
