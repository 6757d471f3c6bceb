// Package packages holds what only packages have (their scripts, the first configuration), and tests what a release
// consists of: archives, packages and the image. They take the release of the commit that `make release` has left in dist/, or
// build it, and build it again in another folder, for amd64.
package packages

import (
	"archive/tar"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/testenv/programs"
)

// releases are built once for all tests, in folders that TestMain removes. Each is a folder dist.
type releases struct {
	now    string // that of the commit: what `make release` has made, for all platforms, or built here for amd64
	again  string // built once more in another folder, for amd64
	before string // the packages of the commit before, for amd64; now if that commit has no release
}

// build makes a release of a commit in a clone, for amd64, and returns its folder dist. If onlyPackages is set, it leaves out
// archives, the bill of materials and the image.
func build(root, dir, commit string, onlyPackages bool) (dist string, err error) {
	bin := filepath.Join(root, ".ci", "bin")
	steps := [][]string{
		{"git", "clone", "-q", "--no-checkout", root, dir},
		{"git", "-C", dir, "checkout", "-q", commit},
		{"mkdir", "-p", filepath.Join(dir, ".ci", "bin")},
		{"ln", "-s", filepath.Join(bin, "cyclonedx-gomod"), filepath.Join(dir, ".ci", "bin") + "/"},
	}
	if onlyPackages {
		steps = append(steps, []string{filepath.Join(bin, "goreleaser"), "release", "--snapshot", "--clean", "--skip=archive,sbom"})
	} else {
		steps = append(steps, []string{filepath.Join(bin, "goreleaser"), "release", "--snapshot", "--clean"}, []string{filepath.Join(bin, "image"), "dist"})
	}
	for _, step := range steps {
		run := exec.CommandContext(context.Background(), step[0], step[1:]...) //nolint:gosec // the test's own
		if _, err := os.Stat(dir); err == nil {
			run.Dir = dir
		}
		run.Env = append(os.Environ(), "SLP_RELEASE_AMD64_ONLY=1")
		if out, err := run.CombinedOutput(); err != nil {
			return "", fmt.Errorf("%v: %w\n%s", step, err, out)
		}
	}
	return filepath.Join(dir, "dist"), nil
}

// git returns what git prints about the repository, without the line break at the end.
func git(root string, args ...string) (string, error) {
	out, err := exec.CommandContext(context.Background(), "git", append([]string{"-C", root}, args...)...).Output() //nolint:gosec // the test's own
	return strings.TrimSpace(string(out)), err
}

// made returns the folder dist of the repository if `make release` has made it from the commit and nothing is changed since;
// otherwise "".
func made(root string) (string, error) {
	dist := filepath.Join(root, "dist")
	text, err := os.ReadFile(filepath.Join(dist, "metadata.json")) //nolint:gosec // ours
	if err != nil {
		return "", nil //nolint:nilerr // there is no release
	}
	var release struct{ Commit string }
	if err := json.Unmarshal(text, &release); err != nil {
		return "", err
	}
	commit, err := git(root, "rev-parse", "HEAD")
	if err != nil {
		return "", err
	}
	changed, err := git(root, "status", "--porcelain")
	last, _ := filepath.Glob(filepath.Join(dist, image)) // what make release writes at the end
	if err != nil || commit != release.Commit || changed != "" || len(last) == 0 {
		return "", err
	}
	return dist, nil
}

// buildAll builds the releases below dir.
func buildAll(dir string) (r releases, err error) {
	root, err := programs.Root()
	if err != nil {
		return r, err
	}
	if r.now, err = made(root); err != nil {
		return r, err
	}
	if r.now == "" {
		if r.now, err = build(root, filepath.Join(dir, "now"), "HEAD", false); err != nil {
			return r, err
		}
	}
	if r.again, err = build(root, filepath.Join(dir, "elsewhere", "again"), "HEAD", false); err != nil {
		return r, err
	}
	r.before = r.now
	if _, err := git(root, "cat-file", "-e", "HEAD~1:.goreleaser.yml"); err != nil {
		return r, nil //nolint:nilerr // the first commit that has releases
	}
	r.before, err = build(root, filepath.Join(dir, "before"), "HEAD~1", true)
	return r, err
}

