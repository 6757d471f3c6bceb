package scan

import "testing"

func TestNumber(t *testing.T) {
	for text, want := range map[string]int{
		"0": 0, "7": 7, "007": 7, "999999999": 999999999, "1,002": 1002, "12,345": 12345, "999,999,999": 999999999, "0,001": 1,
	} {
		if got, ok := Number(text); !ok || got != want {
			t.Errorf("%q: %d, %t", text, got, ok)
		}
	}
	for _, text := range []string{
		"", ",", "1,", ",1", "1,00", "1,2,3", "1.002", "1,0022", "1234,567", "1 002", "1_002", "-1", "+1", "1,,002", "1,002,", "1e3",
		"0x1", "1000000000", "1,000,000,000", ",002", "1,+02", "١",
	} {
		if got, ok := Number(text); ok {
			t.Errorf("%q is %d", text, got)
		}
	}
}

func TestNextValue(t *testing.T) {
	for text, want := range map[string][2]string{
		"":                 {"", ""},
		"5":                {"5", ""},
		"  5 days":         {"5", "days"},
		"1,002, Success=5": {"1,002", " Success=5"},
		"2,Success=0":      {"2", "Success=0"},
		"1 002,  Purged":   {"1 002", "  Purged"},
		"2  Ongoing":       {"2", " Ongoing"},
		"0(349), 5":        {"0(349)", " 5"},
		"2,":               {"2", ""},
	} {
		if value, rest := NextValue(text); value != want[0] || rest != want[1] {
			t.Errorf("%q: %q and %q", text, value, rest)
		}
	}
}
