package fleet

import (
	"reflect"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// differing are the fields of a target that are no structs, with what a difference in them is.
func differing() map[string]change {
	return map[string]change{
		"Name":                             unchanged, // it finds the target
		"Labels":                           relabelled,
		"Address":                          moved,
		"Module.Name":                      relabelled,
		"Module.Protocol":                  reconnected,
		"Module.Platform":                  reconnected,
		"Module.CollectorsListed":          reread,
		"Module.Collectors":                reread,
		"NetconfPort":                      reconnected,
		"Module.EventlogDays":              reread,
		"Module.Session":                   reread,
		"Module.IdleTimeout":               reread,
		"Module.HostKey.Policy":            reconnected,
		"Module.HostKey.KnownHostsFile":    reconnected,
		"Module.HostKey.AcceptedFile":      reconnected,
		"Module.LegacyAlgorithms":          reconnected,
		"Module.Proxy":                     moved,
		"Module.Timezone":                  reread,
		"Module.Auth.Name":                 unchanged,
		"Module.Auth.Username":             reconnected,
		"Module.Auth.Password":             reconnected,
		"Module.Auth.PrivateKey":           reconnected,
		"Module.Auth.PrivateKeyPassphrase": reconnected,
		"Module.Auth.EnablePassword":       reconnected,
		"Module.Auth.SSHAgent":             reconnected,
	}
}

// filled is a target without nil pointers on the way to its fields.
func filled() *config.Target {
	return &config.Target{Module: &config.Module{Auth: &config.Auth{}}}
}

// set gives the field another value than it had, by the number.
func set(t *testing.T, name string, field reflect.Value, n int) {
	t.Helper()
	text := string(rune('a' + n))
	switch field.Interface().(type) {
	case config.Secret:
		field.Set(reflect.ValueOf(config.NewSecret(text)))
	case *time.Location:
		field.Set(reflect.ValueOf(time.FixedZone(text, n)))
	case map[string]string:
		field.Set(reflect.ValueOf(map[string]string{"site": text}))
	case []string:
		field.Set(reflect.ValueOf([]string{text}))
	default:
		switch field.Kind() {
		case reflect.String:
			field.SetString(text)
		case reflect.Bool:
			field.SetBool(n%2 == 1)
		case reflect.Int, reflect.Int64:
			field.SetInt(int64(n))
		default:
			t.Fatalf("%s: how is a %s set?", name, field.Type())
		}
	}
}

// visit calls f for each exported field that is no struct.
func visit(v reflect.Value, path string, f func(name string, field reflect.Value)) {
	for i := range v.NumField() {
		field, of := v.Field(i), v.Type().Field(i)
		name := path + of.Name
		secret := of.Type == reflect.TypeFor[config.Secret]()
		switch {
		case !of.IsExported():
		case field.Kind() == reflect.Pointer && field.Type().Elem().PkgPath() == reflect.TypeFor[config.Config]().PkgPath():
			visit(field.Elem(), name+".", f)
		case field.Kind() == reflect.Struct && !secret:
			visit(field, name+".", f)
		default:
			f(name, field)
		}
	}
}

// TestCompare changes each field that a target has. A new field of the configuration has to be
// decided on here.
func TestCompare(t *testing.T) {
	want := differing()
	visit(reflect.ValueOf(filled()).Elem(), "", func(name string, _ reflect.Value) {
		wanted, ok := want[name]
		if !ok {
			t.Errorf("%s: is a session to be closed when it changes?", name)
		}
		delete(want, name)
		one := func(n int) *config.Target {
			target := filled()
			visit(reflect.ValueOf(target).Elem(), "", func(other string, field reflect.Value) {
				if set(t, other, field, 0); other == name {
					set(t, other, field, n)
				}
			})
			return target
		}
		if got := compare(one(0), one(0)); got != unchanged {
			t.Errorf("%s: the same is %d", name, got)
		}
		if got := compare(one(0), one(1)); got != wanted {
			t.Errorf("%s: another one is %d, want %d", name, got, wanted)
		}
	})
	for name := range want {
		t.Errorf("there is no %s", name)
	}
}

// TestCompareNil: an inferred zone is nil, not UTC, though Go prints it so.
func TestCompareNil(t *testing.T) {
	a, b := filled(), filled()
	b.Module.Timezone = time.UTC
	if got := compare(a, b); got != reread {
		t.Errorf("no zone and UTC: %d", got)
	}
	b = filled()
	b.Module.Auth = nil
	if got := compare(a, b); got != reconnected {
		t.Errorf("no auth: %d", got)
	}
	if compare(b, b) != unchanged {
		t.Error("no auth on both sides is a change")
	}
}
