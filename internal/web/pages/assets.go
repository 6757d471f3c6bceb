package pages

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

//go:embed static
var static embed.FS

// StaticPath is where the files are that pages load.
const StaticPath = "/static/"

// assets are the files that pages load, by a name that has a hash of the content in it: a browser may keep them for ever.
type assets struct {
	byName map[string][]byte
	// hashed are these names by the names of the files.
	hashed map[string]string
}

func newAssets() (assets, error) {
	a := assets{byName: map[string][]byte{}, hashed: map[string]string{}}
	files, err := fs.ReadDir(static, "static")
	if err != nil {
		return a, err
	}
	for _, f := range files {
		content, err := static.ReadFile("static/" + f.Name())
		if err != nil {
			return a, err
		}
		sum, ending := sha256.Sum256(content), path.Ext(f.Name())
		name := strings.TrimSuffix(f.Name(), ending) + "." + hex.EncodeToString(sum[:6]) + ending
		a.byName[name], a.hashed[f.Name()] = content, name
	}
	return a, nil
}

// path is the path of a file, for templates.
func (a assets) path(file string) (string, error) {
	if a.hashed[file] == "" {
		return "", fmt.Errorf("there is no file %s", file)
	}
	return StaticPath + a.hashed[file], nil
}

// ServeStatic serves the files that pages load.
func (p *Pages) ServeStatic(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("file")
	content, ok := p.assets.byName[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	_, _ = w.Write(content)
}
