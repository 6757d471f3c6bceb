// Package config holds what an operator writes: which switches to poll, how, and with which credentials. It reads
// YAML strictly, with the files and environment variables that it points to: an unknown or doubled key is an error
// that names its line. The fleet polls by a Config, and devices take their credentials from it.
package config

import "time"

// Config is one whole configuration file, with every default filled in.
type Config struct {
	Polling Polling
	// Auths by name.
	Auths map[string]*Auth
	// Modules by name; a module's Auth is the name of one of Auths.
	Modules map[string]*Module
	// Targets in the order of the file, then those of the target files and of the URLs.
	Targets []*Target
	// TargetFiles are the patterns of target_files, relative ones joined with the directory of
	// the configuration file.
	TargetFiles []string
	// TargetURLs are those of target_urls. What they list is in Targets once WithList has added it.
	TargetURLs []*TargetURL
	Web        Web

	// inventory is where the targets come from, for WithTargets.
	inventory inventory
}

// Polling bounds what the exporter does to the network and to itself.
type Polling struct {
	// MaxConcurrent is how many switches are polled at once.
	MaxConcurrent int
	// MaxConcurrentNetconf is how many switches are polled over NETCONF at once. It has its own bound because
	// reading XML costs the exporter many times what reading a command's output does.
	MaxConcurrentNetconf int
	// MinInterval is the age up to which a result is served again instead of polling again.
	MinInterval time.Duration
	// Timeout bounds one poll of one switch, from connect to the last byte. With protocol both it bounds the CLI's
	// part and NETCONF's separately.
	Timeout time.Duration
	// ScrapeMargin is taken off the timeout that Prometheus announces.
	ScrapeMargin time.Duration
}

// Auth is one set of credentials. At least one of Password, PrivateKey and SSHAgent is set.
type Auth struct {
	Name     string
	Username string
	Password Secret
	// PrivateKey is the PEM or OpenSSH text of a key; unset if none is configured.
	PrivateKey           Secret
	PrivateKeyPassphrase Secret
	// SSHAgent also offers keys of the ssh-agent that listens at $SSH_AUTH_SOCK.
	SSHAgent bool
	// EnablePassword is sent to `enable` when the login lands at the user prompt (host>);
	// unset means that `enable` is never tried.
	EnablePassword Secret

	// origins names the key that each secret was read from, by the secret's own key.
	origins map[string]string
}

// Origin returns the key that a secret was read from: password_file for password; empty if the secret is not set.
func (a *Auth) Origin(secret string) string { return a.origins[secret] }

// Session says what happens to a session when its poll is over.
type Session string

// The two ways to treat a session.
const (
	SessionKeep  Session = "keep"  // reuse it until IdleTimeout
	SessionClose Session = "close" // log out after each poll
)

// Module says how a kind of switch is polled.
type Module struct {
	Name string
	// Protocol is one of ProtocolSSH, ProtocolNETCONF and ProtocolBoth.
	Protocol string
	// Platform is one of PlatformAuto, PlatformIOSXE and PlatformNXOS; empty is PlatformAuto.
	Platform string
	Auth     *Auth
	// Collectors by name, in the order in which they are asked; see Collectors and CollectorsOn.
	Collectors []string
	// CollectorsListed is true if the configuration lists Collectors; otherwise they are the default ones.
	CollectorsListed bool
	// EventlogDays is how far back the event log is read.
	EventlogDays     int
	Session          Session
	IdleTimeout      time.Duration
	HostKey          HostKey
	LegacyAlgorithms bool
	// Proxy is socks5://host:port, or empty.
	Proxy string
	// Timezone overrides what is inferred from the switch's clock; nil infers.
	Timezone *time.Location
}

// HostKeyPolicy is how a switch's host key is judged.
type HostKeyPolicy string

// The host key policies.
const (
	HostKeyKnownHosts HostKeyPolicy = "known_hosts"
	HostKeyAcceptNew  HostKeyPolicy = "accept_new"
	HostKeyInsecure   HostKeyPolicy = "insecure"
)

// HostKey is a policy and the files that it uses.
type HostKey struct {
	Policy HostKeyPolicy
	// KnownHostsFile is only read. With accept_new it may be absent.
	KnownHostsFile string
	// AcceptedFile is read, too, and receives the keys that accept_new accepts; empty for other policies.
	AcceptedFile string
}

// Target is one switch.
type Target struct {
	// Name is the `target` label.
	Name string
	// Address is host:port as net.JoinHostPort writes it, always with a port. It is NETCONF's with protocol
	// netconf, else the CLI's.
	Address string
	// NetconfPort is the port of NETCONF with protocol both; empty with any other.
	NetconfPort string
	Module      *Module
	// Labels are the operator's own, by name; never nil.
	Labels map[string]string
}
