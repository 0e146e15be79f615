# METADATA
# title: Redis has no memory limit
# description: >-
#   Unless `maxmemory` is set, Redis and Valkey keep all entries until the container is killed for its memory use, and
#   the whole cache is lost.
# related_resources:
# - https://redis.io/docs/latest/operate/oss_and_stack/management/config/#configuring-redis-as-a-cache
# - https://valkey.io/topics/lru-cache/
# custom:
#   severity: medium
#   category: data
#   controls: [CCH-02]
#   selects: [pod]
#   remediation: >-
#     Start the server with `--maxmemory` well below the container's memory limit, and `--maxmemory-policy allkeys-lru`;
#     or use a configuration file that sets both.
package seaworthy.kubernetes.redis_memory_unbounded

deny contains finding if {
	some container in input.containers
	container.type in {"container", "sidecar"}

	# The official images are only configured on the command line.
	regex.match(`^(docker\.io/)?((library/)?redis|valkey/valkey)(:|@|$)`, container.spec.image)
	words := array.concat(object.get(container.spec, "command", []), object.get(container.spec, "args", []))
	text := concat(" ", [sprintf("%v", [word]) | some word in words])
	not regex.match(`maxmemory`, text)

	# A configuration file, cluster tools, or a script that may use one.
	not regex.match(`\.conf|redis-(cli|sentinel)|valkey-(cli|sentinel)|--sentinel|\.sh|exporter|\$`, text)

	# With persistence, it is a store rather than a cache.
	not regex.match(`appendonly[ =]"?yes|--save [^"' ]`, text)
	not mounts_configuration(container)
	finding := {
		"message": sprintf("container `%s` sets no `maxmemory`", [container.name]),
		"path": array.concat(container.path, ["args"]),
	}
}

mounts_configuration(container) if {
	some mount in container.spec.volumeMounts
	regex.match(`(?i)redis|valkey|conf|etc`, mount.mountPath)
}
