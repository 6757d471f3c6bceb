package main

import (
	"path/filepath"
	"testing"
)

// TestLocated: a file in the current directory goes before the package's, and a named one is taken as it is.
func TestLocated(t *testing.T) {
	t.Chdir(t.TempDir())
	packaged := filepath.Join(t.TempDir(), "packaged.yml")
	for _, row := range []struct{ there, given, want string }{
		{"", localConfig, localConfig}, // does not exist, and is named in the error
		{packaged, localConfig, packaged},
		{"", "other.yml", "other.yml"},
		{localConfig, localConfig, localConfig},
	} {
		if row.there != "" {
			replaceFile(t, row.there, "targets: []\n")
		}
		if got := located(row.given, packaged); got != row.want {
			t.Errorf("%s: %s, want %s", row.given, got, row.want)
		}
	}
}
