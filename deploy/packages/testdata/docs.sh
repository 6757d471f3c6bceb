# docs.sh COMMANDS DIST: runs commands of docs/install.md in the folder of the release. There is no systemd, so systemctl
# starts the service as the unit does. The last command prints a metric.
set -euo pipefail
. "$(dirname "$0")/live.sh"
cd "$2"
systemctl() {
	setpriv --reuid=slp-exporter --regid=slp-exporter --init-groups slp-exporter --config.file="$config" &
	await curl -sf http://localhost:9952/-/ready
}
. "$1" >/run/said
grep -q '^slp_exporter_build_info{.*} 1$' /run/said || say "no metric: $(cat /run/said)"
kill $(jobs -p)
wait
