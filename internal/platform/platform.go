// Package platform knows what the terminal of a network operating system says, as data: its prompts, its refusals, what it writes by itself.
// It does no I/O and imports nothing of this project.
// Sessions use it to hold a dialogue, readers to understand an output, and captures to recognise what somebody pasted.
package platform
