package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// input is a file of captured output, or standard input, and the target that it is of.
type input struct{ path, target string }

// eachInput hands over what the arguments name, in their order: files, the files in a directory, standard input. It says
// which could not be read, and why; only a usageError ends it.
func (f parseFlags) eachInput(ctx context.Context, args []string, s streams, take func(in input, text string) error) (failed error) {
	complain := func(path string, err error) {
		_, _ = fmt.Fprintf(s.err, "%s: %s\n", path, strings.ReplaceAll(err.Error(), "\n", "\n"+path+": "))
		failed = errReported
	}
	var paths []string
	for _, arg := range args {
		found, err := filesOf(fileArg(arg))
		if err != nil {
			complain(arg, err)
		}
		paths = append(paths, found...)
	}
	for _, in := range f.inputsOf(paths) {
		text, err := unlessStopped(ctx, func() ([]byte, error) { return readCapture(in.path, s) })
		if err == nil {
			err = take(in, string(text))
		}
		if errors.As(err, &usageError{}) {
			return err
		}
		if err != nil {
			complain(in.path, err)
		}
	}
	return failed
}

// filesOf are the files that an argument stands for: itself, or those in a directory, without hidden ones and without
// those in directories below it.
func filesOf(arg string) ([]string, error) {
	if !isDirectory(arg) {
		return []string{arg}, nil
	}
	entries, err := os.ReadDir(arg)
	if err != nil {
		return nil, unnamed(err)
	}
	var files []string
	for _, e := range entries {
		path := filepath.Join(arg, e.Name())
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && !strings.HasPrefix(e.Name(), ".") {
			files = append(files, path)
		}
	}
	if files == nil {
		return nil, errors.New("no file is in this directory")
	}
	return files, nil
}

// isDirectory reports whether an argument names a directory. What is wrong with any other is found out by reading it.
func isDirectory(arg string) bool {
	info, err := os.Stat(arg)
	return arg != stdin && err == nil && info.IsDir()
}

// inputsOf gives each file its target: that of --target, else its name without the ending. Files of one name in several
// folders are of several targets, so the folder becomes a part of these names.
func (f parseFlags) inputsOf(paths []string) []input {
	folders := make(map[string][]string) // by file name
	for _, p := range paths {
		name, folder := filepath.Base(p), folderOf(p)
		if !slices.Contains(folders[name], folder) {
			folders[name] = append(folders[name], folder)
		}
	}
	inputs := make([]input, len(paths))
	for i, p := range paths {
		inputs[i] = input{p, f.targetOf(p)}
		if others := folders[filepath.Base(p)]; *f.target == "" && len(others) > 1 {
			inputs[i].target = distinct(folderOf(p), others) + "/" + inputs[i].target
		}
	}
	return inputs
}

// folderOf is the folder of a file, from the root on.
func folderOf(path string) string {
	whole, err := filepath.Abs(path)
	if err != nil {
		whole = path
	}
	return filepath.ToSlash(filepath.Dir(whole))
}

// distinct is the end of a folder's path that no other of these folders has: its name, and where that is not enough, the
// folders above it.
func distinct(folder string, all []string) string {
	parts := strings.Split(folder, "/")
	for n := 1; n < len(parts); n++ {
		end := strings.Join(parts[len(parts)-n:], "/")
		shared := func(other string) bool { return other != folder && strings.HasSuffix("/"+other, "/"+end) }
		if !slices.ContainsFunc(all, shared) {
			return end
		}
	}
	return folder
}
