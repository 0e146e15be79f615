{{- define "shop.container" -}}
- name: {{ .name }}
  image: "{{ .image.repository }}:{{ .image.tag }}"
  securityContext:
    {{- toYaml .security | nindent 4 }}
{{- end }}
