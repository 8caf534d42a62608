#!/bin/sh
# need.sh PACKAGE TEST [PACKAGE TEST]...: installs those of Debian's packages whose TEST, a shell command, fails,
# all in one run and without what they only recommend; says one clear line for each that is still missing.
missing() {
    while [ $# -gt 0 ]; do
        sh -c "$2" >/dev/null 2>&1 || echo "$1"
        shift 2
    done
}
wanted=$(missing "$@")
[ -z "$wanted" ] && exit 0
as_root=
[ "$(id -u)" = 0 ] || as_root="sudo -n"
if command -v apt-get >/dev/null && { [ -z "$as_root" ] || $as_root true 2>/dev/null; }; then
    echo "Installing" $wanted "..."
    install() {
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $wanted >/dev/null 2>&1
    }
    install || { $as_root apt-get update -qq >/dev/null 2>&1 && install; }
fi
left=$(missing "$@")
for package in $left; do
    echo "$package is missing and could not be installed here. Install it, for example: sudo apt-get install $package" >&2
done
[ -z "$left" ]
