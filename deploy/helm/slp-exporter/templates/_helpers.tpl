{{- define "slp.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "slp.selector" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "slp.labels" -}}
{{ include "slp.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "slp.metadata" -}}
namespace: {{ .Release.Namespace }}
labels:
  {{- include "slp.labels" . | nindent 2 }}
{{- end -}}

{{/* The configuration, with the target files of the chart added to its own. */}}
{{- define "slp.config" -}}
{{- $config := deepCopy .Values.config -}}
{{- if .Values.targetFiles -}}
{{- $files := append (default list $config.target_files) "/etc/slp-exporter-targets/*.yml" -}}
{{- $config = set $config "target_files" $files -}}
{{- end -}}
{{- toYaml $config -}}
{{- end -}}

{{/* The address of shard .shard. */}}
{{- define "slp.shard" -}}
{{- $name := include "slp.fullname" .root -}}
{{- printf "%s-%d.%s-shards.%s.svc:9952" $name .shard $name .root.Release.Namespace -}}
{{- end -}}
