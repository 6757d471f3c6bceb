package config

import (
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	promconfig "github.com/prometheus/common/config"

	"github.com/slp-exporter/slp-exporter/internal/mask"
)

// addressLabel is the name under which target_urls[].labels takes the label that holds a switch's address. Prometheus
// gives it the same meaning when it relabels.
const addressLabel = "__address__"

// TargetURL is one entry of target_urls: an address that lists switches in the form of Prometheus' http_sd.
type TargetURL struct {
	// Name is the URL as it may be shown: values of its query that may be secret are hidden. No two entries share it.
	Name string
	// Address is the URL itself.
	Address Secret
	// RefreshInterval is the pause between two readings.
	RefreshInterval time.Duration
	// Client is Prometheus' configuration of an HTTP client, with its paths joined with the configuration's directory;
	// never nil. It is a pointer so that fmt does not print the secrets in it.
	Client *promconfig.HTTPClientConfig
	// Labels has the discovered label for each label of a switch. If it is nil, a switch gets the discovered labels
	// that do not begin with __.
	Labels map[string]string
}

// targetURLText is one entry of target_urls as written.
type targetURLText struct {
	TargetURL
	url    value
	client []value // the keys of the HTTP client
}

func targetURLFields() []field[targetURLText] {
	fields := []field[targetURLText]{
		{"url", func(t *targetURLText, v value) { t.url = v }},
		{"refresh_interval", func(t *targetURLText, v value) { v.refreshInterval(&t.RefreshInterval) }},
		{"labels", func(t *targetURLText, v value) { t.Labels = v.mappedLabels() }},
	}
	for _, key := range clientKeys() {
		fields = append(fields, field[targetURLText]{key, func(t *targetURLText, v value) { t.client = append(t.client, v) }})
	}
	return fields
}

const targetURLForm = "{url: https://netbox.example.net/api/plugins/prometheus-sd/devices/}"

// readTargetURLs reads what is said of the URLs. What they list comes later: see WithList.
func (l *loader) readTargetURLs(section value) {
	first := map[string]value{}
	for _, v := range section.items("a list of URLs, such as [" + targetURLForm + "]") {
		if !v.isMapping() {
			v.wrongType(targetURLForm)
			continue
		}
		t := targetURLText{TargetURL: TargetURL{RefreshInterval: defaultRefreshInterval}}
		fill(v, targetURLFields(), &t)
		t.Client = v.httpClient(t.client)
		if !t.readAddress(v) {
			continue
		}
		if _, twice := first[t.Name]; twice {
			t.url.bad("is listed twice", "it once")
			continue
		}
		first[t.Name] = v
		l.config.TargetURLs = append(l.config.TargetURLs, &t.TargetURL)
	}
}

const (
	defaultRefreshInterval = 5 * time.Minute
	minRefreshInterval     = 5 * time.Second
)

func (v value) refreshInterval(into *time.Duration) {
	v.duration(into, false)
	if *into < minRefreshInterval {
		v.bad("is shorter than "+shownDuration(minRefreshInterval), shownDuration(defaultRefreshInterval))
	}
}

// readAddress checks the URL. Messages show it only where it holds no secret.
func (t *targetURLText) readAddress(entry value) bool {
	const write = "http:// or https://, a host and a path"
	if !t.url.given() {
		entry.at("url").bad("is missing", write)
		return false
	}
	text, ok := t.url.text(write)
	if !ok {
		return false
	}
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "":
		t.url.bad("is no URL", write)
	case u.User != nil:
		t.url.bad("holds a user name", "basic_auth beside it")
	case u.Fragment != "":
		t.url.bad("has something after a #", "it without")
	default:
		t.Name, t.Address = shownURL(u), NewSecret(text)
		return true
	}
	return false
}

// secretKey is the name of a parameter whose value nobody may see.
var secretKey = regexp.MustCompile(`(?i)token|key|secret|passw|pwd|auth|sig|credential|session|jwt`)

// shownURL is the URL without what may be secret in its query. The order of the query stays.
func shownURL(u *url.URL) string {
	parts := strings.Split(u.RawQuery, "&")
	for i, part := range parts {
		key, text, given := strings.Cut(part, "=")
		if given && secretKey.MatchString(key) || mask.IsBlob(text) {
			parts[i] = key + "=" + hidden
		}
	}
	shown := *u
	shown.RawQuery = ""
	if name := shown.String(); u.RawQuery != "" {
		return name + "?" + strings.Join(parts, "&")
	}
	return shown.String()
}

// mappedLabels reads which discovered label is which label of the switch.
func (v value) mappedLabels() map[string]string {
	special := []string{addressLabel, nameLabel, moduleLabel, netconfPortLabel}
	labels, reserved := map[string]string{}, ReservedLabels()
	for _, e := range v.entries() {
		child := v.child(e)
		switch {
		case slices.Contains(special, e.name):
		case strings.HasPrefix(e.name, "__"):
			v.line = e.line
			v.bad("holds "+quoted(e.name)+", which is no label of a switch", anyOf(special)+", or a name that does not begin with __")
			continue
		case !v.labelName(e, reserved):
			continue
		}
		const write = "the name of a discovered label, such as __meta_netbox_site"
		if isNull(child.node) {
			child.bad("is empty", write)
		} else if text, ok := child.text(write); ok && child.shortText(text) {
			labels[e.name] = text
		}
	}
	return labels
}

// asTargets returns the group as a target file would have it. If several targets get one address, the label __address__ is
// left in it.
func (u *TargetURL) asTargets(g Group) Group {
	labels := map[string]string{}
	for name, from := range u.Labels {
		labels[name] = g.Labels[from]
	}
	for name, text := range g.Labels {
		own := name == nameLabel || name == moduleLabel || name == netconfPortLabel
		if own && labels[name] == "" || u.Labels == nil && !strings.HasPrefix(name, "__") {
			labels[name] = text
		}
	}
	maps.DeleteFunc(labels, func(_, text string) bool { return text == "" })
	address := labels[addressLabel]
	if address == "" || len(g.Targets) > 1 {
		return Group{g.Targets, labels}
	}
	delete(labels, addressLabel)
	if len(g.Targets) == 0 {
		return Group{nil, labels}
	}
	if entry := g.Targets[0]; entry != "" && labels[nameLabel] == "" {
		labels[nameLabel] = entry
	}
	return Group{[]string{address}, labels}
}
