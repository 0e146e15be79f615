package seaworthy.own.a # lint

deny contains {"message": "m", "path": []} if input.object.kind == "Pod"
