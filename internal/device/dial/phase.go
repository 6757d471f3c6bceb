package dial

// phase is how far a session has come, for the text of an error.
type phase int32

// The phases, in the order of a session's course.
const (
	phaseConnect phase = iota
	phaseBanner
	phaseKeyExchange
	phaseLogin
	phaseShell
	phaseSubsystem // of NETCONF, in place of a shell
	PhaseHello     // in place of the prompt
	PhasePrompt
	PhaseEnable
	PhaseCommand
)

// String completes "timed out …".
func (p phase) String() string {
	return [...]string{
		phaseConnect:     "connecting",
		phaseBanner:      "waiting for the SSH banner",
		phaseKeyExchange: "in the SSH key exchange",
		phaseLogin:       "in SSH authentication",
		phaseShell:       "opening the shell",
		phaseSubsystem:   "opening the NETCONF subsystem",
		PhaseHello:       "waiting for the NETCONF hello",
		PhasePrompt:      "waiting for the prompt",
		PhaseEnable:      "waiting for the answer to enable",
		PhaseCommand:     "waiting for the output",
	}[p]
}

// step names the phase in a [trace.Trace]; empty if it is none by itself.
func (p phase) step() string {
	return [...]string{
		phaseConnect:     "connect",
		phaseBanner:      "ssh banner",
		phaseKeyExchange: "key exchange",
		phaseLogin:       "login",
		phaseShell:       "shell",
		phaseSubsystem:   "netconf subsystem",
		PhaseHello:       "hello",
		PhasePrompt:      "prompt",
		PhaseEnable:      "enable",
		PhaseCommand:     "",
	}[p]
}
