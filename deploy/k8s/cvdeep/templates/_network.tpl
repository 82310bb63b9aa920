{{/* Rules of NetworkPolicies. Every pod of the release is denied everything first (templates/networkpolicy.yaml). */}}

{{- define "cvdeep.policyHead" -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  {{- include "cvdeep.metadata" . | nindent 2 }}
spec:
  podSelector:
    matchLabels:
      {{- include "cvdeep.selector" . | nindent 6 }}
  policyTypes: [Ingress, Egress]
{{- end }}

{{/* Ingress from pods of this release, by (dict "root" $ "from" (list "gateway") "port" 9090). */}}
{{- define "cvdeep.fromOwn" -}}
- from:
    {{- $root := .root }}
    {{- range .from }}
    - podSelector:
        matchLabels:
          {{- include "cvdeep.selector" (dict "root" $root "service" .) | nindent 10 }}
    {{- end }}
  ports:
    - port: {{ .port }}
      protocol: TCP
{{- end }}

{{- define "cvdeep.toOwn" -}}
- to:
    - podSelector:
        matchLabels:
          {{- include "cvdeep.selector" . | nindent 10 }}
  ports:
    - port: {{ .port }}
      protocol: TCP
{{- end }}

{{- define "cvdeep.fromMonitoring" -}}
{{- with .Values.networkPolicy.monitoring }}
{{- if and $.Values.metrics.enabled .from }}
- from:
    {{- toYaml .from | nindent 4 }}
  ports:
    - port: 9091
      protocol: TCP
{{- end }}
{{- end }}
{{- end }}

{{- define "cvdeep.toDns" -}}
- to:
    {{- toYaml .Values.networkPolicy.dns.to | nindent 4 }}
  ports:
    {{- range .Values.networkPolicy.dns.ports }}
    - port: {{ . }}
      protocol: UDP
    - port: {{ . }}
      protocol: TCP
    {{- end }}
{{- end }}

{{- define "cvdeep.toRedis" -}}
{{- if .Values.redis.bundled.enabled }}
{{- include "cvdeep.toOwn" (dict "root" . "service" "redis" "port" 6379) }}
{{- else }}
- to:
    {{- toYaml .Values.redis.external.to | nindent 4 }}
  ports:
    {{- range .Values.redis.external.ports }}
    - port: {{ . }}
      protocol: TCP
    {{- end }}
{{- end }}
{{- end }}

{{- define "cvdeep.toCollector" -}}
{{- if .Values.tracing.enabled }}
- to:
    {{- toYaml .Values.tracing.to | nindent 4 }}
  ports:
    - port: {{ .Values.tracing.port }}
      protocol: TCP
{{- end }}
{{- end }}

{{/*
The world without what is not the world: the table of services/notifier/domain/addresses.py (a test holds both equal), and
the ranges of this cluster. Of IPv6 only 2000::/3 is given out; ranges outside of it are denied by not being named.
*/}}
{{- define "cvdeep.toWorld" -}}
{{- $four := list -}}
{{- $six := list -}}
{{- range concat (.Files.Lines "files/denied-networks.txt") .Values.networkPolicy.clusterNetworks -}}
{{- if and . (not (hasPrefix "#" .)) -}}
{{- if not (contains ":" .) -}}
{{- $four = append $four . -}}
{{- else if regexMatch "^[23][0-9a-fA-F]{3}:" . -}}
{{- $six = append $six . -}}
{{- end -}}
{{- end -}}
{{- end -}}
- to:
    - ipBlock:
        cidr: 0.0.0.0/0
        except:
          {{- range uniq $four }}
          - {{ . | quote }}
          {{- end }}
    {{- if .Values.networkPolicy.webhooks.ipv6 }}
    - ipBlock:
        cidr: "2000::/3"
        except:
          {{- range uniq $six }}
          - {{ . | quote }}
          {{- end }}
    {{- end }}
  ports:
    # The ports a webhook may be sent to.
    - port: 443
      protocol: TCP
    - port: 8443
      protocol: TCP
{{- end }}
