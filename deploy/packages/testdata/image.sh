# image.sh ARCHIVE: unpacks an OCI archive, and starts what is in it as the user of its configuration, with a root
# that is read-only.
set -eu
. "$(dirname "$0")/live.sh"
cd /run
mkdir layout
tar -xf "$1" -C layout
umoci unpack --image "layout:$(umoci ls --layout layout)" bundle
root=bundle/rootfs
size=$(du -sm "$root" | cut -f1)
[ "$size" -le 30 ] || say "the image has $size MB"
[ "$(find "$root" -type f -perm /111)" = "$root/usr/bin/slp-exporter" ] || say "there are other programs: $(find "$root" -type f -perm /111)"
[ "$(jq -r .process.user.uid bundle/config.json)" = 65532 ] || say "the user is $(jq .process.user bundle/config.json)"
[ "$(jq -r '.process.args | join(" ")' bundle/config.json)" = "/usr/bin/slp-exporter --config.file=/etc/slp-exporter/slp-exporter.yml" ] ||
	say "the command is $(jq .process.args bundle/config.json)"
echo 'targets: []' >"$root/etc/slp-exporter/slp-exporter.yml"
mount --bind "$root" "$root"
mount -o remount,bind,ro "$root"
chroot --userspec=65532:65532 "$root" /usr/bin/slp-exporter --config.file=/etc/slp-exporter/slp-exporter.yml \
	--web.listen-address=127.0.0.1:9952 &
exporter=$!
await curl -sf "http://127.0.0.1:9952/-/ready"
curl -s "http://127.0.0.1:9952/metrics" | grep -q '^slp_exporter_build_info' || say "no metrics"
kill "$exporter"
wait "$exporter" || say "it ended with $?"
