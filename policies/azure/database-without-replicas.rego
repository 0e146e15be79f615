# METADATA
# title: Read-heavy database has no read replica
# description: >-
#   Read replicas take read queries off the primary, and more can be added as reads grow. Without one, reads and writes
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
#     Add a server with `create_mode = "Replica"` and the id of this one as `source_server_id`, and send reads to it.
package seaworthy.azure.database_without_replicas

import data.seaworthy.lib.strategy

deny contains finding if {
	strategy.database(input.requirements, input.params) == "read_replicas"

	# A replica needs no replica of its own.
	object.get(input.values, "create_mode", "Default") != "Replica"
	count(replicas) == 0
	finding := {
		"message": sprintf("read ratio is %v, above %v, and the database has no read replica", [input.requirements.read_ratio, input.params.read_ratio_threshold]),
		"path": ["name"],
		"requirements": ["read_ratio"],
	}
}

replicas := [other |
	some other in input.related.referenced_by
	other.type == input.resource.type
	object.get(other.values, "create_mode", "Default") == "Replica"
]
