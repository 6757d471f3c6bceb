package device

import (
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"sync"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// hostKeys holds the known_hosts files in use, by path.
type hostKeys struct {
	mu    sync.Mutex
	files map[string]*knownFile
}

func (h *hostKeys) file(path string) *knownFile {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.files == nil {
		h.files = make(map[string]*knownFile)
	}
	f := h.files[path]
	if f == nil {
		f = &knownFile{path: path}
		h.files[path] = f
	}
	return f
}

// hostKeyJudge decides on the host key of one switch.
type hostKeyJudge struct {
	known     []ssh.PublicKey // what the switch is expected to show
	certified bool            // or a certificate
	check     func(ssh.PublicKey) *failure.Error
}

// algorithms are those to be offered, in the order in which the switch is to choose.
func (j hostKeyJudge) algorithms(offer []string) []string {
	return hostKeyAlgorithms(offer, j.known, j.certified)
}

// judge prepares the decision. A file that cannot be read fails before anything is dialled.
func (h *hostKeys) judge(t *config.Target) (hostKeyJudge, error) {
	policy := t.Module.HostKey
	if policy.Policy == config.HostKeyInsecure {
		return hostKeyJudge{check: func(ssh.PublicKey) *failure.Error { return nil }}, nil
	}
	v := verdict{target: t, file: policy.KnownHostsFile, address: lookupAddress(t.Address)}
	file := h.file(policy.KnownHostsFile)
	expected, judge := file.expected, file.check
	if policy.Policy == config.HostKeyAcceptNew {
		both := acceptNew{file, h.file(policy.AcceptedFile)}
		expected, judge = both.expected, both.judge
	}
	keys, certified, err := expected(v.address)
	if err != nil {
		return hostKeyJudge{}, v.unreadable(err)
	}
	j := hostKeyJudge{certified: certified, check: func(key ssh.PublicKey) *failure.Error { return v.of(key, judge(v.address, key)) }}
	for _, k := range keys {
		j.known = append(j.known, k.Key)
	}
	return j, nil
}

// lookupAddress is the address as known_hosts files spell it: names in lower case.
func lookupAddress(address string) string {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return address
	}
	return net.JoinHostPort(strings.ToLower(host), port)
}

// verdict words the outcome of a host key check.
type verdict struct {
	target  *config.Target
	file    string
	address string
}

func (v verdict) of(key ssh.PublicKey, err error) *failure.Error {
	if err == nil {
		return nil
	}
	shown := describeKey(key)
	if e := v.ofCertificate(shown, err); e != nil {
		return e
	}
	var mismatch *knownhosts.KeyError
	var revoked *knownhosts.RevokedError
	switch {
	case errors.As(err, &revoked):
		return failure.New(failure.HostKey, "the host key of %s (%s) is marked @revoked in %s: %w",
			v.address, shown, place(revoked.Revoked), err)
	case errors.As(err, &mismatch) && len(mismatch.Want) > 0:
		return failure.New(failure.HostKey, "the host key of %s has CHANGED: it shows %s, but known is %s; "+
			"if the switch was replaced or has new keys, delete that line and add what `slp-exporter fingerprint %s` prints, "+
			"else somebody may be listening in: %w", v.address, shown, knownList(mismatch.Want), v.target.Name, err)
	case errors.As(err, &mismatch):
		return failure.New(failure.HostKey, "the host key of %s (%s) is not in %s; compare it with the switch's own, "+
			"then add what `slp-exporter fingerprint %s` or ssh-keyscan prints: %w", v.address, shown, v.file, v.target.Name, err)
	default:
		return v.unreadable(err)
	}
}

func (v verdict) unreadable(err error) *failure.Error {
	var accepted *acceptedError
	switch {
	case errors.As(err, &accepted) && accepted.path == "":
		return failure.New(failure.HostKey, "no accepted_file is configured to keep the host keys of new switches in")
	case errors.As(err, &accepted):
		return failure.New(failure.HostKey, "the accepted_file %s, which keeps the host keys of new switches, cannot be used: %w", accepted.path, err)
	case v.file == "":
		return failure.New(failure.HostKey, "no known_hosts_file is configured to check the host key against")
	case os.IsNotExist(err):
		return failure.New(failure.HostKey, "the known_hosts file %s does not exist; create it from what `slp-exporter fingerprint %s` "+
			"or ssh-keyscan prints, once compared with the switch: %w", v.file, v.target.Name, err)
	default:
		return failure.New(failure.HostKey, "the known_hosts file %s cannot be used: %w", v.file, err)
	}
}

func knownList(keys []knownhosts.KnownKey) string {
	var all []string
	for _, k := range keys {
		all = append(all, fmt.Sprintf("%s %s (%s)", k.Key.Type(), ssh.FingerprintSHA256(k.Key), place(k)))
	}
	return strings.Join(all, ", ")
}

func place(k knownhosts.KnownKey) string {
	if k.Line == 0 {
		return k.Filename
	}
	return fmt.Sprintf("%s line %d", k.Filename, k.Line)
}
