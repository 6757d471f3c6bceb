package config_test

import (
	"crypto/ed25519"
	"encoding/pem"
	"path/filepath"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/testenv/race"
)

// TestOpenSSHKey opens a key that is encrypted as ssh-keygen does it.
func TestOpenSSHKey(t *testing.T) {
	race.Pointless(t)
	dir := fixtureDir(t)
	block, err := ssh.MarshalPrivateKeyWithPassphrase(ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)), "test", []byte(passphrase))
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, "id_openssh"), string(pem.EncodeToMemory(block)))
	cfg, _ := parse(t, "auths: {key: {username: a, private_key_file: id_openssh, private_key_passphrase_file: key.passphrase}}\n"+oneTarget, dir)
	if got := cfg.Auths["key"].PrivateKey.Reveal(); got != readFile(t, dir, "id_openssh") {
		t.Errorf("the key was read as %d bytes", len(got))
	}
}
