#!/bin/sh
# Writes every page and photographs it, to be looked at: at 390 and 1280 px, in light and in dark.
# Usage: Tests/PageTests/shots.sh DIRECTORY [SITUATION...]
set -eu
out=$1
shift
cd "$(dirname "$0")/../.."
BIRTHGATE_PAGES=$out swift test --filter writesThePagesForLooking >/dev/null
[ $# -gt 0 ] || set -- unpaid paid-on-time unpaid-late-next-month missed-in-december bind-identity \
  suspended conflict name-missing after-death slip

shot() { # page width height scheme
  dark=
  [ "$4" = light ] || dark=--blink-settings=preferredColorScheme=0
  chromium --headless --no-sandbox --disable-gpu --hide-scrollbars $dark \
    --window-size="$2,$3" --screenshot="$out/$1.$2.$4.png" "file://$out/$1.html" 2>/dev/null
}

for name; do
  for language in zh-CN en; do
    for scheme in light dark; do
      shot "$name.$language" 390 3600 "$scheme"
      shot "$name.$language" 1280 2400 "$scheme"
    done
  done
done
