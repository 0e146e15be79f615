# METADATA
# title: Full cache refuses writes
# description: >-
#   With `maxmemory` and no policy, Redis and Valkey evict nothing (`noeviction`): once they are full, every write fails
#   instead of replacing what was used least.
# related_resources:
# - https://redis.io/docs/latest/develop/reference/eviction/
# - https://valkey.io/topics/lru-cache/
# custom:
#   severity: medium
#   category: data
#   controls: [CCH-03]
#   selects: [pod]
#   params: {eviction_policies: [allkeys-lru, volatile-lru, allkeys-lfu, volatile-lfu]}
#   remediation: Add `--maxmemory-policy allkeys-lru`, or `volatile-lru` where keys that do not expire must stay.
package seaworthy.kubernetes.redis_eviction_policy_missing

deny contains finding if {
	some container in input.containers
	some field in ["command", "args"]
	words := container.spec[field]
	text := concat(" ", [sprintf("%v", [word]) | some word in words])
	regex.match(`(redis|valkey)-server`, concat(" ", [text, object.get(container.spec, "image", ""), started(container)]))
	regex.match(`--maxmemory[ =]+"?[1-9]`, text)

	# What is written to disk is a store rather than a cache.
	not regex.match(`appendonly[ =]+"?yes`, text)
	fault := wrong_policy(text, input.params.eviction_policies)
	finding := {
		"message": sprintf("`%s` is limited to `maxmemory`, and %s", [container.name, fault]),
		"path": array.concat(container.path, [field]),
	}
}

# The official images start the server without being told.
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

wrong_policy(text, _) := "has no policy for what to evict" if not regex.match(`--maxmemory-policy`, text)

wrong_policy(text, policies) := sprintf("its policy `%s` does not evict what was used least", [policy]) if {
	found := regex.find_all_string_submatch_n(`--maxmemory-policy[ =]+"?([a-z-]+)`, text, 1)
	policy := found[0][1]
	not policy in policies
}
