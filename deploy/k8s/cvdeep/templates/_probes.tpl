{{/*
Probes of the gRPC services, on a plaintext port that serves nothing but health (kubelet speaks no TLS).
Starting and living mean that the process answers ("live"): they must not depend on Redis or on another service, or one
outage would restart everything. Readiness ("") means that the model is loaded and Redis answers.
Before Kubernetes 1.24 kubelet speaks no gRPC.
*/}}
{{- define "cvdeep.grpcProbes" -}}
{{- $native := semverCompare ">=1.24.0-0" .root.Capabilities.KubeVersion.Version -}}
startupProbe:
  {{- if $native }}
  grpc:
    port: 9092
    service: live
  {{- else }}
  tcpSocket:
    port: health
  {{- end }}
  periodSeconds: 2
  timeoutSeconds: 3
  failureThreshold: 60
readinessProbe:
  {{- if $native }}
  grpc:
    port: 9092
  {{- else }}
  exec:
    command: [python, -m, services.platform.probe, grpc]
  {{- end }}
  periodSeconds: {{ ternary 5 15 $native }}
  timeoutSeconds: {{ ternary 3 15 $native }}
  failureThreshold: 3
livenessProbe:
  {{- if $native }}
  grpc:
    port: 9092
    service: live
  {{- else }}
  tcpSocket:
    port: health
  {{- end }}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
{{- end }}

{{/*
Probes of the gateway. Its health says whether matches can be done: Redis, matcher and corpus included. So it gates the start
(a gateway that cannot reach them never replaces one that can), and nothing after: an outage of the corpus must not take
polls and credits down, nor put the ingress's error page in the place of our answers. The OpenAPI document needs nobody else.
*/}}
{{- define "cvdeep.httpProbes" -}}
startupProbe:
  httpGet:
    path: /api/v1/health
    port: http
  periodSeconds: 2
  timeoutSeconds: 3
  failureThreshold: 300
readinessProbe:
  httpGet:
    path: /api/v1/openapi.json
    port: http
  periodSeconds: 5
  timeoutSeconds: 3
  failureThreshold: 3
livenessProbe:
  httpGet:
    path: /api/v1/openapi.json
    port: http
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
{{- end }}
