package seaworthy.own.no_header

deny contains 1 if true
