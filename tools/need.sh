#!/bin/sh
# need.sh PACKAGE TEST...: installs Debian's PACKAGE when TEST fails; says one clear line when it cannot.
package=$1
shift
"$@" >/dev/null 2>&1 && exit 0
as_root=
[ "$(id -u)" = 0 ] || as_root="sudo -n"
if command -v apt-get >/dev/null && { [ -z "$as_root" ] || $as_root true 2>/dev/null; }; then
    echo "Installing $package ..."
    install() { $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$package" >/dev/null 2>&1; }
    install || { $as_root apt-get update -qq >/dev/null 2>&1 && install; }
fi
"$@" >/dev/null 2>&1 && exit 0
echo "$package is missing and could not be installed here. Install it, for example: sudo apt-get install $package" >&2
exit 1
