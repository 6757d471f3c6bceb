package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/bcrypt"
)

// authority signs certificates for a test.
type authority struct {
	t    *testing.T
	key  *ecdsa.PrivateKey
	cert *x509.Certificate
	pem  string
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	a := &authority{t: t}
	template := &x509.Certificate{IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	a.pem, _ = a.issue(template)
	return a
}

// issue makes a certificate and its key, as PEM; the authority's own comes first.
func (a *authority) issue(template *x509.Certificate) (cert, key string) {
	a.t.Helper()
	template.SerialNumber, template.Subject = big.NewInt(1), pkix.Name{CommonName: "slp-exporter test"}
	template.NotBefore, template.NotAfter = time.Now().Add(-time.Hour), time.Now().Add(time.Hour)
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		a.t.Fatal(err)
	}
	parent, signer := a.cert, a.key
	if parent == nil {
		parent, signer = template, private
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, private.Public(), signer)
	if err != nil {
		a.t.Fatal(err)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		a.t.Fatal(err)
	}
	if a.cert == nil {
		a.key = private
		if a.cert, err = x509.ParseCertificate(der); err != nil {
			a.t.Fatal(err)
		}
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})),
		string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER}))
}

// server is a certificate for 127.0.0.1.
func (a *authority) server() (cert, key string) {
	return a.issue(&x509.Certificate{
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	})
}

// client is a certificate to log in with.
func (a *authority) client() tls.Certificate {
	a.t.Helper()
	cert, err := tls.X509KeyPair(bytesOf(a.issue(&x509.Certificate{ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}})))
	if err != nil {
		a.t.Fatal(err)
	}
	return cert
}

func bytesOf(a, b string) ([]byte, []byte) { return []byte(a), []byte(b) }

// clientOf trusts an authority, and shows these certificates.
func clientOf(a *authority, certs ...tls.Certificate) *http.Client {
	pool := x509.NewCertPool()
	pool.AddCert(a.cert)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, Certificates: certs}, ForceAttemptHTTP2: true}
	a.t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