// released builds the releases when the first test needs them, below the folder that dirVariable names.
var released = sync.OnceValues(func() (releases, error) { return buildAll(os.Getenv(dirVariable)) })

// dirVariable names the folder that TestMain makes and removes.
const dirVariable = "SLP_RELEASE_TEST_DIR"

func TestMain(m *testing.M) {
	os.Exit(inFolder(m))
}

func inFolder(m *testing.M) int {
	dir, err := os.MkdirTemp("", "releases")
	if err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := errors.Join(os.Chmod(dir, 0o755), os.Setenv(dirVariable, dir)); err != nil { //nolint:gosec // other users install from it
		panic(err)
	}
	return m.Run()
}

// need returns the releases. It skips a test where they cannot be built.
func need(t *testing.T) releases {
	t.Helper()
	if testing.Short() {
		t.Skip("builds up to three releases: make test-all")
	}
	for _, program := range []string{"goreleaser", "cyclonedx-gomod", "image"} {
		programs.Need(t, program)
	}
	r, err := released()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The files of a release that the tests use, those of Linux on amd64 where there is one for each platform.
const (
	archive = "*-linux-amd64.tar.gz"
	deb     = "*_amd64.deb"
	rpm     = "*.x86_64.rpm"
	apk     = "*_x86_64.apk"
	image   = "*-oci.tar"
)

// one returns the only file of a folder that matches.
func one(t *testing.T, dir, pattern string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, pattern))
	if err != nil || len(found) != 1 {
		t.Fatalf("%s: %v %v", pattern, found, err)
	}
	return found[0]
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestReproducible: two releases of one commit, built in different folders, are the same, byte by byte. What one has for other
// platforms besides does not count.
func TestReproducible(t *testing.T) {
	r := need(t)
	for _, pattern := range []string{archive, deb, rpm, apk, "*.cdx.json"} {
		a, b := one(t, r.now, pattern), one(t, r.again, pattern)
		if filepath.Base(a) != filepath.Base(b) || !bytes.Equal(read(t, a), read(t, b)) {
			t.Errorf("%s and %s differ", a, b)
		}
	}
	sums := string(read(t, one(t, r.now, "SHA256SUMS")))
	for line := range strings.Lines(string(read(t, one(t, r.again, "SHA256SUMS")))) {
		if !strings.Contains(sums, line) && !strings.HasSuffix(line, "-oci.tar\n") {
			t.Errorf("SHA256SUMS has no line %s", line)
		}
	}
	// A change to the image of a platform changes its manifest besides what is in it, and the list of platforms.
	now, other := blobs(t, one(t, r.now, image)), 0
	for name := range blobs(t, one(t, r.again, image)) {
		if !now[name] {
			other++
		}
	}
	if other > 1 {
		t.Errorf("%d blobs of the images differ, not only the list of platforms", other)
	}
}

// blobs returns the names of the files that an OCI archive names by their checksums.
func blobs(t *testing.T, file string) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	for r := tar.NewReader(bytes.NewReader(read(t, file))); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(file, err)
		}
		if strings.HasPrefix(h.Name, "blobs/") {
			names[h.Name] = true
		}
	}
	if len(names) < 4 {
		t.Fatalf("%s has the blobs %v only", file, names)
	}
	return names
}

