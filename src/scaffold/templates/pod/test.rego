package {package}_test

import data.{package}

pod(image) := {
	"containers": [{"name": "web", "path": ["spec", "containers", 0], "spec": {"image": image}}],
	"params": {"registries": ["registry.example.com/"]},
}

test_reports if {
	some finding in {name}.deny with input as pod("docker.io/library/nginx:1.27.3")
	finding.path == ["spec", "containers", 0, "image"]
}

test_does_not_report if {
	count({name}.deny) == 0 with input as pod("registry.example.com/web:1.4.2")
}