// hashOf is a password as the web configuration has it, quickly made.
func hashOf(t *testing.T, password string) string {
	t.Helper()
	hash, err := bcrypt.GenerateFromPassword([]byte(password), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	return string(hash)
}

// webConfig writes a web configuration beside a certificate of the authority, and returns its path.
func (a *authority) webConfig(text string) string {
	a.t.Helper()
	dir := a.t.TempDir()
	cert, key := a.server()
	for name, content := range map[string]string{
		"slp-exporter.crt": cert, "slp-exporter.key": key, "clients.crt": a.pem, "web-config.yml": text,
	} {
		replaceFile(a.t, filepath.Join(dir, name), content)
	}
	return filepath.Join(dir, "web-config.yml")
}

// startTLS runs a program with that web configuration and talks to it with TLS.
func startTLS(t *testing.T, client *http.Client, args ...string) *program {
	t.Helper()
	p := start(t, append(args, "--web.listen-address=127.0.0.1:0")...)
	p.url = strings.Replace(p.url, "http://", "https://", 1)
	p.client = client
	return p
}

// asking is a request with a password.
func (p *program) asking(path, user, password string) *http.Request {
	p.t.Helper()
	r, err := http.NewRequest(http.MethodGet, p.url+path, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	if user != "" {
		r.SetBasicAuth(user, password)
	}
	return r
}

// TestTLSAndPassword: everything needs both, and the password is not in the log.
func TestTLSAndPassword(t *testing.T) {
	a := newAuthority(t)
	web := a.webConfig(fmt.Sprintf(`
tls_server_config: {cert_file: slp-exporter.crt, key_file: slp-exporter.key}
basic_auth_users: {prometheus: %s}
`, hashOf(t, "right-password")))
	_, file := fleetOf(t, 2, "polling: {min_interval: 60s}")
	p := startTLS(t, clientOf(a), "--config.file="+file, "--web.config.file="+web, "--log.level=debug", "--web.enable-lifecycle", "--web.enable-pprof")
	if up := p.scrapeBy(p.asking("/metrics", "prometheus", "right-password")).count("slp_up", 1); up != 2 {
		t.Errorf("%d switches are up", up)
	}
	for _, path := range []string{"/", "/metrics", "/-/healthy", "/-/reload", "/debug/pprof/cmdline", "/nothing"} {
		for user, password := range map[string]string{"": "", "prometheus": "wrong", "nobody": "right-password"} {
			if status, _ := p.do(p.asking(path, user, password)); status != http.StatusUnauthorized {
				t.Errorf("%s as %q: status %d", path, user, status)
			}
		}
	}
	r, err := http.NewRequest(http.MethodPost, p.url+"/-/reload", nil)
	if err != nil {
		t.Fatal(err)
	}
	if status, _ := p.do(r); status != http.StatusUnauthorized {
		t.Errorf("anybody may reload: status %d", status)
	}
	plain, err := http.Get(strings.Replace(p.url, "https://", "http://", 1) + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	text, _ := io.ReadAll(plain.Body)
	_ = plain.Body.Close()
	if plain.StatusCode != http.StatusBadRequest || bytes.Contains(text, []byte("slp_")) {
		t.Errorf("without TLS: status %d, %s", plain.StatusCode, text)
	}
	if code := p.stop(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

// TestClientCertificate: a client without a certificate of the authority gets nothing, not even an error of HTTP.
func TestClientCertificate(t *testing.T) {
	a, other := newAuthority(t), newAuthority(t)
	web := a.webConfig(`
tls_server_config:
  cert_file: slp-exporter.crt
  key_file: slp-exporter.key
  client_auth_type: RequireAndVerifyClientCert
  client_ca_file: clients.crt
`)
	p := startTLS(t, clientOf(a, a.client()), "demo", "--switches=1", "--web.config.file="+web)
	if up := p.scrape().count("slp_up", 1); up != 1 {
		t.Errorf("%d switches are up", up)
	}
	for name, client := range map[string]*http.Client{"none": clientOf(a), "another authority's": clientOf(a, other.client())} {
		if r, err := client.Get(p.url + "/-/healthy"); err == nil {
			_ = r.Body.Close()
			t.Errorf("with a certificate of %s: status %d", name, r.StatusCode)
		}
	}
}

// TestWebConfigBreaksLater: a web configuration that is broken while the program runs lets nobody in, and
// what the log says of it holds nothing of a password.
func TestWebConfigBreaksLater(t *testing.T) {
	a := newAuthority(t)
	web := a.webConfig("basic_auth_users: {prometheus: " + hashOf(t, "right-password") + "}\n")
	p := start(t, "demo", "--switches=1", "--web.listen-address=127.0.0.1:0", "--web.config.file="+web)
	if status, _ := p.do(p.asking("/-/healthy", "prometheus", "right-password")); status != http.StatusOK {
		t.Errorf("status %d", status)
	}
	replaceFile(t, web, "basic_auth_users: right-password\n")
	if status, _ := p.do(p.asking("/-/healthy", "prometheus", "right-password")); status != http.StatusInternalServerError {
		t.Errorf("status %d", status)
	}
	said := grep(p.stderr.String(), "Unable to parse")
	if said == "" || strings.Contains(said, "right") || !strings.Contains(said, "line 1") {
		t.Errorf("logged: %s", said)
	}
	replaceFile(t, web, "basic_auth_users: {prometheus: "+hashOf(t, "new-password")+"}\n")
	for password, want := range map[string]int{"new-password": http.StatusOK, "right-password": http.StatusUnauthorized} {
		if status, _ := p.do(p.asking("/-/healthy", "prometheus", password)); status != want {
			t.Errorf("%s: status %d", password, status)
		}
	}
}

// TestSeveralAddresses: each has its TLS and its password.
func TestSeveralAddresses(t *testing.T) {
	a := newAuthority(t)
	web := a.webConfig(fmt.Sprintf(`
tls_server_config: {cert_file: slp-exporter.crt, key_file: slp-exporter.key}
basic_auth_users: {prometheus: %s}
`, hashOf(t, "right-password")))
	p := startTLS(t, clientOf(a), "demo", "--switches=1", "--web.listen-address=127.0.0.1:0", "--web.config.file="+web)
	addresses := p.awaitAddresses(2)
	for _, address := range addresses {
		p.url = "https://" + address
		if status, _ := p.do(p.asking("/-/healthy", "prometheus", "right-password")); status != http.StatusOK {
			t.Errorf("%s: status %d", address, status)
		}
		if status, _ := p.do(p.asking("/-/healthy", "", "")); status != http.StatusUnauthorized {
			t.Errorf("%s: status %d", address, status)
		}
	}
	if code := p.stop(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}
