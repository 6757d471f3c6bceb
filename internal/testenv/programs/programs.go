package programs

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
)

// Prometheus returns the program with this configuration file and its data below dir.
func Prometheus(path, dir, config string, more ...string) Program {
	return Program{Name: "prometheus", Path: path, Log: filepath.Join(dir, "prometheus.log"), Args: func(address string) []string {
		return append([]string{
			"--config.file=" + config,
			"--storage.tsdb.path=" + filepath.Join(dir, "data"),
			"--web.listen-address=" + address,
			"--web.enable-lifecycle",
		}, more...)
	}}
}

// Alertmanager returns the program, without a cluster, with this configuration file and its data below dir.
func Alertmanager(path, dir, config string, more ...string) Program {
	return Program{Name: "alertmanager", Path: path, Log: filepath.Join(dir, "alertmanager.log"), Args: func(address string) []string {
		return append([]string{
			"--config.file=" + config,
			"--storage.path=" + filepath.Join(dir, "alertmanager"),
			"--web.listen-address=" + address,
			"--cluster.listen-address=",
		}, more...)
	}}
}

// Exporter returns the exporter that BuildExporter has built, with args such as demo and its flags.
func Exporter(path, dir string, args ...string) Program {
	return Program{Name: "slp-exporter", Path: path, Log: filepath.Join(dir, "slp-exporter.log"), Args: func(address string) []string {
		return append(append([]string{}, args...), "--web.listen-address="+address)
	}}
}

// BuildExporter builds the exporter from the source around the caller into the folder dir and returns
// its path.
func BuildExporter(ctx context.Context, dir string) (string, error) {
	root, err := Root()
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "slp-exporter.exe")                                     // Windows needs the ending, other systems ignore it
	build := exec.CommandContext(ctx, "go", "build", "-o", path, "./cmd/slp-exporter") //nolint:gosec // the caller's folder
	build.Dir = root
	if said, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build slp-exporter: %w\n%s", err, said)
	}
	return path, nil
}
