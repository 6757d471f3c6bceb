package config_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/config"

	// The names of time zones do not depend on the machine.
	_ "time/tzdata"
)

const (
	password   = "Kw4-umlaut-ä"
	passphrase = "correct horse"
)

// fixtureDir makes a directory with everything that the configurations of testdata point to:
// secret files of all kinds, keys, known_hosts files, target files; and sets the environment.
func fixtureDir(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "targets"), os.DirFS("testdata/targets")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"secrets", "targets/directory.yml"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	key, err := keyPair()
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"ro.password":     password + "\n",
		"crlf.password":   password + "\r\n",
		"bom.password":    "\ufeff" + password,
		"enable.password": "enable-" + password,
		"empty.password":  "\n",
		"lines.password":  password + "\nsecond\n",
		"large.password":  strings.Repeat("x", 65537),
		"key.passphrase":  passphrase + "\n",
		"id_plain":        key.plain,
		"id_plain.pub":    key.public,
		"id_encrypted":    key.encrypted,
		"id_broken":       strings.Replace(key.plain, "b3BlbnNzaC1rZXktdjE", "b3BlbnNzaC1rZXktdjI", 1),
		"id_putty":        "PuTTY-User-Key-File-3: ssh-ed25519\n",
		"known_hosts":     "192.0.2.10 " + key.public,
		"bad_known_hosts": "192.0.2.10 ssh-ed25519\n",
	} {
		writeFile(t, filepath.Join(dir, name), text)
	}
	t.Setenv(config.AgentVariable, "") // that of whoever runs the test has no part in it
	t.Setenv("SLP_TEST_SET", password)
	t.Setenv("SLP_TEST_EMPTY", "")
	t.Setenv("SLP_TEST_LINES", "one\ntwo")
	return dir
}

func writeFile(t testing.TB, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func readFile(t testing.TB, dir, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// listenAgent makes a socket where an ssh-agent might listen.
func listenAgent(t *testing.T) {
	t.Helper()
	dir, err := os.MkdirTemp("", "slp") // a socket's path has 100 characters at most
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	l, err := net.Listen("unix", filepath.Join(dir, "agent"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	t.Setenv(config.AgentVariable, l.Addr().String())
}

type keys struct{ plain, encrypted, public string }

// keyPair makes a key, once. Nothing in the repository looks like a private key. It is encrypted
// in the old PEM form, for that of OpenSSH takes seconds under the race detector.
var keyPair = sync.OnceValues(func() (keys, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return keys{}, err
	}
	block, err := ssh.MarshalPrivateKey(key, "test")
	if err != nil {
		return keys{}, err
	}
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return keys{}, err
	}
	//nolint:staticcheck // operators have such keys, and the reader takes them
	sealed, err := x509.EncryptPEMBlock(rand.Reader, "EC PRIVATE KEY", der, []byte(passphrase), x509.PEMCipherAES256)
	if err != nil {
		return keys{}, err
	}
	signer, err := ssh.NewSignerFromKey(key)
	if err != nil {
		return keys{}, err
	}
	return keys{
		plain:     string(pem.EncodeToMemory(block)),
		encrypted: string(pem.EncodeToMemory(sealed)),
		public:    string(ssh.MarshalAuthorizedKey(signer.PublicKey())),
	}, nil
})
