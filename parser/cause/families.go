package cause

import (
	"slices"
	"strings"
)

// Family is a set of wordings that say the same. A row names it in braces.
type Family struct {
	Name     string
	Wordings []string
}

// Families are all families that rows name.
func Families() []Family {
	return []Family{
		{"cannot", []string{
			"cannot", "can't", "can not", "could not", "couldn't", "unable to", "not able to", "failed to", "fail to", "fails to", "failure to",
		}},
		{"connection refused", []string{
			"connection refused", "connection was refused", "connection is refused", "connection has been refused", "connect refused",
			"refused connection", "refused the connection", "refused a connection", "refused to connect",
		}},
		{"connection ended", []string{
			"connection reset", "connection was reset", "connection closed", "connection was closed", "connection aborted",
			"connection was aborted", "connection abort", "connection lost", "connection was lost", "connection died",
			"connection dropped", "connection was dropped", "connection terminated", "connection was terminated",
			"reset connection", "reset the connection", "closed connection", "closed the connection",
			"reset by peer", "reset by server", "reset by remote", "closed by peer", "closed by server", "closed by remote", "closed by foreign host",
		}},
		{"timed out", []string{"timed out", "timeout", "time out", "time-out", "times out", "timing out"}},
		{"no reply", []string{
			"no reply", "no response", "no answer", "empty reply", "empty response", "not reply", "not respond", "not responding", "not answer",
		}},
		{"server error", []string{
			"server error", "server errors", "server responded with error", "server responded with errors", "server responded with an error",
			"server replied with error", "server replied with an error", "server returned error", "server returned an error", "server reported an error",
		}},
		{"HTTP", []string{
			"HTTP", "HTTP/1.0", "HTTP/1.1", "HTTP/2", "HTTP/3", "HTTP error", "HTTP code", "HTTP error code", "HTTP response", "HTTP response code",
			"HTTP status", "HTTP status code", "code", "status", "response", "returned error", "returned",
		}},
	}
}

// Wordings are the texts that a row stands for: its own, or one for each wording of the family in it.
func (r Row) Wordings() []string {
	front, rest, ok := strings.Cut(r.Text, "{")
	if !ok {
		return []string{r.Text}
	}
	name, behind, _ := strings.Cut(rest, "}")
	families := Families()
	at := slices.IndexFunc(families, func(f Family) bool { return f.Name == name })
	if at < 0 {
		return nil
	}
	texts := make([]string, 0, len(families[at].Wordings))
	for _, wording := range families[at].Wordings {
		texts = append(texts, front+wording+behind)
	}
	return texts
}
