{{- define "run.outer" }}{{ include "run.inner" . }}{{ end }}
{{- define "run.inner" }}{{ required "`tls.host` is needed" .Values.tls }}{{ end }}
