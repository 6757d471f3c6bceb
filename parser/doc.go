// Package parser reads what a Catalyst switch prints about its licences into one model, State.
//
// It is pure: text in, State out. It does no I/O, has no clock of its own and never logs. What a
// switch did not report stays nil (or empty, for text), so that nobody downstream can mistake
// "not said" for zero. Times stay as the switch printed them, local, until a Clock turns them
// into moments.
//
// The agent's output is a sequence of headings and "key: value" lines. It is read in one pass:
// a heading chooses the section, the section's reader takes the lines that it knows, and whatever
// nobody knows is passed over, because each IOS-XE release adds lines of its own.
package parser
