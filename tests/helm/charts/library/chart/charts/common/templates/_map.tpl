{{- define "common.map" -}}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .root.Values.common.prefix }}-{{ .name }}
  labels: {{- include "common.labels" .root | nindent 4 }}
{{- end -}}
{{- define "common.labels" -}}
chart: {{ .Chart.Name }}
{{- end -}}
{{- define "common.block" }}from the library: {{ . }}{{ end -}}
