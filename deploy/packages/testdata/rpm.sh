# rpm.sh BEFORE AFTER: installs a package, uses it, upgrades and removes it. Debian's rpm knows no other package, so
# dependencies are not asked for.
set -eu
. "$(dirname "$0")/live.sh"
rpm --initdb
rpm -i --nodeps "$1"
installed
live
cp "$config" /run/config-before
rpm -U --replacepkgs --nodeps "$2" # replaced if it is the same version
cmp "$config" /run/config-before || say "the upgrade changed the configuration"
test -s "$keys" || say "the upgrade lost the host keys"
rpm -V --nodeps slp-exporter | grep -v "$config" && say "files differ from the package"
rpm -q --qf '%{VERSION} %{LICENSE}\n' slp-exporter
rpm -e --nodeps slp-exporter
[ ! -e /usr/bin/slp-exporter ] || say "removal left the program"
cmp "$config.rpmsave" /run/config-before || say "removal lost the configuration"
test -s "$keys" || say "removal lost the host keys"
