{{/* The container of the operator's command line, up to what it runs. */}}
{{- define "cvdeep.adminContainer" -}}
name: admin
image: {{ include "cvdeep.image" . | quote }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
securityContext:
  {{- include "cvdeep.containerSecurity" . | nindent 2 }}
env:
  {{- include "cvdeep.env.peers" . | nindent 2 }}
  - name: CVDEEP_MATCHER_TARGET
    value: {{ include "cvdeep.target" (dict "root" .root "service" "matcher") }}
  - name: CVDEEP_NOTIFIER_TARGET
    value: {{ include "cvdeep.target" (dict "root" .root "service" "notifier") }}
resources:
  {{- toYaml .root.Values.admin.resources | nindent 2 }}
volumeMounts:
  {{- include "cvdeep.volumeMounts" . | nindent 2 }}
{{- end }}
