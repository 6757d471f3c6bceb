// Package advise says what an expert would say of a switch whose licensing is in trouble: what is wrong, why,
// what proves it, and what to type next. It walks over a table of steps, each a question, and a table of
// findings, each a condition with its advice. All of it follows from an Input: there is no I/O and no clock
// here, "now" is the switch's own. The command line, the pages and the API show its Report.
package advise
