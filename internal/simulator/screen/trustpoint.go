package screen

import (
	"encoding/hex"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/simulator/invent"
)

// SLATrustPoint holds the root certificate that signs licensing servers.
const SLATrustPoint = "SLA-TrustPoint"

// ShowTrustPoint is "show crypto pki trustpoints NAME status".
func ShowTrustPoint(pg *Page) {
	md5, sha1 := invent.Bytes(0, 0, SLATrustPoint+" MD5"), invent.Bytes(0, 0, SLATrustPoint+" SHA1") // the same root on all switches
	pg.lines("Trustpoint "+SLATrustPoint+":", "  Issuing CA certificate configured:", "    Subject Name:",
		"     cn=Cisco Licensing Root CA,o=Cisco")
	pg.line("    Fingerprint MD5: %s ", groups(md5[:16]))
	pg.line("    Fingerprint SHA1: %s ", groups(sha1[:20]))
	pg.lines("  State:", "    Keys generated ............. No", "    Issuing CA authenticated ....... Yes",
		"    Certificate request(s) ..... None", "")
}

// groups formats bytes as "1A2B3C4D 5E6F7081".
func groups(b []byte) string {
	var out []string
	for ; len(b) >= 4; b = b[4:] {
		out = append(out, strings.ToUpper(hex.EncodeToString(b[:4])))
	}
	return strings.Join(out, " ")
}
