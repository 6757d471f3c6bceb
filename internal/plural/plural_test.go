package plural

import "testing"

func TestOf(t *testing.T) {
	for _, c := range []struct {
		n          int
		noun, want string
	}{
		{1, "line", "1 line"}, {2, "line", "2 lines"}, {0, "member", "0 members"},
		{1, "simulated switch", "1 simulated switch"}, {25, "simulated switch", "25 simulated switches"},
	} {
		if got := Of(c.n, c.noun); got != c.want {
			t.Errorf("%d %s: %q, want %q", c.n, c.noun, got, c.want)
		}
	}
}
