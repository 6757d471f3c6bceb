package config

import "time"

// WatchInterval is how often to call WithTargets, so that a change of a target file takes effect within 10 s.
const WatchInterval = 5 * time.Second

// WithTargets looks at the target files and returns the configuration with what they say now, or c
// itself if nothing has changed in them. It reads only target files. Everything else, secrets
// included, stays as it is in memory: Modules and Auths are the same, and so are the Targets of unchanged files.
//
// A file that is wrong, or that has a target whose name is taken, counts as it was when it was last right, while
// changes of the other files take effect. The error, of type Errors, says why, and is returned as long as that
// lasts. The Config is never nil. The warnings are about the files that have changed.
//
// A file has changed if its path, size, time or identity has, with links followed: renaming another file over it
// counts as a change, and so does a link that leads elsewhere now. A file that was written in the last two
// seconds is left for the next call.
func (c *Config) WithTargets() (*Config, []Warning, error) { return c.withTargets(time.Now()) }

func (c *Config) withTargets(now time.Time) (*Config, []Warning, error) {
	u := update{config: c, now: now, findings: &findings{main: c.inventory.file}}
	found := c.inventory.look()
	if !u.anyChange(found) && !c.inventory.retry {
		return c, nil, c.inventory.failures()
	}
	next := *c
	next.inventory.files = u.files(found)
	next.inventory.retry = false
	next.Targets = next.inventory.all()
	return &next, u.findings.sortedWarnings(), next.inventory.failures()
}

// failures says why target files are not in use as they are; nil if all are.
func (v *inventory) failures() error {
	r := &findings{main: v.file}
	for _, f := range v.files {
		r.problems = append(r.problems, f.failed...)
	}
	return r.errors()
}

// update is one look at the target files.
type update struct {
	config   *Config
	now      time.Time
	findings *findings
	// fresh are the files that were read just now, by path.
	fresh map[string]*targetFile
}

// anyChange reads the files that may have changed, and reports whether any has.
func (u *update) anyChange(found []foundFile) bool {
	u.fresh = map[string]*targetFile{}
	listed := 0
	for _, f := range found {
		if f.old != nil {
			listed++
		}
		if f.unchanged() || f.young(u.now) {
			continue
		}
		file := f.read(u.config.inventory.disk, u.now)
		if f.old != nil && f.old.sum == file.sum {
			f.old.stamp.Store(file.stamp.Load())
			continue
		}
		u.fresh[f.path] = file
	}
	return len(u.fresh) > 0 || listed < len(u.config.inventory.files)
}

// files returns the target files as they are to be used from now on.
func (u *update) files(found []foundFile) []*targetFile {
	var all []*targetFile
	last := map[*targetFile][]placed{}
	for _, f := range found {
		file := u.fresh[f.path]
		// A file that conflicted may fit now that something has changed.
		if file == nil && f.old != nil && len(f.old.failed) > 0 && !f.young(u.now) {
			file = f.read(u.config.inventory.disk, u.now)
		}
		switch {
		case file != nil:
			last[file] = nil
			if f.old != nil {
				last[file] = f.old.targets
			}
			u.parse(file, last[file])
			all = append(all, file)
		case f.old != nil:
			all = append(all, f.old)
		}
	}
	// The loop ends: in each round one more file goes back to what it was before, and all fit as they were
	// before.
	for !u.fit(all, last) {
	}
	return all
}

// parse reads the targets of a file that has changed. A file that is wrong keeps the targets it had.
func (u *update) parse(file *targetFile, last []placed) {
	r := &findings{main: u.config.inventory.file}
	l := u.config.loaderFor(r)
	file.targets = l.parseTargetFile(file)
	l.reportOrphans()
	u.findings.warnings = append(u.findings.warnings, r.warnings...)
	if len(r.problems) > 0 {
		file.failed, file.targets = r.problems, last
	}
}

// loaderFor reads targets by the modules of c. It reports to r.
func (c *Config) loaderFor(r *findings) *loader {
	v := &c.inventory
	return &loader{source: &source{file: v.file, dir: v.dir, disk: v.disk, findings: r}, config: c}
}

// fit puts the targets together: first those that were there before, then those of each changed file,
// which has an entry in last. A file that conflicts gets back the targets it had. The result is false if those,
// in turn, conflict with a file that was put in before.
func (u *update) fit(all []*targetFile, last map[*targetFile][]placed) bool {
	index := newTargetIndex()
	index.add(u.config.inventory.targets)
	for _, l := range u.config.inventory.lists {
		index.add(l.targets)
	}
	var fresh []*targetFile
	for _, f := range all {
		if _, changed := last[f]; changed && len(f.failed) == 0 {
			fresh = append(fresh, f)
		} else {
			index.add(f.targets)
		}
	}
	var warnings []Warning
	for _, f := range fresh {
		if f.failed = index.conflicts(f.targets); len(f.failed) > 0 {
			if f.targets = last[f]; len(index.conflicts(f.targets)) > 0 {
				return false
			}
		}
		warnings = append(warnings, index.add(f.targets)...)
	}
	u.findings.warnings = append(u.findings.warnings, warnings...)
	return true
}
