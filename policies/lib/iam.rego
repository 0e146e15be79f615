# Policy documents of AWS Identity and Access Management, in their JSON form.
package seaworthy.lib.iam

# A single value is equivalent to a list with one element.
items(value) := value if is_array(value)

items(value) := [value] if {
	not is_array(value)
	not is_null(value)
}

# The statements of a document with their paths in it; empty if the document is unknown.
statements(document) := [{"path": ["Statement", i], "spec": statement} |
	is_array(object.get(document, "Statement", null))
	some i, statement in document.Statement
	is_object(statement)
] if {
	is_object(document)
	is_array(object.get(document, "Statement", null))
}

statements(document) := [{"path": ["Statement"], "spec": document.Statement}] if {
	is_object(document)
	is_object(object.get(document, "Statement", null))
}

statements(document) := [] if {
	is_object(document)
	not is_array(object.get(document, "Statement", null))
	not is_object(object.get(document, "Statement", null))
}

statements(document) := [] if not is_object(document)
