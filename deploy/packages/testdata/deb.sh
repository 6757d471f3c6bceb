# deb.sh BEFORE AFTER: installs a package, uses it, upgrades, removes and purges it.
set -eu
. "$(dirname "$0")/live.sh"
dpkg -i "$1"
installed
live
cp "$config" /run/config-before
dpkg -i "$2"
cmp "$config" /run/config-before || say "the upgrade changed the configuration"
test -s "$keys" || say "the upgrade lost the host keys"
is "$config" "640 root:slp-exporter"
slp-exporter --version
for alert in $(sed -n 's/.*alert: //p' /usr/share/slp-exporter/prometheus/slp-alerts.yml); do
	grep -q "^# $alert$" "/usr/share/doc/slp-exporter/docs/runbooks/$alert.md" || say "no runbook of $alert"
done
man -w slp-exporter slp-exporter.yml >/dev/null 2>&1 || ls /usr/share/man/man1/slp-exporter.1.gz /usr/share/man/man5/slp-exporter.yml.5.gz
dpkg -r slp-exporter
[ ! -e /usr/bin/slp-exporter ] || say "removal left the program"
cmp "$config" /run/config-before || say "removal changed the configuration"
test -s "$keys" || say "removal lost the host keys"
dpkg -P slp-exporter
[ ! -e /etc/slp-exporter ] && [ ! -e /var/lib/slp-exporter ] && [ ! -e /etc/default/slp-exporter ] || say "purge left files"
