package main

import (
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/crypto/bcrypt"
)

// TestDocumentedWebConfig serves with the example of docs/operating.md, and with the part on clients'
// certificates added.
func TestDocumentedWebConfig(t *testing.T) {
	doc, err := os.ReadFile("../../docs/operating.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```yaml\n(# web-config.yml\n.*?)```.*?```yaml\n(  client_auth_type:.*?)```").FindStringSubmatch(string(doc))
	if blocks == nil {
		t.Fatal("no example in docs/operating.md")
	}
	hash := regexp.MustCompile(`prometheus: (\S+)`).FindStringSubmatch(blocks[1])
	if hash == nil {
		t.Fatalf("no user in %s", blocks[1])
	}
	if _, err := bcrypt.Cost([]byte(hash[1])); err != nil {
		t.Errorf("%s: %v", hash[1], err)
	}
	example := strings.Replace(blocks[1], hash[1], hashOf(t, "right-password"), 1)
	for name, text := range map[string]string{
		"password": example, "certificate, too": strings.Replace(example, "basic_auth_users", blocks[2]+"basic_auth_users", 1),
	} {
		t.Run(name, func(t *testing.T) {
			a := newAuthority(t)
			p := startTLS(t, clientOf(a, a.client()), "demo", "--switches=1", "--web.config.file="+a.webConfig(text))
			for password, want := range map[string]int{"right-password": http.StatusOK, "wrong": http.StatusUnauthorized} {
				if status, _ := p.do(p.asking("/-/healthy", "prometheus", password)); status != want {
					t.Errorf("password %s: status %d", password, status)
				}
			}
		})
	}
}

// TestDocumentedFlags: docs/operating.md has each flag of `serve`, and no other.
func TestDocumentedFlags(t *testing.T) {
	doc, err := os.ReadFile("../../docs/operating.md")
	if err != nil {
		t.Fatal(err)
	}
	_, help, _ := ended(t, "serve", "--help")
	flag := regexp.MustCompile(`--(?:\[no-\])?((?:config|web|log)\.[a-z.-]+)`)
	inHelp, inDoc := map[string]bool{}, map[string]bool{}
	for _, m := range flag.FindAllStringSubmatch(help, -1) {
		inHelp[m[1]] = true
	}
	for _, m := range regexp.MustCompile("(?m)^\\| `--([a-z.-]+)` \\|").FindAllStringSubmatch(string(doc), -1) {
		inDoc[m[1]] = true
	}
	if len(inHelp) < 8 {
		t.Errorf("help: %s", help)
	}
	for name := range inHelp {
		if !inDoc[name] {
			t.Errorf("--%s is not documented", name)
		}
	}
	for name := range inDoc {
		if !inHelp[name] {
			t.Errorf("--%s is documented, and is no flag", name)
		}
	}
}
