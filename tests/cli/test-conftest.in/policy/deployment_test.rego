package main

deployment := {"kind": "Deployment", "metadata": {"name": "web"}, "spec": {"template": {"spec": {}}}}

test_root_is_denied {
	deny["Containers must not run as root in Deployment web"] with input as deployment
}

test_wrong_name {
	deny["Containers must not run as root in Deployment api"] with input as deployment
}

test_replicas {
	count(warn) == 1 with input as deployment
}