// TestLintian: lintian finds no error in the package.
func TestLintian(t *testing.T) {
	lintian := programs.Need(t, "lintian")
	out, err := exec.CommandContext(t.Context(), lintian, "--allow-root", "--fail-on=error", one(t, need(t).now, deb)).CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// inRoot runs a script of testdata in a copy of this machine's file system that is thrown away afterwards, with a
// loopback of its own, where every port is free.
func inRoot(t *testing.T, script string, args ...string) {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("only root may lay a file system over this machine's")
	}
	const enter = `set -e
mount --make-rprivate /
mount -t tmpfs tmpfs "$1"
root=$1/root
mkdir "$1/upper" "$1/work" "$root"
mount -t overlay overlay -o lowerdir=/,upperdir="$1/upper",workdir="$1/work" "$root"
mount --bind /dev "$root/dev"
mount -t proc proc "$root/proc"
ip link set lo up
shift
exec chroot "$root" "$@"`
	command := []string{"unshare", "--mount", "--net", "sh", "-c", enter, "sh", t.TempDir()}
	if out, err := exec.CommandContext(t.Context(), command[0], append(command[1:], "true")...).CombinedOutput(); err != nil { //nolint:gosec // the test's own
		t.Skipf("no file system can be laid over this machine's: %v: %s", err, out)
	}
	path, err := filepath.Abs(filepath.Join("testdata", script))
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), command[0], append(append(command[1:], "bash", path), args...)...).CombinedOutput() //nolint:gosec // the test's own
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestDeb installs the package, runs what is installed, upgrades, removes and purges it.
func TestDeb(t *testing.T) {
	programs.Need(t, "dpkg")
	r := need(t)
	inRoot(t, "deb.sh", one(t, r.before, deb), one(t, r.now, deb))
}

// TestRPM does the same with rpm, which has no purge.
func TestRPM(t *testing.T) {
	programs.Need(t, "rpm")
	r := need(t)
	inRoot(t, "rpm.sh", one(t, r.before, rpm), one(t, r.now, rpm))
}

// TestImage starts what is in the image, without a container runtime. Of an image for several platforms umoci cannot tell which
// one is meant: it takes the one for amd64, of which TestReproducible proves that it is the same.
func TestImage(t *testing.T) {
	programs.Need(t, "umoci")
	inRoot(t, "image.sh", one(t, need(t).again, image))
}

// TestInstallDocs runs the commands of docs/install.md that install a package or a tarball, as they stand there.
func TestInstallDocs(t *testing.T) {
	doc := string(read(t, "../../docs/install.md"))
	for heading, program := range map[string]string{"Debian, Ubuntu": "dpkg", "Red Hat, Fedora, SUSE": "rpm", "A tarball": "tar"} {
		t.Run(program, func(t *testing.T) {
			programs.Need(t, program)
			programs.Need(t, "ip")
			dist := need(t).now
			_, section, _ := strings.Cut(doc, "\n## "+heading+"\n")
			_, commands, _ := strings.Cut(section, "```sh\n")
			commands, _, found := strings.Cut(commands, "```")
			if !found || strings.Count(commands, "\n") > 5 {
				t.Fatalf("not five commands: %s", commands)
			}
			file := filepath.Join(t.TempDir(), "commands.sh")
			if err := os.WriteFile(file, []byte(commands), 0o600); err != nil {
				t.Fatal(err)
			}
			inRoot(t, "docs.sh", file, dist)
		})
	}
}

// TestArchive: the archive holds the program, its documentation, and what is installed beside it.
func TestArchive(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "tar", "-tzf", one(t, need(t).now, archive)).Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		"/slp-exporter", "/LICENSE", "/README.md", "/CHANGELOG.md", "/third-party-licenses.txt", "/docs/configuration.md", "/docs/runbooks/README.md",
		"/deploy/man/slp-exporter.1", "/deploy/systemd/slp-exporter.service", "/deploy/prometheus/slp-alerts.yml", "/dashboards/fleet.json",
	} {
		if !bytes.Contains(out, []byte(name+"\n")) {
			t.Errorf("%s is missing in\n%s", name, out)
		}
	}
}

// TestApk: Debian has no apk, so the package is only listed.
func TestApk(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "tar", "--ignore-zeros", "-tzf", one(t, need(t).now, apk)).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, name := range []string{".PKGINFO", ".pre-install", "usr/bin/slp-exporter", "etc/init.d/slp-exporter", "etc/slp-exporter/slp-exporter.yml"} {
		if !bytes.Contains(out, []byte(name+"\n")) {
			t.Errorf("%s is missing in\n%s", name, out)
		}
	}
}
