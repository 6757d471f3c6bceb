# Read by the scripts beside it: what is installed serves, reloads and stops.
config=/etc/slp-exporter/slp-exporter.yml
keys=/var/lib/slp-exporter/accepted

say() { echo "FAILED: $*" >&2; exit 1; }
is() { [ "$(stat -c '%a %U:%G' "$1")" = "$2" ] || say "$1 is $(stat -c '%a %U:%G' "$1"), not $2"; }
await() { for _ in $(seq 300); do "$@" >/dev/null 2>&1 && return; sleep 0.1; done; say "never: $*"; }

installed() {
	is "$config" "640 root:slp-exporter"
	is /etc/slp-exporter "750 root:slp-exporter"
	is /var/lib/slp-exporter "750 slp-exporter:slp-exporter"
	is /etc/default/slp-exporter "644 root:root"
	[ "$(id -u slp-exporter)" != 0 ] || say "the user is root"
	slp-exporter --version
	slp-exporter check "$config"
}

# live: starts with the file that is installed, which has no switch; then gets one, with a secret and host keys.
live() {
	setpriv --reuid=slp-exporter --regid=slp-exporter --init-groups --no-new-privs \
		slp-exporter --config.file="$config" --web.listen-address=127.0.0.1:9952 2>/run/slp.log &
	exporter=$!
	await curl -sf "http://127.0.0.1:9952/-/ready"
	curl -s "http://127.0.0.1:9952/" | grep -q "No switch is configured yet" || say "the page does not say that there is no switch"
	slp-exporter simulate --switches=1 --listen=127.0.0.1:0 --write-config=/etc/slp-exporter/fleet.yml &
	simulator=$!
	await test -s /etc/slp-exporter/fleet.yml
	chgrp slp-exporter /etc/slp-exporter/fleet.yml*
	chmod 0640 /etc/slp-exporter/fleet.yml*
	sed -i "s#host_key: {.*}#host_key: {policy: accept_new, accepted_file: $keys}#" /etc/slp-exporter/fleet.yml
	cat /etc/slp-exporter/fleet.yml >"$config"
	kill -HUP "$exporter"
	await grep -q "configuration reloaded" /run/slp.log
	curl -s "http://127.0.0.1:9952/metrics" | grep -q '^slp_up{.*} 1$' || say "the switch is not up: $(cat /run/slp.log)"
	kill "$exporter"
	wait "$exporter" || say "it ended with $?"
	kill "$simulator"
	test -s "$keys" || say "no host key was kept"
}
