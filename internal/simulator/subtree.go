package simulator

import "slices"

// selected is what a subtree filter (RFC 6241, section 6) selects of the element that it names; false
// if nothing.
func (e *element) selected(filter *element) (element, bool) {
	if len(filter.in) == 0 { // a selection node, or content that matches
		return *e, filter.text == "" || filter.text == e.text
	}
	out, named := *e, false
	out.in = nil
	var matching []string
	for i := range filter.in {
		f := &filter.in[i]
		if len(f.in) > 0 || f.text == "" {
			named = true
			continue
		}
		matching = append(matching, f.name)
		if own := e.child(f.name); own == nil || own.text != f.text {
			return element{}, false
		}
	}
	if !named { // content alone selects the whole
		return *e, true
	}
	for i := range e.in {
		own := &e.in[i]
		if slices.Contains(matching, own.name) {
			out.in = append(out.in, *own)
			continue
		}
		if part, ok := own.by(filter.in); ok {
			out.in = append(out.in, part)
		}
	}
	if key := e.child(e.key); key != nil && len(out.in) > 0 && out.child(e.key) == nil {
		out.in = slices.Insert(out.in, 0, *key)
	}
	return out, len(out.in) > 0
}

// by is what the filters of one level select of the element.
func (e *element) by(filters []element) (element, bool) {
	for i := range filters {
		if filters[i].name != e.name {
			continue
		}
		if part, ok := e.selected(&filters[i]); ok {
			return part, true
		}
	}
	return element{}, false
}
