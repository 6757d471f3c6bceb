package config

import "time"

// WatchInterval is how often WithTargets is to be called, so that a change of a target file takes
// effect within 10 s.
const WatchInterval = 5 * time.Second

// WithTargets looks at the target files and returns the configuration with what they say now, or c
// itself if nothing has changed in them. Only target files are read: all else, secrets included,
// stays as it is in memory, with the same Modules and Auths; those of the unchanged files are the
// same Targets.
//
// A file that is wrong, or that has a target of a name that is taken, counts as it was when it was
// last right, while the other files' changes take effect. The error, of type Errors, then says why;
// it is returned, together with c, as long as that lasts. The Config is never nil. Warnings are
// those about the files that have changed.
//
// Files are told apart by path, size, time and identity, links followed: a file that is replaced
// by renaming another counts as changed, and so does one behind a link that leads elsewhere now. A
// file that was written in the last two seconds is left for the next call.
func (c *Config) WithTargets() (*Config, []Warning, error) { return c.withTargets(time.Now()) }

func (c *Config) withTargets(now time.Time) (*Config, []Warning, error) {
	u := update{config: c, now: now, report: &report{main: c.inventory.file}}
	found := c.inventory.look()
	if !u.anyChange(found) {
		return c, nil, c.inventory.failures()
	}
	next := *c
	next.inventory.files = u.files(found)
	next.Targets = next.inventory.all()
	return &next, u.report.sortedWarnings(), next.inventory.failures()
}

// failures are why target files are not in use as they are; nil if all are.
func (v *inventory) failures() error {
	r := &report{main: v.file}
	for _, f := range v.files {
		r.problems = append(r.problems, f.failed...)
	}
	return r.errors()
}

// update is one look at the target files.
type update struct {
	config *Config
	now    time.Time
	report *report
	// fresh are the files that were read just now, by path.
	fresh map[string]*targetFile
}

// anyChange reads what may have changed and tells whether it has.
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
		file := f.read(u.now)
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
		// A file that was in another's way may fit, now that something has changed.
		if file == nil && f.old != nil && len(f.old.failed) > 0 && !f.young(u.now) {
			file = f.read(u.now)
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
	// It comes to an end: with each round one more file is as it was before, and as they were before
	// all fit.
	for !u.fit(all, last) {
	}
	return all
}

// parse reads the targets of a file that has changed, which keeps what it had if it is wrong.
func (u *update) parse(file *targetFile, last []placed) {
	r := &report{main: u.config.inventory.file}
	l := &loader{source: &source{file: u.config.inventory.file, dir: u.config.inventory.dir, report: r}, config: u.config}
	file.targets = l.parseTargetFile(file)
	l.reportOrphans()
	u.report.warnings = append(u.report.warnings, r.warnings...)
	if len(r.problems) > 0 {
		file.failed, file.targets = r.problems, last
	}
}

// fit puts the targets together: first those that were there before, then those of each changed file,
// which has a place in last. One that is in another's way gets back what it had. The result is
// false if that, in turn, is in the way of a file that was put in before.
func (u *update) fit(all []*targetFile, last map[*targetFile][]placed) bool {
	index := newTargetIndex()
	index.add(u.config.inventory.targets)
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
	u.report.warnings = append(u.report.warnings, warnings...)
	return true
}
