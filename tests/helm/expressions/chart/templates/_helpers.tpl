{{- define "name" -}}{{ .Release.Name }}{{- end -}}
{{- define "echo" -}}{{ . }}{{- end -}}
{{- define "yaml" -}}
a: 1
b:
  - x
{{- end -}}
{{- define "empty" -}}{{- end -}}
{{- define "count" -}}{{ if gt . 0 }}{{ . }} {{ include "count" (int (sub . 1)) }}{{ end }}{{- end -}}
