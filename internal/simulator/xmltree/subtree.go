package xmltree

import "slices"

// Selected returns what a subtree filter (RFC 6241, section 6) for the element selects of it, or
// false if it selects nothing.
func (e *Element) Selected(filter *Element) (Element, bool) {
	if len(filter.In) == 0 { // a selection node or a content match node
		return *e, filter.Text == "" || filter.Text == e.Text
	}
	matching, ok := e.matches(filter)
	switch {
	case !ok:
		return Element{}, false
	case len(matching) == len(filter.In): // content match nodes alone select everything
		return *e, true
	}
	out := *e
	out.In = nil
	for i := range e.In {
		own := &e.In[i]
		if slices.Contains(matching, own.Name) {
			out.In = append(out.In, *own)
			continue
		}
		if part, ok := own.by(filter.In); ok {
			out.In = append(out.In, part)
		}
	}
	if key := e.Child(e.Key); key != nil && len(out.In) > 0 && out.Child(e.Key) == nil {
		out.In = slices.Insert(out.In, 0, *key)
	}
	return out, len(out.In) > 0
}

// matches returns the names of the filter's content match nodes, or false if one of them does not
// match.
func (e *Element) matches(filter *Element) (names []string, ok bool) {
	for i := range filter.In {
		f := &filter.In[i]
		if len(f.In) > 0 || f.Text == "" {
			continue
		}
		if own := e.Child(f.Name); own == nil || own.Text != f.Text {
			return nil, false
		}
		names = append(names, f.Name)
	}
	return names, true
}

// by returns what filters at the level of the element select of it.
func (e *Element) by(filters []Element) (Element, bool) {
	for i := range filters {
		if filters[i].Name != e.Name {
			continue
		}
		if part, ok := e.Selected(&filters[i]); ok {
			return part, true
		}
	}
	return Element{}, false
}
