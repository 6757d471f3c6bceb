package dial

import (
	"github.com/go-kit/log"
	"github.com/go-kit/log/level"
)

// Opening is the first line that a Dialer logs at debug level, to learn whether such lines are written.
const Opening = "the dialogue with switches is logged, secrets and tokens left out"

// heard is a value that notes that a logger has formatted it.
type heard struct {
	text string
	yes  *bool
}

// String implements fmt.Stringer.
func (h heard) String() string {
	*h.yes = true
	return h.text
}

// wantsDebug reports whether the logger writes lines at debug level. A filter cannot be asked, but it drops a line
// without formatting its values.
func wantsDebug(l log.Logger) bool {
	var yes bool
	_ = level.Debug(l).Log("msg", heard{Opening, &yes})
	return yes
}
