# METADATA
# title: Dependency of a chart is not pinned
# description: >-
#   A range such as `^1.2` or `*` resolves to whatever is newest on the day of `helm dependency update`. Without a lock file,
#   two builds of the same chart deploy different versions, and a compromised release of the dependency comes in unnoticed.
# related_resources:
# - https://helm.sh/docs/chart_best_practices/dependencies/#versions
# - https://helm.sh/docs/helm/helm_dependency_build/
# custom:
#   severity: medium
#   category: operations
#   controls: [MSA-08, SEC-20]
#   frameworks: {nist-800-53-r5: [CM-2, SR-3]}
#   selects: [helm/Chart]
#   remediation: Commit the `Chart.lock` that `helm dependency update` writes, or name an exact version.
package seaworthy.helm.dependency_not_locked

deny contains finding if {
	not input.object.files.lock
	some number, dependency in input.object.dependencies
	version := sprintf("%v", [object.get(dependency, "version", "")])
	is_range(version)

	# What comes from the same repository has the version that lies there.
	repository := object.get(dependency, "repository", "")
	repository != ""
	not startswith(repository, "file://")
	finding := {
		"message": sprintf("dependency `%s` may be any version that fits `%s`, and there is no lock file", [dependency.name, version]),
		"path": ["dependencies", number, "version"],
	}
}

is_range("") := true

is_range(version) if regex.match(`[*^~<>|, ]|(^|\.)[xX](\.|$)`, version)

is_range(version) if regex.match(`^v?[0-9]+(\.[0-9]+)?$`, version)
