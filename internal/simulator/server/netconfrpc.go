package server

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/simulator/screen"
	"github.com/slp-exporter/slp-exporter/internal/simulator/xmltree"
)

// Netconf returns the reply to a get of the licensing model at this instant, with a subtree filter.
// An empty filter means none.
func (s *Switch) Netconf(filter string) string {
	if filter != "" {
		filter = `<filter type="subtree">` + filter + `</filter>`
	}
	request := fmt.Sprintf(`<rpc xmlns=%q message-id="1"><get>%s</get></rpc>`, netconfBase, filter)
	reply, _ := s.reply([]byte(request), NetconfFaults{})
	return string(reply)
}

// reply answers a request, and reports whether it was the last one.
func (s *Switch) reply(request []byte, f NetconfFaults) (answer []byte, last bool) {
	rpc, err := xmltree.Read(request)
	if err != nil || rpc.Name != "rpc" || rpc.Space != netconfBase || len(rpc.In) != 1 {
		return rpcError(&xmltree.Element{}, "rpc", "malformed-message", "This is no rpc."), false
	}
	if rpc.Attribute("message-id") == "" {
		return rpcError(rpc, "rpc", "missing-attribute", "message-id is missing."), false
	}
	switch operation := &rpc.In[0]; operation.Name {
	case "close-session":
		return wrapped(rpc, "<ok/>"), true
	case "get":
		return s.answerGet(rpc, operation, f), false
	default:
		return rpcError(rpc, "protocol", "operation-not-supported", "This switch answers get and close-session."), false
	}
}

func (s *Switch) answerGet(rpc, get *xmltree.Element, f NetconfFaults) []byte {
	switch {
	case f.Error != "":
		return rpcError(rpc, "application", f.Error, "As was asked for.")
	case f.Garbage:
		return []byte("\x00\x01 %LINEPROTO-5-UPDOWN \xff\xfe")
	}
	tree := screen.Netconf(s.agent, f.Bytes)
	if filter := get.Child("filter"); filter != nil {
		if kind := filter.Attribute("type"); kind != "" && kind != "subtree" {
			return rpcError(rpc, "protocol", "operation-not-supported", "Filters are subtrees here.")
		}
		tree = filtered(tree, filter)
	}
	if f.Hidden || f.NoModel || tree == nil {
		return wrapped(rpc, "<data/>")
	}
	var data bytes.Buffer
	whole := xmltree.Container("data", *tree)
	whole.Write(&data)
	reply := wrapped(rpc, data.String())
	return f.spoil(reply)
}

// spoil applies the faults that change the text of a reply.
func (f NetconfFaults) spoil(reply []byte) []byte {
	if f.MarkerInText {
		reply = bytes.Replace(reply, []byte("<description>"), []byte("<description>"+endOfMessage), 1)
	}
	if f.Bomb {
		reply = bytes.Replace(reply, []byte("\n"), []byte("\n"+bomb()), 1)
		reply = bytes.Replace(reply, []byte("<description>"), []byte("<description>&l9;"), 1)
	}
	return reply
}

// filtered returns what a filter selects of the tree, or nil for nothing.
func filtered(tree, filter *xmltree.Element) *xmltree.Element {
	for i := range filter.In {
		f := &filter.In[i]
		if f.Name != tree.Name || f.Space != tree.Space && f.Space != "" && f.Space != netconfBase {
			continue
		}
		if part, ok := tree.Selected(f); ok {
			return &part
		}
	}
	return nil
}

// bomb returns a document type whose last entity expands to several gigabytes.
func bomb() string {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE rpc-reply [<!ENTITY l0 "lol">`)
	for i := range 9 {
		fmt.Fprintf(&b, `<!ENTITY l%d "%s">`, i+1, strings.Repeat(fmt.Sprintf("&l%d;", i), 10))
	}
	b.WriteString("]>\n")
	return b.String()
}

// wrapped returns a reply with the attributes of its request, as RFC 6241, section 4.2 requires.
func wrapped(rpc *xmltree.Element, content string) []byte {
	var b bytes.Buffer
	b.WriteString(xmlDeclaration + `<rpc-reply xmlns="` + netconfBase + `"`)
	for _, a := range rpc.Attributes {
		name := a.Name.Local
		switch a.Name.Space {
		case "":
			if name == "xmlns" {
				continue
			}
		case "xmlns":
			name = "xmlns:" + name
		default:
			continue
		}
		b.WriteString(" " + name + `="`)
		_ = xml.EscapeText(&b, []byte(a.Value))
		b.WriteByte('"')
	}
	b.WriteString(">" + content + "</rpc-reply>")
	return b.Bytes()
}

func rpcError(rpc *xmltree.Element, kind, tag, message string) []byte {
	return wrapped(rpc, "<rpc-error><error-type>"+kind+"</error-type><error-tag>"+tag+"</error-tag>"+
		"<error-severity>error</error-severity><error-message xml:lang=\"en\">"+message+"</error-message></rpc-error>")
}
