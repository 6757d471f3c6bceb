// Command image writes the container image of a release as an OCI archive, without Docker and without a registry:
//
//	image DIST
//
// It takes the Linux binaries that goreleaser has built into DIST, writes DIST/slp-exporter-VERSION-oci.tar with an image
// for each, and adds it to the checksums. All times are that of the commit, so that equal commits make equal bytes.
package main

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// user is the number that the program runs as. It is nobody's, so that it owns nothing on the machine.
const user = "65532:65532"

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "image: call it with the folder of the release")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "image:", err)
		os.Exit(1)
	}
}

// release is what goreleaser notes down in metadata.json.
type release struct {
	Version string    `json:"version"`
	Commit  string    `json:"commit"`
	Date    time.Time `json:"-"`
}

// artifact is an entry of goreleaser's artifacts.json.
type artifact struct {
	Path, Goos, Goarch, Type string
}

func write(dist string) error {
	var r release
	var artifacts []artifact
	if err := errors.Join(read(dist, "metadata.json", &r), read(dist, "artifacts.json", &artifacts)); err != nil {
		return err
	}
	var index v1.ImageIndex = empty.Index
	for _, a := range artifacts {
		if a.Type != "Binary" || a.Goos != "linux" || a.Goarch == "arm" {
			continue
		}
		image, err := r.image(a)
		if err != nil {
			return fmt.Errorf("%s: %w", a.Path, err)
		}
		index = mutate.AppendManifests(index, mutate.IndexAddendum{
			Add: image, Descriptor: v1.Descriptor{Platform: &v1.Platform{OS: a.Goos, Architecture: a.Goarch}},
		})
	}
	name := "slp-exporter-" + r.Version + "-oci.tar"
	if err := archive(index, r.Version, filepath.Join(dist, name)); err != nil {
		return err
	}
	return addSum(dist, name)
}

// addSum adds a file to the checksums that goreleaser has written.
func addSum(dist, name string) error {
	text, err := os.ReadFile(filepath.Join(dist, name))
	if err != nil {
		return err
	}
	sums, err := os.OpenFile(filepath.Join(dist, "SHA256SUMS"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(sums, "%x  %s\n", sha256.Sum256(text), name)
	return errors.Join(err, sums.Close())
}

func read(dist, name string, into any) error {
	text, err := os.ReadFile(filepath.Join(dist, name))
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}

// image is that of one platform.
func (r *release) image(a artifact) (v1.Image, error) {
	info, err := os.Stat(a.Path)
	if err != nil {
		return nil, err
	}
	r.Date = info.ModTime().UTC() // goreleaser's mod_timestamp: that of the commit
	layer, err := r.layer(a.Path)
	if err != nil {
		return nil, err
	}
	image := mutate.ConfigMediaType(mutate.MediaType(empty.Image, types.OCIManifestSchema1), types.OCIConfigJSON)
	image, err = mutate.Append(image, mutate.Addendum{
		Layer: layer, MediaType: types.OCILayer,
		History: v1.History{Created: v1.Time{Time: r.Date}, CreatedBy: "slp-exporter release"},
	})
	if err != nil {
		return nil, err
	}
	config, err := image.ConfigFile()
	if err != nil {
		return nil, err
	}
	config = config.DeepCopy()
	config.OS, config.Architecture, config.Created = a.Goos, a.Goarch, v1.Time{Time: r.Date}
	config.Config = v1.Config{
		User: user, Entrypoint: []string{"/usr/bin/slp-exporter"}, Cmd: []string{"--config.file=/etc/slp-exporter/slp-exporter.yml"},
		ExposedPorts: map[string]struct{}{"9952/tcp": {}}, Labels: r.labels(),
	}
	return mutate.ConfigFile(image, config)
}

func (r *release) labels() map[string]string {
	const prefix = "org.opencontainers.image."
	return map[string]string{
		prefix + "title":       "slp-exporter",
		prefix + "description": "Prometheus exporter for Cisco Smart Licensing Using Policy",
		prefix + "source":      "https://github.com/slp-exporter/slp-exporter",
		prefix + "licenses":    "Apache-2.0",
		prefix + "version":     r.Version,
		prefix + "revision":    r.Commit,
		prefix + "created":     r.Date.Format(time.RFC3339),
	}
}

// layer holds the program, the licences, and the folder that a configuration is mounted at.
func (r *release) layer(binary string) (v1.Layer, error) {
	var text bytes.Buffer
	w := tar.NewWriter(&text)
	for _, f := range []struct {
		name, source string
		mode         int64
	}{
		{"etc/slp-exporter/", "", 0o755},
		{"usr/bin/slp-exporter", binary, 0o755},
		{"usr/share/doc/slp-exporter/LICENSE", "LICENSE", 0o644},
		{"usr/share/doc/slp-exporter/third-party-licenses.txt", ".ci/bin/release/third-party-licenses.txt", 0o644},
	} {
		if err := add(w, f.name, f.source, f.mode, r.Date); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return tarball.LayerFromOpener(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text.Bytes())), nil },
		tarball.WithMediaType(types.OCILayer))
}

// add writes a file into an archive; a name that ends in a slash is a folder.
func add(w *tar.Writer, name, source string, mode int64, at time.Time) error {
	h := &tar.Header{Typeflag: tar.TypeDir, Name: name, Mode: mode, ModTime: at, Format: tar.FormatPAX}
	var text []byte
	if source != "" {
		var err error
		if text, err = os.ReadFile(source); err != nil {
			return err
		}
		h.Typeflag, h.Size = tar.TypeReg, int64(len(text))
	}
	if err := w.WriteHeader(h); err != nil {
		return err
	}
	_, err := w.Write(text)
	return err
}

// archive writes an OCI layout with one image, named by its version, as a tar file.
func archive(index v1.ImageIndex, version, file string) error {
	dir, err := os.MkdirTemp("", "image")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path, err := layout.Write(dir, empty.Index)
	if err != nil {
		return err
	}
	name := map[string]string{"org.opencontainers.image.ref.name": version}
	if err := path.AppendIndex(index, layout.WithAnnotations(name)); err != nil {
		return err
	}
	var names []string
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		return err
	}
	slices.Sort(names)
	var text bytes.Buffer
	w := tar.NewWriter(&text)
	for _, name := range names {
		inside, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		if err := add(w, filepath.ToSlash(inside), name, 0o644, time.Unix(0, 0).UTC()); err != nil {
			return err
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	return os.WriteFile(file, text.Bytes(), 0o644)
}
