package main

deny contains "m" if http.send({"url": "a"}).status_code == 200 # lint
