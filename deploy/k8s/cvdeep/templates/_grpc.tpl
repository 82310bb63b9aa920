{{/* The container of a gRPC service up to its own environment; what it adds to that and to the mounts is the caller's. */}}
{{- define "cvdeep.grpcContainer" -}}
name: {{ .service }}
image: {{ include "cvdeep.image" . | quote }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
securityContext:
  {{- include "cvdeep.containerSecurity" . | nindent 2 }}
ports:
  - name: grpc
    containerPort: 9090
    protocol: TCP
  - name: health
    containerPort: 9092
    protocol: TCP
  {{- if .root.Values.metrics.enabled }}
  - name: metrics
    containerPort: 9091
    protocol: TCP
  {{- end }}
{{ include "cvdeep.grpcProbes" . }}
resources:
  {{- toYaml (index .root.Values .service).resources | nindent 2 }}
env:
  - name: CVDEEP_HEALTH_LISTEN
    value: {{ printf "%s:9092" .root.Values.listenAddress | quote }}
  {{- include "cvdeep.env.service" . | nindent 2 }}
{{- end }}
