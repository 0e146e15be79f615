# METADATA
# title: Read-heavy database has no read replica
# description: >-
#   Where most queries read, replicas take them from the primary, and more replicas take more. Without one, reads and writes
#   compete for the same server.
# related_resources:
# - https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-read-replicas
# - https://learn.microsoft.com/azure/mysql/flexible-server/concepts-read-replicas
# custom:
#   severity: medium
#   category: scaling
#   controls: [DBS-01]
#   selects: [azurerm_postgresql_flexible_server, azurerm_mysql_flexible_server]
#   params: {read_ratio_threshold: 0.8}
#   remediation: >-
#     Add a server with `create_mode = "Replica"` whose `source_server_id` is the id of this one, and send reads to it.
package seaworthy.azure.database_without_replicas

import data.seaworthy.lib.strategy

deny contains finding if {
	strategy.database(input.requirements, input.params) == "read_replicas"

	# A replica is nobody's source.
	object.get(input.values, "create_mode", "Default") != "Replica"
	count(replicas) == 0
	finding := {
		"message": sprintf("a read ratio of %v asks for read replicas, and there is none", [input.requirements.read_ratio]),
		"path": ["name"],
		"requirements": ["read_ratio"],
	}
}

replicas := [other |
	some other in input.related.referenced_by
	other.type == input.resource.type
	object.get(other.values, "create_mode", "Default") == "Replica"
]
