# METADATA
# title: Autoscaler has no scale-down delay
# description: >-
#   Without a stabilization window, each dip of a fluctuating metric removes pods that are needed again moments later.
#   By default a HorizontalPodAutoscaler waits five minutes.
# related_resources:
# - https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#stabilization-window
# - https://keda.sh/docs/latest/reference/scaledobject-spec/#cooldownperiod
# custom:
#   severity: low
#   category: scaling
#   controls: [SCL-07]
#   selects: ["autoscaling/*/HorizontalPodAutoscaler", "keda.sh/*/ScaledObject"]
#   remediation: >-
#     Remove the zero (the default is 300 seconds), or limit the rate with a `policies` entry that removes a few pods
#     per minute.
package seaworthy.kubernetes.scale_down_undamped

deny contains finding if {
	some base in [["spec", "behavior"], ["spec", "advanced", "horizontalPodAutoscalerConfig", "behavior"]]
	rules := object.get(input.object, array.concat(base, ["scaleDown"]), {})
	rules.stabilizationWindowSeconds == 0
	fast(rules)
	finding := {
		"message": "the scale-down stabilization window is 0 s, so every dip of the metric removes pods",
		"path": array.concat(base, ["scaleDown", "stabilizationWindowSeconds"]),
	}
}

deny contains finding if {
	input.object.spec.cooldownPeriod == 0
	idle(input.object.spec)
	finding := {
		"message": "`cooldownPeriod` is 0 s, so all pods are removed as soon as no trigger is active",
		"path": ["spec", "cooldownPeriod"],
	}
}

# The default policy can remove all pods at once.
fast(rules) if {
	object.get(rules, "selectPolicy", "Max") != "Disabled"
	object.get(rules, "policies", []) == []
}

fast(rules) if {
	object.get(rules, "selectPolicy", "Max") == "Max"
	some policy in rules.policies
	policy.type == "Percent"
	policy.value >= 100
}

# The cooldown only applies to scaling to zero.
idle(spec) if object.get(spec, "minReplicaCount", 0) == 0

idle(spec) if object.get(spec, "idleReplicaCount", -1) == 0
