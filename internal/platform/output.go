package platform

// Output is what a switch answered to one command, with what is known about it.
type Output struct {
	// Text is the answer without the prompt that follows it.
	Text string
	// Whole reports that the output is proven to be complete: the session saw the switch's prompt follow it.
	// False means that this is unknown, not that the output is cut.
	Whole bool
	// Host is the switch's name as its prompt shows it. It is empty if unknown.
	Host string
	// OS is what printed the text; nil stands for IOSXE.
	OS *OS
}

// System returns the operating system that printed the text.
func (o Output) System() *OS {
	if o.OS == nil {
		return IOSXE()
	}
	return o.OS
}
