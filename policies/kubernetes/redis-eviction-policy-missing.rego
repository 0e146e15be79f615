# METADATA
# title: Redis has no least-recently-used eviction policy
# description: >-
#   With `maxmemory` and the default policy `noeviction`, Redis and Valkey evict nothing: once the memory is full, every
#   write fails instead of replacing the least used entries.
# related_resources:
# - https://redis.io/docs/latest/develop/reference/eviction/
# - https://valkey.io/topics/lru-cache/
# custom:
#   severity: medium
#   category: data
#   controls: [CCH-03]
#   selects: [pod]
#   params: {eviction_policies: [allkeys-lru, volatile-lru, allkeys-lfu, volatile-lfu]}
#   remediation: >-
#     Add `--maxmemory-policy allkeys-lru`, or `volatile-lru` if keys without an expiry must be kept.
package seaworthy.kubernetes.redis_eviction_policy_missing

deny contains finding if {
	some container in input.containers
	some field in ["command", "args"]
	words := container.spec[field]
	text := concat(" ", [sprintf("%v", [word]) | some word in words])
	regex.match(`(redis|valkey)-server`, concat(" ", [text, object.get(container.spec, "image", ""), started(container)]))
	regex.match(`--maxmemory[ =]+"?[1-9]`, text)

	# With persistence, it is a store rather than a cache.
	not regex.match(`appendonly[ =]+"?yes`, text)
	fault := wrong_policy(text, input.params.eviction_policies)
	finding := {
		"message": sprintf("container `%s` sets `maxmemory`, but %s", [container.name, fault]),
		"path": array.concat(container.path, [field]),
	}
}

# The official images start the server by default.
started(container) := "redis-server" if {
	regex.match(`^(docker\.io/)?((library/)?redis|valkey/valkey)(:|@|$)`, container.spec.image)
	not container.spec.command
}

started(container) := concat(" ", [sprintf("%v", [word]) | some word in container.spec.command]) if container.spec.command

started(container) := "" if {
	not container.spec.command
	image := object.get(container.spec, "image", "")
	not regex.match(`^(docker\.io/)?((library/)?redis|valkey/valkey)(:|@|$)`, image)
}

wrong_policy(text, _) := "no `maxmemory-policy`" if not regex.match(`--maxmemory-policy`, text)

wrong_policy(text, policies) := sprintf("its policy `%s` does not evict the least used keys", [policy]) if {
	found := regex.find_all_string_submatch_n(`--maxmemory-policy[ =]+"?([a-z-]+)`, text, 1)
	policy := found[0][1]
	not policy in policies
}
