// Package inventory is a stand-in for an inventory that lists devices for Prometheus: it answers as the plugins of NetBox
// and Nautobot do, over HTTP on loopback. Tests set what it knows and what goes wrong with it. The exporter asks it as
// it would ask the real one.
package inventory

import (
	"encoding/json"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"sync/atomic"
)

// Device is one device of the inventory.
type Device struct {
	Name string
	// IP is its primary address without a port; empty if it has none.
	IP string
	// SSH is host:port in a custom field; empty if the device has none.
	SSH  string
	Site string
}

// The prefixes of the labels of the two plugins.
const (
	NetBox   = "__meta_netbox_"
	Nautobot = "__meta_nautobot_"
)

// Group is one element of the answer, with a null where the inventory has no value.
type Group struct {
	Targets []string           `json:"targets"`
	Labels  map[string]*string `json:"labels"`
}

// Groups lists devices as a plugin with that prefix does: a group for each device, whose target is the device's name.
func Groups(prefix string, devices []Device) []Group {
	groups := make([]Group, 0, len(devices))
	for i, d := range devices {
		g := Group{Targets: []string{d.Name}, Labels: map[string]*string{}}
		set := func(name, value string) {
			if value != "" {
				g.Labels[prefix+name] = &value
			}
		}
		for name, value := range map[string]string{
			"id": strconv.Itoa(i + 1), "name": d.Name, "status": "active", "model": "Device",
			"platform": "Cisco IOS-XE", "platform_slug": "ios-xe", "primary_ip": d.IP, "primary_ip4": d.IP,
			"role": "Access Switch", "role_slug": "access-switch", "device_type": "C9300-48P", "device_type_slug": "c9300-48p",
			"site": d.Site, "site_slug": d.Site, "tenant": "Example, Inc.", "tenant_slug": "example-inc", "tags": "a,b",
			"contact_primary_name": "Ada Example", "contact_primary_comments": "first line\nsecond line",
			"custom_field_ssh_address": d.SSH,
		} {
			set(name, value)
		}
		g.Labels[prefix+"custom_field_rack_unit"] = nil
		groups = append(groups, g)
	}
	return groups
}

// Server answers as the inventory. Its methods may be called while it is asked.
type Server struct {
	*httptest.Server
	answer atomic.Pointer[http.HandlerFunc]

	mu    sync.Mutex
	asked []*http.Request
}

// Start begins to answer on loopback. Close ends it.
func Start() *Server {
	s := &Server{}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	return s
}

// StartTLS begins to answer over TLS, with a certificate that only a client with its ca_file trusts.
func StartTLS() *Server {
	s := &Server{}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(s.serve))
	s.Config.ErrorLog = log.New(io.Discard, "", 0) // a client that does not trust it is no news
	s.StartTLS()
	return s
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.asked = append(s.asked, r)
	s.mu.Unlock()
	if answer := s.answer.Load(); answer != nil {
		(*answer)(w, r)
		return
	}
	http.NotFound(w, r)
}

// Asked returns the requests so far.
func (s *Server) Asked() []*http.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*http.Request(nil), s.asked...)
}

// List makes the inventory list these groups from now on.
func (s *Server) List(groups []Group) {
	text, err := json.Marshal(groups)
	if err != nil {
		panic(err) // cannot be: the groups hold only text
	}
	s.Say("application/json", string(text))
}

// Say makes the inventory answer with that text from now on.
func (s *Server) Say(kind, text string) {
	s.Handle(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		_, _ = w.Write([]byte(text)) // a client that has gone away does not matter
	})
}

// Handle makes the inventory answer as the handler does from now on.
func (s *Server) Handle(answer http.HandlerFunc) { s.answer.Store(&answer) }
