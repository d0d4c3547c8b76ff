#!/bin/sh
# Makes sure that Debian and Ubuntu have the system libraries the program needs; other systems need nothing from here.
#
#   packaging/system_libraries.sh            to draw without a display (tests, command line)
#   packaging/system_libraries.sh --window   to open a real window as well
#
# As root it installs what is missing.  Otherwise it prints the one line to run and ends with 1.
set -eu

PYTHON=${PYTHON:-python3}

needed="libgl1 libegl1 libglib2.0-0 libdbus-1-3 libxkbcommon0 libfontconfig1"
window="libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0
        libwayland-client0 libwayland-cursor0 libwayland-egl1"

case "${1:-}" in
    "") ;;
    --window) needed="$needed $window" ;;
    *) echo "usage: $0 [--window]" >&2; exit 2 ;;
esac

command -v dpkg-query >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1 || exit 0

is_installed() {
    # Newer releases renamed some libraries (libglib2.0-0 is libglib2.0-0t64 there).
    dpkg-query --show --showformat='${db:Status-Status}\n' "$1" "$1t64" 2>/dev/null | grep -qx installed
}

missing=""
for package in $needed; do
    is_installed "$package" || missing="$missing $package"
done

# Debian ships `python3 -m venv` apart from Python; a Python from elsewhere brings it along.
if ! "$PYTHON" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    case "$(basename "$PYTHON")" in
        python3.*) missing="$missing $(basename "$PYTHON")-venv" ;;
        *) missing="$missing python3-venv" ;;
    esac
fi

[ -n "$missing" ] || exit 0

if [ "$(id -u)" -eq 0 ]; then
    echo "Installing system packages:$missing"
    DEBIAN_FRONTEND=noninteractive
    export DEBIAN_FRONTEND
    apt-get -qq update
    # shellcheck disable=SC2086 # one word per package
    apt-get -qq install --yes --no-install-recommends -o Dpkg::Use-Pty=0 $missing >/dev/null
else
    echo "不足しているシステムのパッケージがあります。次の1行を実行してから、もう一度お試しください。" >&2
    echo "Some system packages are missing; run this line, then try again:" >&2
    echo "sudo apt-get install --no-install-recommends$missing"
    exit 1
fi
