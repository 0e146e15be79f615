# METADATA
# title: Chart dependency is not pinned
# description: >-
#   A range such as `^1.2` or `*` resolves to the newest version when `helm dependency update` runs. Without a lock
#   file, two builds of the same chart can deploy different versions, and a compromised release of the dependency is
#   used without review.
# related_resources:
# - https://helm.sh/docs/chart_best_practices/dependencies/#versions
# - https://helm.sh/docs/helm/helm_dependency_build/
# custom:
#   severity: medium
#   category: operations
#   controls: [MSA-08, SEC-20]
#   frameworks: {nist-800-53-r5: [CM-2, SR-3]}
#   selects: [helm/Chart]
#   remediation: >-
#     Commit the `Chart.lock` that `helm dependency update` writes, or set an exact version.
package seaworthy.helm.dependency_not_locked

deny contains finding if {
	not input.object.files.lock
	some number, dependency in input.object.dependencies
	version := sprintf("%v", [object.get(dependency, "version", "")])
	is_range(version)

	# A dependency in the same repository has the version that is committed there.
	repository := object.get(dependency, "repository", "")
	repository != ""
	not startswith(repository, "file://")
	finding := {
		"message": sprintf("dependency `%s` %s, and there is no lock file", [dependency.name, problem(version)]),
		"path": ["dependencies", number, "version"],
	}
}

problem("") := "sets no version"

problem(version) := sprintf("allows any version that matches `%s`", [version]) if version != ""

is_range("") := true

is_range(version) if regex.match(`[*^~<>|, ]|(^|\.)[xX](\.|$)`, version)

is_range(version) if regex.match(`^v?[0-9]+(\.[0-9]+)?$`, version)
