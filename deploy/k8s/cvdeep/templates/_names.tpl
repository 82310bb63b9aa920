{{/* Names and labels. Helpers that speak of one service take (dict "root" $ "service" "matcher"). */}}

{{- define "cvdeep.name" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 40 | trimSuffix "-" -}}
{{- end }}

{{/* 40 characters at most, so that the longest suffix still makes a name of a Service (63). */}}
{{- define "cvdeep.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains (include "cvdeep.name" .) .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "cvdeep.name" .) | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end }}

{{- define "cvdeep.component" -}}
{{- printf "%s-%s" (include "cvdeep.fullname" .root) .service -}}
{{- end }}

{{/* What a Deployment selects by: never changes during the life of a release. */}}
{{- define "cvdeep.selector" -}}
app.kubernetes.io/name: {{ include "cvdeep.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .service }}
{{- end }}

{{- define "cvdeep.labels" -}}
{{ include "cvdeep.selector" . }}
app.kubernetes.io/part-of: cvdeep
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Name and labels of an object of a service. */}}
{{- define "cvdeep.metadata" -}}
name: {{ include "cvdeep.component" . }}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- include "cvdeep.labels" . | nindent 2 }}
{{- end }}

{{- define "cvdeep.image" -}}
{{- $image := (index .root.Values .service).image -}}
{{- with .root.Values.image.registry }}{{ printf "%s/" (trimSuffix "/" .) }}{{ end -}}
{{- $image.repository -}}
{{- if $image.digest }}@{{ $image.digest }}{{ else }}:{{ $image.tag | default .root.Values.image.tag | default .root.Chart.AppVersion }}{{ end -}}
{{- end }}

{{/* The gRPC target of a service: a headless name, so that a caller sees every pod and goes round them. */}}
{{- define "cvdeep.target" -}}
{{- printf "dns:///%s.%s.svc.%s:9090" (include "cvdeep.component" .) .root.Release.Namespace .root.Values.clusterDomain -}}
{{- end }}

{{/* The Secret with the password of Redis; none, where an outside Redis asks for none. */}}
{{- define "cvdeep.redisSecret" -}}
{{- if .Values.redis.existingSecret -}}
{{- .Values.redis.existingSecret -}}
{{- else if .Values.redis.bundled.enabled -}}
{{- include "cvdeep.component" (dict "root" . "service" "redis") -}}
{{- end -}}
{{- end }}

{{/* Never with a login: that comes from a file. */}}
{{- define "cvdeep.redisUrl" -}}
{{- if .Values.redis.bundled.enabled -}}
{{- printf "redis://%s.%s.svc.%s:6379/0" (include "cvdeep.component" (dict "root" . "service" "redis")) .Release.Namespace .Values.clusterDomain -}}
{{- else -}}
{{- .Values.redis.url -}}
{{- end -}}
{{- end }}

{{- define "cvdeep.tlsSecret" -}}
{{- index .root.Values.mtls.existingSecrets .service | default (printf "%s-tls" (include "cvdeep.component" .)) -}}
{{- end }}
