package config

import (
	"reflect"
	"slices"
	"testing"

	promconfig "github.com/prometheus/common/config"
)

// TestClientTypes: each part of Prometheus' configuration of an HTTP client has a type that into knows. A version of the
// library that adds another fails here, not in an operator's file.
func TestClientTypes(t *testing.T) {
	whole := []reflect.Type{
		reflect.TypeFor[promconfig.Secret](), reflect.TypeFor[promconfig.URL](), reflect.TypeFor[promconfig.TLSVersion](),
		reflect.TypeFor[string](), reflect.TypeFor[bool](), reflect.TypeFor[any](),
	}
	var walk func(path string, typ reflect.Type)
	walk = func(path string, typ reflect.Type) {
		switch kind := typ.Kind(); {
		case slices.Contains(whole, typ):
		case kind == reflect.Pointer, kind == reflect.Slice, kind == reflect.Map && typ.Key().Kind() == reflect.String:
			walk(path, typ.Elem())
		case typ == reflect.TypeFor[promconfig.Headers]():
			walk(path, reflect.TypeFor[promconfig.Header]())
		case kind == reflect.Struct:
			for _, key := range keysIn(typ) {
				walk(path+"."+key, fieldOf(reflect.New(typ).Elem(), key).Type())
			}
		default:
			t.Errorf("%s has type %s, which is not read", path, typ)
		}
	}
	walk("client", reflect.TypeFor[promconfig.HTTPClientConfig]())
	if keys := clientKeys(); !slices.Contains(keys, "authorization") || !slices.Contains(keys, "proxy_url") {
		t.Errorf("keys %q", keys)
	}
}
