package main

deny contains msg if {
	msg := "not closed"
