package main

deny contains sprintf("%s and %s", [input.a]) if input.b # lint

deny contains sprintf("%s is 100 %%", [input.a]) if input.b

deny contains sprintf("%5.2f %[1]v", [input.a]) if input.b

deny contains sprintf("%v", [input.a, input.b]) if input.b # lint

deny contains sprintf("%v %v", input.list) if input.b

deny contains sprintf("nothing", []) if input.b
