package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/alecthomas/kingpin/v2"

	"github.com/slp-exporter/slp-exporter/internal/suggest"
)

// usageText says what is wrong with the arguments, and what was probably meant.
func usageText(app *kingpin.Application, args []string, err error) string {
	text := err.Error()
	context, _ := app.ParseContext(args) // it stops at what is wrong
	if context == nil {
		return text + ", try --help"
	}
	var near []string
	flag, token := refusing(context, err), context.Peek()
	switch refusal := (wordError{}); {
	case flag != "":
		text = flag + ": " + valueText(err)
		if errors.As(err, &refusal) {
			near = suggest.Nearest(refusal.value, refusal.words)
		}
	case token.Type == kingpin.TokenLong:
		near = suggest.Nearest("--"+token.Value, flagNames(app.Model(), context.SelectedCommand))
	case token.Type == kingpin.TokenArg && isDefault(context.SelectedCommand, args):
		text = fmt.Sprintf("there is no command %q", token.Value)
		near = suggest.Nearest(token.Value, commandNames(app.Model()))
	}
	if question := suggest.Question(near); question != "" {
		return text + "; " + question
	}
	return text + ", try --help"
}

// refusing is the flag that refused its value with that error; empty if none did. kingpin passes such an error on as it is,
// without the flag's name.
func refusing(context *kingpin.ParseContext, err error) string {
	for _, element := range context.Elements {
		flag, ok := element.Clause.(*kingpin.FlagClause)
		if !ok || element.Value == nil {
			continue
		}
		if model := flag.Model(); model.Value != nil {
			if refusal := model.Value.Set(*element.Value); refusal != nil && refusal.Error() == err.Error() {
				return "--" + model.Name
			}
		}
	}
	return ""
}

// valueText is why a flag refused its value. It rewords errors of the packages strconv and time.
func valueText(err error) string {
	if number := (*strconv.NumError)(nil); errors.As(err, &number) {
		return fmt.Sprintf("%q is not a number that it takes", number.Num)
	}
	return strings.TrimPrefix(err.Error(), "time: ")
}

// wordError is the refusal of a value that is none of some words.
type wordError struct {
	value string
	words []string
}

// Error has the value and the words.
func (e wordError) Error() string {
	return fmt.Sprintf("%q is not one of %s", e.value, strings.Join(e.words, ", "))
}

// word is the value of a flag that takes one of some words.
type word struct {
	value *string
	words []string
}

// oneOf has a flag take one of these words. Unlike kingpin's Enum, its refusal is written for people.
func oneOf(flag *kingpin.FlagClause, words ...string) *string {
	w := word{new(string), words}
	flag.HintOptions(words...).SetValue(w)
	return w.value
}

// Set implements kingpin.Value.
func (w word) Set(text string) error {
	if !slices.Contains(w.words, text) {
		return wordError{text, w.words}
	}
	*w.value = text
	return nil
}

// String implements kingpin.Value.
func (w word) String() string { return *w.value }

// isDefault reports whether a command was chosen because none is named.
func isDefault(c *kingpin.CmdClause, args []string) bool {
	return c != nil && c.Model().Default && !slices.Contains(args, c.Model().Name)
}

// flagNames are the flags that may be typed with a command; with any, if it is nil.
func flagNames(app *kingpin.ApplicationModel, c *kingpin.CmdClause) (names []string) {
	flags := app.Flags
	if c != nil {
		flags = append(slices.Clone(flags), c.Model().Flags...)
	}
	for _, f := range flags {
		if !f.Hidden {
			names = append(names, "--"+f.Name)
		}
	}
	return names
}
