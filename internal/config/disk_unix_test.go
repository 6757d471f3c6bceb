//go:build unix

package config_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// manyFiles is a configuration in which each key that names a file names one of its own.
const manyFiles = `auths:
  password: {username: a, password_file: d/password}
  enable: {username: a, password_file: d/password, enable_password_file: d/enable}
  key: {username: a, private_key_file: d/key, private_key_passphrase_file: d/passphrase}
modules:
  default: {auth: password, host_key: {policy: accept_new, known_hosts_file: d/known, accepted_file: d/accepted}}
targets: [{address: 192.0.2.10}]
target_files: [d/targets.yml]
`

// TestNotRegular: wherever a file may be named, what is no regular file is refused by name, and is not opened: a
// named pipe that nobody writes to would hold whoever opens it.
func TestNotRegular(t *testing.T) {
	for _, name := range []string{"password", "enable", "key", "passphrase", "known", "accepted", "targets.yml", "a.yml"} {
		t.Run(name, func(t *testing.T) {
			file, path := manyFilesIn(t, name, func(path string) error { return syscall.Mkfifo(path, 0o600) })
			_, warnings, err := config.Load(file)
			said := fmt.Sprint(err, warnings)
			if !strings.Contains(said, path+" is not a regular file") && !strings.Contains(said, path+": is not a regular file") {
				t.Errorf("said %s", said)
			}
			if isWarning := name == "known" || name == "accepted"; (err == nil) != isWarning {
				t.Errorf("error %v", err)
			}
		})
	}
}

// TestLinks: a link to a regular file is as good as the file. Kubernetes mounts each file so.
func TestLinks(t *testing.T) {
	for _, name := range []string{"password", "enable", "key", "passphrase", "known", "accepted", "targets.yml", "a.yml"} {
		t.Run(name, func(t *testing.T) {
			file, _ := manyFilesIn(t, name, func(path string) error {
				data := filepath.Join(filepath.Dir(path), "..data")
				return errors.Join(os.Mkdir(data, 0o700), os.Rename(path+"~", filepath.Join(data, name)),
					os.Symlink(filepath.Join("..data", name), path))
			})
			if c, warnings, err := config.Load(file); err != nil || len(warnings) > 0 || len(c.Targets) != 2 {
				t.Errorf("%v %v", err, warnings)
			}
		})
	}
}

// manyFilesIn writes the files of manyFiles. The one of that name is written with a ~ after its name, and is made
// anew.
func manyFilesIn(t *testing.T, name string, anew func(path string) error) (file, path string) {
	t.Helper()
	dir := fixtureDir(t)
	file = filepath.Join(dir, "a.yml")
	if err := os.Mkdir(filepath.Join(dir, "d"), 0o700); err != nil {
		t.Fatal(err)
	}
	for f, text := range map[string]string{
		"d/password": password, "d/enable": password, "d/key": readFile(t, dir, "id_encrypted"), "d/passphrase": passphrase,
		"d/known": "", "d/accepted": "", "d/targets.yml": "- targets: [192.0.2.11]\n", "a.yml": manyFiles,
	} {
		place := filepath.Join(dir, f)
		if filepath.Base(f) != name {
			writeFile(t, place, text)
			continue
		}
		writeFile(t, place+"~", text)
		if err := anew(place); err != nil {
			t.Fatal(err)
		}
		path = place
	}
	return file, path
}
