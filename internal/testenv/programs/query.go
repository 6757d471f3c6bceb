package programs

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// Sample is one series of an answer, with its values in order of time. An instant query returns one value
// per series.
type Sample struct {
	Metric map[string]string // labels, the name as __name__; nil for a scalar
	Points []Point
}

// Value returns the last value.
func (s Sample) Value() float64 { return s.Points[len(s.Points)-1].V }

// Point is a value at a time.
type Point struct {
	T time.Time
	V float64
}

// UnmarshalJSON reads [seconds, "value"].
func (p *Point) UnmarshalJSON(text []byte) error {
	var (
		seconds float64
		value   string
	)
	if err := json.Unmarshal(text, &[]any{&seconds, &value}); err != nil {
		return err
	}
	p.T = time.UnixMilli(int64(seconds * 1000))
	var err error
	p.V, err = strconv.ParseFloat(value, 64)
	return err
}

// Alert is an alert as Alertmanager shows it.
type Alert struct {
	Labels      map[string]string
	Annotations map[string]string
	State       string // active, suppressed or unprocessed
}

// Query evaluates an expression in Prometheus, now.
func (s *Server) Query(expr string) ([]Sample, error) {
	return s.query("/api/v1/query", url.Values{"query": {expr}})
}

// QueryRange evaluates an expression in Prometheus, at each step between two times.
func (s *Server) QueryRange(expr string, from, to time.Time, step time.Duration) ([]Sample, error) {
	return s.query("/api/v1/query_range", url.Values{
		"query": {expr}, "start": {unix(from)}, "end": {unix(to)},
		"step": {strconv.FormatFloat(step.Seconds(), 'f', -1, 64)},
	})
}

func unix(t time.Time) string { return strconv.FormatFloat(float64(t.UnixMilli())/1000, 'f', 3, 64) }

func (s *Server) query(path string, values url.Values) ([]Sample, error) {
	var answer struct {
		ResultType string
		Result     json.RawMessage
	}
	if err := s.data(path+"?"+values.Encode(), &answer); err != nil {
		return nil, fmt.Errorf("%s: %w", values.Get("query"), err)
	}
	switch answer.ResultType {
	case "scalar":
		var p Point
		err := json.Unmarshal(answer.Result, &p)
		return []Sample{{Points: []Point{p}}}, err
	case "vector", "matrix":
		var series []struct {
			Metric map[string]string
			Value  *Point
			Values []Point
		}
		err := json.Unmarshal(answer.Result, &series)
		samples := make([]Sample, 0, len(series))
		for _, one := range series {
			if one.Value != nil {
				one.Values = []Point{*one.Value}
			}
			samples = append(samples, Sample{one.Metric, one.Values})
		}
		return samples, err
	default:
		return nil, fmt.Errorf("%s: a result of type %s", values.Get("query"), answer.ResultType)
	}
}

// data reads the data of an answer of Prometheus' API.
func (s *Server) data(path string, into any) error {
	var answer struct {
		Status, Error string
		Data          json.RawMessage
	}
	if err := s.JSON(path, &answer); err != nil {
		return err
	}
	if answer.Status != "success" {
		return fmt.Errorf("%s: %s", answer.Status, answer.Error)
	}
	return json.Unmarshal(answer.Data, into)
}

// Rule is a rule that Prometheus has loaded.
type Rule struct {
	Name, Query, Health, LastError, Type string
	EvaluationTime                       float64 // seconds
}

// Rules returns the rules that Prometheus has loaded, of all groups.
func (s *Server) Rules() ([]Rule, error) {
	var answer struct{ Groups []struct{ Rules []Rule } }
	err := s.data("/api/v1/rules", &answer)
	var rules []Rule
	for _, group := range answer.Groups {
		rules = append(rules, group.Rules...)
	}
	return rules, err
}

// Scraped is a target of Prometheus.
type Scraped struct {
	Labels                map[string]string
	ScrapePool, ScrapeURL string
	Health, LastError     string
	LastScrapeDuration    float64 // seconds
}

// Targets returns the targets that Prometheus scrapes.
func (s *Server) Targets() ([]Scraped, error) {
	var answer struct{ ActiveTargets []Scraped }
	err := s.data("/api/v1/targets?state=active", &answer)
	return answer.ActiveTargets, err
}

// AlertmanagerAlerts returns the alerts that Alertmanager holds, without resolved ones.
func (s *Server) AlertmanagerAlerts() ([]Alert, error) {
	var answer []struct {
		Labels, Annotations map[string]string
		Status              struct{ State string }
	}
	err := s.JSON("/api/v2/alerts", &answer)
	var alerts []Alert
	for _, a := range answer {
		alerts = append(alerts, Alert{a.Labels, a.Annotations, a.Status.State})
	}
	return alerts, err
}

// JSON reads the answer to a GET of a path into a value, whatever its status.
func (s *Server) JSON(path string, into any) error {
	ctx, cancel := context.WithTimeout(context.Background(), Deadline)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+path, http.NoBody)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	if err := json.NewDecoder(response.Body).Decode(into); err != nil {
		return fmt.Errorf("%s: %s: %w", path, response.Status, err)
	}
	return nil
}
