package programs

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
)

// Webhook is a receiver of Alertmanager's notifications.
type Webhook struct {
	URL string

	mu  sync.Mutex
	got []Notification
}

// Notification is what Alertmanager sends to a webhook.
type Notification struct {
	Receiver    string
	Status      string // firing or resolved
	GroupLabels map[string]string
	Alerts      []struct {
		Status              string
		Labels, Annotations map[string]string
	}
}

// NewWebhook starts a receiver on loopback and stops it when the test ends.
func NewWebhook(t testing.TB) *Webhook {
	t.Helper()
	w := &Webhook{}
	server := httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		var n Notification
		if err := json.NewDecoder(request.Body).Decode(&n); err != nil {
			http.Error(answer, err.Error(), http.StatusBadRequest)
			return
		}
		w.mu.Lock()
		defer w.mu.Unlock()
		w.got = append(w.got, n)
	}))
	t.Cleanup(server.Close)
	w.URL = server.URL
	return w
}

// Notifications returns the notifications received so far, in order.
func (w *Webhook) Notifications() []Notification {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.got)
}
