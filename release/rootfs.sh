#!/usr/bin/env bash
# Makes the root filesystem of the container image: rootfs.sh BINARY FOLDER. Needs Debian or a system made of it (dpkg names what was copied).
# It has the program, the libraries that it is linked to, OpenSSL, which it loads when it talks to GitHub, and the certificates that are trusted. There is
# no shell, no terraform and no ssh-keygen in it: it judges JSON, on a terminal and on GitHub.
set -euo pipefail
binary=$(realpath "$1")
folder=$2
[ ! -e "$folder" ] || { echo "rootfs.sh: $folder is there already" >&2; exit 1; }
umask 022
mkdir -p "$folder"/{etc/ssl/certs,tmp,usr/bin,usr/share/plangate,work}
chmod 1777 "$folder/tmp"
install -m 755 "$binary" "$folder/usr/bin/plangate"

# One line for each library: NAME => PATH (ADDRESS), or the loader's own PATH (ADDRESS).
libraries() { ldd "$1" | grep -oE '/[^ ]+'; }
linked=$(libraries "$binary")
loader=$(grep -E '/ld-linux' <<<"$linked")
openssl=$(ldconfig -p | awk '$1 == "libssl.so.3" || $1 == "libcrypto.so.3" { print $NF }' | grep "$(uname -m)")
[ "$(wc -l <<<"$openssl")" = 2 ] || { echo "rootfs.sh: OpenSSL 3 is not on this machine" >&2; exit 1; }
openssl_needs=$(for library in $openssl; do libraries "$library"; done)
copied=/etc/ssl/certs/ca-certificates.crt
install -m 644 /etc/ssl/certs/ca-certificates.crt "$folder/etc/ssl/certs"
for library in $(printf '%s\n' $linked $openssl $openssl_needs | sort -u); do
  mkdir -p "$folder$(dirname "$library")"
  install -m 755 "$(realpath "$library")" "$folder$library"
  copied+=" $(realpath "$library")"
done
[ -x "$folder$loader" ] || { echo "rootfs.sh: no loader" >&2; exit 1; }

printf 'hosts: files dns\n' >"$folder/etc/nsswitch.conf"
printf 'plangate:x:65534:65534::/:/usr/bin/plangate\n' >"$folder/etc/passwd"
# Which packages of the system the copies are from, for scanners and for people: NAME VERSION.
for file in $copied; do
  case $file in
    */ca-certificates.crt) echo ca-certificates ;; # made by that package when it is installed, so that no package lists it
    *) dpkg -S "$file" 2>/dev/null | head -n 1 || dpkg -S "${file#/usr}" | head -n 1 ;;
  esac
done | sed 's/:.*//' | sort -u | while read -r package; do
  dpkg-query -W -f='${source:Package} ${source:Version}\n' "$package" | head -n 1
done | sort -u >"$folder/usr/share/plangate/packages"
find "$folder" -exec touch --no-dereference --date="@${SOURCE_DATE_EPOCH:-0}" {} +
