# METADATA
# title: Image is not pinned to a version
# description: >-
#   A mutable tag such as `latest` can refer to different images over time. Replicas then run different versions, a
#   restart can start an untested one, and a rollback does not restore the old one.
# related_resources:
# - https://kubernetes.io/docs/concepts/containers/images/#image-names
# - https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
# custom:
#   severity: medium
#   category: operations
#   controls: [MSA-08, SEC-20]
#   frameworks: {nist-800-53-r5: [CM-2]}
#   selects: [pod]
#   params: {mutable_tags: [latest, nightly, edge, main, master]}
#   remediation: >-
#     Set a version as the tag (`postgres:17.5`), or preferably the digest (`postgres:17.5@sha256:…`), which cannot be
#     moved.
package seaworthy.kubernetes.image_tag_mutable

deny contains finding if {
	some container in input.containers
	image := container.spec.image
	fault := mutable_tag(image, input.params.mutable_tags)
	finding := {
		"message": sprintf("image `%s` of container `%s` %s", [image, container.name, fault]),
		"path": array.concat(container.path, ["image"]),
	}
}

# Image volumes, such as a model in a registry.
deny contains finding if {
	some i, volume in input.pod.spec.volumes
	image := volume.image.reference
	fault := mutable_tag(image, input.params.mutable_tags)
	finding := {
		"message": sprintf("image `%s` of volume `%s` %s", [image, object.get(volume, "name", ""), fault]),
		"path": array.concat(input.pod.spec_path, ["volumes", i, "image", "reference"]),
	}
}

mutable_tag(image, tags) := sprintf("has the mutable tag `%s`", [tag]) if {
	is_reference(image)
	not contains(image, "@")
	last := regex.replace(image, `^.*/`, "")
	contains(last, ":")
	tag := regex.replace(last, `^[^:]*:`, "")
	tag in tags

	# The placeholder that scaffolding writes for an image that a kustomization sets.
	image != "controller:latest"
}

mutable_tag(image, _) := "has no tag, so `latest` is pulled" if {
	is_reference(image)
	not contains(image, "@")
	not contains(regex.replace(image, `^.*/`, ""), ":")
	not regex.match(`(^|[/._-])(your|replace|placeholder|change-?me|todo|image)([/._-]|$)`, image)
	names_repository(image)
}

# The grammar of image names. Anything else is a placeholder: `$(IMAGE)`, `ko://…`, `registry.example.com/PROJECT_ID/api`.
is_reference(image) if {
	is_string(image)
	regex.match(
		`^([a-z0-9.-]+(:[0-9]+)?/)?[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?(@[a-z0-9+._-]+:[A-Fa-f0-9]+)?$`,
		image,
	)
}

names_repository(image) if contains(image, "/")

# Without a slash, the image is an official one, or a placeholder that a build or a kustomization replaces.
names_repository(image) if {
	regex.match(
		`^(adminer|alpine|almalinux|amazoncorretto|amazonlinux|arangodb|bash|busybox|caddy|cassandra|centos|clickhouse|composer|consul|couchbase|couchdb|crate|debian|docker|drupal|eclipse-mosquitto|eclipse-temurin|elasticsearch|elixir|erlang|fedora|flink|fluentd|gcc|ghost|golang|gradle|haproxy|hello-world|httpd|influxdb|jenkins|jetty|joomla|julia|kibana|kong|logstash|mariadb|maven|mediawiki|memcached|mongo|mongo-express|mysql|nats|neo4j|nextcloud|nginx|node|odoo|openjdk|oraclelinux|percona|perl|photon|php|phpmyadmin|postgres|pypy|python|r-base|rabbitmq|redis|redmine|registry|rethinkdb|rockylinux|ruby|rust|solr|sonarqube|spark|storm|swift|telegraf|tomcat|traefik|ubuntu|valkey|varnish|vault|wordpress|zookeeper)$`,
		image,
	)
}
