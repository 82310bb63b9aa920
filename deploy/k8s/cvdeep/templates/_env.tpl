{{/* Environment variables of our processes; docs/operating.md explains each. */}}

{{/* What every process needs to reach Redis and to prove who it is. */}}
{{- define "cvdeep.env.peers" -}}
- name: CVDEEP_REDIS_URL
  value: {{ include "cvdeep.redisUrl" .root | quote }}
{{- with .root.Values.redis.username }}
- name: CVDEEP_REDIS_USERNAME
  value: {{ . | quote }}
{{- end }}
{{- if include "cvdeep.redisSecret" .root }}
- name: CVDEEP_REDIS_PASSWORD_FILE
  value: /etc/cvdeep/redis/password
{{- end }}
{{- if .root.Values.redis.ca.existingSecret }}
- name: CVDEEP_REDIS_CA_FILE
  value: /etc/cvdeep/redis/ca.crt
{{- end }}
{{- if .root.Values.redis.clientCertificate.existingSecret }}
- name: CVDEEP_REDIS_CERT_FILE
  value: /etc/cvdeep/redis/tls.crt
- name: CVDEEP_REDIS_KEY_FILE
  value: /etc/cvdeep/redis/tls.key
{{- end }}
{{- if .root.Values.mtls.enabled }}
- name: CVDEEP_TLS_CERT_FILE
  value: /etc/cvdeep/tls/tls.crt
- name: CVDEEP_TLS_KEY_FILE
  value: /etc/cvdeep/tls/tls.key
- name: CVDEEP_TLS_CA_FILE
  value: /etc/cvdeep/tls/ca.crt
{{- with .root.Values.mtls.serverName }}
- name: CVDEEP_TLS_SERVER_NAME
  value: {{ . | quote }}
{{- end }}
{{- end }}
{{- end }}

{{/* What every service needs; "own" is a map of settings the chart derives, which the values of `env` override. */}}
{{- define "cvdeep.env.service" -}}
{{- $values := index .root.Values .service -}}
- name: CVDEEP_LISTEN
  value: {{ printf "%s:%d" .root.Values.listenAddress (int .port) | quote }}
- name: CVDEEP_GRACE_S
  value: {{ $values.graceSeconds | quote }}
- name: CVDEEP_DRAIN_DELAY_MS
  value: {{ mul $values.drainDelaySeconds 1000 | quote }}
- name: CVDEEP_LOG_LEVEL
  value: {{ .root.Values.log.level }}
- name: CVDEEP_LOG_FORMAT
  value: {{ .root.Values.log.format }}
- name: CVDEEP_METRICS_PORT
  value: {{ ternary "9091" "0" .root.Values.metrics.enabled | quote }}
{{- if .root.Values.metrics.enabled }}
- name: CVDEEP_METRICS_HOST
  value: {{ .root.Values.listenAddress | trimAll "[]" | quote }}
{{- end }}
{{ include "cvdeep.env.peers" . }}
{{- with .root.Values.tracing }}
{{- if .enabled }}
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ .endpoint | quote }}
- name: OTEL_TRACES_SAMPLER
  value: parentbased_traceidratio
- name: OTEL_TRACES_SAMPLER_ARG
  value: {{ .sampleRatio | quote }}
{{- end }}
{{- end }}
{{- range $name, $value := merge (dict) $values.env (.own | default dict) }}
- name: {{ $name }}
  value: {{ $value | toString | quote }}
{{- end }}
{{- end }}

{{/* A number of cores as the process sees it: by its own limit, where the machine's count would mislead it. */}}
{{- define "cvdeep.env.cores" -}}
{{- $values := index .root.Values .service -}}
{{- range .names }}
{{- if not (hasKey $values.env .) }}
- name: {{ . }}
  valueFrom:
    resourceFieldRef:
      containerName: {{ $.service }}
      resource: limits.cpu
      divisor: "1"
{{- end }}
{{- end }}
{{- end }}
