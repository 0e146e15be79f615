# METADATA
# title: Mutable image tag is not pulled again
# description: >-
#   With `imagePullPolicy: IfNotPresent`, a node keeps its copy of the image after the tag has moved. Nodes then run
#   different versions under one name, and a pushed fix only reaches new nodes.
# related_resources:
# - https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy
# custom:
#   severity: low
#   category: operations
#   controls: [SEC-20, MSA-08]
#   frameworks: {nist-800-53-r5: [CM-2]}
#   selects: [pod]
#   params: {mutable_tags: [latest, nightly, edge, main, master]}
#   remediation: >-
#     Set a version or a digest in `image`; `IfNotPresent` is then correct. Until then, set `imagePullPolicy: Always`.
package seaworthy.kubernetes.image_pull_policy

deny contains finding if {
	some container in input.containers
	container.spec.imagePullPolicy == "IfNotPresent"
	image := container.spec.image
	is_mutable(image, input.params.mutable_tags)
	finding := {
		"message": sprintf("container `%s` uses the version of `%s` that the node pulled first", [container.name, image]),
		"path": array.concat(container.path, ["image"]),
		"related": [{
			"address": input.resource.address,
			"path": array.concat(container.path, ["imagePullPolicy"]),
			"message": "the image is only pulled if it is not present",
		}],
	}
}

# An image without a repository may have been loaded onto the nodes, as in local clusters.
is_mutable(image, tags) if {
	is_string(image)
	regex.match(`^[a-z0-9][a-z0-9._-]*(:[0-9]+)?(/[a-z0-9._-]+)+(:[A-Za-z0-9_.-]+)?$`, image)
	last := regex.replace(image, `^.*/`, "")
	tag := regex.replace(last, `^[^:]*:?`, "")
	tag in array.concat(tags, [""])
	not regex.match(`^(localhost|kind-registry|registry\.local)[:/]`, image)
}
