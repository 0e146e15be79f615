# METADATA
# title: Moving image tag is pulled only once
# description: >-
#   With `imagePullPolicy: IfNotPresent`, a node that has the image keeps its copy although the tag has moved on. Nodes
#   then run different versions under one name, and a fix that was pushed reaches only new nodes.
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
#     Name a version or a digest in `image`; `IfNotPresent` is then right. Until then, set `imagePullPolicy: Always`.
package seaworthy.kubernetes.image_pull_policy

deny contains finding if {
	some container in input.containers
	container.spec.imagePullPolicy == "IfNotPresent"
	image := container.spec.image
	moves(image, input.params.mutable_tags)
	finding := {
		"message": sprintf("container `%s` keeps whatever version of `%s` a node pulled first", [container.name, image]),
		"path": array.concat(container.path, ["image"]),
		"related": [{
			"address": input.resource.address,
			"path": array.concat(container.path, ["imagePullPolicy"]),
			"message": "a node that has the image keeps it",
		}],
	}
}

# An image without a repository may have been loaded onto the nodes by hand, as local clusters need it.
moves(image, tags) if {
	is_string(image)
	regex.match(`^[a-z0-9][a-z0-9._-]*(:[0-9]+)?(/[a-z0-9._-]+)+(:[A-Za-z0-9_.-]+)?$`, image)
	last := regex.replace(image, `^.*/`, "")
	tag := regex.replace(last, `^[^:]*:?`, "")
	tag in array.concat(tags, [""])
	not regex.match(`^(localhost|kind-registry|registry\.local)[:/]`, image)
}
