{{/* Pieces that every pod of the chart is made of. */}}

{{- define "cvdeep.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{/* The readers of PDFs put Landlock and a seccomp filter of their own on top of this: neither needs a privilege. */}}
{{- define "cvdeep.containerSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
readOnlyRootFilesystem: true
allowPrivilegeEscalation: false
privileged: false
capabilities:
  drop: [ALL]
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{/* Where pods go, and what they do without: no token of the API, no variables of other Services. */}}
{{- define "cvdeep.podCommon" -}}
{{- $values := index .root.Values .service -}}
serviceAccountName: {{ include "cvdeep.component" . }}
automountServiceAccountToken: false
enableServiceLinks: false
# Names of Services are given whole: asked for as they are, not with four search domains before.
dnsConfig:
  options:
    - name: ndots
      value: "2"
securityContext:
  {{- include "cvdeep.podSecurity" . | nindent 2 }}
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with $values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with $values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* Over zones and nodes; matchLabelKeys counts the pods of one revision only, so that a rollout does not skew itself. */}}
{{- define "cvdeep.spread" -}}
{{- $root := .root -}}
{{- $context := . -}}
{{- if .root.Values.topologySpread -}}
topologySpreadConstraints:
  {{- range .root.Values.topologySpread }}
  - maxSkew: {{ .maxSkew }}
    topologyKey: {{ .topologyKey }}
    whenUnsatisfiable: {{ .whenUnsatisfiable }}
    labelSelector:
      matchLabels:
        {{- include "cvdeep.selector" $context | nindent 8 }}
    {{- if semverCompare ">=1.27.0-0" $root.Capabilities.KubeVersion.Version }}
    matchLabelKeys: [{{ $context.revisionLabel | default "pod-template-hash" }}]
    {{- end }}
  {{- end }}
{{- end }}
{{- end }}

{{/* Longer than the service's own longest end: what it waits before, its grace, and ten seconds to let go of everything. */}}
{{- define "cvdeep.terminationGrace" -}}
{{- $values := index .root.Values .service -}}
{{- add $values.drainDelaySeconds $values.graceSeconds 10 -}}
{{- end }}

{{/* What work of its own may take of the grace: the rest is for answering calls and letting go. */}}
{{- define "cvdeep.drain" -}}
{{- $values := index .root.Values .service -}}
{{- sub $values.graceSeconds (add $values.drainDelaySeconds 5) -}}
{{- end }}

{{/* What every process of ours mounts: /tmp, certificates, what proves who it is to Redis. */}}
{{- define "cvdeep.volumeMounts" -}}
- name: tmp
  mountPath: /tmp
{{- if .root.Values.mtls.enabled }}
- name: tls
  mountPath: /etc/cvdeep/tls
  readOnly: true
{{- end }}
{{- if include "cvdeep.redisFiles" .root }}
- name: redis
  mountPath: /etc/cvdeep/redis
  readOnly: true
{{- end }}
{{- end }}

{{/* Whole folders and never single files (subPath): only so a renewed Secret arrives in a running pod. */}}
{{- define "cvdeep.volumes" -}}
- name: tmp
  emptyDir:
    sizeLimit: 64Mi
{{- if .root.Values.mtls.enabled }}
- name: tls
  secret:
    secretName: {{ include "cvdeep.tlsSecret" . }}
    defaultMode: 288 # 0440: the group is the pod's own (fsGroup)
{{- end }}
{{- with include "cvdeep.redisFiles" .root }}
- name: redis
  projected:
    defaultMode: 288 # 0440
    sources:
      {{- . | trim | nindent 6 }}
{{- end }}
{{- end }}

{{/* Sources of the folder with the password of Redis, its authority and our certificate; nothing where it asks for none. */}}
{{- define "cvdeep.redisFiles" -}}
{{- with include "cvdeep.redisSecret" . }}
- secret:
    name: {{ . }}
    items:
      - key: {{ $.Values.redis.passwordKey }}
        path: password
{{- end }}
{{- with .Values.redis.ca.existingSecret }}
- secret:
    name: {{ . }}
    items:
      - key: {{ $.Values.redis.ca.key }}
        path: ca.crt
{{- end }}
{{- with .Values.redis.clientCertificate.existingSecret }}
- secret:
    name: {{ . }}
    items:
      - key: tls.crt
        path: tls.crt
      - key: tls.key
        path: tls.key
{{- end }}
{{- end }}
