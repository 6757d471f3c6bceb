package dial

// Phase is a stage of opening and using a session. Errors name it.
type Phase int32

// The phases, in the order of a session's course.
const (
	PhaseConnect Phase = iota
	PhaseBanner
	PhaseKeyExchange
	PhaseLogin
	PhaseShell
	PhaseSubsystem // of NETCONF, in place of a shell
	PhaseHello     // in place of the prompt
	PhasePrompt
	PhaseEnable
	PhaseCommand
)

// String completes "timed out …".
func (p Phase) String() string {
	return [...]string{
		PhaseConnect:     "connecting",
		PhaseBanner:      "waiting for the SSH banner",
		PhaseKeyExchange: "in the SSH key exchange",
		PhaseLogin:       "in SSH authentication",
		PhaseShell:       "opening the shell",
		PhaseSubsystem:   "opening the NETCONF subsystem",
		PhaseHello:       "waiting for the NETCONF hello",
		PhasePrompt:      "waiting for the prompt",
		PhaseEnable:      "waiting for the answer to enable",
		PhaseCommand:     "waiting for the output",
	}[p]
}

// step names the phase in a [trace.Trace]. It is empty for a phase that is no step.
func (p Phase) step() string {
	return [...]string{
		PhaseConnect:     "connect",
		PhaseBanner:      "ssh banner",
		PhaseKeyExchange: "key exchange",
		PhaseLogin:       "login",
		PhaseShell:       "shell",
		PhaseSubsystem:   "netconf subsystem",
		PhaseHello:       "hello",
		PhasePrompt:      "prompt",
		PhaseEnable:      "enable",
		PhaseCommand:     "",
	}[p]
}
