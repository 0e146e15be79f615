# METADATA
# title: preStop hook exceeds the termination grace period
# description: >-
#   The grace period starts before the `preStop` hook. A hook that sleeps for the whole period leaves the container no
#   time for its own shutdown: it is killed two seconds after the period ends.
# related_resources:
# - https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination-flow
# - https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/#hook-handler-execution
# custom:
#   severity: medium
#   category: resilience
#   controls: [LBL-07]
#   selects: [pod]
#   remediation: >-
#     Set `terminationGracePeriodSeconds` to the sleep plus the time that the container needs to shut down, or shorten
#     the sleep.
package seaworthy.kubernetes.pre_stop_exceeds_grace

deny contains finding if {
	some container in input.containers
	pause := container.spec.lifecycle.preStop.sleep.seconds
	is_number(pause)
	period := grace(input.resource, input.pod.spec)
	pause >= period
	finding := {
		"message": sprintf("`preStop` of container `%s` sleeps %v s, but the grace period is %v s", [container.name, pause, period]),
		"path": array.concat(container.path, ["lifecycle", "preStop", "sleep", "seconds"]),
		"related": place(input.resource, input.pod),
	}
}

deny contains finding if {
	some container in input.containers
	pause := slept(container.spec.lifecycle.preStop.exec.command)
	pause > 0
	period := grace(input.resource, input.pod.spec)
	pause >= period
	finding := {
		"message": sprintf("`preStop` of container `%s` sleeps %v s, but the grace period is %v s", [container.name, pause, period]),
		"path": array.concat(container.path, ["lifecycle", "preStop", "exec", "command"]),
		"related": place(input.resource, input.pod),
	}
}

grace(_, pod) := pod.terminationGracePeriodSeconds

# Other kinds can have another default.
grace(resource, pod) := 30 if {
	resource.group in {"", "apps", "batch", "argoproj.io"}
	object.get(pod, "terminationGracePeriodSeconds", null) == null
}

place(resource, pod) := [{
	"address": resource.address,
	"path": array.concat(pod.spec_path, ["terminationGracePeriodSeconds"]),
	"message": "the grace period is set here",
} |
	pod.spec.terminationGracePeriodSeconds
]

# `sleep 20`
slept(command) := seconds(command[1]) if {
	strings(command) == 2
	regex.match(`^(/usr)?(/bin/)?sleep$`, command[0])
}

# `sh -c "sleep 20; nginx -s quit"`: the steps that always run, in sequence.
slept(command) := sum(pauses) if {
	strings(command) == 3
	regex.match(`^(/usr)?(/bin/)?(sh|bash|ash|dash)$`, command[0])
	regex.match(`^-[a-z]*c$`, command[1])
	not regex.match(`\|\||[|&{}()]\s*$|\b(if|case|for|while|until|function|exit|exec|timeout)\b`, command[2])
	pauses := [seconds(substring(trim_space(step), 6, -1)) |
		some step in regex.split(`;|&&|\n`, command[2])
		regex.match(`^sleep +[0-9]+[sm]?$`, trim_space(step))
	]
}

strings(command) := count(command) if {
	is_array(command)
	count([word | some word in command; not is_string(word)]) == 0
}

seconds(text) := to_number(trim_suffix(text, "s")) if regex.match(`^[0-9]+s?$`, text)

seconds(text) := to_number(trim_suffix(text, "m")) * 60 if regex.match(`^[0-9]+m$`, text)
