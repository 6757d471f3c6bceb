package config_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/go-kit/log"
	"gopkg.in/yaml.v3"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/config/shown"
)

// TestSecretNeverPrints sends a secret, alone and inside of other values, every way that ends in
// a log, a page or a file.
func TestSecretNeverPrints(t *testing.T) {
	secret := config.NewSecret("hunter2")
	auth := &config.Auth{Name: "a", Username: "slp-ro", Password: secret, EnablePassword: secret, PrivateKey: secret, PrivateKeyPassphrase: secret}
	unexported := struct{ inside config.Secret }{secret}
	cfg := &config.Config{Auths: map[string]*config.Auth{"a": auth}, Modules: map[string]*config.Module{"m": {Auth: auth}}}
	values := []any{secret, &secret, *auth, auth, unexported, &unexported, []config.Secret{secret}, map[string]config.Secret{"a": secret}, *cfg, cfg}
	var b bytes.Buffer
	for _, v := range values {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%T", "%10.3s"} {
			_, _ = fmt.Fprintf(&b, verb+"\n", v)
		}
		_, _ = fmt.Fprintln(&b, v)
		write := func(text []byte, err error) { _, _ = fmt.Fprintf(&b, "%s %v\n", text, err) }
		write(json.Marshal(v))
		write(yaml.Marshal(v))
		slog.New(slog.NewTextHandler(&b, nil)).Info("m", "v", v)
		slog.New(slog.NewJSONHandler(&b, nil)).Info("m", "v", v)
		_ = log.NewLogfmtLogger(&b).Log("v", v)
		_ = log.NewJSONLogger(&b).Log("v", v)
	}
	text, err := shown.YAML(cfg)
	b.Write(text)
	// 68756e74657232 is what %x makes of it.
	for _, trace := range []string{"hunter2", "68756e74657232", "68756E74657232", "[104 117"} {
		if strings.Contains(b.String(), trace) {
			t.Errorf("%s is there in\n%s", trace, b.String())
		}
	}
	if err != nil || strings.Count(b.String(), "<secret>") < len(values) {
		t.Errorf("%v, and hardly any <secret> in\n%s", err, b.String())
	}
}

func TestSecretItself(t *testing.T) {
	var none config.Secret
	some := config.NewSecret("hunter2")
	if none.IsSet() || none.Reveal() != "" || config.NewSecret("").IsSet() {
		t.Error("nothing is a secret")
	}
	if !some.IsSet() || some.Reveal() != "hunter2" {
		t.Error("the secret is lost")
	}
	if !some.Equal(config.NewSecret("hunter2")) || some.Equal(none) || !none.Equal(config.NewSecret("")) {
		t.Error("Equal does not compare the texts")
	}
}

// TestMisplacedSecret puts a secret, in every shape that YAML has, into every key of an auth, and
// into places around it, and looks for it in what is said.
func TestMisplacedSecret(t *testing.T) {
	dir := fixtureDir(t)
	shapes := []string{
		"%s", "'%s'", "\"%s\"", "!%s", "!%s x", "&%s", "*%s", "[%s]", "{%s}", "{%s: x}", "{x: %s}", "- %s", "|\n      %s\n      x",
		">\n      %s", "? %s", "%s: x", "@%s", "`%s", "%%%s", "\"%s", "'%s", "!!int %s", "!!binary %s", "!!float %s", "!<%s> x",
		"%s\x01", "\"%s\\x07\"", "\"%s\\q\"", "[%s", "{%s", "|%s", ">%s", "&a%s *b", "\n      %s:\n", "<<: %s", "\t%s", "...%s", "---\n%s",
	}
	keys := []string{"password2", "passwort", "readonly"}
	for _, s := range config.Schema() {
		if s.Path == "auths.NAME" {
			keys = append(keys, s.Keys...)
		}
	}
	if !slices.Contains(keys, "enable_password_env") {
		t.Fatal("the keys of an auth are not there")
	}
	for _, shape := range shapes {
		text := fmt.Sprintf(shape, "hunter2")
		for _, key := range keys {
			checkHidden(t, "auths:\n  readonly:\n    username: a\n    "+key+": "+text+"\n"+oneTarget, dir)
			checkHidden(t, "auths:\n  readonly:\n    username: a\n    "+key+":"+text+"\n"+oneTarget, dir)
		}
		checkHidden(t, "auths:\n  readonly: "+text+"\n"+oneTarget, dir)
		// A key right below auths is a name, whatever it is.
		if !slices.Contains([]string{"{%s}", "{%s: x}", "\n      %s:\n"}, shape) {
			checkHidden(t, "auths: "+text+"\n"+oneTarget, dir)
		}
	}
}

func checkHidden(t *testing.T, text, dir string) {
	t.Helper()
	_, warnings, err := config.Parse("a.yml", []byte(text), dir)
	said := fmt.Sprint(err)
	for _, w := range warnings {
		said += "\n" + w.String()
	}
	if strings.Contains(said, "hunter2") {
		t.Errorf("%s\nis shown in\n%s", text, said)
	}
}
