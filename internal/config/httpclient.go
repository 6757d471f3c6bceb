package config

import (
	"errors"
	"net/url"
	"reflect"
	"slices"
	"strings"

	promconfig "github.com/prometheus/common/config"
)

// clientKeys are the keys of Prometheus' configuration of an HTTP client.
func clientKeys() []string { return keysIn(reflect.TypeFor[promconfig.HTTPClientConfig]()) }

// keysIn returns the keys of a struct of package promconfig, and of those that it includes. Secrets by reference need a
// secret manager, which only Prometheus has.
func keysIn(t reflect.Type) []string {
	var keys []string
	for _, f := range reflect.VisibleFields(t) {
		key, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if f.IsExported() && key != "" && !strings.HasSuffix(key, "_ref") {
			keys = append(keys, key)
		}
	}
	return keys
}

// httpClient reads the keys of an HTTP client. Prometheus' own reader would neither name the place of a mistake nor keep
// a secret out of its message.
func (v value) httpClient(given []value) *promconfig.HTTPClientConfig {
	client := promconfig.DefaultHTTPClientConfig
	for _, key := range given {
		key.into(fieldOf(reflect.ValueOf(&client).Elem(), key.key))
	}
	err := client.Validate()
	if err == nil {
		err = client.TLSConfig.Validate()
	}
	if err == nil && client.OAuth2 != nil {
		err = errors.Join(client.OAuth2.TLSConfig.Validate(), client.OAuth2.Validate())
	}
	if err != nil {
		what, _, _ := strings.Cut(err.Error(), "\n")
		v.bad("is no HTTP client: "+what, "")
	}
	return &client
}

// fieldOf returns the field of a struct that has this key.
func fieldOf(parent reflect.Value, key string) reflect.Value {
	for _, f := range reflect.VisibleFields(parent.Type()) {
		if name, _, _ := strings.Cut(f.Tag.Get("yaml"), ","); name == key {
			return parent.FieldByIndex(f.Index)
		}
	}
	return reflect.Value{} // cannot be: key is one of keysIn
}

// into sets a part of the configuration of an HTTP client. It never shows the value, which may be secret.
func (v value) into(part reflect.Value) {
	switch to := part.Addr().Interface().(type) {
	case *promconfig.Secret:
		v.clientSecret(to)
	case *promconfig.URL:
		v.proxyURL(to)
	case *promconfig.TLSVersion:
		v.tlsVersion(to)
	case *promconfig.Headers:
		v.into(reflect.ValueOf(&to.Headers).Elem())
	case *bool:
		v.boolean(to)
	case *string:
		v.textOrPath(to)
	case *any:
		if v.node.Decode(to) != nil {
			v.wrongType("text, a number or a list")
		}
	default:
		v.intoMany(part)
	}
}

// intoMany sets a part that has parts of its own.
func (v value) intoMany(part reflect.Value) {
	switch part.Kind() {
	case reflect.Pointer:
		part.Set(reflect.New(part.Type().Elem()))
		v.into(part.Elem())
	case reflect.Slice:
		for _, item := range v.items("a list") {
			item.key = v.key // of the list: "files" holds paths
			element := reflect.New(part.Type().Elem()).Elem()
			item.into(element)
			part.Set(reflect.Append(part, element))
		}
	case reflect.Map:
		part.Set(reflect.MakeMap(part.Type()))
		for _, e := range v.entries() {
			element := reflect.New(part.Type().Elem()).Elem()
			v.child(e).into(element)
			part.SetMapIndex(reflect.ValueOf(e.name), element)
		}
	default:
		v.intoStruct(part)
	}
}

func (v value) intoStruct(part reflect.Value) {
	known := keysIn(part.Type())
	for _, e := range v.entries() {
		child := v.child(e)
		switch {
		case !slices.Contains(known, e.name):
			v.unknownKey(e, known)
		case !isNull(child.node):
			child.into(fieldOf(part, e.name))
		}
	}
}

// clientSecret sets a secret, and warns that it is in the configuration file. A private key may have several lines.
func (v value) clientSecret(into *promconfig.Secret) {
	text, ok := v.text("the secret in quotes")
	if !ok || !strings.HasPrefix(text, "-----BEGIN") && !v.oneLine(text, "it") {
		return
	}
	*into = promconfig.Secret(text)
	write := v.key + "_file and keep the secret in a file of its own"
	switch {
	case strings.Contains(v.path, ".http_headers."):
		write = "files and keep the secret in a file of its own"
	case strings.Contains(v.path, ".proxy_connect_header."):
		write = ""
	}
	v.warn("a secret is in the configuration file itself", write)
}

// textOrPath sets a text. That of a key which names a file is a path, and the file has to be there.
func (v value) textOrPath(into *string) {
	if !strings.HasSuffix(v.key, "_file") && v.key != "files" {
		*into, _ = v.text("text in quotes")
		return
	}
	public := v.key == "ca_file" || v.key == "cert_file" || v.key == "username_file"
	if !public {
		v.secretFile()
	}
	path, ok := v.file("the path of a file")
	if !ok {
		return
	}
	if _, _, err := v.src.disk.Read(path, 1); public && err != nil {
		v.badBecause(withoutPath(err), v.shownPath()+" "+describe(err), "the path of a file")
	}
	*into = path
}

func (v value) proxyURL(into *promconfig.URL) {
	const write = "http://host:port"
	text, ok := v.text(write)
	if !ok {
		return
	}
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || !slices.Contains([]string{"http", "https", "socks5", "socks5h"}, u.Scheme) {
		v.bad("is no proxy", write)
		return
	}
	into.URL = u
}

func (v value) tlsVersion(into *promconfig.TLSVersion) {
	const write = "TLS12 or TLS13"
	text, ok := v.text(write)
	if version, known := promconfig.TLSVersions[text]; known {
		*into = version
	} else if ok {
		v.bad("is no version of TLS", write)
	}
}
