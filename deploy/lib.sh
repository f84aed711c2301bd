# Shared by deploy/run, deploy/test and deploy/mutants: what has to be there before anything builds.
# To be read with `source`, from a script that has set -euo pipefail.

cd "$(dirname "${BASH_SOURCE[0]}")/.."
started=$(date +%s)

# One line on standard error saying what is going on, with the seconds since the start.
say() { printf '[%4d s] %s\n' "$(($(date +%s) - started))" "$*" >&2; }

fail() { say "stopped: $*"; exit "${status:-1}"; }

# What the Swift toolchain itself loads and links with, as its archive names no dependencies.
toolchain_packages=(
  ca-certificates git binutils gcc libc6-dev libstdc++-12-dev zlib1g-dev
  libncurses6 libedit2 libsqlite3-0 libuuid1 libxml2 libcurl4 tzdata pkg-config
)
# The C libraries of the manifest's system targets, SQLite for GRDB, and what runs the demonstration.
library_packages=(
  libxml2-dev libcurl4-openssl-dev libssl-dev libsqlite3-dev libqrencode-dev libpng-dev libzstd-dev
  python3
)
# The judges of the tests that are not ours: JSON Schema and XSD validators, a reader of QR codes,
# a maker of certificates, a mail server, another's ciphers.
test_packages=(
  python3-jsonschema python3-lxml libxml2-utils zbar-tools openssl curl
  python3-aiosmtpd python3-cryptography python3-pip
)
# What only PyPI has: the library of Standard Webhooks, pure Python. It goes to .build/wheels, where
# tests look for it; those that need it are left out, and say so, where PyPI cannot be reached.
test_wheels=(standardwebhooks==1.1.0)
# The browser that looks at the parents' pages, with letters to show; need_browser fetches the rest.
browser_packages=(chromium fonts-noto-cjk python3-venv)

# need_packages PACKAGE... asks apt for those that are missing, and for nothing where none is.
need_packages() {
  command -v dpkg-query >/dev/null || {
    say "no dpkg here: taking it that these are installed: $*"
    return 0
  }
  local present missing=() name
  present=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p')
  for name in "$@"; do
    grep -qxF -- "$name" <<<"$present" || missing+=("$name")
  done
  if ((${#missing[@]} == 0)); then
    say "all $# Debian packages are there"
    return 0
  fi
  local root=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null && sudo -n true 2>/dev/null ||
      status=3 fail "as root, please run: apt-get install ${missing[*]}"
    root=(sudo -n)
  fi
  say "installing ${#missing[@]} Debian packages: ${missing[*]}"
  local apt=("${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y
    -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -o Dpkg::Use-Pty=0)
  local log
  log=$(mktemp)
  "${apt[@]}" update >"$log" 2>&1 &&
    "${apt[@]}" install --no-install-recommends "${missing[@]}" >>"$log" 2>&1 </dev/null || {
    tail -n 30 "$log" >&2
    rm -f "$log"
    status=3 fail "apt-get could not install: ${missing[*]}"
  }
  rm -f "$log"
}

# need_wheels NAME==VERSION... fetches those that are missing and goes on without where it cannot.
need_wheels() {
  local wheel name
  for wheel in "$@"; do
    name=${wheel%%==*}
    [[ ! -d .build/wheels/$name ]] || continue
    python3 -m pip install -q --no-deps --disable-pip-version-check --target .build/wheels \
      "$wheel" >/dev/null 2>&1 || say "PyPI gives no $wheel: the tests that need it are left out"
  done
}

# Playwright, which drives the browser, and axe, which judges what it shows. Where they cannot be had
# the test of the pages is left out, and says so.
need_browser() {
  local own=.build/browser
  "$own/bin/python3" -c 'import playwright, axe_playwright_python' 2>/dev/null && return 0
  say "fetching Playwright and axe into $own"
  mkdir -p .build && python3 -m venv "$own" &&
    "$own/bin/pip" -q install 'playwright>=1.50,<2' 'axe-playwright-python>=0.1.4,<1' ||
    say "they could not be fetched: no browser looks at the pages"
}

# The compiler has to run, and to be no older than the tools version of the manifest. We build with
# Swift 6.3; 6.2.3 is the oldest that all tests were seen to pass with.
oldest_swift=6.2
need_swift() {
  command -v swift >/dev/null ||
    status=3 fail "no swift on the PATH: Swift 6.3 for Debian 12 is at https://www.swift.org/install"
  local version
  version=$(swift --version 2>&1 | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
  [[ -n $version ]] || {
    swift --version >&2 || true
    status=3 fail "swift does not run"
  }
  [[ $(printf '%s\n' "$version" "$oldest_swift" | sort -V | head -n 1) == "$oldest_swift" ]] ||
    status=3 fail "Swift $version is too old: $oldest_swift or later is needed"
  say "Swift $version"
}

# build LOG COMMAND... runs a build whose steps go to .build/LOG, with a sign of life now and then;
# shows the end of the log where it fails.
build() {
  local log=.build/$1 began
  shift
  began=$(date +%s)
  mkdir -p .build
  "$@" >"$log" 2>&1 </dev/null &
  local pid=$! waited=0
  while kill -0 "$pid" 2>/dev/null; do
    sleep 1
    waited=$((waited + 1))
    ((waited % 20 == 0)) && say "still building: $(tail -n 1 "$log" | cut -c 1-80)"
  done
  wait "$pid" || {
    grep -E '(error|fatal):' "$log" | head -n 20 >&2 || true
    tail -n 20 "$log" >&2
    say "failed: $* (all of it in $log)"
    return 1
  }
  say "built in $(($(date +%s) - began)) s"
}
