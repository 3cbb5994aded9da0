#!/bin/sh
# Proves the two commands on a system that has nothing but Node: makes a bare Debian root, puts Node and a copy of this
# checkout in, and runs a command there. Needs root, mmdebstrap and the package registries; not part of `npm test`.
#
#   test/bare-root.sh 'npm run demo && npm run demo'           as root
#   test/bare-root.sh -u 'npm test'                            as an ordinary user with sudo
#   test/bare-root.sh -c 'npm test'                            where user name spaces are not permitted, as in containers
#   BARE_ROOT=/tmp/bare test/bare-root.sh 'npm run demo'       uses that folder, and keeps it
set -eu
user= chroot=
while [ "${1#-}" != "$1" ]; do
  case $1 in -u) user=1 ;; -c) chroot=1 ;; esac
  shift
done
command=${1:?which command to run in the bare root}
here=$(cd "$(dirname "$0")/.." && pwd)
folder=${BARE_ROOT:-$(mktemp -d)}
[ -n "${BARE_ROOT:-}" ] || trap 'rm -rf "$folder"' EXIT
root=$folder/root
if [ ! -d "$root" ]; then
  mkdir -p "$folder"
  mmdebstrap --quiet --variant=apt --include=ca-certificates,adduser,mount,sudo "${BARE_SUITE:-bookworm}" "$root"
  prefix=$(dirname "$(dirname "$(readlink -f "$(command -v node)")")")
  mkdir -p "$root/usr/local/bin" "$root/usr/local/lib/node_modules"
  cp "$(readlink -f "$(command -v node)")" "$root/usr/local/bin/node"
  cp -r "$prefix/lib/node_modules/npm" "$root/usr/local/lib/node_modules/"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
  ln -s ../lib/node_modules/npm/bin/npx-cli.js "$root/usr/local/bin/npx"
  # What a registry behind a company's own certificate needs.
  cp --remove-destination /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
  chroot "$root" /usr/sbin/adduser --disabled-password --gecos '' ecologist
  echo 'ecologist ALL=(ALL) NOPASSWD:ALL' > "$root/etc/sudoers.d/ecologist"
fi
cp /etc/resolv.conf /etc/hosts "$root/etc/"
if [ -n "$user" ]; then
  owner=ecologist home=/home/ecologist login="setpriv --reuid ecologist --regid ecologist --init-groups env HOME=/home/ecologist USER=ecologist"
else
  owner=root home=/root login="env HOME=/root"
fi
# As a clone would have it: what git tracks or would track, and nothing that was built.
rm -rf "$root$home/avalanche"
mkdir -p "$root$home/avalanche"
(cd "$here" && git ls-files -z --cached --others --exclude-standard | xargs -0 -r ls -d 2> /dev/null | tar -c -T -) | tar -x -C "$root$home/avalanche"
chroot "$root" chown -R "$owner:" "$home"
enter="cd $home/avalanche && exec sh -c \"\$0\""
export root enter login command chroot
unshare --mount --pid --fork sh -c '
  mount --bind "$root" "$root"
  mount --rbind /dev "$root/dev" && mount -t proc proc "$root/proc" && mount --rbind /sys "$root/sys" && mount -t tmpfs tmp "$root/tmp"
  chmod 1777 "$root/tmp"
  cd "$root"
  # The kernel permits no user name spaces to a process in a chroot; in a root of its own it does.
  if [ -z "$chroot" ]; then pivot_root . . && umount -l .; fi
  exec chroot . $login sh -c "$enter" "$command"'
