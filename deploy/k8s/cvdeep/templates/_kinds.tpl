{{/* Whole objects that look the same for several services. */}}

{{- define "cvdeep.serviceAccount" -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  {{- include "cvdeep.metadata" . | nindent 2 }}
automountServiceAccountToken: false
{{- end }}

{{/* Headless: a caller's gRPC channel sees every ready pod and goes round them, call by call. */}}
{{- define "cvdeep.headless" -}}
apiVersion: v1
kind: Service
metadata:
  {{- include "cvdeep.metadata" . | nindent 2 }}
spec:
  type: ClusterIP
  clusterIP: None
  selector:
    {{- include "cvdeep.selector" . | nindent 4 }}
  ports:
    - name: grpc
      port: 9090
      targetPort: grpc
      protocol: TCP
{{- end }}

{{- define "cvdeep.pdb" -}}
{{- $values := index .root.Values .service -}}
{{- $modern := semverCompare ">=1.21.0-0" .root.Capabilities.KubeVersion.Version -}}
apiVersion: {{ ternary "policy/v1" "policy/v1beta1" $modern }}
kind: PodDisruptionBudget
metadata:
  {{- include "cvdeep.metadata" . | nindent 2 }}
spec:
  maxUnavailable: {{ $values.pdb.maxUnavailable }}
  selector:
    matchLabels:
      {{- include "cvdeep.selector" . | nindent 6 }}
  {{- if semverCompare ">=1.27.0-0" .root.Capabilities.KubeVersion.Version }}
  # A pod that is not ready serves nobody: it must not hold up a drain.
  unhealthyPodEvictionPolicy: AlwaysAllow
  {{- end }}
{{- end }}

{{- define "cvdeep.scalerHead" -}}
{{- $values := index .root.Values .service -}}
{{- $modern := semverCompare ">=1.23.0-0" .root.Capabilities.KubeVersion.Version -}}
apiVersion: {{ ternary "autoscaling/v2" "autoscaling/v2beta2" $modern }}
kind: HorizontalPodAutoscaler
metadata:
  {{- include "cvdeep.metadata" . | nindent 2 }}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: {{ .kind | default "Deployment" }}
    name: {{ include "cvdeep.component" . }}
  minReplicas: {{ $values.autoscaling.minReplicas }}
  maxReplicas: {{ $values.autoscaling.maxReplicas }}
  {{- include "cvdeep.scalingPace" . | nindent 2 }}
{{- end }}

{{/* Up at once, down slowly: a pod that leaves gives work back, and one that comes has caches to fill. */}}
{{- define "cvdeep.scalingPace" -}}
behavior:
  scaleUp:
    stabilizationWindowSeconds: 0
    policies:
      - type: Percent
        value: 100
        periodSeconds: 30
      - type: Pods
        value: 4
        periodSeconds: 30
    selectPolicy: Max
  scaleDown:
    stabilizationWindowSeconds: 300
    policies:
      - type: Percent
        value: 25
        periodSeconds: 60
    selectPolicy: Max
{{- end }}

{{- define "cvdeep.cpuScaler" -}}
{{ include "cvdeep.scalerHead" . }}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: {{ (index .root.Values .service).autoscaling.cpuPercent }}
{{- end }}

{{/* A rollout adds pods before it takes any away: nobody's share of the load grows. */}}
{{- define "cvdeep.rollout" -}}
minReadySeconds: 5
revisionHistoryLimit: 5
progressDeadlineSeconds: 900
strategy:
  type: RollingUpdate
  rollingUpdate:
    maxSurge: 25%
    maxUnavailable: 0
{{- end }}

{{- define "cvdeep.podMetadata" -}}
labels:
  {{- include "cvdeep.labels" . | nindent 2 }}
  {{- if .root.Values.metrics.enabled }}
  cvdeep/metrics: "true"
  {{- end }}
{{- with (index .root.Values .service).podAnnotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
