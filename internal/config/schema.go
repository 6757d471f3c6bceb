package config

import "slices"

// Section is one mapping of the configuration and the keys it may have.
type Section struct {
	// Path as it stands in documentation: "" for the top level, "auths.NAME", "targets[]";
	// "[]" is a group of a target file.
	Path string
	// Keys in the order in which they are best explained.
	Keys []string
}

// Schema lists every section of the configuration file and of target files (file_sd), for
// documentation and its tests.
func Schema() []Section {
	return []Section{
		{"", keysOf(documentFields())},
		{"polling", keysOf(pollingFields())},
		{"auths.NAME", keysOf(authFields())},
		{"modules.NAME", keysOf(moduleFields())},
		{"modules.NAME.host_key", keysOf(hostKeyFields())},
		{"targets[]", keysOf(targetFields())},
		{"target_urls[]", keysOf(targetURLFields())},
		{"[]", keysOf(groupFields())},
		{"web", keysOf(webFields())},
		{"web.links", keysOf(linkFields())},
	}
}

// homeOf returns the path of the section that a misplaced key belongs to, or "".
func homeOf(key string) string {
	for _, s := range Schema() {
		if !slices.Contains(s.Keys, key) {
			continue
		}
		if s.Path == "" {
			return "the top level"
		}
		return s.Path
	}
	return ""
}
