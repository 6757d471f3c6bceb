package xmltree

import "slices"

// Selected is what a subtree filter (RFC 6241, section 6) selects of the element that it names; false
// if nothing.
func (e *Element) Selected(filter *Element) (Element, bool) {
	if len(filter.In) == 0 { // a selection node, or content that matches
		return *e, filter.Text == "" || filter.Text == e.Text
	}
	matching, ok := e.matches(filter)
	switch {
	case !ok:
		return Element{}, false
	case len(matching) == len(filter.In): // content alone selects the whole
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

// matches are the names of the filter's children that are content to match; false if one of them does not.
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

// by is what the filters of one level select of the element.
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
