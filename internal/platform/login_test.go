package platform_test

import (
	"slices"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/platform"
)

func TestQuestions(t *testing.T) {
	os := platform.IOSXE()
	for said, want := range map[string]struct{ password, secret, fresh bool }{
		"Password: ":                 {true, true, false},
		"PASSCODE:":                  {true, true, false},
		"Password for admin:":        {true, true, false},
		"Username: ":                 {false, true, false},
		"switch login: ":             {false, true, false},
		"New password: ":             {true, true, true},
		"Re-enter new password:":     {true, true, true},
		"Your password has expired.": {false, false, true},
		"Last login: yesterday":      {false, false, false},
		"switch#":                    {false, false, false},
	} {
		if got := os.AsksPassword([]byte(said)); got != want.password {
			t.Errorf("%q asks for a password: %v", said, got)
		}
		if got := os.AsksSecret([]byte(said)); got != want.secret {
			t.Errorf("%q asks for a secret: %v", said, got)
		}
		if got := os.WantsNewPassword(said); got != want.fresh {
			t.Errorf("%q wants a new password: %v", said, got)
		}
	}
	if !os.NamesPassword("admin's password") || os.NamesPassword("One-time code:") {
		t.Error("a question in authentication is taken for another one")
	}
}

func TestRefusedLogins(t *testing.T) {
	os := platform.IOSXE()
	for said, want := range map[string]struct{ busy, expired, denied bool }{
		"% Connection refused by remote host":    {true, false, false},
		"no free VTY":                            {true, false, false},
		"All lines are busy":                     {true, false, false},
		"Password has expired":                   {false, true, false},
		"You must change your password":          {false, true, false},
		"Welcome\n% Authorization failed.\n":     {false, false, true},
		"The baselines are busy with other work": {false, false, false},
		"Welcome":                                {false, false, false},
	} {
		if os.IsLinesBusy(said) != want.busy || os.IsExpired(said) != want.expired || os.IsExecDenied(said) != want.denied {
			t.Errorf("%q: %v, %v, %v", said, os.IsLinesBusy(said), os.IsExpired(said), os.IsExecDenied(said))
		}
	}
}

// TestSetUp: what is returned is a copy.
func TestSetUp(t *testing.T) {
	os, want := platform.IOSXE(), []string{"terminal length 0", "terminal width 0"}
	got := os.SetUp()
	if !slices.Equal(got, want) || os.Name() != "IOS-XE" {
		t.Errorf("%s: %q", os.Name(), got)
	}
	got[0] = "x"
	if !slices.Equal(os.SetUp(), want) {
		t.Errorf("changed to %q", os.SetUp())
	}
}
