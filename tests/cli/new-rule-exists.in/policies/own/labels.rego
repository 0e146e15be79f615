package seaworthy.own.labels
