// Package discovery asks the URLs that list switches in the form of Prometheus' http_sd, as the Prometheus plugins of
// NetBox and Nautobot do, each at its interval. It speaks HTTP by Prometheus' own client configuration, reads strictly
// and in bounds, and knows nothing of switches. What it has read goes to package config, which makes targets of it.
package discovery

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unique"

	promconfig "github.com/prometheus/common/config"
	"github.com/prometheus/common/version"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// The bounds of one reading. 10,000 devices of NetBox take some 15 MB.
const (
	maxTime    = time.Minute
	maxBytes   = 32 << 20
	maxTargets = 50_000
)

// What an answer can be wrong about.
var (
	errEmpty  = errors.New("lists no switch: the account may not be allowed to see any; what was listed before stays")
	errLarge  = fmt.Errorf("lists more than %d switches or answers with more than %d MiB", maxTargets, maxBytes>>20)
	errForm   = errors.New(`answers with something other than [{"targets": […], "labels": {…}}]`)
	errShort  = errors.New("ends in the middle of its answer")
	errLate   = errors.New("has not answered to the end in time")
	errUnsafe = errors.New("redirects from https to http, where anybody may read what is sent")
)

// Fetch asks a URL once, for a minute at most, or for its refresh interval if that is shorter. A list without a switch is
// an error, because inventories answer so when an account lost its permissions. The error holds neither the URL nor
// anything that its server said.
func Fetch(ctx context.Context, u *config.TargetURL) ([]config.Group, error) {
	ctx, cancel := context.WithTimeout(ctx, min(maxTime, u.RefreshInterval))
	defer cancel()
	client, err := newClient(u)
	if err != nil {
		return nil, fmt.Errorf("cannot be asked: %w", err)
	}
	defer client.CloseIdleConnections()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.Address.Reveal(), nil)
	if err != nil {
		return nil, errors.New("is no URL")
	}
	request.Header.Set("Accept", "application/json")
	request.Header.Set("X-Prometheus-Refresh-Interval-Seconds", strconv.FormatFloat(u.RefreshInterval.Seconds(), 'f', -1, 64))
	response, err := client.Do(request)
	if err != nil {
		return nil, described(ctx, err)
	}
	defer func() { _ = response.Body.Close() }() // nothing was written
	if err := check(response); err != nil {
		return nil, err
	}
	groups, err := decode(response.Body)
	if err != nil {
		return nil, described(ctx, err)
	}
	return groups, nil
}

// newClient makes a client for one request. The files of its configuration are read again each time.
func newClient(u *config.TargetURL) (*http.Client, error) {
	client, err := promconfig.NewClientFromConfig(*u.Client, "target_urls",
		promconfig.WithUserAgent("slp-exporter/"+version.Version), promconfig.WithKeepAlivesDisabled())
	if err != nil {
		return nil, err
	}
	if u.Client.FollowRedirects {
		client.CheckRedirect = redirect
	}
	return client, nil
}

func redirect(next *http.Request, before []*http.Request) error {
	const most = 10
	switch {
	case len(before) >= most:
		return errors.New("redirects more than ten times")
	case before[len(before)-1].URL.Scheme == "https" && next.URL.Scheme != "https":
		return errUnsafe
	}
	return nil
}

// check refuses what is no list by its header.
func check(r *http.Response) error {
	if r.StatusCode != http.StatusOK {
		return fmt.Errorf("answers with status %d %s", r.StatusCode, http.StatusText(r.StatusCode))
	}
	given := r.Header.Get("Content-Type")
	kind, parameters, err := mime.ParseMediaType(given)
	charset := cmp.Or(parameters["charset"], "utf-8")
	switch {
	case err == nil && kind == "application/json" && strings.EqualFold(charset, "utf-8"):
		return nil
	case err == nil && kind == "text/html":
		return errors.New("answers with a page (text/html) instead of application/json: it may want a login, or the path is wrong")
	}
	return errors.New("does not answer with application/json in UTF-8")
}

// described leaves the URL out of an error, whose query may hold a secret.
func described(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return errLate
	}
	if failed := (*url.Error)(nil); errors.As(err, &failed) {
		return fmt.Errorf("cannot be asked: %w", failed.Err)
	}
	return err
}

// group has the keys that http_sd knows. A label of NetBox that has no value is null.
type group struct {
	Targets []string          `json:"targets"`
	Labels  map[string]string `json:"labels"`
}

// decode reads a list. It reads the whole answer first: the decoder would look at what it has again and again while more
// comes in.
func decode(body io.Reader) ([]config.Group, error) {
	text, err := io.ReadAll(io.LimitReader(body, maxBytes+1))
	switch {
	case len(text) > maxBytes:
		return nil, errLarge
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, errShort
	case err != nil:
		return nil, fmt.Errorf("breaks off: %w", err)
	}
	return decodeGroups(json.NewDecoder(bytes.NewReader(text)))
}

func decodeGroups(decoder *json.Decoder) ([]config.Group, error) {
	decoder.DisallowUnknownFields()
	if begin, err := decoder.Token(); err != nil || begin != json.Delim('[') {
		return nil, formError(err)
	}
	var groups []config.Group
	targets := 0
	for decoder.More() {
		var g *group
		if err := decoder.Decode(&g); err != nil || g == nil {
			return nil, fmt.Errorf("%w, in group [%d]", formError(err), len(groups))
		}
		if targets += len(g.Targets); targets > maxTargets || len(groups) == maxTargets {
			return nil, errLarge
		}
		groups = append(groups, g.shared())
	}
	if _, err := decoder.Token(); err != nil {
		return nil, formError(err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, formError(err)
	}
	if targets == 0 {
		return nil, errEmpty
	}
	return groups, nil
}

// formError says why a list cannot be read. The error of the decoder may show a part of the answer.
func formError(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errShort
	}
	return errForm
}

// shared returns the group with texts that many groups have, such as a site, kept once.
func (g *group) shared() config.Group {
	labels := make(map[string]string, len(g.Labels))
	for name, text := range g.Labels {
		labels[unique.Make(name).Value()] = unique.Make(text).Value()
	}
	return config.Group{Targets: g.Targets, Labels: labels}
}
