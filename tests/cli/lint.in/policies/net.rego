package net

deny contains msg if {
	msg := fetch(input.url)
}

fetch(url) := http.send({"method": "get", "url": url}).body
